//! VM sizes that the cluster's own nodes can be made of: what AKS demands of one, and names to suggest.

use std::sync::OnceLock;

use serde::Deserialize;

use super::{About, embedded, gpu};

/// Virtual CPUs that a node of a system pool has at least.
///
/// Source: Microsoft Learn, "Manage system node pools in AKS" and "Quotas, virtual machine size restrictions, and region
/// availability in AKS" (2026-08).
pub const LEAST_VCPUS: u32 = 2;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    about: About,
    series: Vec<Series>,
}

/// Sizes that differ in their number of virtual CPUs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Series {
    /// The name, with `{}` for that number.
    name: String,
    vcpus: Vec<u32>,
}

fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| embedded(include_str!("system-sizes.yaml")))
}

/// When and where this was read.
pub fn about() -> &'static About {
    &file().about
}

/// Names of sizes that fit, the series to prefer first.
pub fn suggested() -> Vec<String> {
    let sizes = file().series.iter().flat_map(|series| {
        let names = series.vcpus.iter();
        names.map(|vcpus| series.name.replace("{}", &vcpus.to_string()))
    });
    sizes.collect()
}

/// The virtual CPUs of a size that is named as Azure names sizes of general use; none for what can be no such name.
pub fn vcpus(name: &str) -> Option<u32> {
    gpu::vcpus_in_name(name).filter(|_| has_known_features(name))
}

/// Whether the small letters behind the number are ones that Azure's names use.
///
/// Source: Microsoft Learn, "Azure virtual machine sizes naming conventions".
fn has_known_features(name: &str) -> bool {
    let number = name.find(|letter: char| letter.is_ascii_digit());
    let behind = number.and_then(|at| name.get(at..)).unwrap_or_default();
    let features = behind.split('_').next().unwrap_or_default();
    let features =
        features.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '-');
    let known = |letter: char| "abdeilmnprstx".contains(letter.to_ascii_lowercase());
    features.chars().all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suggestion_is_a_name_and_large_enough() {
        let all = suggested();
        assert!(all.len() > 50);
        for name in all {
            assert!(
                vcpus(&name).is_some_and(|vcpus| vcpus >= LEAST_VCPUS),
                "{name}"
            );
        }
        assert!(!about().sources.is_empty());
    }

    #[test]
    fn names_of_sizes_are_distinguished_from_others() {
        for (name, expected) in [
            ("Standard_D4ads_v6", Some(4)),
            ("Standard_A1_v2", Some(1)),
            ("Standard_B2ms", Some(2)),
            ("Standard_DS2_v2", Some(2)),
            ("Standard_D4adz_v6", None),
            ("Standard_Foo", None),
        ] {
            assert_eq!(vcpus(name), expected, "{name}");
        }
    }
}
