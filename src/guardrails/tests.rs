//! Rules of guardrails, each on a small repository.

use super::RULES;
use crate::core::diag::{Code, Diagnostics, Severity};
use crate::testing::{Repository, TEAM_PATH};

const GUARDRAILS: &str = "catalog/guardrails.yaml";

fn found(repository: &Repository) -> Vec<(Code, String)> {
    let compiled = crate::compile(&repository.sources(), Diagnostics::new());
    compiled
        .findings
        .into_iter()
        .map(|finding| (finding.code, finding.message))
        .collect()
}

fn with(text: &str) -> Repository {
    Repository::new().with(GUARDRAILS, text)
}

fn codes(text: &str) -> Vec<Code> {
    let mut codes: Vec<Code> = found(&with(text))
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    codes.sort();
    codes
}

#[test]
fn what_fills_a_bound_is_within_it() {
    for (bound, reported) in [
        ("models: [gpt-4.1], tokensPerMinute: 10000", 0),
        ("models: [gpt-4.1], tokensPerMinute: 9999", 1),
        ("models: [gpt-4.1], tokensPerDay: 500000", 0),
        ("models: [gpt-4.1], tokensPerDay: 499999", 1),
        ("models: [gpt-4.1], quotaRequired: true", 0),
        ("quotaRequired: false, modelsPerTeam: 2", 0),
        ("quotaRequired: true", 1),
        // Without a quota any number of tokens may be used in a day.
        ("models: [mistral], tokensPerDay: 999999999", 1),
        ("teamTokensPerMinute: 60000", 0),
        ("teamTokensPerMinute: 59999", 1),
        ("models: [mistral], teamTokensPerMinute: 50000", 0),
        ("modelsPerTeam: 1", 1),
        ("models: [gpt-*], modelsPerTeam: 1", 0),
        ("modelsPerTeam: 0", 1),
        (
            "teams: [bet*], costCenters: [CC-*], environments: [demo], modelsPerTeam: 1",
            1,
        ),
    ] {
        let codes = codes(&format!("bounds:\n  - {{{bound}}}\n"));
        assert_eq!(codes, vec![Code::GuardrailBound; reported], "{bound}");
    }
}

#[test]
fn an_exception_for_a_team_or_a_model_takes_no_other_name_for_it() {
    for (exception, reported) in [
        ("team: beta", 0),
        ("team: be*, model: gpt-*", 0),
        ("model: gpt-4.1", 0),
        ("team: gpt-*", 1),
        ("model: beta", 1),
        ("model: mistral", 1),
        ("team: alpha", 1),
    ] {
        let text = format!(
            "bounds: [{{models: [gpt-4.1], tokensPerMinute: 9999}}]\nexceptions:\n  - {{code: guardrail-bound, {exception}, reason: Known, expires: \"2027-01-31\"}}\n"
        );
        let bound = codes(&text);
        let bound = bound.iter().filter(|code| **code == Code::GuardrailBound);
        assert_eq!(bound.count(), reported, "{exception}");
    }
}

#[test]
fn a_team_s_own_limit_counts_where_it_is_lower() {
    let limited = |limit: u32, bound: &str| {
        let more = format!("limits: {{tokensPerMinute: {limit}}}\n");
        let repository = with(&format!("bounds: [{{{bound}}}]\n")).append(TEAM_PATH, &more);
        let found = found(&repository).into_iter();
        found
            .filter(|(code, _)| *code == Code::GuardrailBound)
            .count()
    };
    assert_eq!(limited(20000, "teamTokensPerMinute: 20000"), 0);
    assert_eq!(limited(20001, "teamTokensPerMinute: 20000"), 1);
    assert_eq!(limited(90000, "teamTokensPerMinute: 60000"), 0);
}

#[test]
fn quotas_of_other_periods_are_taken_by_the_day() {
    for (quota, day) in [
        ("{tokens: 100, period: Hourly}", 2400),
        ("{tokens: 100, period: Daily}", 100),
        ("{tokens: 700, period: Weekly}", 100),
        ("{tokens: 2800, period: Monthly}", 100),
        ("{tokens: 36500, period: Yearly}", 100),
    ] {
        let reported = |most: u32| {
            let text = format!("bounds: [{{models: [gpt-4.1], tokensPerDay: {most}}}]\n");
            let written = "dailyTokenQuota: 500000";
            let repository = with(&text).edit(TEAM_PATH, written, &format!("tokenQuota: {quota}"));
            found(&repository)
                .iter()
                .any(|(code, _)| *code == Code::GuardrailBound)
        };
        assert!(!reported(day) && reported(day - 1), "{quota}");
    }
}

#[test]
fn every_allow_list_that_selects_a_team_counts() {
    for (lists, reported) in [
        ("[{models: ['*']}]", 0),
        ("[{models: [gpt-*, mistral]}]", 0),
        ("[{models: [gpt-*]}]", 1),
        ("[{models: []}]", 2),
        ("[{models: [gpt-*]}, {models: [mistral]}]", 2),
        ("[{costCenters: [CC-1], models: [gpt-*]}]", 1),
        ("[{teams: [beta], regions: [swedencentral]}]", 0),
        ("[{teams: [beta], regions: [westeurope]}]", 3),
        ("[{regions: [swedencentral]}]", 1),
        ("[{skus: [Global*, Standard_NC*]}]", 0),
        ("[{skus: [Global*]}]", 1),
    ] {
        let codes = codes(&format!("allow: {lists}\n"));
        assert_eq!(codes, vec![Code::GuardrailAllowList; reported], "{lists}");
    }
}

#[test]
fn every_environment_is_checked() {
    let environments = |of: &str| {
        with(&format!(
            "bounds: [{{environments: [{of}], modelsPerTeam: 1}}]\n"
        ))
        .edit("catalog/platform.yaml", ", environment: demo", "")
        .with("catalog/environments/dev.yaml", "platform: {suffix: dev}\n")
        .with(
            "catalog/environments/prod.yaml",
            "platform: {suffix: prod}\n",
        )
    };
    for name in ["dev", "prod"] {
        let reported = found(&environments(name));
        assert!(
            matches!(reported.as_slice(), [(code, _)] if *code == Code::GuardrailBound),
            "{reported:?}"
        );
    }
    let reported = found(&environments("test"));
    assert!(
        matches!(reported.as_slice(), [(code, _)] if *code == Code::IdleGuardrail),
        "{reported:?}"
    );
}

#[test]
fn guardrails_change_no_platform() {
    let text = "bounds: [{modelsPerTeam: 2}]\nrequire: {ownerDomains: [contoso.com]}\n";
    let show = |repository: &Repository| {
        let compiled = crate::compile(&repository.sources(), Diagnostics::new());
        let plan = crate::plan(&compiled.platforms);
        let printed = plan
            .files()
            .map(|file| crate::core::print::print(&(file.produce)()).text);
        printed.collect::<Vec<_>>()
    };
    assert_eq!(show(&with(text)), show(&Repository::new()));
    assert!(show(&with(text)).len() > 10);
}

#[test]
fn an_empty_file_is_one_that_somebody_forgot_to_fill() {
    for text in ["", "# nothing yet\n"] {
        assert_eq!(codes(text), [Code::WrongType], "{text}");
    }
    assert_eq!(codes("{}\n"), []);
}

#[test]
fn every_rule_has_the_severity_of_its_code() {
    for rule in RULES {
        assert_eq!(rule.severity, rule.code.severity(), "{}", rule.id);
        assert!(
            rule.doc.len() > 20 && !rule.doc.ends_with('.'),
            "{}",
            rule.id
        );
    }
    assert!(RULES.iter().any(|rule| rule.severity == Severity::Warning));
}
