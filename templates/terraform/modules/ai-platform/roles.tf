locals {
  # Built-in roles by id: Foundry's roles were renamed in May 2026, the ids stay.
  role_definitions = "/subscriptions/${var.subscription_id}/providers/Microsoft.Authorization/roleDefinitions"
  foundry_roles = {
    openai = "${local.role_definitions}/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd" # Cognitive Services OpenAI User
    others = "${local.role_definitions}/a97b65f3-24c7-4388-baec-2e87135dc908" # Cognitive Services User
  }

  # The second role only where a model of another format than OpenAI's is deployed.
  foundry_role_assignments = merge([
    for location, account in var.foundry_accounts : {
      for role in(anytrue([for deployment in account.deployments : deployment.model_format != "OpenAI"]) ? ["openai", "others"] : ["openai"]) :
      "${location}/${role}" => { location = location, role = role }
    }
  ]...)
}

resource "azurerm_role_assignment" "api_management_foundry" {
  for_each = local.foundry_role_assignments

  scope              = azurerm_cognitive_account.foundry[each.value.location].id
  role_definition_id = local.foundry_roles[each.value.role]
  principal_id       = azurerm_api_management.main.identity[0].principal_id
  principal_type     = "ServicePrincipal"
}

resource "azurerm_role_assignment" "api_management_application_insights" {
  scope                = var.monitoring.application_insights_id
  role_definition_name = "Monitoring Metrics Publisher"
  principal_id         = azurerm_api_management.main.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

# Only where a policy uses a secret: the vault holds the keys of every team.
resource "azurerm_role_assignment" "api_management_key_vault" {
  count = length(var.named_values) > 0 ? 1 : 0

  scope                = azurerm_key_vault.main.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_api_management.main.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

# Who applies the keys root writes secrets; given here, so that the role has arrived by then.
resource "azurerm_role_assignment" "secrets_officer" {
  for_each = var.key_vault.secrets_officer_group_ids

  scope                = azurerm_key_vault.main.id
  role_definition_name = "Key Vault Secrets Officer"
  principal_id         = each.value
  principal_type       = "Group"
}
