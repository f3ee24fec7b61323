//! `teams/<team>/access.yaml` as written, and grants as teams and access groups write them.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde_json::json;

use crate::core::yaml::spanned::Spanned;
use crate::domain::consumers::syntax::allow::AllowSection;
use crate::domain::patterns;

pub mod allow;

/// One team's request: who it is and which models it may use, how much.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "platgen team")]
pub struct TeamFile {
    /// Who the team is.
    #[schemars(example = json!({"name": "beta", "displayName": "AI Access - Team Beta", "owner": "beta-lead@contoso.com", "costCenter": "CC-67890"}))]
    pub team: Spanned<TeamSection>,
    /// What it may use.
    #[schemars(example = json!({"foundry": [{"name": "gpt-4.1", "tokensPerMinute": 10_000, "dailyTokenQuota": 500_000}]}))]
    pub models: Option<Spanned<TeamModels>>,
    /// Access groups whose grants it gets too; a grant of its own wins over a group's.
    #[schemars(example = json!(["standard"]), inner(length(min = 1, max = 40), regex(pattern = patterns::DASHED)))]
    pub groups: Option<Spanned<Vec<Spanned<String>>>>,
    /// Limits over all its models together.
    #[schemars(example = json!({"tokensPerMinute": 50_000}))]
    pub limits: Option<Spanned<LimitsSection>>,
    /// `false` suspends the team's keys and refuses its requests; nothing is destroyed. `true` by default.
    #[schemars(example = true)]
    pub enabled: Option<Spanned<bool>>,
    /// Environments that it exists in; all by default.
    #[schemars(example = json!(["prod"]), inner(length(min = 1, max = 32), regex(pattern = patterns::DASHED)), length(min = 1))]
    pub environments: Option<Spanned<Vec<Spanned<String>>>>,
    /// Entra group of its members: object id.
    #[schemars(example = &"11111111-2222-3333-4444-555555555555", regex(pattern = patterns::UUID))]
    pub entra_group_id: Option<Spanned<String>>,
    /// What clients must show besides the key.
    #[schemars(example = json!({"entra": {"tenantId": "11111111-2222-3333-4444-555555555555", "audiences": ["api://ai-gateway"], "clientIds": ["66666666-7777-8888-9999-000000000000"]}}))]
    pub auth: Option<Spanned<AuthSection>>,
    /// Its subscription keys.
    #[schemars(example = json!({"count": 1, "keyVault": true}))]
    pub keys: Option<Spanned<KeysSection>>,
    /// Its Foundry project, from which its agents use the granted models.
    #[schemars(example = json!({"enabled": true}))]
    pub foundry_project: Option<Spanned<FoundryProjectSection>>,
}

/// Who the team is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TeamSection {
    /// Its name, which is also its folder's.
    #[schemars(example = &"beta", length(min = 1, max = 40), regex(pattern = patterns::DASHED))]
    pub name: Spanned<String>,
    /// Its name for people.
    #[schemars(example = &"AI Access - Team Beta", length(min = 1, max = 100), regex(pattern = patterns::LINE))]
    pub display_name: Spanned<String>,
    /// Mail address of who answers for it.
    #[schemars(example = &"beta-lead@contoso.com", length(max = 254), regex(pattern = patterns::EMAIL))]
    pub owner: Spanned<String>,
    /// Who pays: guardrails decide by it.
    #[schemars(example = &"CC-67890", length(min = 1, max = 64), regex(pattern = patterns::PLAIN))]
    pub cost_center: Spanned<String>,
}

/// What a team may use.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TeamModels {
    /// Models of `foundryModels`.
    #[schemars(example = json!([{"name": "gpt-4.1", "tokensPerMinute": 10_000, "dailyTokenQuota": 500_000}]))]
    pub foundry: Option<Spanned<Vec<Spanned<GrantEntry>>>>,
    /// Models of `kaitoModels`.
    #[schemars(example = json!([{"name": "mistral-7b-instruct", "tokensPerMinute": 50_000, "dailyTokenQuota": 5_000_000}]))]
    pub kaito: Option<Spanned<Vec<Spanned<GrantEntry>>>>,
}

/// One model, and how much of it. Exactly one of `dailyTokenQuota` and `tokenQuota` is required.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("oneOf" = [{"required": ["dailyTokenQuota"]}, {"required": ["tokenQuota"]}]))]
pub struct GrantEntry {
    /// The model's name in the catalog.
    #[schemars(example = &"gpt-4.1", length(min = 1, max = 64), regex(pattern = patterns::MODEL))]
    pub name: Spanned<String>,
    /// Tokens per minute.
    #[schemars(example = 10_000, range(min = 1, max = 2_147_483_647))]
    pub tokens_per_minute: Spanned<u64>,
    /// Tokens per day (UTC): short for a `tokenQuota` of period `Daily`.
    #[schemars(example = 500_000, range(min = 1), extend("x-no-limit" = "`tokenQuota: none` in place of `dailyTokenQuota`"))]
    pub daily_token_quota: Option<Spanned<u64>>,
    /// Tokens per period (UTC), or `none`.
    #[serde(default)]
    #[schemars(example = json!({"tokens": 30_000_000, "period": "Monthly"}), schema_with = "quota", extend("x-no-limit" = "`none`"))]
    pub token_quota: Option<Spanned<QuotaEntry>>,
    /// What reaches the model besides what always does; a key that is not written is as the catalog's `allow` has it.
    #[schemars(example = json!({"tools": ["function", "web_search"]}))]
    pub allow: Option<Spanned<AllowSection>>,
    /// Whether the gateway estimates prompts before it sends them, so that one that is longer than what is left is refused; yes
    /// by default. Without, a prompt is only counted by what the answer says, so that the call that passes a limit is served.
    #[schemars(example = true)]
    pub estimate_prompts: Option<Spanned<bool>>,
    /// Most tokens that an answer may have. Every request then has to state its own limit (`max_completion_tokens`, `max_tokens`
    /// or `max_output_tokens`); the largest of them times `n` may be this. No limit by default.
    #[schemars(example = 4_000, range(min = 1, max = 2_147_483_647))]
    pub max_output_tokens: Option<Spanned<u64>>,
    /// Calls per minute, of all operations together. By default only calls of operations whose tokens API Management does not
    /// document to count (`/completions`, `/embeddings`) are limited: 6 for every thousand tokens per minute.
    #[schemars(example = 60, range(min = 1, max = 2_147_483_647))]
    pub calls_per_minute: Option<Spanned<u64>>,
    /// Calls that may wait for an answer at the same time; a stream waits until it begins. No limit by default.
    #[schemars(example = 4, range(min = 1, max = 1_000))]
    pub concurrency: Option<Spanned<u64>>,
}

/// `tokenQuota`: a number of tokens per period, or the word `none`.
#[derive(Debug, Clone)]
pub enum QuotaEntry {
    /// No quota, said explicitly.
    None,
    /// Tokens per period.
    Tokens(QuotaTokens),
}

/// A number of tokens per period.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuotaTokens {
    /// Tokens.
    #[schemars(example = 30_000_000, range(min = 1))]
    pub tokens: Spanned<u64>,
    /// The calendar period (UTC) in which they may be used.
    #[schemars(example = &"Monthly", extend("enum" = patterns::PERIODS))]
    pub period: Spanned<String>,
}

impl<'de> Deserialize<'de> for QuotaEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = QuotaEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`none` or a mapping of `tokens` and `period`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<QuotaEntry, E> {
                if text == "none" {
                    Ok(QuotaEntry::None)
                } else {
                    Err(E::invalid_value(de::Unexpected::Str(text), &self))
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<QuotaEntry, A::Error> {
                QuotaTokens::deserialize(MapAccessDeserializer::new(map)).map(QuotaEntry::Tokens)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// Limits over all models of a team together.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LimitsSection {
    /// Tokens per minute.
    #[schemars(example = 50_000, range(min = 1, max = 2_147_483_647))]
    pub tokens_per_minute: Option<Spanned<u64>>,
    /// Tokens per day (UTC): short for a `tokenQuota` of period `Daily`.
    #[schemars(example = 2_000_000, range(min = 1), extend("x-no-limit" = "`tokenQuota: none` in place of `dailyTokenQuota`"))]
    pub daily_token_quota: Option<Spanned<u64>>,
    /// Tokens per period (UTC), or `none`.
    #[serde(default)]
    #[schemars(example = json!({"tokens": 50_000_000, "period": "Monthly"}), schema_with = "quota", extend("x-no-limit" = "`none`"))]
    pub token_quota: Option<Spanned<QuotaEntry>>,
    /// Calls per minute.
    #[schemars(example = 600, range(min = 1, max = 2_147_483_647))]
    pub calls_per_minute: Option<Spanned<u64>>,
}

/// What clients must show besides the key.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuthSection {
    /// A token of Entra ID.
    #[schemars(example = json!({"tenantId": "11111111-2222-3333-4444-555555555555", "audiences": ["api://ai-gateway"], "clientIds": ["66666666-7777-8888-9999-000000000000"]}))]
    pub entra: Spanned<EntraSection>,
}

/// Which Entra tokens are accepted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntraSection {
    /// The tenant that issues them.
    #[schemars(example = &"11111111-2222-3333-4444-555555555555", regex(pattern = patterns::UUID))]
    pub tenant_id: Spanned<String>,
    /// Whom they are issued for: the application that stands for the gateway, by its id (tokens of version 2) or its
    /// application id URI (version 1). Without it, any token of the tenant would do, for whatever service it was issued.
    #[schemars(example = json!(["api://ai-gateway"]), inner(length(min = 1, max = 255), regex(pattern = patterns::AUDIENCE)), length(min = 1, max = 10), extend("uniqueItems" = true))]
    pub audiences: Spanned<Vec<Spanned<String>>>,
    /// The client applications they are issued to.
    #[schemars(example = json!(["66666666-7777-8888-9999-000000000000"]), inner(regex(pattern = patterns::UUID)), length(min = 1, max = 50), extend("uniqueItems" = true))]
    pub client_ids: Spanned<Vec<Spanned<String>>>,
}

/// A team's subscription keys.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeysSection {
    /// 1: the primary key; 2: the secondary too, for rotation without a gap. 1 by default.
    #[schemars(example = 1, range(min = 1, max = 2))]
    pub count: Option<Spanned<u8>>,
    /// Whether they are put into the Key Vault; yes by default.
    #[schemars(example = true)]
    pub key_vault: Option<Spanned<bool>>,
}

/// A team's Foundry account and project.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FoundryProjectSection {
    /// Whether it gets one; yes by default.
    #[schemars(example = true)]
    pub enabled: Option<Spanned<bool>>,
    /// Its region; the platform's by default.
    #[schemars(example = &"swedencentral", regex(pattern = patterns::LOCATION))]
    pub location: Option<Spanned<String>>,
}

fn quota(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({"oneOf": [{"type": "string", "const": "none"}, generator.subschema_for::<QuotaTokens>()]})
}
