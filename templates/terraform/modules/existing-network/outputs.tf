output "vnet_id" {
  description = "Resource id of the virtual network."
  value       = data.azapi_resource.virtual_network.id
}

output "subnet_ids" {
  description = "Resource ids of the subnets by name, once they are known to be what the platform needs."
  value       = { for key, subnet in data.azapi_resource.subnet : key => subnet.id }
}

output "nat_public_ips" {
  description = "None: the way out of this network is not the platform's."
  value       = {}
}

output "private_dns_zone_ids" {
  description = "Resource ids of the private DNS zones by name; those made here are usable once they are linked."
  value = merge(
    { for key, zone in data.azapi_resource.zone : key => zone.id },
    { for key, zone in azurerm_private_dns_zone.this : key => zone.id },
  )

  depends_on = [
    azurerm_private_dns_zone_virtual_network_link.this,
    azurerm_private_dns_zone_virtual_network_link.resolver,
  ]
}

output "private_dns_records" {
  description = "IPv4 addresses by the fully qualified names that the network resolves."
  value       = { for name, record in azurerm_private_dns_a_record.this : name => one(record.records) }
}
