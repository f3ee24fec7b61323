# azapi: azurerm 5.2 has connections of accounts only, not of projects, and keeps their key in the state.
resource "azapi_resource" "foundry_connection" {
  count = var.foundry_connection == null ? 0 : 1

  type      = "Microsoft.CognitiveServices/accounts/projects/connections@2026-05-01"
  name      = var.foundry_connection.name
  parent_id = var.foundry_connection.project_id

  body = {
    properties = {
      category = "ApiManagement"
      authType = "ApiKey"
      target   = var.foundry_connection.target
      metadata = {
        deploymentInPath    = "false" # the model stands in the body, as the API expects it
        inferenceAPIVersion = ""      # the OpenAI v1 paths take none
      }
    }
  }

  sensitive_body = {
    properties = {
      credentials = { key = ephemeral.azapi_resource_action.keys.output.primaryKey }
    }
  }

  sensitive_body_version = {
    "properties.credentials.key" = tostring(var.generation)
  }

  response_export_values = []
}
