//! Which Terraform roots have something to apply: by the outputs that they read.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::target::terraform::roots;

/// What `platgen affected --format json` prints: the form of a matrix of GitHub's workflows.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Affected {
    /// Each root that has something to apply, in the order in which they are applied.
    pub include: Vec<Root>,
}

/// A root of an environment.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Root {
    /// The environment.
    pub environment: String,
    /// `10-platform`.
    pub root: String,
    /// Its folder, relative to the repository.
    pub path: String,
    /// Files that it reads and that are new, changed or gone.
    pub files: usize,
    /// Whether the whole environment is gone, so that there is nothing left to apply: it is destroyed from the base.
    pub gone: bool,
}

/// Hashes of printed outputs by path below `generated/`, of one version.
pub type Outputs = BTreeMap<String, String>;

/// The roots of the environments that have something to apply.
pub fn affected(environments: &[String], before: &Outputs, after: &Outputs) -> Affected {
    let of = |environment: &String| {
        let there = after.keys().any(|path| below(environment, path).is_some());
        let all = changed_roots(environment, before, after).into_iter();
        let shown = all.map(move |(root, files)| Root {
            environment: environment.clone(),
            root: root.to_owned(),
            path: format!("generated/{environment}/terraform/{root}"),
            files,
            gone: !there,
        });
        shown.collect::<Vec<_>>()
    };
    Affected {
        include: environments.iter().flat_map(of).collect(),
    }
}

/// The path below an environment's folder.
fn below<'p>(environment: &str, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(environment)?.strip_prefix('/')
}

/// How many outputs of each root are others now.
fn changed_roots(
    environment: &str,
    before: &Outputs,
    after: &Outputs,
) -> BTreeMap<&'static str, usize> {
    let mut roots: BTreeMap<&'static str, usize> = BTreeMap::new();
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for path in paths {
        let changed = before.get(path) != after.get(path);
        let read = below(environment, path).filter(|_| changed);
        if let Some(root) = read.and_then(roots::reader) {
            *roots.entry(root.folder).or_default() += 1;
        }
    }
    roots
}
