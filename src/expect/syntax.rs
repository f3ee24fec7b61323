//! `catalog/expectations.yaml` as written: who must reach which model, and who must not.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::core::yaml::spanned::Spanned;
use crate::domain::patterns;

/// What must be true of the gateway, checked by simulated requests at every build and check.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "platgen expectations")]
pub struct ExpectationsFile {
    /// The expectations; all of them must hold.
    #[schemars(example = json!([{"team": "*", "model": "llama-*", "allowed": false, "note": "Licence under review"}]))]
    pub expectations: Option<Spanned<Vec<Spanned<ExpectationEntry>>>>,
}

/// One expectation. Every team that fits sends a request for every model that fits.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExpectationEntry {
    /// Name of a team, disabled ones included; `*` stands for any characters.
    #[schemars(example = &"lab-*", length(min = 1, max = 64), regex(pattern = patterns::LINE))]
    pub team: Spanned<String>,
    /// Name or alias of a model; `*` stands for any characters of a name, and means enabled models as long as one fits.
    #[schemars(example = &"gpt-5*", length(min = 1, max = 64), regex(pattern = patterns::LINE))]
    pub model: Spanned<String>,
    /// Whether the request must be let through or refused.
    #[schemars(example = true)]
    pub allowed: Spanned<bool>,
    /// Tokens per minute that the gateway must grant the team of that model; only where `allowed` is `true`.
    #[schemars(example = 10_000, range(min = 1))]
    pub tokens_per_minute: Option<Spanned<u64>>,
    /// Environments that it is about; all by default.
    #[schemars(example = json!(["prod"]), inner(length(min = 1, max = 32), regex(pattern = patterns::DASHED)), length(min = 1))]
    pub environments: Option<Spanned<Vec<Spanned<String>>>>,
    /// Why, for whoever breaks it.
    #[schemars(example = &"Licence under review", length(min = 1, max = 300), regex(pattern = patterns::LINE))]
    pub note: Option<Spanned<String>>,
}
