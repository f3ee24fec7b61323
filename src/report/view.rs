//! What a report says, as data: the JSON form is exactly this, and the other forms show parts of it.
//!
//! A key whose value is unknown or does not apply is left out. Tokens are whole numbers; places are 1-based.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

/// Raised when a key changes its meaning or goes; keys may be added without.
pub const SCHEMA_VERSION: u32 = 1;

/// What `platgen report --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Raised when a key changes its meaning or goes; keys may be added without.
    pub schema_version: u32,
    /// `platform.name`; empty where there is no environment.
    pub platform: String,
    /// The environments, by name.
    pub environments: Vec<Environment>,
    /// What is not the same in all of these environments.
    pub differences: Vec<Difference>,
}

/// One environment.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Environment {
    /// Its name: the folder under `generated/`.
    pub name: String,
    /// Base of its Azure names, `<name>-<suffix>`.
    pub base_name: String,
    /// Its Azure region.
    pub location: String,
    /// Its most important figures.
    pub summary: Summary,
    /// Its teams, by name, suspended ones included.
    pub teams: Vec<Team>,
    /// The catalog's models, disabled ones included, those in Foundry first.
    pub models: Vec<Model>,
    /// Who may use what: by team, then by model.
    pub grants: Vec<Grant>,
    /// GPU nodes and the quota that they need.
    pub gpu: Gpu,
    /// The API Management service against its limits.
    pub gateway: Gateway,
}

/// The most important figures of an environment.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Teams, suspended ones included.
    pub teams: usize,
    /// Teams whose keys are suspended.
    pub suspended_teams: usize,
    /// Models that are deployed.
    pub models: usize,
    /// Grants, those of suspended teams included.
    pub grants: usize,
    /// Names of the models of which more is granted than they carry.
    pub over_capacity: Vec<String>,
    /// GPU nodes.
    pub gpu_nodes: u32,
    /// Their vCPUs: what Azure counts quota in.
    pub gpu_vcpus: u32,
    /// The policy that is nearest to its limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest_policy: Option<Policy>,
}

/// A place in an input file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Path relative to the repository.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// One team.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Team {
    /// Its name.
    pub name: String,
    /// Its name for people, as written.
    pub display_name: String,
    /// Mail address of who answers for it, as written.
    pub owner: String,
    /// Who pays, as written.
    pub cost_center: String,
    /// False: its keys are suspended.
    pub enabled: bool,
    /// Access groups that it names.
    pub groups: Vec<String>,
    /// How many models it may use.
    pub grants: usize,
    /// Tokens per minute over all its models together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens_per_minute: Option<u64>,
    /// Quota over all its models together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quota: Option<Quota>,
    /// What it would cost to use everything that it is granted for 30 days; only if one of its models has a price, and not for
    /// suspended teams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monthly_cost: Option<Cost>,
    /// Where it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
}

/// Tokens per calendar period (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Quota {
    /// Tokens.
    pub tokens: u64,
    /// `Hourly`, `Daily`, `Weekly`, `Monthly` or `Yearly`.
    pub period: &'static str,
}

/// The cost of a full quota, in the catalog's currency, rounded to hundredths. Real traffic lies between the two.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    /// If all tokens were prompt tokens.
    pub all_prompt: f64,
    /// If all tokens were answer tokens.
    pub all_answer: f64,
    /// Whether every model that the team may use has a price.
    pub complete: bool,
}

/// Who serves a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Azure AI Foundry.
    Foundry,
    /// KAITO, on the cluster's GPU nodes.
    Kaito,
}

/// One model of the catalog.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// What clients send as `model`.
    pub name: String,
    /// Who serves it.
    pub kind: Kind,
    /// Whether it is deployed and can be granted.
    pub enabled: bool,
    /// Its version; only in Foundry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The day on which Azure withdraws that version, where Microsoft has set one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retirement: Option<String>,
    /// Other names that clients may send for it.
    pub aliases: Vec<String>,
    /// What serves it.
    pub deployments: Vec<Deployment>,
    /// Tokens per minute that it carries: of its deployments, or as estimated on the cluster. Left out for provisioned
    /// throughput, which depends on the traffic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_tokens_per_minute: Option<u64>,
    /// Tokens per minute granted to all teams together, suspended ones left out.
    pub granted_tokens_per_minute: u64,
    /// Granted tokens per minute by capacity, rounded to hundredths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overcommit: Option<f64>,
    /// Whether more is granted than it carries.
    pub over_capacity: bool,
    /// The teams that may use it, suspended ones left out, largest grant first.
    pub teams: Vec<Share>,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// Where it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
}

/// One deployment of a Foundry model, or the GPU nodes of a KAITO model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Deployment {
    /// Its name; for KAITO the preset.
    pub name: String,
    /// Its Azure region.
    pub location: String,
    /// Its SKU; for KAITO the VM size.
    pub sku: String,
    /// How much of it, in `unit`.
    pub capacity: u64,
    /// What `capacity` counts.
    pub unit: Unit,
}

/// What a deployment's capacity is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    /// Thousand tokens per minute.
    ThousandTokensPerMinute,
    /// Provisioned throughput units.
    ProvisionedUnits,
    /// Virtual machines.
    Nodes,
}

/// How much of a model a team may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Share {
    /// The team.
    pub team: String,
    /// Tokens per minute.
    pub tokens_per_minute: u64,
}

/// Price of a million tokens, in the catalog's currency.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Price {
    /// Prompt tokens.
    pub input_per_million: f64,
    /// Answer tokens.
    pub output_per_million: f64,
}

/// Who grants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// The team's own file.
    Own,
    /// An access group that the team names.
    Group,
}

/// One model that one team may use.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// The team.
    pub team: String,
    /// The model.
    pub model: String,
    /// False: the team is suspended, so that every request is refused.
    pub active: bool,
    /// Tokens per minute.
    pub tokens_per_minute: u64,
    /// Tokens per period; left out where the input says `tokenQuota: none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quota: Option<Quota>,
    /// Tokens that an answer may have; left out where there is no such limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_output_tokens: Option<u64>,
    /// Calls per minute; left out where the input does not limit them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calls_per_minute: Option<u64>,
    /// Calls at the same time; left out where there is no such limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<u64>,
    /// Whether prompts are estimated before they are sent.
    pub estimate_prompts: bool,
    /// Who grants.
    pub source: Source,
    /// The access group that grants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Where the grant is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
    /// Where the team names the access group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub through: Option<Place>,
}

/// GPU nodes and the quota that they need. The cluster's system pool needs quota of its own family besides.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Gpu {
    /// The nodes of each deployed KAITO model, in the catalog's order.
    pub pools: Vec<GpuPool>,
    /// Quota per family of sizes, by family.
    pub families: Vec<Family>,
    /// The VM size of the system pool.
    pub system_size: String,
    /// The nodes of the system pool.
    pub system_nodes: u32,
}

/// The GPU nodes of one model. Figures of a size that platgen does not know are 0.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GpuPool {
    /// The model.
    pub model: String,
    /// VM size.
    pub size: String,
    /// Nodes.
    pub nodes: u32,
    /// The GPU, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gpu: Option<String>,
    /// GPUs of all its nodes.
    pub gpus: u32,
    /// GPU memory of all its nodes, in GiB.
    pub memory_gib: f64,
    /// vCPUs of all its nodes.
    pub vcpus: u32,
    /// Whether they are spot machines.
    pub spot: bool,
    /// The day on which Azure withdraws the size, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retirement: Option<String>,
}

/// The quota that one family of VM sizes needs in a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Family {
    /// Azure's name of the family; spot machines of all families share `Total Regional Low-priority vCPUs`.
    pub family: String,
    /// The region.
    pub location: String,
    /// Nodes.
    pub nodes: u32,
    /// The quota needed, in vCPUs.
    pub vcpus: u32,
    /// Nodes of each size.
    pub sizes: BTreeMap<String, u32>,
}

/// The API Management service against its limits.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Gateway {
    /// SKU.
    pub sku: String,
    /// Scale units.
    pub units: u32,
    /// How many of each entity there are.
    pub entities: Vec<Entity>,
    /// The policies that grow with the inputs, largest first.
    pub policies: Vec<Policy>,
}

/// How many entities of a kind there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Entity {
    /// The kind: `products`, `subscriptions`, `apis`, `operations`, `backends`.
    pub kind: &'static str,
    /// How many.
    pub count: usize,
    /// The most that the SKU holds; left out where Microsoft publishes none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}

/// The size of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// Its file, relative to the repository.
    pub path: String,
    /// The team whose product's policy it is; left out for that of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// What it has.
    pub bytes: usize,
    /// The most that API Management takes.
    pub limit: usize,
}

/// What a difference or a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Topic {
    /// The platform.
    Platform,
    /// A model.
    Model,
    /// A team.
    Team,
    /// A grant.
    Grant,
}

/// A property of a team, a model, a grant or the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Property {
    /// What it is about.
    pub topic: Topic,
    /// The team; only with the topics `team` and `grant`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The model; only with the topics `model` and `grant`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Which property of it, in words.
    pub property: &'static str,
}

/// Something that is not the same in all environments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// What it is about.
    #[serde(flatten)]
    pub about: Property,
    /// Its value in words, by environment; left out where there is none.
    pub values: BTreeMap<String, String>,
}
