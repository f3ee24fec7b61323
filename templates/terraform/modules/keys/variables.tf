variable "subscription_id" {
  description = "Id of the team's API Management subscription, whose keys are handed out here."
  type        = string
  nullable    = false
}

variable "generation" {
  description = "Number of the key generation. Key Vault and Foundry are written when it changes: after keys were regenerated, raise it."
  type        = number
  nullable    = false

  validation {
    condition     = var.generation >= 1 && floor(var.generation) == var.generation
    error_message = "The generation is a whole number from 1."
  }
}

variable "key_vault_id" {
  description = "Id of the Key Vault that takes the keys."
  type        = string
  nullable    = false
}

variable "secrets" {
  description = "Names of the Key Vault secrets, by which key they hold: primary, secondary. Empty keeps the keys out of Key Vault."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.secrets), ["primary", "secondary"])) == 0
    error_message = "A subscription has a primary and a secondary key."
  }
}

variable "foundry_connection" {
  description = "The connection through which the team's Foundry project calls the gateway: its name, the project's id, and the URL of the API. Null for a team without a project."
  type = object({
    name       = string
    project_id = string
    target     = string
  })
  default = null
}

variable "group_id" {
  description = "Object id of the team's Entra group, which may then read the team's own secrets; null for none."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the secrets: the platform's, with the team's owner and cost centre."
  type        = map(string)
  nullable    = false
}
