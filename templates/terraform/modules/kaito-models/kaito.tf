locals {
  own_node_pools = try(var.kaito.node_provisioner == "byo", false)
}

resource "helm_release" "kaito" {
  count = var.kaito == null ? 0 : 1

  name             = "kaito-workspace"
  repository       = "https://kaito-project.github.io/kaito/charts/kaito"
  chart            = "workspace"
  version          = var.kaito.version
  namespace        = "kaito-workspace"
  create_namespace = true

  values = [yamlencode({
    clusterName     = var.kaito.cluster_name
    nodeProvisioner = var.kaito.node_provisioner
    # Older controllers know the gate only; newer ones take nodeProvisioner and overrule the gate.
    featureGates = { disableNodeAutoProvisioning = local.own_node_pools }
    # The device plugin does not tolerate spot nodes unless configured to.
    spotInstance = { enabled = var.kaito.spot_nodes }
  })]

  # The models need the controller's webhooks, so its pods have to be ready first.
  wait            = true
  timeout         = 900
  max_history     = 5
  upgrade_install = true
}
