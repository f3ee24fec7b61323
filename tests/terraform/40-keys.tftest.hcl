# Terraform 1.11 cannot mock ephemeral resources, so azapi is not mocked here: it is the local stand-in, which makes keys up
# and calls nobody. With the real provider this file needs Azure; the other test files do not.

mock_provider "azurerm" {
  mock_resource "azurerm_key_vault_secret" {
    defaults = {
      resource_versionless_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.KeyVault/vaults/kv-hai-iwjf/secrets/mock"
      versionless_id          = "https://kv-hai-iwjf.vault.azure.net/secrets/mock"
    }
  }
}

variables {
  subscription_id = "00000000-0000-0000-0000-000000000001"
}

run "demo_platform" {
  command = apply

  assert {
    condition     = contains(keys(module.team_alpha.secret_ids), "primary") && contains(keys(module.team_beta.secret_ids), "primary")
    error_message = "A team's key is not in the Key Vault."
  }
}

run "team_with_everything" {
  command = apply

  module {
    source = "../modules/keys"
  }

  variables {
    subscription_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.ApiManagement/service/apim-hai-iwjf/subscriptions/sub-beta"
    generation      = 3
    key_vault_id    = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.KeyVault/vaults/kv-hai-iwjf"
    secrets         = { primary = "apim-beta", secondary = "apim-beta-secondary" }
    foundry_connection = {
      name       = "apim-beta"
      project_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.CognitiveServices/accounts/foundry-beta-hai-iwjf/projects/beta"
      target     = "https://apim-hai-iwjf.azure-api.net/openai/v1"
    }
    group_id = "00000000-0000-0000-0000-0000000000c1"
    tags     = { team = "beta" }
  }

  assert {
    condition     = { for key, secret in azurerm_key_vault_secret.key : key => secret.name } == { primary = "apim-beta", secondary = "apim-beta-secondary" }
    error_message = "The secrets have other names."
  }

  assert {
    condition     = alltrue([for secret in azurerm_key_vault_secret.key : secret.value_wo_version == 3 && secret.value_wo == null && secret.value == null])
    error_message = "A key stands in the state, or is not written again with a new generation."
  }

  assert {
    condition     = alltrue([for role in azurerm_role_assignment.group_secret : endswith(role.scope, "/secrets/mock") && role.role_definition_name == "Key Vault Secrets User"])
    error_message = "The team's group may read more than the team's own secrets."
  }

  assert {
    condition = azapi_resource.foundry_connection[0].body.properties == {
      category = "ApiManagement"
      authType = "ApiKey"
      target   = "https://apim-hai-iwjf.azure-api.net/openai/v1"
      metadata = { deploymentInPath = "false", inferenceAPIVersion = "" }
    }
    error_message = "The connection calls paths that the API does not have, or carries the key in its body."
  }

  assert {
    condition     = azapi_resource.foundry_connection[0].sensitive_body == null && azapi_resource.foundry_connection[0].sensitive_body_version == tomap({ "properties.credentials.key" = "3" })
    error_message = "The connection's key stands in the state, or is not written again with a new generation."
  }
}

run "neither_vault_nor_project" {
  command = apply

  module {
    source = "../modules/keys"
  }

  variables {
    subscription_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.ApiManagement/service/apim-hai-iwjf/subscriptions/sub-gamma"
    generation      = 1
    key_vault_id    = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.KeyVault/vaults/kv-hai-iwjf"
    secrets         = {}
    group_id        = "00000000-0000-0000-0000-0000000000c1"
    tags            = {}
  }

  assert {
    condition     = length(output.secret_ids) == 0 && output.foundry_connection_id == null && length(azurerm_role_assignment.group_secret) == 0
    error_message = "Keys are handed out although nobody asked for them."
  }
}

run "unknown_key" {
  command = plan

  module {
    source = "../modules/keys"
  }

  variables {
    subscription_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.ApiManagement/service/apim-hai-iwjf/subscriptions/sub-gamma"
    generation      = 1
    key_vault_id    = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.KeyVault/vaults/kv-hai-iwjf"
    secrets         = { third = "apim-gamma" }
    tags            = {}
  }

  expect_failures = [var.secrets]
}
