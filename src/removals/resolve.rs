//! Removals from what is written: each names one thing, and a day of the calendar.

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Sourced;
use crate::core::yaml::spanned::Spanned;
use crate::domain::pattern::Pattern;
use crate::removals::model::{Removal, What};
use crate::removals::syntax::{RemovalEntry, RemovalsFile};

/// What may go, as far as the entries mean anything.
pub fn removals(written: &RemovalsFile, findings: &mut Diagnostics) -> Vec<Removal> {
    let list = written.removals.iter().flat_map(|list| &list.value);
    list.filter_map(|entry| removal(entry, findings)).collect()
}

fn removal(entry: &Spanned<RemovalEntry>, findings: &mut Diagnostics) -> Option<Removal> {
    let what = what(entry);
    if what.is_none() {
        let message = "an entry names a team, a model or a resource, and only one of them";
        let finding = Diagnostic::about(Code::InvalidValue, entry.origin, message);
        findings.push(
            finding.help("write `team`, `model` or `resource`; several things are several entries"),
        );
    }
    let expires = entry.expires.value.parse();
    if expires.is_err() {
        let message = format!("`{}` is no day of the calendar", entry.expires.value);
        let finding = Diagnostic::about(Code::InvalidValue, entry.expires.origin, message);
        findings.push(finding.help("write year, month and day: 2027-01-31"));
    }
    let names = entry.environments.as_ref();
    Some(Removal {
        origin: entry.origin,
        what: what?,
        environments: names.map(|all| all.value.iter().map(|name| name.value.clone()).collect()),
        expires: Sourced::new(expires.ok()?, entry.expires.origin),
    })
}

fn what(entry: &RemovalEntry) -> Option<What> {
    match (&entry.team, &entry.model, &entry.resource) {
        (Some(team), None, None) => Some(What::Team(team.value.clone())),
        (None, Some(model), None) => Some(What::Model(model.value.clone())),
        (None, None, Some(resource)) => Some(What::Resource(Pattern::new(&resource.value))),
        _ => None,
    }
}
