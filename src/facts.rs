//! Facts about the outside world, embedded with source and date: KAITO's presets, Azure's GPU sizes, service limits,
//! regions, versions of models.
//!
//! Each data file says at its top where its facts were read and when. They are trusted parts of the program, so they are
//! read once, without positions, by an ordinary YAML reader; tests read every one of them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

mod day;
pub mod estimate;
pub mod gpu;
pub mod limits;
pub mod model_versions;
pub mod presets;
pub mod regions;

pub use day::{Day, NoDay};

/// A minor release of KAITO, `(major, minor)`: its rules change with these only.
pub type Release = (u16, u16);

/// `0.12` or `0.12.0` as a release.
pub fn release(text: &str) -> Option<Release> {
    let mut parts = text.split('.').map(str::parse::<u16>);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

#[expect(
    clippy::expect_used,
    reason = "the files are part of the program, and a test reads each of them"
)]
fn embedded<T: DeserializeOwned>(text: &str) -> T {
    yaml_serde::from_str(text).expect("an embedded fact file is readable")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PresetFile {
    presets: Vec<presets::Preset>,
    versions: Vec<presets::Version>,
    never_valid: BTreeMap<String, String>,
    legacy: Vec<presets::Legacy>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SizeFile {
    sizes: Vec<gpu::Size>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RegionFile {
    as_of: Day,
    regions: Vec<regions::Region>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ModelVersionFile {
    as_of: Day,
    versions: Vec<model_versions::ModelVersion>,
}

fn preset_file() -> &'static PresetFile {
    static FILE: OnceLock<PresetFile> = OnceLock::new();
    FILE.get_or_init(|| embedded(include_str!("facts/kaito-presets.yaml")))
}

fn size_file() -> &'static SizeFile {
    static FILE: OnceLock<SizeFile> = OnceLock::new();
    FILE.get_or_init(|| embedded(include_str!("facts/gpu-sizes.yaml")))
}

fn region_file() -> &'static RegionFile {
    static FILE: OnceLock<RegionFile> = OnceLock::new();
    FILE.get_or_init(|| embedded(include_str!("facts/regions.yaml")))
}

fn model_version_file() -> &'static ModelVersionFile {
    static FILE: OnceLock<ModelVersionFile> = OnceLock::new();
    FILE.get_or_init(|| embedded(include_str!("facts/model-versions.yaml")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_files_are_readable_and_consistent() {
        let file = preset_file();
        assert_eq!(file.presets.len(), 60);
        assert!(
            file.versions
                .iter()
                .all(|version| version.release().is_some())
        );
        for version in &file.versions {
            let listed = version
                .secret_required
                .iter()
                .chain(&version.secret_forbidden);
            for name in listed {
                assert!(
                    version.built_in.contains(name),
                    "{name} in {}",
                    version.version
                );
            }
        }
        for meant in file.never_valid.values() {
            assert!(
                file.versions
                    .iter()
                    .any(|version| version.built_in.contains(meant)),
                "{meant}"
            );
        }
        assert!(
            size_file()
                .sizes
                .iter()
                .all(|size| size.kaito.is_none() || size.releases().is_some())
        );
        assert!(
            size_file()
                .sizes
                .iter()
                .filter(|size| size.kaito.is_some())
                .all(|size| size.gpus > 0)
        );
    }
    #[test]
    fn regions_and_versions_stand_once_and_make_sense() {
        for tier in limits::APIM_TIERS {
            let offered = regions::all()
                .iter()
                .filter(|region| region.apim.iter().any(|sku| sku == tier.sku));
            assert!(offered.count() > 5, "{}", tier.sku);
        }
        let skus = regions::all().iter().flat_map(|region| &region.apim);
        assert!(skus.into_iter().all(|sku| limits::apim(sku).is_some()));
        let names: std::collections::BTreeSet<&str> = regions::all()
            .iter()
            .map(|region| region.name.as_str())
            .collect();
        assert_eq!(names.len(), regions::all().len());
        assert!(regions::region("swedencentral").unwrap().zones);
        let mut keys: Vec<(String, String)> = model_versions::all()
            .iter()
            .map(|known| (known.name.to_ascii_lowercase(), known.version.clone()))
            .collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), model_versions::all().len());
        assert!(model_versions::all().iter().all(|known| {
            known.stage != model_versions::Stage::Retired
                || known
                    .retires
                    .is_some_and(|day| day <= model_versions::as_of())
        }));
        assert!(
            !model_versions::version("GPT-4.1", "2025-04-14")
                .unwrap()
                .has_ended()
        );
        assert!(
            model_versions::version("gpt-4", "0613")
                .unwrap()
                .has_ended()
        );
    }
}
