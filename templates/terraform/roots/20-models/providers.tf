provider "azurerm" {
  subscription_id = var.subscription_id

  # 10-platform has registered what is needed.
  resource_provider_registrations = "none"

  features {}
}

# The cluster takes Entra tokens only: kubelogin fetches one for the well-known application of AKS's API servers.
provider "helm" {
  kubernetes = {
    host                   = data.azurerm_kubernetes_cluster.main.kube_config[0].host
    cluster_ca_certificate = base64decode(data.azurerm_kubernetes_cluster.main.kube_config[0].cluster_ca_certificate)

    exec = {
      api_version = "client.authentication.k8s.io/v1beta1"
      command     = "kubelogin"
      args        = ["get-token", "--login", var.kubelogin_method, "--server-id", "6dae42f8-4368-4678-94ff-3960e28e3630"]
    }
  }
}
