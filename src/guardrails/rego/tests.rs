//! Policies in Rego: what is read, refused and reported.

use std::fmt::Write as _;
use std::time::Duration;

use super::engine::Policies;
use super::module::Module;
use super::{check, fields};
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::sources::Sources;
use crate::testing::{Compiled, Repository};

const PATH: &str = "catalog/guardrails/test.rego";

fn checked(text: &str) -> (Vec<Diagnostic>, Sources) {
    let text = format!("package test\n\n{text}\n");
    let sources = Repository::new().with(PATH, &text).sources();
    (
        crate::compile(&sources, Diagnostics::new()).findings,
        sources,
    )
}

/// Code, place and message of each finding.
fn reported(text: &str) -> Vec<String> {
    let (findings, sources) = checked(text);
    let line = |finding: &Diagnostic| {
        let at = sources.position(finding.labels.first().unwrap().span);
        format!("{} {at} {}", finding.code.name(), finding.message)
    };
    findings.iter().map(line).collect()
}

#[test]
fn policies_see_what_is_meant() {
    for fact in [
        "input.environment == \"demo\"",
        "input.platform.location == \"swedencentral\"",
        "input.teams.beta.costCenter == \"CC-1\"",
        "input.teams.beta.models[\"gpt-4.1\"].tokenQuota == {\"tokens\": 500000, \"period\": \"Daily\"}",
        "not input.teams.beta.models.mistral.tokenQuota",
        "input.models.mistral.kind == \"kaito\"",
        "input.models[\"gpt-4o\"].deployments[1].location == \"germanywestcentral\"",
        "input.models[\"phi-4\"].enabled == false",
    ] {
        let text = format!("deny contains \"it is\" if {{ {fact} }}");
        assert_eq!(
            reported(&text),
            [format!("policy-denied {PATH}:3:1 it is")],
            "{fact}"
        );
    }
    assert_eq!(
        reported("deny contains \"no\" if input.teams.alpha"),
        [] as [&str; 0]
    );
}

#[test]
fn a_place_that_a_policy_names_is_shown() {
    for (at, place) in [
        ("teams/beta", "teams/beta/access.yaml:1:14"),
        ("teams/beta/owner", "teams/beta/access.yaml:1:51"),
        (
            "teams/beta/models/gpt-4.1/tokensPerMinute",
            "teams/beta/access.yaml:4:40",
        ),
        (
            "/teams/beta/models/gpt-4.1/tokenQuota/tokens",
            "teams/beta/access.yaml:4:64",
        ),
        ("platform/location", "catalog/platform.yaml:1:66"),
        (
            "models/gpt-4o/deployments/0/capacity",
            "catalog/models.yaml:24:67",
        ),
        // A place of its own is not known for everything; then it is that of the whole.
        ("teams/beta/limits", "teams/beta/access.yaml:1:14"),
        // And what is nowhere is reported at the policy.
        ("teams/alpha", "catalog/guardrails/test.rego:3:1"),
        ("teams/beta/owner/name", "catalog/guardrails/test.rego:3:1"),
        (
            "models/gpt-4o/deployments/9",
            "catalog/guardrails/test.rego:3:1",
        ),
    ] {
        let text = format!("deny contains {{\"msg\": \"here\", \"at\": \"{at}\"}}");
        assert_eq!(
            reported(&text),
            [format!("policy-denied {place} here")],
            "{at}"
        );
    }
}

#[test]
fn each_of_several_rules_has_its_own_messages() {
    let text = "deny contains \"first\"\n\n# é\nwarn contains \"third\"\n\ndeny contains \"second\" if {\n\tinput.environment\n}";
    let expected = [
        format!("policy-denied {PATH}:3:1 first"),
        format!("policy-warned {PATH}:6:1 third"),
        format!("policy-denied {PATH}:8:1 second"),
    ];
    assert_eq!(reported(text), expected);
}

#[test]
fn what_no_finding_can_show_is_a_fault_of_the_policy() {
    for message in [
        "42",
        "[\"a\"]",
        "{\"msg\": 1}",
        "{\"at\": \"teams\"}",
        "{\"msg\": \"a\", \"severity\": \"x\"}",
        "null",
    ] {
        let found = reported(&format!("deny contains {message}"));
        let [one] = found.as_slice() else {
            panic!("{message}: {found:?}")
        };
        assert!(
            one.starts_with(&format!("broken-policy {PATH}:3:1 a message of `deny` is ")),
            "{one}"
        );
    }
}

#[test]
fn functions_in_a_circle_are_refused_before_they_are_called() {
    for (text, count) in [
        ("deny contains \"x\" if f(1)\nf(n) if f(n + 1)", 1),
        (
            "deny contains \"x\" if f(1)\nf(n) := g(n)\ng(n) := h(n)\nh(n) := f(n)",
            3,
        ),
        ("deny contains \"x\" if f(1)\nf(n) := data.test.f(n)", 1),
        (
            "import data.test.f as again\ndeny contains \"x\" if f(1)\nf(n) := again(n)",
            1,
        ),
        // Not a circle: each is called once.
        (
            "deny contains \"x\" if f(g(1)) == 9\nf(n) := g(n) + 1\ng(n) := n",
            0,
        ),
    ] {
        let found = reported(text);
        assert_eq!(found.len(), count, "{text}: {found:?}");
        assert!(
            found.iter().all(|one| one.starts_with("broken-policy")),
            "{found:?}"
        );
    }
}

#[test]
fn rules_and_functions_in_a_circle_are_a_fault() {
    let found = reported("deny contains \"x\" if f(1)\nf(n) if r == n\nr := 1 if f(2)");
    assert!(
        matches!(found.as_slice(), [one] if one.starts_with("broken-policy")),
        "{found:?}"
    );
}

#[test]
fn a_policy_that_takes_too_long_is_stopped() {
    let mut loops = String::new();
    for number in 0..12 {
        writeln!(loops, "\tsome m{number} in input.models").unwrap();
    }
    let text = format!("package test\n\ndeny contains \"never\" if {{\n{loops}\tm11 == 0\n}}\n");
    let Compiled {
        platforms, sources, ..
    } = Repository::new().with(PATH, &text).compile();
    let (id, file) = sources.find(PATH.into()).unwrap();
    let modules = [Module::read(id, file).unwrap()];
    let document = fields::document(&platforms[0]);
    let mut findings = Diagnostics::new();
    let longest = Duration::from_millis(50);
    Policies::new(&modules).evaluate("dev", &document, longest, &mut findings);
    let found = findings.sorted();
    let [one] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        (one.code, one.message.as_str()),
        (Code::BrokenPolicy, "the policy takes too long")
    );
    assert_eq!(sources.position(one.labels[0].span).line, 3);
}

#[test]
fn a_fault_elsewhere_keeps_policies_from_being_evaluated_but_not_from_being_read() {
    let sources = |policy: &str| {
        let repository = Repository::new().with(PATH, policy);
        let Compiled {
            platforms, sources, ..
        } = repository.compile();
        let mut findings = Diagnostics::new();
        check(&platforms, &sources, false, &mut findings);
        findings.sorted().len()
    };
    assert_eq!(sources("package test\n\ndeny contains \"no\"\n"), 0);
    assert_eq!(sources("package test\n\ndeny contains\n"), 1);
}
