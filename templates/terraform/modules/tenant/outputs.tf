output "product_id" {
  description = "Id of the team's product, known once its policy stands."
  value       = azurerm_api_management_product.team.id

  depends_on = [azurerm_api_management_product_policy.team]
}

output "subscription" {
  description = "The team's subscription: id and state (active or suspended). Its keys are nowhere in the state."
  value = {
    id    = azapi_resource.subscription.id
    state = azapi_resource.subscription.body.properties.state
  }
}

output "foundry_project_id" {
  description = "Id of the team's Foundry project; null for a team without."
  value       = one(azurerm_cognitive_account_project.team[*].id)
}
