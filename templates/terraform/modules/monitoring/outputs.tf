output "log_analytics_workspace_id" {
  description = "Resource id of the Log Analytics workspace."
  value       = azurerm_log_analytics_workspace.this.id
}

output "application_insights_id" {
  description = "Resource id of Application Insights."
  value       = azurerm_application_insights.this.id
}

output "application_insights_connection_string" {
  description = "Connection string of Application Insights. An address rather than a credential, as local authentication is off; sensitive because the provider marks it so."
  value       = azurerm_application_insights.this.connection_string
  sensitive   = true
}

output "monitor_workspace_id" {
  description = "Resource id of the Azure Monitor workspace."
  value       = azurerm_monitor_workspace.this.id
}

output "data_collection_endpoint_id" {
  description = "Resource id of the data collection endpoint."
  value       = azurerm_monitor_data_collection_endpoint.this.id
}

output "prometheus_rule_id" {
  description = "Resource id of the data collection rule for Prometheus metrics."
  value       = azurerm_monitor_data_collection_rule.prometheus.id
}

output "container_insights_rule_id" {
  description = "Resource id of the data collection rule for container logs."
  value       = azurerm_monitor_data_collection_rule.container_insights.id
}

output "action_group_ids" {
  description = "Resource ids of the action groups that alerts go to; empty without receivers."
  value       = azurerm_monitor_action_group.this[*].id
}

output "grafana_endpoint" {
  description = "URL of Managed Grafana, or null without it."
  value       = one(azurerm_dashboard_grafana.this[*].endpoint)
}
