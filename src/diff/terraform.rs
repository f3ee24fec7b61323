//! What Terraform will do: the resource instances of both versions of each root, evaluated from the same trees and modules that
//! are written below `generated/`, and compared.
//!
//! What is known only after applying (ids, principals) is known here by its address, so it changes where its resource is made
//! anew. Which arguments force replacement is a fact of the providers: `replacing.yaml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::affected::Outputs;
use super::view::{Action, Place, Resource, Root};
use crate::core::document::{Document, hcl as ours};
use crate::core::origin::Origin;
use crate::core::plan::Plan;
use crate::core::sources::Sources;

mod cause;
mod config;
mod eval;
mod functions;
mod instances;
mod names;
mod value;

use cause::Causes;
use config::Config;
use eval::World;
use instances::Instance;

/// Arguments that force replacement, by type of resource.
fn replacing() -> &'static BTreeMap<String, Vec<String>> {
    static TABLE: OnceLock<BTreeMap<String, Vec<String>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        // A test reads it; a table that cannot be read would announce no replacement at all.
        yaml_serde::from_str(include_str!("terraform/replacing.yaml")).unwrap_or_default()
    })
}

/// One version's roots.
#[derive(Debug)]
pub struct Version<'v> {
    /// The inputs, for places.
    pub sources: &'v Sources,
    /// Hashes of printed outputs, by path.
    pub outputs: &'v Outputs,
    plan: &'v Plan<'v>,
    roots: BTreeMap<(String, String), Config>,
    modules: BTreeMap<String, Arc<Config>>,
}

impl<'v> Version<'v> {
    /// The roots of a plan, and the modules that they call.
    pub fn of(sources: &'v Sources, outputs: &'v Outputs, plan: &'v Plan<'v>) -> Self {
        let mut roots: BTreeMap<(String, String), Config> = BTreeMap::new();
        let mut modules: BTreeMap<String, Config> = BTreeMap::new();
        let mut first = None;
        for file in plan.files() {
            let path = file.path.as_path();
            if path.extension() != Some("tf") {
                continue;
            }
            let parts: Vec<&str> = path.as_str().split('/').collect();
            let config = match parts.as_slice() {
                // Modules are the same in every environment.
                [environment, "terraform", "modules", ..]
                    if *first.get_or_insert_with(|| (*environment).to_owned()) != *environment =>
                {
                    continue;
                }
                [_, "terraform", "modules", module, _] => {
                    modules.entry((*module).to_owned()).or_default()
                }
                [environment, "terraform", root, _] => {
                    let key = ((*environment).to_owned(), (*root).to_owned());
                    roots.entry(key).or_default()
                }
                _ => continue,
            };
            add(config, &(file.produce)());
        }
        let modules = modules
            .into_iter()
            .map(|(name, config)| (name, Arc::new(config)));
        Self {
            sources,
            outputs,
            plan,
            roots,
            modules: modules.collect(),
        }
    }

    /// The instances of a root, those of `skipped` module calls left out.
    fn instances(
        &self,
        environment: &str,
        root: &str,
        skipped: &BTreeSet<String>,
    ) -> BTreeMap<String, Instance> {
        let Some(config) = self.roots.get(&(environment.to_owned(), root.to_owned())) else {
            return BTreeMap::new();
        };
        let files = |path: &str| self.outputs.get(&format!("{environment}/{path}")).cloned();
        let world = World::new(self.called(config), &files);
        instances::of(&world, skipped)
    }

    fn called(&self, config: &Config) -> BTreeMap<String, Arc<Config>> {
        let mut modules = BTreeMap::from([(String::new(), Arc::new(config.clone()))]);
        for (name, call) in &config.modules {
            let Some(config::Source::Ours(ours::Expr::Text(source))) = call.attribute("source")
            else {
                continue;
            };
            let module = source.rsplit('/').next().unwrap_or_default();
            modules.extend(
                self.modules
                    .get(module)
                    .map(|config| (name.clone(), Arc::clone(config))),
            );
        }
        modules
    }

    fn place(&self, origin: Option<Origin>, in_base: bool) -> Option<Place> {
        let position = self.sources.position(origin?.span()?);
        Some(Place {
            path: position.path.into_string(),
            line: position.line,
            column: position.column,
            in_base,
        })
    }
}

fn add(config: &mut Config, document: &Document) {
    match document {
        Document::Hcl(file) => config.add_ours(file),
        Document::Asset(asset) => config.add_text(asset.text),
        Document::Xml(_) | Document::Yaml(_) | Document::Prose(_) => {}
    }
}

/// What applying each root of some environments does.
pub fn predict<'v>(
    environments: &[String],
    before: &'v Version<'v>,
    after: &'v Version<'v>,
) -> Vec<Root> {
    let causes = Causes::of(before, after);
    let keys: BTreeSet<_> = before.roots.keys().chain(after.roots.keys()).collect();
    let wanted = keys
        .into_iter()
        .filter(|(environment, _)| environments.contains(environment));
    let all = wanted.map(|(environment, root)| {
        let skipped = untouched(environment, root, before, after);
        let old = before.instances(environment, root, &skipped);
        let new = after.instances(environment, root, &skipped);
        Root {
            environment: environment.clone(),
            root: root.clone(),
            resources: compared((environment, &causes), (&old, before), (&new, after)),
        }
    });
    all.filter(|root| !root.resources.is_empty()).collect()
}

/// Calls of modules that are the same in both versions, read no file that is another one, and use nothing of the others.
fn untouched(
    environment: &str,
    root: &str,
    before: &Version<'_>,
    after: &Version<'_>,
) -> BTreeSet<String> {
    let key = (environment.to_owned(), root.to_owned());
    let (Some(old), Some(new)) = (before.roots.get(&key), after.roots.get(&key)) else {
        return BTreeSet::new();
    };
    let none = |_: &str| None;
    let (old_world, new_world) = (
        World::new(before.called(old), &none),
        World::new(after.called(new), &none),
    );
    let same = |name: &&String| {
        let (Some(one), Some(other)) = (
            instances::arguments(&old_world, name),
            instances::arguments(&new_world, name),
        ) else {
            return false;
        };
        let mut known_from = Vec::new();
        other.collect_known_from(&mut known_from);
        let changed = instances::files(&other).into_iter().any(|path| {
            let path = format!("{environment}/{path}");
            before.outputs.get(&path) != after.outputs.get(&path)
        });
        one.spelled() == other.spelled()
            && known_from.is_empty()
            && !other.spelled().contains("/output")
            && !changed
    };
    new.modules.keys().filter(same).cloned().collect()
}

fn compared(
    (environment, causes): (&str, &Causes<'_>),
    (old, before): (&BTreeMap<String, Instance>, &Version<'_>),
    (new, after): (&BTreeMap<String, Instance>, &Version<'_>),
) -> Vec<Resource> {
    let actions = actions(old, new);
    let mut resources: Vec<Resource> = actions
        .iter()
        .map(|(address, (action, arguments))| {
            let (made, was) = (new.get(address), old.get(address));
            let at = match action {
                Action::Destroy => before.place(was.and_then(|one| one.origin(&[])), true),
                Action::Create | Action::Update | Action::Replace => {
                    let at = made.and_then(|one| causes.place(environment, one, arguments));
                    at.or_else(|| after.place(made.and_then(|one| one.origin(arguments)), false))
                        .or_else(|| before.place(was.and_then(|one| one.origin(arguments)), true))
                }
            };
            Resource {
                address: instances::shown(address),
                action: *action,
                arguments: match action {
                    Action::Update | Action::Replace => arguments.clone(),
                    Action::Create | Action::Destroy => Vec::new(),
                },
                at,
            }
        })
        .collect();
    resources.sort_by(|a, b| (a.action, &a.address).cmp(&(b.action, &b.address)));
    resources
}

type Actions = BTreeMap<String, (Action, Vec<String>)>;

/// What happens to each instance; what one of them becomes may change others, until nothing more changes.
fn actions(old: &BTreeMap<String, Instance>, new: &BTreeMap<String, Instance>) -> Actions {
    let mut actions: Actions = BTreeMap::new();
    for address in old.keys().filter(|address| !new.contains_key(*address)) {
        actions.insert(address.clone(), (Action::Destroy, Vec::new()));
    }
    for address in new.keys().filter(|address| !old.contains_key(*address)) {
        actions.insert(address.clone(), (Action::Create, Vec::new()));
    }
    // Each round settles at least one instance, or it is the last.
    for _ in 0..=new.len() {
        let mut found: Actions = BTreeMap::new();
        for (address, instance) in new {
            let Some(was) = old.get(address) else {
                continue;
            };
            if let Some(action) = one(was, instance, &actions)
                && actions.get(address) != Some(&action)
            {
                found.insert(address.clone(), action);
            }
        }
        if found.is_empty() {
            break;
        }
        actions.extend(found);
    }
    actions
}

fn one(was: &Instance, now: &Instance, actions: &Actions) -> Option<(Action, Vec<String>)> {
    let made_anew = |address: &String| {
        matches!(
            actions.get(address),
            Some((Action::Replace | Action::Create, _))
        )
    };
    let paths: BTreeSet<&String> = was.leaves.keys().chain(now.leaves.keys()).collect();
    let changed: Vec<&String> = paths
        .into_iter()
        .filter(|path| {
            let (one, other) = (was.leaves.get(*path), now.leaves.get(*path));
            let spelled = |value: Option<&value::Val>| value.map(value::Val::spelled);
            let mut known_from = Vec::new();
            if let Some(other) = other {
                other.collect_known_from(&mut known_from);
            }
            spelled(one) != spelled(other) || known_from.iter().any(made_anew)
        })
        .collect();
    let forced: Vec<String> = changed
        .iter()
        .filter(|path| now.is_forced_by(path))
        .map(|path| (*path).clone())
        .collect();
    if !forced.is_empty() {
        return Some((Action::Replace, forced));
    }
    let triggered = now
        .triggers
        .iter()
        .find(|(address, whole)| match actions.get(address) {
            Some((Action::Replace | Action::Create, _)) => true,
            Some((Action::Update, _)) => *whole,
            Some((Action::Destroy, _)) | None => false,
        });
    if let Some((address, _)) = triggered {
        return Some((Action::Replace, vec![instances::shown(address)]));
    }
    let changed: Vec<String> = changed.into_iter().cloned().collect();
    (!changed.is_empty()).then_some((Action::Update, changed))
}

#[cfg(test)]
mod tests;
