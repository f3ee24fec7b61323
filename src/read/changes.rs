//! What an environment's overlay changes of models: `models: {<name>: {...}}`, applied to the lists of the catalog.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::diag::{Code, Diagnostic};
use crate::core::sources::Span;
use crate::core::yaml::overlay::{Removed, merge};
use crate::core::yaml::tree::{Entry, Node, Value};
use crate::core::yaml::words;

/// The model files after the changes.
pub(super) struct Changed {
    /// One per file, in order.
    pub trees: Vec<Node>,
    /// Models that are no more, with the place that removes them.
    pub removed: BTreeMap<String, Span>,
    /// Keys that are no more.
    pub keys: Vec<Removed>,
    /// Changes to models that no file has.
    pub unknown: Vec<Diagnostic>,
}

/// An overlay less its `models`, and the entries of those.
pub(super) fn split(overlay: Node) -> (Node, Vec<Entry>) {
    let (span, mark) = (overlay.span, overlay.overlay);
    let Value::Map(entries) = overlay.value else {
        return (overlay, Vec::new());
    };
    let (models, rest): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|entry| entry.key == "models");
    let changes = models
        .into_iter()
        .flat_map(|entry| match entry.value.value {
            Value::Map(changes) => changes,
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::List(_) => Vec::new(),
        });
    let changes = changes.collect();
    (
        Node {
            value: Value::Map(rest),
            span,
            overlay: mark,
        },
        changes,
    )
}

/// Merges each change into the entry of its name.
pub(super) fn apply(trees: Vec<Node>, changes: Vec<Entry>) -> Changed {
    let mut models = Changed {
        trees,
        removed: BTreeMap::new(),
        keys: Vec::new(),
        unknown: Vec::new(),
    };
    let mut touched = BTreeSet::new();
    for change in changes {
        let named = |list: &&mut Vec<Node>| list.iter().any(|item| is_named(item, &change.key));
        let list = models.trees.iter_mut().flat_map(lists).find(named);
        let Some(list) = list else {
            let unknown = unknown(&change, &mut models.trees);
            models.unknown.push(unknown);
            continue;
        };
        let Some(at) = list.iter().position(|item| is_named(item, &change.key)) else {
            continue;
        };
        touched.insert(change.key.clone());
        let entry = list.remove(at);
        if change.value.value == Value::Null {
            models.removed.insert(change.key, change.key_span);
        } else {
            list.insert(at, merge(entry, change.value, &mut models.keys));
        }
    }
    if !models.unknown.is_empty() {
        // Any of the others may be meant by the change that names none.
        let items = models.trees.iter_mut().flat_map(lists).flatten();
        let untouched = items.filter(|item| item.name().is_none_or(|name| !touched.contains(name)));
        untouched.for_each(|item| item.span = Span::SYNTHETIC);
    }
    models
}

fn unknown(change: &Entry, trees: &mut [Node]) -> Diagnostic {
    let names: Vec<String> = trees
        .iter_mut()
        .flat_map(lists)
        .flat_map(|list| {
            list.iter()
                .filter_map(|item| item.name().map(str::to_owned))
        })
        .collect();
    let message = format!(
        "the environment changes the model `{}`, which is not in the catalog",
        change.key
    );
    Diagnostic::new(Code::UnknownReference, change.key_span, message).help(words::known(
        &change.key,
        &names,
        "models",
    ))
}

/// The lists of models in a file.
fn lists(tree: &mut Node) -> Vec<&mut Vec<Node>> {
    let Value::Map(entries) = &mut tree.value else {
        return Vec::new();
    };
    let lists = entries
        .iter_mut()
        .filter(|entry| matches!(entry.key.as_str(), "kaitoModels" | "foundryModels"));
    lists
        .filter_map(|entry| match &mut entry.value.value {
            Value::List(items) => Some(items),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::Map(_) => None,
        })
        .collect()
}

/// Whether entries of models were left out of a repaired file, so that a name that is not there may be one of theirs.
pub(super) fn is_partial(repaired: &Node) -> bool {
    let lists = ["kaitoModels", "foundryModels"];
    lists
        .into_iter()
        .filter_map(|key| repaired.get(key))
        .any(|list| list.span.is_synthetic())
}

fn is_named(item: &Node, wanted: &str) -> bool {
    item.name() == Some(wanted)
}
