//! Facts about the outside world, embedded with source and date: KAITO's presets, Azure's GPU sizes, service limits.
//!
//! Each data file says at its top where its facts were read and when. They are trusted parts of the program, so they are
//! read once, without positions, by an ordinary YAML reader; tests read every one of them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

pub mod estimate;
pub mod gpu;
pub mod limits;
pub mod presets;

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

fn preset_file() -> &'static PresetFile {
    static FILE: OnceLock<PresetFile> = OnceLock::new();
    FILE.get_or_init(|| embedded(include_str!("facts/kaito-presets.yaml")))
}

fn size_file() -> &'static SizeFile {
    static FILE: OnceLock<SizeFile> = OnceLock::new();
    FILE.get_or_init(|| embedded(include_str!("facts/gpu-sizes.yaml")))
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
}
