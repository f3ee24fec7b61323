//! `catalog/removals.yaml` as written: what may be destroyed, why, and until when.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::core::yaml::spanned::Spanned;
use crate::domain::patterns;

/// What a change may destroy or replace although it holds data or serves people. `platgen check --base REF` refuses all else.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "platgen removals")]
pub struct RemovalsFile {
    /// What may go; an entry is taken out again once it has gone.
    #[schemars(example = json!([{"team": "delta", "reason": "The project has ended", "expires": "2027-01-31"}]))]
    pub removals: Option<Spanned<Vec<Spanned<RemovalEntry>>>>,
}

/// One thing that may go: a team, a model or a resource.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemovalEntry {
    /// Name of a team, with its product, keys, Foundry account and project.
    #[schemars(example = &"delta", length(min = 1, max = 64), regex(pattern = patterns::LINE))]
    pub team: Option<Spanned<String>>,
    /// Name of a model, with its deployment or workspace.
    #[schemars(example = &"gpt-4.1", length(min = 1, max = 64), regex(pattern = patterns::LINE))]
    pub model: Option<Spanned<String>>,
    /// Terraform's address of a resource, as `platgen diff` prints it; `*` stands for any characters.
    #[schemars(example = &"module.aks_kaito.azurerm_kubernetes_cluster_node_pool.gpu*", length(min = 1, max = 300), regex(pattern = patterns::LINE))]
    pub resource: Option<Spanned<String>>,
    /// Environments in which it may go; all by default.
    #[schemars(example = json!(["demo"]), inner(length(min = 1, max = 32), regex(pattern = patterns::DASHED)), length(min = 1))]
    pub environments: Option<Spanned<Vec<Spanned<String>>>>,
    /// Why it goes, for whoever reviews the change.
    #[schemars(example = &"The project has ended", length(min = 1, max = 300), regex(pattern = patterns::LINE))]
    pub reason: Spanned<String>,
    /// The last day of the entry: `platgen check --today` refuses it from the next day on. No output depends on it.
    #[schemars(example = &"2027-01-31", regex(pattern = patterns::DAY))]
    pub expires: Spanned<String>,
}
