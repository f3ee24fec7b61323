resource "azurerm_kubernetes_cluster" "this" {
  name                = var.cluster.name
  resource_group_name = var.resource_group_name
  location            = var.location
  node_resource_group = var.cluster.node_resource_group
  dns_prefix          = var.cluster.dns_prefix
  sku_tier            = var.cluster.sku_tier
  tags                = var.tags

  kubernetes_version        = var.cluster.kubernetes_version
  automatic_upgrade_channel = "patch"
  node_os_upgrade_channel   = "NodeImage"

  # The add-on brings its own KAITO and its own GPU node provisioner. The pools that it adds are left alone: the provider
  # updates the cluster with the pools it has read, and the pools of this module are resources of their own.
  ai_toolchain_operator_enabled = var.gpu_nodes == "addon"

  # Workload identity is what KAITO and every pod that talks to Azure sign in with.
  oidc_issuer_enabled       = true
  workload_identity_enabled = true

  # Entra only: no shared certificate exists, so none can end up in the state.
  local_account_disabled = true
  run_command_enabled    = false

  azure_policy_enabled         = true
  cost_analysis_enabled        = true
  image_cleaner_enabled        = true
  image_cleaner_interval_hours = 168

  private_cluster_enabled = var.api_server.private
  private_dns_zone_id     = var.api_server.private ? coalesce(var.api_server.private_dns_zone_id, "System") : null

  api_server_access_profile {
    virtual_network_integration_enabled = true
    subnet_id                           = var.api_server.subnet_id
    authorized_ip_ranges                = var.api_server.private ? null : var.api_server.authorized_ip_ranges
  }

  azure_active_directory_role_based_access_control {
    tenant_id              = var.access.tenant_id
    azure_rbac_enabled     = true
    admin_group_object_ids = sort(var.access.admin_group_object_ids)
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.this.id]
  }

  node_provisioning_profile {
    mode = var.node_provisioning

    # General purpose pools only; GPU nodes never come from these. Without effect in mode Manual.
    default_node_pools = "Auto"
  }

  default_node_pool {
    name                 = "system"
    vm_size              = var.system_pool.vm_size
    node_count           = var.system_pool.node_count
    zones                = var.system_pool.zones
    vnet_subnet_id       = var.network.node_subnet_id
    orchestrator_version = var.cluster.kubernetes_version
    tags                 = var.tags

    # The KAITO add-on does not support Azure Linux nodes (Microsoft Learn, "AI toolchain operator add-on", limitations).
    os_sku = "Ubuntu"

    # Reserving these nodes leaves everything else pending unless something adds more: GPU nodes refuse other pods too.
    only_critical_addons_enabled = var.node_provisioning == "Auto"

    # A new VM size moves the pool through this one instead of replacing the cluster.
    temporary_name_for_rotation = "systemtmp"

    upgrade_settings {
      max_surge                = "33%"
      drain_timeout_in_minutes = 30
    }
  }

  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    network_data_plane  = "cilium"
    network_policy      = "cilium"
    load_balancer_sku   = "standard"
    pod_cidr            = var.network.pod_cidr
    service_cidr        = var.network.service_cidr
    dns_service_ip      = var.network.dns_service_ip

    # Never a load balancer: it would add a public address beside the NAT gateway or the firewall.
    outbound_type = var.network.outbound_type

    dynamic "advanced_networking" {
      for_each = var.network.advanced_networking ? [true] : []

      content {
        observability_enabled = true
        security_enabled      = true
      }
    }
  }

  # Empty on purpose: the add-on is on, with no labels or annotations as metrics (each one multiplies the series).
  monitor_metrics {}

  oms_agent {
    log_analytics_workspace_id      = var.monitoring.log_analytics_workspace_id
    msi_auth_for_monitoring_enabled = true
  }

  # No start date: it would have to be a moving date, and a plan should be empty tomorrow too.
  maintenance_window_auto_upgrade {
    frequency   = "Weekly"
    interval    = 1
    day_of_week = var.maintenance.kubernetes.day_of_week
    start_time  = var.maintenance.kubernetes.start_time
    utc_offset  = var.maintenance.kubernetes.utc_offset
    duration    = var.maintenance.kubernetes.duration
  }

  maintenance_window_node_os {
    frequency   = "Weekly"
    interval    = 1
    day_of_week = var.maintenance.node_images.day_of_week
    start_time  = var.maintenance.node_images.start_time
    utc_offset  = var.maintenance.node_images.utc_offset
    duration    = var.maintenance.node_images.duration
  }

  # The cluster joins subnets and writes DNS with its identity while it is being created.
  depends_on = [
    azurerm_role_assignment.network,
    azurerm_role_assignment.private_dns,
  ]
}
