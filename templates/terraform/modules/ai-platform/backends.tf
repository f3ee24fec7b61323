# One backend per deployment, each with a breaker of its own: a model that fails closes no other. The breaker counts per gateway
# instance, and approximately. One rule per backend is all that the service takes.
resource "azurerm_api_management_backend" "single" {
  for_each = var.backends

  name                = each.key
  resource_group_name = var.resource_group_name
  api_management_name = azurerm_api_management.main.name
  description         = each.value.description
  protocol            = "http" # HTTP as opposed to SOAP; TLS is a matter of the URL
  url                 = each.value.url

  dynamic "tls" {
    for_each = startswith(each.value.url, "https://") ? [true] : []

    content {
      validate_certificate_chain = true
      validate_certificate_name  = true
    }
  }

  dynamic "circuit_breaker_rule" {
    for_each = [var.circuit_breakers[each.value.breaker]]

    content {
      name                       = "failures"
      trip_duration              = circuit_breaker_rule.value.trip
      accept_retry_after_enabled = circuit_breaker_rule.value.follows_retry_after

      failure_condition {
        count             = circuit_breaker_rule.value.count
        interval_duration = circuit_breaker_rule.value.interval

        dynamic "status_code_range" {
          for_each = circuit_breaker_rule.value.status_codes

          content {
            min = status_code_range.value.min
            max = status_code_range.value.max
          }
        }
      }
    }
  }
}

# azapi: azurerm 5.2 has no backends of type Pool.
resource "azapi_resource" "backend_pool" {
  for_each = var.backend_pools

  type      = "Microsoft.ApiManagement/service/backends@2024-05-01"
  name      = each.key
  parent_id = azurerm_api_management.main.id

  body = {
    properties = {
      type        = "Pool"
      description = each.value.description
      pool = {
        services = [
          for name, member in each.value.members : {
            id       = azurerm_api_management_backend.single[name].id
            priority = member.priority
            weight   = member.weight
          }
        ]
      }
    }
  }

  response_export_values = []
}
