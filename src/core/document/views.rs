//! What the templates for prose are given: one struct per template, nothing but facts; all decisions are made before.
//!
//! No field holds free text of an input: Markdown has no escape that fits every place.

use serde::Serialize;

use crate::core::origin::Origin;

/// A template with its facts.
#[derive(Debug)]
pub enum View {
    /// `generated/<environment>/README.md`: how to apply.
    EnvironmentReadme(EnvironmentReadme),
}

/// Facts of one environment's README.
#[derive(Debug, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one fact that the template words in two ways"
)]
pub struct EnvironmentReadme {
    /// The environment.
    pub environment: String,
    /// Azure region.
    pub location: String,
    /// The resource group that holds everything.
    pub resource_group: String,
    /// URL that clients call.
    pub api_url: String,
    /// The AKS cluster.
    pub cluster: String,
    /// Whether the cluster is reached from inside the network only.
    pub private_cluster: bool,
    /// Whether 20-models installs KAITO, too.
    pub kaito_by_chart: bool,
    /// Whether Terraform keeps its state in files beside the roots.
    pub local_state: bool,
    /// Whether the catalog names the administrators' groups, so that no variable has to.
    pub administrators_given: bool,
    /// Whether the ranges that may reach the API server are to be given as a variable.
    pub ranges_wanted: bool,
    /// The roots, in order of application.
    pub roots: Vec<RootLine>,
    /// What must exist before anything is applied, where the network is not the platform's own.
    pub existing: Vec<ExistingLine>,
    /// The inputs that each of these comes from, by its name.
    #[serde(skip)]
    pub origins: Vec<(&'static str, Vec<Origin>)>,
}

/// One thing that must exist.
#[derive(Debug, Clone, Serialize)]
pub struct ExistingLine {
    /// Its resource id.
    pub id: String,
    /// What must be true of it.
    pub must: String,
}

/// One Terraform root.
#[derive(Debug, Clone, Serialize)]
pub struct RootLine {
    /// Folder: `10-platform`.
    pub name: &'static str,
    /// What it makes.
    pub purpose: &'static str,
    /// What whoever applies it needs.
    pub needs: &'static str,
}
