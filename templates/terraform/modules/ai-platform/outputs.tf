output "apim_id" {
  description = "Id of the API Management service."
  value       = azurerm_api_management.main.id
}

output "apim_principal_id" {
  description = "Object id of the gateway's identity, for roles on further resources."
  value       = azurerm_api_management.main.identity[0].principal_id
}

output "api_id" {
  description = "Id of the OpenAI-compatible API, known once its policies stand: what uses it comes after them."
  value       = local.api_id

  depends_on = [
    azurerm_api_management_api_policy.openai,
    azurerm_api_management_api_operation_policy.openai,
  ]
}

output "api_operations" {
  description = "Method and path of each operation of the API, by operation id."
  value       = { for id, operation in azurerm_api_management_api_operation.openai : id => "${operation.method} ${operation.url_template}" }
}

output "backend_urls" {
  description = "URL of each single backend, by name."
  value       = { for name, backend in azurerm_api_management_backend.single : name => backend.url }
}

output "backend_pool_ids" {
  description = "Id of each backend pool, by name."
  value       = { for name, pool in azapi_resource.backend_pool : name => pool.id }
}

output "foundry_account_ids" {
  description = "Id of each Foundry account, by region."
  value       = { for location, account in azurerm_cognitive_account.foundry : location => account.id }
}

output "foundry_deployments" {
  description = "Names of the model deployments, by region."
  value = {
    for location in keys(var.foundry_accounts) : location => [
      for key, deployment in azurerm_cognitive_deployment.model : deployment.name if local.foundry_deployments[key].location == location
    ]
  }
}

output "key_vault_id" {
  description = "Id of the Key Vault, known once it is reachable from the network and its secrets officers have their role."
  value       = azurerm_key_vault.main.id

  depends_on = [
    azurerm_private_endpoint.key_vault,
    azurerm_role_assignment.secrets_officer,
  ]
}
