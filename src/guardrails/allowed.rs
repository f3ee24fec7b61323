//! What teams may choose from.

use super::by;
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::domain::consumers::model::{Grant, Team};
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
        let finding = Diagnostic::about(Code::GuardrailAllowList, grant.source, message);
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
                let finding = Diagnostic::about(Code::GuardrailAllowList, grant.source, message);
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
    let patterns: Vec<&str> = allowed
        .value
        .iter()
        .map(|pattern| pattern.value.as_str())
        .collect();
    if patterns.is_empty() {
        return none.to_owned();
    }
    format!("remove the grant, or choose from: {}", patterns.join(", "))
}
