//! What changes for whom between two versions of the inputs.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::aspects::{Aspect, aspects};
use super::view::{Environment, Property, Report, SCHEMA_VERSION, Topic};

/// What `platgen report --against DIR --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Impact {
    /// Raised when a key changes its meaning or goes; keys may be added without.
    pub schema_version: u32,
    /// `platform.name`.
    pub platform: String,
    /// Every environment of either version, by name.
    pub environments: Vec<EnvironmentImpact>,
}

/// What changes in one environment.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentImpact {
    /// Its name.
    pub name: String,
    /// Whether it is new, gone, or in both versions.
    pub presence: Presence,
    /// Names of the teams whose access changes: by a grant, or by a limit or state of their own.
    pub teams: Vec<String>,
    /// Models of which more is granted than they carry, and were not before.
    pub newly_over_capacity: Vec<String>,
    /// What changes, in order of what it is about.
    pub changes: Vec<Change>,
    /// Roots that have something to apply: the folders below `terraform/`, with what they read.
    pub roots: Vec<RootChange>,
}

/// In which of two versions something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Presence {
    /// In the later one only.
    Added,
    /// In the earlier one only.
    Removed,
    /// In both.
    Kept,
}

/// One property that is another one now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What it is about.
    #[serde(flatten)]
    pub about: Property,
    /// Its value before, in words; left out where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Its value now, in words; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// How many outputs of a root change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RootChange {
    /// `10-platform`, `20-models`, `30-tenants`, `40-keys`, or `other` for files that no root reads.
    pub root: String,
    /// Files that are new.
    pub added: usize,
    /// Files that have another text.
    pub changed: usize,
    /// Files that are gone.
    pub removed: usize,
}

/// Hashes of printed outputs by path below `generated/`, of one version.
pub type Outputs = BTreeMap<String, String>;

/// What the later version changes.
pub fn impact(
    (before, outputs_before): (&Report, &Outputs),
    (after, outputs_after): (&Report, &Outputs),
) -> Impact {
    let names: BTreeSet<&String> = before
        .environments
        .iter()
        .chain(&after.environments)
        .map(|environment| &environment.name)
        .collect();
    let environments = names.into_iter().map(|name| EnvironmentImpact {
        roots: roots(name, outputs_before, outputs_after),
        ..environment(name, named(before, name), named(after, name))
    });
    Impact {
        schema_version: SCHEMA_VERSION,
        platform: after.platform.clone(),
        environments: environments.collect(),
    }
}

fn named<'r>(report: &'r Report, name: &str) -> Option<&'r Environment> {
    let mut all = report.environments.iter();
    all.find(|environment| environment.name == name)
}

fn environment(
    name: &str,
    before: Option<&Environment>,
    after: Option<&Environment>,
) -> EnvironmentImpact {
    let changes = changes(before, after);
    let teams: BTreeSet<&String> = changes
        .iter()
        .filter(|change| matches!(change.about.topic, Topic::Team | Topic::Grant))
        .filter_map(|change| change.about.team.as_ref())
        .collect();
    let over = |environment: Option<&Environment>| -> BTreeSet<String> {
        environment
            .into_iter()
            .flat_map(|environment| environment.summary.over_capacity.iter().cloned())
            .collect()
    };
    EnvironmentImpact {
        name: name.to_owned(),
        presence: match (before, after) {
            (None, _) => Presence::Added,
            (_, None) => Presence::Removed,
            (Some(_), Some(_)) => Presence::Kept,
        },
        teams: teams.into_iter().cloned().collect(),
        newly_over_capacity: over(after).difference(&over(before)).cloned().collect(),
        changes,
        roots: Vec::new(),
    }
}

fn changes(before: Option<&Environment>, after: Option<&Environment>) -> Vec<Change> {
    let of = |environment: Option<&Environment>| environment.map(aspects).unwrap_or_default();
    let (before, after) = (of(before), of(after));
    let all: BTreeSet<&Aspect> = before.keys().chain(after.keys()).collect();
    all.into_iter()
        .filter(|aspect| before.get(aspect) != after.get(aspect))
        .map(|aspect| Change {
            about: aspect.about(),
            before: before.get(aspect).cloned(),
            after: after.get(aspect).cloned(),
        })
        .collect()
}

fn roots(environment: &str, before: &Outputs, after: &Outputs) -> Vec<RootChange> {
    let mut roots: BTreeMap<&str, RootChange> = BTreeMap::new();
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for path in paths {
        let below = path
            .strip_prefix(environment)
            .and_then(|rest| rest.strip_prefix('/'));
        let (Some(below), true) = (below, before.get(path) != after.get(path)) else {
            continue;
        };
        for root in readers(below) {
            let change = roots.entry(root).or_insert_with(|| RootChange {
                root: (*root).to_owned(),
                added: 0,
                changed: 0,
                removed: 0,
            });
            match (before.contains_key(path), after.contains_key(path)) {
                (false, _) => change.added += 1,
                (_, false) => change.removed += 1,
                (true, true) => change.changed += 1,
            }
        }
    }
    roots.into_values().collect()
}

/// The roots that read an output.
fn readers(path: &str) -> &'static [&'static str] {
    const ROOTS: [&[&str]; 4] = [
        &["10-platform"],
        &["20-models"],
        &["30-tenants"],
        &["40-keys"],
    ];
    let in_root = |root: &&&[&str]| {
        root.iter()
            .any(|name| path.starts_with(&format!("terraform/{name}/")))
    };
    if let Some(root) = ROOTS.iter().find(in_root) {
        return root;
    }
    match path {
        _ if path.starts_with("policies/products/") => &["30-tenants"],
        _ if path.starts_with("policies/") => &["10-platform"],
        _ if path.starts_with("helm/") => &["20-models"],
        _ if path.starts_with("terraform/modules/tenant/") => &["30-tenants"],
        _ if path.starts_with("terraform/modules/keys/") => &["40-keys"],
        _ if path.starts_with("terraform/modules/kaito-models/") => &["20-models"],
        _ if path.starts_with("terraform/modules/") => &["10-platform"],
        _ => &["other"],
    }
}
