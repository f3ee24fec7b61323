resource "azurerm_public_ip" "nat" {
  for_each = var.nat_gateways

  name                = each.value.public_ip_name
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags

  # A NAT gateway takes public IPs of its own SKU only. No zones: StandardV2 spans them all by itself.
  sku               = each.value.sku
  allocation_method = "Static"
}

resource "azurerm_nat_gateway" "this" {
  for_each = var.nat_gateways

  name                    = each.value.name
  resource_group_name     = var.resource_group_name
  location                = var.location
  sku_name                = each.value.sku
  idle_timeout_in_minutes = each.value.idle_timeout_in_minutes
  tags                    = var.tags
}

resource "azurerm_nat_gateway_public_ip_association" "this" {
  for_each = var.nat_gateways

  nat_gateway_id       = azurerm_nat_gateway.this[each.key].id
  public_ip_address_id = azurerm_public_ip.nat[each.key].id
}

resource "azurerm_subnet_nat_gateway_association" "this" {
  for_each = { for key, subnet in var.subnets : key => subnet.nat_gateway if subnet.nat_gateway != null }

  subnet_id      = azurerm_subnet.this[each.key].id
  nat_gateway_id = azurerm_nat_gateway.this[each.value].id

  # API Management refuses a subnet without a security group, so the group comes first; the gateway comes with its
  # address, so that no cluster starts without a way out.
  depends_on = [
    azurerm_subnet_network_security_group_association.this,
    azurerm_nat_gateway_public_ip_association.this,
  ]
}
