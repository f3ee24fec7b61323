//! The table of codes: its examples raise what they say, its documentation is current, and it can be asked.

#![cfg(test)]

use std::collections::BTreeSet;

use platgen::core::diag::Diagnostics;
use platgen::core::diag::code::Example;
use platgen::core::sources::Sources;

use crate::support::variant::Variant;
use crate::support::{files, platgen, repository, texts};

#[test]
fn examples_raise_their_codes() {
    let (mut checked, mut wrong) = (0, Vec::new());
    for code in platgen::codes::all() {
        let Example::Input { path, text } = code.entry().example else {
            continue;
        };
        let sources = Sources::from_texts(Variant::repository().and(path, text).texts());
        let found = platgen::compile(&sources, Diagnostics::new()).findings;
        let raised: BTreeSet<&str> = found.iter().map(|finding| finding.code.name()).collect();
        if !raised.contains(code.name()) {
            wrong.push(format!("{}: {raised:?}", code.name()));
        }
        checked += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        checked * 5 > platgen::codes::all().len() * 3,
        "{checked} examples"
    );
}

/// A code that nothing shows could be raised by nothing.
#[test]
fn every_code_is_shown_by_a_test() {
    let mut shown = String::new();
    for folder in ["tests/it", "tests/tools", "tests/snapshots", "src"] {
        for (path, text) in files(&repository().join(folder)) {
            if path.as_str().starts_with("core/diag/code") || path.file_name() == Some("codes.rs") {
                continue;
            }
            let tests = match text.split_once("#[cfg(test)]\nmod tests {") {
                Some((_, tests)) => tests,
                None if folder == "src" && path.file_name() != Some("tests.rs") => "",
                None => &text,
            };
            shown.push_str(tests);
        }
    }
    let mut silent = Vec::new();
    for code in platgen::codes::all() {
        let raised = matches!(code.entry().example, Example::Input { .. })
            || shown.contains(code.name())
            || shown.contains(&format!("Code::{code:?}"));
        if !raised {
            silent.push(code.name());
        }
    }
    assert!(silent.is_empty(), "no test shows {silent:?}");
}

#[test]
fn findings_are_documented() {
    let output = platgen(
        &repository(),
        &["explain-code", "--update", ".github/FINDINGS.md", "--check"],
    );
    assert_eq!(output.status.code(), Some(0), "{:?}", texts(&output));
}

#[test]
fn codes_are_explained() {
    let ask = |arguments: &[&str]| {
        let output = platgen(&repository(), &[&["explain-code"], arguments].concat());
        (output.status.code(), texts(&output))
    };
    let (status, (said, _)) = ask(&["over-capacity"]);
    assert_eq!(status, Some(0));
    for part in [
        "severity: error, family: capacity",
        "\nCause\n",
        "\nExample: teams/beta/access.yaml\n",
        "\nFix\n",
        "\nSource\n",
        "(read 20",
    ] {
        assert!(said.contains(part), "no {part:?} in {said}");
    }
    let (_, (list, _)) = ask(&[]);
    assert!(
        list.starts_with("Input files\n  error    unreadable-file "),
        "{list}"
    );
    let (_, (json, _)) = ask(&["--format", "json"]);
    let all: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(all.len(), platgen::codes::all().len());
    let (_, (one, _)) = ask(&["unread-input", "--format", "json"]);
    let one: serde_json::Value = serde_json::from_str(&one).unwrap();
    assert_eq!(
        (&one["severity"], &one["family"]),
        (&"warning".into(), &"files".into())
    );
    let (_, (page, _)) = ask(&["wrong-type", "--format", "markdown"]);
    assert!(
        page.starts_with("### wrong-type\n\n**Error**, a value"),
        "{page}"
    );
}

#[test]
fn an_unknown_code_is_reported_with_the_one_that_is_meant() {
    let output = platgen(&repository(), &["explain-code", "over-capacty"]);
    let (_, said) = texts(&output);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said.contains("there is no code `over-capacty`")
            && said.contains("did you mean `over-capacity`?"),
        "{said}"
    );
    let far = platgen(&repository(), &["explain-code", "xyzzy"]);
    let (_, said) = texts(&far);
    assert!(
        far.status.code() == Some(2) && said.contains("`platgen explain-code` lists all"),
        "{said}"
    );
}
