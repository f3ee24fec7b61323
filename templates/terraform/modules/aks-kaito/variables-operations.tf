variable "maintenance" {
  description = "Weekly windows for Kubernetes patches and for node images: day, local start (HH:MM), offset from UTC (+HH:MM) and length in hours (at least 4)."
  type = object({
    kubernetes = object({
      day_of_week = string
      start_time  = string
      utc_offset  = string
      duration    = number
    })
    node_images = object({
      day_of_week = string
      start_time  = string
      utc_offset  = string
      duration    = number
    })
  })
  nullable = false

  validation {
    condition     = alltrue([for window in [var.maintenance.kubernetes, var.maintenance.node_images] : window.duration >= 4 && window.duration <= 24])
    error_message = "A maintenance window lasts 4 to 24 hours."
  }
}

variable "monitoring" {
  description = "Where logs and metrics of the cluster go: ids of the Log Analytics and Monitor workspaces, of the data collection endpoint and its two rules."
  type = object({
    log_analytics_workspace_id  = string
    monitor_workspace_id        = string
    data_collection_endpoint_id = string
    prometheus_rule_id          = string
    container_insights_rule_id  = string
  })
  nullable = false
}

variable "recording_rules" {
  description = "Names of the Prometheus rule groups that feed the stock dashboards: nodes and workloads."
  type = object({
    node_group_name       = string
    kubernetes_group_name = string
  })
  nullable = false
}

variable "model_alerts" {
  description = <<-EOT
    Alerts about the models in `namespace`. `expected_pods` is how many pods serve when every enabled model is up; `queued_requests`
    and `cache_usage` (0 to 1) are where a model counts as overloaded. At most 5 action groups. Null: no model, no alerts.
  EOT
  type = object({
    group_name       = string
    namespace        = string
    expected_pods    = number
    action_group_ids = list(string)
    queued_requests  = optional(number, 10)
    cache_usage      = optional(number, 0.95)
  })
  default = null

  validation {
    condition     = var.model_alerts == null || can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.model_alerts.namespace))
    error_message = "namespace must be the name of a Kubernetes namespace; it becomes part of a query."
  }

  validation {
    condition     = var.model_alerts == null || try(length(var.model_alerts.action_group_ids) <= 5, false)
    error_message = "Azure Monitor takes at most 5 action groups for a Prometheus alert."
  }
}
