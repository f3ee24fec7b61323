//! Two documents of one environment, side by side: each value that is another one, with the entity that it belongs to.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::{renames, words};
use crate::core::fields::{Meaning, Node, Value};
use crate::core::sources::Span;

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Topic {
    /// A whole environment.
    Environment,
    /// The platform and its services.
    Platform,
    /// A model.
    Model,
    /// A team.
    Team,
    /// A team's use of a model.
    Grant,
}

/// What happens to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is called otherwise.
    Renamed,
    /// Its value is another one.
    Changed,
}

/// A change without its place and environment: what is reported once for several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What it is about.
    pub topic: Topic,
    /// The team, for teams and grants.
    pub team: Option<String>,
    /// The model, for models and grants.
    pub model: Option<String>,
    /// The keys of the property; empty for the whole.
    pub property: Vec<String>,
    /// What happens to it.
    pub kind: Kind,
    /// What it means, the gravest first.
    pub meanings: &'static [Meaning],
    /// In words; none where there was nothing.
    pub before: Option<String>,
    /// In words; none where there is nothing.
    pub after: Option<String>,
}

/// In which version the place of a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// A change with its place.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) about: Change,
    pub(super) at: Option<Span>,
    pub(super) side: Side,
}

/// What changes in an environment; none of the two may be missing in both.
pub(super) fn of(name: &str, before: Option<&Node>, after: Option<&Node>) -> Vec<Found> {
    let mut walk = Walk {
        path: Vec::new(),
        renamed: renames::of(before, after),
        found: Vec::new(),
    };
    match (before, after) {
        (Some(before), Some(after)) => {
            walk.both(before, after, &[Meaning::Operation], (None, None));
        }
        (None, None) => {}
        (before, after) => {
            let meanings: &[Meaning] = &[Meaning::Access];
            walk.push_whole(Topic::Environment, name, meanings, before, after);
        }
    }
    walk.found
}

struct Walk {
    path: Vec<String>,
    renamed: renames::Renames,
    found: Vec<Found>,
}

/// The nearest places of the two sides, for values that have none of their own.
type Near = (Option<Span>, Option<Span>);

fn place(node: &Node, near: Option<Span>) -> Option<Span> {
    node.origin
        .and_then(crate::core::origin::Origin::span)
        .or(near)
}

impl Walk {
    fn both(&mut self, before: &Node, after: &Node, meanings: &'static [Meaning], near: Near) {
        if before == after {
            return;
        }
        let own = if after.meanings.is_empty() {
            meanings
        } else {
            after.meanings
        };
        let near = (place(before, near.0), place(after, near.1));
        if words::is_leaf(before) || words::is_leaf(after) {
            return self.leaf(Some(before), Some(after), own, near);
        }
        let (old, new) = (entries(before), entries(after));
        let (old, renamed) = self.renamed.applied(&self.path, old);
        for (from, to) in renamed {
            let node = new.get(to.as_str()).copied();
            self.push_renamed(from, to, node, near);
        }
        let keys: BTreeSet<&str> = old.keys().chain(new.keys()).map(AsRef::as_ref).collect();
        for key in keys {
            self.path.push(key.to_owned());
            match (old.get(key), new.get(key)) {
                (Some(before), Some(after)) => self.both(before, after, own, near),
                (before, after) => self.one(before.copied(), after.copied(), own, near),
            }
            self.path.pop();
        }
    }

    /// Something that is in one version only.
    fn one(
        &mut self,
        before: Option<&Node>,
        after: Option<&Node>,
        meanings: &'static [Meaning],
        near: Near,
    ) {
        let Some(node) = after.or(before) else { return };
        let own = if node.meanings.is_empty() {
            meanings
        } else {
            node.meanings
        };
        self.leaf(before, after, own, near);
    }

    fn leaf(
        &mut self,
        before: Option<&Node>,
        after: Option<&Node>,
        meanings: &'static [Meaning],
        near: Near,
    ) {
        let (topic, team, model, property) = self.subject();
        if self
            .renamed
            .explains(topic, team.as_deref().or(model.as_deref()), &property)
        {
            return;
        }
        let kind = match (before, after) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            (Some(_), Some(_)) => Kind::Changed,
        };
        let whole = property.is_empty() && topic != Topic::Platform;
        let in_words = |node: &Node| {
            if whole {
                words::entity(topic, node)
            } else {
                words::value(node)
            }
        };
        // A place that is written says more than one that is left: what went, stood in the base.
        let old = before.map_or(near.0, |node| place(node, near.0));
        let new = after.map_or(near.1, |node| place(node, near.1));
        let written = |node: Option<&Node>| {
            node.and_then(|node| node.origin)
                .and_then(crate::core::origin::Origin::span)
        };
        let (at, side) = match (written(after), written(before)) {
            (Some(at), _) => (Some(at), Side::After),
            (None, Some(at)) => (Some(at), Side::Before),
            (None, None) if new.is_some() => (new, Side::After),
            (None, None) => (old, Side::Before),
        };
        self.found.push(Found {
            about: Change {
                topic,
                team,
                model,
                property,
                kind,
                meanings,
                before: before.map(in_words),
                after: after.map(in_words),
            },
            at,
            side,
        });
    }

    fn push_whole(
        &mut self,
        topic: Topic,
        name: &str,
        meanings: &'static [Meaning],
        before: Option<&Node>,
        after: Option<&Node>,
    ) {
        let node = after.or(before);
        self.found.push(Found {
            about: Change {
                topic,
                team: None,
                model: None,
                property: vec![name.to_owned()],
                kind: if after.is_some() {
                    Kind::Added
                } else {
                    Kind::Removed
                },
                meanings,
                before: before.map(|node| words::entity(topic, node)),
                after: after.map(|node| words::entity(topic, node)),
            },
            at: node.and_then(|node| place(node, None)),
            side: if after.is_some() {
                Side::After
            } else {
                Side::Before
            },
        });
    }

    /// The team or model below the path that is called otherwise.
    fn push_renamed(&mut self, from: String, to: String, after: Option<&Node>, near: Near) {
        self.path.push(to.clone());
        let (topic, team, model, _) = self.subject();
        self.path.pop();
        if topic == Topic::Grant || topic == Topic::Platform {
            return; // it follows from the model's own
        }
        self.found.push(Found {
            about: Change {
                topic,
                team,
                model,
                property: Vec::new(),
                kind: Kind::Renamed,
                meanings: &[Meaning::Access, Meaning::Keys, Meaning::Identity],
                before: Some(from),
                after: Some(to),
            },
            at: after.map_or(near.1, |node| place(node, near.1)),
            side: Side::After,
        });
    }

    /// What the path leads to.
    fn subject(&self) -> (Topic, Option<String>, Option<String>, Vec<String>) {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let owned = |rest: &[&str]| rest.iter().map(|key| (*key).to_owned()).collect();
        match path.as_slice() {
            ["teams", team, "models", model, rest @ ..] => (
                Topic::Grant,
                Some((*team).to_owned()),
                Some((*model).to_owned()),
                owned(rest),
            ),
            ["teams", team, rest @ ..] => {
                (Topic::Team, Some((*team).to_owned()), None, owned(rest))
            }
            ["models", model, rest @ ..] => {
                (Topic::Model, None, Some((*model).to_owned()), owned(rest))
            }
            rest => (Topic::Platform, None, None, owned(rest)),
        }
    }
}

/// What stands below a node, by name; items of lists by the name that they have.
pub(super) fn entries(node: &Node) -> BTreeMap<Cow<'_, str>, &Node> {
    match &node.value {
        Value::Map(entries) => entries
            .iter()
            .map(|(key, node)| (Cow::Borrowed(key.as_ref()), node))
            .collect(),
        Value::List(items) => {
            let mut named = BTreeMap::new();
            for (index, item) in items.iter().enumerate() {
                let name = named_like(item).filter(|name| !named.contains_key(*name));
                let name = name.map_or_else(|| Cow::Owned(index.to_string()), Cow::Borrowed);
                named.insert(name, item);
            }
            named
        }
        Value::Text(_)
        | Value::Number(_)
        | Value::Negative(_)
        | Value::Float(_)
        | Value::Bool(_) => BTreeMap::new(),
    }
}

/// The name of an item of a list.
fn named_like(item: &Node) -> Option<&str> {
    let Value::Map(entries) = &item.value else {
        return None;
    };
    match &entries.get("name")?.value {
        Value::Text(name) => Some(name),
        Value::Number(_)
        | Value::Negative(_)
        | Value::Float(_)
        | Value::Bool(_)
        | Value::List(_)
        | Value::Map(_) => None,
    }
}
