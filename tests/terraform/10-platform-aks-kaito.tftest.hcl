# Azure ids and UUIDs have to look real: the provider checks them when a mocked apply makes them known.
mock_provider "azurerm" {
  mock_resource "azurerm_user_assigned_identity" {
    defaults = {
      id           = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.ManagedIdentity/userAssignedIdentities/uai-hai-iwjf"
      principal_id = "33333333-3333-4333-8333-333333333333"
    }
  }

  mock_resource "azurerm_kubernetes_cluster" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.ContainerService/managedClusters/aks-hai-iwjf"
    }
  }
}

variables {
  resource_group_name = "rg-hai-iwjf"
  location            = "swedencentral"
  tags                = { environment = "demo" }

  cluster = {
    name                = "aks-hai-iwjf"
    dns_prefix          = "hai-iwjf"
    identity_name       = "uai-hai-iwjf"
    node_resource_group = "rg-hai-iwjf-nodes"
    kubernetes_version  = "1.34"
  }

  access = {
    tenant_id              = "22222222-2222-4222-8222-222222222222"
    admin_group_object_ids = ["44444444-4444-4444-8444-444444444444"]
  }

  api_server = {
    subnet_id            = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/aks-api"
    private              = false
    authorized_ip_ranges = ["198.51.100.0/24"]
  }

  network = {
    node_subnet_id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/aks"
    contributor_scopes = {
      aks     = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/aks"
      aks-api = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/aks-api"
      models  = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/models"
    }
    pod_cidr       = "10.244.0.0/16"
    service_cidr   = "10.200.0.0/16"
    dns_service_ip = "10.200.0.10"
  }

  gpu_nodes         = "addon"
  node_provisioning = "Auto"

  system_pool = {
    vm_size    = "Standard_D4ads_v6"
    node_count = 2
    zones      = ["1", "2", "3"]
  }

  maintenance = {
    kubernetes = {
      day_of_week = "Saturday"
      start_time  = "01:00"
      utc_offset  = "+00:00"
      duration    = 4
    }
    node_images = {
      day_of_week = "Sunday"
      start_time  = "01:00"
      utc_offset  = "+00:00"
      duration    = 4
    }
  }

  monitoring = {
    log_analytics_workspace_id  = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.OperationalInsights/workspaces/log-hai-iwjf"
    monitor_workspace_id        = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Monitor/accounts/prom-hai-iwjf"
    data_collection_endpoint_id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Insights/dataCollectionEndpoints/dce-hai-iwjf"
    prometheus_rule_id          = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Insights/dataCollectionRules/dcr-prom-hai-iwjf"
    container_insights_rule_id  = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Insights/dataCollectionRules/dcr-ci-hai-iwjf"
  }

  recording_rules = {
    node_group_name       = "prg-node-hai-iwjf"
    kubernetes_group_name = "prg-kubernetes-hai-iwjf"
  }

  model_alerts = {
    group_name       = "prg-models-hai-iwjf"
    namespace        = "kaito-models"
    expected_pods    = 2
    action_group_ids = ["/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Insights/actionGroups/ag-hai-iwjf"]
  }
}

run "addon" {
  command = apply

  module {
    source = "../modules/aks-kaito"
  }

  assert {
    condition = (
      azurerm_kubernetes_cluster.this.name == "aks-hai-iwjf"
      && azurerm_kubernetes_cluster.this.dns_prefix == "hai-iwjf"
      && azurerm_kubernetes_cluster.this.node_resource_group == "rg-hai-iwjf-nodes"
      && azurerm_kubernetes_cluster.this.tags["environment"] == "demo"
    )
    error_message = "The cluster has its fixed names and its tags."
  }

  assert {
    condition = (
      azurerm_kubernetes_cluster.this.ai_toolchain_operator_enabled
      && azurerm_kubernetes_cluster.this.node_provisioning_profile[0].mode == "Auto"
      && length(azurerm_kubernetes_cluster_node_pool.gpu) == 0
    )
    error_message = "The add-on makes the GPU nodes, and no pool is named here."
  }

  assert {
    condition = (
      azurerm_kubernetes_cluster.this.default_node_pool[0].name == "system"
      && azurerm_kubernetes_cluster.this.default_node_pool[0].node_count == 2
      && azurerm_kubernetes_cluster.this.default_node_pool[0].os_sku == "Ubuntu"
      && azurerm_kubernetes_cluster.this.default_node_pool[0].only_critical_addons_enabled
      && azurerm_kubernetes_cluster.this.default_node_pool[0].vnet_subnet_id == var.network.node_subnet_id
      && azurerm_kubernetes_cluster.this.default_node_pool[0].zones == toset(["1", "2", "3"])
    )
    error_message = "The system pool is on Ubuntu, in three zones, and reserved."
  }

  assert {
    condition = (
      azurerm_kubernetes_cluster.this.network_profile[0].outbound_type == "userAssignedNATGateway"
      && azurerm_kubernetes_cluster.this.network_profile[0].network_plugin_mode == "overlay"
      && azurerm_kubernetes_cluster.this.network_profile[0].network_data_plane == "cilium"
      && azurerm_kubernetes_cluster.this.network_profile[0].network_policy == "cilium"
      && azurerm_kubernetes_cluster.this.network_profile[0].pod_cidr == "10.244.0.0/16"
      && azurerm_kubernetes_cluster.this.network_profile[0].service_cidr == "10.200.0.0/16"
      && length(azurerm_kubernetes_cluster.this.network_profile[0].advanced_networking) == 0
    )
    error_message = "Pods live in an overlay and go out through the NAT gateway."
  }

  assert {
    condition = (
      azurerm_kubernetes_cluster.this.private_cluster_enabled == false
      && azurerm_kubernetes_cluster.this.api_server_access_profile[0].authorized_ip_ranges == toset(["198.51.100.0/24"])
      && azurerm_kubernetes_cluster.this.api_server_access_profile[0].virtual_network_integration_enabled
      && endswith(azurerm_kubernetes_cluster.this.api_server_access_profile[0].subnet_id, "/aks-api")
      && length(azurerm_role_assignment.private_dns) == 0
    )
    error_message = "The public API server answers known ranges only."
  }

  assert {
    condition = (
      azurerm_kubernetes_cluster.this.local_account_disabled
      && azurerm_kubernetes_cluster.this.run_command_enabled == false
      && azurerm_kubernetes_cluster.this.azure_active_directory_role_based_access_control[0].azure_rbac_enabled
      && azurerm_kubernetes_cluster.this.azure_active_directory_role_based_access_control[0].admin_group_object_ids == tolist(["44444444-4444-4444-8444-444444444444"])
      && azurerm_role_assignment.cluster_admin["44444444-4444-4444-8444-444444444444"].scope == azurerm_kubernetes_cluster.this.id
    )
    error_message = "Only Entra identities sign in, and the platform group administers."
  }

  assert {
    condition = (
      tomap({ for name, role in azurerm_role_assignment.network : name => role.scope }) == var.network.contributor_scopes
      && alltrue([for role in azurerm_role_assignment.network : role.role_definition_name == "Network Contributor" && role.principal_id == azurerm_user_assigned_identity.this.principal_id])
      && one(azurerm_kubernetes_cluster.this.identity[0].identity_ids) == azurerm_user_assigned_identity.this.id
    )
    error_message = "The identity of the cluster joins its three subnets and nothing more."
  }

  assert {
    condition = (
      azurerm_kubernetes_cluster.this.kubernetes_version == "1.34"
      && azurerm_kubernetes_cluster.this.automatic_upgrade_channel == "patch"
      && azurerm_kubernetes_cluster.this.node_os_upgrade_channel == "NodeImage"
      && azurerm_kubernetes_cluster.this.maintenance_window_auto_upgrade[0].day_of_week == "Saturday"
      && azurerm_kubernetes_cluster.this.maintenance_window_node_os[0].day_of_week == "Sunday"
      && azurerm_kubernetes_cluster.this.maintenance_window_node_os[0].duration >= 4
    )
    error_message = "Upgrades come in their windows."
  }

  assert {
    condition = (
      length(azurerm_kubernetes_cluster.this.monitor_metrics) == 1
      && azurerm_kubernetes_cluster.this.oms_agent[0].msi_auth_for_monitoring_enabled
      && azurerm_monitor_data_collection_rule_association.container_insights.name == "ContainerInsightsExtension"
      && azurerm_monitor_data_collection_rule_association.endpoint.name == "configurationAccessEndpoint"
      && alltrue([for id in [
        azurerm_monitor_data_collection_rule_association.prometheus.target_resource_id,
        azurerm_monitor_data_collection_rule_association.container_insights.target_resource_id,
        azurerm_monitor_data_collection_rule_association.endpoint.target_resource_id,
      ] : id == azurerm_kubernetes_cluster.this.id])
    )
    error_message = "The cluster is associated with both rules and the endpoint."
  }

  assert {
    condition = (
      azurerm_monitor_diagnostic_setting.this.log_analytics_destination_type == "Dedicated"
      && toset(azurerm_monitor_diagnostic_setting.this.enabled_log[*].category) == toset(["guard", "kube-audit-admin"])
    )
    error_message = "Administrative audit and sign-ins are kept, in tables of their own."
  }

  assert {
    condition = (
      length(azurerm_monitor_alert_prometheus_rule_group.node.rule) == 11
      && length(azurerm_monitor_alert_prometheus_rule_group.kubernetes.rule) == 19
      && alltrue([for group in [azurerm_monitor_alert_prometheus_rule_group.node, azurerm_monitor_alert_prometheus_rule_group.kubernetes, azurerm_monitor_alert_prometheus_rule_group.models[0]] :
      length(group.rule) <= 20 && group.interval == "PT1M" && group.cluster_name == "aks-hai-iwjf" && group.scopes == tolist([var.monitoring.monitor_workspace_id, azurerm_kubernetes_cluster.this.id])])
      && azurerm_monitor_alert_prometheus_rule_group.kubernetes.rule[5].record == "cluster:namespace:pod_memory:active:kube_pod_container_resource_requests"
    )
    error_message = "Rule groups hold at most 20 rules and read this cluster only."
  }

  assert {
    condition = (
      toset(azurerm_monitor_alert_prometheus_rule_group.models[0].rule[*].alert) == toset(["ModelCacheFull", "ModelMissing", "ModelNotReady", "ModelRequestsQueued", "ModelRestarting"])
      && alltrue([for rule in azurerm_monitor_alert_prometheus_rule_group.models[0].rule : rule.severity >= 0 && rule.severity <= 4 && length(rule.action) == 1])
      && anytrue([for rule in azurerm_monitor_alert_prometheus_rule_group.models[0].rule : endswith(rule.expression, "< 2") && strcontains(rule.expression, "namespace=\"kaito-models\"")])
    )
    error_message = "Models that are down, missing, queueing, full or restarting raise an alert."
  }
}

run "karpenter" {
  command = apply

  module {
    source = "../modules/aks-kaito"
  }

  variables {
    gpu_nodes = "karpenter"
  }

  assert {
    condition = (
      azurerm_kubernetes_cluster.this.ai_toolchain_operator_enabled == false
      && azurerm_kubernetes_cluster.this.node_provisioning_profile[0].mode == "Auto"
      && length(azurerm_kubernetes_cluster_node_pool.gpu) == 0
    )
    error_message = "The chart asks node auto-provisioning for GPU nodes."
  }
}

run "own_pools" {
  command = apply

  module {
    source = "../modules/aks-kaito"
  }

  variables {
    gpu_nodes         = "pools"
    node_provisioning = "Manual"
    gpu_node_pools = {
      mistral-7b-instruct = {
        name        = "g1a2b3c4d"
        vm_size     = "Standard_NC24ads_A100_v4"
        node_count  = 1
        node_labels = { apps = "mistral-7b-instruct" }
        zones       = ["1"]
      }
      phi-4-mini = {
        name        = "g5e6f7a8b"
        vm_size     = "Standard_NV36ads_A10_v5"
        node_count  = 2
        node_labels = { apps = "phi-4-mini" }
        spot        = true
      }
    }
  }

  assert {
    condition = (
      azurerm_kubernetes_cluster.this.ai_toolchain_operator_enabled == false
      && azurerm_kubernetes_cluster.this.node_provisioning_profile[0].mode == "Manual"
      && azurerm_kubernetes_cluster.this.default_node_pool[0].only_critical_addons_enabled == false
    )
    error_message = "Without provisioning, the system pool carries what the GPU nodes refuse."
  }

  assert {
    condition = (
      { for model, pool in azurerm_kubernetes_cluster_node_pool.gpu : model => "${pool.name} ${pool.vm_size} ${pool.node_count} ${pool.priority}" } == {
        mistral-7b-instruct = "g1a2b3c4d Standard_NC24ads_A100_v4 1 Regular"
        phi-4-mini          = "g5e6f7a8b Standard_NV36ads_A10_v5 2 Spot"
      }
      && alltrue([for pool in azurerm_kubernetes_cluster_node_pool.gpu : pool.kubernetes_cluster_id == azurerm_kubernetes_cluster.this.id && pool.gpu_driver == "Install" && pool.os_sku == "Ubuntu" && pool.mode == "User" && pool.vnet_subnet_id == var.network.node_subnet_id])
    )
    error_message = "One pool per model, on its GPU size."
  }

  assert {
    condition = (
      azurerm_kubernetes_cluster_node_pool.gpu["mistral-7b-instruct"].node_taints == tolist(["nvidia.com/gpu=present:NoSchedule"])
      && azurerm_kubernetes_cluster_node_pool.gpu["mistral-7b-instruct"].node_labels == tomap({ apps = "mistral-7b-instruct" })
      && azurerm_kubernetes_cluster_node_pool.gpu["mistral-7b-instruct"].zones == toset(["1"])
      && azurerm_kubernetes_cluster_node_pool.gpu["mistral-7b-instruct"].upgrade_settings[0].max_unavailable == "1"
      && azurerm_kubernetes_cluster_node_pool.gpu["mistral-7b-instruct"].eviction_policy == null
    )
    error_message = "A regular pool is tainted so that GPU discovery still runs, and upgraded without a spare node."
  }

  assert {
    condition = (
      azurerm_kubernetes_cluster_node_pool.gpu["phi-4-mini"].node_taints == tolist(["nvidia.com/gpu=present:NoSchedule", "kubernetes.azure.com/scalesetpriority=spot:NoSchedule"])
      && azurerm_kubernetes_cluster_node_pool.gpu["phi-4-mini"].node_labels["kubernetes.azure.com/scalesetpriority"] == "spot"
      && azurerm_kubernetes_cluster_node_pool.gpu["phi-4-mini"].eviction_policy == "Delete"
      && azurerm_kubernetes_cluster_node_pool.gpu["phi-4-mini"].spot_max_price == -1
      && length(azurerm_kubernetes_cluster_node_pool.gpu["phi-4-mini"].upgrade_settings) == 0
    )
    error_message = "A Spot pool bears the label and taint of Spot nodes and no upgrade settings."
  }
}

run "private_cluster" {
  command = plan

  module {
    source = "../modules/aks-kaito"
  }

  variables {
    api_server = {
      subnet_id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/aks-api"
      private   = true
    }
  }

  assert {
    condition = (
      azurerm_kubernetes_cluster.this.private_cluster_enabled
      && azurerm_kubernetes_cluster.this.private_dns_zone_id == "System"
      && azurerm_kubernetes_cluster.this.api_server_access_profile[0].authorized_ip_ranges == null
      && length(azurerm_role_assignment.private_dns) == 0
    )
    error_message = "AKS makes the zone of a private API server."
  }
}

run "private_cluster_with_own_zone" {
  command = apply

  module {
    source = "../modules/aks-kaito"
  }

  variables {
    api_server = {
      subnet_id           = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/aks-api"
      private             = true
      private_dns_zone_id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/privateDnsZones/privatelink.swedencentral.azmk8s.io"
    }
  }

  assert {
    condition = (
      azurerm_kubernetes_cluster.this.private_dns_zone_id == "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/privateDnsZones/privatelink.swedencentral.azmk8s.io"
      && azurerm_role_assignment.private_dns[0].role_definition_name == "Private DNS Zone Contributor"
      && azurerm_role_assignment.private_dns[0].scope == azurerm_kubernetes_cluster.this.private_dns_zone_id
    )
    error_message = "The cluster may write into the zone that it is given."
  }
}

run "no_models" {
  command = plan

  module {
    source = "../modules/aks-kaito"
  }

  variables {
    model_alerts = null
    network = {
      node_subnet_id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/aks"
      contributor_scopes = {
        aks     = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/aks"
        aks-api = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/aks-api"
      }
      pod_cidr       = "10.244.0.0/16"
      service_cidr   = "10.200.0.0/16"
      dns_service_ip = "10.200.0.10"
    }
  }

  assert {
    condition = (
      length(azurerm_monitor_alert_prometheus_rule_group.models) == 0
      && length(azurerm_role_assignment.network) == 2
    )
    error_message = "Without a model there is nothing to alert about; a model subnet that is the node subnet is named once."
  }
}

run "public_without_ranges_is_refused" {
  command = plan

  module {
    source = "../modules/aks-kaito"
  }

  variables {
    api_server = {
      subnet_id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/aks-api"
      private   = false
    }
  }

  expect_failures = [var.api_server]
}

run "whole_internet_is_refused" {
  command = plan

  module {
    source = "../modules/aks-kaito"
  }

  variables {
    api_server = {
      subnet_id            = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/aks-api"
      private              = false
      authorized_ip_ranges = ["0.0.0.0/0"]
    }
  }

  expect_failures = [var.api_server]
}

run "private_with_ranges_is_refused" {
  command = plan

  module {
    source = "../modules/aks-kaito"
  }

  variables {
    api_server = {
      subnet_id            = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/aks-api"
      private              = true
      authorized_ip_ranges = ["198.51.100.0/24"]
    }
  }

  expect_failures = [var.api_server]
}

run "karpenter_without_provisioning_is_refused" {
  command = plan

  module {
    source = "../modules/aks-kaito"
  }

  variables {
    gpu_nodes         = "karpenter"
    node_provisioning = "Manual"
  }

  expect_failures = [var.gpu_nodes]
}

run "pools_with_the_addon_are_refused" {
  command = plan

  module {
    source = "../modules/aks-kaito"
  }

  variables {
    gpu_node_pools = {
      phi-4-mini = { name = "g5e6f7a8b", vm_size = "Standard_NV36ads_A10_v5", node_count = 1, node_labels = { apps = "phi-4-mini" } }
    }
  }

  expect_failures = [var.gpu_node_pools]
}

run "shared_pool_labels_are_refused" {
  command = plan

  module {
    source = "../modules/aks-kaito"
  }

  variables {
    gpu_nodes         = "pools"
    node_provisioning = "Manual"
    gpu_node_pools = {
      first  = { name = "g1a2b3c4d", vm_size = "Standard_NV36ads_A10_v5", node_count = 1, node_labels = { apps = "same" } }
      second = { name = "g5e6f7a8b", vm_size = "Standard_NV36ads_A10_v5", node_count = 1, node_labels = { apps = "same" } }
    }
  }

  expect_failures = [var.gpu_node_pools]
}

run "patch_version_is_refused" {
  command = plan

  module {
    source = "../modules/aks-kaito"
  }

  variables {
    cluster = {
      name                = "aks-hai-iwjf"
      dns_prefix          = "hai-iwjf"
      identity_name       = "uai-hai-iwjf"
      node_resource_group = "rg-hai-iwjf-nodes"
      kubernetes_version  = "1.34.2"
    }
  }

  expect_failures = [var.cluster]
}

run "single_system_node_is_refused" {
  command = plan

  module {
    source = "../modules/aks-kaito"
  }

  variables {
    system_pool = { vm_size = "Standard_D4ads_v6", node_count = 1, zones = ["1"] }
  }

  expect_failures = [var.system_pool]
}

run "query_injection_by_namespace_is_refused" {
  command = plan

  module {
    source = "../modules/aks-kaito"
  }

  variables {
    model_alerts = {
      group_name       = "prg-models-hai-iwjf"
      namespace        = "x\"} or vector(1) #"
      expected_pods    = 1
      action_group_ids = []
    }
  }

  expect_failures = [var.model_alerts]
}
