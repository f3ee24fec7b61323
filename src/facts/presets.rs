//! KAITO presets: which release takes which name, and what each model needs.

use serde::Deserialize;

use super::{Release, preset_file, release};

/// A model of KAITO's catalog.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Preset {
    /// Its Hugging Face id: `microsoft/phi-4`.
    pub name: String,
    /// The short name of it, if it has one.
    #[serde(default)]
    pub alias: Option<String>,
    /// Weights on disk, in GiB.
    #[serde(rename = "sizeGiB")]
    pub size_gib: f64,
    /// Bytes of key-value cache per token of context.
    pub kv_bytes: u64,
    /// Longest context, in tokens.
    pub max_tokens: u64,
    /// Whether Hugging Face gives the weights to token holders only.
    #[serde(default)]
    pub token: bool,
    /// How its weights are quantised, if they are.
    #[serde(default)]
    pub quantization: Option<String>,
}

/// What one minor release takes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Version {
    /// `0.12.0`
    pub version: String,
    /// Whether it takes `org/name` ids of Hugging Face.
    pub hugging_face_ids: bool,
    /// Short names that it takes.
    pub built_in: Vec<String>,
    /// Short names for which it demands a model access secret.
    pub secret_required: Vec<String>,
    /// Short names for which it refuses one.
    pub secret_forbidden: Vec<String>,
}

impl Version {
    /// As numbers.
    pub fn release(&self) -> Option<Release> {
        release(&self.version)
    }
}

/// What the 0.6 webhook demands of a preset's nodes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Legacy {
    /// Short name.
    pub name: String,
    /// GPUs, all nodes together.
    pub gpus: u32,
    /// GPU memory in GiB, all nodes together.
    #[serde(rename = "totalGiB")]
    pub total_gib: f64,
    /// GPU memory in GiB of each GPU.
    #[serde(rename = "perGpuGiB")]
    pub per_gpu_gib: f64,
    /// Whether it may span nodes.
    pub multi_node: bool,
}

/// What a release makes of a preset name.
#[derive(Debug, Clone, Copy)]
pub enum Lookup {
    /// It takes the name, which it spells so; the model is in the catalog, unless an old one.
    Known {
        /// The name in KAITO's spelling.
        name: &'static str,
        /// The model's needs, where the catalog has them.
        preset: Option<&'static Preset>,
    },
    /// An id of Hugging Face that is in no catalog: taken, but nothing is known about it.
    HuggingFace,
    /// No release takes it, but this one is meant.
    Meant(&'static str),
    /// Other releases take it; the last one that does.
    Elsewhere(Release),
    /// No checked release knows it.
    Unknown,
}

/// The first release that estimates the nodes of a model itself, whatever its author writes.
pub const ESTIMATES_NODES: Release = (0, 8);

/// Releases whose rules are known, oldest first.
pub fn releases() -> impl Iterator<Item = Release> {
    preset_file().versions.iter().filter_map(Version::release)
}

/// The rules of a release.
pub fn version(wanted: Release) -> Option<&'static Version> {
    preset_file()
        .versions
        .iter()
        .find(|version| version.release() == Some(wanted))
}

/// The 0.6 webhook's demands on a short name.
pub fn legacy(name: &str) -> Option<&'static Legacy> {
    preset_file()
        .legacy
        .iter()
        .find(|legacy| legacy.name.eq_ignore_ascii_case(name))
}

/// The catalog's model of a short name or an id.
pub fn catalog(name: &str) -> Option<&'static Preset> {
    let same = |text: &str| text.eq_ignore_ascii_case(name);
    preset_file()
        .presets
        .iter()
        .find(|preset| same(&preset.name) || preset.alias.as_deref().is_some_and(same))
}

/// What a release makes of a preset name; case does not matter.
pub fn lookup(wanted: Release, name: &str) -> Lookup {
    let same = |text: &&'static String| text.eq_ignore_ascii_case(name);
    let Some(rules) = version(wanted) else {
        return Lookup::Unknown;
    };
    if let Some(name) = rules.built_in.iter().find(same) {
        return Lookup::Known {
            name,
            preset: catalog(name),
        };
    }
    if let (true, true, Some(preset)) = (rules.hugging_face_ids, name.contains('/'), catalog(name))
    {
        return Lookup::Known {
            name: &preset.name,
            preset: Some(preset),
        };
    }
    if rules.hugging_face_ids && name.contains('/') {
        return Lookup::HuggingFace;
    }
    if let Some((_, meant)) = preset_file()
        .never_valid
        .iter()
        .find(|(wrong, _)| wrong.eq_ignore_ascii_case(name))
    {
        return Lookup::Meant(meant);
    }
    let short = catalog(name).and_then(|preset| preset.alias.as_ref());
    if let Some(short) = short.filter(|short| rules.built_in.contains(short)) {
        return Lookup::Meant(short);
    }
    let takes = |version: &&Version| {
        version
            .built_in
            .iter()
            .any(|built_in| built_in.eq_ignore_ascii_case(name))
            || version.hugging_face_ids && catalog(name).is_some()
    };
    match preset_file()
        .versions
        .iter()
        .rev()
        .find(takes)
        .and_then(Version::release)
    {
        Some(last) => Lookup::Elsewhere(last),
        None => Lookup::Unknown,
    }
}

/// Every name that a release takes: for suggestions.
pub fn names(wanted: Release) -> Vec<&'static str> {
    let Some(rules) = version(wanted) else {
        return Vec::new();
    };
    let ids = preset_file()
        .presets
        .iter()
        .filter(|_| rules.hugging_face_ids)
        .map(|preset| preset.name.as_str());
    rules
        .built_in
        .iter()
        .map(String::as_str)
        .chain(ids)
        .collect()
}

/// Whether an organisation has models in KAITO's catalog.
///
/// KAITO passes `--trust-remote-code` from 0.12 on, so an id of anybody else would run code that nobody has looked at.
pub fn known_organisation(id: &str) -> bool {
    let organisation = |text: &str| {
        text.split_once('/')
            .map(|(first, _)| first.to_ascii_lowercase())
    };
    let wanted = organisation(id);
    wanted.is_some()
        && preset_file()
            .presets
            .iter()
            .any(|preset| organisation(&preset.name) == wanted)
}

/// Whether a model access secret must, or must not, be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secret {
    /// Without it the model does not start.
    Required,
    /// KAITO refuses it.
    Forbidden,
    /// As asked for.
    Optional,
}

/// The secret rule of a release for a preset.
///
/// From 0.11 on KAITO demands none, yet the pods of a gated model crash for want of a token: so it is demanded here.
pub fn secret(wanted: Release, name: &str) -> Secret {
    let listed = |names: &[String]| names.iter().any(|listed| listed.eq_ignore_ascii_case(name));
    let gated = catalog(name).is_some_and(|preset| preset.token);
    match version(wanted) {
        Some(rules) if listed(&rules.secret_forbidden) => Secret::Forbidden,
        Some(rules) if listed(&rules.secret_required) || gated => Secret::Required,
        Some(_) | None => Secret::Optional,
    }
}

/// Every model of the catalog, as the file lists them.
pub fn all() -> &'static [Preset] {
    &preset_file().presets
}

/// When and where this was read.
pub fn about() -> &'static super::About {
    &preset_file().about
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(version: Release, name: &str) -> Option<&'static str> {
        match lookup(version, name) {
            Lookup::Known { name, .. } => Some(name),
            Lookup::HuggingFace | Lookup::Meant(_) | Lookup::Elsewhere(_) | Lookup::Unknown => None,
        }
    }

    #[test]
    fn names_are_looked_up_by_release() {
        assert_eq!(known((0, 6), "Phi-4"), Some("phi-4"));
        assert_eq!(known((0, 12), "microsoft/PHI-4"), Some("microsoft/phi-4"));
        assert!(matches!(
            lookup((0, 6), "phi-4-mini"),
            Lookup::Meant("phi-4-mini-instruct")
        ));
        assert!(matches!(
            lookup((0, 12), "llama-3-8b-instruct"),
            Lookup::Meant("llama-3.1-8b-instruct")
        ));
        assert!(matches!(
            lookup((0, 12), "falcon-7b"),
            Lookup::Elsewhere((0, 10))
        ));
        assert!(matches!(
            lookup((0, 6), "gpt-oss-20b"),
            Lookup::Elsewhere((0, 12))
        ));
        assert!(matches!(
            lookup((0, 6), "microsoft/phi-4"),
            Lookup::Meant("phi-4")
        ));
        assert!(matches!(lookup((0, 12), "acme/model"), Lookup::HuggingFace));
        assert!(matches!(lookup((0, 8), "acme/model"), Lookup::Unknown));
    }

    #[test]
    fn secrets_are_ruled_by_release() {
        assert_eq!(secret((0, 6), "llama-3.1-8b-instruct"), Secret::Required);
        assert_eq!(secret((0, 12), "llama-3.1-8b-instruct"), Secret::Required);
        assert_eq!(secret((0, 12), "google/gemma-3-4b-it"), Secret::Required);
        assert_eq!(secret((0, 6), "phi-4"), Secret::Forbidden);
        assert_eq!(secret((0, 12), "phi-4"), Secret::Optional);
    }

    #[test]
    fn organisations_of_the_catalog_are_known() {
        assert!(known_organisation("Microsoft/anything"));
        assert!(!known_organisation("acme/model"));
        assert!(!known_organisation("microsoft"));
    }
}
