variable "resource_group" {
  description = "Name and resource id of the resource group; Grafana may read metrics of everything in it."
  type = object({
    name = string
    id   = string
  })
  nullable = false
}

variable "location" {
  description = "Azure region of every resource in this module. The data collection endpoint must be in the region of the cluster and of the Monitor workspace."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource that takes tags."
  type        = map(string)
  nullable    = false
}

variable "log_analytics" {
  description = "Log Analytics workspace: name, retention in days (30 to 730) and daily ingestion cap in GB (-1: no cap)."
  type = object({
    name              = string
    retention_in_days = optional(number, 30)
    daily_quota_gb    = optional(number, -1)
  })
  nullable = false

  validation {
    condition     = var.log_analytics.retention_in_days >= 30 && var.log_analytics.retention_in_days <= 730
    error_message = "The retention of a PerGB2018 workspace is 30 to 730 days."
  }
}

variable "application_insights_name" {
  description = "Name of the Application Insights resource that receives token metrics and traces of the gateway."
  type        = string
  nullable    = false
}

variable "monitor_workspace_name" {
  description = "Name of the Azure Monitor workspace that stores Prometheus metrics."
  type        = string
  nullable    = false
}

variable "data_collection" {
  description = "Names of the data collection endpoint and of the rules for Prometheus metrics and container logs."
  type = object({
    endpoint_name                = string
    prometheus_rule_name         = string
    container_insights_rule_name = string
  })
  nullable = false
}

variable "grafana" {
  description = "Managed Grafana: name, major version (12 or 13) and the Entra groups that administer it, by object id. Null: none."
  type = object({
    name                   = string
    major_version          = string
    admin_group_object_ids = optional(set(string), [])
  })
  default = null

  validation {
    condition     = var.grafana == null || contains(["12", "13"], try(var.grafana.major_version, ""))
    error_message = "Azure Managed Grafana offers the major versions 12 and 13."
  }
}

variable "action_group" {
  description = <<-EOT
    Who is notified of alerts. `short_name` has at most 12 characters; `emails` maps a receiver name to an address;
    `arm_roles` maps a receiver name to the id (UUID) of a role whose members in this subscription are mailed. Null: nobody.
  EOT
  type = object({
    name       = string
    short_name = string
    emails     = optional(map(string), {})
    arm_roles  = optional(map(string), {})
  })
  default = null

  validation {
    condition     = var.action_group == null || try(length(var.action_group.short_name) >= 1 && length(var.action_group.short_name) <= 12, false)
    error_message = "The short name of an action group has 1 to 12 characters."
  }

  validation {
    condition     = var.action_group == null || try(length(var.action_group.emails) + length(var.action_group.arm_roles) > 0, false)
    error_message = "An action group without a receiver notifies nobody; leave it out or name a receiver."
  }
}
