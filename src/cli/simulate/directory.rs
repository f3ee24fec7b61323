//! Who and what a platform has, by name: teams, and models that are enabled or not.

use std::collections::BTreeMap;

use crate::core::yaml::words;
use crate::domain::consumers::model::Team;
use crate::domain::models::model::Model;
use crate::domain::platform::model::Platform;

/// Teams and models of a platform by name.
pub(super) struct Directory<'p> {
    environment: &'p str,
    teams: BTreeMap<&'p str, &'p Team>,
    // By name and by alias.
    models: BTreeMap<String, Model>,
}

impl<'p> Directory<'p> {
    pub(super) fn of(platform: &'p Platform) -> Self {
        let kaito = platform.kaito_models.iter().cloned().map(Model::Kaito);
        let foundry = platform.foundry_models.iter().cloned().map(Model::Foundry);
        let mut models = BTreeMap::new();
        for model in kaito.chain(foundry) {
            for alias in model.aliases() {
                models.insert(alias.value.to_string(), model.clone());
            }
            models.insert(model.name().to_string(), model);
        }
        let teams = platform.teams.iter();
        Self {
            environment: platform.environment.value.as_str(),
            teams: teams.map(|team| (team.name.value.as_str(), team)).collect(),
            models,
        }
    }

    /// The team of a name.
    pub(super) fn team(&self, name: &str) -> Option<&'p Team> {
        self.teams.get(name).copied()
    }

    /// The model of a name or an alias, enabled or not.
    pub(super) fn model(&self, name: &str) -> Option<&Model> {
        self.models.get(name)
    }

    /// What is wrong with a team's name, if it is none, and what to do.
    pub(super) fn unknown_team(&self, name: &str) -> Option<(String, String)> {
        if self.teams.contains_key(name) {
            return None;
        }
        let known: Vec<&str> = self.teams.keys().copied().collect();
        let help = words::named(name, &known, "team");
        let wrong = format!("there is no team `{name}` in {}", self.environment);
        Some((wrong, help))
    }

    /// What is worth knowing about a model's name: that it is none, or not enabled. The gateway answers all the same.
    pub(super) fn note_on_model(&self, name: &str) -> Option<String> {
        let environment = self.environment;
        match self.models.get(name) {
            Some(model) if is_enabled(model) => None,
            Some(_) => Some(format!("model `{name}` is not enabled in {environment}")),
            None => {
                let enabled = self.models.iter().filter(|(_, model)| is_enabled(model));
                let known: Vec<&str> = enabled.map(|(name, _)| name.as_str()).collect();
                let help = words::named(name, &known, "model");
                Some(format!(
                    "there is no model `{name}` in {environment}: {help}"
                ))
            }
        }
    }
}

fn is_enabled(model: &Model) -> bool {
    match model {
        Model::Kaito(model) => model.enabled.value,
        Model::Foundry(model) => model.enabled.value,
    }
}
