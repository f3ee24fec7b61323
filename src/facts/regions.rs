//! Azure regions: which there are, and what each of them offers.

use serde::Deserialize;

use super::{Day, region_file};

/// A region of Azure's public cloud.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Region {
    /// As Resource Manager spells it: `swedencentral`.
    pub name: String,
    /// Whether it has availability zones.
    pub zones: bool,
    /// The API Management tiers it offers, of those that reach a virtual network.
    pub apim: Vec<String>,
}

/// The region of a name, if it is known.
pub fn region(name: &str) -> Option<&'static Region> {
    all().iter().find(|region| region.name == name)
}

/// Every known region, by name.
pub fn all() -> &'static [Region] {
    &region_file().regions
}

/// The day up to which this is known.
pub fn as_of() -> Day {
    about().as_of
}

/// When and where this was read.
pub fn about() -> &'static super::About {
    &region_file().about
}
