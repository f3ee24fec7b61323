//! What teams may ask for: models on KAITO and in Foundry.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use crate::core::origin::{Origin, Sourced};
use crate::domain::ids::{DeploymentName, Location, ModelAlias, ModelName, ModelSlug};
use crate::facts::{Fact, Release, model_versions};

pub use allow::Allow;

mod allow;

/// What a model can be called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capability {
    /// `POST /chat/completions`
    Chat,
    /// `POST /completions`
    Completions,
    /// `POST /embeddings`
    Embeddings,
    /// `POST /responses`
    Responses,
}

impl Capability {
    /// All of them, in the order of documentation.
    pub const ALL: [Self; 4] = [
        Self::Chat,
        Self::Completions,
        Self::Embeddings,
        Self::Responses,
    ];

    /// Those of a model's that the gateway offers, in order.
    pub fn offered(known: &[model_versions::Capability]) -> Vec<Self> {
        let offered = |one: &Self| known.contains(&one.fact());
        Self::ALL.into_iter().filter(offered).collect()
    }

    /// As facts name it.
    fn fact(self) -> model_versions::Capability {
        match self {
            Self::Chat => model_versions::Capability::Chat,
            Self::Completions => model_versions::Capability::Completions,
            Self::Embeddings => model_versions::Capability::Embeddings,
            Self::Responses => model_versions::Capability::Responses,
        }
    }

    /// As inputs and outputs spell it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Completions => "completions",
            Self::Embeddings => "embeddings",
            Self::Responses => "responses",
        }
    }
}

/// A model on the cluster's GPU nodes, served by vLLM under KAITO.
#[derive(Debug)]
pub struct KaitoModel {
    /// What clients send as `model`; also pinned as vLLM's `served-model-name`.
    pub name: Sourced<ModelName>,
    /// Its name in Azure, Kubernetes and DNS.
    pub slug: Sourced<ModelSlug>,
    /// For people.
    pub display_name: Sourced<String>,
    /// For people; may be absent.
    pub description: Option<Sourced<String>>,
    /// KAITO preset, in the spelling of the configured version.
    pub preset: Sourced<String>,
    /// Azure VM size of its nodes: `Standard_NC24ads_A100_v4`.
    pub instance_type: Sourced<String>,
    /// The line of the fact about that size, if it is known.
    pub size_fact: Option<Origin>,
    /// Address of its internal load balancer.
    pub static_ip: Sourced<Ipv4Addr>,
    /// What it serves, in tokens per minute, all teams together.
    pub estimated_tokens_per_minute: Sourced<u64>,
    /// Whether it is deployed.
    pub enabled: Sourced<bool>,
    /// What it can be called for.
    pub capabilities: Sourced<Vec<Capability>>,
    /// What requests to it may hold.
    pub allow: Allow,
    /// Kubernetes Secret (key `HF_TOKEN`) in the models' namespace.
    pub model_access_secret: Option<Sourced<String>>,
    /// vLLM `max-model-len`, in tokens.
    pub max_model_len: Option<Sourced<u64>>,
    /// Further vLLM arguments, as text.
    pub vllm: BTreeMap<String, Sourced<VllmValue>>,
    /// Its nodes, where the platform makes them itself.
    pub node_pool: NodePool,
    /// Nodes that one replica needs on its VM size.
    pub nodes: Sourced<u32>,
}

impl KaitoModel {
    /// The inputs and facts that [`KaitoModel::nodes`] follows from, for a KAITO of this release.
    pub fn nodes_origins(&self, release: Release) -> Vec<Origin> {
        let written = [&self.preset, &self.instance_type].map(|text| text.origin.derived());
        let length = self.max_model_len.iter();
        let length = length.map(|number| number.origin.derived());
        let preset = Fact::of_preset(release, &self.preset.value).map(Origin::Fact);
        let facts = preset.into_iter().chain(self.size_fact);
        written.into_iter().chain(length).chain(facts).collect()
    }

    /// The inputs and facts that the number of its nodes follows from: the author's number, or what the model needs.
    pub fn count_origins(&self, release: Release) -> Vec<Origin> {
        let count = self.node_pool.count.origin;
        if count == self.nodes.origin {
            self.nodes_origins(release)
        } else {
            vec![count]
        }
    }
}

/// A value of a vLLM argument; flags without a value cannot be written in KAITO's configuration.
#[derive(Debug, Clone, PartialEq)]
pub enum VllmValue {
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// Text.
    Text(String),
}

/// GPU nodes of one model in own node pools.
#[derive(Debug, Clone)]
pub struct NodePool {
    /// Nodes; at least what the model needs.
    pub count: Sourced<u32>,
    /// Spot priority.
    pub spot: Sourced<bool>,
    /// Availability zones, `1` to `3`.
    pub zones: Sourced<Vec<u8>>,
}

/// A model that Azure AI Foundry serves.
#[derive(Debug)]
pub struct FoundryModel {
    /// What clients send as `model`.
    pub name: Sourced<ModelName>,
    /// Its name in Azure resource names.
    pub slug: Sourced<ModelSlug>,
    /// The publisher's model name: `gpt-4.1`.
    pub model_name: Sourced<String>,
    /// The model's version: `2025-04-14`.
    pub version: Sourced<String>,
    /// Publisher format: `OpenAI`, `Cohere`, `Mistral AI`.
    pub format: Sourced<String>,
    /// For people; may be absent.
    pub description: Option<Sourced<String>>,
    /// Whether it is deployed.
    pub enabled: Sourced<bool>,
    /// Other names that clients may send.
    pub aliases: Vec<Sourced<ModelAlias>>,
    /// What it can be called for.
    pub capabilities: Sourced<Vec<Capability>>,
    /// Where a fact of the repository says what it can be called for, if one does.
    pub capability_fact: Option<Origin>,
    /// What requests to it may hold.
    pub allow: Allow,
    /// Content filter (responsible AI policy) of its deployments.
    pub content_filter: Option<Sourced<String>>,
    /// `NoAutoUpgrade`, `OnceCurrentVersionExpired`, `OnceNewDefaultVersionAvailable`.
    pub version_upgrade: Sourced<String>,
    /// What a million tokens cost, in the catalog's currency; for reports.
    pub price: Option<Price>,
    /// One deployment, or the members of a pool, each in a region of its own; never empty.
    pub deployments: Vec<Deployment>,
    /// Whether `deployments` was written, so that the gateway routes through a pool.
    pub pooled: bool,
}

impl FoundryModel {
    /// The inputs that [`FoundryModel::capabilities`] follow from: written, or what facts say about models of its name and format.
    pub fn capabilities_origins(&self) -> Vec<Origin> {
        let written = self.capabilities.origin;
        let mut guessed = [self.model_name.origin, self.format.origin]
            .map(Origin::entry)
            .to_vec();
        if let Some(fact) = self.capability_fact {
            guessed.extend([self.version.origin.entry(), fact]);
        }
        let guessed = guessed.into_iter().filter(|_| written.span().is_none());
        std::iter::once(written).chain(guessed).collect()
    }
}

/// Price of a million tokens.
#[derive(Debug, Clone)]
pub struct Price {
    /// Prompt tokens.
    pub input_per_million: Sourced<f64>,
    /// Completion tokens.
    pub output_per_million: Sourced<f64>,
}

/// One deployment of a Foundry model. In its account it is called like the model, wherever that is: the body of a request names
/// it before a pool has chosen whom to call.
#[derive(Debug, Clone)]
pub struct Deployment {
    /// Its name among the deployments of its model.
    pub name: Sourced<DeploymentName>,
    /// Region, which decides its account.
    pub location: Sourced<Location>,
    /// `GlobalStandard`, `Standard`, `ProvisionedManaged` and so on.
    pub sku_name: Sourced<String>,
    /// Thousand tokens per minute for pay-as-you-go SKUs, PTU for provisioned ones.
    pub capacity: Sourced<u32>,
    /// Pool priority: a higher number is used only when all lower ones are tripped. 0 to 100.
    pub priority: Sourced<u8>,
    /// Pool weight among members of one priority. 0 to 100.
    pub weight: Sourced<u8>,
}

impl Deployment {
    /// Whether its throughput is reserved, in PTU, rather than paid by use.
    pub fn is_reserved(&self) -> bool {
        self.sku_name.value.contains("Provisioned")
    }
}

/// A model of either kind, as a grant refers to it.
#[derive(Debug, Clone)]
pub enum Model {
    /// On the cluster.
    Kaito(std::sync::Arc<KaitoModel>),
    /// In Foundry.
    Foundry(std::sync::Arc<FoundryModel>),
}

impl Model {
    /// Whether it is deployed, so that it can be granted.
    pub fn is_enabled(&self) -> bool {
        match self {
            Self::Kaito(model) => model.enabled.value,
            Self::Foundry(model) => model.enabled.value,
        }
    }

    /// What clients send.
    pub fn name(&self) -> &ModelName {
        match self {
            Self::Kaito(model) => &model.name.value,
            Self::Foundry(model) => &model.name.value,
        }
    }

    /// Its name in Azure and Kubernetes.
    pub fn slug(&self) -> &ModelSlug {
        match self {
            Self::Kaito(model) => &model.slug.value,
            Self::Foundry(model) => &model.slug.value,
        }
    }

    /// Other names that clients may send.
    pub fn aliases(&self) -> &[Sourced<ModelAlias>] {
        match self {
            Self::Kaito(_) => &[],
            Self::Foundry(model) => &model.aliases,
        }
    }

    /// What it can be called for.
    pub fn capabilities(&self) -> &[Capability] {
        match self {
            Self::Kaito(model) => &model.capabilities.value,
            Self::Foundry(model) => &model.capabilities.value,
        }
    }

    /// The inputs that [`Model::capabilities`] follow from.
    pub fn capabilities_origins(&self) -> Vec<Origin> {
        match self {
            Self::Kaito(model) => vec![model.capabilities.origin],
            Self::Foundry(model) => model.capabilities_origins(),
        }
    }

    /// What requests to it may hold.
    pub fn allow(&self) -> &Allow {
        match self {
            Self::Kaito(model) => &model.allow,
            Self::Foundry(model) => &model.allow,
        }
    }

    /// Where its name was written.
    pub fn origin(&self) -> Origin {
        match self {
            Self::Kaito(model) => model.name.origin,
            Self::Foundry(model) => model.name.origin,
        }
    }
}
