resource "azurerm_private_dns_zone" "this" {
  for_each = var.private_dns_zones

  name                = each.key
  resource_group_name = var.resource_group_name
  tags                = var.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "this" {
  for_each = var.private_dns_zones

  name                 = each.value.link_name
  private_dns_zone_id  = azurerm_private_dns_zone.this[each.key].id
  virtual_network_id   = azurerm_virtual_network.this.id
  registration_enabled = false
  resolution_policy    = each.value.resolution_policy
  tags                 = var.tags
}

locals {
  # Keyed by fully qualified name.
  a_records = merge([
    for zone, settings in var.private_dns_zones : {
      for name, address in settings.a_records : "${name}.${zone}" => { zone = zone, name = name, address = address }
    }
  ]...)
}

resource "azurerm_private_dns_a_record" "this" {
  for_each = local.a_records

  name                = each.value.name
  private_dns_zone_id = azurerm_private_dns_zone.this[each.value.zone].id
  records             = [each.value.address]
  ttl                 = var.private_dns_zones[each.value.zone].ttl
  tags                = var.tags
}
