resource "azurerm_public_ip" "bastion" {
  count = var.bastion == null ? 0 : 1

  name                = var.bastion.public_ip_name
  resource_group_name = var.resource_group_name
  location            = var.location
  sku                 = "Standard"
  allocation_method   = "Static"
  tags                = var.tags
}

resource "azurerm_bastion_host" "this" {
  count = var.bastion == null ? 0 : 1

  name                = var.bastion.name
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags

  # Tunnels (az network bastion tunnel) carry kubectl to the private API server; they need at least Standard.
  sku               = "Standard"
  tunneling_enabled = true

  ip_configuration {
    name                 = "bastion"
    subnet_id            = azurerm_subnet.this["AzureBastionSubnet"].id
    public_ip_address_id = azurerm_public_ip.bastion[0].id
  }
}
