resource "azurerm_log_analytics_workspace" "this" {
  name                = var.log_analytics.name
  resource_group_name = var.resource_group.name
  location            = var.location
  tags                = var.tags

  sku               = "PerGB2018"
  retention_in_days = var.log_analytics.retention_in_days
  daily_quota_gb    = var.log_analytics.daily_quota_gb

  # The agents sign in with managed identities, so nothing needs the shared keys.
  local_authentication_enabled = false
}

resource "azurerm_application_insights" "this" {
  name                = var.application_insights_name
  resource_group_name = var.resource_group.name
  location            = var.location
  tags                = var.tags

  application_type = "web"
  workspace_id     = azurerm_log_analytics_workspace.this.id

  # Ingestion needs the role Monitoring Metrics Publisher; the instrumentation key alone opens nothing.
  local_authentication_enabled = false
}
