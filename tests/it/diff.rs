//! `platgen diff` and `platgen affected`: nothing that matters is left out, and what cannot be compared is reported.

#![cfg(test)]

mod command;
mod complete;

use platgen::core::diag::Diagnostics;
use platgen::core::sources::Sources;
use platgen::diff::view::{Base, Diff};
use platgen::diff::{Version, diff};
use platgen::domain::platform::model::Platform;

use crate::support::variant::Variant;

/// Inputs that compile; none if they do not.
fn compiled(variant: Variant) -> Option<(Sources, Vec<Platform>)> {
    let sources = Sources::from_texts(variant.texts());
    let platforms = platgen::compile(&sources, Diagnostics::new()).platforms;
    (!platforms.is_empty()).then_some((sources, platforms))
}

/// What the second changes.
fn difference(before: &(Sources, Vec<Platform>), after: &(Sources, Vec<Platform>)) -> Diff {
    diff(
        Base::default(),
        Version {
            sources: &before.0,
            platforms: &before.1,
        },
        Version {
            sources: &after.0,
            platforms: &after.1,
        },
        None,
        Vec::new(),
    )
}

/// What the fixture of reports changes in this repository's own inputs: a difference with nearly everything in it.
pub(crate) fn everything() -> Diff {
    let fixture = Variant::at(&crate::support::report::fixture());
    difference(
        &compiled(Variant::repository()).unwrap(),
        &compiled(fixture).unwrap(),
    )
}
