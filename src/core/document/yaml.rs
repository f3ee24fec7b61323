//! A YAML file as a tree: maps keep the order they are given.

use super::Header;
use crate::core::origin::{Origin, Sourced};

/// A whole file, one document.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// The comment at its top.
    pub header: Header,
    /// The document.
    pub root: Node,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// `null`
    Null,
    /// `true`
    Bool(bool),
    /// `12`
    Integer(i64),
    /// `1.5`; never NaN or infinite, which become null.
    Float(f64),
    /// Text, quoted wherever any YAML 1.1 or 1.2 reader could take it for something else.
    Text(String),
    /// Text of several lines, shown as such (`|`) where that is safe.
    Block(String),
    /// As [`Node::Block`], line by line, each with the inputs that it shows.
    Lines(Vec<(String, Vec<Origin>)>),
    /// `- item`
    List(Vec<Node>),
    /// `key: value`
    Map(Vec<(String, Node)>),
    /// A value with the input that it came from.
    At(Origin, Box<Node>),
    /// A value with comment lines above it.
    Commented(String, Box<Node>),
}

impl Node {
    /// Text from an input, with its origin.
    pub fn sourced(value: &Sourced<impl ToString>) -> Self {
        Self::At(value.origin, Box::new(Self::Text(value.value.to_string())))
    }

    /// With an origin.
    #[must_use]
    pub fn at(self, origin: Origin) -> Self {
        Self::At(origin, Box::new(self))
    }

    /// With several origins.
    #[must_use]
    pub fn at_all(self, origins: impl IntoIterator<Item = Origin>) -> Self {
        origins.into_iter().fold(self, Self::at)
    }

    /// A map out of pairs.
    pub fn map<K: Into<String>>(pairs: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Map(
            pairs
                .into_iter()
                .map(|(key, value)| (key.into(), value))
                .collect(),
        )
    }
}

impl From<&str> for Node {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Node {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<bool> for Node {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Node {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<u32> for Node {
    fn from(value: u32) -> Self {
        Self::Integer(value.into())
    }
}
