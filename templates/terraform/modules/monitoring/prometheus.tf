resource "azurerm_monitor_workspace" "this" {
  name                = var.monitor_workspace_name
  resource_group_name = var.resource_group.name
  location            = var.location
  tags                = var.tags
}

# The metrics add-on of a cluster collects nothing until it is associated with the endpoint and the rules below.
resource "azurerm_monitor_data_collection_endpoint" "this" {
  name                = var.data_collection.endpoint_name
  resource_group_name = var.resource_group.name
  location            = azurerm_monitor_workspace.this.location
  kind                = "Linux"
  description         = "Metrics and agent configuration of the cluster."
  tags                = var.tags
}

resource "azurerm_monitor_data_collection_rule" "prometheus" {
  name                        = var.data_collection.prometheus_rule_name
  resource_group_name         = var.resource_group.name
  location                    = azurerm_monitor_workspace.this.location
  kind                        = "Linux"
  description                 = "Prometheus metrics of the cluster into the Azure Monitor workspace."
  data_collection_endpoint_id = azurerm_monitor_data_collection_endpoint.this.id
  tags                        = var.tags

  data_sources {
    prometheus_forwarder {
      name    = "prometheus"
      streams = ["Microsoft-PrometheusMetrics"]
    }
  }

  destinations {
    monitor_account {
      name               = "monitor-workspace"
      monitor_account_id = azurerm_monitor_workspace.this.id
    }
  }

  data_flow {
    streams      = ["Microsoft-PrometheusMetrics"]
    destinations = ["monitor-workspace"]
  }
}
