//! Destruction is agreed on: what a change destroys or replaces, holds data or serves people, and is not named by
//! `catalog/removals.yaml` is an error.
//!
//! What is destroyed is what [`crate::diff::terraform`] predicts; models on the cluster, which Terraform knows as one release, are
//! compared besides.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;

use crate::core::diag::{Code, Diagnostic};
use crate::core::yaml::words;
use crate::diff::view::{Action, Diff, Resource};
use crate::domain::names;
use crate::domain::platform::model::Platform;
use crate::facts::Day;

pub(crate) mod codes;
pub mod model;
mod precious;
pub mod resolve;
pub mod syntax;

use model::{Removal, What};
use precious::Address;

/// Where removals are agreed on.
pub const PATH: &str = "catalog/removals.yaml";

/// What goes, as people name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Team(String),
    Model(String),
    Resource(String),
}

/// One part of it: a resource, or a model on the cluster.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    environment: String,
    /// What is shown: the address, and how it ends.
    shown: String,
    address: String,
    cause: Option<String>,
}

type Gone = BTreeMap<Thing, BTreeSet<Part>>;

/// Entries whose last day is over.
pub fn expired(entries: &[Removal], today: Option<Day>) -> Vec<Diagnostic> {
    let over = |entry: &&Removal| today.is_some_and(|today| entry.expires.value < today);
    let finding = |entry: &Removal| {
        let message = format!("this removal was agreed on until {}", entry.expires.value);
        Diagnostic::about(Code::ExpiredRemoval, entry.expires.origin, message)
            .help("take the entry out, or agree on a later day")
    };
    entries.iter().filter(over).map(finding).collect()
}

/// What a change destroys that nobody has agreed to, and entries that it does not need.
pub fn check(
    diff: &Diff,
    before: &[Platform],
    after: &[Platform],
    entries: &[Removal],
) -> Vec<Diagnostic> {
    let gone = gone(diff, before, after);
    let mut used = BTreeSet::new();
    let mut found = Vec::new();
    for (thing, parts) in &gone {
        let mut left = BTreeSet::new();
        for part in parts {
            let mut fitting = entries
                .iter()
                .enumerate()
                .filter(|(_, entry)| covers(entry, thing, part))
                .peekable();
            if fitting.peek().is_none() {
                left.insert(part);
            }
            used.extend(fitting.map(|(index, _)| index));
        }
        if !left.is_empty() {
            found.push(unacknowledged(thing, &left));
        }
    }
    let unused = entries
        .iter()
        .enumerate()
        .filter(|(index, _)| !used.contains(index));
    found.extend(unused.map(|(_, entry)| stale(entry, before, after)));
    found
}

fn covers(entry: &Removal, thing: &Thing, part: &Part) -> bool {
    let named = match (&entry.what, thing) {
        (What::Team(name), Thing::Team(team)) => name == team,
        (What::Model(name), Thing::Model(model)) => name == model,
        (What::Resource(pattern), _) => pattern.fits(&part.address),
        (What::Team(_) | What::Model(_), _) => false,
    };
    named && entry.concerns(&part.environment)
}

fn unacknowledged(thing: &Thing, left: &BTreeSet<&Part>) -> Diagnostic {
    let environments: BTreeSet<&str> = left.iter().map(|part| part.environment.as_str()).collect();
    let named = |all: &BTreeSet<&str>| all.iter().copied().collect::<Vec<_>>().join(", ");
    let places = named(&environments);
    let parts = named(&left.iter().map(|part| part.shown.as_str()).collect());
    let cause = left.iter().find_map(|part| part.cause.as_deref());
    let cause = cause
        .map(|place| format!(", because of {place}"))
        .unwrap_or_default();
    let (what, key, name) = match thing {
        Thing::Team(name) => (format!("things of team `{name}`"), "team", name),
        Thing::Model(name) => (format!("model `{name}`, which teams use,"), "model", name),
        Thing::Resource(address) => (format!("`{address}`"), "resource", address),
    };
    let message = format!("in {places}, {what} would go{cause}: {parts}");
    let name = serde_json::Value::from(name.as_str());
    let help = format!(
        "if it is meant, add to {PATH} under `removals:` `- {{{key}: {name}, reason: \"...\", expires: \"YYYY-MM-DD\"}}`, with a reason and a day"
    );
    let finding =
        Diagnostic::file(Code::UnacknowledgedRemoval, Utf8Path::new(PATH), message).help(help);
    let finding = environments
        .into_iter()
        .fold(finding, Diagnostic::environment);
    match thing {
        Thing::Team(name) => finding.team(name),
        Thing::Model(name) => finding.model(name),
        Thing::Resource(_) => finding,
    }
}

fn stale(entry: &Removal, before: &[Platform], after: &[Platform]) -> Diagnostic {
    let platforms = || before.iter().chain(after);
    let (kind, name, known) = match &entry.what {
        What::Team(name) => {
            let teams = platforms().flat_map(|platform| &platform.teams);
            let known: BTreeSet<&str> = teams.map(|team| team.name.value.as_str()).collect();
            ("team", name.as_str(), known)
        }
        What::Model(name) => {
            let kaito = platforms().flat_map(|platform| &platform.kaito_models);
            let foundry = platforms().flat_map(|platform| &platform.foundry_models);
            let mut known: BTreeSet<&str> = kaito.map(|model| model.name.value.as_str()).collect();
            known.extend(foundry.map(|model| model.name.value.as_str()));
            ("model", name.as_str(), known)
        }
        What::Resource(pattern) => {
            let message = format!("no resource `{}` goes with this change", pattern.as_str());
            return Diagnostic::about(Code::StaleRemoval, entry.origin, message).help(
                "take the entry out, or correct the address: `platgen diff` prints what goes",
            );
        }
    };
    if known.contains(name) {
        let message = format!("nothing of {kind} `{name}` goes with this change");
        return Diagnostic::about(Code::StaleRemoval, entry.origin, message)
            .help("take the entry out: what it allows would need no second look");
    }
    let known: Vec<&str> = known.into_iter().collect();
    let message = format!("there is no {kind} `{name}`, now or before");
    Diagnostic::about(Code::StaleRemoval, entry.origin, message).help(format!(
        "take the entry out if it has gone; {}",
        words::named(name, &known, kind)
    ))
}

/// All that goes.
fn gone(diff: &Diff, before: &[Platform], after: &[Platform]) -> Gone {
    let mut gone = Gone::new();
    for root in &diff.terraform {
        let same = |platform: &&Platform| platform.environment.as_str() == root.environment;
        let Some(platform) = before.iter().find(same) else {
            continue;
        };
        for resource in &root.resources {
            let goes = matches!(resource.action, Action::Destroy | Action::Replace);
            let Some(thing) = goes.then(|| thing(platform, resource)).flatten() else {
                continue;
            };
            gone.entry(thing).or_default().insert(Part {
                environment: root.environment.clone(),
                shown: format!("{} ({})", resource.address, resource.action.word()),
                address: resource.address.clone(),
                cause: resource.at.as_ref().map(|at| {
                    let was = if at.in_base { " before" } else { "" };
                    format!("{}:{}{was}", at.path, at.line)
                }),
            });
        }
    }
    for platform in before {
        on_the_cluster(platform, after, &mut gone);
    }
    gone
}

/// What a resource belongs to; none for one that holds nothing and serves nobody.
fn thing(platform: &Platform, resource: &Resource) -> Option<Thing> {
    let address = Address::of(&resource.address);
    if !address.is_precious() {
        return None;
    }
    let mut teams = platform.teams.iter();
    let team = teams.find(|team| names::terraform_team(&team.name.value) == address.module);
    if let Some(team) = team {
        return Some(Thing::Team(team.name.value.to_string()));
    }
    match address.model() {
        Some(model) if serves(platform, model) => Some(Thing::Model(model.to_owned())),
        Some(_) => None,
        None => Some(Thing::Resource(resource.address.clone())),
    }
}

/// Models that run on the cluster before and not after.
fn on_the_cluster(platform: &Platform, after: &[Platform], gone: &mut Gone) {
    let environment = platform.environment.as_str();
    let mut later = after.iter();
    let later = later.find(|other| other.environment.as_str() == environment);
    let kept: BTreeSet<&str> = later
        .into_iter()
        .flat_map(Platform::enabled_kaito)
        .map(|model| model.name.value.as_str())
        .collect();
    for model in platform.enabled_kaito() {
        let name = model.name.value.as_str();
        if kept.contains(name) || !serves(platform, name) {
            continue;
        }
        let thing = Thing::Model(name.to_owned());
        gone.entry(thing).or_default().insert(Part {
            environment: environment.to_owned(),
            shown: "its workspace on the cluster (destroy)".to_owned(),
            address: String::new(),
            cause: None,
        });
    }
}

/// Whether a team that is not suspended has a grant of a model.
fn serves(platform: &Platform, model: &str) -> bool {
    let mut teams = platform.teams.iter().filter(|team| team.enabled.value);
    teams.any(|team| {
        let mut grants = team.grants.iter();
        grants.any(|grant| grant.model.name().as_str() == model)
    })
}
