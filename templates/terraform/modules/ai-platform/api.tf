# The order here is a security property. An API without operations answers 404 to every call, so the API comes first, then
# its policy, which refuses whoever comes through no product, and the diagnostics, which meter; the operations come last.
# Terraform destroys in reverse.

resource "azurerm_api_management_api" "openai" {
  name                  = var.api.name
  resource_group_name   = var.resource_group_name
  api_management_name   = azurerm_api_management.main.name
  revision              = "1"
  display_name          = var.api.display_name
  path                  = var.api.path
  protocols             = ["https"]
  subscription_required = true

  subscription_key_parameter_names {
    header = "api-key"
    query  = "api-key"
  }
}

locals {
  # azurerm's own id ends in ";rev=1", which names the revision rather than the API.
  api_id = "${azurerm_api_management.main.id}/apis/${azurerm_api_management_api.openai.name}"
}

resource "azurerm_api_management_api_policy" "openai" {
  api_name            = azurerm_api_management_api.openai.name
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
    replace_triggered_by = [azurerm_api_management_api.openai.id]
  }
}

locals {
  # Exactly what the policies route or answer; anything else is a 404 before any model is asked.
  operations = {
    chat-completions = { display_name = "Create chat completion", method = "POST", url_template = "/chat/completions", parameters = [] }
    completions      = { display_name = "Create completion", method = "POST", url_template = "/completions", parameters = [] }
    embeddings       = { display_name = "Create embeddings", method = "POST", url_template = "/embeddings", parameters = [] }
    responses        = { display_name = "Create response", method = "POST", url_template = "/responses", parameters = [] }
    models-list      = { display_name = "List models", method = "GET", url_template = "/models", parameters = [] }
    deployments-list = { display_name = "List deployments", method = "GET", url_template = "/deployments", parameters = [] }
    deployment-get   = { display_name = "Get deployment", method = "GET", url_template = "/deployments/{name}", parameters = ["name"] }
  }
}

resource "azurerm_api_management_api_operation" "openai" {
  for_each = local.operations

  operation_id        = each.key
  api_name            = azurerm_api_management_api.openai.name
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
    replace_triggered_by = [azurerm_api_management_api.openai.id]
  }
}

resource "azurerm_api_management_api_operation_policy" "openai" {
  for_each = var.api.operation_policy_files

  operation_id        = azurerm_api_management_api_operation.openai[each.key].operation_id
  api_name            = azurerm_api_management_api.openai.name
  resource_group_name = var.resource_group_name
  api_management_name = azurerm_api_management.main.name
  xml_content         = file(each.value)

  lifecycle {
    replace_triggered_by = [azurerm_api_management_api_operation.openai[each.key].id]
  }
}

# azapi: the subscription key as a bearer token is in no stable version of the management API and not in azurerm. Said in
# either case, because leaving it out would not switch it off again.
resource "azapi_update_resource" "bearer_keys" {
  type        = "Microsoft.ApiManagement/service/apis@2025-03-01-preview"
  resource_id = local.api_id

  body = {
    properties = {
      subscriptionKeyParameterNames = {
        header = "api-key"
        query  = "api-key"
        bearer = var.api.bearer_keys ? "enabled" : "disabled"
      }
    }
  }

  response_export_values = []

  # azurerm writes the API without this property: after each of its changes it has to be said again. And as the last
  # one, so that it never meets another write to the API.
  depends_on = [azurerm_api_management_api_operation_policy.openai, azurerm_api_management_api_operation.openai]

  lifecycle {
    replace_triggered_by = [azurerm_api_management_api.openai]
  }
}
