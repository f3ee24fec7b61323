//! Each rule that refuses, with its status, its code and the inputs behind it.

use camino::Utf8Path;
use serde_json::{Value, json};

use super::{simulate, told, written};
use crate::support::{repository, scratch};

/// Status, error code, rule, and the last input behind it: its file, and what stands there.
fn refusal(root: &Utf8Path, outcome: &Value) -> (u64, String, String, String) {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let inputs = outcome["rule"]["inputs"].as_array();
    let behind = inputs.and_then(|all| all.last()).map_or_else(
        || "-".to_owned(),
        |place| {
            let path = place.as_str().unwrap().split(':').next().unwrap();
            format!("{path}: {}", written(root, place))
        },
    );
    (
        outcome["status"].as_u64().unwrap(),
        text(&outcome["code"]),
        text(&outcome["rule"]["name"]),
        behind,
    )
}

#[test]
fn each_rule_refuses_with_its_code_and_its_inputs() {
    let root = repository();
    let cases = [
        (
            json!({"team": "zeta", "model": "gpt-4.1"}),
            403,
            "model_not_allowed",
            "policy",
            "teams/zeta/access.yaml: zeta",
        ),
        (
            json!({"team": "alpha", "path": "/deployments/nix"}),
            404,
            "deployment_not_found",
            "policy",
            "teams/alpha/access.yaml: alpha",
        ),
        (
            json!({"team": "alpha", "model": "text-embedding-3-large", "path": "/chat/completions"}),
            400,
            "operation_not_supported",
            "policy",
            "catalog/models.yaml: text-embedding-3-large",
        ),
        (
            json!({"team": "alpha", "path": "/chat/completions", "bodyText": "no json"}),
            400,
            "invalid_body",
            "policy",
            "-",
        ),
        (
            json!({"team": "alpha", "path": "/responses", "body": {"model": "gpt-4.1", "input": "x", "previous_response_id": "resp_1"}}),
            400,
            "stored_responses_not_supported",
            "policy",
            "-",
        ),
        (
            json!({"team": "alpha", "model": "gpt-4.1", "headers": {"Content-Length": "999999999"}}),
            413,
            "body_too_large",
            "policy",
            "-",
        ),
        (
            json!({"model": "gpt-4.1", "key": "one-api"}),
            403,
            "no_product",
            "policy",
            "-",
        ),
        (
            json!({"model": "gpt-4.1", "key": "all-apis"}),
            403,
            "no_product",
            "policy",
            "-",
        ),
        (
            json!({"team": "alpha", "model": "gpt-4.1", "key": "none"}),
            401,
            "-",
            "key-missing",
            "-",
        ),
        (
            json!({"model": "gpt-4.1", "key": "unknown"}),
            401,
            "-",
            "key-unknown",
            "-",
        ),
        (
            json!({"team": "delta", "model": "gpt-4.1"}),
            401,
            "-",
            "key-suspended",
            "teams/delta/access.yaml: false",
        ),
        (
            json!({"team": "alpha", "path": "/nix"}),
            404,
            "-",
            "no-operation",
            "-",
        ),
        (
            json!({"team": "alpha", "model": "gpt-4.1", "upstream": {"fails": "timeout"}}),
            504,
            "upstream_timeout",
            "upstream-timeout",
            "catalog/platform.yaml: swedencentral",
        ),
        (
            json!({"team": "alpha", "model": "gpt-4.1", "upstream": {"fails": "unreachable"}}),
            502,
            "upstream_unreachable",
            "upstream-unreachable",
            "catalog/platform.yaml: swedencentral",
        ),
    ];
    let requests: Vec<Value> = cases.iter().map(|case| case.0.clone()).collect();
    let file = scratch("simulate-rules").join("requests.jsonl");
    let lines: Vec<String> = requests.iter().map(Value::to_string).collect();
    std::fs::write(&file, lines.join("\n")).unwrap();
    let (code, stdout, stderr) = simulate(&root, &["--env", "demo", "--requests", file.as_str()]);
    assert_eq!(code, Some(0), "{stderr}");
    let outcomes: Vec<Value> = stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(outcomes.len(), cases.len());
    for ((request, status, error, rule, behind), outcome) in cases.iter().zip(&outcomes) {
        let (found_status, found_error, found_rule, found_behind) = refusal(&root, outcome);
        assert_eq!(
            (found_status, found_error.as_str(), found_rule.as_str()),
            (*status, *error, *rule),
            "{request}"
        );
        let shown: String = found_behind.chars().take(behind.len()).collect();
        assert_eq!(shown, *behind, "{request}");
    }
}

#[test]
fn an_entra_token_is_demanded_where_the_team_says_so() {
    let root = repository();
    let arguments = ["--env", "prod", "--team", "theta", "--model", "phi-4"];
    let refused = told(&root, &arguments);
    assert_eq!(
        (&refused["status"], &refused["rule"]["name"]),
        (&json!(401), &json!("entra-token"))
    );
    assert!(written(&root, &refused["rule"]["inputs"][0]).starts_with("9a0b1c2d-"));
    let client = ["--entra-client", "b1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e"];
    assert_eq!(
        told(&root, &[&arguments[..], &client].concat())["decision"],
        "allowed"
    );
    let stranger = ["--entra-client", "00000000-0000-0000-0000-000000000001"];
    let refused = told(&root, &[&arguments[..], &stranger].concat());
    assert_eq!(refused["rule"]["name"], "entra-token");
}
