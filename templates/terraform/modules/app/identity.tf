# One identity for what runs and one for migrations, which may change the schema of a database. Each is taken on by exactly one
# ServiceAccount of one namespace; there is no secret.
locals {
  accounts = merge(
    { runtime = var.app.name },
    var.migrations ? { migrations = "${var.app.name}-migrations" } : {},
  )
}

resource "azurerm_user_assigned_identity" "app" {
  for_each = local.accounts

  name                = each.key == "runtime" ? var.app.identity : "${var.app.identity}-${each.key}"
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags
}

resource "azurerm_federated_identity_credential" "app" {
  for_each = local.accounts

  name                      = "kubernetes"
  user_assigned_identity_id = azurerm_user_assigned_identity.app[each.key].id
  issuer                    = var.issuer
  subject                   = "system:serviceaccount:${var.app.namespace}:${each.value}"
  audience                  = ["api://AzureADTokenExchange"]
}

# "Key Vault Secrets User": reads secrets, lists none of their versions, changes nothing.
resource "azurerm_role_assignment" "key_vault" {
  for_each = { for key, account in local.accounts : key => account if var.key_vault_id != null }

  scope                = var.key_vault_id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.app[each.key].principal_id
  principal_type       = "ServicePrincipal"
}
