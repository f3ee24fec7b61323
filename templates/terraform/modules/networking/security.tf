locals {
  # Keyed by subnet: adding a subnet or a rule never touches another one.
  security_groups = {
    for key, subnet in var.subnets : key => subnet.network_security_group
    if subnet.network_security_group != null
  }

  security_rules = merge([
    for key, group in local.security_groups : {
      for name, rule in group.rules : "${key}/${name}" => merge(rule, { name = name, subnet = key })
    }
  ]...)
}

resource "azurerm_network_security_group" "this" {
  for_each = local.security_groups

  name                = each.value.name
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags
}

resource "azurerm_network_security_rule" "this" {
  for_each = local.security_rules

  name                        = each.value.name
  description                 = each.value.description
  resource_group_name         = var.resource_group_name
  network_security_group_name = azurerm_network_security_group.this[each.value.subnet].name

  priority  = each.value.priority
  direction = each.value.direction
  access    = each.value.access
  protocol  = each.value.protocol

  # Service tags and `*` are only accepted by the singular arguments, several CIDRs only by the plural ones.
  source_port_range            = "*"
  source_address_prefix        = length(each.value.sources) == 1 ? each.value.sources[0] : null
  source_address_prefixes      = length(each.value.sources) == 1 ? null : each.value.sources
  destination_address_prefix   = length(each.value.destinations) == 1 ? each.value.destinations[0] : null
  destination_address_prefixes = length(each.value.destinations) == 1 ? null : each.value.destinations
  destination_port_range       = length(each.value.ports) == 1 ? each.value.ports[0] : null
  destination_port_ranges      = length(each.value.ports) == 1 ? null : each.value.ports
}

resource "azurerm_subnet_network_security_group_association" "this" {
  for_each = local.security_groups

  subnet_id                 = azurerm_subnet.this[each.key].id
  network_security_group_id = azurerm_network_security_group.this[each.key].id

  # Nothing may live in a subnet before its rules do.
  depends_on = [azurerm_network_security_rule.this]
}
