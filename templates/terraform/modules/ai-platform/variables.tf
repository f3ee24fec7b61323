variable "subscription_id" {
  description = "Subscription of the platform, for the ids of built-in roles that are given by id because their names change."
  type        = string
  nullable    = false
}

variable "tenant_id" {
  description = "Entra tenant that the Key Vault trusts."
  type        = string
  nullable    = false
}

variable "resource_group_name" {
  description = "Resource group of everything in this module."
  type        = string
  nullable    = false
}

variable "location" {
  description = "Azure region of the gateway, the Key Vault and all private endpoints: the region of the virtual network."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags on everything that takes tags."
  type        = map(string)
  nullable    = false
}

variable "network" {
  description = "Where the gateway sends from, where private endpoints live, and the private DNS zones (ids) that name them. Subnet ids must come from an output that waits for the subnets' network security groups and NAT gateway: API Management checks them when it is created."
  type = object({
    api_management_subnet_id   = string
    private_endpoint_subnet_id = string
    private_dns_zone_ids = object({
      cognitive_services = string # privatelink.cognitiveservices.azure.com
      openai             = string # privatelink.openai.azure.com
      ai_services        = string # privatelink.services.ai.azure.com
      key_vault          = string # privatelink.vaultcore.azure.net
    })
  })
  nullable = false
}

variable "monitoring" {
  description = "Where logs and metrics go (ids), how many percent of the requests Application Insights keeps, and whether prompts and answers are logged: they are personal data more often than not."
  type = object({
    log_analytics_workspace_id   = string
    application_insights_id      = string
    request_sampling_percentage  = number
    prompts_and_answers_recorded = bool
  })
  nullable = false
}

variable "application_insights_connection_string" {
  description = "Connection string of Application Insights. It only says where to send: local authentication is off, so the gateway signs in with its identity."
  type        = string
  sensitive   = true
  nullable    = false
}

variable "foundry_accounts" {
  description = "Foundry accounts with their model deployments, by region. A deployment is keyed by its name, which is what the gateway asks for; capacity is in thousand tokens per minute, or in PTU for provisioned SKUs. content_filter names a filter of the account; null takes the one that Azure gives."
  type = map(object({
    name                          = string
    subdomain                     = string
    private_endpoint_name         = string
    public_network_access_enabled = bool
    deployments = map(object({
      model_format    = string
      model_name      = string
      model_version   = string
      sku_name        = string
      capacity        = number
      version_upgrade = optional(string, "NoAutoUpgrade")
      content_filter  = optional(string)
    }))
  }))
  nullable = false
}

variable "key_vault" {
  description = "Key Vault of the subscription keys. It is closed to the internet except for allowed_ip_ranges (CIDR); the Entra groups of secrets_officer_group_ids (object ids) may write secrets, which is what applying the keys root does. Purge protection, once on, stays on."
  type = object({
    name                       = string
    private_endpoint_name      = string
    soft_delete_retention_days = number
    purge_protection_enabled   = bool
    allowed_ip_ranges          = list(string)
    secrets_officer_group_ids  = set(string)
  })
  nullable = false
}

variable "api_management" {
  description = "The gateway: name, SKU with units (StandardV2_1 to StandardV2_10), and the publisher that it shows."
  type = object({
    name            = string
    sku_name        = string
    publisher_name  = string
    publisher_email = string
  })
  nullable = false

  validation {
    condition     = can(regex("^(StandardV2|PremiumV2)_[1-9][0-9]*$", var.api_management.sku_name))
    error_message = "sku_name must be a V2 tier with virtual network integration, for example StandardV2_1."
  }
}

variable "circuit_breakers" {
  description = "Circuit breakers by name: so many answers with one of the status codes within the interval, and the backend is not called for the trip duration, or for as long as its Retry-After says."
  type = map(object({
    count               = number
    interval            = string
    trip                = string
    status_codes        = list(object({ min = number, max = number }))
    follows_retry_after = bool
  }))
  nullable = false
}

variable "backends" {
  description = "Single backends by name, each with the name of its breaker."
  type = map(object({
    description = string
    url         = string
    breaker     = string
  }))
  nullable = false

  validation {
    condition     = alltrue([for backend in var.backends : contains(keys(var.circuit_breakers), backend.breaker)])
    error_message = "A backend names a breaker that is not among circuit_breakers."
  }
}

variable "backend_pools" {
  description = "Backend pools by name, with their members by the name of a backend. A lower priority number is asked first; the next one only when all of the former have tripped. Weights share the load within a priority (0 to 100)."
  type = map(object({
    description = string
    members = map(object({
      priority = number
      weight   = number
    }))
  }))
  nullable = false

  validation {
    condition     = alltrue([for pool in var.backend_pools : length(pool.members) >= 1 && length(pool.members) <= 30])
    error_message = "A pool has 1 to 30 members."
  }
}

variable "named_values" {
  description = "Named values that policies may use: display name to the versionless id of a Key Vault secret. Plain values are not taken: they would stand in the state."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "api" {
  description = "The OpenAI-compatible API: name, path below the gateway's URL, the file of its policy, and policy files of single operations by operation id. The subscription key comes in key_header; bearer_keys also takes it from `Authorization: Bearer`, where stock OpenAI clients put it. key_query is where the service takes it too: dropped by the policy before a model is called, hidden in diagnostics."
  type = object({
    name                   = string
    display_name           = string
    path                   = string
    key_header             = string
    key_query              = string
    bearer_keys            = bool
    policy_file            = string
    operation_policy_files = map(string)
  })
  nullable = false
}
