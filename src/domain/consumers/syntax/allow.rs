//! `allow` of a model or of a grant, as written.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::core::yaml::spanned::Spanned;
use crate::domain::patterns;

/// What reaches a model besides what always does. What a grant says about a key counts more than what the model says.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AllowSection {
    /// Types of tools that requests may bring; `[function, custom]`, which run at the client, by default. What others use is
    /// counted in tokens only, and they run with the account that all teams share.
    #[serde(default)]
    #[schemars(example = json!(["function", "web_search"]), schema_with = "tools")]
    pub tools: Option<Spanned<Vec<Spanned<String>>>>,
    /// Whether requests may have the model search data sources (`data_sources`), with the account's identity; no by default.
    #[schemars(example = false)]
    pub data_sources: Option<Spanned<bool>>,
    /// Whether answers may be stored in the account that all teams share, for 30 days; no by default: then every request to
    /// `/responses` must say `"store": false`. Nobody can go on from what is stored.
    #[schemars(example = false)]
    pub store: Option<Spanned<bool>>,
    /// Always `false`: an answer in the background is counted by nothing, and no operation fetches it.
    #[schemars(example = false)]
    pub background: Option<Spanned<bool>>,
    /// Whether a stream may leave out what it used, which the gateway then estimates. By default `false` where the model can
    /// report it (format `OpenAI`, and KAITO): then a stream must ask for `stream_options: {include_usage: true}`.
    #[schemars(example = false)]
    pub unreported_streams: Option<Spanned<bool>>,
    /// Members of requests that do not pass by default: `audio` and `modalities` (answers in sound), `best_of`, `n` (more
    /// than four answers), `service_tier` (others than `auto` and `default`).
    #[serde(default)]
    #[schemars(example = json!(["service_tier"]), schema_with = "members")]
    pub members: Option<Spanned<Vec<Spanned<String>>>>,
    /// Headers that do not pass by default, in lower case: `traceparent`, `x-title`. Those that the gateway knows (keys, cookies,
    /// compression) and those that choose what an upstream does cannot be allowed.
    #[schemars(example = json!(["traceparent"]), inner(length(min = 1, max = 64), regex(pattern = patterns::HEADER)), length(max = 10), extend("uniqueItems" = true))]
    pub headers: Option<Spanned<Vec<Spanned<String>>>>,
}

fn tools(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    list_of(patterns::TOOLS)
}

fn members(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    list_of(patterns::MEMBERS)
}

fn list_of(all: &[&str]) -> schemars::Schema {
    schemars::json_schema!({
        "type": "array",
        "uniqueItems": true,
        "items": {"type": "string", "enum": all}
    })
}
