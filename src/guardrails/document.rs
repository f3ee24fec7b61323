//! A platform as policies in Rego see it: a tree of names and values, each of which knows where it was written.
//!
//! What Rego is given and what a message's `at` is looked up in are the same tree, so every place that a policy can name is known.

use std::collections::BTreeMap;

use crate::core::origin::{Origin, Sourced};
use crate::domain::consumers::model::{Grant, Team, TokenQuota};
use crate::domain::models::model::{FoundryModel, KaitoModel};
use crate::domain::platform::model::Platform;

/// A value with its origin; what stands for a whole knows the place that names it.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) origin: Option<Origin>,
}

/// What a [`Node`] holds.
#[derive(Debug)]
pub(super) enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Number(u64),
    /// Yes or no.
    Bool(bool),
    /// Values in order.
    List(Vec<Node>),
    /// Values by name.
    Map(BTreeMap<String, Node>),
}

impl Node {
    /// Where the value at a path stands, `teams/beta/models/gpt-4.1`; the nearest place above it if it has none of its own.
    pub(super) fn find(&self, path: &str) -> Option<Origin> {
        let mut node = self;
        let mut found = node.origin;
        for part in path.split('/').filter(|part| !part.is_empty()) {
            node = match &node.value {
                Value::Map(entries) => entries.get(part)?,
                Value::List(items) => items.get(part.parse::<usize>().ok()?)?,
                Value::Text(_) | Value::Number(_) | Value::Bool(_) => return None,
            };
            found = node.origin.or(found);
        }
        found
    }

    /// How many values there are.
    pub(super) fn len(&self) -> u32 {
        let below: u32 = match &self.value {
            Value::Map(entries) => entries.values().map(Self::len).sum(),
            Value::List(items) => items.iter().map(Self::len).sum(),
            Value::Text(_) | Value::Number(_) | Value::Bool(_) => 0,
        };
        below.saturating_add(1)
    }

    fn text(written: &Sourced<impl ToString>) -> Self {
        Self::at(Value::Text(written.value.to_string()), written.origin)
    }

    fn number<N: Copy + Into<u64>>(written: &Sourced<N>) -> Self {
        Self::at(Value::Number(written.value.into()), written.origin)
    }

    fn bool(written: &Sourced<bool>) -> Self {
        Self::at(Value::Bool(written.value), written.origin)
    }

    fn at(value: Value, origin: Origin) -> Self {
        Self {
            value,
            origin: Some(origin),
        }
    }

    fn list(items: Vec<Self>) -> Self {
        Self {
            value: Value::List(items),
            origin: None,
        }
    }

    fn map<K: ToString>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        let named = entries
            .into_iter()
            .map(|(key, node)| (key.to_string(), node));
        Self {
            value: Value::Map(named.collect()),
            origin: None,
        }
    }

    fn named(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }
}

/// The platform of one environment.
pub(super) fn of(platform: &Platform) -> Node {
    let kaito = platform
        .kaito_models
        .iter()
        .map(|model| (model.name.to_string(), kaito(model)));
    let foundry = platform
        .foundry_models
        .iter()
        .map(|model| (model.name.to_string(), foundry(model)));
    let teams = platform
        .teams
        .iter()
        .map(|team| (team.name.to_string(), self::team(team)));
    let tags = platform
        .tags
        .iter()
        .map(|(name, value)| (name, Node::text(value)));
    let about = Node::map([
        ("name", Node::text(&platform.name)),
        ("suffix", Node::text(&platform.suffix)),
        ("location", Node::text(&platform.location)),
        ("tags", Node::map(tags)),
    ]);
    let whole = Node::map([
        ("environment", Node::text(&platform.environment)),
        ("platform", about.named(platform.name.origin)),
        ("models", Node::map(kaito.chain(foundry))),
        ("teams", Node::map(teams)),
    ]);
    whole.named(platform.name.origin)
}

fn kind(name: &str, origin: Origin) -> Node {
    Node::at(Value::Text(name.to_owned()), origin)
}

fn kaito(model: &KaitoModel) -> Node {
    let mut entries = vec![
        ("kind", kind("kaito", model.name.origin)),
        ("enabled", Node::bool(&model.enabled)),
        ("displayName", Node::text(&model.display_name)),
        ("preset", Node::text(&model.preset)),
        ("instanceType", Node::text(&model.instance_type)),
        ("nodes", Node::number(&model.nodes)),
        (
            "tokensPerMinute",
            Node::number(&model.estimated_tokens_per_minute),
        ),
    ];
    entries.extend(
        model
            .max_model_len
            .as_ref()
            .map(|length| ("maxModelLen", Node::number(length))),
    );
    Node::map(entries).named(model.name.origin)
}

fn foundry(model: &FoundryModel) -> Node {
    let aliases = model.aliases.iter().map(Node::text).collect();
    let deployments = model.deployments.iter().map(|deployment| {
        Node::map([
            ("name", Node::text(&deployment.name)),
            ("location", Node::text(&deployment.location)),
            ("skuName", Node::text(&deployment.sku_name)),
            ("capacity", Node::number(&deployment.capacity)),
        ])
        .named(deployment.name.origin)
    });
    let mut entries = vec![
        ("kind", kind("foundry", model.name.origin)),
        ("enabled", Node::bool(&model.enabled)),
        ("modelName", Node::text(&model.model_name)),
        ("version", Node::text(&model.version)),
        ("format", Node::text(&model.format)),
        ("versionUpgrade", Node::text(&model.version_upgrade)),
        ("aliases", Node::list(aliases)),
        ("deployments", Node::list(deployments.collect())),
    ];
    entries.extend(
        model
            .content_filter
            .as_ref()
            .map(|filter| ("contentFilter", Node::text(filter))),
    );
    Node::map(entries).named(model.name.origin)
}

fn team(team: &Team) -> Node {
    let models = team
        .grants
        .iter()
        .map(|grant| (grant.model.name(), self::grant(grant)));
    let mut limits = Vec::new();
    let limit = team.limits.tokens_per_minute.as_ref();
    limits.extend(limit.map(|limit| ("tokensPerMinute", Node::number(limit))));
    limits.extend(
        team.limits
            .quota
            .as_ref()
            .map(|limit| ("tokenQuota", quota(limit))),
    );
    let mut entries = vec![
        ("displayName", Node::text(&team.display_name)),
        ("owner", Node::text(&team.owner)),
        ("costCenter", Node::text(&team.cost_center)),
        ("enabled", Node::bool(&team.enabled)),
        (
            "groups",
            Node::list(team.groups.iter().map(Node::text).collect()),
        ),
        ("limits", Node::map(limits)),
        ("models", Node::map(models)),
    ];
    let group = team.entra_group_id.as_ref();
    entries.extend(group.map(|group| ("entraGroupId", Node::text(group))));
    Node::map(entries).named(team.name.origin)
}

fn grant(grant: &Grant) -> Node {
    let mut entries = vec![("tokensPerMinute", Node::number(&grant.tokens_per_minute))];
    entries.extend(
        grant
            .quota
            .as_ref()
            .map(|limit| ("tokenQuota", quota(limit))),
    );
    entries.extend(grant.group.as_ref().map(|group| {
        (
            "group",
            Node::at(Value::Text(group.to_string()), grant.source),
        )
    }));
    Node::map(entries).named(grant.source)
}

fn quota(quota: &Sourced<TokenQuota>) -> Node {
    Node::map([
        (
            "tokens",
            Node::at(Value::Number(quota.value.tokens), quota.origin),
        ),
        (
            "period",
            Node::at(
                Value::Text(quota.value.period.name().to_owned()),
                quota.origin,
            ),
        ),
    ])
    .named(quota.origin)
}
