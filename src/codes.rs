//! The table of all codes. Nothing is numbered, so that codes of several branches merge. `platgen explain-code`,
//! `.github/FINDINGS.md`, completions and SARIF rules come from here.

use std::sync::LazyLock;

use crate::core::diag::Code;

/// The codes of each family, in the order in which they are listed.
const FAMILIES: &[&[Code]] = &[
    crate::core::files::codes::ALL,
    crate::core::yaml::codes::ALL,
    crate::core::yaml::validate::codes::ALL,
    crate::domain::platform::codes::names::ALL,
    crate::domain::platform::codes::references::ALL,
    crate::domain::network::codes::ALL,
    crate::domain::cluster::codes::ALL,
    crate::domain::models::codes::ALL,
    crate::domain::consumers::codes::ALL,
    crate::domain::platform::codes::services::ALL,
    crate::domain::models::codes::operations::ALL,
    crate::domain::addons::codes::ALL,
    crate::domain::models::codes::lifecycle::ALL,
    crate::removals::codes::ALL,
    crate::core::files::secrets::ALL,
    crate::domain::apps::codes::ALL,
    crate::guardrails::codes::ALL,
    crate::simulate::codes::ALL,
    crate::expect::codes::ALL,
    crate::core::output::codes::ALL,
];

/// Every code.
pub fn all() -> &'static [Code] {
    static ALL: LazyLock<Vec<Code>> = LazyLock::new(|| FAMILIES.concat());
    &ALL
}

/// The code that is printed so.
pub fn by_name(name: &str) -> Option<Code> {
    all().iter().copied().find(|code| code.name() == name)
}

#[cfg(test)]
mod tests;
