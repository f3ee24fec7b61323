mock_provider "azapi" {}

# Azure ids and UUIDs have to look real: the provider checks them when a mocked apply makes them known.
mock_provider "azurerm" {
  mock_resource "azurerm_log_analytics_workspace" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.OperationalInsights/workspaces/log-hai-iwjf"
    }
  }

  mock_resource "azurerm_application_insights" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Insights/components/appi-hai-iwjf"
    }
  }

  mock_resource "azurerm_monitor_workspace" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Monitor/accounts/prom-hai-iwjf"
    }
  }

  mock_resource "azurerm_monitor_data_collection_endpoint" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Insights/dataCollectionEndpoints/dce-hai-iwjf"
    }
  }

  mock_resource "azurerm_dashboard_grafana" {
    defaults = {
      id       = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Dashboard/grafana/graf-hai-iwjf"
      identity = { principal_id = "33333333-3333-4333-8333-333333333333" }
    }
  }

  mock_resource "azurerm_monitor_action_group" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Insights/actionGroups/ag-hai-iwjf"
    }
  }
}

variables {
  resource_group = {
    name = "rg-hai-iwjf"
    id   = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf"
  }
  location = "swedencentral"
  tags     = { environment = "demo" }

  log_analytics = {
    name              = "log-hai-iwjf"
    retention_in_days = 30
  }

  application_insights_name = "appi-hai-iwjf"
  monitor_workspace_name    = "prom-hai-iwjf"

  data_collection = {
    endpoint_name                = "dce-hai-iwjf"
    prometheus_rule_name         = "dcr-prom-hai-iwjf"
    container_insights_rule_name = "dcr-ci-hai-iwjf"
  }

  grafana = {
    name                   = "graf-hai-iwjf"
    major_version          = "12"
    admin_group_object_ids = ["44444444-4444-4444-8444-444444444444"]
  }

  action_group = {
    name       = "ag-hai-iwjf"
    short_name = "hai-iwjf"
    emails = {
      platform = "platform@contoso.com"
    }
  }
}

run "demo" {
  command = apply

  module {
    source = "../modules/monitoring"
  }

  assert {
    condition = (
      azurerm_log_analytics_workspace.this.name == "log-hai-iwjf"
      && azurerm_log_analytics_workspace.this.sku == "PerGB2018"
      && azurerm_log_analytics_workspace.this.retention_in_days == 30
      && azurerm_log_analytics_workspace.this.local_authentication_enabled == false
    )
    error_message = "Logs are kept for 30 days and need an identity."
  }

  assert {
    condition = (
      azurerm_application_insights.this.name == "appi-hai-iwjf"
      && azurerm_application_insights.this.workspace_id == azurerm_log_analytics_workspace.this.id
      && azurerm_application_insights.this.local_authentication_enabled == false
    )
    error_message = "Application Insights stores into the workspace and needs an identity."
  }

  assert {
    condition     = azapi_update_resource.metric_dimensions.body.properties.CustomMetricsOptedInType == "WithDimensions" && azapi_update_resource.metric_dimensions.resource_id == azurerm_application_insights.this.id
    error_message = "Token metrics lose their team and their model."
  }

  assert {
    condition     = azurerm_monitor_action_group.smart_detection.name == "Application Insights Smart Detection"
    error_message = "Application Insights makes an action group of its own, at which destroying stops."
  }

  assert {
    condition = (
      azurerm_monitor_data_collection_rule.prometheus.data_collection_endpoint_id == azurerm_monitor_data_collection_endpoint.this.id
      && azurerm_monitor_data_collection_rule.prometheus.destinations[0].monitor_account[0].monitor_account_id == azurerm_monitor_workspace.this.id
      && azurerm_monitor_data_collection_rule.prometheus.data_flow[0].streams == tolist(["Microsoft-PrometheusMetrics"])
    )
    error_message = "Prometheus metrics flow into the Monitor workspace."
  }

  assert {
    condition = (
      azurerm_monitor_data_collection_rule.container_insights.data_sources[0].extension[0].extension_name == "ContainerInsights"
      && azurerm_monitor_data_collection_rule.container_insights.destinations[0].log_analytics[0].workspace_resource_id == azurerm_log_analytics_workspace.this.id
      && azurerm_monitor_data_collection_rule.container_insights.data_flow[0].streams == tolist(["Microsoft-ContainerLogV2", "Microsoft-KubeEvents", "Microsoft-KubePodInventory"])
    )
    error_message = "Container logs flow into Log Analytics."
  }

  assert {
    condition = (
      azurerm_dashboard_grafana.this[0].name == "graf-hai-iwjf"
      && azurerm_dashboard_grafana.this[0].api_key_enabled == false
      && azurerm_dashboard_grafana.this[0].azure_monitor_workspace_integrations[0].resource_id == azurerm_monitor_workspace.this.id
    )
    error_message = "Grafana reads the Monitor workspace and knows no API keys."
  }

  assert {
    condition = (
      azurerm_role_assignment.grafana["metrics"].role_definition_name == "Monitoring Data Reader"
      && azurerm_role_assignment.grafana["metrics"].scope == azurerm_monitor_workspace.this.id
      && azurerm_role_assignment.grafana["azure"].role_definition_name == "Monitoring Reader"
      && azurerm_role_assignment.grafana["azure"].scope == var.resource_group.id
      && alltrue([for role in azurerm_role_assignment.grafana : role.principal_id == azurerm_dashboard_grafana.this[0].identity[0].principal_id])
    )
    error_message = "Grafana's identity may read what its dashboards show."
  }

  assert {
    condition     = azurerm_role_assignment.grafana_admin["44444444-4444-4444-8444-444444444444"].principal_type == "Group"
    error_message = "The platform group administers Grafana."
  }

  assert {
    condition = (
      length(azurerm_monitor_action_group.this[0].short_name) <= 12
      && azurerm_monitor_action_group.this[0].email_receiver[0].email_address == "platform@contoso.com"
      && length(output.action_group_ids) == 1
    )
    error_message = "Alerts reach the receivers of the catalog."
  }
}

run "without_grafana_and_receivers" {
  command = plan

  module {
    source = "../modules/monitoring"
  }

  variables {
    grafana      = null
    action_group = null
  }

  assert {
    condition = (
      length(azurerm_dashboard_grafana.this) == 0
      && length(azurerm_role_assignment.grafana) == 0
      && length(azurerm_role_assignment.grafana_admin) == 0
      && length(output.action_group_ids) == 0
      && output.grafana_endpoint == null
    )
    error_message = "Nothing of Grafana or of the action group remains."
  }
}

run "grafana_11_is_refused" {
  command = plan

  module {
    source = "../modules/monitoring"
  }

  variables {
    grafana = { name = "graf-hai-iwjf", major_version = "11" }
  }

  expect_failures = [var.grafana]
}

run "long_short_name_is_refused" {
  command = plan

  module {
    source = "../modules/monitoring"
  }

  variables {
    action_group = { name = "ag-hai-iwjf", short_name = "thirteen-char", emails = { platform = "platform@contoso.com" } }
  }

  expect_failures = [var.action_group]
}

run "action_group_without_receiver_is_refused" {
  command = plan

  module {
    source = "../modules/monitoring"
  }

  variables {
    action_group = { name = "ag-hai-iwjf", short_name = "hai-iwjf" }
  }

  expect_failures = [var.action_group]
}

run "short_retention_is_refused" {
  command = plan

  module {
    source = "../modules/monitoring"
  }

  variables {
    log_analytics = { name = "log-hai-iwjf", retention_in_days = 7 }
  }

  expect_failures = [var.log_analytics]
}
