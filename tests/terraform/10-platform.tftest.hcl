# Azure ids and UUIDs have to look real: the provider checks them when a mocked apply makes them known.
mock_provider "azurerm" {
  mock_resource "azurerm_resource_group" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf"
    }
  }

  mock_resource "azurerm_virtual_network" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf"
    }
  }

  # One id for all subnets; the provider takes a bastion host in no subnet of another name.
  mock_resource "azurerm_subnet" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Network/virtualNetworks/vnet-hai-iwjf/subnets/AzureBastionSubnet"
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

  mock_resource "azurerm_log_analytics_workspace" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.OperationalInsights/workspaces/log-hai-iwjf"
    }
  }

  mock_resource "azurerm_application_insights" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Insights/components/appi-hai-iwjf"
    }
  }

  mock_resource "azurerm_monitor_workspace" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Monitor/accounts/prom-hai-iwjf"
    }
  }

  mock_resource "azurerm_monitor_data_collection_endpoint" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Insights/dataCollectionEndpoints/dce-hai-iwjf"
    }
  }

  mock_resource "azurerm_monitor_data_collection_rule" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Insights/dataCollectionRules/mock"
    }
  }

  mock_resource "azurerm_monitor_action_group" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Insights/actionGroups/ag-hai-iwjf"
    }
  }

  mock_resource "azurerm_dashboard_grafana" {
    defaults = {
      id       = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.Dashboard/grafana/graf-hai-iwjf"
      identity = { principal_id = "33333333-3333-4333-8333-333333333333" }
    }
  }

  mock_resource "azurerm_user_assigned_identity" {
    defaults = {
      id           = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.ManagedIdentity/userAssignedIdentities/uai-hai-iwjf"
      principal_id = "33333333-3333-4333-8333-333333333333"
    }
  }

  mock_resource "azurerm_kubernetes_cluster" {
    defaults = {
      id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hai-iwjf/providers/Microsoft.ContainerService/managedClusters/aks-hai-iwjf"
    }
  }

  mock_data "azurerm_client_config" {
    defaults = {
      tenant_id = "22222222-2222-4222-8222-222222222222"
    }
  }
}

mock_provider "azapi" {}

# Has tests of its own, with mocks of its own.
override_module {
  target = module.ai_platform
}

variables {
  subscription_id                 = "11111111-1111-4111-8111-111111111111"
  admin_group_object_ids          = ["44444444-4444-4444-8444-444444444444"]
  api_server_authorized_ip_ranges = ["198.51.100.0/24"]
}

run "platform_without_a_group_is_refused" {
  command = plan

  variables {
    admin_group_object_ids = []
  }

  expect_failures = [var.admin_group_object_ids]
}

run "plan" {
  command = plan

  assert {
    condition     = azurerm_resource_group.this.name == "rg-hai-iwjf" && azurerm_resource_group.this.tags["environment"] == "demo"
    error_message = "The resource group has its fixed name and tags."
  }
}

run "apply" {
  command = apply

  assert {
    condition = toset(keys(module.networking.subnet_ids)) == toset([
      "AzureBastionSubnet", "aks", "aks-api", "api-management", "jump", "models", "onprem", "private-endpoint",
    ])
    error_message = "Every subnet of the catalog exists, under its own name."
  }

  assert {
    condition = toset(keys(module.networking.private_dns_zone_ids)) == toset([
      "kaito.internal",
      "privatelink.cognitiveservices.azure.com",
      "privatelink.openai.azure.com",
      "privatelink.services.ai.azure.com",
      "privatelink.vaultcore.azure.net",
    ])
    error_message = "Zones for the models and for every private endpoint."
  }

  assert {
    condition = module.networking.private_dns_records == {
      "mistral-7b-instruct.kaito.internal" = "10.10.7.4"
      "phi-4-mini.kaito.internal"          = "10.10.7.5"
    }
    error_message = "One A record per enabled model, at its static address."
  }

  assert {
    condition     = toset(keys(module.networking.nat_public_ips)) == toset(["api-management", "cluster"])
    error_message = "API Management goes out through a gateway of its own."
  }

  assert {
    condition     = module.aks_kaito.aks_name == "aks-hai-iwjf" && output.aks_name == "aks-hai-iwjf"
    error_message = "The cluster has its fixed name."
  }

  assert {
    condition     = length(module.monitoring.action_group_ids) == 1
    error_message = "The receivers of the catalog make one action group."
  }
}
