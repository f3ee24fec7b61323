output "vnet_id" {
  description = "Resource id of the virtual network."
  value       = azurerm_virtual_network.this.id
}

output "subnet_ids" {
  description = "Resource ids of the subnets by name, usable once their security groups and NAT gateways are attached."
  value       = { for key, subnet in azurerm_subnet.this : key => subnet.id }

  # Who takes an id from here gets a finished subnet: API Management and AKS read both attachments when they are created.
  depends_on = [
    azurerm_subnet_network_security_group_association.this,
    azurerm_subnet_nat_gateway_association.this,
  ]
}

output "nat_public_ips" {
  description = "IPv4 addresses that outbound traffic comes from, by NAT gateway key."
  value       = { for key, address in azurerm_public_ip.nat : key => address.ip_address }
}

output "private_dns_zone_ids" {
  description = "Resource ids of the private DNS zones by name, usable once they are linked to the virtual network."
  value       = { for key, zone in azurerm_private_dns_zone.this : key => zone.id }

  depends_on = [azurerm_private_dns_zone_virtual_network_link.this]
}

output "private_dns_records" {
  description = "IPv4 addresses by the fully qualified names that the network resolves."
  value       = { for name, record in azurerm_private_dns_a_record.this : name => one(record.records) }
}
