//! Anchors and aliases, resolved within bounds.

use super::{Builder, DEPTH, Stopped, Written, faults};
use crate::core::sources::Span;
use crate::core::yaml::tree::{Node, Value};

/// How much anchors and aliases may copy in one file: one for each node and each byte of text.
const COPIES: usize = 1_000_000;

/// What an anchor names.
pub(super) struct Anchored {
    node: Node,
    /// What a copy costs.
    weight: usize,
    /// How many levels of collections it holds.
    height: usize,
}

impl Builder<'_> {
    pub(super) fn alias(&mut self, id: usize, span: Span) -> Result<(), Stopped> {
        let Some(anchored) = self.anchors.get(&id) else {
            return Err(self.stop(faults::endless(span)));
        };
        if anchored.height + self.open.len() > DEPTH {
            return Err(self.stop(faults::too_deep(span)));
        }
        self.copied = self.copied.saturating_add(anchored.weight);
        if self.copied > COPIES {
            return Err(self.stop(faults::too_much(span)));
        }
        let node = Node {
            span,
            ..anchored.node.clone()
        };
        self.place(node, Written::Alias);
        Ok(())
    }

    /// Keeps what an anchor names. That is a copy too, so it counts.
    pub(super) fn remember(&mut self, anchor: usize, node: &Node) -> Result<(), Stopped> {
        if anchor == 0 {
            return Ok(());
        }
        let (weight, height) = size(node);
        self.copied = self.copied.saturating_add(weight);
        if self.copied > COPIES {
            return Err(self.stop(faults::too_much(node.span)));
        }
        self.anchors.insert(
            anchor,
            Anchored {
                node: node.clone(),
                weight,
                height,
            },
        );
        Ok(())
    }
}

/// What copying a node costs, and how many levels of collections it holds. At most [`DEPTH`] levels deep by construction.
fn size(node: &Node) -> (usize, usize) {
    let (inside, height) = match &node.value {
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) => (0, 0),
        Value::Text(text) => (text.len(), 0),
        Value::List(items) => add(items.iter().map(size)),
        Value::Map(entries) => add(entries.iter().map(|entry| {
            let (weight, height) = size(&entry.value);
            (weight + entry.key.len(), height)
        })),
    };
    (inside + 1, height)
}

fn add(parts: impl Iterator<Item = (usize, usize)>) -> (usize, usize) {
    let (weight, height) = parts.fold((0, 0), |sum, part| (sum.0 + part.0, sum.1.max(part.1)));
    (weight, height + 1)
}
