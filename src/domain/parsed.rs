//! The inputs of a repository, typed but not yet understood: what `read` makes and `resolve` takes.

use std::collections::BTreeMap;

use crate::core::sources::Span;
use crate::core::yaml::overlay::Removed;
use crate::core::yaml::spanned::Spanned;
use crate::domain::addons::syntax::AddonsFile;
use crate::domain::apps::syntax::AppFile;
use crate::domain::consumers::syntax::TeamFile;
use crate::domain::facts::syntax::FactsFile;
use crate::domain::models::syntax::ModelsFile;
use crate::domain::platform::syntax::PlatformFile;
use crate::expect::syntax::ExpectationsFile;
use crate::guardrails::syntax::GuardrailsFile;
use crate::removals::syntax::RemovalsFile;

/// All inputs.
#[derive(Debug, Default)]
pub struct Written {
    /// One per file of `catalog/environments/`, or the platform's one; by name. Where files have faults, which are reported,
    /// values stand in that nobody wrote (`Origin::is_synthetic`); an environment of which nothing can be made is missing.
    pub environments: Vec<WrittenEnvironment>,
    /// Names of all environments, those with faults included, so that references to them are not called unknown. Empty if
    /// the one environment's name is not known.
    pub environment_names: Vec<String>,
    /// Readable files of `teams/`, by path.
    pub teams: Vec<WrittenTeam>,
    /// Readable applications of `teams/*/apps/`, by path.
    pub apps: Vec<WrittenApp>,
    /// `catalog/expectations.yaml`, if there is one that can be read.
    pub expectations: Option<ExpectationsFile>,
    /// `catalog/guardrails.yaml`, if there is one that can be read.
    pub guardrails: Option<GuardrailsFile>,
    /// `catalog/facts/*.yaml`, by path.
    pub facts: Vec<FactsFile>,
    /// `catalog/removals.yaml`, if there is one that can be read.
    pub removals: Option<RemovalsFile>,
}

/// The catalog of one environment, its overlay merged in.
#[derive(Debug)]
pub struct WrittenEnvironment {
    /// Its name: the overlay's file name, or `platform.environment`.
    pub name: Spanned<String>,
    /// `catalog/platform.yaml`.
    pub platform: PlatformFile,
    /// `catalog/models.yaml` or the files of `catalog/models/`, by path.
    pub models: Vec<ModelsFile>,
    /// `catalog/addons.yaml`, if there is one.
    pub addons: Option<AddonsFile>,
    /// Models that the overlay removes, with the place that does.
    pub removed: BTreeMap<String, Span>,
    /// Keys that the overlay removes.
    pub removed_keys: Vec<Removed>,
    /// Repository paths of the platform file and of the overlay, if there is one.
    pub platform_paths: Vec<String>,
    /// Repository paths of the model files.
    pub model_paths: Vec<String>,
    /// Repository paths of the file of add-ons and of the overlay, if they are there.
    pub addon_paths: Vec<String>,
}

/// One team's file.
#[derive(Debug)]
pub struct WrittenTeam {
    /// The folder under `teams/`.
    pub folder: String,
    /// Repository path: `teams/beta/access.yaml`.
    pub path: String,
    /// What it says.
    pub file: TeamFile,
}

/// One application's files.
#[derive(Debug)]
pub struct WrittenApp {
    /// The folder of its team under `teams/`.
    pub team: String,
    /// The folder under the team's `apps/`.
    pub folder: String,
    /// Repository path: `teams/beta/apps/chat/app.yaml`.
    pub path: String,
    /// What it is in each environment that it may be in, as far as that can be made out, by the environment's name.
    pub environments: BTreeMap<String, WrittenAppEnvironment>,
    /// The environments that it names, if it does.
    pub named: Vec<Spanned<String>>,
    /// Names of its overlays, with their places: each has to be an environment's.
    pub overlays: Vec<Spanned<String>>,
}

/// An application in one environment.
#[derive(Debug)]
pub struct WrittenAppEnvironment {
    /// What it says there, the overlay merged in.
    pub file: AppFile,
    /// Keys that the overlay removes.
    pub removed_keys: Vec<Removed>,
    /// Repository path of the overlay, if there is one.
    pub overlay: Option<String>,
}
