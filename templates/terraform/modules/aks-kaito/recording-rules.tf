locals {
  rule_scopes = [var.monitoring.monitor_workspace_id, azurerm_kubernetes_cluster.this.id]
}

# The stock dashboards of Azure Managed Grafana read these series. The portal and the CLI create the rules when they switch
# monitoring on; through the API nobody does.
resource "azurerm_monitor_alert_prometheus_rule_group" "node" {
  name                = var.recording_rules.node_group_name
  resource_group_name = var.resource_group_name
  location            = var.location
  description         = "Series about nodes for the stock dashboards."
  cluster_name        = azurerm_kubernetes_cluster.this.name
  scopes              = local.rule_scopes
  interval            = "PT1M"
  rule_group_enabled  = true
  tags                = var.tags

  dynamic "rule" {
    for_each = local.node_recording_rules

    content {
      record     = rule.value.record
      expression = rule.value.expression
      enabled    = true
    }
  }
}

resource "azurerm_monitor_alert_prometheus_rule_group" "kubernetes" {
  name                = var.recording_rules.kubernetes_group_name
  resource_group_name = var.resource_group_name
  location            = var.location
  description         = "Series about pods and workloads for the stock dashboards."
  cluster_name        = azurerm_kubernetes_cluster.this.name
  scopes              = local.rule_scopes
  interval            = "PT1M"
  rule_group_enabled  = true
  tags                = var.tags

  dynamic "rule" {
    for_each = local.kubernetes_recording_rules

    content {
      record     = rule.value.record
      expression = rule.value.expression
      labels     = rule.value.labels
      enabled    = true
    }
  }
}
