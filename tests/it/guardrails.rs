//! Guardrails: each rule is shown by a case, this repository's own are kept, and the named day changes no output.

use std::collections::BTreeSet;

use platgen::guardrails::RULES;

use crate::support::{copy_tree, platgen, repository, scratch, texts};

/// Rule, case, and what stands in its snapshot (line ends and indents do not count).
const SHOWN: &[(&str, &str, &str)] = &[
    (
        "grants-within-bounds",
        "err-guardrails-bounds",
        "is granted `gpt-4.1` without a quota, and a guardrail demands one",
    ),
    (
        "grants-within-bounds",
        "err-limits-of-calls",
        "is granted `gpt-4.1` without a limit of tokens of output, and a guardrail allows 2000",
    ),
    (
        "teams-within-bounds",
        "err-guardrails-bounds",
        "`beta` is granted 2 models, and a guardrail allows 1",
    ),
    (
        "models-are-allowed",
        "err-guardrails-allow-list",
        "`lab-one` (cost centre CC-20001) may not have `gpt-4.1`",
    ),
    (
        "places-are-allowed",
        "err-guardrails-allow-list",
        "`beta` may not have `gpt-4.1`, which runs on `GlobalStandard`",
    ),
    (
        "owners-are-of-a-domain",
        "err-guardrails-required",
        "is of no domain that a guardrail demands",
    ),
    (
        "regions-are-allowed",
        "err-guardrails-regions",
        "the Foundry project of `lab-one` may not be in `eastus2`",
    ),
    (
        "cost-centers-are-listed",
        "err-guardrails-cost-centers",
        "is none of those that a guardrail lists",
    ),
    (
        "tags-are-there",
        "err-guardrails-required",
        "and a guardrail demands `dataClass`",
    ),
    (
        "patterns-fit-something",
        "warn-guardrails-idle",
        "no team is called `labone`",
    ),
    (
        "policies-deny-nothing",
        "err-guardrails-rego-deny",
        "`lab-one` pays for `gpt-4.1`, which its cost centre does not cover",
    ),
    (
        "policies-warn-of-nothing",
        "warn-guardrails-raised",
        "`lab-one` may use `gpt-4.1` without a quota",
    ),
    (
        "policies-can-be-evaluated",
        "err-guardrails-rego-calls",
        "a policy may not call `rand.intn`",
    ),
    (
        "exceptions-are-used",
        "warn-guardrails-exceptions",
        "no finding `no-grants` needs this exception",
    ),
    (
        "exceptions-last",
        "warn-guardrails-expired",
        "the exception of `gpu-quota` ended on 2026-08-31",
    ),
];

#[test]
fn each_rule_is_shown() {
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    let shown: BTreeSet<&str> = SHOWN.iter().map(|(id, ..)| *id).collect();
    assert_eq!(rules, shown);
    for (id, case, words) in SHOWN {
        let rule = RULES.iter().find(|rule| rule.id == *id).unwrap();
        let path = repository().join(format!("tests/snapshots/cases__{case}.snap"));
        let text = std::fs::read_to_string(path).unwrap();
        let flat: Vec<&str> = text.split_whitespace().collect();
        assert!(
            flat.join(" ").contains(words),
            "{id}: {case} does not say `{words}`"
        );
        let head = format!("{}[{}]", rule.severity.word(), rule.code.name());
        assert!(text.contains(&head), "{id}: {case} has no {head}");
    }
}

/// This repository's inputs and outputs, to be changed.
fn copy(name: &str) -> camino::Utf8PathBuf {
    let root = scratch(name);
    for folder in ["catalog", "teams", "generated"] {
        copy_tree(&repository().join(folder), &root.join(folder));
    }
    root
}

#[test]
fn this_repository_s_own_guardrails_hold_and_are_no_part_of_outputs() {
    let root = copy("guardrails-own");
    let built = platgen(&root, &["build", "--check"]);
    assert_eq!(built.status.code(), Some(0), "{:?}", texts(&built));
    std::fs::remove_file(root.join("catalog/guardrails.yaml")).unwrap();
    std::fs::remove_dir_all(root.join("catalog/guardrails")).unwrap();
    let without = platgen(&root, &["build", "--check"]);
    assert_eq!(without.status.code(), Some(0), "{:?}", texts(&without));
}

#[test]
fn a_guardrail_that_is_broken_stops_the_build_and_is_reported_in_every_format() {
    let root = copy("guardrails-broken");
    let team = root.join("teams/gamma/access.yaml");
    let text = std::fs::read_to_string(&team).unwrap();
    std::fs::write(&team, text.replace("models:\n", "models:\n  foundry:\n    - {name: gpt-5.6-terra, tokensPerMinute: 1000, dailyTokenQuota: 9000}\n")).unwrap();
    for format in ["human", "json", "sarif", "github"] {
        for verb in [&["check"][..], &["build"], &["build", "--check"]] {
            let output = platgen(&root, &[verb, &["--format", format]].concat());
            let (out, err) = texts(&output);
            let said = out + &err;
            assert_eq!(output.status.code(), Some(1), "{verb:?} {format}: {said}");
            assert!(
                said.contains("guardrail-allow-list") && said.contains("teams/gamma/access.yaml"),
                "{said}"
            );
        }
    }
}

#[test]
fn a_policy_of_this_repository_denies_at_the_line_that_it_means() {
    let root = copy("guardrails-rego");
    let models = root.join("catalog/models.yaml");
    let text = std::fs::read_to_string(&models).unwrap();
    let pinned = "modelName: gpt-6-sol\n    version: \"2026-09-22\"\n    versionUpgrade: OnceCurrentVersionExpired\n";
    assert!(text.contains(pinned));
    let changed = text.replace(
        pinned,
        "modelName: gpt-6-sol\n    version: \"2026-09-22\"\n    versionUpgrade: OnceNewDefaultVersionAvailable\n",
    );
    std::fs::write(&models, &changed).unwrap();
    let line = 1 + changed
        .lines()
        .position(|line| line.contains("OnceNewDefaultVersionAvailable"))
        .unwrap();
    let (out, err) = texts(&platgen(&root, &["check"]));
    let said = out + &err;
    assert!(
        said.contains("error[policy-denied]: `gpt-6-sol` is granted in production"),
        "{said}"
    );
    assert!(
        said.contains(&format!("catalog/models.yaml:{line}:21")),
        "{said}"
    );
    assert!(
        said.contains("set `versionUpgrade: OnceCurrentVersionExpired`"),
        "{said}"
    );
}

#[test]
fn exceptions_end_on_the_named_day_only() {
    let root = repository().join("tests/cases/warn-guardrails-expired");
    for (day, code, ended) in [
        (None, 0, 0),
        (Some("2026-08-31"), 0, 0),
        (Some("2026-09-01"), 1, 2),
        (Some("2026-09-02"), 1, 3),
    ] {
        let mut arguments = vec!["check"];
        arguments.extend(day.into_iter().flat_map(|day| ["--today", day]));
        let output = platgen(&root, &arguments);
        let (out, err) = texts(&output);
        let said = out + &err;
        assert_eq!(
            said.matches("error[expired-exception]").count(),
            ended,
            "{day:?}: {said}"
        );
        assert_eq!(output.status.code(), Some(code), "{day:?}: {said}");
    }
}
