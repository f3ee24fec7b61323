//! Requests that simulator and gateway once reported differently, or could: each has a name and what has to come of it, said once
//! here and by both of them.

#![cfg(test)]

use crate::harness::tests;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::batch::{Batch, Part};
use super::platforms::Subject;
use super::requests::{START, instant};
use super::{simulated, wire};
use platgen::simulate::Outcome;

mod bodies;
mod identity;
mod limits;
mod tables;
mod websites;

tests![
    simulator_and_gateway_agree_on_every_case,
    simulator_and_gateway_agree_on_the_bytes_of_every_case,
];

const CHAT: &str = "/chat/completions";
const LITTLE_MS: u64 = 51;
/// So long after a case that nothing of it is left: neither a bucket nor an open breaker.
const REST_S: u64 = 20 * 60;

/// Requests to the platform with one of everything.
struct Case {
    name: &'static str,
    steps: Vec<Step>,
}

/// A request, and what has to come of it: status, code, the model that the upstream is asked for, and who was called.
struct Step {
    /// Seconds after the one before.
    after: u64,
    request: Value,
    outcome: &'static str,
}

fn case(name: &'static str, request: Value, outcome: &'static str) -> Case {
    sequence(name, vec![(0, request, outcome)])
}

fn sequence(name: &'static str, steps: Vec<(u64, Value, &'static str)>) -> Case {
    let step = |(after, request, outcome)| Step {
        after,
        request,
        outcome,
    };
    Case {
        name,
        steps: steps.into_iter().map(step).collect(),
    }
}

fn to(method: &str, path: &str, headers: &[(&str, &str)], body: Option<&str>) -> Value {
    let mut all = Map::new();
    if body.is_some() {
        all.insert("Content-Type".to_owned(), json!("application/json"));
    }
    for (name, value) in headers {
        all.insert((*name).to_owned(), json!(value));
    }
    let mut request =
        json!({"method": method, "path": format!("/openai/v1{path}"), "headers": all});
    if let Some(body) = body {
        request["body"] = json!(body);
    }
    request
}

/// A chat of the team `beta`, which is granted everything, with this body.
fn body(text: &str) -> Value {
    to("POST", CHAT, &[("api-key", "beta")], Some(text))
}

/// A chat that asks for a model.
pub(crate) fn chat(key: &str, model: &str) -> Value {
    let text = json!({"model": model, "messages": []}).to_string();
    to("POST", CHAT, &[("api-key", key)], Some(&text))
}

/// The same with other headers.
fn headers(headers: &[(&str, &str)]) -> Value {
    to("POST", CHAT, headers, Some("{\"model\":\"gpt-4.1\"}"))
}

/// The same at another path.
fn path(method: &str, path: &str) -> Value {
    to(
        method,
        path,
        &[("api-key", "beta")],
        (method != "GET").then_some("{\"model\":\"gpt-4.1\"}"),
    )
}

/// The same with what the upstreams answer.
pub(crate) fn answered(mut request: Value, upstream: Value) -> Value {
    request["upstream"] = upstream;
    request
}

pub(crate) fn used(tokens: u64) -> Value {
    json!({"body": {"object": "chat.completion", "usage": {"prompt_tokens": 0, "completion_tokens": tokens, "total_tokens": tokens}}})
}

/// What the upstream gets of a body.
struct Bytes {
    name: &'static str,
    sent: &'static [u8],
    reaches: &'static [u8],
}

fn outcome_of(outcome: &Outcome) -> String {
    let mut reported = outcome.status.to_string();
    if let Some(code) = &outcome.code {
        let _ = write!(reported, " {code}");
    }
    for call in &outcome.calls {
        let body = call.body.as_deref().unwrap_or_default();
        let first = serde_json::Deserializer::from_slice(body)
            .into_iter::<Value>()
            .next();
        let model = first.and_then(Result::ok).unwrap_or_default();
        let model = model["model"].as_str().unwrap_or("?").to_owned();
        let _ = write!(reported, " {model}@{}", call.member);
    }
    reported
}

/// Requests, each so many seconds after the one before, and a little: whole seconds would be in the very moment in which a
/// wait ends, and the gateway's clock runs on while it works.
pub(crate) fn in_time(requests: impl IntoIterator<Item = (u64, Value)>) -> Vec<Value> {
    let mut now = START;
    let timed = requests.into_iter().map(|(after, mut request)| {
        now += after * 1_000 + LITTLE_MS;
        request["clock"] = json!({"set": instant(now)});
        request
    });
    timed.collect()
}

/// The requests of all cases in one sequence, each case so long after the one before that none touches another.
fn together(cases: &[Case]) -> Vec<Value> {
    let steps = cases.iter().flat_map(|case| {
        let rest = std::iter::once(REST_S).chain(std::iter::repeat(0));
        case.steps
            .iter()
            .zip(rest)
            .map(|(step, rest)| (step.after + rest, step.request.clone()))
    });
    in_time(steps)
}

fn simulator_and_gateway_agree_on_every_case() {
    let cases = tables::all();
    let subject = Subject::of(crate::gateway::demo());
    let requests = together(&cases);
    let mut expected = cases
        .iter()
        .flat_map(|case| case.steps.iter().map(move |step| (case.name, step.outcome)));
    let mut wrong = String::new();
    simulated::outcomes(&subject, &requests, |_, outcome| {
        let (name, expected) = expected.next().unwrap();
        let found = outcome_of(&outcome);
        if found != expected {
            let _ = writeln!(wrong, "{name}: {found}, expected {expected}");
        }
    });
    assert_eq!(wrong, "");
    let parts = vec![Part { subject, requests }];
    Batch { seed: 0, parts }.agree();
}

/// Over sockets, since files of requests and answers hold neither broken UTF-8 nor the digits of a number.
fn simulator_and_gateway_agree_on_the_bytes_of_every_case() {
    let cases = bodies::bytes();
    let subject = Subject::of(crate::gateway::demo()).without_limits();
    let requests = in_time(cases.iter().map(|case| {
        let length = case.sent.len().to_string();
        let headers = [
            ("api-key", "beta"),
            ("Host", "gateway.example.com"),
            ("Content-Length", &length),
        ];
        let mut request = to("POST", CHAT, &headers, None);
        request["bytes"] = json!(case.sent);
        (REST_S, request)
    }));
    let mut expected = cases.iter();
    let mut wrong = String::new();
    simulated::outcomes(&subject, &requests, |_, outcome| {
        let case = expected.next().unwrap();
        let call = outcome.calls.first();
        let found = call
            .and_then(|call| call.body.as_deref())
            .unwrap_or_default();
        if found != case.reaches {
            let _ = writeln!(
                wrong,
                "{}: {}, expected {}",
                case.name,
                found.escape_ascii(),
                case.reaches.escape_ascii()
            );
        }
    });
    assert_eq!(wrong, "");
    wire::agree("cases", &subject, &requests);
}
