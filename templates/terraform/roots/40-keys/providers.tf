provider "azurerm" {
  subscription_id = var.subscription_id

  # 10-platform has registered what is needed.
  resource_provider_registrations = "none"

  features {
    key_vault {
      purge_soft_deleted_secrets_on_destroy = false # a vault with purge protection forbids it anyway
    }
  }
}

provider "azapi" {
  subscription_id = var.subscription_id

  # Otherwise whole responses, read-only properties included, would be kept in the state.
  disable_default_output = true
}
