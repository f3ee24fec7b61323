resource "azurerm_api_management" "main" {
  name                = var.api_management.name
  resource_group_name = var.resource_group_name
  location            = var.location
  sku_name            = var.api_management.sku_name
  publisher_name      = var.api_management.publisher_name
  publisher_email     = var.api_management.publisher_email
  tags                = var.tags

  # Callers come in over the public name; in a V2 tier "External" with a subnet is outbound integration, which is how the
  # gateway reaches private endpoints and model pods. A new subnet replaces the service. It must be public when created.
  virtual_network_type          = "External"
  public_network_access_enabled = true

  virtual_network_configuration {
    subnet_id = var.network.api_management_subnet_id
  }

  # Older management API versions return secrets in plain reads. Not newer: azurerm 5.2 itself speaks 2022-08-01.
  min_api_version = "2021-08-01"

  identity {
    type = "SystemAssigned"
  }
}

# Versionless ids, so that a new version of a secret is taken without an apply.
resource "azurerm_api_management_named_value" "secret" {
  for_each = var.named_values

  name                = each.key
  display_name        = each.key
  resource_group_name = var.resource_group_name
  api_management_name = azurerm_api_management.main.name
  secret              = true

  value_from_key_vault {
    secret_id = each.value
  }

  # The service reads the secret when the named value is written.
  depends_on = [azurerm_role_assignment.api_management_key_vault, azurerm_private_endpoint.key_vault]
}
