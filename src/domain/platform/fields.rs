//! Fields of the platform and of the services around the models, and the document of a whole environment.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::core::fields::{Node, ToNode, Value, by_name, fields};
use crate::core::origin::Sourced;
use crate::domain::apps::model::App;
use crate::domain::consumers::model::Team;
use crate::domain::models::model::{FoundryModel, KaitoModel, Model};
use crate::domain::platform::model::Platform;
use crate::domain::platform::model::services::{
    Apim, Foundry, FoundryAccount, KeyVault, Monitoring, Receiver, StateBackend,
};

fields! {
    Platform named |platform| Some(platform.name.origin);
    environment: "environment" as "platform.environment", [Identity];
    name: "name" as "platform.name", [Identity];
    suffix: "suffix" as "platform.suffix", [Identity];
    location: "location" as "platform.location", [Identity];
    tags: "tags" as "platform.tags", [Labels];
    network: "network", [Addresses];
    cluster: "aks", [Operation];
    kaito: "kaito", [Operation];
    apim: "apim", [Operation];
    foundry: "foundry", [Addresses];
    key_vault: "keyVault", [Keys];
    monitoring: "monitoring", [Operation];
    state: "terraform" as "terraform", [Operation];
    kaito_models: "kaitoModels" as "kaitoModels[]", [Access], |models: &Vec<Arc<KaitoModel>>| by_name(models, |model| model.name.value.clone());
    foundry_models: "foundryModels" as "foundryModels[]", [Access], |models: &Vec<Arc<FoundryModel>>| by_name(models, |model| model.name.value.clone());
    addons: "addons" as "addons", [Operation];
    teams: "teams", [Access], |teams: &Vec<Team>| by_name(teams, |team| team.name.value.clone());
    apps: "apps", [Operation], |apps: &Vec<App>| by_name(apps, |app| app.name.value.clone());
    ! base: "name and suffix together";
    ! inputs: "paths of the files that hold all the others";
    ! facts: "what is known about Azure, which no value of a platform is";
}

fields! {
    Apim named |_| None;
    sku: "sku", [Capacity, Cost];
    capacity: "capacity", [Capacity, Cost];
    publisher_name: "publisherName", [Labels];
    publisher_email: "publisherEmail", [Labels];
    cors_origins: "corsOrigins" as "cors.origins", [Access];
}

fields! {
    Foundry named |_| None;
    public_network_access: "publicNetworkAccess", [Addresses];
    accounts: "accounts" as "accounts" | "subdomain", [Identity], |accounts: &Vec<FoundryAccount>| by_name(accounts, |account| account.location.value.clone());
}

fields! {
    FoundryAccount named |account| Some(account.name.origin);
    location: "location", [Identity];
    name: "name", [Identity];
    ! main: "whether its region is the platform's";
}

fields! {
    KeyVault named |_| None;
    purge_protection: "purgeProtection", [Keys];
    soft_delete_days: "softDeleteDays", [Keys];
}

fields! {
    Monitoring named |_| None;
    retention_days: "retentionDays", [Operation, Cost];
    grafana: "grafana", [Operation, Cost];
    receivers: "receivers" as "receivers[]", [Operation];
}

fields! {
    Receiver named |receiver| Some(receiver.name.origin);
    name: "name", [Operation];
    email: "email", [Operation];
}

impl ToNode for Sourced<StateBackend> {
    fn to_node(&self) -> Option<Node> {
        let at = |text: &str| Node::at(Value::Text(text.to_owned()), Some(self.origin));
        let backend = match &self.value {
            StateBackend::Local => Node::map([("type".into(), at("local"))]),
            StateBackend::Azurerm {
                resource_group_name,
                storage_account_name,
                container_name,
            } => {
                let parts = [
                    ("resourceGroupName", resource_group_name),
                    ("storageAccountName", storage_account_name),
                    ("containerName", container_name),
                ];
                let parts = parts
                    .into_iter()
                    .filter_map(|(key, part)| Some((key.into(), part.to_node()?)));
                Node::map(parts.chain([("type".into(), at("azurerm"))]))
            }
        };
        Some(Node::map([("backend".into(), backend)]).named(self.origin))
    }
}

/// The document of an environment: every field of every entity, the platform's own below `platform`, and the models of both
/// kinds together, each with its `kind`.
pub fn document(platform: &Platform) -> Node {
    let mut whole = Node::of(platform);
    let Value::Map(entries) = &mut whole.value else {
        return whole;
    };
    let mut own = BTreeMap::new();
    for key in ["name", "suffix", "location", "tags"] {
        own.extend(entries.remove_entry(key));
    }
    let mut models = BTreeMap::new();
    let kaito = platform.kaito_models.iter().cloned().map(Model::Kaito);
    let foundry = platform.foundry_models.iter().cloned().map(Model::Foundry);
    let kinds: BTreeMap<_, _> = kaito
        .chain(foundry)
        .map(|model| (model.name().to_string(), model))
        .collect();
    for list in ["kaitoModels", "foundryModels"] {
        let Some(Value::Map(named)) = entries.remove(list).map(|node| node.value) else {
            continue;
        };
        for (name, node) in named {
            let model = kinds.get(name.as_ref());
            let kind = model.and_then(ToNode::to_node);
            let kind = kind.map(|mut kind| {
                kind.origin = node.origin;
                kind
            });
            let node = match kind {
                Some(kind) => node.with("kind", kind),
                None => node,
            };
            models.insert(name, node);
        }
    }
    let map = |entries: BTreeMap<Cow<'static, str>, Node>| Node::at(Value::Map(entries), None);
    let origin = platform.name.origin;
    entries.insert("platform".into(), map(own).named(origin));
    entries.insert("models".into(), map(models));
    whole.named(origin)
}
