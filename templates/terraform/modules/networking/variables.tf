variable "resource_group_name" {
  description = "Name of the resource group that holds the network."
  type        = string
  nullable    = false
}

variable "location" {
  description = "Azure region of every regional resource in this module."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource that takes tags."
  type        = map(string)
  nullable    = false
}

variable "virtual_network" {
  description = "Name and IPv4 address space (CIDR) of the virtual network."
  type = object({
    name          = string
    address_space = list(string)
  })
  nullable = false
}

variable "subnets" {
  description = <<-EOT
    Subnets by name. `nat_gateway` is a key of `nat_gateways`; null means no way out to the internet.
    `network_security_group` is created for this subnet alone and attached before the NAT gateway. Rules are by name;
    `sources` and `destinations` hold either one service tag (or `*`) or any number of CIDRs, `ports` are ports or ranges.
  EOT
  type = map(object({
    address_prefix                    = string
    nat_gateway                       = optional(string)
    private_endpoint_network_policies = optional(string, "Disabled")
    delegation = optional(object({
      service = string
      actions = list(string)
    }))
    network_security_group = optional(object({
      name = string
      rules = optional(map(object({
        description  = string
        priority     = number
        direction    = optional(string, "Inbound")
        access       = string
        protocol     = optional(string, "Tcp")
        sources      = list(string)
        destinations = list(string)
        ports        = list(string)
      })), {})
    }))
  }))
  nullable = false

  validation {
    condition     = alltrue([for subnet in var.subnets : can(cidrnetmask(subnet.address_prefix))])
    error_message = "Every address_prefix must be an IPv4 CIDR such as 10.10.0.0/24."
  }

  validation {
    condition     = alltrue([for subnet in var.subnets : subnet.nat_gateway == null || contains(keys(var.nat_gateways), coalesce(subnet.nat_gateway, "-"))])
    error_message = "Every nat_gateway of a subnet must be a key of nat_gateways."
  }

  # Microsoft Learn, "What is Azure NAT Gateway", key limitations of StandardV2: it cannot be attached to a subnet
  # delegated to one of these services. API Management v2 tiers use the delegation of App Service.
  validation {
    condition = alltrue([
      for subnet in var.subnets : !contains(
        ["Microsoft.Web/serverFarms", "Microsoft.App/environments", "Microsoft.ContainerInstance/containerGroups", "Microsoft.Network/dnsResolvers"],
        try(subnet.delegation.service, ""),
      ) || try(var.nat_gateways[subnet.nat_gateway].sku, "Standard") == "Standard"
    ])
    error_message = "A StandardV2 NAT gateway cannot be attached to a subnet delegated to App Service, Container Apps, Container Instances or DNS Private Resolver; use a gateway of SKU Standard."
  }

  validation {
    condition = alltrue(flatten([
      for subnet in var.subnets : [
        for rule in try(subnet.network_security_group.rules, {}) : [
          for side in [rule.sources, rule.destinations] :
          length(side) == 1 || (length(side) > 1 && alltrue([for prefix in side : can(cidrhost(prefix, 0)) || can(cidrhost("${prefix}/32", 0))]))
        ]
      ]
    ]))
    error_message = "sources and destinations of a rule hold either exactly one service tag, address or `*`, or several addresses or CIDRs."
  }

  # Azure refuses a priority that is used twice in one direction of a security group, but only when it is applied.
  validation {
    condition = alltrue(flatten([
      for subnet in var.subnets : [
        for rules in values({ for rule in try(subnet.network_security_group.rules, {}) : "${rule.direction}/${rule.priority}" => rule... }) :
        length(rules) == 1 && rules[0].priority >= 100 && rules[0].priority <= 4096
      ]
    ]))
    error_message = "Rule priorities must be 100 to 4096 and unique within one direction of a security group."
  }
}

variable "nat_gateways" {
  description = "NAT gateways by key, each with one static public IP of the same SKU. StandardV2 is zone redundant, Standard is not. Timeout in minutes."
  type = map(object({
    name                    = string
    public_ip_name          = string
    sku                     = string
    idle_timeout_in_minutes = optional(number, 4)
  }))
  nullable = false

  validation {
    condition     = alltrue([for gateway in var.nat_gateways : contains(["Standard", "StandardV2"], gateway.sku)])
    error_message = "The SKU of a NAT gateway is Standard or StandardV2."
  }
}

variable "private_dns_zones" {
  description = <<-EOT
    Private DNS zones by name, each linked to the virtual network. `a_records` maps a record name to its IPv4 address;
    `ttl` is in seconds. `resolution_policy` is for privatelink zones only.
  EOT
  type = map(object({
    link_name         = string
    resolution_policy = optional(string)
    a_records         = optional(map(string), {})
    ttl               = optional(number, 60)
  }))
  nullable = false

  # The provider lets 10.0.0.300 and a TTL of 0 pass at plan time.
  validation {
    condition = alltrue(flatten([
      for zone in var.private_dns_zones : [
        zone.ttl >= 1 && zone.ttl <= 2147483647,
        [for address in values(zone.a_records) : can(cidrhost("${address}/32", 0))],
      ]
    ]))
    error_message = "A records need a valid IPv4 address and a TTL of at least one second."
  }
}

variable "bastion" {
  description = "Bastion host in the subnet AzureBastionSubnet, the way in to a private cluster. Null: none."
  type = object({
    name           = string
    public_ip_name = string
  })
  default = null

  validation {
    condition     = var.bastion == null || contains(keys(var.subnets), "AzureBastionSubnet")
    error_message = "A Bastion host needs the subnet AzureBastionSubnet."
  }
}
