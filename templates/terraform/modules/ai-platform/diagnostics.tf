resource "azurerm_api_management_logger" "application_insights" {
  name                = "applicationinsights"
  resource_group_name = var.resource_group_name
  api_management_name = azurerm_api_management.main.name
  resource_id         = var.monitoring.application_insights_id

  application_insights {
    connection_string  = var.application_insights_connection_string
    identity_client_id = "SystemAssigned"
  }

  depends_on = [azurerm_role_assignment.api_management_application_insights]
}

# azapi: azurerm has no loggers of type azureMonitor. An action, since API Management may have made this logger by itself by now,
# and a resource that exists already cannot be made: this PUT fits either way.
resource "azapi_resource_action" "azure_monitor_logger" {
  type        = "Microsoft.ApiManagement/service/loggers@2024-05-01"
  resource_id = "${azurerm_api_management.main.id}/loggers/azuremonitor"
  method      = "PUT"

  body = {
    properties = {
      loggerType  = "azureMonitor"
      description = "The diagnostic settings of the service"
      isBuffered  = true
    }
  }

  response_export_values = []

  # A service that is made anew has no logger yet, under the same id.
  lifecycle {
    replace_triggered_by = [azurerm_api_management.main.id]
  }
}

locals {
  # Headers and bodies stay out of the telemetry: they carry keys, prompts and answers, and reading a body stops streaming.
  nothing_of_the_message = { headers = [], body = { bytes = 0 } }
  # URLs are logged: a key that somebody sends there all the same is not.
  no_key_in_the_url = { dataMasking = { queryParams = [{ value = var.api.key_query, mode = "Hide" }] } }
  no_request        = merge(local.nothing_of_the_message, local.no_key_in_the_url)
}

# azapi: azurerm's api_diagnostic has `metrics_enabled` from 5.11 on only, and without it llm-emit-token-metric emits nothing.
resource "azapi_resource" "application_insights_diagnostic" {
  type      = "Microsoft.ApiManagement/service/apis/diagnostics@2024-05-01"
  name      = "applicationinsights"
  parent_id = local.api_id

  body = {
    properties = {
      loggerId                = azurerm_api_management_logger.application_insights.id
      alwaysLog               = "allErrors"
      httpCorrelationProtocol = "W3C"
      logClientIp             = false
      metrics                 = true
      operationNameFormat     = "Name"
      sampling                = { samplingType = "fixed", percentage = var.monitoring.request_sampling_percentage }
      verbosity               = "information"
      frontend                = { request = local.no_request, response = local.nothing_of_the_message }
      backend                 = { request = local.no_request, response = local.nothing_of_the_message }
    }
  }

  response_export_values = []

  lifecycle {
    replace_triggered_by = [azapi_resource.api.id]
  }
}

# azapi: token counts per request (table ApiManagementGatewayLlmLog) are in no stable version of the management API.
resource "azapi_resource" "azure_monitor_diagnostic" {
  type      = "Microsoft.ApiManagement/service/apis/diagnostics@2025-09-01-preview"
  name      = "azuremonitor"
  parent_id = local.api_id

  body = {
    properties = {
      loggerId    = azapi_resource_action.azure_monitor_logger.resource_id
      alwaysLog   = "allErrors"
      logClientIp = false
      sampling    = { samplingType = "fixed", percentage = 100 } # what is not logged is missing from the bill
      verbosity   = "information"
      frontend    = { request = local.no_request, response = local.nothing_of_the_message }
      backend     = { request = local.no_request, response = local.nothing_of_the_message }
      largeLanguageModel = merge(
        { logs = "enabled" },
        { for part in ["requests", "responses"] : part => { messages = "all", maxSizeInBytes = 262144 } if var.monitoring.prompts_and_answers_recorded },
      )
    }
  }

  response_export_values = []

  lifecycle {
    replace_triggered_by = [azapi_resource.api.id]
  }
}

resource "azurerm_monitor_diagnostic_setting" "api_management" {
  name                           = "log-analytics"
  target_resource_id             = azurerm_api_management.main.id
  log_analytics_workspace_id     = var.monitoring.log_analytics_workspace_id
  log_analytics_destination_type = "Dedicated"

  enabled_log {
    category = "GatewayLogs"
  }

  enabled_log {
    category = "GatewayLlmLogs"
  }

  enabled_metric {
    category = "AllMetrics"
  }
}

# No destination type: Cognitive Services write to AzureDiagnostics only.
resource "azurerm_monitor_diagnostic_setting" "foundry" {
  for_each = var.foundry_accounts

  name                       = "log-analytics"
  target_resource_id         = azurerm_cognitive_account.foundry[each.key].id
  log_analytics_workspace_id = var.monitoring.log_analytics_workspace_id

  enabled_log {
    category = "Audit"
  }
}

resource "azurerm_monitor_diagnostic_setting" "key_vault" {
  name                           = "log-analytics"
  target_resource_id             = azurerm_key_vault.main.id
  log_analytics_workspace_id     = var.monitoring.log_analytics_workspace_id
  log_analytics_destination_type = "Dedicated"

  enabled_log {
    category = "AuditEvent"
  }
}
