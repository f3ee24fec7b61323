//! Ten pains of AI gateways that keep coming back in their public issue trackers, a test each: what this compiler and its
//! simulator hold against it.

#![cfg(test)]

use camino::Utf8PathBuf;
use serde_json::{Value, json};

use super::{all, one_team, simulate};
use crate::support::{copy_inputs, platgen, repository, scratch, texts};

fn case(name: &str, folder: &str) -> Utf8PathBuf {
    let root = scratch(folder);
    copy_inputs(&repository().join("tests/cases").join(name), &root);
    root
}

fn ask(model: &str) -> Value {
    json!({"team": "beta", "model": model})
}

fn with(mut request: Value, more: Value) -> Value {
    let Value::Object(more) = more else {
        return request;
    };
    request.as_object_mut().unwrap().extend(more);
    request
}

fn statuses(outcomes: &[Value]) -> Vec<u64> {
    let status = |one: &Value| one["status"].as_u64().unwrap();
    outcomes.iter().map(status).collect()
}

#[test]
fn pain_01_limits_are_enforced_and_a_second_key_brings_no_second_allowance() {
    let spend = with(ask("gpt-4.1"), json!({"upstream": {"tokens": 10_000}}));
    let second = with(ask("gpt-4.1"), json!({"key": "team-secondary"}));
    let root = one_team("pain-01");
    let team = root.join("teams/beta/access.yaml");
    let text = std::fs::read_to_string(&team).unwrap();
    std::fs::write(&team, format!("{text}keys: {{count: 2}}\n")).unwrap();
    let outcomes = all(&root, &[spend, ask("gpt-4.1"), second]);
    assert_eq!(statuses(&outcomes), [200, 429, 429]);
    assert_eq!(outcomes[2]["rule"]["about"], "beta/gpt-4.1");
}

#[test]
fn pain_02_access_fails_closed() {
    let keys = ["none", "unknown", "all-apis", "one-api"];
    let requests = keys.map(|key| json!({"model": "gpt-4.1", "key": key}));
    let outcomes = all(&one_team("pain-02"), &requests);
    assert_eq!(statuses(&outcomes), [401, 401, 403, 403]);
    let none_called = |one: &Value| one["calls"].as_array().unwrap().is_empty();
    assert!(outcomes.iter().all(none_called));
}

#[test]
fn pain_03_the_list_of_models_is_what_can_be_called() {
    let root = one_team("pain-03");
    let list = json!({"team": "beta", "path": "/models"});
    let listed = all(&root, &[list]).remove(0);
    let body: Value = serde_json::from_str(listed["answer"]["body"].as_str().unwrap()).unwrap();
    let names = body["data"].as_array().unwrap().iter();
    let names: Vec<&str> = names.map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(names, ["gpt-4.1", "mistral-7b-instruct"]);
    let catalog = ["gpt-4.1", "gpt-5.2", "mistral-7b-instruct"];
    for (model, outcome) in catalog.iter().zip(all(&root, &catalog.map(ask))) {
        assert_eq!(outcome["status"] == 200, names.contains(model), "{model}");
    }
}

#[test]
fn pain_04_configuration_without_effect_is_an_error() {
    for name in ["err-keys", "err-allow", "err-answers-of-embeddings"] {
        let root = case(name, &format!("pain-04-{name}"));
        let output = platgen(&root, &["build"]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(!root.join("generated").exists(), "{name}");
    }
}

#[test]
fn pain_05_a_stream_reports_what_it_used_and_is_charged() {
    let stream = |more: Value| {
        let body = json!({"model": "gpt-4.1", "messages": [], "stream": true});
        let upstream = json!({"tokens": 10_000});
        json!({"team": "beta", "path": "/chat/completions", "body": with(body, more), "upstream": upstream})
    };
    let reported = json!({"stream_options": {"include_usage": true}});
    let hidden = json!({"stream_options": {"include_usage": false}});
    let requests = [stream(hidden), stream(reported), ask("gpt-4.1")];
    let outcomes = all(&one_team("pain-05"), &requests);
    assert_eq!(statuses(&outcomes), [400, 200, 429]);
}

#[test]
fn pain_06_all_tokens_are_charged_cached_ones_included() {
    let spend = with(ask("gpt-4.1"), json!({"upstream": {"tokens": 700}}));
    let outcomes = all(&one_team("pain-06"), &[spend]);
    for counter in outcomes[0]["counters"].as_array().unwrap() {
        assert_eq!(counter["after"], 700.0, "{counter}");
    }
}

#[test]
fn pain_07_a_full_reservation_is_left_alone_and_others_serve() {
    let root = case("pooled-model", "pain-07");
    let full = json!({"upstream": [{"status": 429}, {"status": 200, "tokens": 5}]});
    let outcomes = all(&root, &[with(ask("gpt-4o"), full), ask("gpt-4o")]);
    assert_eq!(statuses(&outcomes), [200, 200]);
    let called = |one: &Value| one["calls"].as_array().unwrap().len();
    assert_eq!(called(&outcomes[0]), 2);
}

#[test]
fn pain_08_nothing_goes_on_from_what_one_backend_has_stored() {
    let stored = |member: Value| {
        let body = json!({"model": "gpt-4.1", "input": "x", "store": false});
        json!({"team": "beta", "path": "/responses", "body": with(body, member)})
    };
    let requests = [
        stored(json!({"previous_response_id": "resp_1"})),
        stored(json!({"store": true})),
        stored(json!({"background": true})),
        stored(json!({"conversation": "conv_1"})),
    ];
    let outcomes = all(&one_team("pain-08"), &requests);
    assert_eq!(statuses(&outcomes), [400; 4]);
    for outcome in &outcomes {
        assert_eq!(outcome["code"], "stored_responses_not_supported");
    }
}

#[test]
fn pain_09_the_truth_is_in_the_files() {
    let root = one_team("pain-09");
    assert_eq!(platgen(&root, &["build"]).status.code(), Some(0));
    let again = platgen(&root, &["build", "--check"]);
    assert_eq!(
        again.status.code(),
        Some(0),
        "the same inputs, the same bytes"
    );
    let policy = root.join("generated/demo/policies/products/beta.xml");
    let text = std::fs::read_to_string(&policy).unwrap();
    let edited = text.replace("tokens-per-minute=\"10000\"", "tokens-per-minute=\"99999\"");
    assert_ne!(text, edited);
    std::fs::write(&policy, edited).unwrap();
    let (_, found, _) = simulate(&root, &["--team", "beta", "--model", "gpt-4.1"]);
    assert!(found.contains("of 10000 tokens per minute"), "{found}");
    assert_eq!(platgen(&root, &["build", "--check"]).status.code(), Some(1));
}

#[test]
fn pain_10_a_retirement_is_no_surprise() {
    let root = one_team("pain-10");
    let check = |day: &str| {
        let output = platgen(&root, &["check", "--today", day]);
        let (found, said) = texts(&output);
        (output.status.code(), format!("{found}{said}"))
    };
    let (_, before) = check("2027-03-20");
    assert!(before.contains("2027-04-14"), "{before}");
    let (code, after) = check("2027-04-15");
    assert_eq!(code, Some(1), "{after}");
    assert!(after.contains("retired"), "{after}");
}
