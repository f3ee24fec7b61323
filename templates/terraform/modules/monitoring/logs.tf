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

# Application Insights makes this group by itself where it is missing, in the resource group, which then cannot be destroyed.
resource "azurerm_monitor_action_group" "smart_detection" {
  name                = "Application Insights Smart Detection"
  short_name          = "SmartDetect"
  resource_group_name = var.resource_group.name
  tags                = var.tags

  # As the service would make it: Monitoring Contributor and Monitoring Reader.
  arm_role_receiver {
    name                    = "Monitoring Contributor"
    role_id                 = "749f88d5-cbae-40b8-bcfc-e573ddc772fa"
    use_common_alert_schema = true
  }

  arm_role_receiver {
    name                    = "Monitoring Reader"
    role_id                 = "43d0d8ad-25c7-4714-9337-8ba259a9fe05"
    use_common_alert_schema = true
  }
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

  depends_on = [azurerm_monitor_action_group.smart_detection]
}

# azapi: azurerm has no such argument. Without it the dimensions of llm-emit-token-metric (team, model) are dropped.
resource "azapi_update_resource" "metric_dimensions" {
  type        = "Microsoft.Insights/components@2020-02-02"
  resource_id = azurerm_application_insights.this.id

  body = {
    properties = {
      CustomMetricsOptedInType = "WithDimensions"
    }
  }

  response_export_values = []

  # azurerm writes the resource without it: said again after each of its changes.
  lifecycle {
    replace_triggered_by = [azurerm_application_insights.this]
  }
}
