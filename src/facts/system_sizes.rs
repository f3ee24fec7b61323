//! VM sizes that the cluster's own nodes can be made of: what AKS demands of one, and names to suggest.

use std::sync::OnceLock;

use serde::Deserialize;

use super::{About, embedded, gpu};

/// Virtual CPUs without which AKS takes a size for no node at all.
///
/// Source: Microsoft Learn, "Quotas, virtual machine size restrictions, and region availability in AKS"
/// (MicrosoftDocs/azure-aks-docs 051c988, 2024-01-12).
pub const LEAST_VCPUS: u32 = 2;

/// Virtual CPUs that Microsoft names as the least of a system pool. The service is not known to refuse fewer.
///
/// Source: Microsoft Learn, "Manage system node pools in AKS" (MicrosoftDocs/azure-aks-docs 04921f5, 2026-04-30).
pub const SUPPORTED_VCPUS: u32 = 4;

/// How names of the B series begin, which Microsoft supports for no system pool.
///
/// Source: as of [`SUPPORTED_VCPUS`].
const BURSTABLE: &str = "standard_b";

/// Whether Microsoft supports a size with so many virtual CPUs for a system pool.
pub fn is_supported(name: &str, vcpus: u32) -> bool {
    vcpus >= SUPPORTED_VCPUS && !name.to_ascii_lowercase().starts_with(BURSTABLE)
}

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
/// Sources: Microsoft Learn, "Azure virtual machine sizes naming conventions" (MicrosoftDocs/azure-compute-docs 028a4dc,
/// 2023-05-01), which lists a, b, c, d, i, l, m, p, s and t; e, n and r stand in sizes that came later or are not of this scheme
/// (`DCesv6`, `Standard_D4nds_v6`, `Standard_ND40rs_v2`).
fn has_known_features(name: &str) -> bool {
    let number = name.find(|letter: char| letter.is_ascii_digit());
    let behind = number.and_then(|at| name.get(at..)).unwrap_or_default();
    let features = behind.split('_').next().unwrap_or_default();
    let features =
        features.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '-');
    let known = |letter: char| "abcdeilmnprst".contains(letter.to_ascii_lowercase());
    features.chars().all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suggestion_is_a_name_and_large_enough() {
        let all = suggested();
        assert!(all.len() > 20);
        for name in all {
            let supported = vcpus(&name).is_some_and(|vcpus| is_supported(&name, vcpus));
            assert!(supported, "{name}");
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
