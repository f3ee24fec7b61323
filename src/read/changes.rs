//! What an environment's overlay changes of models: `models: {<name>: {...}}`, applied to the lists of the catalog.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::sources::Span;
use crate::syntax::overlay::merge;
use crate::syntax::tree::{Entry, Node, Value};

/// The model files after the changes.
pub(super) struct Changed {
    /// One per file, in order.
    pub trees: Vec<Node>,
    /// Models that are no more, with the place that removes them.
    pub removed: BTreeMap<String, Span>,
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

/// Merges each change into the entry of its name; a name that no file has is a finding.
pub(super) fn apply(
    mut trees: Vec<Node>,
    changes: Vec<Entry>,
    findings: &mut Diagnostics,
) -> Changed {
    let mut removed = BTreeMap::new();
    for change in changes {
        let Some(list) = trees.iter_mut().find_map(|tree| list_of(tree, &change.key)) else {
            let message = format!(
                "the environment changes the model `{}`, which is not in the catalog",
                change.key
            );
            let finding = Diagnostic::new(Code::UnknownReference, change.key_span, message);
            findings
                .push(finding.help("add the model to `catalog/models.yaml`, or correct the name"));
            continue;
        };
        let Some(at) = list.iter().position(|entry| is_named(entry, &change.key)) else {
            continue;
        };
        let entry = list.remove(at);
        if change.value.value == Value::Null {
            removed.insert(change.key, change.key_span);
        } else {
            list.insert(at, merge(entry, change.value));
        }
    }
    Changed { trees, removed }
}

/// The list of models in which a name stands.
fn list_of<'t>(tree: &'t mut Node, name: &str) -> Option<&'t mut Vec<Node>> {
    let Value::Map(entries) = &mut tree.value else {
        return None;
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
        .find(|items| items.iter().any(|item| is_named(item, name)))
}

fn is_named(item: &Node, name: &str) -> bool {
    item.get("name")
        .is_some_and(|found| matches!(&found.value, Value::Text(text) if text == name))
}
