//! Values of Terraform's expressions as far as they are known before anything is applied.

use std::collections::BTreeMap;

use crate::core::origin::Origin;

/// A value with the input that it came from.
#[derive(Debug, Clone)]
pub(super) struct Val {
    pub(super) kind: Kind,
    pub(super) origin: Option<Origin>,
}

/// What a [`Val`] is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Val>),
    Map(BTreeMap<String, Val>),
    /// Known only after something was applied, or not to us: what it is made of, in one spelling, and the resource instances
    /// that it is known from.
    Unknown(String, Vec<String>),
    /// A resource instance, by its address.
    Instance(String),
    /// A called module, by its name.
    Module(String),
}

impl Val {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, origin: None }
    }

    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::new(Kind::Text(text.into()))
    }

    pub(super) fn null() -> Self {
        Self::new(Kind::Null)
    }

    /// The origin of the value, or of the first value in it that has one.
    pub(super) fn any_origin(&self) -> Option<Origin> {
        self.origin.or_else(|| match &self.kind {
            Kind::List(items) => items.iter().find_map(Self::any_origin),
            Kind::Map(entries) => entries.values().find_map(Self::any_origin),
            Kind::Null
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::Unknown(..)
            | Kind::Instance(_)
            | Kind::Module(_) => None,
        })
    }

    /// With an origin, if it has none of its own.
    pub(super) fn from(mut self, origin: Option<Origin>) -> Self {
        self.origin = self.origin.or(origin);
        self
    }

    /// What comes of values that cannot be computed here: known by its parts.
    pub(super) fn unknown(what: &str, parts: &[Self]) -> Self {
        let texts: Vec<String> = parts.iter().map(Self::spelled).collect();
        let mut known_from = Vec::new();
        for part in parts {
            part.collect_known_from(&mut known_from);
        }
        Self {
            kind: Kind::Unknown(format!("{what}({})", texts.join(", ")), known_from),
            origin: parts.iter().find_map(Self::any_origin),
        }
    }

    /// The resource instances that it is known from once they are applied.
    pub(super) fn collect_known_from(&self, found: &mut Vec<String>) {
        match &self.kind {
            Kind::List(items) => items.iter().for_each(|item| item.collect_known_from(found)),
            Kind::Map(entries) => entries
                .values()
                .for_each(|entry| entry.collect_known_from(found)),
            Kind::Unknown(_, from) => found.extend(from.iter().cloned()),
            Kind::Instance(address) => found.push(address.clone()),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::Module(_) => {}
        }
    }

    /// In one spelling: equal values have equal ones.
    pub(super) fn spelled(&self) -> String {
        match &self.kind {
            Kind::Null => "null".to_owned(),
            Kind::Bool(yes) => yes.to_string(),
            Kind::Number(number) => number.to_string(),
            Kind::Text(text) => format!("{text:?}"),
            Kind::List(items) => {
                let items: Vec<String> = items.iter().map(Self::spelled).collect();
                format!("[{}]", items.join(", "))
            }
            Kind::Map(entries) => {
                let entry = |(key, value): (&String, &Self)| format!("{key:?}={}", value.spelled());
                let entries: Vec<String> = entries.iter().map(entry).collect();
                format!("{{{}}}", entries.join(", "))
            }
            Kind::Unknown(what, _) => what.clone(),
            Kind::Instance(address) | Kind::Module(address) => address.clone(),
        }
    }

    /// As part of a text or as a key.
    pub(super) fn as_text(&self) -> Option<String> {
        match &self.kind {
            Kind::Text(text) => Some(text.clone()),
            Kind::Bool(yes) => Some(yes.to_string()),
            Kind::Number(number) => Some(number.to_string()),
            Kind::Null
            | Kind::List(_)
            | Kind::Map(_)
            | Kind::Unknown(..)
            | Kind::Instance(_)
            | Kind::Module(_) => None,
        }
    }

    /// Its parts with their keys, as `for` and `for_each` go through them; none if they are not known.
    pub(super) fn parts(&self) -> Option<Vec<(Self, Self)>> {
        match &self.kind {
            Kind::List(items) => {
                let numbered = items.iter().enumerate();
                let number = |index: usize| {
                    Kind::Number(f64::from(u32::try_from(index).unwrap_or(u32::MAX)))
                };
                Some(
                    numbered
                        .map(|(index, item)| (Self::new(number(index)), item.clone()))
                        .collect(),
                )
            }
            Kind::Map(entries) => {
                let entry = |(key, value): (&String, &Self)| {
                    (
                        Self::text(key.clone()).from(value.any_origin()),
                        value.clone(),
                    )
                };
                Some(entries.iter().map(entry).collect())
            }
            Kind::Null => Some(Vec::new()),
            Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::Unknown(..)
            | Kind::Instance(_)
            | Kind::Module(_) => None,
        }
    }

    /// Every value in it that has no parts, by its path below `path`.
    pub(super) fn leaves(&self, path: &str, found: &mut BTreeMap<String, Self>) {
        match &self.kind {
            Kind::Map(entries) if !entries.is_empty() => {
                for (key, value) in entries {
                    value.leaves(&format!("{path}.{key}"), found);
                }
            }
            Kind::Null => {}
            Kind::List(_)
            | Kind::Map(_)
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::Unknown(..)
            | Kind::Instance(_)
            | Kind::Module(_) => {
                found.insert(path.to_owned(), self.clone());
            }
        }
    }
}
