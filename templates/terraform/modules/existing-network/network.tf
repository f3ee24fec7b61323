# Nothing of the network is made or changed here. What must be true of it is looked up, and refused where it is not.

data "azapi_resource" "virtual_network" {
  type        = "Microsoft.Network/virtualNetworks@2024-05-01"
  resource_id = var.virtual_network.id

  response_export_values = ["location", "properties.addressSpace.addressPrefixes", "properties.dhcpOptions.dnsServers"]

  lifecycle {
    postcondition {
      condition     = lower(replace(self.output.location, " ", "")) == var.location
      error_message = "The virtual network ${var.virtual_network.id} must stand in the platform's region, ${var.location}."
    }

    # A range lies in another if that one is no longer than it and, at that length, they start at the same address.
    postcondition {
      condition = anytrue([
        for prefix in self.output.properties.addressSpace.addressPrefixes :
        tonumber(split("/", prefix)[1]) <= tonumber(split("/", var.virtual_network.address_prefix)[1]) &&
        cidrhost("${split("/", var.virtual_network.address_prefix)[0]}/${split("/", prefix)[1]}", 0) == cidrhost(prefix, 0)
        if can(cidrnetmask(prefix))
      ])
      error_message = "The virtual network ${var.virtual_network.id} does not hold ${var.virtual_network.address_prefix}."
    }

    postcondition {
      condition     = length(try(self.output.properties.dhcpOptions.dnsServers, [])) == 0 || length(var.resolver_networks) > 0
      error_message = "The virtual network ${var.virtual_network.id} has DNS servers of its own, which do not see zones that are linked to it alone: name the networks that these servers stand in under network.existing.resolverNetworks."
    }
  }
}

data "azapi_resource" "subnet" {
  for_each = var.subnets

  type        = "Microsoft.Network/virtualNetworks/subnets@2024-05-01"
  resource_id = each.value.id

  response_export_values = ["properties"]

  lifecycle {
    postcondition {
      condition = contains(
        compact(concat([try(self.output.properties.addressPrefix, "")], try(self.output.properties.addressPrefixes, []))),
        each.value.address_prefix,
      )
      error_message = "The subnet ${each.value.id} must have the range ${each.value.address_prefix}."
    }

    postcondition {
      condition = each.value.delegations == null || (
        join(",", try([for one in self.output.properties.delegations : one.properties.serviceName], [])) == join(",", coalesce(each.value.delegations, []))
      )
      error_message = "The subnet ${each.value.id} must be delegated to ${join(", ", coalesce(each.value.delegations, [])) == "" ? "no service" : join(", ", coalesce(each.value.delegations, []))}."
    }

    postcondition {
      condition     = !each.value.network_security_group || try(self.output.properties.networkSecurityGroup.id, null) != null
      error_message = "The subnet ${each.value.id} must have a network security group."
    }

    postcondition {
      condition = each.value.outbound == null || (
        each.value.outbound == "natGateway"
        ? try(self.output.properties.natGateway.id, null) != null
        : try(self.output.properties.routeTable.id, null) != null
      )
      error_message = "The subnet ${each.value.id} must have ${each.value.outbound == "natGateway" ? "a NAT gateway" : "a route table with a default route"}, as network.existing.outbound says."
    }
  }
}
