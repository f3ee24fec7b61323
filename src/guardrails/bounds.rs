//! The most that teams may be granted.

use super::by;
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Origin;
use crate::domain::consumers::model::{Grant, Period, Team, TokenQuota};
use crate::domain::models::model::Capability;
use crate::domain::platform::model::Platform;
use crate::guardrails::model::{Bound, Guardrails, any_fits};

/// What a bound is called beside a finding.
const HERE: &str = "the bound";

/// Every team with every bound that is about it, and its grants that the bound is about.
fn bound<'p>(
    platform: &'p Platform,
    guardrails: &'p Guardrails,
) -> impl Iterator<Item = (&'p Bound, &'p Team, Vec<&'p Grant>)> {
    let environment = platform.environment.value.as_str();
    guardrails.bounds.iter().flat_map(move |bound| {
        let selected = |team: &&Team| bound.selection.selects(environment, team);
        platform.teams.iter().filter(selected).map(move |team| {
            let about =
                |grant: &&Grant| any_fits(bound.models.as_ref(), grant.model.name().as_str());
            (bound, team, team.grants.iter().filter(about).collect())
        })
    })
}

/// Grants, each alone.
pub(super) fn grants(platform: &Platform, guardrails: &Guardrails, findings: &mut Diagnostics) {
    for (bound, team, grants) in bound(platform, guardrails) {
        for grant in grants {
            per_minute(bound, team, grant, findings);
            quota(bound, team, grant, findings);
            more(bound, team, grant, findings);
        }
    }
}

fn per_minute(bound: &Bound, team: &Team, grant: &Grant, findings: &mut Diagnostics) {
    let Some(most) = bound.tokens_per_minute else {
        return;
    };
    let asked = grant.tokens_per_minute;
    if asked.value > most.value {
        let message = format!(
            "`{}` is granted {} tokens per minute of `{}`, and a guardrail allows {}",
            team.name.value,
            asked.value,
            grant.model.name(),
            most.value
        );
        let help = format!("grant {} or fewer", most.value);
        let finding = refused(asked.origin, message, &help, most.origin, bound);
        findings.push(finding.team(&team.name.value).model(grant.model.name()));
    }
}

/// Limits that a grant may have or not: one that is bound must have it.
fn more(bound: &Bound, team: &Team, grant: &Grant, findings: &mut Diagnostics) {
    let (name, team) = (grant.model.name(), &team.name.value);
    for (key, what, most, written) in [
        (
            "maxOutputTokens",
            "tokens of output",
            bound.max_output_tokens,
            grant.max_output_tokens,
        ),
        (
            "callsPerMinute",
            "calls per minute",
            bound.calls_per_minute,
            grant.calls_per_minute,
        ),
        (
            "concurrency",
            "calls at the same time",
            bound.concurrency,
            grant.concurrency,
        ),
    ] {
        let Some(most) = most.filter(|_| key != "maxOutputTokens" || writes(grant)) else {
            continue;
        };
        let allowed = format!("a guardrail allows {}", most.value);
        let (at, message) = match written {
            Some(written) if written.value <= most.value => continue,
            Some(written) => {
                let asked = format!("{} {what} of `{name}`", written.value);
                let message = format!("`{team}` is granted {asked}, and {allowed}");
                (written.origin, message)
            }
            None => {
                let message = format!(
                    "`{team}` is granted `{name}` without a limit of {what}, and {allowed}"
                );
                (grant.source, message)
            }
        };
        let help = format!("write `{key}: {}` or less in the grant", most.value);
        let finding = refused(at, message, &help, most.origin, bound);
        findings.push(finding.team(team).model(name));
    }
}

/// Whether the model has operations with tokens of output.
fn writes(grant: &Grant) -> bool {
    let able = grant.model.capabilities();
    able.iter().any(|able| *able != Capability::Embeddings)
}

fn quota(bound: &Bound, team: &Team, grant: &Grant, findings: &mut Diagnostics) {
    let demanded = bound
        .quota_required
        .or(bound.tokens_per_day.map(|most| most.origin));
    let (name, team) = (grant.model.name(), &team.name.value);
    let Some(quota) = grant.quota else {
        if let Some(demanded) = demanded {
            let message = format!(
                "`{team}` is granted `{name}` without a quota, and a guardrail demands one"
            );
            let help = "write `dailyTokenQuota`, or `tokenQuota` with tokens and a period";
            let finding = refused(grant.source, message, help, demanded, bound);
            findings.push(finding.team(team).model(name));
        }
        return;
    };
    if let Some(most) = bound.tokens_per_day
        && per_day(quota.value) > u128::from(most.value)
    {
        let message = format!(
            "`{team}` may use {} tokens of `{name}` a day, and a guardrail allows {}",
            per_day(quota.value),
            most.value
        );
        let help = format!("grant a quota of {} or fewer tokens a day", most.value);
        let finding = refused(quota.origin, message, &help, most.origin, bound);
        findings.push(finding.team(team).model(name));
    }
}

/// Tokens per day of a quota, rounded down.
fn per_day(quota: TokenQuota) -> u128 {
    let tokens = u128::from(quota.tokens);
    match quota.period {
        Period::Hourly => tokens * 24,
        Period::Daily => tokens,
        Period::Weekly => tokens / 7,
        Period::Monthly => tokens / 28,
        Period::Yearly => tokens / 365,
    }
}

/// What teams have in all.
pub(super) fn teams(platform: &Platform, guardrails: &Guardrails, findings: &mut Diagnostics) {
    for (bound, team, grants) in bound(platform, guardrails) {
        if let Some(most) = bound.models_per_team
            && grants.len() as u64 > most.value
        {
            let message = format!(
                "`{}` is granted {} models, and a guardrail allows {}",
                team.name.value,
                grants.len(),
                most.value
            );
            // The first one that is too many.
            let at = usize::try_from(most.value)
                .ok()
                .and_then(|at| grants.get(at));
            let at = at.map_or(team.name.origin, |grant| grant.source);
            let help = format!("keep {} of: {}", most.value, names(&grants));
            let finding = refused(at, message, &help, most.origin, bound);
            findings.push(of_all(finding, team, &grants));
        }
        if let Some(most) = bound.team_tokens_per_minute {
            let (asked, at) = total(team, &grants);
            if asked > most.value {
                let message = format!(
                    "`{}` may use {asked} tokens per minute of {}, and a guardrail allows {}",
                    team.name.value,
                    names(&grants),
                    most.value
                );
                let help = format!(
                    "grant less, or set `limits.tokensPerMinute` of the team to {} or fewer",
                    most.value
                );
                let finding = refused(at, message, &help, most.origin, bound);
                findings.push(of_all(finding, team, &grants));
            }
        }
    }
}

/// About a team and all these grants.
fn of_all(finding: Diagnostic, team: &Team, grants: &[&Grant]) -> Diagnostic {
    let models = grants.iter().map(|grant| grant.model.name());
    models.fold(finding.team(&team.name.value), Diagnostic::model)
}

/// What a team may use in a minute, and where that is written: its grants together, unless its own limit is lower.
fn total(team: &Team, grants: &[&Grant]) -> (u64, Origin) {
    let sum = grants.iter().fold(0_u64, |sum, grant| {
        sum.saturating_add(grant.tokens_per_minute.value)
    });
    match team.limits.tokens_per_minute {
        Some(limit) if limit.value < sum => (limit.value, limit.origin),
        Some(_) | None => (sum, team.name.origin),
    }
}

fn names(grants: &[&Grant]) -> String {
    let names: Vec<String> = grants
        .iter()
        .map(|grant| format!("`{}`", grant.model.name()))
        .collect();
    names.join(", ")
}

fn refused(
    at: Origin,
    message: String,
    help: &str,
    guardrail: Origin,
    bound: &Bound,
) -> Diagnostic {
    let finding = Diagnostic::about(Code::GuardrailBound, at, message);
    by(finding, guardrail, HERE, bound.reason.as_ref()).help(help)
}
