resource "azurerm_monitor_action_group" "this" {
  count = var.action_group == null ? 0 : 1

  name                = var.action_group.name
  short_name          = var.action_group.short_name
  resource_group_name = var.resource_group.name
  tags                = var.tags

  # Blocks in the order of the names: a list that moves is a change that nobody made.
  dynamic "email_receiver" {
    for_each = var.action_group.emails

    content {
      name                    = email_receiver.key
      email_address           = email_receiver.value
      use_common_alert_schema = true
    }
  }

  dynamic "arm_role_receiver" {
    for_each = var.action_group.arm_roles

    content {
      name                    = arm_role_receiver.key
      role_id                 = arm_role_receiver.value
      use_common_alert_schema = true
    }
  }
}
