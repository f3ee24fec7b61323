//! The services around the models: gateway, Foundry accounts, vault, monitoring, Terraform state.

use crate::core::origin::Sourced;
use crate::domain::ids::Location;

/// The API Management service.
#[derive(Debug)]
pub struct Apim {
    /// `StandardV2`, `BasicV2`, `PremiumV2`.
    pub sku: Sourced<String>,
    /// Scale units.
    pub capacity: Sourced<u32>,
    /// Shown to developers.
    pub publisher_name: Sourced<String>,
    /// Receives notifications.
    pub publisher_email: Sourced<String>,
    /// Origins of websites whose scripts may call the gateway.
    pub cors_origins: Vec<Sourced<String>>,
}

/// Foundry accounts, the platform's own first.
#[derive(Debug)]
pub struct Foundry {
    /// Whether the accounts answer outside the virtual network.
    pub public_network_access: Sourced<bool>,
    /// One per region in which a model is deployed, the platform's region first, then by region.
    pub accounts: Vec<FoundryAccount>,
}

/// One Foundry account.
#[derive(Debug, Clone)]
pub struct FoundryAccount {
    /// Its region.
    pub location: Sourced<Location>,
    /// Azure name and custom subdomain.
    pub name: Sourced<String>,
    /// Whether it is the platform region's.
    pub main: bool,
}

/// The Key Vault that holds subscription keys.
#[derive(Debug)]
pub struct KeyVault {
    /// Whether deleted secrets are kept for good against purging.
    pub purge_protection: Sourced<bool>,
    /// Days that deleted secrets are kept, 7 to 90.
    pub soft_delete_days: Sourced<u8>,
}

/// Logs, metrics, alerts.
#[derive(Debug)]
pub struct Monitoring {
    /// Days that logs are kept.
    pub retention_days: Sourced<u16>,
    /// Whether Azure Managed Grafana is made.
    pub grafana: Sourced<bool>,
    /// Who is notified of alerts.
    pub receivers: Vec<Receiver>,
}

/// Somebody who is notified of alerts.
#[derive(Debug)]
pub struct Receiver {
    /// Name.
    pub name: Sourced<String>,
    /// Mail address.
    pub email: Sourced<String>,
}

/// Where Terraform keeps its state.
#[derive(Debug)]
pub enum StateBackend {
    /// A file beside the root.
    Local,
    /// A blob per root.
    Azurerm {
        /// Group of the storage account.
        resource_group_name: Sourced<String>,
        /// Storage account.
        storage_account_name: Sourced<String>,
        /// Blob container.
        container_name: Sourced<String>,
    },
}
