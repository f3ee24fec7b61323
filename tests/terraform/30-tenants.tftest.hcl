# The root as compiled for the demo platform, then the module on its own: a team with everything, and a suspended one with
# the least.

mock_provider "azapi" {
  mock_resource "azapi_resource" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.ApiManagement/service/apim-hai-iwjf/subscriptions/mock"
    }
  }
}

mock_provider "azurerm" {
  mock_resource "azurerm_api_management_product" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.ApiManagement/service/apim-hai-iwjf/products/mock"
    }
  }

  mock_resource "azurerm_cognitive_account" {
    defaults = {
      id       = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.CognitiveServices/accounts/mock"
      identity = { principal_id = "00000000-0000-0000-0000-0000000000b2", tenant_id = "00000000-0000-0000-0000-0000000000a1" }
    }
  }

  mock_resource "azurerm_cognitive_account_project" {
    defaults = {
      id       = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.CognitiveServices/accounts/mock/projects/mock"
      identity = { principal_id = "00000000-0000-0000-0000-0000000000b3", tenant_id = "00000000-0000-0000-0000-0000000000a1" }
    }
  }
}

variables {
  subscription_id = "00000000-0000-0000-0000-000000000001"

  platform = {
    subscription_id     = "00000000-0000-0000-0000-000000000001"
    resource_group_name = "rg-hai-iwjf"
    api_management_id   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.ApiManagement/service/apim-hai-iwjf"
    api_management_name = "apim-hai-iwjf"
    api_name            = "openai-api"
  }
}

run "demo_platform" {
  command = apply

  assert {
    condition     = data.azapi_resource.api_policy.resource_id == "${var.platform.api_management_id}/apis/openai-api/policies/policy"
    error_message = "Teams are planned without a look at the API's guard."
  }

  assert {
    condition     = module.team_alpha.subscription.state == "active" && module.team_beta.subscription.state == "active"
    error_message = "A team in good standing has no working keys."
  }

  assert {
    condition     = alltrue([for team in output.subscriptions : contains(["active", "suspended"], team.state)])
    error_message = "A subscription waits for somebody's approval."
  }
}

run "team_with_everything" {
  command = apply

  module {
    source = "../modules/tenant"
  }

  variables {
    product = {
      name         = "product-beta"
      display_name = "AI Access - Team Beta"
      policy_file  = "../../policies/products/beta.xml"
    }
    subscription = {
      name         = "sub-beta"
      display_name = "AI Access - Team Beta"
      suspended    = false
    }
    foundry = {
      location     = "swedencentral"
      account_name = "foundry-beta-hai-iwjf"
      subdomain    = "foundry-beta-hai-iwjf"
      project      = { name = "beta", display_name = "AI Access - Team Beta" }
    }
    group_id = "00000000-0000-0000-0000-0000000000c1"
    tags     = { costCenter = "CC-67890", team = "beta" }
  }

  assert {
    condition = (
      azurerm_api_management_product.team.published &&
      azurerm_api_management_product.team.subscription_required &&
      azurerm_api_management_product.team.approval_required &&
      azurerm_api_management_product.team.subscriptions_limit == 1
    )
    error_message = "Somebody could get a second key, or one without asking."
  }

  assert {
    condition     = azurerm_api_management_product_policy.team.product_id == "product-beta" && azurerm_api_management_product_policy.team.xml_content == file("../../policies/products/beta.xml")
    error_message = "The product's policy is not the team's compiled file."
  }

  assert {
    condition     = azurerm_api_management_product_api.openai.product_id == "product-beta" && azurerm_api_management_product_api.openai.api_name == "openai-api"
    error_message = "The product leads elsewhere."
  }

  assert {
    condition = azapi_resource.subscription.body.properties == {
      scope        = azurerm_api_management_product.team.id
      displayName  = "AI Access - Team Beta"
      state        = "active"
      allowTracing = false
    }
    error_message = "The keys reach further than the team's product, or may trace."
  }

  assert {
    condition     = azapi_resource.subscription.parent_id == var.platform.api_management_id && azapi_resource.subscription.name == "sub-beta"
    error_message = "The subscription stands in another service."
  }

  assert {
    condition     = !azurerm_cognitive_account.team[0].local_auth_enabled && azurerm_cognitive_account.team[0].custom_subdomain_name == "foundry-beta-hai-iwjf"
    error_message = "The team's Foundry account takes keys, or answers under another name."
  }

  assert {
    condition     = azurerm_cognitive_account_project.team[0].cognitive_account_id == azurerm_cognitive_account.team[0].id && azurerm_cognitive_account_project.team[0].description == null
    error_message = "The project is in another account, or has a description that can never be taken away."
  }

  assert {
    condition     = azurerm_role_assignment.group_foundry[0].scope == azurerm_cognitive_account.team[0].id && endswith(azurerm_role_assignment.group_foundry[0].role_definition_id, "/53ca6127-db72-4b80-b1b0-d745d6d5456d")
    error_message = "The team's group has another role, or on something else."
  }

  assert {
    condition     = azurerm_cognitive_account.team[0].tags == tomap({ costCenter = "CC-67890", team = "beta" })
    error_message = "The cost centre is lost."
  }
}

run "suspended_team_with_the_least" {
  command = apply

  module {
    source = "../modules/tenant"
  }

  variables {
    product = {
      name         = "product-delta"
      display_name = "AI Access - Team Delta"
      policy_file  = "../../policies/products/beta.xml"
    }
    subscription = {
      name         = "sub-delta"
      display_name = "AI Access - Team Delta"
      suspended    = true
    }
    group_id = "00000000-0000-0000-0000-0000000000c1"
    tags     = {}
  }

  assert {
    condition     = azapi_resource.subscription.body.properties.state == "suspended" && output.subscription.state == "suspended"
    error_message = "The keys of a disabled team still work."
  }

  assert {
    condition     = azurerm_api_management_product_api.openai.product_id == "product-delta"
    error_message = "Disabling a team destroys something."
  }

  assert {
    condition     = length(azurerm_cognitive_account.team) == 0 && length(azurerm_role_assignment.group_foundry) == 0 && output.foundry_project_id == null
    error_message = "A team without a Foundry project has something in Foundry."
  }
}
