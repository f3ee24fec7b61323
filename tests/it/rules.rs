//! Every rule is shown to work: each stands in the table in `shown` with a case, or a test, that it is reported in.

use std::collections::BTreeSet;

use platgen::domain::rules as policy;

use shown::SHOWN;

use crate::support::{copy_inputs, platgen, repository, scratch, texts};

mod shown;

fn flat(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

#[test]
fn each_rule_is_shown() {
    let rules: BTreeSet<&str> = policy::all().map(|rule| rule.id).collect();
    let shown: BTreeSet<&str> = SHOWN.iter().map(|(id, _, _)| *id).collect();
    assert_eq!(rules, shown);
    for (id, file, words) in SHOWN {
        let rule = policy::all().find(|rule| rule.id == *id).unwrap();
        let text = std::fs::read_to_string(repository().join(file)).unwrap();
        // A snapshot also shows by which code, and how bad it is.
        let head = format!("{}[{}]", rule.severity.word(), rule.code.name());
        let reported = flat(&text).contains(&flat(words));
        assert!(reported, "{id}: {file} does not hold `{words}`");
        let snapshot = file.starts_with("tests/snapshots/");
        assert!(
            !snapshot || text.contains(&head),
            "{id}: {file} has no {head}"
        );
    }
}

#[test]
fn each_rule_says_what_it_demands() {
    for rule in policy::all() {
        let doc = rule.doc;
        assert!(doc.len() > 20 && !doc.ends_with('.'), "{}: {doc}", rule.id);
        let kebab = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(rule.id.chars().all(kebab), "{}", rule.id);
    }
}

/// What must not be seen of the secrets in the cases.
const HIDDEN: &[(&str, &[&str])] = &[
    ("err-secret-tokens", &["NotARealToken", "OnlyItsForm"]),
    (
        "err-secret-azure-keys",
        &["aaaa1111", "bbbb2222", "NotAReal0", "OnlyItsForm"],
    ),
    ("err-secret-private-key", &["Tm90QVJl", "UmVhbEtl"]),
    ("err-secret-passwords", &["hunter22"]),
    ("err-secret-random", &["Wz9Kp4Lm8"]),
];

#[test]
fn no_format_and_no_verb_shows_a_secret() {
    for (case, parts) in HIDDEN {
        let root = repository().join("tests/cases").join(case);
        for format in ["human", "json", "sarif", "github"] {
            for verb in [&["check"][..], &["build", "--check"]] {
                let arguments = [verb, &["--format", format]].concat();
                let output = platgen(&root, &arguments);
                assert_eq!(output.status.code(), Some(1), "{case} {arguments:?}");
                let (out, err) = texts(&output);
                let said = out + &err;
                assert!(
                    said.contains("secret-in-input"),
                    "{case} {arguments:?}: {said}"
                );
                for part in *parts {
                    assert!(
                        !said.contains(part),
                        "{case} {arguments:?} shows {part}: {said}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_removed_team_is_reported_once() {
    let root = scratch("rules-removed-team");
    copy_inputs(&repository().join("tests/cases/groups-and-limits"), &root);
    let said = |arguments: &[&str]| {
        let output = platgen(&root, arguments);
        let (out, err) = texts(&output);
        (output.status.code(), out + &err)
    };
    let reported = "warning[removed-team]: the team `beta` is no longer in";
    let (code, first) = said(&["build"]);
    assert!(
        code == Some(0) && !first.contains("removed-team"),
        "{first}"
    );
    std::fs::remove_dir_all(root.join("teams/beta")).unwrap();
    let (code, checked) = said(&["check"]);
    assert!(code == Some(0) && checked.contains(reported), "{checked}");
    assert!(checked.contains("--> teams/beta/access.yaml"), "{checked}");
    let (_, built) = said(&["build"]);
    assert!(built.contains(reported), "{built}");
    let (_, again) = said(&["check"]);
    assert!(!again.contains("removed-team"), "{again}");
}

#[test]
fn ends_are_checked_by_the_named_day_only() {
    let root = repository().join("tests/cases/warn-retiring-models");
    for (day, code, reported) in [
        (None, 0, "note[retiring-model]"),
        (Some("2027-02-01"), 0, "warning[retiring-model]"),
        (Some("2027-04-14"), 1, "error[retired-model]"),
        (
            Some("14.10.2026"),
            2,
            "a day is written as year, month and day",
        ),
    ] {
        let mut arguments = vec!["check", "--notes"];
        arguments.extend(day.into_iter().flat_map(|day| ["--today", day]));
        let output = platgen(&root, &arguments);
        let (_, said) = texts(&output);
        assert!(said.contains(reported), "{day:?}: {said}");
        assert_eq!(output.status.code(), Some(code), "{day:?}: {said}");
    }
}

#[test]
fn notes_are_shown_on_demand() {
    let root = repository().join("tests/cases/warn-retiring-models");
    let (_, without) = texts(&platgen(&root, &["check"]));
    assert!(!without.contains("note["), "{without}");
    assert!(without.contains("check --notes"), "{without}");
    assert!(without.contains("ok: "), "{without}");
    let (_, with) = texts(&platgen(&root, &["check", "--notes"]));
    assert!(with.contains("note["), "{with}");
    let (json, _) = texts(&platgen(&root, &["check", "--format", "json"]));
    assert!(json.contains(r#""severity": "note""#), "{json}");
}
