//! Facts as a repository has them: those that platgen embeds, changed by its `catalog/facts/*.yaml`.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use crate::core::origin::Origin;
use crate::facts::{Fact, Facts};

pub mod resolve;
pub mod syntax;

/// The facts that a repository is checked by. Made once, shared by all of its environments.
#[derive(Debug, Clone)]
pub struct FactSet {
    facts: Arc<Facts>,
    /// The line of a repository's own fact about a VM size, by the size's name in lower case.
    sizes: BTreeMap<String, Origin>,
    /// Where a repository's own fact says what a model can be called for, by its name in lower case and its version.
    capabilities: BTreeMap<(String, Option<String>), Origin>,
}

impl Default for FactSet {
    /// What platgen embeds.
    fn default() -> Self {
        Self {
            facts: Facts::embedded(),
            sizes: BTreeMap::new(),
            capabilities: BTreeMap::new(),
        }
    }
}

impl Deref for FactSet {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.facts
    }
}

impl FactSet {
    /// The line of the fact about a VM size: in the repository, or in a table of platgen.
    pub fn size_origin(&self, name: &str) -> Option<Origin> {
        let own = self.sizes.get(&name.to_ascii_lowercase());
        own.copied()
            .or_else(|| Fact::of_size(name).map(Origin::Fact))
    }

    /// Where the repository says what a version of a model can be called for, if it does.
    pub fn capabilities_origin(&self, name: &str, version: &str) -> Option<Origin> {
        let fact = self.facts.model(name, version)?;
        let key = (name.to_ascii_lowercase(), fact.version.clone());
        self.capabilities.get(&key).copied()
    }
}
