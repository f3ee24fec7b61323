output "secret_ids" {
  description = "Versionless ids of the Key Vault secrets, by which key they hold. Applications read the newest version under them."
  value       = { for key, secret in azurerm_key_vault_secret.key : key => secret.versionless_id }
}

output "foundry_connection_id" {
  description = "Id of the connection of the team's Foundry project; null for a team without."
  value       = one(azapi_resource.foundry_connection[*].id)
}
