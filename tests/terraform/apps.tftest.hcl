# Root 30-tenants as compiled for the example in production: the identities of its application, and what its chart asks for.

mock_provider "azapi" {
  mock_resource "azapi_resource" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-chat-prod/providers/Microsoft.ApiManagement/service/apim-hai-chat-prod/subscriptions/mock"
    }
  }
}

mock_provider "azurerm" {
  mock_data "azurerm_kubernetes_cluster" {
    defaults = { oidc_issuer_url = "https://swedencentral.oic.prod-aks.azure.com/mock/" }
  }

  mock_resource "azurerm_user_assigned_identity" {
    defaults = {
      id           = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-chat-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mock"
      principal_id = "00000000-0000-0000-0000-0000000000b2"
      client_id    = "00000000-0000-0000-0000-0000000000b3"
      tenant_id    = "00000000-0000-0000-0000-0000000000a1"
    }
  }

  mock_resource "azurerm_api_management_product" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-chat-prod/providers/Microsoft.ApiManagement/service/apim-hai-chat-prod/products/mock"
    }
  }

  mock_resource "azurerm_cognitive_account" {
    defaults = {
      id       = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-chat-prod/providers/Microsoft.CognitiveServices/accounts/mock"
      identity = { principal_id = "00000000-0000-0000-0000-0000000000b2", tenant_id = "00000000-0000-0000-0000-0000000000a1" }
    }
  }

  mock_resource "azurerm_cognitive_account_project" {
    defaults = {
      id       = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-chat-prod/providers/Microsoft.CognitiveServices/accounts/mock/projects/mock"
      identity = { principal_id = "00000000-0000-0000-0000-0000000000b3", tenant_id = "00000000-0000-0000-0000-0000000000a1" }
    }
  }
}

variables {
  subscription_id = "00000000-0000-0000-0000-000000000001"
}

run "application" {
  command = apply

  assert {
    condition = output.apps == {
      chat = {
        identity = {
          clientId           = "00000000-0000-0000-0000-0000000000b3"
          migrationsClientId = "00000000-0000-0000-0000-0000000000b3"
          tenantId           = "00000000-0000-0000-0000-0000000000a1"
        }
      }
    }
    error_message = "The chart asks for other values."
  }
}

run "identities" {
  command = apply

  module {
    source = "../modules/app"
  }

  variables {
    resource_group_name = "rg-hai-chat-prod"
    location            = "swedencentral"
    issuer              = "https://issuer.example.com/"
    app                 = { name = "chat", namespace = "chat-prod", identity = "id-hai-chat-prod-chat" }
    migrations          = true
    key_vault_id        = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-chat-prod/providers/Microsoft.KeyVault/vaults/kv-chat-prod"
    tags                = { team = "beta" }
  }

  assert {
    condition     = { for key, one in azurerm_federated_identity_credential.app : key => one.subject } == { runtime = "system:serviceaccount:chat-prod:chat", migrations = "system:serviceaccount:chat-prod:chat-migrations" }
    error_message = "An identity is taken on by another ServiceAccount."
  }

  assert {
    condition     = { for key, one in azurerm_user_assigned_identity.app : key => one.name } == { runtime = "id-hai-chat-prod-chat", migrations = "id-hai-chat-prod-chat-migrations" }
    error_message = "The identities have other names."
  }

  assert {
    condition     = alltrue([for one in azurerm_role_assignment.key_vault : one.role_definition_name == "Key Vault Secrets User" && endswith(one.scope, "/vaults/kv-chat-prod")]) && length(azurerm_role_assignment.key_vault) == 2
    error_message = "The identities may do other things to the vault."
  }
}

run "least" {
  command = apply

  module {
    source = "../modules/app"
  }

  variables {
    resource_group_name = "rg-hai-chat-prod"
    location            = "swedencentral"
    issuer              = "https://issuer.example.com/"
    app                 = { name = "tiny", namespace = "tiny-prod", identity = "id-hai-chat-prod-tiny" }
    migrations          = false
    tags                = {}
  }

  assert {
    condition     = keys(azurerm_user_assigned_identity.app) == ["runtime"] && length(azurerm_role_assignment.key_vault) == 0
    error_message = "An application without migrations and vault has more than it needs."
  }

  assert {
    condition     = keys(output.identity) == ["clientId", "tenantId"]
    error_message = "The chart would refuse what it did not ask for."
  }
}
