//! Fields of models on KAITO and in Foundry.

use crate::core::fields::{Node, ToNode, Value, fields};
use crate::domain::models::model::{
    Allow, Deployment, FoundryModel, KaitoModel, Model, NodePool, Price,
};

fields! {
    KaitoModel named |model| Some(model.name.origin);
    name: "name", [Identity];
    slug: "slug" as "name", [Identity];
    display_name: "displayName", [Labels];
    description: "description", [Labels];
    preset: "preset", [Behaviour, Identity];
    instance_type: "instanceType", [Capacity, Cost];
    static_ip: "staticIP", [Addresses];
    estimated_tokens_per_minute: "tokensPerMinute" as "estimatedTokensPerMinute", [Capacity];
    enabled: "enabled", [Access, Capacity, Cost];
    capabilities: "capabilities", [Access];
    allow: "allow", [Access];
    model_access_secret: "modelAccessSecret", [Keys];
    max_model_len: "maxModelLen", [Behaviour];
    vllm: "vllm", [Behaviour];
    node_pool: "nodePool", [Capacity, Cost];
    nodes: "nodes" as "instanceType", [Capacity, Cost];
    ! size_fact: "the line of a fact, which `nodes` follows from";
}

fields! {
    NodePool named |_| None;
    count: "count", [Capacity, Cost];
    spot: "spot", [Capacity, Cost];
    zones: "zones", [Capacity];
}

fields! {
    FoundryModel named |model| Some(model.name.origin);
    name: "name", [Identity];
    slug: "slug" as "name", [Identity];
    model_name: "modelName", [Behaviour];
    version: "version", [Behaviour];
    format: "format", [Behaviour];
    description: "description", [Labels];
    enabled: "enabled", [Access, Capacity, Cost];
    aliases: "aliases", [Access];
    capabilities: "capabilities", [Access];
    allow: "allow", [Access];
    content_filter: "contentFilter", [Behaviour];
    version_upgrade: "versionUpgrade", [Operation];
    price: "price", [Cost];
    deployments: "deployments" as "deployments[]" | "location" | "skuName" | "capacity", [Capacity, Cost];
    pooled: "pooled" as "deployments", [Behaviour];
    ! capability_fact: "where a fact stands, which `capabilities` follow from";
}

fields! {
    Allow named |_| None;
    tools: "tools", [Access];
    data_sources: "dataSources", [Access];
    store: "store", [Access];
    unreported_streams: "unreportedStreams", [Limits];
    members: "members", [Access];
    headers: "headers", [Access];
}

fields! {
    Price named |_| None;
    input_per_million: "inputPerMillion", [Cost];
    output_per_million: "outputPerMillion", [Cost];
}

fields! {
    Deployment named |deployment| Some(deployment.name.origin);
    name: "name", [Identity];
    location: "location", [Identity];
    sku_name: "skuName", [Capacity, Cost];
    capacity: "capacity", [Capacity, Cost];
    priority: "priority", [Capacity];
    weight: "weight", [Capacity];
}

impl Model {
    /// Who serves it, in one word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Kaito(_) => "kaito",
            Self::Foundry(_) => "foundry",
        }
    }
}

/// A grant shows who serves its model; what that is stands with the models.
impl ToNode for Model {
    fn to_node(&self) -> Option<Node> {
        Some(Node::at(Value::Text(self.kind().to_owned()), None))
    }
}
