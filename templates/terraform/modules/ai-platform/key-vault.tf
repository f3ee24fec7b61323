resource "azurerm_key_vault" "main" {
  name                       = var.key_vault.name
  resource_group_name        = var.resource_group_name
  location                   = var.location
  tenant_id                  = var.tenant_id
  sku_name                   = "standard"
  rbac_authorization_enabled = true
  purge_protection_enabled   = var.key_vault.purge_protection_enabled
  soft_delete_retention_days = var.key_vault.soft_delete_retention_days
  tags                       = var.tags

  public_network_access_enabled = length(var.key_vault.allowed_ip_ranges) > 0

  network_acls {
    default_action = "Deny"
    bypass         = "AzureServices"
    ip_rules       = var.key_vault.allowed_ip_ranges
  }
}

resource "azurerm_private_endpoint" "key_vault" {
  name                = var.key_vault.private_endpoint_name
  resource_group_name = var.resource_group_name
  location            = var.location
  subnet_id           = var.network.private_endpoint_subnet_id
  tags                = var.tags

  private_service_connection {
    name                           = var.key_vault.private_endpoint_name
    private_connection_resource_id = azurerm_key_vault.main.id
    subresource_names              = ["vault"]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = "default"
    private_dns_zone_ids = [var.network.private_dns_zone_ids.key_vault]
  }
}
