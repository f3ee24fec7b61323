//! A YAML document as a tree in which every key and every value knows its place.

use crate::core::sources::Span;

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands; for an alias, where the alias stands.
    pub span: Span,
    /// Set by [`super::overlay`] on what came from an environment's overlay.
    pub overlay: Overlay,
}

/// Whether a value came from an overlay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overlay {
    /// Written in the base file.
    #[default]
    No,
    /// Written in the overlay where the base has nothing.
    Added,
    /// Written in the overlay in place of this.
    Replaced(Span),
}

/// What a [`Node`] holds, by the YAML 1.2 core schema.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number that fits.
    Integer(i64),
    /// Another number.
    Float(f64),
    /// Text.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in order; keys are text and unique.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// A value that nobody wrote, put in for one that has a fault.
    pub fn nowhere(value: Value) -> Self {
        Self {
            value,
            span: Span::SYNTHETIC,
            overlay: Overlay::No,
        }
    }

    /// The text, if this is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::List(_)
            | Value::Map(_) => None,
        }
    }

    /// The items, if this is a sequence.
    pub fn items(&self) -> Option<&[Self]> {
        match &self.value {
            Value::List(items) => Some(items),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::Map(_) => None,
        }
    }

    /// The entries, if this is a mapping.
    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::List(_) => None,
        }
    }

    /// The value of a key, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let entry = self.entries()?.iter().find(|entry| entry.key == key)?;
        Some(&entry.value)
    }

    /// What an item of a list is called: the text under its key `name`.
    pub fn name(&self) -> Option<&str> {
        self.get("name")?.text()
    }

    /// Its origin, as the model keeps it.
    pub fn origin(&self) -> crate::core::origin::Origin {
        match self.overlay {
            Overlay::No => crate::core::origin::Origin::Written(self.span),
            Overlay::Added => crate::core::origin::Origin::Overlaid {
                at: self.span,
                base: None,
            },
            Overlay::Replaced(base) => crate::core::origin::Origin::Overlaid {
                at: self.span,
                base: Some(base),
            },
        }
    }
}
