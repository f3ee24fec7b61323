variable "resource_group_name" {
  description = "Resource group of the identities: the platform's."
  type        = string
  nullable    = false
}

variable "location" {
  description = "Region of the identities."
  type        = string
  nullable    = false
}

variable "issuer" {
  description = "Who signs the tokens of the cluster's ServiceAccounts: its OIDC issuer."
  type        = string
  nullable    = false
}

variable "app" {
  description = "The application: its name, which is that of its ServiceAccount, its namespace, and the name of its identity."
  type = object({
    name      = string
    namespace = string
    identity  = string
  })
  nullable = false
}

variable "migrations" {
  description = "Whether it has migrations, which have an identity of their own."
  type        = bool
  nullable    = false
}

variable "key_vault_id" {
  description = "Key Vault whose secrets it reads; null for none."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags on everything that takes tags: the platform's, with the team's owner and cost centre."
  type        = map(string)
  nullable    = false
}
