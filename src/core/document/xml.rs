//! A gateway policy document as a tree of elements. Names are constants of the program; only values hold text of inputs.

use super::Header;
use crate::core::origin::Origin;

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
    /// The inputs that it shows or is there for.
    pub origins: Vec<Origin>,
}

/// An attribute; the value is printed on one line. A name stands once in an element.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// The inputs that it shows.
    pub origins: Vec<Origin>,
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
            origins: Vec::new(),
        }
    }

    /// With an attribute.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push(Attribute {
            name,
            value: value.into(),
            origins: Vec::new(),
        });
        self
    }

    /// With an attribute that came from an input.
    #[must_use]
    pub fn with_at(self, name: &'static str, value: impl Into<String>, origin: Origin) -> Self {
        self.with_all(name, value, vec![origin])
    }

    /// With an attribute that shows several inputs, or none.
    #[must_use]
    pub fn with_all(
        mut self,
        name: &'static str,
        value: impl Into<String>,
        origins: Vec<Origin>,
    ) -> Self {
        self.attributes.push(Attribute {
            name,
            value: value.into(),
            origins,
        });
        self
    }

    /// With a child element.
    #[must_use]
    pub fn child(mut self, element: Self) -> Self {
        self.children.push(Child::Element(element));
        self
    }

    /// With a remark.
    #[must_use]
    pub fn comment(mut self, text: impl Into<String>) -> Self {
        self.children.push(Child::Comment(text.into()));
        self
    }

    /// With text.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Child::Text(text.into()));
        self
    }

    /// With inputs that it shows or is there for.
    #[must_use]
    pub fn at(mut self, origins: impl IntoIterator<Item = Origin>) -> Self {
        self.origins.extend(origins);
        self
    }
}
