locals {
  own_zones = { for zone, settings in var.private_dns_zones : zone => settings if settings.id == null }

  # Keyed by fully qualified name.
  a_records = merge([
    for zone, settings in local.own_zones : {
      for name, address in settings.a_records : "${name}.${zone}" => { zone = zone, name = name, address = address }
    }
  ]...)

  further_links = merge([
    for zone, settings in local.own_zones : {
      for name, id in var.resolver_networks : "${zone}/${name}" => { zone = zone, name = name, id = id }
    } if settings.everywhere
  ]...)
}

data "azapi_resource" "zone" {
  for_each = { for zone, settings in var.private_dns_zones : zone => settings.id if settings.id != null }

  type        = "Microsoft.Network/privateDnsZones@2024-06-01"
  resource_id = each.value

  response_export_values = ["name"]
}

resource "azurerm_private_dns_zone" "this" {
  for_each = local.own_zones

  name                = each.key
  resource_group_name = var.resource_group_name
  tags                = var.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "this" {
  for_each = local.own_zones

  name                 = each.value.link_name
  private_dns_zone_id  = azurerm_private_dns_zone.this[each.key].id
  virtual_network_id   = data.azapi_resource.virtual_network.id
  registration_enabled = false
  resolution_policy    = each.value.resolution_policy
  tags                 = var.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "resolver" {
  for_each = local.further_links

  name                 = each.value.name
  private_dns_zone_id  = azurerm_private_dns_zone.this[each.value.zone].id
  virtual_network_id   = each.value.id
  registration_enabled = false
  tags                 = var.tags
}

resource "azurerm_private_dns_a_record" "this" {
  for_each = local.a_records

  name                = each.value.name
  private_dns_zone_id = azurerm_private_dns_zone.this[each.value.zone].id
  records             = [each.value.address]
  ttl                 = var.private_dns_zones[each.value.zone].ttl
  tags                = var.tags
}
