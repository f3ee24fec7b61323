# The keys pass through memory only: read by an ephemeral resource, written by write-only arguments, in no plan or state.
ephemeral "azapi_resource_action" "keys" {
  type                   = "Microsoft.ApiManagement/service/subscriptions@2024-05-01"
  resource_id            = var.subscription_id
  action                 = "listSecrets"
  method                 = "POST"
  response_export_values = ["primaryKey", "secondaryKey"]
}

resource "azurerm_key_vault_secret" "key" {
  for_each = var.secrets

  name             = each.value
  key_vault_id     = var.key_vault_id
  value_wo         = ephemeral.azapi_resource_action.keys.output["${each.key}Key"]
  value_wo_version = var.generation
  content_type     = "API Management subscription key (${each.key})"
  tags             = var.tags
}

# On the secrets one by one: on the vault, the role would show the keys of every team.
resource "azurerm_role_assignment" "group_secret" {
  for_each = var.group_id == null ? {} : var.secrets

  scope                = azurerm_key_vault_secret.key[each.key].resource_versionless_id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = var.group_id
  principal_type       = "Group"
}
