output "aks_id" {
  description = "Resource id of the cluster."
  value       = module.aks_kaito.aks_id
}

output "aks_name" {
  description = "Name of the cluster."
  value       = module.aks_kaito.aks_name
}

output "grafana_endpoint" {
  description = "URL of Managed Grafana, or null without it."
  value       = module.monitoring.grafana_endpoint
}

output "nat_public_ips" {
  description = "IPv4 addresses that outbound traffic comes from, by NAT gateway key."
  value       = module.networking.nat_public_ips
}

output "oidc_issuer_url" {
  description = "Issuer of the cluster's service account tokens, for federated credentials."
  value       = module.aks_kaito.oidc_issuer_url
}

output "api_operations" {
  description = "Method and path of each operation of the gateway's API."
  value       = module.ai_platform.api_operations
}

output "backend_urls" {
  description = "Where the gateway sends requests, by backend."
  value       = module.ai_platform.backend_urls
}

output "foundry_deployments" {
  description = "Model deployments by region."
  value       = module.ai_platform.foundry_deployments
}
