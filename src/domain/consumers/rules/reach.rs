//! Limits that other limits keep from ever being reached: harmless, and a sign that a number is not what was meant.

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Sourced;
use crate::domain::consumers::model::Period;
use crate::domain::consumers::model::{Grant, Team, TokenQuota};
use crate::domain::platform::model::Platform;

/// Minutes of the longest period of a kind.
fn minutes(period: Period) -> u64 {
    const DAY: u64 = 24 * 60;
    match period {
        Period::Hourly => 60,
        Period::Daily => DAY,
        Period::Weekly => 7 * DAY,
        Period::Monthly => 31 * DAY,
        Period::Yearly => 366 * DAY,
    }
}

/// The word for a period's length.
pub(crate) fn word(period: Period) -> &'static str {
    match period {
        Period::Hourly => "hour",
        Period::Daily => "day",
        Period::Weekly => "week",
        Period::Monthly => "month",
        Period::Yearly => "year",
    }
}

fn unreachable<T>(limit: &Sourced<T>, message: String) -> Diagnostic {
    Diagnostic::about(Code::UnreachableLimit, limit.origin, message)
}

/// Quotas that the tokens per minute do not let anybody use up.
pub(crate) fn quotas(platform: &Platform, findings: &mut Diagnostics) {
    for team in &platform.teams {
        let mut add = |finding: Diagnostic| findings.push(finding.team(&team.name.value));
        for grant in &team.grants {
            let what = format!(
                "the quota of `{}` for `{}`",
                team.name.value,
                grant.model.name()
            );
            let found = check_quota(&what, grant.quota, grant.tokens_per_minute);
            let about = |finding: Diagnostic| finding.model(grant.model.name());
            found.map(about).into_iter().for_each(&mut add);
        }
        if let Some(per_minute) = team.limits.tokens_per_minute {
            let what = format!("the quota of `{}` over all models", team.name.value);
            let found = check_quota(&what, team.limits.quota, per_minute);
            found.into_iter().for_each(&mut add);
        }
    }
}

fn check_quota(
    what: &str,
    quota: Option<Sourced<TokenQuota>>,
    per_minute: Sourced<u64>,
) -> Option<Diagnostic> {
    let quota = quota?;
    let most = per_minute.value.saturating_mul(minutes(quota.period));
    (quota.tokens > most).then(|| {
        let period = word(quota.period);
        let message = format!(
            "{what}, {} tokens per {period}, is never used up: {} tokens per minute are at most {most}",
            quota.tokens, per_minute.value
        );
        unreachable(&quota, message)
            .with(per_minute.origin, "tokens per minute")
            .help("lower the quota, raise the tokens per minute, or write `tokenQuota: none`")
    })
}

/// A team's limits over all models against those of its grants.
pub(crate) fn totals(platform: &Platform, findings: &mut Diagnostics) {
    for team in platform.teams.iter().filter(|team| !team.grants.is_empty()) {
        per_minute(team, findings);
        per_period(team, findings);
    }
}

fn per_minute(team: &Team, findings: &mut Diagnostics) {
    let Some(total) = team.limits.tokens_per_minute else {
        return;
    };
    let sum = team.grants.iter().fold(0_u64, |sum, grant| {
        sum.saturating_add(grant.tokens_per_minute.value)
    });
    if total.value > sum {
        let message = format!(
            "the {} tokens per minute of `{}` over all models are never used up: its grants are {sum} together",
            total.value, team.name.value
        );
        findings.push(
            unreachable(&total, message)
                .team(&team.name.value)
                .help("lower it, or remove it: each grant has its own limit"),
        );
    }
    for grant in &team.grants {
        let own = grant.tokens_per_minute;
        if own.value > total.value {
            let message = format!(
                "`{}` may use {} tokens per minute of `{}`, and {} over all models",
                team.name.value,
                own.value,
                grant.model.name(),
                total.value
            );
            findings.push(
                unreachable(&own, message)
                    .team(&team.name.value)
                    .model(grant.model.name())
                    .with(total.origin, "over all models")
                    .help(format!(
                        "grant {} or fewer, or raise the limit over all models",
                        total.value
                    )),
            );
        }
    }
}

/// Quotas can be compared where they are of one period.
fn per_period(team: &Team, findings: &mut Diagnostics) {
    let Some(total) = team.limits.quota else {
        return;
    };
    let same = |grant: &Grant| grant.quota.filter(|quota| quota.period == total.period);
    let quotas: Vec<(&Grant, Sourced<TokenQuota>)> = team
        .grants
        .iter()
        .filter_map(|grant| Some((grant, same(grant)?)))
        .collect();
    let sum = quotas
        .iter()
        .fold(0_u64, |sum, (_, quota)| sum.saturating_add(quota.tokens));
    let period = word(total.period);
    if quotas.len() == team.grants.len() && total.tokens > sum {
        let message = format!(
            "the quota of `{}` over all models, {} tokens per {period}, is never used up: its grants are {sum} together",
            team.name.value, total.tokens
        );
        findings.push(
            unreachable(&total, message)
                .team(&team.name.value)
                .help("lower it, or remove it: each grant has its own quota"),
        );
    }
    for (grant, own) in quotas {
        if own.tokens > total.tokens {
            let message = format!(
                "the quota of `{}` for `{}`, {} tokens per {period}, is never used up: over all models it is {}",
                team.name.value,
                grant.model.name(),
                own.tokens,
                total.tokens
            );
            findings.push(
                unreachable(&own, message)
                    .team(&team.name.value)
                    .model(grant.model.name())
                    .with(total.origin, "over all models")
                    .help("lower it, or raise the quota over all models"),
            );
        }
    }
}
