//! Which resources hold data or serve people, by their addresses in Terraform.

/// Types whose resources hold data, are an address that others know, or stand between people and a model.
const TYPES: &[&str] = &[
    "azurerm_api_management",
    "azurerm_api_management_product",
    "azurerm_application_insights",
    "azurerm_cognitive_account",
    "azurerm_cognitive_account_project",
    "azurerm_cognitive_deployment",
    "azurerm_dashboard_grafana",
    "azurerm_key_vault",
    "azurerm_key_vault_secret",
    "azurerm_kubernetes_cluster",
    "azurerm_kubernetes_cluster_node_pool",
    "azurerm_log_analytics_workspace",
    "azurerm_monitor_workspace",
    "azurerm_private_dns_zone",
    "azurerm_public_ip",
    "azurerm_resource_group",
    "azurerm_subnet",
    "azurerm_virtual_network",
    "helm_release",
];

/// Resources of a type that can be anything, by type and name: the gateway's API, and the subscriptions that keys belong to.
const RESOURCES: &[&str] = &["azapi_resource.api", "azapi_resource.subscription"];

/// The address of a resource instance, in its parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Address<'a> {
    /// The call of the module; empty in the root.
    pub(super) module: &'a str,
    kind: &'a str,
    /// Type and name.
    resource: &'a str,
    /// The key of the instance, without quotes.
    key: Option<&'a str>,
}

impl<'a> Address<'a> {
    /// `module.ai_platform.azurerm_cognitive_deployment.model["swedencentral/gpt-4.1"]`
    pub(super) fn of(address: &'a str) -> Self {
        let (place, key) = match address.split_once('[') {
            Some((place, key)) => (place, Some(key.trim_end_matches(']').trim_matches('"'))),
            None => (address, None),
        };
        let below = place.strip_prefix("module.");
        let (module, resource) = below
            .and_then(|rest| rest.split_once('.'))
            .unwrap_or(("", place));
        Self {
            module,
            kind: resource.split('.').next().unwrap_or(resource),
            resource,
            key,
        }
    }

    pub(super) fn is_precious(self) -> bool {
        TYPES.contains(&self.kind) || RESOURCES.contains(&self.resource)
    }

    /// The model that a deployment serves: deployments are called like their model.
    pub(super) fn model(self) -> Option<&'a str> {
        let key = self
            .key
            .filter(|_| self.kind == "azurerm_cognitive_deployment")?;
        Some(key.split_once('/').map_or(key, |(_, model)| model))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        let of = Address::of(
            "module.ai_platform.azurerm_cognitive_deployment.model[\"swedencentral/gpt-4.1\"]",
        );
        assert_eq!((of.module, of.model()), ("ai_platform", Some("gpt-4.1")));
        assert!(of.is_precious());
        let of = Address::of("azurerm_resource_group.this");
        assert_eq!((of.module, of.model(), of.is_precious()), ("", None, true));
        assert!(Address::of("module.team_a.azapi_resource.subscription").is_precious());
        assert!(!Address::of("module.a.azapi_resource.backend_pool[\"x\"]").is_precious());
        assert!(!Address::of("module.a.azurerm_role_assignment.x[0]").is_precious());
    }
}
