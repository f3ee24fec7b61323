variable "resource_group_name" {
  description = "Name of the resource group that holds the cluster."
  type        = string
  nullable    = false
}

variable "location" {
  description = "Azure region of every resource in this module."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource that takes tags."
  type        = map(string)
  nullable    = false
}

variable "cluster" {
  description = <<-EOT
    Names of the cluster, its node resource group, its DNS prefix and its identity; `kubernetes_version` is a minor version
    such as 1.33, patches follow by themselves.
  EOT
  type = object({
    name                = string
    dns_prefix          = string
    identity_name       = string
    node_resource_group = string
    kubernetes_version  = string
    sku_tier            = optional(string, "Standard")
  })
  nullable = false

  validation {
    condition     = can(regex("^1\\.[0-9]+$", var.cluster.kubernetes_version))
    error_message = "kubernetes_version is a minor version such as 1.33: a full version would be set back after every automatic patch."
  }

  # The Free tier has neither an uptime promise nor cost analysis, and is meant for fewer than ten nodes.
  validation {
    condition     = contains(["Standard", "Premium"], var.cluster.sku_tier)
    error_message = "The tier of the cluster is Standard or Premium."
  }
}

variable "access" {
  description = "Entra tenant of the cluster's users and the groups with full rights in it, by object id. Whoever applies the models must be a member of one."
  type = object({
    tenant_id              = string
    admin_group_object_ids = set(string)
  })
  nullable = false

  validation {
    condition     = length(var.access.admin_group_object_ids) > 0
    error_message = "Local accounts are off, so a cluster without an admin group could never be used."
  }
}

variable "api_server" {
  description = <<-EOT
    How the API server is reached. Public: `authorized_ip_ranges` (CIDRs) say from where. Private: from the virtual network only;
    `private_dns_zone_id` names a zone of one's own, null lets AKS make one. `subnet_id` is the delegated subnet of the API server.
  EOT
  type = object({
    subnet_id            = string
    private              = bool
    authorized_ip_ranges = optional(set(string), [])
    private_dns_zone_id  = optional(string)
  })
  nullable = false

  validation {
    condition     = var.api_server.private == (length(var.api_server.authorized_ip_ranges) == 0)
    error_message = "A public API server needs authorized_ip_ranges, a private one has none: an empty list would open it to the internet."
  }

  validation {
    condition     = alltrue([for range in var.api_server.authorized_ip_ranges : can(cidrnetmask(range)) && !endswith(range, "/0")])
    error_message = "authorized_ip_ranges are IPv4 CIDRs, and never the whole internet."
  }

  validation {
    condition     = var.api_server.private || var.api_server.private_dns_zone_id == null
    error_message = "Only a private API server takes a private DNS zone."
  }
}

variable "network" {
  description = <<-EOT
    Subnet of the nodes and the ranges inside the cluster (CIDRs that overlap no network that pods or nodes reach). `contributor_scopes`
    are the subnets, by name, that the cluster may join: its nodes, its API server, and the static addresses of the models.
    `outbound_type` is how the nodes reach the internet: the NAT gateway of their subnet, or its route to a firewall.
  EOT
  type = object({
    node_subnet_id      = string
    contributor_scopes  = map(string)
    pod_cidr            = string
    service_cidr        = string
    dns_service_ip      = string
    advanced_networking = optional(bool, false)
    outbound_type       = optional(string, "userAssignedNATGateway")
  })
  nullable = false

  validation {
    condition     = contains(["userAssignedNATGateway", "userDefinedRouting"], var.network.outbound_type)
    error_message = "outbound_type is userAssignedNATGateway or userDefinedRouting."
  }

  validation {
    condition     = can(cidrnetmask(var.network.pod_cidr)) && can(cidrnetmask(var.network.service_cidr)) && can(cidrhost("${var.network.dns_service_ip}/32", 0))
    error_message = "pod_cidr and service_cidr are IPv4 CIDRs, dns_service_ip is an IPv4 address."
  }
}

variable "gpu_nodes" {
  description = "Who makes GPU nodes. addon: the managed KAITO add-on; karpenter: node auto-provisioning, for KAITO installed as a chart; pools: the node pools in `gpu_node_pools`."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["addon", "karpenter", "pools"], var.gpu_nodes)
    error_message = "gpu_nodes is addon, karpenter or pools."
  }

  validation {
    condition     = var.gpu_nodes != "karpenter" || var.node_provisioning == "Auto"
    error_message = "GPU nodes by karpenter need node_provisioning Auto."
  }
}

variable "node_provisioning" {
  description = "Auto: AKS adds nodes for all workloads as they need them (node auto-provisioning). Manual: only the pools named here."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["Auto", "Manual"], var.node_provisioning)
    error_message = "node_provisioning is Auto or Manual."
  }
}

variable "system_pool" {
  description = "Nodes that carry the cluster's own services: VM size, number of nodes (at least 2) and availability zones."
  type = object({
    vm_size    = string
    node_count = number
    zones      = set(string)
  })
  nullable = false

  validation {
    condition     = var.system_pool.node_count >= 2
    error_message = "One system node makes every node upgrade an outage; use at least 2."
  }
}

variable "gpu_node_pools" {
  description = <<-EOT
    GPU node pools by model, for gpu_nodes = pools. KAITO finds its nodes by `node_labels`, so each model has labels of its own.
    The name holds what cannot change in place. `spot_max_price` is in US dollars per hour, -1 the price on demand.
  EOT
  type = map(object({
    name            = string
    vm_size         = string
    node_count      = number
    node_labels     = map(string)
    zones           = optional(set(string), [])
    os_disk_size_gb = optional(number)
    spot            = optional(bool, false)
    spot_max_price  = optional(number, -1)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.gpu_node_pools) == 0 || var.gpu_nodes == "pools"
    error_message = "gpu_node_pools are for gpu_nodes = pools; otherwise KAITO makes its own."
  }

  validation {
    condition     = alltrue([for pool in var.gpu_node_pools : pool.node_count >= 1 && can(regex("^[a-z][a-z0-9]{0,11}$", pool.name))])
    error_message = "A GPU pool has a name of at most 12 lower-case letters and digits, and at least one node: KAITO needs the nodes when a Workspace is created."
  }

  validation {
    condition = (length(distinct([for pool in var.gpu_node_pools : pool.name])) == length(var.gpu_node_pools)
    && length(distinct([for pool in var.gpu_node_pools : jsonencode(pool.node_labels)])) == length(var.gpu_node_pools))
    error_message = "Two models cannot share a node pool: names and labels must differ."
  }
}
