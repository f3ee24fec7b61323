locals {
  # Logs, events and the inventory that joins them; performance counters come from Prometheus, once and cheaper.
  container_insights_streams = [
    "Microsoft-ContainerLogV2",
    "Microsoft-KubeEvents",
    "Microsoft-KubePodInventory",
  ]
}

resource "azurerm_monitor_data_collection_rule" "container_insights" {
  name                = var.data_collection.container_insights_rule_name
  resource_group_name = var.resource_group.name
  location            = var.location
  kind                = "Linux"
  description         = "Container logs and Kubernetes events of the cluster into Log Analytics."
  tags                = var.tags

  data_sources {
    extension {
      name           = "container-insights"
      extension_name = "ContainerInsights"
      streams        = local.container_insights_streams

      extension_json = jsonencode({
        dataCollectionSettings = {
          enableContainerLogV2   = true
          interval               = "1m"
          namespaceFilteringMode = "Off"
        }
      })
    }
  }

  destinations {
    log_analytics {
      name                  = "log-analytics"
      workspace_resource_id = azurerm_log_analytics_workspace.this.id
    }
  }

  data_flow {
    streams      = local.container_insights_streams
    destinations = ["log-analytics"]
  }
}
