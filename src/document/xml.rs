//! A gateway policy document as a tree of elements. Names are constants of the program; only values hold text of inputs.

use super::Header;
use crate::origin::Origin;

/// A whole file.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// The comment at its top.
    pub header: Header,
    /// The root element.
    pub root: Element,
}

/// An element.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Its name.
    pub name: &'static str,
    /// Its attributes, in order.
    pub attributes: Vec<Attribute>,
    /// What it holds: elements and comments, or one text.
    pub children: Vec<Child>,
    /// The input it came from.
    pub origin: Option<Origin>,
}

/// An attribute; the value is printed on one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// The input it came from.
    pub origin: Option<Origin>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Child {
    /// An element.
    Element(Element),
    /// Text; an element with text has no other child.
    Text(String),
    /// `<!-- text -->`; `--` in it is broken up.
    Comment(String),
}

impl Element {
    /// An element without anything.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            attributes: Vec::new(),
            children: Vec::new(),
            origin: None,
        }
    }

    /// With an attribute.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push(Attribute {
            name,
            value: value.into(),
            origin: None,
        });
        self
    }

    /// With an attribute that came from an input.
    #[must_use]
    pub fn with_at(mut self, name: &'static str, value: impl Into<String>, origin: Origin) -> Self {
        self.attributes.push(Attribute {
            name,
            value: value.into(),
            origin: Some(origin),
        });
        self
    }

    /// With a child element.
    #[must_use]
    pub fn child(mut self, element: Self) -> Self {
        self.children.push(Child::Element(element));
        self
    }

    /// With text.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Child::Text(text.into()));
        self
    }

    /// With the input it came from.
    #[must_use]
    pub fn at(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }
}
