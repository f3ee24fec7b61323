resource "helm_release" "models" {
  name             = var.release.name
  chart            = var.release.chart_path # its version ends in a digest of its files: a changed template is a new version
  namespace        = var.release.namespace
  create_namespace = true
  values           = [file(var.release.values_file)]
  lint             = true

  # Waits for the addresses of the load balancers. Helm does not look at Workspaces: they come up in their own time.
  wait    = true
  timeout = 900

  # A rollback would delete the Workspaces of a failed release, and with them GPU nodes that are hard to get again.
  atomic          = false
  cleanup_on_fail = false
  max_history     = 10
  upgrade_install = true

  depends_on = [helm_release.kaito]
}
