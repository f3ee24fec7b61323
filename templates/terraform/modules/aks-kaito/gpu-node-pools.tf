# One pool per model, for KAITO in its bring-your-own-nodes mode. Always resources of their own, never pools inside the
# cluster resource. The provider locks the subnet, so the pools are made one after another.
resource "azurerm_kubernetes_cluster_node_pool" "gpu" {
  for_each = var.gpu_node_pools

  name                  = each.value.name
  kubernetes_cluster_id = azurerm_kubernetes_cluster.this.id
  orchestrator_version  = var.cluster.kubernetes_version
  mode                  = "User"
  vm_size               = each.value.vm_size
  node_count            = each.value.node_count
  zones                 = each.value.zones
  vnet_subnet_id        = var.network.node_subnet_id
  tags                  = var.tags

  os_type         = "Linux"
  os_sku          = "Ubuntu"
  os_disk_size_gb = each.value.os_disk_size_gb
  gpu_driver      = "Install"

  # AKS adds the label and the taint of Spot nodes itself; naming them keeps the next plan empty.
  node_labels = merge(
    each.value.node_labels,
    each.value.spot ? { "kubernetes.azure.com/scalesetpriority" = "spot" } : {},
  )

  # Not the usual sku=gpu: the GPU discovery of the KAITO chart tolerates only this taint, and without its node labels a
  # Workspace is refused (KAITO chart 0.12).
  node_taints = concat(
    ["nvidia.com/gpu=present:NoSchedule"],
    each.value.spot ? ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"] : [],
  )

  priority        = each.value.spot ? "Spot" : "Regular"
  eviction_policy = each.value.spot ? "Delete" : null
  spot_max_price  = each.value.spot ? each.value.spot_max_price : null

  # GPU quota has seldom space for a spare node, so a node is upgraded in place; Spot pools take no upgrade settings at all.
  dynamic "upgrade_settings" {
    for_each = each.value.spot ? [] : [true]

    content {
      max_unavailable          = "1"
      drain_timeout_in_minutes = 30
    }
  }
}
