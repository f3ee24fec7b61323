//! Merges an environment's tree into the base tree.
//!
//! Maps merge key by key and lists of named things by name; everything else is replaced as a whole, and `null` removes a key.

use std::collections::BTreeMap;

use super::tree::{Entry, Node, Overlay, Value};
use crate::core::sources::Span;

#[cfg(test)]
mod tests;

/// A key of the base that an overlay's `null` takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// Where the mapping stands that had it.
    pub mapping: Span,
    /// The key.
    pub key: String,
    /// The overlay's line that removes it.
    pub at: Span,
}

/// The base with the overlay's values; what these remove is noted. An empty overlay changes nothing.
#[must_use]
pub fn merge(base: Node, overlay: Node, removed: &mut Vec<Removed>) -> Node {
    if overlay.value == Value::Null {
        base
    } else {
        merged(base, overlay, removed)
    }
}

fn merged(base: Node, overlay: Node, removed: &mut Vec<Removed>) -> Node {
    let replaced = Overlay::Replaced(base.span);
    // Where something was left out of the overlay, nobody knows what the whole was meant to be.
    let span = if overlay.span.is_synthetic() {
        overlay.span
    } else {
        base.span
    };
    match (base.value, overlay.value) {
        (Value::Map(below), Value::Map(above)) => Node {
            value: Value::Map(maps(base.span, below, above, removed)),
            ..base_of(span, base.overlay)
        },
        (Value::List(below), Value::List(above)) if named(&below) && named(&above) => Node {
            value: Value::List(lists(below, above, removed)),
            ..base_of(span, base.overlay)
        },
        (_, value) => marked(
            Node {
                value,
                span: overlay.span,
                overlay: Overlay::No,
            },
            replaced,
        ),
    }
}

fn base_of(span: Span, overlay: Overlay) -> Node {
    Node {
        value: Value::Null,
        span,
        overlay,
    }
}

fn maps(
    mapping: Span,
    below: Vec<Entry>,
    above: Vec<Entry>,
    removed: &mut Vec<Removed>,
) -> Vec<Entry> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut result: Vec<Option<Entry>> = Vec::with_capacity(below.len() + above.len());
    for entry in below {
        places.insert(entry.key.clone(), result.len());
        result.push(Some(entry));
    }
    for Entry {
        key,
        key_span,
        value,
    } in above
    {
        let place = places.get(&key).and_then(|place| result.get_mut(*place));
        match (place, value.value == Value::Null) {
            (Some(place), true) => {
                *place = None;
                removed.push(Removed {
                    mapping,
                    key,
                    at: key_span,
                });
            }
            (None, true) => {}
            (Some(place), false) => {
                *place = place.take().map(|old| Entry {
                    value: merged(old.value, value, removed),
                    ..old
                });
            }
            (None, false) => result.push(Some(Entry {
                key,
                key_span,
                value: marked(value, Overlay::Added),
            })),
        }
    }
    result.into_iter().flatten().collect()
}

/// Items that the base names are merged in place; the others follow in the overlay's order. A name that stands twice in the
/// overlay is merged once and then added, so that it stays twice for `resolve` to report.
fn lists(below: Vec<Node>, above: Vec<Node>, removed: &mut Vec<Removed>) -> Vec<Node> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut result: Vec<Option<Node>> = Vec::with_capacity(below.len() + above.len());
    for item in below {
        if let Some(name) = item.name() {
            places.entry(name.to_owned()).or_insert(result.len());
        }
        result.push(Some(item));
    }
    for item in above {
        let place = item.name().and_then(|name| places.remove(name));
        match place.and_then(|place| result.get_mut(place)) {
            Some(place) => *place = place.take().map(|old| merged(old, item, removed)),
            None => result.push(Some(marked(item, Overlay::Added))),
        }
    }
    result.into_iter().flatten().collect()
}

fn named(items: &[Node]) -> bool {
    !items.is_empty() && items.iter().all(|item| item.name().is_some())
}

/// The node and all below it, marked; a `null` in a mapping has nothing left to remove and goes.
fn marked(node: Node, overlay: Overlay) -> Node {
    let value = match node.value {
        Value::List(items) => Value::List(
            items
                .into_iter()
                .map(|item| marked(item, overlay))
                .collect(),
        ),
        Value::Map(entries) => {
            let stay = entries
                .into_iter()
                .filter(|entry| entry.value.value != Value::Null);
            Value::Map(
                stay.map(|entry| Entry {
                    value: marked(entry.value, overlay),
                    ..entry
                })
                .collect(),
            )
        }
        plain @ (Value::Null
        | Value::Bool(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Text(_)) => plain,
    };
    Node {
        value,
        span: node.span,
        overlay,
    }
}
