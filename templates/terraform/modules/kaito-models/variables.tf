variable "release" {
  description = "The Helm release of the models: its name, its namespace (created), the folder of the chart, and the file with its values."
  type = object({
    name        = string
    namespace   = string
    chart_path  = string
    values_file = string
  })
  nullable = false
}

variable "kaito" {
  description = "KAITO itself, where it is installed by its chart: version, the cluster's name, and who makes GPU nodes: karpenter (node auto-provisioning), or byo (the node pools of the platform root, spot nodes among them or not). Null where the AKS add-on brings KAITO."
  type = object({
    version          = string
    cluster_name     = string
    node_provisioner = string
    spot_nodes       = bool
  })
  default = null

  validation {
    condition     = try(contains(["karpenter", "byo"], var.kaito.node_provisioner), var.kaito == null)
    error_message = "node_provisioner is karpenter or byo."
  }
}
