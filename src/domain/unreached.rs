//! Why an input reaches no line, or fewer than somebody expects; and what a switch reaches that turns on a whole model.

use std::collections::BTreeSet;

use crate::core::explain::keys::Leaf;
use crate::core::explain::{Environment, Meaning, Repository};
use crate::core::fields::Entity as _;
use crate::core::origin::{Origin, Sourced};
use crate::core::sources::{SourceFile, Sources, Span};
use crate::domain::consumers::model::Team;
use crate::domain::platform::model::Platform;
use crate::inputs::Input;
use crate::reference;

/// The platforms, by what explaining asks of them.
#[derive(Debug, Clone, Copy)]
pub struct Platforms<'p>(pub &'p [Platform]);

impl Platforms<'_> {
    /// Their environments.
    pub fn environments(self) -> Vec<Environment> {
        let of = |platform: &Platform| Environment {
            name: platform.environment.to_string(),
            origin: platform.environment.origin,
        };
        self.0.iter().map(of).collect()
    }

    fn asked_for<'r>(&'r self, repository: Repository<'r>) -> impl Iterator<Item = &'r Platform> {
        let platforms = self.0.iter();
        platforms.filter(move |platform| repository.asks_for(platform.environment.as_str()))
    }
}

impl Meaning for Platforms<'_> {
    fn switched_on(&self, environment: &str, spans: &[Span]) -> Vec<Span> {
        let mut platforms = self.0.iter();
        let platform = platforms.find(|platform| platform.environment.as_str() == environment);
        platform.map_or_else(Vec::new, |platform| switched_on(platform, spans))
    }

    fn unreached(&self, repository: Repository<'_>, file: &SourceFile, leaf: &Leaf) -> String {
        let platforms: Vec<&Platform> = self.asked_for(repository).collect();
        reason(&platforms, repository.sources, file, leaf)
    }

    fn default_of(&self, key: &str) -> Option<(String, String)> {
        reference::described(key)
    }
}

/// What the models come from that one of the places enables: without it, nothing of them would be there.
fn switched_on(platform: &Platform, spans: &[Span]) -> Vec<Span> {
    let asked = |enabled: &Sourced<bool>| {
        let at = enabled.origin.span();
        at.is_some_and(|at| spans.contains(&at))
    };
    let kaito = platform
        .enabled_kaito()
        .filter(|model| asked(&model.enabled));
    let foundry = platform
        .enabled_foundry()
        .filter(|model| asked(&model.enabled));
    let origins = kaito
        .flat_map(|model| model.origins())
        .chain(foundry.flat_map(|model| model.origins()));
    // Where a deployment names no region, it has the platform's, which stands for more than the model.
    let shared = platform.location.origin.span();
    origins
        .filter_map(Origin::span)
        .filter(|span| Some(*span) != shared)
        .collect()
}

/// Why one value reaches nothing.
fn reason(platforms: &[&Platform], sources: &Sources, file: &SourceFile, leaf: &Leaf) -> String {
    let key = &leaf.key;
    match Input::of(file.path()) {
        Some(Input::Environment(name)) if leaf.is_null => {
            return format!("`{key}` is null: it takes away what the base has, in `{name}`");
        }
        Some(Input::Team(_)) => {
            if let Some(reason) = of_team(platforms, sources, file, key) {
                return reason;
            }
        }
        Some(Input::Facts) => {
            return format!("`{key}` is a fact: it decides findings, and shows in no output");
        }
        Some(Input::Expectations) => {
            return format!(
                "`{key}` is an expectation: it is checked at every build, and shown by no output"
            );
        }
        Some(Input::Removals) => {
            return format!("`{key}` says what may go, and shows in no output");
        }
        Some(Input::Guardrails | Input::Policy) => {
            return "guardrails check what is built, and never change an output".to_owned();
        }
        Some(Input::App { .. } | Input::AppOverlay { .. }) => {
            return of_app(platforms, file, key);
        }
        Some(Input::Environment(_) | Input::Models | Input::Platform | Input::Addons) | None => {
            if let Some(reason) = of_model(platforms, sources, key) {
                return reason;
            }
        }
    }
    if key.starts_with("accessGroups[") {
        return format!(
            "`{key}`: no team has this grant of the group, or it has a grant of its own in its place"
        );
    }
    format!(
        "`{key}` is checked, and decides at most on what is left out: no line of an output shows it"
    )
}

fn of_team(
    platforms: &[&Platform],
    sources: &Sources,
    file: &SourceFile,
    key: &str,
) -> Option<String> {
    let is_this = |team: &&Team| team.path == file.path().as_str();
    let teams: Vec<&Team> = platforms
        .iter()
        .filter_map(|platform| platform.teams.iter().find(is_this))
        .collect();
    let Some(team) = teams.first() else {
        return Some("the team is in none of these environments".to_owned());
    };
    let grants =
        key.starts_with("models") || key.starts_with("groups") || key.starts_with("limits");
    let at = team.enabled.origin.span()?;
    (!team.enabled.value && grants).then(|| {
        let place = sources.position(at);
        format!("the team is disabled at {place}, so `{key}` is not in force")
    })
}

fn of_app(platforms: &[&Platform], file: &SourceFile, key: &str) -> String {
    let mut apps = platforms.iter().flat_map(|platform| &platform.apps);
    let path = file.path().as_str();
    if apps.any(|app| app.paths.iter().any(|one| one == path)) {
        format!("`{key}` is checked, and no line of an output shows it")
    } else {
        "the application is in none of these environments".to_owned()
    }
}

/// The name of the model that a key of a catalog or overlay is about.
fn model_name(key: &str) -> Option<&str> {
    let listed = ["kaitoModels[", "foundryModels["];
    match listed.iter().find_map(|list| key.strip_prefix(list)) {
        Some(rest) => rest.split_once(']').map(|(name, _)| name),
        // Names may hold dots, so the last word is the key.
        None => key
            .strip_prefix("models.")?
            .rsplit_once('.')
            .map(|(name, _)| name),
    }
}

fn of_model(platforms: &[&Platform], sources: &Sources, key: &str) -> Option<String> {
    let name = model_name(key)?;
    let mut disabled = BTreeSet::new();
    for platform in platforms {
        let kaito = platform
            .kaito_models
            .iter()
            .map(|one| (&one.name, &one.enabled));
        let foundry = platform
            .foundry_models
            .iter()
            .map(|one| (&one.name, &one.enabled));
        let found = kaito
            .chain(foundry)
            .find(|(other, _)| other.as_str() == name);
        match found {
            Some((_, enabled)) if enabled.value => return None,
            Some((_, enabled)) => disabled.extend(enabled.origin.span()),
            None => {}
        }
    }
    let places: Vec<String> = disabled
        .into_iter()
        .map(|at| sources.position(at).to_string())
        .collect();
    (!places.is_empty()).then(|| {
        format!(
            "the model `{name}` is disabled at {}: nothing of it is generated",
            places.join(" and ")
        )
    })
}
