locals {
  # Names and meaning of the series are those of the Kubernetes mixin (kubernetes-monitoring/kubernetes-mixin).
  kubernetes_recording_rules = concat(
    local.container_rules,
    local.resource_rules,
    local.workload_rules,
    [
      {
        record     = ":node_memory_MemAvailable_bytes:sum"
        expression = "sum by (cluster) (${local.node_available_memory})"
        labels     = {}
      },
      {
        record = "cluster:node_cpu:ratio_rate5m"
        expression = join(" / ", [
          "sum by (cluster) (rate(node_cpu_seconds_total{job=\"node\", mode!=\"idle\", mode!=\"iowait\", mode!=\"steal\"}[5m]))",
          "count by (cluster) (sum by (cluster, instance, cpu) (node_cpu_seconds_total{job=\"node\"}))",
        ])
        labels = {}
      },
    ],
  )

  # What each container uses, with the node it runs on. topk keeps one node where a pod was just moved.
  pod_node = "topk by (cluster, namespace, pod) (1, max by (cluster, namespace, pod, node) (kube_pod_info{node!=\"\"}))"

  container_rules = concat(
    [
      {
        record = "node_namespace_pod_container:container_cpu_usage_seconds_total:sum_irate"
        expression = join(" * on (cluster, namespace, pod) group_left (node) ", [
          "sum by (cluster, namespace, pod, container) (irate(container_cpu_usage_seconds_total{job=\"cadvisor\", image!=\"\"}[5m]))",
          local.pod_node,
        ])
        labels = {}
      },
    ],
    [
      for metric in ["working_set_bytes", "rss", "cache", "swap"] : {
        record     = "node_namespace_pod_container:container_memory_${metric}"
        expression = "container_memory_${metric}{job=\"cadvisor\", image!=\"\"} * on (cluster, namespace, pod) group_left (node) ${local.pod_node}"
        labels     = {}
      }
    ],
  )

  # Requests and limits of pods that are not done, per pod and summed per namespace.
  active_pods = "max by (cluster, namespace, pod) (kube_pod_status_phase{phase=~\"Pending|Running\"} == 1)"

  resource_rules = flatten([
    for kind in ["requests", "limits"] : [
      for resource in ["memory", "cpu"] : [
        {
          record     = "cluster:namespace:pod_${resource}:active:kube_pod_container_resource_${kind}"
          expression = "kube_pod_container_resource_${kind}{job=\"kube-state-metrics\", resource=\"${resource}\"} * on (cluster, namespace, pod) group_left () ${local.active_pods}"
          labels     = {}
        },
        {
          record = "namespace_${resource}:kube_pod_container_resource_${kind}:sum"
          expression = join(" ", [
            "sum by (cluster, namespace) (sum by (cluster, namespace, pod) (",
            "max by (cluster, namespace, pod, container) (kube_pod_container_resource_${kind}{job=\"kube-state-metrics\", resource=\"${resource}\"})",
            "* on (cluster, namespace, pod) group_left () ${local.active_pods}))",
          ])
          labels = {}
        },
      ]
    ]
  ])

  # Which workload a pod belongs to. Pods of a Deployment are owned by its ReplicaSet, so that one takes another step.
  workload_rules = concat(
    [
      {
        record = "namespace_workload_pod:kube_pod_owner:relabel"
        expression = join(" ", [
          "max by (cluster, namespace, workload, pod) (label_replace(",
          "label_replace(kube_pod_owner{job=\"kube-state-metrics\", owner_kind=\"ReplicaSet\"}, \"replicaset\", \"$1\", \"owner_name\", \"(.*)\")",
          "* on (cluster, namespace, replicaset) group_left (owner_name)",
          "topk by (cluster, namespace, replicaset) (1, max by (cluster, namespace, replicaset, owner_name) (kube_replicaset_owner{job=\"kube-state-metrics\"})),",
          "\"workload\", \"$1\", \"owner_name\", \"(.*)\"))",
        ])
        labels = { workload_type = "deployment" }
      },
    ],
    [
      for kind in ["DaemonSet", "StatefulSet", "Job"] : {
        record     = "namespace_workload_pod:kube_pod_owner:relabel"
        expression = "max by (cluster, namespace, workload, pod) (label_replace(kube_pod_owner{job=\"kube-state-metrics\", owner_kind=\"${kind}\"}, \"workload\", \"$1\", \"owner_name\", \"(.*)\"))"
        labels     = { workload_type = lower(kind) }
      }
    ],
  )
}
