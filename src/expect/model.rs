//! Expectations as meant: which requests must be let through or refused. They change no output.

use crate::core::origin::{Origin, Sourced};
use crate::domain::consumers::model::Team;
use crate::domain::ids::EnvironmentName;
use crate::domain::models::model::{Capability, Model};
use crate::domain::pattern::Pattern;
use crate::domain::platform::model::Platform;

/// One expectation.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// The entry.
    pub origin: Origin,
    /// Teams.
    pub team: Sourced<Pattern>,
    /// Models.
    pub model: Sourced<Pattern>,
    /// Whether requests must be let through or refused.
    pub allowed: Sourced<bool>,
    /// Tokens per minute of the model that the team must have.
    pub tokens_per_minute: Option<Sourced<u64>>,
    /// Environments; none for all.
    pub environments: Option<Vec<Sourced<String>>>,
    /// Why.
    pub note: Option<String>,
}

/// A model as a request asks for it.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'p> {
    /// What the request says: the model's name or one of its aliases.
    pub name: &'p str,
    /// The catalog's name.
    pub model: &'p str,
    /// What it can be called for.
    pub capabilities: &'p [Capability],
    /// Whether it is deployed.
    pub enabled: &'p Sourced<bool>,
}

impl Expectation {
    /// Whether it is about an environment.
    pub fn concerns(&self, environment: &EnvironmentName) -> bool {
        let named = self.environments.as_ref();
        named.is_none_or(|names| names.iter().any(|name| name.value == environment.as_str()))
    }

    /// The teams of a platform that it is about, disabled ones included.
    pub fn teams<'p>(&self, platform: &'p Platform) -> impl Iterator<Item = &'p Team> {
        let teams = platform.teams.iter();
        teams.filter(|team| self.team.value.fits(team.name.value.as_str()))
    }

    /// The models of a platform that it is about. A pattern means enabled models: nobody can be granted another one. Where
    /// none that fits is enabled it means those that are not, so that it does not hold only because it is about nothing.
    pub fn models<'p>(&self, platform: &'p Platform) -> Vec<Asked<'p>> {
        let pattern = &self.model.value;
        let mut fitting: Vec<Asked<'p>> = asked(platform)
            .filter(|asked| !pattern.is_open() || asked.name == asked.model)
            .filter(|asked| pattern.fits(asked.name))
            .collect();
        if pattern.is_open() && fitting.iter().any(|asked| asked.enabled.value) {
            fitting.retain(|asked| asked.enabled.value);
        }
        fitting
    }
}

/// Every name and alias of a platform's catalog.
pub fn asked(platform: &Platform) -> impl Iterator<Item = Asked<'_>> {
    let kaito = platform.kaito_models.iter().map(|model| Asked {
        name: model.name.value.as_str(),
        model: model.name.value.as_str(),
        capabilities: &model.capabilities.value,
        enabled: &model.enabled,
    });
    let foundry = platform.foundry_models.iter().flat_map(|model| {
        let aliases = model.aliases.iter().map(|alias| alias.value.as_str());
        let names = std::iter::once(model.name.value.as_str()).chain(aliases);
        names.map(|name| Asked {
            name,
            model: model.name.value.as_str(),
            capabilities: &model.capabilities.value,
            enabled: &model.enabled,
        })
    });
    kaito.chain(foundry)
}

/// The grant of a model, by its name in the catalog, if a team has one.
pub fn grant_of<'p>(
    team: &'p Team,
    model: &str,
) -> Option<&'p crate::domain::consumers::model::Grant> {
    let named = |grant: &&crate::domain::consumers::model::Grant| {
        Model::name(&grant.model).as_str() == model
    };
    team.grants.iter().find(named)
}
