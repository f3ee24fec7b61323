//! What may go, as meant.

use crate::core::origin::{Origin, Sourced};
use crate::domain::pattern::Pattern;
use crate::facts::Day;

/// An entry of `catalog/removals.yaml`.
#[derive(Debug, Clone)]
pub struct Removal {
    /// The entry.
    pub origin: Origin,
    /// What may go.
    pub what: What,
    /// Where it may; everywhere if none is named.
    pub environments: Option<Vec<String>>,
    /// The last day of the entry.
    pub expires: Sourced<Day>,
}

/// What may go.
#[derive(Debug, Clone)]
pub enum What {
    /// A team, by its name.
    Team(String),
    /// A model, by its name.
    Model(String),
    /// Resources, by their addresses.
    Resource(Pattern),
}

impl Removal {
    /// Whether it is about an environment.
    pub fn concerns(&self, environment: &str) -> bool {
        let named = self.environments.as_ref();
        named.is_none_or(|names| names.iter().any(|name| name == environment))
    }
}
