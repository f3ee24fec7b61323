//! Each rule that refuses, with its status, its code and the inputs behind it.

#![cfg(test)]

use camino::Utf8Path;
use serde_json::{Value, json};

use super::{reported, simulate, written};
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

/// Requests with status, error code, rule, and the start of the input behind it.
#[rustfmt::skip]
const REFUSED: [(&str, u64, &str, &str, &str); 18] = [
    (r#"{"team": "zeta", "model": "gpt-5.6-terra"}"#, 403, "model_not_allowed", "policy", "teams/zeta/access.yaml: zeta"),
    (r#"{"team": "alpha", "path": "/deployments/nix"}"#, 404, "deployment_not_found", "policy", "teams/alpha/access.yaml: alpha"),
    (r#"{"team": "alpha", "model": "text-embedding-3-large", "path": "/chat/completions"}"#, 400, "operation_not_supported", "policy", "catalog/models.yaml: text-embedding-3-large"),
    (r#"{"team": "alpha", "path": "/chat/completions", "bodyText": "no json"}"#, 400, "invalid_json", "policy", "-"),
    (r#"{"team": "alpha", "path": "/responses", "body": {"model": "gpt-5.6-terra", "input": "x", "store": false, "previous_response_id": "resp_1"}}"#, 400, "stored_responses_not_supported", "policy", "-"),
    (r#"{"team": "alpha", "model": "gpt-5.6-terra", "headers": {"x-policy-id": "none"}}"#, 400, "header_not_allowed", "policy", "-"),
    (r#"{"team": "alpha", "path": "/chat/completions", "body": {"model": "gpt-5.6-terra", "stream": true}}"#, 400, "usage_must_be_reported", "policy", "-"),
    (r#"{"team": "alpha", "path": "/chat/completions", "body": {"model": "gpt-5.6-terra", "data_sources": []}}"#, 400, "parameter_not_allowed", "policy", "-"),
    (r#"{"team": "alpha", "path": "/chat/completions", "bodyText": "{\"model\":\"gpt-5.6-terra\",\"model\":\"gpt-5.6-terra\"}"}"#, 400, "duplicate_parameter", "policy", "-"),
    (r#"{"team": "alpha", "path": "/chat/completions", "body": {"messages": []}}"#, 400, "invalid_body", "policy", "-"),
    (r#"{"model": "gpt-5.6-terra", "key": "one-api"}"#, 403, "no_product", "policy", "-"),
    (r#"{"model": "gpt-5.6-terra", "key": "all-apis"}"#, 403, "no_product", "policy", "-"),
    (r#"{"team": "alpha", "model": "gpt-5.6-terra", "key": "none"}"#, 401, "-", "key-missing", "-"),
    (r#"{"model": "gpt-5.6-terra", "key": "unknown"}"#, 401, "-", "key-unknown", "-"),
    (r#"{"team": "delta", "model": "gpt-5.6-terra"}"#, 401, "-", "key-suspended", "teams/delta/access.yaml: false"),
    (r#"{"team": "alpha", "path": "/nix"}"#, 404, "-", "no-operation", "-"),
    (r#"{"team": "alpha", "model": "gpt-5.6-terra", "upstream": {"fails": "timeout"}}"#, 504, "upstream_timeout", "upstream-timeout", "catalog/models.yaml: gpt-5.6-terra"),
    (r#"{"team": "alpha", "model": "gpt-5.6-terra", "upstream": {"fails": "unreachable"}}"#, 502, "upstream_unreachable", "upstream-unreachable", "catalog/models.yaml: gpt-5.6-terra"),
];

#[test]
fn each_rule_refuses_with_its_code_and_its_inputs() {
    let root = repository();
    let lines = REFUSED.map(|(request, ..)| request).join("\n");
    let file = scratch("simulate-rules").join("requests.jsonl");
    std::fs::write(&file, lines).unwrap();
    let (code, stdout, stderr) = simulate(&root, &["--env", "demo", "--requests", file.as_str()]);
    assert_eq!(code, Some(0), "{stderr}");
    assert_eq!(stdout.lines().count(), REFUSED.len());
    for ((request, status, error, rule, behind), outcome) in REFUSED.iter().zip(stdout.lines()) {
        let outcome: Value = serde_json::from_str(outcome).unwrap();
        let found = refusal(&root, &outcome);
        let start = found.3.get(..behind.len());
        assert_eq!(
            (found.0, found.1.as_str(), found.2.as_str(), start),
            (*status, *error, *rule, Some(*behind)),
            "{request}"
        );
    }
}

#[test]
fn an_entra_token_is_demanded_where_the_team_says_so() {
    let root = repository();
    let arguments = ["--env", "prod", "--team", "theta", "--model", "phi-4"];
    let refused = reported(&root, &arguments);
    assert_eq!(
        (&refused["status"], &refused["rule"]["name"]),
        (&json!(401), &json!("entra-token"))
    );
    assert!(written(&root, &refused["rule"]["inputs"][0]).starts_with("9a0b1c2d-"));
    let client = ["--entra-client", "b1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e"];
    assert_eq!(
        reported(&root, &[&arguments[..], &client].concat())["decision"],
        "allowed"
    );
    let stranger = ["--entra-client", "00000000-0000-0000-0000-000000000001"];
    let refused = reported(&root, &[&arguments[..], &stranger].concat());
    assert_eq!(refused["rule"]["name"], "entra-token");
}
