//! The platform as meant: names resolved, defaults filled in, overlays merged, every value with its origin.
//!
//! There is one [`Platform`] per environment. Nothing here knows YAML; targets and rules read it, only `resolve` makes it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::core::origin::{Origin, Sourced};

use crate::domain::facts::FactSet;
use crate::domain::names;
pub mod services;

pub use crate::domain::addons::model::Addons;
pub use crate::domain::apps::model::App;
pub use crate::domain::cluster::model::{Cluster, GpuNodes, Kaito, KaitoVersion};
pub use crate::domain::consumers::model::{Grant, Period, Team, TeamLimits, TokenQuota};
pub use crate::domain::ids::{
    AccessGroupName, BaseName, DeploymentName, EnvironmentName, HostName, Location, ModelName,
    ModelSlug, TeamName,
};
pub use crate::domain::models::model::{Capability, Deployment, FoundryModel, KaitoModel, Model};
pub use crate::domain::network::model::{Network, Subnet};
pub use crate::domain::pattern::Pattern;
pub use services::{Apim, Foundry, FoundryAccount, KeyVault, Monitoring, StateBackend};

/// Everything one environment consists of, validated as a whole.
#[derive(Debug)]
pub struct Platform {
    /// `demo`, `prod`: the folder under `generated/`.
    pub environment: Sourced<EnvironmentName>,
    /// `<name>-<suffix>`: the base of every Azure name.
    pub base: Sourced<BaseName>,
    /// `platform.name` as written.
    pub name: Sourced<String>,
    /// `platform.suffix` as written.
    pub suffix: Sourced<String>,
    /// The platform's Azure region.
    pub location: Sourced<Location>,
    /// Tags on every resource that takes tags.
    pub tags: BTreeMap<String, Sourced<String>>,
    /// Addresses.
    pub network: Network,
    /// The AKS cluster.
    pub cluster: Cluster,
    /// How KAITO gets into the cluster.
    pub kaito: Kaito,
    /// The API Management service.
    pub apim: Apim,
    /// Foundry accounts.
    pub foundry: Foundry,
    /// The Key Vault that holds subscription keys.
    pub key_vault: KeyVault,
    /// Logs, metrics, alerts.
    pub monitoring: Monitoring,
    /// Where Terraform keeps its state.
    pub state: Sourced<StateBackend>,
    /// Models on the cluster's GPU nodes, enabled or not, by catalog order.
    pub kaito_models: Vec<Arc<KaitoModel>>,
    /// Foundry models, enabled or not, by catalog order.
    pub foundry_models: Vec<Arc<FoundryModel>>,
    /// Add-ons of the cluster, if the inputs list any.
    pub addons: Option<Addons>,
    /// Teams of this environment, by name, suspended ones included.
    pub teams: Vec<Team>,
    /// Applications of these teams, by name.
    pub apps: Vec<App>,
    /// What is known about Azure; only what is used of it shows in outputs.
    pub facts: FactSet,
    /// Repository paths of the files this platform was compiled from, for headers.
    pub inputs: Inputs,
}

impl Platform {
    /// The models that run on the cluster.
    pub fn enabled_kaito(&self) -> impl Iterator<Item = &Arc<KaitoModel>> {
        self.kaito_models.iter().filter(|model| model.enabled.value)
    }

    /// The models that Foundry serves.
    pub fn enabled_foundry(&self) -> impl Iterator<Item = &Arc<FoundryModel>> {
        self.foundry_models
            .iter()
            .filter(|model| model.enabled.value)
    }

    /// The inputs that [`Platform::base`] is made of.
    pub fn base_origins(&self) -> [Origin; 2] {
        [&self.name, &self.suffix].map(|part| part.origin.derived())
    }

    /// The inputs that decide where GPU nodes come from.
    pub fn gpu_origins(&self) -> Vec<Origin> {
        let by_aks = (self.kaito.nodes.value != GpuNodes::Addon)
            .then_some(self.cluster.auto_provisioning.origin);
        std::iter::once(self.kaito.nodes.origin)
            .chain(by_aks)
            .collect()
    }

    /// The inputs that the name of a Foundry account is made of, or where it is written.
    pub fn account_origins(&self, account: &FoundryAccount) -> Vec<Origin> {
        let names = self.names();
        if account.main && account.name.value == names.foundry_account() {
            return self.base_origins().into();
        }
        let location = &account.location;
        if !account.main && account.name.value == names.foundry_account_in(&location.value) {
            let base = self.base_origins().into_iter();
            // In the platform's own region it would be the main account.
            let own = self.location.origin.entry();
            return base.chain([location.origin.derived(), own]).collect();
        }
        vec![account.name.origin]
    }

    /// Names of all Azure resources.
    pub fn names(&self) -> names::Names<'_> {
        names::Names::new(&self.base.value)
    }
}

/// Which input files a platform was compiled from, relative to the repository.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// `catalog/platform.yaml`, and the environment's overlay if there is one.
    pub platform: Vec<String>,
    /// `catalog/models.yaml` or the files of `catalog/models/`.
    pub models: Vec<String>,
    /// `catalog/addons.yaml`, and the overlay if it changes add-ons; empty without add-ons.
    pub addons: Vec<String>,
}
