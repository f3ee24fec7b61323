//! What changes in meaning between two versions of the inputs: who may use what, money, capacity, addresses, and what Terraform
//! will do about it.
//!
//! Everything derives from the table of fields ([`crate::core::fields`]): what has a field is compared, so nothing that
//! matters can be left out. [`changes`] compares the documents of an environment, [`renames`] finds what is only called
//! otherwise, [`figures`] counts, and three renderers show the one [`view::Diff`].

use std::collections::{BTreeMap, BTreeSet};

use crate::core::sources::Sources;
use crate::domain::platform::fields::document;
use crate::domain::platform::model::Platform;

pub mod affected;
pub mod changes;
pub mod figures;
pub mod human;
pub mod markdown;
pub mod renames;
pub mod terraform;
pub mod view;
pub mod words;

use changes::{Change, Side};
use view::{Base, Diff, SCHEMA_VERSION};

/// One version of the inputs.
#[derive(Debug, Clone, Copy)]
pub struct Version<'v> {
    /// Its inputs.
    pub sources: &'v Sources,
    /// What became of them.
    pub platforms: &'v [Platform],
}

impl<'v> Version<'v> {
    fn environment(&self, name: &str) -> Option<&'v Platform> {
        let mut all = self.platforms.iter();
        all.find(|platform| platform.environment.as_str() == name)
    }

    fn names(&self) -> impl Iterator<Item = &'v str> + use<'v> {
        self.platforms
            .iter()
            .map(|platform| platform.environment.as_str())
    }
}

/// The environments of either version, or `only` that one.
pub fn environments(before: Version<'_>, after: Version<'_>, only: Option<&str>) -> Vec<String> {
    let all: BTreeSet<&str> = before.names().chain(after.names()).collect();
    let wanted = all
        .into_iter()
        .filter(|name| only.is_none_or(|only| only == *name));
    wanted.map(str::to_owned).collect()
}

/// What the later version changes; `only` one environment if it is named.
pub fn diff(
    base: Base,
    before: Version<'_>,
    after: Version<'_>,
    only: Option<&str>,
    terraform: Vec<view::Root>,
) -> Diff {
    let names = environments(before, after, only);
    let mut found: BTreeMap<Change, (usize, view::Change)> = BTreeMap::new();
    for name in &names {
        let old = before.environment(name).map(document);
        let new = after.environment(name).map(document);
        for change in changes::of(name, old.as_ref(), new.as_ref()) {
            let order = found.len();
            let shown = found.entry(change.about.clone()).or_insert_with(|| {
                let sources = match change.side {
                    Side::Before => before.sources,
                    Side::After => after.sources,
                };
                (order, view::Change::of(&change, sources))
            });
            shown.1.environments.push(name.clone());
        }
    }
    let mut changes: Vec<(usize, view::Change)> = found.into_values().collect();
    changes.sort_by(|a, b| {
        let key = |one: &(usize, view::Change)| (one.1.meanings.first().copied(), one.0);
        key(a).cmp(&key(b))
    });
    let latest = after.platforms.first().or(before.platforms.first());
    Diff {
        schema_version: SCHEMA_VERSION,
        platform: latest.map_or_else(String::new, |platform| platform.name.value.clone()),
        base,
        changes: changes.into_iter().map(|(_, change)| change).collect(),
        figures: names
            .iter()
            .map(|name| figures::of(name, before, after))
            .filter(|figures| !figures.is_empty())
            .collect(),
        environments: names,
        terraform,
    }
}
