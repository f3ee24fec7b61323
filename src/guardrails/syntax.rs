//! `catalog/guardrails.yaml` as written: what a company forbids or demands beyond the rules that platgen has.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::core::yaml::spanned::Spanned;
use crate::domain::patterns;

/// A list of patterns, in which `*` stands for any characters.
pub type Patterns = Spanned<Vec<Spanned<String>>>;

/// What this company forbids or demands beyond platgen's own rules.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "platgen guardrails")]
pub struct GuardrailsFile {
    /// The most that teams may be granted.
    #[schemars(example = json!([{"models": ["gpt-5*"], "tokensPerMinute": 50_000, "quotaRequired": true}]))]
    pub bounds: Option<Spanned<Vec<Spanned<BoundEntry>>>>,
    /// What teams may choose from; a team that no entry selects may choose from the whole catalog.
    #[schemars(example = json!([{"costCenters": ["CC-2*"], "models": ["gpt-5*", "mistral-*"], "reason": "Contract 4711"}]))]
    pub allow: Option<Spanned<Vec<Spanned<AllowEntry>>>>,
    /// What has to be there.
    #[schemars(example = json!({"tags": {"costCenter": "CC-*"}, "ownerDomains": ["contoso.com"]}))]
    pub require: Option<Spanned<RequireSection>>,
    /// Severities of findings, by code: warnings and notes can be made worse, nothing can be made better.
    #[serde(default)]
    #[schemars(example = json!({"overcommitted": "error"}), schema_with = "severities")]
    pub severities: Option<Spanned<BTreeMap<String, Spanned<String>>>>,
    /// Findings that are known and accepted.
    #[schemars(example = json!([{"code": "overcommitted", "model": "gpt-4.1", "reason": "Teams work in different time zones", "expires": "2027-01-31"}]))]
    pub exceptions: Option<Spanned<Vec<Spanned<ExceptionEntry>>>>,
}

/// The most that teams may be granted: those that `teams`, `costCenters` and `environments` select, all without any of them.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BoundEntry {
    /// Names of teams; `*` stands for any characters.
    #[schemars(example = json!(["lab-*"]), inner(length(min = 1, max = 64), regex(pattern = patterns::LINE)), length(min = 1))]
    pub teams: Option<Patterns>,
    /// Cost centres of teams; `*` stands for any characters.
    #[schemars(example = json!(["CC-2*"]), inner(length(min = 1, max = 64), regex(pattern = patterns::LINE)), length(min = 1))]
    pub cost_centers: Option<Patterns>,
    /// Names of environments; `*` stands for any characters.
    #[schemars(example = json!(["prod"]), inner(length(min = 1, max = 64), regex(pattern = patterns::LINE)), length(min = 1))]
    pub environments: Option<Patterns>,
    /// Names of the models whose grants are bound, all by default; `*` stands for any characters.
    #[schemars(example = json!(["gpt-5*"]), inner(length(min = 1, max = 64), regex(pattern = patterns::LINE)), length(min = 1))]
    pub models: Option<Patterns>,
    /// Most tokens per minute of one grant.
    #[schemars(example = 100_000, range(min = 1))]
    pub tokens_per_minute: Option<Spanned<u64>>,
    /// Most tokens per minute of a team over these models: its grants together, or its own limit if that is lower.
    #[schemars(example = 500_000, range(min = 1))]
    pub team_tokens_per_minute: Option<Spanned<u64>>,
    /// Most tokens per day of one grant; quotas of other periods are taken by the day, a month as 28 days.
    #[schemars(example = 5_000_000, range(min = 1))]
    pub tokens_per_day: Option<Spanned<u64>>,
    /// Most tokens of output of one request; grants without `maxOutputTokens` are refused.
    #[schemars(example = 8_000, range(min = 1))]
    pub max_output_tokens: Option<Spanned<u64>>,
    /// Most calls per minute of one grant; grants without `callsPerMinute` are refused.
    #[schemars(example = 600, range(min = 1))]
    pub calls_per_minute: Option<Spanned<u64>>,
    /// Most calls of one grant at the same time; grants without `concurrency` are refused.
    #[schemars(example = 20, range(min = 1))]
    pub concurrency: Option<Spanned<u64>>,
    /// Whether every grant needs a quota, so that `tokenQuota: none` is refused; no by default.
    #[schemars(example = true)]
    pub quota_required: Option<Spanned<bool>>,
    /// Most of these models that a team may have.
    #[schemars(example = 5, range(min = 0))]
    pub models_per_team: Option<Spanned<u64>>,
    /// Why, for whoever meets the bound.
    #[schemars(example = &"Contract 4711", length(min = 1, max = 300), regex(pattern = patterns::LINE))]
    pub reason: Option<Spanned<String>>,
}

/// What the selected teams may choose from. Every entry that selects a team has to allow what the team is granted.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AllowEntry {
    /// Names of teams; `*` stands for any characters.
    #[schemars(example = json!(["lab-*"]), inner(length(min = 1, max = 64), regex(pattern = patterns::LINE)), length(min = 1))]
    pub teams: Option<Patterns>,
    /// Cost centres of teams; `*` stands for any characters.
    #[schemars(example = json!(["CC-2*"]), inner(length(min = 1, max = 64), regex(pattern = patterns::LINE)), length(min = 1))]
    pub cost_centers: Option<Patterns>,
    /// Names of environments; `*` stands for any characters.
    #[schemars(example = json!(["prod"]), inner(length(min = 1, max = 64), regex(pattern = patterns::LINE)), length(min = 1))]
    pub environments: Option<Patterns>,
    /// Names of models that they may have; `*` stands for any characters.
    #[schemars(example = json!(["gpt-5*", "mistral-*"]), inner(length(min = 1, max = 64), regex(pattern = patterns::LINE)))]
    pub models: Option<Patterns>,
    /// Regions that their models may run in; `*` stands for any characters.
    #[schemars(example = json!(["swedencentral", "germany*"]), inner(length(min = 1, max = 64), regex(pattern = patterns::LINE)))]
    pub regions: Option<Patterns>,
    /// SKUs of their Foundry models' deployments, and VM sizes of their KAITO models; `*` stands for any characters.
    #[schemars(example = json!(["DataZoneStandard", "Standard_NC*"]), inner(length(min = 1, max = 64), regex(pattern = patterns::LINE)))]
    pub skus: Option<Patterns>,
    /// Why, for whoever meets the limit.
    #[schemars(example = &"Data stays in the EU", length(min = 1, max = 300), regex(pattern = patterns::LINE))]
    pub reason: Option<Spanned<String>>,
}

/// What has to be there.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequireSection {
    /// Tags of the platform, with a pattern of each value; `*` stands for any characters.
    #[serde(default)]
    #[schemars(example = json!({"owner": "*@contoso.com", "costCenter": "CC-*"}), schema_with = "tags")]
    pub tags: Option<Spanned<BTreeMap<String, Spanned<String>>>>,
    /// Domains of the mail addresses of teams' owners.
    #[schemars(example = json!(["contoso.com"]), inner(length(max = 190), regex(pattern = patterns::ZONE)), length(min = 1))]
    pub owner_domains: Option<Spanned<Vec<Spanned<String>>>>,
    /// Cost centres that teams may have; `*` stands for any characters.
    #[schemars(example = json!(["CC-2*", "CC-67890"]), inner(length(min = 1, max = 64), regex(pattern = patterns::PLAIN)), length(min = 1))]
    pub cost_centers: Option<Patterns>,
}

/// A finding that is known and accepted: of this code, where all of `at`, `team` and `model` that are written fit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExceptionEntry {
    /// The finding's code: a warning, a note, or a guardrail's own.
    #[schemars(example = &"overcommitted", length(min = 1, max = 64), regex(pattern = patterns::LINE))]
    pub code: Spanned<String>,
    /// Path of a file that the finding shows; `*` stands for any characters.
    #[schemars(example = &"teams/lab-*/access.yaml", length(min = 1, max = 200), regex(pattern = patterns::LINE))]
    pub at: Option<Spanned<String>>,
    /// Name of a team whose file the finding shows, or that it names if it shows none; `*` stands for any characters.
    #[schemars(example = &"lab-*", length(min = 1, max = 64), regex(pattern = patterns::LINE))]
    pub team: Option<Spanned<String>>,
    /// Name of a model that the finding names; `*` stands for any characters.
    #[schemars(example = &"gpt-4.1", length(min = 1, max = 64), regex(pattern = patterns::LINE))]
    pub model: Option<Spanned<String>>,
    /// Why it is accepted.
    #[schemars(example = &"Teams work in different time zones", length(min = 1, max = 300), regex(pattern = patterns::LINE))]
    pub reason: Spanned<String>,
    /// The last day of the exception: `platgen check --today` refuses it from the next day on. No output depends on it.
    #[schemars(example = &"2027-01-31", regex(pattern = patterns::DAY))]
    pub expires: Spanned<String>,
}

fn severities(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "additionalProperties": {"type": "string", "enum": patterns::RAISED}
    })
}

fn tags(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "propertyNames": {"pattern": patterns::TAG},
        "additionalProperties": {"type": "string", "pattern": patterns::TAG_VALUE}
    })
}
