//! Azure regions: which there are, and what each of them offers.

use serde::Deserialize;

use super::region_file;

/// A region of Azure's public cloud.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Region {
    /// As Resource Manager spells it: `swedencentral`.
    pub name: String,
    /// Whether it has availability zones.
    pub zones: bool,
    /// The API Management tiers it offers, of those that reach a virtual network.
    pub apim: Vec<String>,
}

/// When and where this was read.
pub fn about() -> &'static super::About {
    &region_file().about
}
