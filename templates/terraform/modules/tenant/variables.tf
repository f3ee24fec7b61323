variable "platform" {
  description = "What the platform root has made and every team uses: the resource group, and the API Management service (id and name) with its API."
  type = object({
    subscription_id     = string
    resource_group_name = string
    api_management_id   = string
    api_management_name = string
    api_name            = string
  })
  nullable = false
}

variable "tags" {
  description = "Tags on everything that takes tags: the platform's, with the team's owner and cost centre."
  type        = map(string)
  nullable    = false
}

variable "product" {
  description = "The team's product, and the file of its policy: which models the team may use, and how much of each."
  type = object({
    name         = string
    display_name = string
    description  = optional(string)
    policy_file  = string
  })
  nullable = false
}

variable "subscription" {
  description = "The subscription that holds the team's keys. A suspended one refuses them and keeps everything else as it is."
  type = object({
    name         = string
    display_name = string
    suspended    = bool
  })
  nullable = false
}

variable "foundry" {
  description = "The team's Foundry account and project, or null for a team without. The account has no model deployments: models are reached through the gateway only."
  type = object({
    location     = string
    account_name = string
    subdomain    = string
    project = object({
      name         = string
      display_name = string
      description  = optional(string) # once set, it can be changed but not emptied: that would replace the project
    })
  })
  default = null
}

variable "group_id" {
  description = "Object id of the team's Entra group, which may then use the team's Foundry project; null for none."
  type        = string
  default     = null
}
