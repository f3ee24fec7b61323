//! Guardrails from what is written: codes looked up, days read, and what guardrails cannot do refused.

use std::collections::BTreeMap;

use crate::core::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::core::origin::{Origin, Sourced};
use crate::core::yaml::spanned::Spanned;
use crate::core::yaml::words;
use crate::domain::pattern::Pattern;
use crate::guardrails::model::{AllowList, Bound, Exception, Guardrails, Patterns, Selection};
use crate::guardrails::syntax::{
    AllowEntry, BoundEntry, ExceptionEntry, GuardrailsFile, Patterns as WrittenPatterns,
};

/// What the guardrails mean, as far as they mean anything.
pub fn guardrails(written: &GuardrailsFile, findings: &mut Diagnostics) -> Guardrails {
    let mut meant = Guardrails::default();
    for entry in entries(written.bounds.as_ref()) {
        meant.bounds.extend(bound(entry, findings));
    }
    for entry in entries(written.allow.as_ref()) {
        meant.allowed.extend(allow_list(entry, findings));
    }
    if let Some(require) = &written.require {
        let tags = require.tags.iter().flat_map(|tags| &tags.value);
        meant.tags = tags
            .map(|(name, value)| (name.clone(), pattern(value)))
            .collect();
        meant.owner_domains = require.owner_domains.as_ref().map(|domains| {
            let texts = domains.value.iter().map(|domain| domain.value.clone());
            Sourced::new(texts.collect(), domains.origin)
        });
    }
    if let Some(require) = &written.require
        && !is_synthetic(&[require.cost_centers.as_ref()])
    {
        meant.team_cost_centers = patterns(require.cost_centers.as_ref());
    }
    if let Some(severities) = &written.severities {
        meant.severities = raised(&severities.value, findings);
    }
    for entry in entries(written.exceptions.as_ref()) {
        meant.exceptions.extend(exception(entry, findings));
    }
    meant
}

/// The entries of which nothing was left out: one without its misspelt `teams` would be about everybody.
fn entries<T>(list: Option<&Spanned<Vec<Spanned<T>>>>) -> impl Iterator<Item = &Spanned<T>> {
    let all = list.into_iter().flat_map(|list| &list.value);
    all.filter(|entry| !entry.origin.is_synthetic())
}

/// Whether what a list selects by is not what was written.
fn is_synthetic(lists: &[Option<&WrittenPatterns>]) -> bool {
    let guess = |list: &&WrittenPatterns| {
        list.origin.is_synthetic()
            || list
                .value
                .iter()
                .any(|pattern| pattern.origin.is_synthetic())
    };
    lists.iter().flatten().any(guess)
}

fn pattern(written: &Spanned<String>) -> Sourced<Pattern> {
    Sourced::new(Pattern::new(&written.value), written.origin)
}

fn patterns(written: Option<&WrittenPatterns>) -> Option<Sourced<Patterns>> {
    written.map(|list| Sourced::new(list.value.iter().map(pattern).collect(), list.origin))
}

fn number(written: Option<&Spanned<u64>>) -> Option<Sourced<u64>> {
    written.map(|number| Sourced::new(number.value, number.origin))
}

fn text(written: Option<&Spanned<String>>) -> Option<String> {
    written.map(|text| text.value.clone())
}

fn bound(entry: &Spanned<BoundEntry>, findings: &mut Diagnostics) -> Option<Bound> {
    let (teams, centers) = (entry.teams.as_ref(), entry.cost_centers.as_ref());
    if is_synthetic(&[
        teams,
        centers,
        entry.environments.as_ref(),
        entry.models.as_ref(),
    ]) {
        return None;
    }
    let found = Bound {
        selection: Selection {
            teams: patterns(entry.teams.as_ref()),
            cost_centers: patterns(entry.cost_centers.as_ref()),
            environments: patterns(entry.environments.as_ref()),
        },
        models: patterns(entry.models.as_ref()),
        tokens_per_minute: number(entry.tokens_per_minute.as_ref()),
        team_tokens_per_minute: number(entry.team_tokens_per_minute.as_ref()),
        tokens_per_day: number(entry.tokens_per_day.as_ref()),
        max_output_tokens: number(entry.max_output_tokens.as_ref()),
        calls_per_minute: number(entry.calls_per_minute.as_ref()),
        concurrency: number(entry.concurrency.as_ref()),
        quota_required: entry
            .quota_required
            .as_ref()
            .filter(|demanded| demanded.value)
            .map(|demanded| demanded.origin),
        models_per_team: number(entry.models_per_team.as_ref()),
        reason: text(entry.reason.as_ref()),
    };
    let limits = found.tokens_per_minute.is_some()
        || found.team_tokens_per_minute.is_some()
        || found.tokens_per_day.is_some()
        || found.max_output_tokens.is_some()
        || found.calls_per_minute.is_some()
        || found.concurrency.is_some()
        || found.quota_required.is_some()
        || found.models_per_team.is_some();
    if !limits {
        let advice = "add `tokensPerMinute`, `teamTokensPerMinute`, `tokensPerDay`, `maxOutputTokens`, `callsPerMinute`, `concurrency`, `quotaRequired: true` or `modelsPerTeam`";
        findings.push(idle(entry.origin, "the bound limits nothing", advice));
    }
    limits.then_some(found)
}

fn allow_list(entry: &Spanned<AllowEntry>, findings: &mut Diagnostics) -> Option<AllowList> {
    let (teams, centers) = (entry.teams.as_ref(), entry.cost_centers.as_ref());
    let (models, regions) = (entry.models.as_ref(), entry.regions.as_ref());
    let environments = entry.environments.as_ref();
    if is_synthetic(&[
        teams,
        centers,
        environments,
        models,
        regions,
        entry.skus.as_ref(),
    ]) {
        return None;
    }
    let found = AllowList {
        selection: Selection {
            teams: patterns(entry.teams.as_ref()),
            cost_centers: patterns(entry.cost_centers.as_ref()),
            environments: patterns(entry.environments.as_ref()),
        },
        models: patterns(entry.models.as_ref()),
        regions: patterns(entry.regions.as_ref()),
        skus: patterns(entry.skus.as_ref()),
        reason: text(entry.reason.as_ref()),
    };
    let limits = found.models.is_some() || found.regions.is_some() || found.skus.is_some();
    if !limits {
        let message = "the entry does not say what is allowed";
        findings.push(idle(
            entry.origin,
            message,
            "add `models`, `regions` or `skus`",
        ));
    }
    limits.then_some(found)
}

fn idle(origin: Origin, message: &str, advice: &str) -> Diagnostic {
    Diagnostic::about(Code::MissingKey, origin, message).help(advice)
}

/// Codes whose severity guardrails may raise.
fn raisable() -> Vec<&'static str> {
    let all = crate::codes::all()
        .iter()
        .filter(|code| code.can_be_raised());
    all.map(|code| code.name()).collect()
}

fn raised(
    written: &BTreeMap<String, Spanned<String>>,
    findings: &mut Diagnostics,
) -> BTreeMap<Code, Severity> {
    let mut raised = BTreeMap::new();
    for (name, severity) in written
        .iter()
        .filter(|(_, value)| !value.origin.is_synthetic())
    {
        let Some(code) = crate::codes::by_name(name) else {
            let message = format!("there is no finding `{name}`");
            let finding = Diagnostic::about(Code::UnknownKey, severity.origin, message);
            findings.push(finding.help(words::named(name, &raisable(), "finding")));
            continue;
        };
        let wanted = match severity.value.as_str() {
            "error" => Severity::Error,
            _ => Severity::Warning,
        };
        let usual = code.severity();
        // The worst severity is the least one.
        if wanted < usual {
            raised.insert(code, wanted);
            continue;
        }
        let message = if usual == Severity::Error {
            format!("`{name}` is an error, which guardrails cannot make anything else")
        } else {
            format!("`{name}` is a {} anyway", usual.word())
        };
        let finding = Diagnostic::about(Code::RefusedGuardrail, severity.origin, message);
        findings.push(
            finding.help("remove the line: guardrails make warnings and notes worse, nothing else"),
        );
    }
    raised
}

fn exception(entry: &Spanned<ExceptionEntry>, findings: &mut Diagnostics) -> Option<Exception> {
    let name = entry.code.value.as_str();
    let code = crate::codes::by_name(name);
    let expires = entry.expires.value.parse();
    if expires.is_err() {
        let message = format!("`{}` is no day of the calendar", entry.expires.value);
        let finding = Diagnostic::about(Code::InvalidValue, entry.expires.origin, message);
        findings.push(finding.help("write year, month and day: 2027-01-31"));
    }
    let Some(code) = code else {
        let message = format!("there is no finding `{name}`");
        let acceptable = crate::codes::all()
            .iter()
            .filter(|code| code.can_be_excepted());
        let known: Vec<&str> = acceptable.map(|code| code.name()).collect();
        let finding = Diagnostic::about(Code::UnknownReference, entry.code.origin, message);
        findings.push(finding.help(words::named(name, &known, "finding")));
        return None;
    };
    if !code.can_be_excepted() {
        let message = format!("`{name}` cannot be excepted");
        let finding = Diagnostic::about(Code::RefusedGuardrail, entry.code.origin, message);
        findings.push(finding.help(
            "fix what the finding states, and remove the exception: only warnings, notes and findings of guardrails can be accepted",
        ));
        return None;
    }
    let of =
        |written: &Option<Spanned<String>>| written.as_ref().map(|text| Pattern::new(&text.value));
    Some(Exception {
        code: Sourced::new(code, entry.code.origin),
        path: of(&entry.at),
        team: of(&entry.team),
        model: of(&entry.model),
        reason: entry.reason.value.clone(),
        expires: Sourced::new(expires.ok()?, entry.expires.origin),
    })
}
