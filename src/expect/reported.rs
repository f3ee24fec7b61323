//! A failed expectation in words: what was expected, what became of the requests, and what decided.

use std::collections::BTreeMap;

use super::Failure;
use super::verdict::{Enforced, Verdict};
use crate::core::diag::{Code, Diagnostic, Label, join_truncated};
use crate::core::origin::Origin;
use crate::expect::model::{Expectation, grant_of};
use crate::simulate::Refusal;

/// How many teams and models a finding names.
const NAMED: usize = 3;

/// The finding on what failed of an expectation's requests, `checked` in number; none if nothing did.
pub(super) fn finding(
    expectation: &Expectation,
    failures: &[Failure<'_>],
    checked: usize,
) -> Option<Diagnostic> {
    let first = failures.first()?;
    let mut cases: BTreeMap<(&str, &str), Vec<&Failure<'_>>> = BTreeMap::new();
    for failure in failures {
        let key = (failure.team.name.value.as_str(), failure.asked.name);
        cases.entry(key).or_default().push(failure);
    }
    let open = expectation.team.value.is_open() || expectation.model.value.is_open();
    let became = if cases.len() > 1 {
        let named = join_truncated(cases.iter().map(|case| named(expectation, case)), NAMED);
        let count = failures.len();
        format!(
            "{count} of {checked} requests {}: {named}",
            ends(expectation)
        )
    } else {
        let place = environments(failures.iter());
        let one = format!("{} in {place}", became(expectation, first.verdict));
        let (team, model) = (&first.team.name.value, first.asked.name);
        if open {
            format!("`{team}` for `{model}` {one}")
        } else {
            one
        }
    };
    let message = format!("{}, but {became}", wanted(expectation));
    let mut finding = Diagnostic::about(Code::FailedExpectation, expectation.origin, message)
        .labelled("expected here");
    let all = cases.values().filter_map(|same| same.first().copied());
    let mut shown: Vec<&Failure<'_>> = all.collect();
    let others = shown.split_off(shown.len().min(NAMED));
    for failure in &shown {
        finding = decided(finding, expectation, failure);
    }
    // What the sentence only counts has its place all the same.
    let places = others.into_iter().flat_map(|failure| {
        let bare = Diagnostic::about(Code::FailedExpectation, expectation.origin, String::new());
        let labels = decided(bare, expectation, failure).labels.into_iter();
        labels.skip(1).map(|label| Label {
            text: format!("{}, for `{}`", label.text, failure.asked.name),
            ..label
        })
    });
    finding.elsewhere = places.collect();
    Some(finding.help(help(expectation, &shown)))
}

/// What must be.
fn wanted(expectation: &Expectation) -> String {
    let team = expectation.team.value.as_str();
    let model = expectation.model.value.as_str();
    match (&expectation.tokens_per_minute, expectation.allowed.value) {
        (Some(limit), true) => {
            format!(
                "`{team}` should have {} tokens per minute of `{model}`",
                limit.value
            )
        }
        (None, true) => format!("`{team}` should reach `{model}`"),
        (_, false) => format!("`{team}` should not reach `{model}`"),
    }
}

/// How requests end that fail.
fn ends(expectation: &Expectation) -> &'static str {
    match (&expectation.tokens_per_minute, expectation.allowed.value) {
        (Some(_), true) => "are refused or meet another limit",
        (None, true) => "are refused",
        (_, false) => "are let through",
    }
}

/// What is.
fn became(expectation: &Expectation, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Refused(_) => "is refused".to_owned(),
        Verdict::Served(Some(limit)) if expectation.tokens_per_minute.is_some() => {
            format!("has {}", limit.tokens_per_minute)
        }
        Verdict::Served(_) => "is let through".to_owned(),
    }
}

fn environments<'a>(failures: impl Iterator<Item = &'a Failure<'a>>) -> String {
    let names: Vec<&str> = failures
        .map(|failure| failure.gateway.platform.environment.value.as_str())
        .collect();
    match names.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        one => one.concat(),
    }
}

/// The input that decided, with the rule.
fn decided(finding: Diagnostic, expectation: &Expectation, failure: &Failure<'_>) -> Diagnostic {
    let (origin, reason) = match failure.verdict {
        Verdict::Refused(refusal) => refused(failure, refusal),
        Verdict::Served(limit) => served(expectation, failure, limit.as_ref()),
    };
    // A default is written nowhere: what it is a default of belongs to the team.
    let origin = origin.span().map_or(failure.team.name.origin, |_| origin);
    let finding = finding.with(origin, format!("`{}`: {reason}", failure.team.name.value));
    match origin {
        Origin::Granted { by, .. } => finding.also(by, "granted through this group"),
        Origin::Written(_)
        | Origin::Overlaid { .. }
        | Origin::Default(_)
        | Origin::Derived(_)
        | Origin::Entry(_)
        | Origin::Fact(_) => finding,
    }
}

/// What refused a request. What is not granted stands nowhere: it is the team's file that lacks it.
fn refused(failure: &Failure<'_>, refusal: &Refusal) -> (Origin, String) {
    let reason = refusal.rule.words();
    if failure.team.enabled.value && !failure.asked.enabled.value {
        let reason = format!("the model is disabled, so {reason}");
        return (failure.asked.enabled.origin, reason);
    }
    let mut inputs = refusal.inputs.iter().copied();
    let written = inputs.find(|origin| origin.span().is_some());
    (written.unwrap_or(failure.team.name.origin), reason)
}

/// What a request that is let through owes that to: the limit, where another one was expected, else the grant.
fn served(
    expectation: &Expectation,
    failure: &Failure<'_>,
    limit: Option<&Enforced>,
) -> (Origin, String) {
    let expected = expectation.tokens_per_minute.is_some();
    if let Some(limit) = limit.filter(|_| expected) {
        let mut inputs = limit.inputs.iter().rev().copied();
        let written = inputs.find(|origin| origin.span().is_some());
        let reason = format!("{} tokens per minute are enforced", limit.tokens_per_minute);
        return (written.unwrap_or(failure.team.name.origin), reason);
    }
    let grant = grant_of(failure.team, failure.asked.model);
    let granted = grant.map_or(failure.team.name.origin, |grant| grant.source);
    (granted, "granted here".to_owned())
}

/// The line of a policy that decided, as a path of the repository; none for what the service does before policies.
fn policy(failure: &Failure<'_>) -> Option<String> {
    let place = match failure.verdict {
        Verdict::Refused(refusal) => refusal.place.as_ref(),
        Verdict::Served(limit) => limit.as_ref().map(|limit| &limit.place),
    }?;
    let simulator = &failure.gateway.simulator;
    let path = &simulator.file(place)?.path;
    let line = simulator.line(place)?;
    Some(format!("generated/{path}:{line}"))
}

fn help(expectation: &Expectation, shown: &[&Failure<'_>]) -> String {
    let lines: Vec<String> = shown.iter().filter_map(|failure| policy(failure)).collect();
    let mut help = "change what decided, or the expectation if it holds no longer".to_owned();
    if !lines.is_empty() {
        help = format!("see {}; {help}", lines.join(", "));
    }
    if let Some(note) = &expectation.note {
        help = format!("{help}; its note: {note}");
    }
    help
}

/// One team and one model, and what became of its requests.
fn named(
    expectation: &Expectation,
    ((team, model), same): (&(&str, &str), &Vec<&Failure<'_>>),
) -> String {
    // Without a limit all requests that fail end in the same way, which is reported of all of them.
    let limited = expectation.tokens_per_minute.is_some();
    let first = same.first().filter(|_| limited);
    let became = first.map(|failure| format!(" {}", became(expectation, failure.verdict)));
    let place = environments(same.iter().copied());
    format!(
        "`{team}` for `{model}`{} in {place}",
        became.unwrap_or_default()
    )
}
