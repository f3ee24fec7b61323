//! Grants against what the deployments carry.

use std::collections::BTreeMap;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::domain::consumers::model::{Grant, Team, TokenQuota};
use crate::domain::models::capacity::{foundry_tokens_per_minute, kaito_tokens_per_minute};
use crate::domain::models::model::Model;
use crate::domain::platform::model::Platform;

use super::reach;

crate::domain::rule::rules! { Capacity:
    "grant-within-capacity" OverCapacity Error Platform(each_grant) "No grant is larger than what its model's deployments carry";
    "capacity-counts-thousands" ImplausibleCapacity Warning Platform(thousands) "The capacity of a pay-as-you-go deployment is no number of single tokens";
    "grants-within-capacity" Overcommitted Warning Platform(all_grants) "All grants of a model together are no larger than what it carries; the finding states by how much they are";
    "quota-above-a-minute" SmallQuota Warning Platform(quotas) "A quota is larger than what one minute may use";
    "quota-within-reach" UnreachableLimit Warning Platform(reach::quotas) "A quota can be used up at the tokens per minute beside it";
    "totals-within-reach" UnreachableLimit Warning Platform(reach::totals) "A team's limits over all models, and those of its grants, can each be reached";
    "grants-have-a-quota" MissingKey Error Stage("resolve") "Every grant has tokens per minute and one quota, or says `tokenQuota: none`";
}

/// Tokens per minute of a model, and where that is written; none for provisioned throughput, which depends on the traffic.
fn capacity(model: &Model) -> Option<(u64, Origin)> {
    match model {
        Model::Kaito(model) => Some((
            kaito_tokens_per_minute(model),
            model.estimated_tokens_per_minute.origin,
        )),
        Model::Foundry(model) => {
            let carried = foundry_tokens_per_minute(model)?;
            Some((carried, model.deployments.first()?.capacity.origin))
        }
    }
}

fn active(platform: &Platform) -> impl Iterator<Item = (&Team, &Grant)> {
    let teams = platform.teams.iter().filter(|team| team.enabled.value);
    teams.flat_map(|team| team.grants.iter().map(move |grant| (team, grant)))
}

/// From so many thousands of tokens per minute on, a capacity that ends in three zeros is taken for one of single tokens.
const IMPLAUSIBLE: u32 = 10_000;

/// Capacities that seem to be written in tokens.
fn thousands(platform: &Platform, findings: &mut Diagnostics) {
    for model in platform.enabled_foundry() {
        for deployment in &model.deployments {
            let capacity = deployment.capacity.value;
            if deployment.is_reserved() || capacity < IMPLAUSIBLE || capacity % 1_000 != 0 {
                continue;
            }
            let message = format!(
                "`capacity` counts thousands: {capacity} is {capacity}000 tokens per minute"
            );
            let origin = deployment.capacity.origin;
            let finding = Diagnostic::about(Code::ImplausibleCapacity, origin, message);
            findings.push(finding.model(&model.name.value).help(format!(
                "write {} for {capacity} tokens per minute",
                capacity / 1_000
            )));
        }
    }
}

/// One grant above everything that its model's deployments carry: it could never be used in full.
fn each_grant(platform: &Platform, findings: &mut Diagnostics) {
    for (team, grant) in active(platform) {
        let Some((carried, written)) = capacity(&grant.model) else {
            continue;
        };
        let asked = grant.tokens_per_minute.value;
        if asked > carried {
            let name = grant.model.name();
            // A group's grant is one fault, however many teams have it.
            let granted = match &grant.group {
                Some(group) => format!("the access group `{group}` grants"),
                None => format!("`{}` is granted", team.name.value),
            };
            let message =
                format!("{granted} {asked} tokens per minute of `{name}`, which carries {carried}");
            let finding =
                Diagnostic::about(Code::OverCapacity, grant.tokens_per_minute.origin, message);
            let finding = finding.model(name);
            let finding = match &grant.group {
                Some(group) => finding.resource("accessGroup", group),
                None => finding.team(&team.name.value),
            };
            let finding = finding.with(written, "the capacity is written here");
            findings.push(finding.help(format!(
                "grant {carried} or fewer, or give the model more capacity"
            )));
        }
    }
}

/// All grants of a model together above what it carries: normal up to a point, so one warning per model says how far.
fn all_grants(platform: &Platform, findings: &mut Diagnostics) {
    let mut by_model: BTreeMap<&str, Vec<(&Team, &Grant)>> = BTreeMap::new();
    for (team, grant) in active(platform) {
        by_model
            .entry(grant.model.name().as_str())
            .or_default()
            .push((team, grant));
    }
    for (name, grants) in by_model {
        let Some((carried, written)) = grants.first().and_then(|(_, grant)| capacity(&grant.model))
        else {
            continue;
        };
        let asked = grants.iter().fold(0_u64, |sum, (_, grant)| {
            sum.saturating_add(grant.tokens_per_minute.value)
        });
        if grants.len() < 2 || asked <= carried {
            continue;
        }
        let teams: Vec<String> = grants
            .iter()
            .map(|(team, grant)| format!("{} {}", team.name.value, grant.tokens_per_minute.value))
            .collect();
        let message = format!(
            "all teams together may use {asked} tokens per minute of `{name}`, {} the {carried} that it carries: {}",
            times(asked, carried),
            teams.join(", ")
        );
        let finding = Diagnostic::about(Code::Overcommitted, written, message).model(name);
        findings.push(finding.help(
            "give the model more capacity, or grant less, unless teams are busy at different times",
        ));
    }
}

/// `2.5 times`, rounded down to a tenth; in whole numbers, so that it is the same everywhere.
fn times(asked: u64, carried: u64) -> String {
    let tenths = u128::from(asked) * 10 / u128::from(carried.max(1));
    format!("{}.{} times", tenths / 10, tenths % 10)
}

/// A quota that one busy minute uses up.
fn quotas(platform: &Platform, findings: &mut Diagnostics) {
    for team in &platform.teams {
        let mut add = |finding: Diagnostic| findings.push(finding.team(&team.name.value));
        for grant in &team.grants {
            let what = format!(
                "the quota of `{}` for `{}`",
                team.name.value,
                grant.model.name()
            );
            let found = check_quota(&what, grant.quota, Some(grant.tokens_per_minute));
            let about = |finding: Diagnostic| finding.model(grant.model.name());
            found.map(about).into_iter().for_each(&mut add);
        }
        let what = format!("the quota of `{}` over all models", team.name.value);
        let found = check_quota(&what, team.limits.quota, team.limits.tokens_per_minute);
        found.into_iter().for_each(&mut add);
    }
}

fn check_quota(
    what: &str,
    quota: Option<Sourced<TokenQuota>>,
    per_minute: Option<Sourced<u64>>,
) -> Option<Diagnostic> {
    let (quota, per_minute) = (quota?, per_minute?);
    (quota.tokens < per_minute.value).then(|| {
        let period = reach::word(quota.period);
        let message = format!(
            "{what}, {} tokens per {period}, is less than the {} tokens that one minute may use",
            quota.tokens, per_minute.value
        );
        let finding = Diagnostic::about(Code::SmallQuota, quota.origin, message);
        let finding = finding.with(per_minute.origin, "tokens per minute");
        finding.help("raise the quota, or lower the tokens per minute")
    })
}
