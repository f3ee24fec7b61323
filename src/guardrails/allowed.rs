//! What teams may choose from.

use super::by;
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::domain::consumers::model::{Grant, Team};
use crate::domain::ids::Location;
use crate::domain::models::model::Model;
use crate::domain::platform::model::Platform;
use crate::guardrails::model::{AllowList, Guardrails, Patterns, any_fits};

/// Every team's grants with every allow-list that is about the team.
fn listed<'p>(
    platform: &'p Platform,
    guardrails: &'p Guardrails,
) -> impl Iterator<Item = (&'p AllowList, &'p Team, &'p Grant)> {
    let environment = platform.environment.value.as_str();
    guardrails.allowed.iter().flat_map(move |list| {
        let selected = |team: &&Team| list.selection.selects(environment, team);
        let grants = move |team: &'p Team| team.grants.iter().map(move |grant| (list, team, grant));
        platform.teams.iter().filter(selected).flat_map(grants)
    })
}

/// Models by name.
pub(super) fn models(platform: &Platform, guardrails: &Guardrails, findings: &mut Diagnostics) {
    for (list, team, grant) in listed(platform, guardrails) {
        let name = grant.model.name().as_str();
        let Some(allowed) = list
            .models
            .as_ref()
            .filter(|_| !any_fits(list.models.as_ref(), name))
        else {
            continue;
        };
        let message = format!(
            "`{}` (cost centre {}) may not have `{name}`",
            team.name.value, team.cost_center.value
        );
        let finding = Diagnostic::about(Code::GuardrailAllowList, grant.source, message)
            .team(&team.name.value)
            .model(name);
        let finding = by(
            finding,
            allowed.origin,
            "what it may have",
            list.reason.as_ref(),
        );
        findings.push(finding.help(instead(allowed, "remove the grant: no model is allowed")));
    }
}

/// Where models run, and on what.
pub(super) fn places(platform: &Platform, guardrails: &Guardrails, findings: &mut Diagnostics) {
    for (list, team, grant) in listed(platform, guardrails) {
        if list.regions.is_none() && list.skus.is_none() {
            continue;
        }
        for (region, sku) in uses(platform, &grant.model) {
            let regions = ("in", list.regions.as_ref(), region);
            let skus = ("on", list.skus.as_ref(), sku);
            for (how, allowed, (used, written)) in [regions, skus] {
                let Some(allowed) = allowed.filter(|list| !any_fits(Some(list), used)) else {
                    continue;
                };
                let message = format!(
                    "`{}` may not have `{}`, which runs {how} `{used}`",
                    team.name.value,
                    grant.model.name()
                );
                let finding = Diagnostic::about(Code::GuardrailAllowList, grant.source, message)
                    .team(&team.name.value)
                    .model(grant.model.name());
                let finding = finding.with(written, format!("runs {how} this"));
                let finding = by(
                    finding,
                    allowed.origin,
                    "what it may use",
                    list.reason.as_ref(),
                );
                findings
                    .push(finding.help(instead(allowed, "remove the grant: nothing is allowed")));
            }
        }
    }
}

/// A region that is named somewhere, whoever is granted what.
struct Named<'p> {
    what: String,
    location: &'p Sourced<Location>,
    /// Where it is written, or where whoever stands there is.
    at: Origin,
    about: Box<dyn Fn(Diagnostic) -> Diagnostic + 'p>,
}

/// Regions of teams' projects, and of the whole platform where a list is about all its teams. Foundry accounts stand where
/// deployments and the platform do.
pub(super) fn regions(platform: &Platform, guardrails: &Guardrails, findings: &mut Diagnostics) {
    for list in &guardrails.allowed {
        let Some(allowed) = &list.regions else {
            continue;
        };
        for Named {
            what,
            location,
            at,
            about,
        } in named(platform, list)
        {
            let region = location.as_str();
            if any_fits(Some(allowed), region) {
                continue;
            }
            let message = format!("{what} may not be in `{region}`");
            let finding = Diagnostic::about(Code::GuardrailAllowList, at, message);
            let reason = list.reason.as_ref();
            let finding = by(about(finding), allowed.origin, "what is allowed", reason);
            findings.push(finding.help(format!("choose from: {}", choices(allowed))));
        }
    }
}

fn named<'p>(platform: &'p Platform, list: &AllowList) -> Vec<Named<'p>> {
    let environment = platform.environment.value.as_str();
    let selected = |team: &&Team| {
        team.foundry_project.enabled.value && list.selection.selects(environment, team)
    };
    let teams = platform.teams.iter().filter(selected);
    let mut named: Vec<Named<'p>> = teams
        .map(|team| Named {
            what: format!("the Foundry project of `{}`", team.name.value),
            location: &team.foundry_project.location,
            at: match team.foundry_project.location.origin {
                written @ (Origin::Written(_) | Origin::Overlaid { .. }) => written,
                Origin::Granted { .. }
                | Origin::Derived(_)
                | Origin::Entry(_)
                | Origin::Fact(_)
                | Origin::Default(_) => team.name.origin,
            },
            about: Box::new(|finding| finding.team(&team.name.value)),
        })
        .collect();
    if !list.selection.selects_everybody(environment) {
        return named;
    }
    named.push(Named {
        what: "the platform".to_owned(),
        location: &platform.location,
        at: platform.location.origin,
        about: Box::new(|finding| finding.resource("region", platform.location.as_str())),
    });
    for model in platform.enabled_foundry() {
        named.extend(model.deployments.iter().map(|deployment| Named {
            what: format!("a deployment of `{}`", model.name.value),
            location: &deployment.location,
            at: deployment.location.origin,
            about: Box::new(|finding| finding.model(&model.name.value)),
        }));
    }
    named
}

/// A text of the model with its place.
type Used<'p> = (&'p str, Origin);

/// Region and SKU of each deployment, or region and VM size of the nodes.
fn uses<'p>(platform: &'p Platform, model: &'p Model) -> Vec<(Used<'p>, Used<'p>)> {
    match model {
        Model::Kaito(model) => {
            let region = (platform.location.as_str(), platform.location.origin);
            vec![(region, (&model.instance_type, model.instance_type.origin))]
        }
        Model::Foundry(model) => {
            let deployments = model.deployments.iter();
            let used = deployments.map(|deployment| {
                let region = (deployment.location.as_str(), deployment.location.origin);
                (
                    region,
                    (deployment.sku_name.as_str(), deployment.sku_name.origin),
                )
            });
            used.collect()
        }
    }
}

fn instead(allowed: &Sourced<Patterns>, none: &str) -> String {
    if allowed.value.is_empty() {
        return none.to_owned();
    }
    format!("remove the grant, or choose from: {}", choices(allowed))
}

fn choices(allowed: &Sourced<Patterns>) -> String {
    let patterns = allowed.value.iter().map(|pattern| pattern.value.as_str());
    patterns.collect::<Vec<_>>().join(", ")
}
