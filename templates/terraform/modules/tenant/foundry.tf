# One account per team: the portal shows the default project of an account only, and a role on an account reaches all of
# its projects.
resource "azurerm_cognitive_account" "team" {
  count = var.foundry == null ? 0 : 1

  name                       = var.foundry.account_name
  resource_group_name        = var.platform.resource_group_name
  location                   = var.foundry.location
  kind                       = "AIServices"
  sku_name                   = "S0"
  custom_subdomain_name      = var.foundry.subdomain
  project_management_enabled = true
  tags                       = var.tags

  # People open the project from the portal, so it is public, to Entra identities with a role and to no keys.
  public_network_access_enabled = true
  local_auth_enabled            = false

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_cognitive_account_project" "team" {
  count = var.foundry == null ? 0 : 1

  name                 = var.foundry.project.name
  cognitive_account_id = azurerm_cognitive_account.team[0].id
  location             = var.foundry.location
  display_name         = var.foundry.project.display_name
  description          = var.foundry.project.description
  tags                 = var.tags

  identity {
    type = "SystemAssigned"
  }
}

# "Foundry User", by id because Foundry's roles were renamed in May 2026. No role that may deploy models: those would be
# reached past the gateway and its limits.
resource "azurerm_role_assignment" "group_foundry" {
  count = var.foundry == null || var.group_id == null ? 0 : 1

  scope              = azurerm_cognitive_account.team[0].id
  role_definition_id = "/subscriptions/${var.platform.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/53ca6127-db72-4b80-b1b0-d745d6d5456d"
  principal_id       = var.group_id
  principal_type     = "Group"
}
