output "release_name" {
  description = "Name of the Helm release of the models."
  value       = helm_release.models.name
}

output "release_status" {
  description = "Status of the release as Helm has it, for example deployed."
  value       = helm_release.models.status
}

output "kaito_version" {
  description = "Version of KAITO's chart in the cluster; null where the AKS add-on brings KAITO."
  value       = one(helm_release.kaito[*].version)
}
