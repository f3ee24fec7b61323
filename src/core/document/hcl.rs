//! A Terraform file as a tree.
//!
//! hcl-rs has such a tree too, but keeps no comments and does not align `=`, which `terraform fmt` demands; so this one is
//! ours, and hcl-rs checks what the printer makes of it (tests).

use super::Header;
use crate::core::origin::{Origin, Sourced};

/// A whole file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct File {
    /// The comment at its top.
    pub header: Header,
    /// Its blocks and attributes, in order.
    pub body: Vec<Item>,
}

/// Something that stands in a body.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// `name = value`
    Attribute(Ident, Expr),
    /// `kind "label" { ... }`
    Block(Block),
    /// `# text`, one line per line of the text.
    Comment(String),
    /// An empty line. Blocks at the top level get theirs by themselves.
    Blank,
}

/// A block.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// `resource`, `module`, `variable`.
    pub kind: Ident,
    /// Quoted labels. Terraform takes names only, and `terraform fmt` spoils others.
    pub labels: Vec<Ident>,
    /// What it holds.
    pub body: Vec<Item>,
    /// The inputs that its labels show, or that it is there for.
    pub origins: Vec<Origin>,
}

/// An identifier: `[A-Za-z_][A-Za-z0-9_-]*`, so that no text of an input can become syntax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ident(std::borrow::Cow<'static, str>);

impl Ident {
    /// An identifier, if the text is one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        let first = chars.next()?;
        let ok = (first.is_ascii_alphabetic() || first == '_')
            && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        ok.then(|| Self(text.to_owned().into()))
    }

    /// An identifier that stands in the program; anything that is none becomes `_`s, which a test of every constant refuses.
    pub fn of(text: &'static str) -> Self {
        if Self::parse(text).is_some() {
            Self(text.into())
        } else {
            Self("_".into())
        }
    }

    /// An identifier like a text: whatever cannot stand in one becomes `_`.
    pub fn like(text: &str) -> Self {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let name: String = text
            .chars()
            .map(|c| if fits(c) { c } else { '_' })
            .collect();
        let led = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        Self(if led {
            name.into()
        } else {
            format!("_{name}").into()
        })
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// `null`
    Null,
    /// `true`
    Bool(bool),
    /// `12`
    Integer(i64),
    /// `1.5`; never NaN or infinite, which become null.
    Float(f64),
    /// Text, inert: `${` and `%{` are escaped.
    Text(String),
    /// `"/subscriptions/${var.subscription_id}/..."`
    Template(Vec<Part>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{ key = value }`
    Object(Vec<(Key, Expr)>),
    /// `module.networking.subnet_ids["aks"]`
    Reference(Reference),
    /// `file("...")`
    Call(Ident, Vec<Expr>),
    /// A condition, a loop, a type: an expression that stands in the program as Terraform writes it. No input is `'static`.
    Fixed(&'static str),
    /// An expression with the input that it came from, for the trace of the printed line.
    At(Origin, Box<Expr>),
    /// An expression with comment lines above the attribute, entry or item that holds it.
    Commented(String, Box<Expr>),
}

/// A piece of a [`Expr::Template`].
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Text, inert.
    Text(String),
    /// `${...}`
    Expr(Expr),
}

/// An object's key: bare if it is an identifier, else quoted. Always inert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(pub String);

/// A traversal.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// `module`, `var`, `local`, `data`, a resource type.
    pub root: Ident,
    /// What follows.
    pub steps: Vec<Step>,
}

/// One step of a traversal.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// `.name`
    Name(Ident),
    /// `["key"]`
    Key(String),
    /// `[0]`
    Index(u32),
}

impl Expr {
    /// Text from an input, with its origin.
    pub fn sourced(value: &Sourced<impl ToString>) -> Self {
        Self::At(value.origin, Box::new(Self::Text(value.value.to_string())))
    }

    /// Any expression with an origin.
    #[must_use]
    pub fn at(self, origin: Origin) -> Self {
        Self::At(origin, Box::new(self))
    }

    /// Any expression that several inputs have a part in.
    #[must_use]
    pub fn at_all(self, origins: impl IntoIterator<Item = Origin>) -> Self {
        origins.into_iter().fold(self, Self::at)
    }

    /// With comment lines above it.
    #[must_use]
    pub fn commented(self, text: impl Into<String>) -> Self {
        Self::Commented(text.into(), Box::new(self))
    }

    /// An object out of pairs.
    pub fn object<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Object(
            entries
                .into_iter()
                .map(|(key, value)| (Key(key.into()), value))
                .collect(),
        )
    }

    /// A list of texts.
    pub fn texts<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Self::text).collect())
    }

    /// Inert text.
    pub fn text(value: impl Into<String>) -> Self {
        Self::Text(value.into())
    }

    /// A traversal out of constants: `Expr::reference("var", &["subscription_id"])`.
    pub fn reference(root: &'static str, steps: &[&'static str]) -> Self {
        let steps = steps
            .iter()
            .map(|step| Step::Name(Ident::of(step)))
            .collect();
        Self::Reference(Reference {
            root: Ident::of(root),
            steps,
        })
    }
}

/// Builds a body: a short way to write long lists of attributes.
#[derive(Debug, Default, Clone)]
pub struct Body(Vec<Item>);

impl Body {
    /// An empty body.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `name = value`.
    #[must_use]
    pub fn set(mut self, name: &'static str, value: impl Into<Expr>) -> Self {
        self.0.push(Item::Attribute(Ident::of(name), value.into()));
        self
    }

    /// Adds a comment line.
    #[must_use]
    pub fn comment(mut self, text: impl Into<String>) -> Self {
        self.0.push(Item::Comment(text.into()));
        self
    }

    /// Adds an empty line.
    #[must_use]
    pub fn blank(mut self) -> Self {
        self.0.push(Item::Blank);
        self
    }

    /// Adds a block; its labels are names (see [`Ident::like`]).
    #[must_use]
    pub fn block(self, kind: &'static str, labels: &[&str], body: Self) -> Self {
        self.block_at(kind, labels, body, Vec::new())
    }

    /// Adds a block whose labels show inputs, or that is there for some.
    #[must_use]
    pub fn block_at(
        mut self,
        kind: &'static str,
        labels: &[&str],
        body: Self,
        origins: Vec<Origin>,
    ) -> Self {
        let labels = labels.iter().map(|label| Ident::like(label)).collect();
        self.0.push(Item::Block(Block {
            kind: Ident::of(kind),
            labels,
            body: body.0,
            origins,
        }));
        self
    }

    /// The items.
    pub fn items(self) -> Vec<Item> {
        self.0
    }
}

impl From<&str> for Expr {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Expr {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<bool> for Expr {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Expr {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<u32> for Expr {
    fn from(value: u32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<u16> for Expr {
    fn from(value: u16) -> Self {
        Self::Integer(value.into())
    }
}

impl From<u8> for Expr {
    fn from(value: u8) -> Self {
        Self::Integer(value.into())
    }
}

impl From<Vec<Expr>> for Expr {
    fn from(value: Vec<Expr>) -> Self {
        Self::List(value)
    }
}

impl<T> From<&Sourced<T>> for Expr
where
    T: Clone + Into<Expr>,
{
    fn from(value: &Sourced<T>) -> Self {
        value.value.clone().into().at(value.origin)
    }
}
