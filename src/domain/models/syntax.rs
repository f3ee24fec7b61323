//! `catalog/models.yaml`, or the files of `catalog/models/`, as written.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use serde_json::json;

use crate::core::yaml::spanned::Spanned;
use crate::domain::consumers::syntax::GrantEntry;
use crate::domain::consumers::syntax::allow::AllowSection;
use crate::domain::patterns;
use crate::facts::limits;

/// What teams may ask for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "platgen models")]
pub struct ModelsFile {
    /// Models on the cluster's GPU nodes.
    #[schemars(example = json!([{"name": "mistral-7b-instruct", "displayName": "Mistral 7B Instruct", "preset": "mistral-7b-instruct", "instanceType": "Standard_NC24ads_A100_v4", "staticIP": "10.10.7.4", "estimatedTokensPerMinute": 600_000, "enabled": true}]))]
    pub kaito_models: Option<Spanned<Vec<Spanned<KaitoModelEntry>>>>,
    /// Models that Azure AI Foundry serves.
    #[schemars(example = json!([{"name": "gpt-4.1", "modelName": "gpt-4.1", "version": "2025-04-14", "skuName": "GlobalStandard", "capacity": 100, "enabled": true}]))]
    pub foundry_models: Option<Spanned<Vec<Spanned<FoundryModelEntry>>>>,
    /// Sets of grants that many teams share.
    #[schemars(example = json!([{"name": "standard", "models": [{"name": "gpt-4.1-mini", "tokensPerMinute": 5000, "dailyTokenQuota": 200_000}]}]))]
    pub access_groups: Option<Spanned<Vec<Spanned<AccessGroupEntry>>>>,
}

/// A model on the cluster's GPU nodes, served by vLLM under KAITO.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KaitoModelEntry {
    /// What clients send as `model`; matched exactly.
    #[schemars(example = &"mistral-7b-instruct", length(min = 1, max = 64), regex(pattern = patterns::MODEL))]
    pub name: Spanned<String>,
    /// Its name for people.
    #[schemars(example = &"Mistral 7B Instruct", length(min = 1, max = 100), regex(pattern = patterns::LINE))]
    pub display_name: Spanned<String>,
    /// What it is good for.
    #[schemars(example = &"Instruction-tuned model of 7 billion parameters", length(min = 1, max = 1000), regex(pattern = patterns::PROSE))]
    pub description: Option<Spanned<String>>,
    /// KAITO's name of it: a preset of the configured KAITO version.
    #[schemars(example = &"mistral-7b-instruct", length(max = 128), regex(pattern = patterns::PRESET))]
    pub preset: Spanned<String>,
    /// VM size of its GPU nodes.
    #[schemars(example = &"Standard_NC24ads_A100_v4", regex(pattern = patterns::VM_SIZE))]
    pub instance_type: Spanned<String>,
    /// Address of its internal load balancer, in `network.modelSubnet`.
    #[serde(rename = "staticIP")]
    #[schemars(example = &"10.10.7.4", regex(pattern = patterns::IPV4))]
    pub static_ip: Spanned<String>,
    /// Tokens per minute that it serves, all teams together.
    #[schemars(example = 600_000, range(min = 1))]
    pub estimated_tokens_per_minute: Spanned<u64>,
    /// Whether it is deployed and can be granted.
    #[schemars(example = true)]
    pub enabled: Spanned<bool>,
    /// What it can be called for; `[chat, completions]` by default.
    #[serde(default)]
    #[schemars(example = json!(["chat", "completions"]), schema_with = "capabilities")]
    pub capabilities: Option<Spanned<Vec<Spanned<String>>>>,
    /// What reaches it besides what always does.
    #[schemars(example = json!({"unreportedStreams": true}))]
    pub allow: Option<Spanned<AllowSection>>,
    /// Kubernetes Secret (key `HF_TOKEN`) that opens gated weights, in the models' namespace; the Secret itself is never an input.
    #[schemars(example = &"hf-token", length(max = 253), regex(pattern = patterns::KUBERNETES_NAME))]
    pub model_access_secret: Option<Spanned<String>>,
    /// Longest context in tokens, prompt and answer together.
    #[schemars(example = 16_384, range(min = 1, max = 16_777_216))]
    pub max_model_len: Option<Spanned<u64>>,
    /// Further vLLM arguments that take a value; flags without a value cannot be passed through KAITO.
    #[serde(default)]
    #[schemars(example = json!({"gpu-memory-utilization": 0.9}), schema_with = "vllm")]
    pub vllm: Option<Spanned<BTreeMap<String, Spanned<Scalar>>>>,
    /// Its node pool, where the platform makes node pools itself (`kaito.mode: chart` with `aks.nodeProvisioning: manual`).
    #[schemars(example = json!({"count": 1, "spot": false, "zones": [1]}))]
    pub node_pool: Option<Spanned<NodePoolEntry>>,
}

/// The node pool of a model.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NodePoolEntry {
    /// Nodes; by default as many as the model needs.
    #[schemars(example = 1, range(min = 1, max = 1000))]
    pub count: Option<Spanned<u32>>,
    /// Whether the nodes are spot machines, which Azure may take back; no by default.
    #[schemars(example = false)]
    pub spot: Option<Spanned<bool>>,
    /// Availability zones; none by default.
    #[schemars(example = json!([1]), inner(range(min = 1, max = 3)), extend("uniqueItems" = true))]
    pub zones: Option<Spanned<Vec<Spanned<u8>>>>,
}

/// A model that Azure AI Foundry serves. It has either `skuName` and `capacity`, or `deployments`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("oneOf" = [{"required": ["skuName", "capacity"]}, {"required": ["deployments"]}]))]
pub struct FoundryModelEntry {
    /// What clients send as `model`; matched exactly.
    #[schemars(example = &"gpt-4.1", length(min = 2, max = 64), regex(pattern = patterns::MODEL))]
    pub name: Spanned<String>,
    /// The publisher's name of it.
    #[schemars(example = &"gpt-4.1", length(min = 1, max = 128), regex(pattern = patterns::PUBLISHED))]
    pub model_name: Spanned<String>,
    /// The publisher's version of it; a text, so in quotes.
    #[schemars(example = &"2025-04-14", length(min = 1, max = 64), regex(pattern = patterns::PUBLISHED))]
    pub version: Spanned<String>,
    /// SKU of its one deployment.
    #[schemars(example = &"GlobalStandard", extend("enum" = patterns::DEPLOYMENT_SKUS))]
    pub sku_name: Option<Spanned<String>>,
    /// Capacity of its one deployment: thousand tokens per minute for pay-as-you-go SKUs, PTU for provisioned ones.
    #[schemars(example = 100, range(min = 1, max = 1_000_000))]
    pub capacity: Option<Spanned<u32>>,
    /// Whether it is deployed and can be granted.
    #[schemars(example = true)]
    pub enabled: Spanned<bool>,
    /// What it is good for.
    #[schemars(example = &"General purpose, long context", length(min = 1, max = 1000), regex(pattern = patterns::PROSE))]
    pub description: Option<Spanned<String>>,
    /// The publisher's format; `OpenAI` by default.
    #[schemars(example = &"OpenAI", length(min = 1, max = 64), regex(pattern = patterns::PUBLISHED))]
    pub format: Option<Spanned<String>>,
    /// Region of its one deployment; the platform's by default.
    #[schemars(example = &"swedencentral", regex(pattern = patterns::LOCATION))]
    pub location: Option<Spanned<String>>,
    /// Other names that clients may send for it, `/` and `:` included; matched exactly. Lists of models show its own name only. A
    /// client that writes `/` as `\\/` in its JSON is refused.
    #[schemars(example = json!(["gpt-4", "openai/gpt-4"]), inner(length(min = 1, max = 64), regex(pattern = patterns::ALIAS)), length(max = 20))]
    pub aliases: Option<Spanned<Vec<Spanned<String>>>>,
    /// What it can be called for; by default what facts say of its name, as far as the gateway offers it. Speech and transcriptions,
    /// images, videos, realtime sessions and ranking are not offered: a model for these alone is an error.
    #[serde(default)]
    #[schemars(example = json!(["chat", "responses"]), schema_with = "capabilities")]
    pub capabilities: Option<Spanned<Vec<Spanned<String>>>>,
    /// What reaches it besides what always does.
    #[schemars(example = json!({"tools": ["function", "web_search"]}))]
    pub allow: Option<Spanned<AllowSection>>,
    /// Content filter (responsible AI policy) of its deployments; Azure's own by default.
    #[schemars(example = &"Microsoft.DefaultV2", length(max = 64), regex(pattern = patterns::FILTER))]
    pub content_filter: Option<Spanned<String>>,
    /// When Azure moves it to another version; never by default.
    #[schemars(example = &"NoAutoUpgrade", extend("enum" = patterns::UPGRADES))]
    pub version_upgrade: Option<Spanned<String>>,
    /// What it costs, for reports.
    #[schemars(example = json!({"inputPerMillion": 2.0, "outputPerMillion": 8.0}))]
    pub price: Option<Spanned<PriceEntry>>,
    /// Several deployments instead of one: the gateway sends requests to the lowest priority that is free, and on to the next.
    #[schemars(example = json!([{"name": "gpt-4o-ptu", "location": "swedencentral", "skuName": "ProvisionedManaged", "capacity": 50, "priority": 1}]), length(min = 1, max = limits::POOL_MEMBERS))]
    pub deployments: Option<Spanned<Vec<Spanned<DeploymentEntry>>>>,
}

/// Price of a million tokens, in the company's currency.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PriceEntry {
    /// Prompt tokens.
    #[schemars(example = 2.0, range(min = 0.0, max = 1_000_000.0))]
    pub input_per_million: Spanned<f64>,
    /// Answer tokens.
    #[schemars(example = 8.0, range(min = 0.0, max = 1_000_000.0))]
    pub output_per_million: Spanned<f64>,
}

/// One of several deployments of a Foundry model.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeploymentEntry {
    /// Its name in this list. In Azure every deployment is called like its model, since a request names it before the gateway chooses one.
    #[schemars(example = &"gpt-4o-ptu", length(min = 2, max = 64), regex(pattern = patterns::MODEL))]
    pub name: Spanned<String>,
    /// Its region, each of them once; the platform's by default.
    #[schemars(example = &"germanywestcentral", regex(pattern = patterns::LOCATION))]
    pub location: Option<Spanned<String>>,
    /// Its SKU.
    #[schemars(example = &"ProvisionedManaged", extend("enum" = patterns::DEPLOYMENT_SKUS))]
    pub sku_name: Spanned<String>,
    /// Its capacity: thousand tokens per minute for pay-as-you-go SKUs, PTU for provisioned ones.
    #[schemars(example = 50, range(min = 1, max = 1_000_000))]
    pub capacity: Spanned<u32>,
    /// A higher number is used only when all lower ones are busy; 1 by default.
    #[schemars(example = 1, range(min = 0, max = 100))]
    pub priority: Option<Spanned<u8>>,
    /// Its share among deployments of one priority; 1 by default.
    #[schemars(example = 1, range(min = 0, max = 100))]
    pub weight: Option<Spanned<u8>>,
}

/// A set of grants that teams share.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccessGroupEntry {
    /// Its name, which teams write under `groups`.
    #[schemars(example = &"standard", length(min = 1, max = 40), regex(pattern = patterns::DASHED))]
    pub name: Spanned<String>,
    /// Its grants, of either kind of model.
    #[schemars(example = json!([{"name": "gpt-4.1-mini", "tokensPerMinute": 5000, "dailyTokenQuota": 200_000}]))]
    pub models: Spanned<Vec<Spanned<GrantEntry>>>,
}

/// A value of a vLLM argument.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// Text.
    Text(String),
    /// Yes or no, which no argument takes: read so that the finding can say what to do.
    Bool(bool),
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or a text")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Scalar, E> {
                Ok(Scalar::Integer(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Scalar, E> {
                i64::try_from(number)
                    .map(Scalar::Integer)
                    .map_err(E::custom)
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Scalar, E> {
                Ok(Scalar::Float(number))
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar::Bool(value))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(text.to_owned()))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

fn capabilities(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "array",
        "minItems": 1,
        "uniqueItems": true,
        "items": {"type": "string", "enum": patterns::CAPABILITIES}
    })
}

fn vllm(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "maxProperties": 64,
        "propertyNames": {"pattern": patterns::ARGUMENT, "maxLength": 64},
        "additionalProperties": {
            "type": ["integer", "number", "string", "boolean"],
            "maxLength": 1000,
            "pattern": patterns::LINE
        }
    })
}
