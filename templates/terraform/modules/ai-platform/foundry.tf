resource "azurerm_cognitive_account" "foundry" {
  for_each = var.foundry_accounts

  name                       = each.value.name
  resource_group_name        = var.resource_group_name
  location                   = each.key
  kind                       = "AIServices"
  sku_name                   = "S0"
  custom_subdomain_name      = each.value.subdomain
  project_management_enabled = true
  tags                       = var.tags

  # Only Entra identities get in. With local authentication on, the account's keys would also stand in the state.
  local_auth_enabled = false

  public_network_access_enabled = each.value.public_network_access_enabled

  network_acls {
    default_action = each.value.public_network_access_enabled ? "Allow" : "Deny"
  }

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_private_endpoint" "foundry" {
  for_each = var.foundry_accounts

  name                = each.value.private_endpoint_name
  resource_group_name = var.resource_group_name
  location            = var.location # of the network, wherever the account is
  subnet_id           = var.network.private_endpoint_subnet_id
  tags                = var.tags

  private_service_connection {
    name                           = each.value.private_endpoint_name
    private_connection_resource_id = azurerm_cognitive_account.foundry[each.key].id
    subresource_names              = ["account"]
    is_manual_connection           = false
  }

  # One account answers under three names.
  private_dns_zone_group {
    name = "default"
    private_dns_zone_ids = [
      var.network.private_dns_zone_ids.cognitive_services,
      var.network.private_dns_zone_ids.openai,
      var.network.private_dns_zone_ids.ai_services,
    ]
  }
}

locals {
  # "swedencentral/gpt-4.1": two accounts may each have a deployment of the same name.
  foundry_deployments = merge([
    for location, account in var.foundry_accounts : {
      for name, deployment in account.deployments : "${location}/${name}" => merge(deployment, { name = name, location = location })
    }
  ]...)
}

resource "azurerm_cognitive_deployment" "model" {
  for_each = local.foundry_deployments

  name                   = each.value.name
  cognitive_account_id   = azurerm_cognitive_account.foundry[each.value.location].id
  version_upgrade_option = each.value.version_upgrade
  rai_policy_name        = each.value.content_filter

  model {
    format  = each.value.model_format
    name    = each.value.model_name
    version = each.value.model_version
  }

  sku {
    name     = each.value.sku_name
    capacity = each.value.capacity
  }

  # An account refuses a second change while an endpoint is being attached to it.
  depends_on = [azurerm_private_endpoint.foundry]
}
