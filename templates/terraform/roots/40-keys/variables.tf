variable "subscription_id" {
  description = "Id of the subscription that the platform is deployed to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.subscription_id))
    error_message = "subscription_id must be a UUID in lower case."
  }
}

variable "key_generation" {
  description = "Raise it by one after keys were regenerated: every team's keys are read and written again."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.key_generation >= 1 && floor(var.key_generation) == var.key_generation
    error_message = "key_generation is a whole number from 1."
  }
}

variable "team_key_generations" {
  description = "The same for single teams, by team name; others follow key_generation."
  type        = map(number)
  default     = {}
  nullable    = false
}
