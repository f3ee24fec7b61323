//! Expectations from what is written: each has to be about a team and a model of an environment that exists.

use std::collections::BTreeSet;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Sourced;
use crate::core::yaml::spanned::Spanned;
use crate::core::yaml::words;
use crate::domain::parsed::Written;
use crate::domain::pattern::Pattern;
use crate::domain::platform::model::Platform;
use crate::expect::model::{Expectation, asked};
use crate::expect::syntax::ExpectationEntry;

/// What is expected of platforms that have no fault.
pub fn expectations(
    written: &Written,
    platforms: &[Platform],
    findings: &mut Diagnostics,
) -> Vec<Expectation> {
    let list = written.expectations.as_ref();
    let list = list.and_then(|file| file.expectations.as_ref());
    let entries = list.into_iter().flat_map(|list| &list.value);
    let mut all = Vec::new();
    for entry in entries {
        let meant = expectation(entry);
        let known = environments(&meant, &written.environment_names, findings);
        if let Some(number) = meant.tokens_per_minute.filter(|_| !meant.allowed.value) {
            let message = "a request that is refused has no tokens per minute";
            let finding = Diagnostic::about(Code::InvalidValue, number.origin, message)
                .with(meant.allowed.origin, "it must be refused")
                .help("remove `tokensPerMinute`, or write `allowed: true`");
            findings.push(finding);
            continue;
        }
        if known && is_about_something(&meant, platforms, findings) {
            all.push(meant);
        }
    }
    all
}

fn expectation(entry: &Spanned<ExpectationEntry>) -> Expectation {
    let pattern = |text: &Spanned<String>| Sourced::new(Pattern::new(&text.value), text.origin);
    let text = |text: &Spanned<String>| Sourced::new(text.value.clone(), text.origin);
    let names = entry.environments.as_ref();
    let limit = entry.tokens_per_minute.as_ref();
    Expectation {
        origin: entry.origin,
        team: pattern(&entry.team),
        model: pattern(&entry.model),
        allowed: Sourced::new(entry.allowed.value, entry.allowed.origin),
        tokens_per_minute: limit.map(|limit| Sourced::new(limit.value, limit.origin)),
        environments: names.map(|names| names.value.iter().map(text).collect()),
        note: entry.note.as_ref().map(|note| note.value.clone()),
    }
}

/// Whether all environments that it names exist.
fn environments(meant: &Expectation, known: &[String], findings: &mut Diagnostics) -> bool {
    let mut all = true;
    for name in meant.environments.iter().flatten() {
        if known.contains(&name.value) {
            continue;
        }
        all = false;
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        let message = format!("there is no environment `{}`", name.value);
        let finding = Diagnostic::about(Code::UnknownReference, name.origin, message);
        findings.push(finding.help(words::named(&name.value, &names, "environment")));
    }
    all
}

/// Whether a team and a model fit, in one of its environments.
fn is_about_something(
    meant: &Expectation,
    platforms: &[Platform],
    findings: &mut Diagnostics,
) -> bool {
    let concerned = platforms
        .iter()
        .filter(|platform| meant.concerns(&platform.environment.value));
    let concerned: Vec<&Platform> = concerned.collect();
    let (mut team, mut model) = (false, false);
    for platform in &concerned {
        let teams = meant.teams(platform).next().is_some();
        let models = !meant.models(platform).is_empty();
        if teams && models {
            return true;
        }
        team |= teams;
        model |= models;
    }
    let missing = |name: &Sourced<Pattern>, kind: &str, known: BTreeSet<&str>| {
        let known: Vec<&str> = known.into_iter().collect();
        let text = name.value.as_str();
        let message = if name.value.is_open() {
            format!("no {kind} fits `{text}`, so the expectation says nothing")
        } else {
            format!("there is no {kind} `{text}`, so the expectation says nothing")
        };
        Diagnostic::about(Code::EmptyExpectation, name.origin, message)
            .help(words::named(text, &known, kind))
    };
    if !team {
        let teams = concerned.iter().flat_map(|platform| &platform.teams);
        let names = teams.map(|team| team.name.value.as_str()).collect();
        findings.push(missing(&meant.team, "team", names));
    }
    if !model {
        let names = concerned.iter().flat_map(|platform| asked(platform));
        let names = names.map(|asked| asked.name).collect();
        findings.push(missing(&meant.model, "model", names));
    }
    if team && model {
        let message = format!(
            "no environment has both the team `{}` and the model `{}`, so the expectation says nothing",
            meant.team.value.as_str(),
            meant.model.value.as_str()
        );
        let finding = Diagnostic::about(Code::EmptyExpectation, meant.origin, message);
        findings.push(finding.help("name a team and a model of one environment"));
    }
    false
}
