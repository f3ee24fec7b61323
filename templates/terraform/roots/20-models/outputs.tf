output "release_name" {
  description = "Name of the Helm release of the models."
  value       = module.kaito_models.release_name
}

output "release_status" {
  description = "Status of the release as Helm has it."
  value       = module.kaito_models.release_status
}

output "kaito_version" {
  description = "Version of KAITO's chart in the cluster; null where the AKS add-on brings KAITO."
  value       = module.kaito_models.kaito_version
}
