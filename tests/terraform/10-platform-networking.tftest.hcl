# Azure ids and UUIDs have to look real: the provider checks them when a mocked apply makes them known.
mock_provider "azurerm" {
  mock_resource "azurerm_virtual_network" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf"
    }
  }

  mock_resource "azurerm_subnet" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/mock"
    }
  }

  mock_resource "azurerm_network_security_group" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/networkSecurityGroups/mock"
    }
  }

  mock_resource "azurerm_public_ip" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/publicIPAddresses/mock"
    }
  }

  mock_resource "azurerm_nat_gateway" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/natGateways/mock"
    }
  }

  mock_resource "azurerm_private_dns_zone" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/privateDnsZones/mock"
    }
  }
}

variables {
  resource_group_name = "rg-hai-iwjf"
  location            = "swedencentral"
  tags                = { environment = "demo" }

  virtual_network = {
    name          = "vnet-hai-iwjf"
    address_space = ["10.10.0.0/16"]
  }

  subnets = {
    AzureBastionSubnet = {
      address_prefix = "10.10.4.0/24"
    }

    aks = {
      address_prefix = "10.10.0.0/24"
      nat_gateway    = "cluster"

      # Nodes are the backends of the models' load balancers. Azure checks a packet where it meets a node, and it still bears
      # the address of the load balancer: so this is the group that guards the models.
      network_security_group = {
        name = "nsg-aks-hai-iwjf"
        rules = {
          allow-api-management-to-models = {
            description  = "The gateway is the only way to a model."
            priority     = 200
            access       = "Allow"
            sources      = ["10.10.6.0/24"]
            destinations = ["10.10.7.4", "10.10.7.5"]
            ports        = ["80"]
          }
          allow-load-balancer-probes = {
            description  = "Health probes come from an address that the tag VirtualNetwork includes."
            priority     = 210
            access       = "Allow"
            protocol     = "*"
            sources      = ["AzureLoadBalancer"]
            destinations = ["10.10.7.4", "10.10.7.5"]
            ports        = ["*"]
          }
          deny-virtual-network-to-models = {
            description  = "The models know no users; nobody else may call them."
            priority     = 4000
            access       = "Deny"
            protocol     = "*"
            sources      = ["VirtualNetwork"]
            destinations = ["10.10.7.4", "10.10.7.5"]
            ports        = ["*"]
          }
        }
      }
    }

    aks-api = {
      address_prefix = "10.10.1.0/24"

      delegation = {
        service = "Microsoft.ContainerService/managedClusters"
        actions = ["Microsoft.Network/virtualNetworks/subnets/join/action"]
      }

      network_security_group = {
        name = "nsg-aks-api-hai-iwjf"
        rules = {
          allow-aks-to-api-server = {
            description  = "Nodes to the API server and its tunnel."
            priority     = 200
            access       = "Allow"
            sources      = ["10.10.0.0/24"]
            destinations = ["10.10.1.0/24"]
            ports        = ["443", "4443"]
          }
          allow-load-balancer-probes = {
            description  = "Health probes of the API server's load balancer."
            priority     = 210
            access       = "Allow"
            sources      = ["AzureLoadBalancer"]
            destinations = ["10.10.1.0/24"]
            ports        = ["9988"]
          }
        }
      }
    }

    api-management = {
      address_prefix = "10.10.6.0/24"
      nat_gateway    = "api-management"

      delegation = {
        service = "Microsoft.Web/serverFarms"
        actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
      }

      # API Management asks for a group on its subnet, not for rules in it.
      network_security_group = {
        name = "nsg-api-management-hai-iwjf"
      }
    }

    jump = {
      address_prefix = "10.10.5.0/24"
      nat_gateway    = "cluster"

      network_security_group = {
        name = "nsg-jump-hai-iwjf"
        rules = {
          allow-bastion-sessions = {
            description  = "SSH and RDP through Bastion."
            priority     = 200
            access       = "Allow"
            sources      = ["10.10.4.0/24"]
            destinations = ["10.10.5.0/24"]
            ports        = ["22", "3389"]
          }
          deny-other-sessions = {
            description  = "No other way in, not even from inside."
            priority     = 4000
            access       = "Deny"
            sources      = ["VirtualNetwork"]
            destinations = ["10.10.5.0/24"]
            ports        = ["22", "3389"]
          }
        }
      }
    }

    # Only load balancer addresses, no network card: the group on `aks` guards them.
    models = {
      address_prefix = "10.10.7.0/27"

      network_security_group = {
        name = "nsg-models-hai-iwjf"
      }
    }

    onprem = {
      address_prefix = "10.10.2.0/24"

      network_security_group = {
        name = "nsg-onprem-hai-iwjf"
        rules = {
          allow-bastion-sessions = {
            description  = "SSH and RDP through Bastion."
            priority     = 200
            access       = "Allow"
            sources      = ["10.10.4.0/24"]
            destinations = ["10.10.2.0/24"]
            ports        = ["22", "3389"]
          }
          deny-other-sessions = {
            description  = "No other way in, not even from inside."
            priority     = 4000
            access       = "Deny"
            sources      = ["VirtualNetwork"]
            destinations = ["10.10.2.0/24"]
            ports        = ["22", "3389"]
          }
        }
      }
    }

    private-endpoint = {
      address_prefix                    = "10.10.3.0/24"
      private_endpoint_network_policies = "NetworkSecurityGroupEnabled"

      network_security_group = {
        name = "nsg-private-endpoint-hai-iwjf"
        rules = {
          allow-https-from-platform = {
            description  = "API Management, the cluster and the jump hosts."
            priority     = 200
            access       = "Allow"
            sources      = ["10.10.0.0/24", "10.10.5.0/24", "10.10.6.0/24"]
            destinations = ["10.10.3.0/24"]
            ports        = ["443"]
          }
          deny-everything-else = {
            description  = "Private endpoints answer nobody else."
            priority     = 4096
            access       = "Deny"
            protocol     = "*"
            sources      = ["*"]
            destinations = ["10.10.3.0/24"]
            ports        = ["*"]
          }
        }
      }
    }
  }

  # Two, because a StandardV2 gateway cannot serve the subnet of API Management: it is delegated to Microsoft.Web.
  nat_gateways = {
    api-management = {
      name           = "ngw-api-management-hai-iwjf"
      public_ip_name = "pip-nat-api-management-hai-iwjf"
      sku            = "Standard"
    }
    cluster = {
      name           = "ngw-hai-iwjf"
      public_ip_name = "pip-nat-hai-iwjf"
      sku            = "StandardV2"
    }
  }

  private_dns_zones = {
    "kaito.internal" = {
      link_name = "lnk-models-hai-iwjf"
      a_records = {
        mistral-7b-instruct = "10.10.7.4"
        phi-4-mini          = "10.10.7.5"
      }
    }
    "privatelink.cognitiveservices.azure.com" = {
      link_name         = "lnk-cognitiveservices-hai-iwjf"
      resolution_policy = "NxDomainRedirect"
    }
    "privatelink.openai.azure.com" = {
      link_name         = "lnk-openai-hai-iwjf"
      resolution_policy = "NxDomainRedirect"
    }
    "privatelink.services.ai.azure.com" = {
      link_name         = "lnk-services-ai-hai-iwjf"
      resolution_policy = "NxDomainRedirect"
    }
    "privatelink.vaultcore.azure.net" = {
      link_name         = "lnk-vault-hai-iwjf"
      resolution_policy = "NxDomainRedirect"
    }
  }
}

run "demo" {
  command = apply

  module {
    source = "../modules/networking"
  }

  assert {
    condition     = one(azurerm_virtual_network.this.address_space) == "10.10.0.0/16" && azurerm_virtual_network.this.name == "vnet-hai-iwjf"
    error_message = "The network has its name and its range."
  }

  assert {
    condition = { for name, subnet in azurerm_subnet.this : name => one(subnet.address_prefixes) } == {
      AzureBastionSubnet = "10.10.4.0/24"
      aks                = "10.10.0.0/24"
      aks-api            = "10.10.1.0/24"
      api-management     = "10.10.6.0/24"
      jump               = "10.10.5.0/24"
      models             = "10.10.7.0/27"
      onprem             = "10.10.2.0/24"
      private-endpoint   = "10.10.3.0/24"
    }
    error_message = "Each subnet has the range that stands beside its name."
  }

  assert {
    condition     = alltrue([for subnet in azurerm_subnet.this : subnet.default_outbound_access_enabled == false])
    error_message = "No subnet has an unnamed way out."
  }

  assert {
    condition = { for name, subnet in azurerm_subnet.this : name => subnet.delegation[0].service_delegation[0].name if length(subnet.delegation) > 0 } == {
      aks-api        = "Microsoft.ContainerService/managedClusters"
      api-management = "Microsoft.Web/serverFarms"
    }
    error_message = "Only the API server and API Management get a delegation."
  }

  assert {
    condition     = { for name, subnet in azurerm_subnet.this : name => subnet.private_endpoint_network_policies if subnet.private_endpoint_network_policies != "Disabled" } == { private-endpoint = "NetworkSecurityGroupEnabled" }
    error_message = "Security rules count for private endpoints."
  }

  assert {
    condition     = toset(keys(azurerm_subnet_network_security_group_association.this)) == setsubtract(keys(azurerm_subnet.this), ["AzureBastionSubnet"])
    error_message = "Every subnet but Bastion's has a security group."
  }

  assert {
    condition = (
      azurerm_network_security_rule.this["aks/allow-api-management-to-models"].source_address_prefix == "10.10.6.0/24"
      && azurerm_network_security_rule.this["aks/allow-api-management-to-models"].destination_address_prefixes == toset(["10.10.7.4", "10.10.7.5"])
      && azurerm_network_security_rule.this["aks/allow-api-management-to-models"].destination_port_range == "80"
      && azurerm_network_security_rule.this["aks/allow-api-management-to-models"].priority < azurerm_network_security_rule.this["aks/deny-virtual-network-to-models"].priority
    )
    error_message = "API Management reaches the models on port 80, before the refusal."
  }

  assert {
    condition = (
      azurerm_network_security_rule.this["aks/deny-virtual-network-to-models"].access == "Deny"
      && azurerm_network_security_rule.this["aks/deny-virtual-network-to-models"].source_address_prefix == "VirtualNetwork"
      && azurerm_network_security_rule.this["aks/deny-virtual-network-to-models"].destination_address_prefixes == toset(["10.10.7.4", "10.10.7.5"])
      && azurerm_network_security_rule.this["aks/deny-virtual-network-to-models"].destination_port_range == "*"
    )
    error_message = "Nobody else in the network reaches a model."
  }

  assert {
    condition = (
      azurerm_network_security_rule.this["private-endpoint/allow-https-from-platform"].source_address_prefixes == toset(["10.10.0.0/24", "10.10.5.0/24", "10.10.6.0/24"])
      && azurerm_network_security_rule.this["private-endpoint/deny-everything-else"].priority == 4096
      && azurerm_network_security_rule.this["aks-api/allow-aks-to-api-server"].destination_port_ranges == toset(["443", "4443"])
      && azurerm_network_security_rule.this["aks-api/allow-load-balancer-probes"].destination_port_range == "9988"
    )
    error_message = "Private endpoints and the API server admit what they need."
  }

  assert {
    condition = (
      toset(keys(azurerm_subnet_nat_gateway_association.this)) == toset(["aks", "api-management", "jump"])
      && azurerm_nat_gateway.this["cluster"].sku_name == "StandardV2"
      && azurerm_nat_gateway.this["api-management"].sku_name == "Standard"
      && alltrue([for key, gateway in azurerm_nat_gateway.this : azurerm_public_ip.nat[key].sku == gateway.sku_name && azurerm_public_ip.nat[key].zones == null])
    )
    error_message = "Three subnets go out through NAT gateways whose addresses have the gateway's SKU."
  }

  assert {
    condition = { for key, record in azurerm_private_dns_a_record.this : key => "${one(record.records)} ${record.ttl}" } == {
      "mistral-7b-instruct.kaito.internal" = "10.10.7.4 60"
      "phi-4-mini.kaito.internal"          = "10.10.7.5 60"
    }
    error_message = "One A record per enabled model, at its static address."
  }

  assert {
    condition = (
      contains(values(azurerm_private_dns_zone.this)[*].name, "kaito.internal")
      && length(azurerm_private_dns_zone_virtual_network_link.this) == 5
      && alltrue([for key, link in azurerm_private_dns_zone_virtual_network_link.this : startswith(link.name, "lnk-") && link.registration_enabled == false])
      && alltrue([for key, link in azurerm_private_dns_zone_virtual_network_link.this : link.resolution_policy == "NxDomainRedirect" if key != "kaito.internal"])
    )
    error_message = "Every zone is linked, and privatelink zones fall back to public names."
  }

  assert {
    condition     = length(azurerm_bastion_host.this) == 0 && length(azurerm_public_ip.bastion) == 0
    error_message = "A public cluster needs no Bastion."
  }

  assert {
    condition = alltrue([
      for tags in concat(
        [azurerm_virtual_network.this.tags],
        values(azurerm_public_ip.nat)[*].tags,
        values(azurerm_nat_gateway.this)[*].tags,
        values(azurerm_network_security_group.this)[*].tags,
        values(azurerm_private_dns_zone.this)[*].tags,
        values(azurerm_private_dns_a_record.this)[*].tags,
      ) : tags["environment"] == "demo"
    ])
    error_message = "Everything that takes tags is tagged."
  }
}

run "private_cluster_gets_a_bastion" {
  command = plan

  module {
    source = "../modules/networking"
  }

  variables {
    bastion = {
      name           = "bastion-hai-iwjf"
      public_ip_name = "pip-bastion-hai-iwjf"
    }
  }

  assert {
    condition     = azurerm_bastion_host.this[0].sku == "Standard" && azurerm_bastion_host.this[0].tunneling_enabled && azurerm_public_ip.bastion[0].name == "pip-bastion-hai-iwjf"
    error_message = "Bastion carries tunnels."
  }
}

run "one_standard_gateway_serves_all" {
  command = plan

  module {
    source = "../modules/networking"
  }

  variables {
    subnets = {
      aks = { address_prefix = "10.10.0.0/24", nat_gateway = "all" }
      api-management = {
        address_prefix = "10.10.6.0/24"
        nat_gateway    = "all"
        delegation     = { service = "Microsoft.Web/serverFarms", actions = ["Microsoft.Network/virtualNetworks/subnets/action"] }
      }
    }
    nat_gateways = {
      all = { name = "ngw-hai-iwjf", public_ip_name = "pip-nat-hai-iwjf", sku = "Standard" }
    }
  }

  assert {
    condition     = length(azurerm_nat_gateway.this) == 1 && length(azurerm_subnet_nat_gateway_association.this) == 2
    error_message = "Regions without StandardV2 share one gateway."
  }
}

run "standard_v2_on_a_web_subnet_is_refused" {
  command = plan

  module {
    source = "../modules/networking"
  }

  variables {
    subnets = {
      api-management = {
        address_prefix = "10.10.6.0/24"
        nat_gateway    = "all"
        delegation     = { service = "Microsoft.Web/serverFarms", actions = ["Microsoft.Network/virtualNetworks/subnets/action"] }
      }
    }
    nat_gateways = {
      all = { name = "ngw-hai-iwjf", public_ip_name = "pip-nat-hai-iwjf", sku = "StandardV2" }
    }
  }

  expect_failures = [var.subnets]
}

run "unknown_gateway_is_refused" {
  command = plan

  module {
    source = "../modules/networking"
  }

  variables {
    subnets = {
      aks = { address_prefix = "10.10.0.0/24", nat_gateway = "typo" }
    }
  }

  expect_failures = [var.subnets]
}

run "bad_prefix_is_refused" {
  command = plan

  module {
    source = "../modules/networking"
  }

  variables {
    subnets = {
      aks = { address_prefix = "10.10.0.0/33" }
    }
    nat_gateways = {}
  }

  expect_failures = [var.subnets]
}

run "one_priority_twice_is_refused" {
  command = plan

  module {
    source = "../modules/networking"
  }

  variables {
    subnets = {
      aks = {
        address_prefix = "10.10.0.0/24"
        network_security_group = {
          name = "nsg-aks-hai-iwjf"
          rules = {
            allow-first  = { description = "-", priority = 200, access = "Allow", sources = ["10.0.0.0/8"], destinations = ["*"], ports = ["80"] }
            allow-second = { description = "-", priority = 200, access = "Allow", sources = ["10.0.0.0/8"], destinations = ["*"], ports = ["80"] }
          }
        }
      }
    }
    nat_gateways = {}
  }

  expect_failures = [var.subnets]
}

run "tag_among_addresses_is_refused" {
  command = plan

  module {
    source = "../modules/networking"
  }

  variables {
    subnets = {
      aks = {
        address_prefix = "10.10.0.0/24"
        network_security_group = {
          name = "nsg-aks-hai-iwjf"
          rules = {
            allow-mixed = { description = "-", priority = 200, access = "Allow", sources = ["VirtualNetwork", "10.0.0.0/8"], destinations = ["*"], ports = ["80"] }
          }
        }
      }
    }
    nat_gateways = {}
  }

  expect_failures = [var.subnets]
}

run "bad_address_is_refused" {
  command = plan

  module {
    source = "../modules/networking"
  }

  variables {
    private_dns_zones = {
      "kaito.internal" = { link_name = "lnk-models-hai-iwjf", a_records = { mistral = "10.0.0.300" } }
    }
  }

  expect_failures = [var.private_dns_zones]
}

run "ttl_of_zero_is_refused" {
  command = plan

  module {
    source = "../modules/networking"
  }

  variables {
    private_dns_zones = {
      "kaito.internal" = { link_name = "lnk-models-hai-iwjf", ttl = 0 }
    }
  }

  expect_failures = [var.private_dns_zones]
}

run "bastion_without_its_subnet_is_refused" {
  command = plan

  module {
    source = "../modules/networking"
  }

  variables {
    subnets = {
      aks = { address_prefix = "10.10.0.0/24" }
    }
    nat_gateways = {}
    bastion      = { name = "bastion-hai-iwjf", public_ip_name = "pip-bastion-hai-iwjf" }
  }

  expect_failures = [var.bastion]
}
