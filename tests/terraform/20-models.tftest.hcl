# The root as compiled for the demo platform (KAITO as the AKS add-on), then the module where KAITO is installed by its chart.

mock_provider "azurerm" {
  mock_data "azurerm_kubernetes_cluster" {
    defaults = {
      kube_config = [{
        host                   = "https://hai-iwjf-00000000.hcp.swedencentral.azmk8s.io:443"
        cluster_ca_certificate = "bW9jaw=="
        client_certificate     = ""
        client_key             = ""
        username               = "mock"
        password               = ""
      }]
    }
  }
}

mock_provider "helm" {}

variables {
  subscription_id = "00000000-0000-0000-0000-000000000001"
}

run "demo_platform" {
  command = apply

  assert {
    condition     = data.azurerm_kubernetes_cluster.main.name == "aks-hai-iwjf" && data.azurerm_kubernetes_cluster.main.resource_group_name == "rg-hai-iwjf"
    error_message = "The models go to another cluster."
  }

  assert {
    condition     = module.kaito_models.release_name == "kaito-models"
    error_message = "The release has another name."
  }

  assert {
    condition     = module.kaito_models.kaito_version == null
    error_message = "KAITO is installed although the add-on brings it."
  }
}

run "kaito_by_its_chart" {
  command = apply

  module {
    source = "../modules/kaito-models"
  }

  variables {
    release = {
      name        = "kaito-models"
      namespace   = "kaito-models"
      chart_path  = "../../helm/kaito-models"
      values_file = "../../helm/kaito-models/values.yaml"
    }
    kaito = {
      version          = "0.12.0"
      cluster_name     = "aks-hai-iwjf"
      node_provisioner = "byo"
      spot_nodes       = true
    }
  }

  assert {
    condition     = helm_release.kaito[0].chart == "workspace" && helm_release.kaito[0].version == "0.12.0" && helm_release.kaito[0].wait
    error_message = "KAITO's chart is another one, or the models do not wait for it."
  }

  assert {
    condition = yamldecode(helm_release.kaito[0].values[0]) == {
      clusterName     = "aks-hai-iwjf"
      nodeProvisioner = "byo"
      featureGates    = { disableNodeAutoProvisioning = true }
      spotInstance    = { enabled = true }
    }
    error_message = "KAITO would make nodes although there are node pools for the models."
  }

  assert {
    condition     = helm_release.models.values[0] == file("../../helm/kaito-models/values.yaml") && helm_release.models.namespace == "kaito-models"
    error_message = "The models are installed with other values, or elsewhere."
  }

  assert {
    condition     = helm_release.models.wait && !helm_release.models.atomic && helm_release.models.timeout == 900
    error_message = "A failed release would roll back, and delete GPU nodes."
  }
}

run "kaito_with_karpenter" {
  command = plan

  module {
    source = "../modules/kaito-models"
  }

  variables {
    release = {
      name        = "kaito-models"
      namespace   = "kaito-models"
      chart_path  = "../../helm/kaito-models"
      values_file = "../../helm/kaito-models/values.yaml"
    }
    kaito = {
      version          = "0.12.0"
      cluster_name     = "aks-hai-iwjf"
      node_provisioner = "karpenter"
      spot_nodes       = false
    }
  }

  assert {
    condition     = yamldecode(helm_release.kaito[0].values[0]).nodeProvisioner == "karpenter" && !yamldecode(helm_release.kaito[0].values[0]).featureGates.disableNodeAutoProvisioning
    error_message = "KAITO would not ask Karpenter for nodes."
  }
}

run "unknown_node_provisioner" {
  command = plan

  module {
    source = "../modules/kaito-models"
  }

  variables {
    release = {
      name        = "kaito-models"
      namespace   = "kaito-models"
      chart_path  = "../../helm/kaito-models"
      values_file = "../../helm/kaito-models/values.yaml"
    }
    kaito = {
      version          = "0.12.0"
      cluster_name     = "aks-hai-iwjf"
      node_provisioner = "azure-gpu-provisioner"
      spot_nodes       = false
    }
  }

  expect_failures = [var.kaito]
}
