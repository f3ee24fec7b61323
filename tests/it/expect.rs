//! Expectations stop whatever would write or answer, are checked as they are staged, and change no output.

#![cfg(test)]

use crate::support::git::Git;
use crate::support::variant::Variant;
use crate::support::{copy_inputs, files, platgen, repository, scratch, texts};

const FILE: &str = "catalog/expectations.yaml";
const BROKEN: &str = "expectations:\n  - {team: \"*\", model: \"*\", allowed: false}\n";

#[test]
fn a_failed_expectation_stops_every_verb_and_nothing_is_written() {
    let root = scratch("expect-verbs");
    copy_inputs(&repository().join("tests/cases/one-team"), &root);
    std::fs::write(root.join(FILE), BROKEN).unwrap();
    let team = files(&root.join("teams")).into_keys().next().unwrap();
    let team = team.components().next().unwrap().as_str().to_owned();
    for verb in [
        &["check"][..],
        &["build"],
        &["build", "--check"],
        &["report"],
        &["simulate", "--team", &team],
    ] {
        let output = platgen(&root, verb);
        let (out, err) = texts(&output);
        let said = out + &err;
        assert_eq!(output.status.code(), Some(1), "{verb:?}: {said}");
        assert!(
            said.contains("error[failed-expectation]"),
            "{verb:?}: {said}"
        );
        assert!(
            said.contains("catalog/expectations.yaml:2:5"),
            "{verb:?}: {said}"
        );
        assert!(!root.join("generated").exists(), "{verb:?}");
    }
}

#[test]
fn what_is_staged_is_expected() {
    let root = scratch("expect-staged");
    let git = Git::init(&root);
    copy_inputs(&repository().join("tests/cases/one-team"), &root);
    assert_eq!(git.platgen(&["build", "--quiet"]).0, Some(0));
    git.commit_all("The platform");
    git.write(FILE, BROKEN);
    let check = ["check", "--staged"];
    let (code, said) = git.platgen(&check);
    assert_eq!(code, Some(0), "it is not staged yet: {said}");
    git.run(&["add", FILE]);
    git.write(FILE, "");
    let (code, said) = git.platgen(&check);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("failed-expectation"), "{said}");
}

#[test]
fn this_repository_s_own_hold_until_somebody_breaks_them() {
    let grant = "models:\n  foundry:\n    - {name: gpt-5.6-terra, tokensPerMinute: 1000, dailyTokenQuota: 9000}\n";
    let path = "teams/gamma/access.yaml";
    // The guardrails refuse the same grant before it is sent.
    let said = Variant::repository()
        .without("catalog/guardrails.yaml")
        .with(path, "models:\n", grant)
        .refused();
    for words in [
        "`gamma` should not reach `gpt-*`, but `gamma` for `gpt-5.6-terra`",
        "teams/gamma/access.yaml:10:14",
        "see generated/demo/policies/products/gamma.xml:",
        "Its data may not leave the network",
    ] {
        let flat: Vec<&str> = said.split_whitespace().collect();
        assert!(flat.join(" ").contains(words), "{words}: {said}");
    }
}

#[test]
fn expectations_are_shown_by_no_output() {
    let with = Variant::repository().compiled();
    let empty = |text: &str| {
        let mut inputs = Variant::repository().texts();
        inputs.insert(FILE.into(), text.to_owned());
        crate::support::compile_texts(inputs)
    };
    for text in [
        "expectations: []\n",
        "expectations:\n  - {team: \"*\", model: phi-4, allowed: false, environments: [demo]}\n",
    ] {
        let without = empty(text);
        assert!(
            without.outputs == with.outputs && !with.outputs.is_empty(),
            "{text}"
        );
    }
}

#[test]
fn what_a_finding_only_counts_has_its_place() {
    let said = Variant::repository()
        .without(FILE)
        .and(FILE, BROKEN)
        .refused();
    let flat: Vec<&str> = said.split_whitespace().collect();
    let flat = flat.join(" ");
    let counted = flat
        .split(" and ")
        .find_map(|rest| rest.split_once(" more places; `--format json` lists"));
    assert!(counted.is_some(), "{said}");
}
