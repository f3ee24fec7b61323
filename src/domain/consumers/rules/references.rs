//! Names that refer to something: models, groups, regions.

use std::collections::BTreeSet;

use super::identity;
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Sourced;
use crate::domain::ids::Location;
use crate::domain::platform::model::Platform;
use crate::facts::{Day, Facts};

crate::domain::rule::rules! { References:
    "models-exist" UnknownReference Error Stage("resolve") "A grant names a model of the catalog, exactly, case included";
    "models-are-enabled" DisabledReference Error Stage("resolve") "A grant names a model that is enabled";
    "models-are-of-that-kind" UnknownReference Error Stage("resolve") "A grant stands in the list of its model's kind";
    "names-stand-once" DuplicateName Error Stage("resolve") "Models, teams, groups, aliases and grants stand once, over both kinds of models";
    "groups-exist" UnknownReference Error Stage("resolve") "A team names access groups of the catalog, each once";
    "environments-exist" UnknownReference Error Stage("resolve") "A team names environments of the catalog";
    "overlays-change-what-exists" UnknownReference Error Stage("read") "An environment changes or removes models that the catalog has";
    "folders-are-teams" FolderMismatch Error Stage("resolve") "A team's folder has the team's name";
    "regions-exist" UnknownRegion Warning Platform(known_regions) "Regions are ones that Azure is known to have";
    "teams-have-grants" NoGrants Warning Platform(without_grants) "A team is granted at least one model";
    "audiences-are-own" InvalidValue Error Platform(identity::own_audiences) "Entra tokens are issued for an application that stands for the gateway, not for one of Microsoft's services";
    "tokens-prove-one-team" SharedAudience Error Platform(identity::one_team) "No Entra token is good for two teams";
    "gpu-models-are-used" UnusedModel Note Review(unused) "A model that keeps GPU nodes is granted to a team";
}

/// A team without any grant gets a key that opens nothing.
fn without_grants(platform: &Platform, findings: &mut Diagnostics) {
    for team in platform
        .teams
        .iter()
        .filter(|team| team.grants.is_empty() && team.enabled.value)
    {
        let message = format!("the team `{}` is granted no model", team.name.value);
        let finding = Diagnostic::about(Code::NoGrants, team.name.origin, message);
        let finding = finding.team(&team.name.value);
        findings.push(finding.help("grant it a model, name an access group, or remove the team"));
    }
}

/// Regions as they are written, each place once: what only follows from another place is reported there.
fn known_regions(platform: &Platform, findings: &mut Diagnostics) {
    let projects = platform
        .teams
        .iter()
        .map(|team| &team.foundry_project.location);
    let deployments = platform
        .foundry_models
        .iter()
        .flat_map(|model| &model.deployments)
        .map(|deployment| &deployment.location);
    let mut reported = BTreeSet::new();
    let all = std::iter::once(&platform.location)
        .chain(deployments)
        .chain(projects);
    for location in all {
        if location.origin.span().is_some() && reported.insert(location.origin) {
            check_region(location, &platform.facts, findings);
        }
    }
}

fn check_region(location: &Sourced<Location>, facts: &Facts, findings: &mut Diagnostics) {
    let name = location.as_str();
    if facts.region(name).is_some() {
        return;
    }
    let near = facts
        .regions
        .iter()
        .map(|region| (strsim::jaro_winkler(name, &region.name), &region.name))
        .filter(|(likeness, _)| *likeness >= 0.9)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    let help = near.map_or_else(
        || "write it as `az account list-locations` does; a region newer than what is known is fine".to_owned(),
        |(_, near)| format!("write `{near}` if that is meant"),
    );
    let message = format!(
        "Azure is not known to have a region `{name}` (as of {})",
        facts.regions.as_of
    );
    let finding = Diagnostic::about(Code::UnknownRegion, location.origin, message);
    findings.push(finding.resource("region", name).help(help));
}

/// GPU nodes that nobody may use cost as much as others.
fn unused(platform: &Platform, _: Option<Day>, findings: &mut Diagnostics) {
    let granted: BTreeSet<&str> = platform
        .teams
        .iter()
        .flat_map(|team| &team.grants)
        .map(|grant| grant.model.name().as_str())
        .collect();
    for model in platform.enabled_kaito() {
        if !granted.contains(model.name.as_str()) {
            let message = format!(
                "`{}` keeps {} GPU node{} in `{}`, and no team may use it",
                model.name.value,
                model.nodes.value,
                if model.nodes.value == 1 { "" } else { "s" },
                platform.environment.value
            );
            let finding = Diagnostic::about(Code::UnusedModel, model.name.origin, message);
            let finding = finding.model(&model.name.value);
            findings.push(finding.help("grant it to a team, or set `enabled: false`"));
        }
    }
}
