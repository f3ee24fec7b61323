output "aks_id" {
  description = "Resource id of the cluster."
  value       = azurerm_kubernetes_cluster.this.id
}

output "aks_name" {
  description = "Name of the cluster."
  value       = azurerm_kubernetes_cluster.this.name
}

output "oidc_issuer_url" {
  description = "Issuer of the cluster's service account tokens, for federated credentials."
  value       = azurerm_kubernetes_cluster.this.oidc_issuer_url
}
