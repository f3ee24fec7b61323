//! JSON as API Management reads it in answers, for the tokens that they say were used. Its policies run on Newtonsoft's reader, which takes much that is no JSON:
//! single quotes, keys without quotes, comments, trailing text, `NaN`, constructors; it makes dates of texts, and lets the
//! last of two equal keys win. A policy that trusts what it has read is checked by exactly that reading, so no stricter reader
//! can stand in for it (`serde_json` refuses what the gateway lets through). The behaviour is that of version 6.0.8, found by
//! running it; nothing here is recursive, so that no depth of nesting ends the program.

pub(super) mod dates;
pub(super) mod numbers;
pub(super) mod read;

use std::collections::BTreeMap;

use dates::Date;

/// A value's place in its [`Tree`].
pub(super) type Id = usize;

/// What was read: values by number, so that neither reading nor dropping a deep one is deep.
#[derive(Debug, Clone, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    // Where among its object's members a key stands: bodies may have very many.
    members: BTreeMap<(Id, Vec<u16>), usize>,
}

/// One value.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// What it is.
    pub(super) kind: Kind,
    /// What it holds, in order.
    pub(super) children: Vec<Id>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// `{...}`
    Object,
    /// `[...]`
    Array,
    /// `new Name(...)`
    Constructor(Vec<u16>),
    /// Text that is no date.
    Text(Vec<u16>),
    /// Text that is a date.
    Date(Date),
    /// A whole number of 64 bits.
    Integer(i64),
    /// A whole number of more, in decimal.
    Large(String),
    /// Any other number, `NaN` and the infinities included.
    Float(f64),
    /// `true`, `false`
    Flag(bool),
    /// `null`
    Null,
    /// `undefined`, or nothing between two commas.
    Undefined,
    /// `/* ... */` in an array, where it is kept.
    Comment(Vec<u16>),
}

impl Tree {
    /// The value that holds all others.
    pub(super) const ROOT: Id = 0;

    /// What a value is.
    pub(super) fn kind(&self, id: Id) -> Option<&Kind> {
        self.nodes.get(id).map(|node| &node.kind)
    }

    /// What a value holds.
    pub(super) fn children(&self, id: Id) -> &[Id] {
        self.nodes.get(id).map_or(&[], |node| &node.children)
    }

    /// The member of an object with this key; keys are compared exactly.
    pub(super) fn member(&self, id: Id, key: &str) -> Option<Id> {
        let at = self.members.get(&(id, key.encode_utf16().collect()))?;
        self.children(id).get(*at).copied()
    }

    /// Adds a value to one; in an object it takes the place of one with the same key.
    pub(super) fn add(&mut self, parent: Option<Id>, key: &[u16], kind: Kind) -> Id {
        let id = self.nodes.len();
        let parent = parent.and_then(|at| Some((at, self.nodes.get_mut(at)?)));
        if let Some((at, parent)) = parent {
            let known = (parent.kind == Kind::Object).then(|| {
                *self
                    .members
                    .entry((at, key.to_vec()))
                    .or_insert(parent.children.len())
            });
            match known.and_then(|at| parent.children.get_mut(at)) {
                Some(place) => *place = id,
                None => parent.children.push(id),
            }
        }
        self.nodes.push(Node {
            kind,
            children: Vec::new(),
        });
        id
    }
}
