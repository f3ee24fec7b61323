# The order here is a security property. An API without operations answers 404 to every call, so the API comes first, then
# its policy, which refuses whoever comes through no product, and the diagnostics, which meter; the operations come last.
# Terraform destroys in reverse.

# azapi: the subscription key as a bearer token is in no stable version of the management API and not in azurerm, whose every
# change of the API would drop it. Said in either case, because leaving it out would not switch it off again.
resource "azapi_resource" "api" {
  type      = "Microsoft.ApiManagement/service/apis@2025-03-01-preview"
  name      = var.api.name
  parent_id = azurerm_api_management.main.id

  body = {
    properties = {
      apiRevision          = "1"
      displayName          = var.api.display_name
      path                 = var.api.path
      protocols            = ["https"]
      subscriptionRequired = true
      subscriptionKeyParameterNames = {
        header = var.api.key_header
        # The service always takes a key from the query. The policy drops the query, so no model sees it, and diagnostics hide it.
        query  = var.api.key_query
        bearer = var.api.bearer_keys ? "enabled" : "disabled"
      }
    }
  }

  # The property `bearer` is in no published schema.
  schema_validation_enabled = false
  response_export_values    = []
}

locals {
  api_id = azapi_resource.api.id
}

resource "azurerm_api_management_api_policy" "openai" {
  api_name            = azapi_resource.api.name
  resource_group_name = var.resource_group_name
  api_management_name = azurerm_api_management.main.name
  xml_content         = file(var.api.policy_file)

  # A policy is refused while a backend or a named value that it mentions is missing.
  depends_on = [
    azapi_resource.backend_pool,
    azurerm_api_management_backend.single,
    azurerm_api_management_named_value.secret,
  ]

  # Azure deletes the policy together with its API; an API that is replaced must not come back without it.
  lifecycle {
    replace_triggered_by = [azapi_resource.api.id]
  }
}

locals {
  # Exactly what the policies route or answer; anything else is a 404 before any model is asked.
  operations = {
    chat-completions       = { display_name = "Create chat completion", method = "POST", url_template = "/v1/chat/completions", parameters = [] }
    completions            = { display_name = "Create completion", method = "POST", url_template = "/v1/completions", parameters = [] }
    embeddings             = { display_name = "Create embeddings", method = "POST", url_template = "/v1/embeddings", parameters = [] }
    responses              = { display_name = "Create response", method = "POST", url_template = "/v1/responses", parameters = [] }
    azure-chat-completions = { display_name = "Create chat completion of a deployment", method = "POST", url_template = "/deployments/{deployment}/chat/completions", parameters = ["deployment"] }
    azure-completions      = { display_name = "Create completion of a deployment", method = "POST", url_template = "/deployments/{deployment}/completions", parameters = ["deployment"] }
    azure-embeddings       = { display_name = "Create embeddings of a deployment", method = "POST", url_template = "/deployments/{deployment}/embeddings", parameters = ["deployment"] }
    models-list            = { display_name = "List models", method = "GET", url_template = "/v1/models", parameters = [] }
    model-get              = { display_name = "Get model", method = "GET", url_template = "/v1/models/{model}", parameters = ["model"] }
    deployments-list       = { display_name = "List deployments", method = "GET", url_template = "/v1/deployments", parameters = [] }
    deployment-get         = { display_name = "Get deployment", method = "GET", url_template = "/v1/deployments/{name}", parameters = ["name"] }
  }
}

resource "azurerm_api_management_api_operation" "openai" {
  for_each = local.operations

  operation_id        = each.key
  api_name            = azapi_resource.api.name
  resource_group_name = var.resource_group_name
  api_management_name = azurerm_api_management.main.name
  display_name        = each.value.display_name
  method              = each.value.method
  url_template        = each.value.url_template

  dynamic "template_parameter" {
    for_each = each.value.parameters

    content {
      name     = template_parameter.value
      type     = "string"
      required = true
    }
  }

  depends_on = [
    azapi_resource.application_insights_diagnostic,
    azapi_resource.azure_monitor_diagnostic,
    azurerm_api_management_api_policy.openai,
  ]

  lifecycle {
    replace_triggered_by = [azapi_resource.api.id]
  }
}

resource "azurerm_api_management_api_operation_policy" "openai" {
  for_each = var.api.operation_policy_files

  operation_id        = azurerm_api_management_api_operation.openai[each.key].operation_id
  api_name            = azapi_resource.api.name
  resource_group_name = var.resource_group_name
  api_management_name = azurerm_api_management.main.name
  xml_content         = file(each.value)

  lifecycle {
    replace_triggered_by = [azurerm_api_management_api_operation.openai[each.key].id]
  }
}
