//! Versions of the models that Foundry serves: where each stands in its life, and when it ends.

use serde::Deserialize;

use super::{Day, model_version_file};

/// Where a version stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Stage {
    /// Not finished; may end at short notice.
    Preview,
    /// In general use.
    #[serde(rename = "GA")]
    Current,
    /// Followed by a better one.
    Legacy,
    /// Closed to new customers.
    Deprecated,
    /// Answers errors only.
    Retired,
}

impl Stage {
    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Preview => "Preview",
            Self::Current => "GA",
            Self::Legacy => "Legacy",
            Self::Deprecated => "Deprecated",
            Self::Retired => "Retired",
        }
    }
}

/// One version of a model.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ModelVersion {
    /// The publisher's name of the model.
    pub name: String,
    /// The version.
    pub version: String,
    /// Where it stands.
    pub stage: Stage,
    /// The day on which it ends, where one is set.
    #[serde(default)]
    pub retires: Option<Day>,
    /// The model that Microsoft names in its place.
    #[serde(default)]
    pub replacement: Option<String>,
}

impl ModelVersion {
    /// Whether it had ended when these facts were read.
    pub fn has_ended(&self) -> bool {
        self.stage == Stage::Retired || self.retires.is_some_and(|day| day <= as_of())
    }
}

/// The known versions of a model, whatever the case of its name.
pub fn versions(name: &str) -> impl Iterator<Item = &'static ModelVersion> {
    all()
        .iter()
        .filter(move |known| known.name.eq_ignore_ascii_case(name))
}

/// One version, if it is known.
pub fn version(name: &str, version: &str) -> Option<&'static ModelVersion> {
    versions(name).find(|known| known.version.eq_ignore_ascii_case(version))
}

/// Every known version.
pub fn all() -> &'static [ModelVersion] {
    &model_version_file().versions
}

/// The day up to which this is known.
pub fn as_of() -> Day {
    about().as_of
}

/// When and where this was read.
pub fn about() -> &'static super::About {
    &model_version_file().about
}
