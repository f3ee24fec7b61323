variable "resource_group_name" {
  description = "Name of the resource group that holds the private DNS zones made here."
  type        = string
  nullable    = false
}

variable "location" {
  description = "Azure region that the virtual network must stand in."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource that takes tags."
  type        = map(string)
  nullable    = false
}

variable "virtual_network" {
  description = "Resource id of the virtual network that exists, and an IPv4 range (CIDR) that must lie in it."
  type = object({
    id             = string
    address_prefix = string
  })
  nullable = false

  validation {
    condition     = can(cidrnetmask(var.virtual_network.address_prefix))
    error_message = "address_prefix must be an IPv4 CIDR such as 10.10.0.0/16."
  }
}

variable "subnets" {
  description = <<-EOT
    Subnets that exist, by the name that the platform knows them by: resource id, IPv4 range (CIDR), and what they must have.
    `delegations` are services, `outbound` is userDefinedRouting (a route table) or natGateway; null means that it does not matter.
  EOT
  type = map(object({
    id                     = string
    address_prefix         = string
    delegations            = optional(list(string))
    network_security_group = optional(bool, false)
    outbound               = optional(string)
  }))
  nullable = false

  validation {
    condition     = alltrue([for subnet in var.subnets : subnet.outbound == null || contains(["userDefinedRouting", "natGateway"], coalesce(subnet.outbound, "-"))])
    error_message = "outbound of a subnet is userDefinedRouting or natGateway."
  }
}

variable "resolver_networks" {
  description = "Resource ids of the virtual networks that the DNS servers of this one stand in, by a name for the link."
  type        = map(string)
  nullable    = false
}

variable "private_dns_zones" {
  description = <<-EOT
    Private DNS zones by name. One with an `id` exists: it is looked up, and nothing of it is made. Others are made and linked to
    the virtual network. `a_records` maps a record name to its IPv4 address; `ttl` is in seconds. `resolution_policy` is for
    privatelink zones only. `everywhere`: linked to the resolver networks, too.
  EOT
  type = map(object({
    id                = optional(string)
    link_name         = optional(string)
    resolution_policy = optional(string)
    everywhere        = optional(bool, false)
    a_records         = optional(map(string), {})
    ttl               = optional(number, 60)
  }))
  nullable = false

  validation {
    condition     = alltrue([for zone in var.private_dns_zones : (zone.id == null) != (zone.link_name == null)])
    error_message = "A zone has either the id by which it exists, or a link_name."
  }

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
