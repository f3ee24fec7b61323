resource "azurerm_monitor_data_collection_rule_association" "prometheus" {
  name                    = "prometheus"
  description             = "Prometheus metrics of the cluster; without it the metrics add-on collects nothing."
  target_resource_id      = azurerm_kubernetes_cluster.this.id
  data_collection_rule_id = var.monitoring.prometheus_rule_id
}

resource "azurerm_monitor_data_collection_rule_association" "container_insights" {
  # The agent looks for this name.
  name                    = "ContainerInsightsExtension"
  description             = "Container logs and Kubernetes events of the cluster."
  target_resource_id      = azurerm_kubernetes_cluster.this.id
  data_collection_rule_id = var.monitoring.container_insights_rule_id
}

resource "azurerm_monitor_data_collection_rule_association" "endpoint" {
  # The service fixes the name of an association that holds an endpoint alone.
  name                        = "configurationAccessEndpoint"
  target_resource_id          = azurerm_kubernetes_cluster.this.id
  data_collection_endpoint_id = var.monitoring.data_collection_endpoint_id
}

resource "azurerm_monitor_diagnostic_setting" "this" {
  name                           = "log-analytics"
  target_resource_id             = azurerm_kubernetes_cluster.this.id
  log_analytics_workspace_id     = var.monitoring.log_analytics_workspace_id
  log_analytics_destination_type = "Dedicated"

  # Who changed what. kube-audit adds every read, at many times the volume.
  enabled_log {
    category = "kube-audit-admin"
  }

  # Who signed in, and what Azure RBAC decided.
  enabled_log {
    category = "guard"
  }
}
