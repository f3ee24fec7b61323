# The order here is a security property: product, policy, API, subscription. Until the policy stands, the product leads to
# no API; until the API is linked, there is no key. A policy that Azure refuses stops everything after it.

resource "azurerm_api_management_product" "team" {
  product_id            = var.product.name
  resource_group_name   = var.platform.resource_group_name
  api_management_name   = var.platform.api_management_name
  display_name          = var.product.display_name
  description           = var.product.description
  published             = true
  subscription_required = true

  # Nobody subscribes by themselves. No group is given access to the product either.
  approval_required   = true
  subscriptions_limit = 1
}

resource "azurerm_api_management_product_policy" "team" {
  product_id          = azurerm_api_management_product.team.product_id
  resource_group_name = var.platform.resource_group_name
  api_management_name = var.platform.api_management_name
  xml_content         = file(var.product.policy_file)

  # Azure deletes policy and link together with their product: a product that is replaced gets both anew, in order.
  lifecycle {
    replace_triggered_by = [azurerm_api_management_product.team.id]
  }
}

resource "azurerm_api_management_product_api" "openai" {
  product_id          = azurerm_api_management_product.team.product_id
  resource_group_name = var.platform.resource_group_name
  api_management_name = var.platform.api_management_name
  api_name            = var.platform.api_name

  depends_on = [azurerm_api_management_product_policy.team]

  lifecycle {
    replace_triggered_by = [azurerm_api_management_product.team.id]
  }
}

# azapi: azurerm's subscription keeps both keys in the state and turns request tracing on unless configured otherwise.
resource "azapi_resource" "subscription" {
  type      = "Microsoft.ApiManagement/service/subscriptions@2024-05-01"
  name      = var.subscription.name
  parent_id = var.platform.api_management_id

  body = {
    properties = {
      scope        = azurerm_api_management_product.team.id
      displayName  = var.subscription.display_name
      state        = var.subscription.suspended ? "suspended" : "active"
      allowTracing = false
    }
  }

  response_export_values = []

  depends_on = [
    azurerm_api_management_product_policy.team,
    azurerm_api_management_product_api.openai,
  ]
}
