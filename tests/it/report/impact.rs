//! `platgen report --against DIR`: what changes for whom.

use camino::Utf8PathBuf;
use serde_json::Value;

use super::fixture;
use crate::support::{copy_inputs, platgen, scratch, texts};

/// The fixture twice, the second one with some of its lines changed: the folder of the second one.
fn changed(name: &str, edits: &[(&str, &str, &str)]) -> Utf8PathBuf {
    let root = scratch(name);
    for version in ["before", "after"] {
        std::fs::create_dir_all(root.join(version)).unwrap();
        copy_inputs(&fixture(), &root.join(version));
    }
    for (path, old, new) in edits {
        let path = root.join("after").join(path);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{path} holds no {old:?}");
        std::fs::write(path, text.replacen(old, new, 1)).unwrap();
    }
    root.join("after")
}

fn told(root: &camino::Utf8Path, more: &[&str]) -> String {
    let output = platgen(
        root,
        &[&["report", "--against", "../before"], more].concat(),
    );
    let (out, err) = texts(&output);
    assert_eq!((output.status.code(), err.as_str()), (Some(0), ""), "{out}");
    out
}

fn impact(root: &camino::Utf8Path) -> Vec<Value> {
    let value: Value = serde_json::from_str(&told(root, &["--format", "json"])).unwrap();
    value["environments"].as_array().unwrap().clone()
}

#[test]
fn nothing_changes_for_nobody() {
    let root = changed("impact-nothing", &[]);
    for environment in impact(&root) {
        assert_eq!(environment["changes"], Value::Array(Vec::new()));
        assert_eq!(environment["roots"], Value::Array(Vec::new()));
        assert_eq!(environment["presence"], "kept");
    }
    assert!(told(&root, &[]).contains("Nothing changes."));
}

const BETA: &str = "teams/beta/access.yaml";

#[test]
fn changes_are_told_for_those_they_concern() {
    let root = changed(
        "impact-some",
        &[
            (
                BETA,
                "name: gpt-4.1, tokensPerMinute: 60000",
                "name: gpt-4.1, tokensPerMinute: 70000",
            ),
            (
                BETA,
                "    - {name: gpt-4o, tokensPerMinute: 20000, tokenQuota: none}\n",
                "",
            ),
            ("catalog/models.yaml", "capacity: 200", "capacity: 40"),
            ("teams/gamma/access.yaml", "enabled: false\n", ""),
        ],
    );
    let all = impact(&root);
    let demo = &all[0];
    assert_eq!(demo["teams"], serde_json::json!(["beta", "gamma"]));
    // In demo nobody else uses it; in production delta does.
    assert_eq!(demo["newlyOverCapacity"], serde_json::json!([]));
    assert_eq!(
        all[1]["newlyOverCapacity"],
        serde_json::json!(["gpt-4.1-mini"])
    );
    let changes: Vec<[&str; 5]> = demo["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            ["team", "model", "property", "before", "after"]
                .map(|key| one.get(key).and_then(Value::as_str).unwrap_or(""))
        })
        .collect();
    let wanted = [
        [
            "",
            "gpt-4.1",
            "granted, tokens per minute",
            "120,000",
            "220,000",
        ],
        [
            "",
            "gpt-4.1",
            "granted / capacity",
            "1.20\u{d7}",
            "2.20\u{d7}",
        ],
        [
            "",
            "gpt-4.1-mini",
            "deployments",
            "200k GlobalStandard in swedencentral",
            "40k GlobalStandard in swedencentral",
        ],
        [
            "",
            "gpt-4.1-mini",
            "capacity, tokens per minute",
            "200,000",
            "40,000",
        ],
        [
            "",
            "gpt-4.1-mini",
            "granted / capacity",
            "0.20\u{d7}",
            "1.00\u{d7}",
        ],
        ["", "gpt-4o", "granted, tokens per minute", "20,000", "0"],
        ["gamma", "", "state", "suspended", "active"],
        [
            "beta",
            "gpt-4.1",
            "may use",
            "60,000 tokens per minute, 500,000 per day (own)",
            "70,000 tokens per minute, 500,000 per day (own)",
        ],
        [
            "beta",
            "gpt-4o",
            "may use",
            "20,000 tokens per minute, no quota (own)",
            "",
        ],
    ];
    assert_eq!(changes.as_slice(), wanted.as_slice());
    // The deployment's capacity; the policies and calls of two teams; what other tools read.
    let roots = demo["roots"].as_array().unwrap();
    let names: Vec<&Value> = roots.iter().map(|one| &one["root"]).collect();
    assert_eq!(names, ["10-platform", "30-tenants", "other"]);
    let markdown = told(&root, &["--env", "demo"]);
    for part in [
        "- Access changes for 2 teams: beta, gamma\n",
        "| grant **beta**: **gpt-4o** | may use | 20,000 tokens per minute, no quota (own) | - |",
        "| team **gamma** | state | suspended | active |",
    ] {
        assert!(markdown.contains(part), "{part}\n{markdown}");
    }
    assert!(!markdown.contains("### prod"));
}

#[test]
fn an_environment_comes_and_goes() {
    let root = changed("impact-environment", &[]);
    std::fs::remove_file(root.join("catalog/environments/prod.yaml")).unwrap();
    std::fs::remove_dir_all(root.join("teams/delta")).unwrap();
    let all = impact(&root);
    assert_eq!(
        (&all[0]["presence"], &all[1]["presence"]),
        (&"kept".into(), &"removed".into())
    );
    assert!(
        all[1]["roots"]
            .as_array()
            .unwrap()
            .iter()
            .all(|root| root["removed"].as_u64() > Some(0))
    );
    assert!(told(&root, &["--env", "prod"]).contains("### prod (gone)"));
    let back = platgen(
        &root.join("../before"),
        &["report", "--against", "../after"],
    );
    assert!(texts(&back).0.contains("### prod (new)"));
}

#[test]
fn what_cannot_be_compared_is_told() {
    let root = changed("impact-refused", &[]);
    for (arguments, part) in [
        (
            ["--format", "csv", "--against", "../before"],
            "markdown or json",
        ),
        (["--format", "json", "--against", "../nowhere"], "nowhere"),
    ] {
        let output = platgen(&root, &[&["report"][..], &arguments].concat());
        let (out, err) = texts(&output);
        assert_eq!((output.status.code(), out.as_str()), (Some(2), ""));
        assert!(err.contains(part), "{err}");
    }
    let team = root.join("../before/teams/beta/access.yaml");
    std::fs::write(team, "team: {}\n").unwrap();
    let output = platgen(&root, &["report", "--against", "../before"]);
    assert_eq!(output.status.code(), Some(1), "{}", texts(&output).1);
}
