variable "subscription_id" {
  description = "Id of the subscription that the platform is deployed to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.subscription_id))
    error_message = "subscription_id must be a UUID in lower case."
  }
}

variable "kubelogin_method" {
  description = "How kubelogin signs in: azurecli for people, workloadidentity or spn in a pipeline."
  type        = string
  default     = "azurecli"
  nullable    = false

  validation {
    condition     = contains(["azurecli", "azd", "devicecode", "interactive", "msi", "spn", "workloadidentity"], var.kubelogin_method)
    error_message = "kubelogin_method is one of azurecli, azd, devicecode, interactive, msi, spn, workloadidentity."
  }
}
