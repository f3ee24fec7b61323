resource "azurerm_dashboard_grafana" "this" {
  count = var.grafana == null ? 0 : 1

  name                  = var.grafana.name
  resource_group_name   = var.resource_group.name
  location              = var.location
  grafana_major_version = var.grafana.major_version
  api_key_enabled       = false
  tags                  = var.tags

  identity {
    type = "SystemAssigned"
  }

  azure_monitor_workspace_integrations {
    resource_id = azurerm_monitor_workspace.this.id
  }
}

# Without these two roles the dashboards exist but stay empty.
resource "azurerm_role_assignment" "grafana" {
  for_each = var.grafana == null ? {} : {
    metrics = { scope = azurerm_monitor_workspace.this.id, role = "Monitoring Data Reader" }
    azure   = { scope = var.resource_group.id, role = "Monitoring Reader" }
  }

  scope                = each.value.scope
  role_definition_name = each.value.role
  principal_id         = azurerm_dashboard_grafana.this[0].identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "grafana_admin" {
  for_each = var.grafana == null ? toset([]) : var.grafana.admin_group_object_ids

  scope                = azurerm_dashboard_grafana.this[0].id
  role_definition_name = "Grafana Admin"
  principal_id         = each.value
  principal_type       = "Group"
}
