//! Short ways to write what the roots are made of.

use crate::core::document::hcl::{Expr, Ident, Key, Part, Reference, Step};
use crate::core::origin::Sourced;
use crate::domain::platform::model::Platform;
use crate::gateway::Literal;

/// An object in the making: entries that may be missing read as they are written.
#[derive(Debug, Default)]
pub(super) struct Object(Vec<(Key, Expr)>);

impl Object {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn set(mut self, key: impl Into<String>, value: impl Into<Expr>) -> Self {
        self.0.push((Key(key.into()), value.into()));
        self
    }

    /// With an entry if there is a value.
    pub(super) fn maybe(self, key: &'static str, value: Option<impl Into<Expr>>) -> Self {
        match value {
            Some(value) => self.set(key, value),
            None => self,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Object> for Expr {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

/// `var.<name>`
pub(super) fn var(name: &'static str) -> Expr {
    Expr::reference("var", &[name])
}

/// `local.<name>`
pub(super) fn local(name: &'static str) -> Expr {
    Expr::reference("local", &[name])
}

/// `module.<module>.<output>`
pub(super) fn output(module: &'static str, output: &'static str) -> Expr {
    Expr::reference("module", &[module, output])
}

/// `module.<module>.<output>["<key>"]`
pub(super) fn output_of(module: &'static str, output: &'static str, key: &str) -> Expr {
    let steps = vec![
        Step::Name(Ident::of(module)),
        Step::Name(Ident::of(output)),
        Step::Key(key.to_owned()),
    ];
    Expr::Reference(Reference {
        root: Ident::of("module"),
        steps,
    })
}

/// `"${<start>}<rest>"`
pub(super) fn below(start: Expr, rest: impl Into<String>) -> Expr {
    Expr::Template(vec![Part::Expr(start), Part::Text(rest.into())])
}

/// A file of the environment's folder, seen from a root.
pub(super) fn file_path(path: &str) -> Expr {
    below(Expr::reference("path", &["root"]), format!("/../../{path}"))
}

/// A name composed on the platform's base name.
pub(super) fn named(platform: &Platform, name: impl Into<String>) -> Expr {
    Expr::text(name).at_all(platform.base_origins())
}

/// A text of the gateway's tree.
pub(super) fn literal(literal: &Literal) -> Expr {
    Expr::text(&literal.text).at_all(literal.origins())
}

/// A list of values that were written together.
pub(super) fn texts<T: ToString>(values: &Sourced<Vec<T>>) -> Expr {
    Expr::texts(values.value.iter().map(ToString::to_string)).at(values.origin)
}

/// The `source` of a module call.
pub(super) fn source(module: &str) -> Expr {
    Expr::text(format!("../modules/{module}"))
}
