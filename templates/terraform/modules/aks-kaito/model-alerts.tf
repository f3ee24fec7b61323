locals {
  model_namespace = "namespace=\"${try(var.model_alerts.namespace, "")}\""

  model_alert_rules = var.model_alerts == null ? {} : {
    # KAITO runs a model as a Deployment or a StatefulSet, depending on its version. Loading weights takes up to half an hour.
    ModelNotReady = {
      summary  = "A model has fewer ready pods than it should."
      severity = 1
      for      = "PT30M"
      expression = join(" or ", [
        "kube_deployment_status_replicas_ready{${local.model_namespace}} < kube_deployment_spec_replicas{${local.model_namespace}}",
        "kube_statefulset_status_replicas_ready{${local.model_namespace}} < kube_statefulset_replicas{${local.model_namespace}}",
      ])
    }

    # A model that never got its GPU node has no workload at all, which only a count can see.
    ModelMissing = {
      summary    = "Fewer model pods run than the catalog expects; GPU quota or capacity may be short."
      severity   = 2
      for        = "PT1H"
      expression = "(count(kube_pod_status_phase{${local.model_namespace}, phase=\"Running\"} == 1) or vector(0)) < ${var.model_alerts.expected_pods}"
    }

    ModelRequestsQueued = {
      summary    = "Requests wait for a model longer than a burst explains."
      severity   = 2
      for        = "PT10M"
      expression = "max by (namespace, pod, model_name) (vllm:num_requests_waiting{${local.model_namespace}}) > ${var.model_alerts.queued_requests}"
    }

    # The metric was renamed from gpu_cache to kv_cache; which one there is depends on the vLLM that KAITO ships.
    ModelCacheFull = {
      summary  = "The KV cache of a model is full, so requests are preempted."
      severity = 3
      for      = "PT10M"
      expression = join(" ", [
        "max by (namespace, pod, model_name)",
        "(vllm:kv_cache_usage_perc{${local.model_namespace}} or vllm:gpu_cache_usage_perc{${local.model_namespace}}) > ${var.model_alerts.cache_usage}",
      ])
    }

    ModelRestarting = {
      summary    = "A model pod keeps restarting."
      severity   = 2
      for        = "PT5M"
      expression = "sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{${local.model_namespace}}[1h])) > 2"
    }
  }
}

resource "azurerm_monitor_alert_prometheus_rule_group" "models" {
  count = var.model_alerts == null ? 0 : 1

  name                = var.model_alerts.group_name
  resource_group_name = var.resource_group_name
  location            = var.location
  description         = "Models that are down, overloaded or unstable."
  cluster_name        = azurerm_kubernetes_cluster.this.name
  scopes              = local.rule_scopes
  interval            = "PT1M"
  rule_group_enabled  = true
  tags                = var.tags

  dynamic "rule" {
    for_each = local.model_alert_rules

    content {
      alert       = rule.key
      expression  = rule.value.expression
      for         = rule.value.for
      severity    = rule.value.severity
      enabled     = true
      annotations = { summary = rule.value.summary }

      alert_resolution {
        auto_resolved   = true
        time_to_resolve = "PT10M"
      }

      dynamic "action" {
        for_each = var.model_alerts.action_group_ids

        content {
          action_group_id = action.value
        }
      }
    }
  }
}
