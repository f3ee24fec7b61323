//! Requests that cannot be sent: broken lines, names that are none, files that are not there, inputs with errors.

#![cfg(test)]

use serde_json::{Value, json};

use super::{one_team, simulate, snapshot};
use crate::support::{copy_inputs, repository, scratch};

#[test]
fn broken_lines_are_reported_and_the_others_sent() {
    let root = one_team("simulate-broken");
    let mut lines = br#"{"team":"beta","model":"gpt-4.1"}
{"team":"beta","model":
{"team":"beta","modle":"gpt-4.1"}

["beta"]
{"team":"beta","body":{},"bodyText":""}
{"team":"beta","bodyFile":"nowhere.json"}
{"team":"bteta","model":"gpt-4.1"}
{"team":"beta","at":"tomorrow"}
{"team":"beta","at":-1}
{"team":"beta","at":[]}
{"team":"beta","upstream":{"status":7}}
{"team":"beta","upstream":"no"}
"#
    .to_vec();
    lines.extend(b"{\"team\":\"\xff\"}\r\n{\"team\":\"beta\",\"model\":\"gtp-4.1\"}");
    std::fs::write(root.join("requests.jsonl"), lines).unwrap();
    let (code, stdout, stderr) = simulate(&root, &["--requests", "requests.jsonl"]);
    assert_eq!(code, Some(1), "{stderr}");
    let sent: Vec<Value> = stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        sent.iter().map(|one| &one["line"]).collect::<Vec<_>>(),
        [1, 15]
    );
    assert_eq!(sent[1]["code"], "model_not_allowed");
    assert_eq!(
        sent[1]["notes"],
        json!([
            "there is no model `gtp-4.1` in demo: did you mean `gpt-4.1`? models that fit: `gpt-4.1`, `mistral-7b-instruct`"
        ])
    );
    snapshot("broken-lines", &stderr);
}

#[test]
fn names_and_files_that_are_none_end_with_clear_words() {
    let root = repository();
    let demo = |more: &[&'static str]| -> Vec<&'static str> {
        [
            &["--env", "demo", "--team", "alpha", "--model", "gpt-4.1"][..],
            more,
        ]
        .concat()
    };
    for (arguments, words) in [
        (
            vec!["--team", "alpha"],
            "there are several environments: name one with --env, of demo, prod",
        ),
        (
            vec!["--env", "dmo", "--team", "alpha"],
            "there is no environment `dmo`: did you mean `demo`?",
        ),
        (
            vec!["--env", "demo", "--team", "aplha"],
            "there is no team `aplha` in demo: did you mean `alpha`?",
        ),
        (
            vec!["--env", "demo", "--team", "theta"],
            "there is no team `theta` in demo: teams that fit: `alpha`, `beta`",
        ),
        (vec!["--env", "demo"], "--team"),
        (
            demo(&["--body-file", "nowhere.json"]),
            "cannot read nowhere.json",
        ),
        (
            demo(&["--at", "tomorrow"]),
            "--at tomorrow is no time: write it like 2026-03-01T12:00:00Z",
        ),
        (
            demo(&["--header", "none"]),
            "has no colon: write it as `Name: value`",
        ),
        (
            vec!["--env", "demo", "--requests", "nowhere.jsonl"],
            "cannot read nowhere.jsonl",
        ),
        (
            demo(&["--requests", "nowhere.jsonl"]),
            "cannot be used with",
        ),
    ] {
        let (code, stdout, stderr) = simulate(&root, &arguments);
        assert_eq!(
            (code, stdout.as_str()),
            (Some(2), ""),
            "{arguments:?}: {stderr}"
        );
        assert!(stderr.contains(words), "{arguments:?}: {stderr}");
    }
    let unknown = [
        "--env",
        "demo",
        "--team",
        "alpha",
        "--model",
        "gpt-56-terra",
    ];
    let (code, _, stderr) = simulate(&root, &unknown);
    assert_eq!(code, Some(1));
    let note = "note: there is no model `gpt-56-terra` in demo: did you mean `gpt-5.6-terra`? models that fit: ";
    assert!(stderr.starts_with(note), "{stderr}");
}

#[test]
fn inputs_with_errors_are_not_simulated() {
    let root = scratch("simulate-errors");
    copy_inputs(&repository().join("tests/cases/err-unknown-model"), &root);
    let (code, stdout, stderr) = simulate(&root, &["--team", "beta", "--model", "gpt-4.1"]);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(stderr.contains("error["), "{stderr}");
}
