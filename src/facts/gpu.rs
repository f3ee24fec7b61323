//! Azure GPU sizes, and which KAITO releases can use them.

use serde::Deserialize;

use super::{Day, Release, release, size_file};

/// One VM size with GPUs.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Size {
    /// The name as KAITO spells it.
    pub name: String,
    /// First and last minor release of KAITO that lists it; none if no checked release does.
    #[serde(default)]
    pub kaito: Option<[String; 2]>,
    /// `nvidia` or `amd`, where known.
    #[serde(default)]
    pub vendor: Option<String>,
    /// The GPU: `NVIDIA A100`, where known.
    #[serde(default)]
    pub gpu: Option<String>,
    /// GPUs of one machine; 0 where KAITO does not list the size.
    #[serde(default)]
    pub gpus: u32,
    /// Memory of all GPUs of one machine, in GiB; 0 where KAITO does not list the size.
    #[serde(default, rename = "memoryGiB")]
    pub memory_gib: f64,
    /// CUDA compute capability, where known.
    #[serde(default)]
    pub capability: Option<f64>,
    /// Virtual CPUs: what quota is counted in.
    pub vcpus: u32,
    /// The family whose quota it uses, in Azure's spelling.
    #[serde(default)]
    pub family: Option<String>,
    /// Azure's name, where KAITO's is not the name of any Azure size.
    #[serde(default)]
    pub azure: Option<String>,
    /// Whether AKS makes GPU nodes of it.
    pub aks: bool,
    /// Whether Azure has withdrawn it.
    #[serde(default)]
    pub retired: bool,
    /// The day on which it was, or will be, withdrawn.
    #[serde(default)]
    pub retirement: Option<Day>,
}

impl Size {
    /// First and last release of KAITO that lists it.
    pub fn releases(&self) -> Option<(Release, Release)> {
        let [first, last] = self.kaito.as_ref()?;
        Some((release(first)?, release(last)?))
    }

    /// What keeps a KAITO release from using it, as the end of the sentence "size X cannot be used: ..."; none if nothing does.
    pub fn obstacle(&self, version: Release) -> Option<String> {
        if self.retired {
            let day = self
                .retirement
                .map_or("an earlier day".to_owned(), |day| day.to_string());
            return Some(format!("Azure withdrew it on {day}"));
        }
        if let Some(azure) = &self.azure {
            return Some(format!(
                "Azure has no size of this name (its own is {azure}, which KAITO does not list)"
            ));
        }
        if self.vendor.as_deref() == Some("amd") {
            return Some("its GPUs are AMD's, for which KAITO has no images".to_owned());
        }
        if !self.aks {
            return Some("AKS makes no GPU nodes of it".to_owned());
        }
        match self.releases() {
            None => Some("no KAITO release lists it".to_owned()),
            Some((_, last)) if version > last => {
                Some(format!("KAITO dropped it after {}.{}", last.0, last.1))
            }
            Some((first, _)) if version < first => {
                Some(format!("KAITO lists it from {}.{} on", first.0, first.1))
            }
            Some(_) => None,
        }
    }
}

/// The virtual CPUs that Azure's naming puts into the name of a VM size, `Standard_D4ads_v6`; none for what cannot be such a
/// name. A constrained size, `Standard_E8-2ads_v5`, has those behind the dash.
///
/// Source: Microsoft Learn, "Azure virtual machine sizes naming conventions".
pub fn vcpus_in_name(name: &str) -> Option<u32> {
    let lower = name.to_ascii_lowercase();
    let name = lower.strip_prefix("standard_")?;
    let count = name.trim_start_matches(|letter: char| letter.is_ascii_lowercase());
    if !(1..=4).contains(&(name.len() - count.len())) {
        return None;
    }
    let rest = count.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let mut digits = count.strip_suffix(rest)?;
    let mut features = rest;
    if let Some(constrained) = rest.strip_prefix('-') {
        features = constrained.trim_start_matches(|digit: char| digit.is_ascii_digit());
        digits = constrained.strip_suffix(features)?;
    }
    let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    digits.parse().ok().filter(|_| features.chars().all(fits))
}

/// When and where this was read.
pub fn about() -> &'static super::About {
    &size_file().about
}

#[cfg(test)]
mod tests {
    use super::super::Facts;
    use super::*;

    fn size(name: &str) -> Option<Size> {
        Facts::embedded().size(name).cloned()
    }

    #[test]
    fn sizes_are_found_whatever_their_case() {
        assert_eq!(size("standard_nc24ADS_a100_v4").unwrap().gpus, 1);
        assert!(size("Standard_D4s_v5").is_none());
    }

    #[test]
    fn names_of_sizes_state_their_cpus() {
        for (name, expected) in [
            ("Standard_D4ads_v6", Some(4)),
            ("standard_a1_V2", Some(1)),
            ("Standard_E96-24ads_v5", Some(24)),
            ("Standard_NC24lds_xl_RTXPRO6000BSE_v6", Some(24)),
            ("Standard_NC96ads_A100_v4", Some(96)),
            ("Standard_Foo", None),
            ("Standard_D", None),
            ("D4s_v5", None),
            ("Standard_4s", None),
            ("Standard_D4s v5", None),
        ] {
            assert_eq!(vcpus_in_name(name), expected, "{name}");
        }
    }

    #[test]
    fn each_unusable_size_says_why() {
        let why = |name: &str, version| size(name).unwrap().obstacle(version);
        assert_eq!(why("Standard_NC24ads_A100_v4", (0, 12)), None);
        assert!(
            why("Standard_NC6s_v3", (0, 6))
                .unwrap()
                .contains("2025-09-30")
        );
        assert!(
            why("Standard_NC4as_T4_v3", (0, 12))
                .unwrap()
                .contains("after 0.11")
        );
        assert_eq!(why("Standard_NC4as_T4_v3", (0, 6)), None);
        assert!(
            why("Standard_ND96asr_A100_v4", (0, 12))
                .unwrap()
                .contains("Standard_ND96asr_v4")
        );
        assert!(
            why("Standard_NG32ads_V620_v1", (0, 6))
                .unwrap()
                .contains("AMD")
        );
        assert!(
            why("Standard_NCC40ads_H100_v5", (0, 12))
                .unwrap()
                .contains("AKS")
        );
        assert!(
            why("Standard_NV12ads_A10_v5", (0, 12))
                .unwrap()
                .contains("no KAITO release")
        );
    }
}
