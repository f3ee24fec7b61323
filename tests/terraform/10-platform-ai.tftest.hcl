# The AI part of the platform root: first the demo platform as compiled, then the module on its own, resource by resource.

mock_provider "azapi" {
  mock_resource "azapi_resource" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.ApiManagement/service/apim-hai-iwjf/loggers/mock"
    }
  }
}

mock_provider "azurerm" {
  mock_data "azurerm_client_config" {
    defaults = {
      tenant_id       = "00000000-0000-0000-0000-0000000000a1"
      object_id       = "00000000-0000-0000-0000-0000000000a2"
      client_id       = "00000000-0000-0000-0000-0000000000a3"
      subscription_id = "00000000-0000-0000-0000-000000000001"
    }
  }

  mock_resource "azurerm_api_management" {
    defaults = {
      id       = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.ApiManagement/service/apim-hai-iwjf"
      identity = { principal_id = "00000000-0000-0000-0000-0000000000b1", tenant_id = "00000000-0000-0000-0000-0000000000a1" }
    }
  }

  mock_resource "azurerm_api_management_backend" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.ApiManagement/service/apim-hai-iwjf/backends/mock"
    }
  }

  mock_resource "azurerm_api_management_logger" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.ApiManagement/service/apim-hai-iwjf/loggers/applicationinsights"
    }
  }

  mock_resource "azurerm_cognitive_account" {
    defaults = {
      id       = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.CognitiveServices/accounts/af-hai-iwjf"
      identity = { principal_id = "00000000-0000-0000-0000-0000000000b2", tenant_id = "00000000-0000-0000-0000-0000000000a1" }
    }
  }

  mock_resource "azurerm_key_vault" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.KeyVault/vaults/kv-hai-iwjf"
    }
  }
}

variables {
  subscription_id                 = "00000000-0000-0000-0000-000000000001"
  admin_group_object_ids          = ["00000000-0000-0000-0000-0000000000c1"]
  api_server_authorized_ip_ranges = ["198.51.100.0/24"]

  # For the runs of the module alone; the root has literals for them.
  tenant_id           = "00000000-0000-0000-0000-0000000000a1"
  resource_group_name = "rg-hai-iwjf"
  location            = "swedencentral"

  network = {
    api_management_subnet_id   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/api-management"
    private_endpoint_subnet_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/private-endpoint"
    private_dns_zone_ids = {
      cognitive_services = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/privateDnsZones/privatelink.cognitiveservices.azure.com"
      openai             = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com"
      ai_services        = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/privateDnsZones/privatelink.services.ai.azure.com"
      key_vault          = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net"
    }
  }

  application_insights_connection_string = "InstrumentationKey=00000000-0000-0000-0000-000000000000"
}

run "demo_platform" {
  command = plan

  assert {
    condition = module.ai_platform.api_operations == {
      azure-chat-completions = "POST /deployments/{deployment}/chat/completions"
      azure-completions      = "POST /deployments/{deployment}/completions"
      azure-embeddings       = "POST /deployments/{deployment}/embeddings"
      chat-completions       = "POST /v1/chat/completions"
      completions            = "POST /v1/completions"
      deployment-get         = "GET /v1/deployments/{name}"
      deployments-list       = "GET /v1/deployments"
      embeddings             = "POST /v1/embeddings"
      model-get              = "GET /v1/models/{model}"
      models-list            = "GET /v1/models"
      responses              = "POST /v1/responses"
    }
    error_message = "The API has other operations than the policies know."
  }

  assert {
    condition     = module.ai_platform.backend_urls["foundry-gpt-5-6-terra"] == "https://af-hai-iwjf.openai.azure.com/openai/v1"
    error_message = "The Foundry backend is not the OpenAI v1 path of the main account."
  }

  assert {
    condition     = module.ai_platform.backend_urls["kaito-mistral-7b-instruct"] == "http://mistral-7b-instruct.kaito.internal/v1"
    error_message = "A model on the cluster is not called by its DNS name, or without /v1."
  }

  assert {
    condition     = module.ai_platform.backend_urls["kaito-phi-4-mini"] == "http://phi-4-mini.kaito.internal/v1"
    error_message = "A model on the cluster is not called by its DNS name, or without /v1."
  }

  assert {
    condition = length(setsubtract(
      ["gpt-5.6-terra", "gpt-5.6-luna", "gpt-6-sol", "gpt-6-luna", "gpt-6-astra", "text-embedding-3-large"],
      module.ai_platform.foundry_deployments["swedencentral"],
    )) == 0
    error_message = "A Foundry model has no deployment in swedencentral."
  }

  assert {
    condition     = length(module.ai_platform.foundry_deployments["germanywestcentral"]) == 1
    error_message = "The second deployment of gpt-6-astra is not alone in germanywestcentral."
  }
}

run "module" {
  command = apply

  module {
    source = "../modules/ai-platform"
  }

  variables {
    tags = { owner = "platform@contoso.com" }

    monitoring = {
      log_analytics_workspace_id   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.OperationalInsights/workspaces/log-hai-iwjf"
      application_insights_id      = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.Insights/components/appi-hai-iwjf"
      request_sampling_percentage  = 100
      prompts_and_answers_recorded = false
    }

    foundry_accounts = {
      germanywestcentral = {
        name                          = "af-hai-iwjf-germanywestcentral"
        subdomain                     = "af-hai-iwjf-germanywestcentral"
        private_endpoint_name         = "pe-foundry-germanywestcentral-hai-iwjf"
        public_network_access_enabled = false
        deployments = {
          "gpt-4o" = { model_format = "OpenAI", model_name = "gpt-4o", model_version = "2024-11-20", sku_name = "GlobalStandard", capacity = 200 }
        }
      }
      swedencentral = {
        name                          = "af-hai-iwjf"
        subdomain                     = "af-hai-iwjf"
        private_endpoint_name         = "pe-foundry-hai-iwjf"
        public_network_access_enabled = false
        deployments = {
          "gpt-4o"  = { model_format = "OpenAI", model_name = "gpt-4o", model_version = "2024-11-20", sku_name = "ProvisionedManaged", capacity = 50 }
          "mistral" = { model_format = "Mistral AI", model_name = "mistral-medium-2505", model_version = "1", sku_name = "GlobalStandard", capacity = 10, content_filter = "strict" }
        }
      }
    }

    key_vault = {
      name                       = "kv-hai-iwjf"
      private_endpoint_name      = "pe-key-vault-hai-iwjf"
      soft_delete_retention_days = 90
      purge_protection_enabled   = true
      allowed_ip_ranges          = []
      secrets_officer_group_ids  = ["00000000-0000-0000-0000-0000000000c1"]
    }

    api_management = {
      name            = "apim-hai-iwjf"
      sku_name        = "StandardV2_1"
      publisher_name  = "Contoso"
      publisher_email = "ai@contoso.com"
    }

    circuit_breakers = {
      last_resort   = { count = 10, interval = "PT60S", trip = "PT30S", status_codes = [{ min = 500, max = 599 }], follows_retry_after = false }
      pay_as_you_go = { count = 3, interval = "PT10S", trip = "PT10S", status_codes = [{ min = 429, max = 429 }, { min = 500, max = 599 }], follows_retry_after = false }
      reserved      = { count = 1, interval = "PT10S", trip = "PT10S", status_codes = [{ min = 429, max = 429 }, { min = 500, max = 599 }], follows_retry_after = true }
    }

    backends = {
      "foundry-gpt-4o-germanywestcentral" = { description = "Overflow", url = "https://af-hai-iwjf-germanywestcentral.openai.azure.com/openai/v1", breaker = "last_resort" }
      "foundry-gpt-4o-swedencentral"      = { description = "PTU", url = "https://af-hai-iwjf.openai.azure.com/openai/v1", breaker = "reserved" }
      "kaito-mistral-7b-instruct"         = { description = "Mistral", url = "http://mistral-7b-instruct.kaito.internal/v1", breaker = "last_resort" }
    }

    backend_pools = {
      "gpt-4o-pool" = {
        description = "PTU first"
        members = {
          "foundry-gpt-4o-germanywestcentral" = { priority = 2, weight = 1 }
          "foundry-gpt-4o-swedencentral"      = { priority = 1, weight = 1 }
        }
      }
    }

    api = {
      name                   = "openai-api"
      display_name           = "OpenAI API"
      path                   = "openai/v1"
      key_header             = "api-key"
      key_query              = "api-key"
      bearer_keys            = true
      policy_file            = "../../policies/api.xml"
      operation_policy_files = { chat-completions = "../../policies/operations/chat-completions.xml" }
    }
  }

  # The gateway.

  assert {
    condition     = azurerm_api_management.main.virtual_network_type == "External" && endswith(azurerm_api_management.main.virtual_network_configuration[0].subnet_id, "/subnets/api-management")
    error_message = "The gateway is not integrated with its subnet."
  }

  assert {
    condition     = azapi_resource.api.body.properties.subscriptionRequired && azapi_resource.api.body.properties.protocols == ["https"]
    error_message = "The API is open, or reachable without TLS."
  }

  assert {
    condition     = azurerm_api_management_api_policy.openai.xml_content == file("../../policies/api.xml")
    error_message = "The API's policy is not the compiled file."
  }

  assert {
    condition     = length(azurerm_api_management_api_operation.openai) == 11
    error_message = "The API has an operation too many or too few."
  }

  assert {
    condition     = azurerm_api_management_api_operation.openai["deployment-get"].template_parameter[0].name == "name" && length(azurerm_api_management_api_operation.openai["models-list"].template_parameter) == 0
    error_message = "Template parameters do not follow from the URL templates."
  }

  assert {
    condition     = azapi_resource.api.body.properties.subscriptionKeyParameterNames.bearer == "enabled"
    error_message = "The key is not taken from where stock OpenAI clients put it."
  }

  # Backends: where nobody takes over, a 429 closes nothing; reserved throughput is closed by its first, for as long as it says.

  assert {
    condition = alltrue([
      for name in ["foundry-gpt-4o-germanywestcentral", "kaito-mistral-7b-instruct"] :
      [for range in azurerm_api_management_backend.single[name].circuit_breaker_rule[0].failure_condition[0].status_code_range : [range.min, range.max]] == [[500, 599]] &&
      !azurerm_api_management_backend.single[name].circuit_breaker_rule[0].accept_retry_after_enabled
    ])
    error_message = "The breaker of a backend without successor counts more than server errors."
  }

  assert {
    condition = alltrue([
      for rule in [azurerm_api_management_backend.single["foundry-gpt-4o-swedencentral"].circuit_breaker_rule[0]] :
      contains([for range in rule.failure_condition[0].status_code_range : range.min], 429) && rule.failure_condition[0].count == 1 && rule.accept_retry_after_enabled
    ])
    error_message = "Reserved throughput that is full is asked again before it says."
  }

  assert {
    condition     = length(azurerm_api_management_backend.single["foundry-gpt-4o-swedencentral"].tls) == 1 && length(azurerm_api_management_backend.single["kaito-mistral-7b-instruct"].tls) == 0
    error_message = "Certificates are to be validated wherever there is TLS, and nowhere else."
  }

  assert {
    condition     = [for member in azapi_resource.backend_pool["gpt-4o-pool"].body.properties.pool.services : member.priority] == [2, 1]
    error_message = "The pool has other priorities than its members."
  }

  # The vault holds the keys of every team, and no policy needs one.

  assert {
    condition     = length(azurerm_role_assignment.api_management_key_vault) == 0
    error_message = "The gateway may read the vault although it needs nothing from there."
  }

  assert {
    condition = alltrue([
      for diagnostic in [azapi_resource.application_insights_diagnostic, azapi_resource.azure_monitor_diagnostic] :
      diagnostic.body.properties.frontend.request.dataMasking.queryParams == [{ value = "api-key", mode = "Hide" }] &&
      diagnostic.body.properties.backend.request.dataMasking.queryParams == [{ value = "api-key", mode = "Hide" }]
    ])
    error_message = "A key in a URL would be logged."
  }

  assert {
    condition     = azapi_resource_action.azure_monitor_logger.method == "PUT" && endswith(azapi_resource_action.azure_monitor_logger.resource_id, "/loggers/azuremonitor")
    error_message = "A logger that the service made itself stops the apply."
  }

  # Foundry.

  assert {
    condition     = toset(keys(azurerm_cognitive_deployment.model)) == toset(["germanywestcentral/gpt-4o", "swedencentral/gpt-4o", "swedencentral/mistral"])
    error_message = "Deployments are not addressed by region and name."
  }

  assert {
    condition     = alltrue([for deployment in azurerm_cognitive_deployment.model : deployment.version_upgrade_option == "NoAutoUpgrade"])
    error_message = "Azure may move a model to another version by itself."
  }

  assert {
    condition     = azurerm_cognitive_deployment.model["swedencentral/mistral"].rai_policy_name == "strict"
    error_message = "The content filter is lost."
  }

  assert {
    condition = alltrue([
      for account in azurerm_cognitive_account.foundry :
      !account.local_auth_enabled && !account.public_network_access_enabled && account.network_acls[0].default_action == "Deny"
    ])
    error_message = "A Foundry account takes keys, or calls from the internet."
  }

  assert {
    condition     = alltrue([for endpoint in azurerm_private_endpoint.foundry : length(endpoint.private_dns_zone_group[0].private_dns_zone_ids) == 3 && endpoint.location == "swedencentral"])
    error_message = "A private endpoint is not in the network's region, or lacks one of the three names of an account."
  }

  # Roles.

  assert {
    condition = { for key, role in azurerm_role_assignment.api_management_foundry : key => split("/", role.role_definition_id)[6] } == {
      "germanywestcentral/openai" = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"
      "swedencentral/openai"      = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"
      "swedencentral/others"      = "a97b65f3-24c7-4388-baec-2e87135dc908"
    }
    error_message = "The gateway may use too few or too many models."
  }

  assert {
    condition = alltrue([
      for role in concat([azurerm_role_assignment.api_management_application_insights], values(azurerm_role_assignment.api_management_foundry)) :
      role.principal_id == "00000000-0000-0000-0000-0000000000b1"
    ])
    error_message = "A role of the gateway went to another identity."
  }

  # Key Vault.

  assert {
    condition     = azurerm_key_vault.main.rbac_authorization_enabled && azurerm_key_vault.main.purge_protection_enabled && !azurerm_key_vault.main.public_network_access_enabled && azurerm_key_vault.main.network_acls[0].default_action == "Deny"
    error_message = "The Key Vault is not closed, or can be purged."
  }

  # Telemetry.

  assert {
    condition     = azapi_resource.application_insights_diagnostic.body.properties.metrics
    error_message = "Token metrics are not emitted."
  }

  assert {
    condition     = azapi_resource.azure_monitor_diagnostic.body.properties.largeLanguageModel == { logs = "enabled" }
    error_message = "Prompts and answers are logged although nobody asked for it, or token counts are not."
  }

  assert {
    condition     = azurerm_api_management_logger.application_insights.application_insights[0].identity_client_id == "SystemAssigned"
    error_message = "The logger does not sign in with the gateway's identity."
  }

  assert {
    condition     = toset([for log in azurerm_monitor_diagnostic_setting.api_management.enabled_log : log.category]) == toset(["GatewayLogs", "GatewayLlmLogs"])
    error_message = "A log of the gateway is missing."
  }
}

run "prompts_only_when_asked_for" {
  command = plan

  module {
    source = "../modules/ai-platform"
  }

  variables {
    tags = {}

    monitoring = {
      log_analytics_workspace_id   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.OperationalInsights/workspaces/log-hai-iwjf"
      application_insights_id      = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hai-iwjf/providers/Microsoft.Insights/components/appi-hai-iwjf"
      request_sampling_percentage  = 10
      prompts_and_answers_recorded = true
    }

    foundry_accounts = {}
    circuit_breakers = {}
    backends         = {}
    backend_pools    = {}

    key_vault = {
      name                       = "kv-hai-iwjf"
      private_endpoint_name      = "pe-key-vault-hai-iwjf"
      soft_delete_retention_days = 7
      purge_protection_enabled   = false
      allowed_ip_ranges          = ["203.0.113.0/24"]
      secrets_officer_group_ids  = []
    }

    api_management = {
      name            = "apim-hai-iwjf"
      sku_name        = "StandardV2_2"
      publisher_name  = "Contoso"
      publisher_email = "ai@contoso.com"
    }

    api = {
      name                   = "openai-api"
      display_name           = "OpenAI API"
      path                   = "openai/v1"
      key_header             = "api-key"
      key_query              = "api-key"
      bearer_keys            = false
      policy_file            = "../../policies/api.xml"
      operation_policy_files = {}
    }
  }

  assert {
    condition     = azapi_resource.azure_monitor_diagnostic.body.properties.largeLanguageModel.requests.messages == "all"
    error_message = "Prompts were to be logged."
  }

  assert {
    condition     = azurerm_key_vault.main.public_network_access_enabled && azurerm_key_vault.main.network_acls[0].default_action == "Deny"
    error_message = "The Key Vault opens to more than the addresses that are allowed."
  }

  assert {
    condition     = azapi_resource.api.body.properties.subscriptionKeyParameterNames.bearer == "disabled"
    error_message = "Keys as bearer tokens were to be switched off."
  }

  assert {
    condition     = length(azurerm_role_assignment.secrets_officer) == 0 && length(azurerm_cognitive_account.foundry) == 0
    error_message = "A platform without Foundry models is to have no Foundry account."
  }
}
