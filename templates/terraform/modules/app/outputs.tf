output "identity" {
  description = "What the application's chart asks for under `identity`."
  value = merge(
    {
      clientId = azurerm_user_assigned_identity.app["runtime"].client_id
      tenantId = azurerm_user_assigned_identity.app["runtime"].tenant_id
    },
    var.migrations ? { migrationsClientId = azurerm_user_assigned_identity.app["migrations"].client_id } : {},
  )
}
