//! `catalog/facts/*.yaml` as written: what a repository knows of Azure that platgen does not, or knows better.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::core::yaml::spanned::Spanned;
use crate::domain::patterns;

/// Facts about Azure that are added to those of platgen, or change them key by key.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "platgen facts")]
pub struct FactsFile {
    /// The day on which this was true.
    #[schemars(example = &"2026-11-30", regex(pattern = patterns::DAY))]
    pub date: Spanned<String>,
    /// Where it was read: a command, a page.
    #[schemars(example = &"az cognitiveservices model list --location swedencentral", length(min = 1, max = 300), regex(pattern = patterns::LINE))]
    pub source: Spanned<String>,
    /// Versions of Foundry models.
    #[schemars(example = json!([{"name": "gpt-6-sol", "version": "2026-09-22", "stage": "GA"}]))]
    pub models: Option<Spanned<Vec<Spanned<ModelFact>>>>,
    /// VM sizes.
    #[schemars(example = json!([{"name": "Standard_D4ads_v6", "vcpus": 4}]))]
    pub sizes: Option<Spanned<Vec<Spanned<SizeFact>>>>,
    /// Minor versions of Kubernetes on AKS.
    #[schemars(example = json!([{"minor": "1.37", "preview": false}]))]
    pub kubernetes: Option<Spanned<Vec<Spanned<MinorFact>>>>,
    /// Regions.
    #[schemars(example = json!([{"name": "swedencentral", "zones": true}]))]
    pub regions: Option<Spanned<Vec<Spanned<RegionFact>>>>,
}

/// A version of a model.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ModelFact {
    /// The publisher's name of the model.
    #[schemars(example = &"gpt-6-sol", length(min = 1, max = 128), regex(pattern = patterns::LINE))]
    pub name: Spanned<String>,
    /// The version; without it, all versions are meant that have no line of their own.
    #[schemars(example = &"2026-09-22", length(min = 1, max = 64), regex(pattern = patterns::LINE))]
    pub version: Option<Spanned<String>>,
    /// The publisher, as a deployment names it; `OpenAI` by default.
    #[schemars(example = &"OpenAI", length(min = 1, max = 64), regex(pattern = patterns::LINE))]
    pub format: Option<Spanned<String>>,
    /// Stage of its life cycle.
    #[schemars(example = &"GA", extend("enum" = STAGES))]
    pub stage: Option<Spanned<String>>,
    /// The day on which Azure withdraws it.
    #[schemars(example = &"2028-01-11", regex(pattern = patterns::DAY))]
    pub retires: Option<Spanned<String>>,
    /// The model that is named in its place.
    #[schemars(example = &"gpt-6.1-sol", length(min = 1, max = 128), regex(pattern = patterns::LINE))]
    pub replacement: Option<Spanned<String>>,
    /// What it can be called for; only the first four pass the gateway.
    #[schemars(example = json!(["chat", "responses"]), inner(regex(pattern = patterns::MODEL_CAPABILITY)))]
    pub capabilities: Option<Spanned<Vec<Spanned<String>>>>,
}

/// Stages of a model version.
pub const STAGES: &[&str] = &["Preview", "GA", "Legacy", "Deprecated", "Retired"];

/// A VM size.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SizeFact {
    /// Its name.
    #[schemars(example = &"Standard_D4ads_v6", length(min = 1, max = 80), regex(pattern = patterns::LINE))]
    pub name: Spanned<String>,
    /// Virtual CPUs.
    #[schemars(example = 4, range(min = 1, max = 4096))]
    pub vcpus: Option<Spanned<u32>>,
    /// The family whose quota it takes.
    #[schemars(example = &"StandardDadsv6Family", length(min = 1, max = 80), regex(pattern = patterns::LINE))]
    pub family: Option<Spanned<String>>,
    /// GPUs of one machine.
    #[schemars(example = 1, range(max = 64))]
    pub gpus: Option<Spanned<u32>>,
    /// The day on which Azure withdraws it.
    #[schemars(example = &"2027-05-31", regex(pattern = patterns::DAY))]
    pub retirement: Option<Spanned<String>>,
}

/// A minor version of Kubernetes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MinorFact {
    /// The version.
    #[schemars(example = &"1.37", regex(pattern = patterns::MINOR))]
    pub minor: Spanned<String>,
    /// The last day of standard support.
    #[schemars(example = &"2027-10-31", regex(pattern = patterns::DAY))]
    pub standard: Option<Spanned<String>>,
    /// The last day with the long-term support plan.
    #[schemars(example = &"2028-10-31", regex(pattern = patterns::DAY))]
    pub long_term: Option<Spanned<String>>,
    /// Whether AKS offers it as a preview only.
    #[schemars(example = false)]
    pub preview: Option<Spanned<bool>>,
    /// The KAITO that the AKS add-on installs on it.
    #[schemars(example = &"0.6.0", length(min = 1, max = 20), regex(pattern = patterns::LINE))]
    pub addon: Option<Spanned<String>>,
}

/// A region.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegionFact {
    /// As Resource Manager spells it.
    #[schemars(example = &"swedencentral", length(min = 1, max = 64), regex(pattern = patterns::LINE))]
    pub name: Spanned<String>,
    /// Whether it has availability zones.
    #[schemars(example = true)]
    pub zones: Option<Spanned<bool>>,
    /// The API Management tiers that it offers.
    #[schemars(example = json!(["StandardV2"]), inner(length(min = 1, max = 32), regex(pattern = patterns::LINE)))]
    pub api_management: Option<Spanned<Vec<Spanned<String>>>>,
}
