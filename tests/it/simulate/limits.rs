//! Limits besides tokens, as a person asks about them: calls, calls at the same time, answers, and prompts before they are sent.

#![cfg(test)]

use camino::Utf8PathBuf;
use serde_json::{Value, json};

use super::all;
use crate::support::{copy_inputs, repository, scratch};

fn limited(name: &str) -> Utf8PathBuf {
    let root = scratch(name);
    copy_inputs(&repository().join("tests/cases/limits-of-calls"), &root);
    root
}

/// Statuses and codes, in order.
fn codes(outcomes: &[Value]) -> Vec<String> {
    let line = |one: &Value| format!("{} {}", one["status"], one["code"].as_str().unwrap_or("-"));
    outcomes.iter().map(line).collect()
}

#[test]
fn a_call_waits_as_long_as_it_takes_and_others_come_meanwhile() {
    let ask =
        |at: f64, takes: f64| json!({"team": "beta", "model": "gpt-4.1", "at": at, "takes": takes});
    let requests = [
        ask(0.0, 10.0),
        ask(1.0, 30.0),
        ask(2.0, 1.0),
        ask(10.5, 1.0),
        ask(10.6, 1.0),
    ];
    let outcomes = all(&limited("at-once"), &requests);
    assert_eq!(
        codes(&outcomes),
        [
            "200 -",
            "200 -",
            "429 concurrency_limit_exceeded",
            "200 -",
            "429 concurrency_limit_exceeded"
        ]
    );
    assert_eq!(outcomes[2]["rule"]["name"], "concurrency");
    assert_eq!(outcomes[2]["answer"]["headers"]["Retry-After"], "1");
    let counters = outcomes[2]["counters"].as_array().unwrap();
    let waiting = counters
        .iter()
        .find(|one| one["limit"] == "concurrency")
        .unwrap();
    assert_eq!(
        (&waiting["before"], &waiting["refused"]),
        (&json!(2.0), &json!(true))
    );
    // What is refused is charged nothing but its call.
    assert!(outcomes[2]["calls"].as_array().unwrap().is_empty());
}

#[test]
fn calls_are_counted_by_grant_and_by_team() {
    let ask = |model: &str| json!({"team": "beta", "model": model});
    let requests: Vec<Value> = std::iter::repeat_n(ask("mistral-7b-instruct"), 31)
        .chain(std::iter::repeat_n(ask("gpt-4.1"), 52))
        .collect();
    let outcomes = all(&limited("calls"), &requests);
    let refused: Vec<usize> = (0..83)
        .filter(|at| outcomes[*at]["status"] != 200)
        .collect();
    // 30 of the one model, which the group limits; 80 of both together.
    assert_eq!(refused, [30, 81, 82]);
    let rule = |at: usize| outcomes[at]["rule"]["about"].as_str().unwrap().to_owned();
    assert_eq!(rule(30), "calls:beta/mistral-7b-instruct");
    assert_eq!(rule(82), "calls:beta");
    assert_eq!(outcomes[30]["code"], "call_limit_exceeded");
    assert_eq!(outcomes[30]["answer"]["headers"]["Retry-After"], "2");
}

#[test]
fn answers_and_prompts_are_limited_before_anything_is_called() {
    let body = |members: Value| {
        let mut body = json!({"model": "gpt-4.1", "messages": []});
        body.as_object_mut()
            .unwrap()
            .extend(members.as_object().unwrap().clone());
        json!({"team": "beta", "path": "/chat/completions", "body": body})
    };
    let long = "word ".repeat(20_000);
    let prompt = json!([{"role": "user", "content": long}]);
    let estimated = json!({"team": "beta", "path": "/chat/completions", "body": {"model": "mistral-7b-instruct", "messages": prompt}});
    let requests = [
        body(json!({})),
        body(json!({"max_tokens": 2_000})),
        body(json!({"max_tokens": 2_001})),
        body(json!({"max_tokens": 1_000, "n": 3})),
        estimated,
        // Not estimated by this grant, but by the team's own limit: a grant cannot spend what its team has not.
        body(json!({"max_tokens": 1, "messages": prompt})),
    ];
    let outcomes = all(&limited("answers"), &requests);
    let long = "400 output_limit_exceeded";
    let over = "429 rate_limit_exceeded";
    assert_eq!(codes(&outcomes), [long, "200 -", long, long, over, over]);
    let said: Value =
        serde_json::from_str(outcomes[0]["answer"]["body"].as_str().unwrap()).unwrap();
    assert_eq!(said["error"]["param"], "max_completion_tokens");
    assert!(
        said["error"]["message"]
            .as_str()
            .unwrap()
            .contains("at most 2000 tokens")
    );
    assert_eq!(outcomes[4]["rule"]["about"], "beta/mistral-7b-instruct");
    assert_eq!(outcomes[5]["rule"]["about"], "beta");
}
