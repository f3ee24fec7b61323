//! Requests that simulator and gateway once told differently, or could: each has a name and what has to come of it, said once
//! here and by both of them.

#![cfg(test)]

use serde_json::{Map, Value, json};

use super::batch::{Batch, Part};
use super::platforms::Subject;
use super::requests::{START, again, instant};
use super::{simulated, wire};
use crate::gateway::entra;
use platgen::simulate::Outcome;

const CHAT: &str = "/chat/completions";
const RESPONSES: &str = "/responses";
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
fn chat(key: &str, model: &str) -> Value {
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
        (method == "POST").then_some("{\"model\":\"gpt-4.1\"}"),
    )
}

/// The same with what the upstreams answer.
fn answered(mut request: Value, upstream: Value) -> Value {
    request["upstream"] = upstream;
    request
}

fn used(tokens: u64) -> Value {
    json!({"body": {"object": "chat.completion", "usage": {"prompt_tokens": 0, "completion_tokens": tokens, "total_tokens": tokens}}})
}

fn keys() -> Vec<Case> {
    let bearer = entra::bearer(entra::NAMED_CLIENT);
    let other = entra::bearer(entra::OTHER_CLIENT);
    vec![
        case("a team's key", chat("alpha", "gpt-4.1"), ""),
        case("a team's second key", chat("alpha-2", "gpt-4.1"), ""),
        case("a key in other letters", chat("ALPHA", "gpt-4.1"), ""),
        case("no key", headers(&[]), ""),
        case("an empty key", headers(&[("api-key", "")]), ""),
        case(
            "a key in the older header",
            headers(&[("Ocp-Apim-Subscription-Key", "alpha")]),
            "",
        ),
        case(
            "a key as bearer",
            headers(&[("Authorization", "Bearer alpha")]),
            "",
        ),
        case(
            "a key as bearer in other letters",
            headers(&[("authorization", "bEARER alpha")]),
            "",
        ),
        case(
            "a wrong key before a good bearer",
            headers(&[("api-key", "wrong"), ("Authorization", "Bearer alpha")]),
            "",
        ),
        case(
            "a key in the query",
            to(
                "POST",
                "/chat/completions?api-key=alpha",
                &[],
                Some("{\"model\":\"gpt-4.1\"}"),
            ),
            "",
        ),
        case(
            "the header's key before that of the query",
            to(
                "POST",
                "/chat/completions?api-key=alpha",
                &[("api-key", "empty")],
                Some("{\"model\":\"gpt-4.1\"}"),
            ),
            "",
        ),
        case("a key of all APIs", chat("all-apis", "gpt-4.1"), ""),
        case("a key of one API", chat("one-api", "gpt-4.1"), ""),
        case(
            "a key of a product without a policy",
            chat("by-hand", "gpt-4.1"),
            "",
        ),
        case("a suspended key", chat("off", "gpt-4.1"), ""),
        case(
            "an active key of a disabled team",
            chat(&again("off"), "gpt-4.1"),
            "",
        ),
        case(
            "the token of a named client",
            headers(&[("api-key", "entra"), ("Authorization", &bearer)]),
            "",
        ),
        case(
            "the token of another client",
            headers(&[("api-key", "entra"), ("Authorization", &other)]),
            "",
        ),
        case("no token", headers(&[("api-key", "entra")]), ""),
    ]
}

fn paths() -> Vec<Case> {
    vec![
        case("no POST", path("PUT", CHAT), ""),
        case("a method in small letters", path("post", CHAT), ""),
        case("a path in capitals", path("POST", "/CHAT/Completions"), ""),
        case("a slash at the end", path("POST", "/chat/completions/"), ""),
        case(
            "an escaped letter in the path",
            path("POST", "/%63hat/completions"),
            "",
        ),
        case("two slashes", path("POST", "//chat/completions"), ""),
        case(
            "a deployment by an escaped name",
            path("GET", "/deployments/gpt%2D4.1"),
            "",
        ),
        case(
            "a deployment with a zero behind its name",
            path("GET", "/deployments/gpt-4.1%00"),
            "",
        ),
        case(
            "a deployment by its alias",
            path("GET", "/deployments/smart"),
            "",
        ),
    ]
}

fn models() -> Vec<Case> {
    let stored = |member: &str| {
        to(
            "POST",
            RESPONSES,
            &[("api-key", "beta")],
            Some(&format!("{{\"model\":\"gpt-4.1\",{member}}}")),
        )
    };
    vec![
        case("an alias", chat("beta", "smart"), ""),
        case(
            "a model that others are granted",
            chat("alpha", "gpt-5.2"),
            "",
        ),
        case("a model that nobody knows", chat("beta", "gpt-9"), ""),
        case("a model in other letters", chat("beta", "GPT-4.1"), ""),
        case("a deployment's name", chat("beta", "gpt-5.2-ptu"), ""),
        case(
            "an embedding model for chat",
            chat("beta", "text-embedding-3-small"),
            "",
        ),
        case(
            "a model of the cluster",
            chat("beta", "phi-4-mini-instruct"),
            "",
        ),
        case("a pooled model", chat("beta", "gpt-5.2"), ""),
        case(
            "a pooled model's responses",
            to(
                "POST",
                RESPONSES,
                &[("api-key", "beta")],
                Some("{\"model\":\"gpt-5.2\"}"),
            ),
            "",
        ),
        case(
            "an earlier response",
            stored("\"previous_response_id\":\"r\""),
            "",
        ),
        case(
            "no earlier response after all",
            stored("\"previous_response_id\":\"r\",\"previous_response_id\":null"),
            "",
        ),
        case(
            "a stored item",
            stored("\"input\":[{\"type\":\"item_reference\",\"id\":\"x\"}]"),
            "",
        ),
        case(
            "a stored item without a type",
            stored("\"input\":[{\"id\":\"x\"}]"),
            "",
        ),
        case(
            "a stored item that was none before",
            stored("\"input\":[{\"type\":\"message\",\"type\":\"item_reference\"}]"),
            "",
        ),
    ]
}

fn bodies() -> Vec<Case> {
    let deep = |count: usize| {
        format!(
            "{{\"a\":{}{},\"model\":\"smart\"}}",
            "[".repeat(count),
            "]".repeat(count)
        )
    };
    let huge = format!(
        "{{\"model\":\"smart\",\"long\":\"{}\"}}",
        "x".repeat(3_000_000)
    );
    let with = |name: &str, value: &str| {
        to(
            "POST",
            CHAT,
            &[("api-key", "beta"), (name, value)],
            Some("{\"model\":\"smart\"}"),
        )
    };
    vec![
        case(
            "no body",
            to("POST", CHAT, &[("api-key", "beta")], None),
            "",
        ),
        case("an empty body", body(""), ""),
        case("white space", body(" \r\n\t"), ""),
        case("null", body("null"), ""),
        case("an array", body("[{\"model\":\"smart\"}]"), ""),
        case("a text", body("\"smart\""), ""),
        case("no model", body("{}"), ""),
        case("a number as model", body("{\"model\":4.1}"), ""),
        case(
            "a model twice",
            body("{\"model\":\"gpt-4.1\",\"model\":\"phi-4-mini-instruct\"}"),
            "",
        ),
        case(
            "a model twice, once with an escape",
            body("{\"model\":\"phi-4-mini-instruct\",\"m\\u006fdel\":\"smart\"}"),
            "",
        ),
        case(
            "a model in another member",
            body("{\"Model\":\"smart\",\"metadata\":{\"model\":\"smart\"}}"),
            "",
        ),
        case("single quotes", body("{'model':'smart'}"), ""),
        case("no quotes around a name", body("{model:\"smart\"}"), ""),
        case(
            "comments",
            body("/*{*/{/*\"model\":\"x\"*/\"model\"/**/:/**/\"smart\"//\n}"),
            "",
        ),
        case("a comma too many", body("{\"model\":\"smart\",}"), ""),
        case("a comma too early", body("{,\"model\":\"smart\"}"), ""),
        case("no end", body("{\"model\":\"smart\""), ""),
        case(
            "text behind the end",
            body("{\"model\":\"smart\"}{\"model\":\"gpt-9\"}."),
            "",
        ),
        case(
            "a byte order mark",
            body("\u{feff}{\"model\":\"smart\"}"),
            "",
        ),
        case(
            "a zero behind the model",
            body("{\"model\":\"smart\\u0000\"}"),
            "",
        ),
        case(
            "half of a pair as model",
            body("{\"model\":\"\\ud83dsmart\"}"),
            "",
        ),
        case(
            "a date as model",
            body("{\"model\":\"2024-05-01T10:00:00\"}"),
            "",
        ),
        case("a day as model", body("{\"model\":\"2024-05-01\"}"), ""),
        case(
            "an hour 24, which is no date",
            body("{\"model\":\"2024-05-01T24:00:00\"}"),
            "",
        ),
        case(
            "a date that breaks the reader",
            body("{\"model\":\"smart\",\"x\":\"/Date(9999999999999999)/\"}"),
            "",
        ),
        case(
            "an empty date",
            body("{\"model\":\"smart\",\"x\":\"/Date()/\"}"),
            "",
        ),
        case(
            "a constructor as model",
            body("{\"model\":new String(\"smart\")}"),
            "",
        ),
        case(
            "a constructor without a name",
            body("{\"model\":\"smart\",\"x\":new (1)}"),
            "",
        ),
        case(
            "a model that is undefined",
            body("{\"model\":undefined}"),
            "",
        ),
        case(
            "a number beyond doubles",
            body("{\"model\":\"smart\",\"n\":1e400}"),
            "",
        ),
        case("forty arrays in each other", body(&deep(40)), ""),
        case("a thousand arrays in each other", body(&deep(1_000)), ""),
        case("three million characters", body(&huge), ""),
        case(
            "text as content type",
            with("Content-Type", "text/plain"),
            "",
        ),
        case(
            "several parts",
            with("Content-Type", "multipart/form-data; boundary=x"),
            "",
        ),
        case(
            "several parts in capitals",
            with("Content-Type", "MULTIPART/mixed"),
            "",
        ),
        case("as long as may be", with("Content-Length", "50000000"), ""),
        case("a byte longer", with("Content-Length", "50000001"), ""),
        case(
            "a length with spaces",
            with("Content-Length", " 60000000 "),
            "",
        ),
        case(
            "a length that is no number",
            with("Content-Length", "60,000,000"),
            "",
        ),
    ]
}

fn times() -> Vec<Case> {
    let down = json!([{"status": 503, "body": "down"}]);
    let spill = json!([{"status": 429, "headers": {"Retry-After": "3"}}, {"body": {"usage": {"total_tokens": 5}}}]);
    let pooled = || chat("beta", "gpt-5.2");
    let eleven_failures = (0..11)
        .map(|_| (0, answered(chat("alpha", "gpt-4.1"), down.clone()), ""))
        .collect();
    let stream = json!({"events": [{"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 999, "total_tokens": 1_000}}, "[DONE]"]});
    let streamed = to(
        "POST",
        CHAT,
        &[("api-key", "alpha")],
        Some("{\"model\":\"gpt-4.1\",\"stream\":true}"),
    );
    vec![
        sequence(
            "a minute's tokens",
            vec![
                (0, answered(chat("alpha", "gpt-4.1"), used(1_000)), ""),
                (1, chat("alpha", "gpt-4.1"), ""),
                (61, chat("alpha", "gpt-4.1"), ""),
            ],
        ),
        sequence(
            "a stream's tokens",
            vec![
                (0, answered(streamed, stream), ""),
                (1, chat("alpha", "gpt-4.1"), ""),
            ],
        ),
        sequence(
            "a pool's other member",
            vec![
                (0, answered(pooled(), spill.clone()), ""),
                (1, answered(pooled(), used(5)), ""),
                (11, answered(pooled(), used(5)), ""),
            ],
        ),
        sequence(
            "all members of a pool fail",
            vec![
                (0, answered(pooled(), down.clone()), ""),
                (1, pooled(), ""),
                (10, pooled(), ""),
            ],
        ),
        sequence("a breaker of a single backend", eleven_failures),
        sequence(
            "an upstream that is late",
            vec![(
                0,
                answered(chat("alpha", "gpt-4.1"), json!({"fail": "Timeout"})),
                "",
            )],
        ),
        sequence(
            "a month's tokens",
            vec![
                (0, answered(chat("beta", "gpt-4.1"), used(20_000)), ""),
                (301, chat("beta", "gpt-4.1"), ""),
                (40 * 86_400, chat("beta", "gpt-4.1"), ""),
            ],
        ),
    ]
}

fn outcome_of(outcome: &Outcome) -> String {
    let mut told = outcome.status.to_string();
    if let Some(code) = &outcome.code {
        told += &format!(" {code}");
    }
    for call in &outcome.calls {
        let body = call.body.as_deref().unwrap_or_default();
        let model = serde_json::from_slice::<Value>(body).unwrap_or_default();
        let model = model["model"].as_str().unwrap_or("?").to_owned();
        told += &format!(" {model}@{}", call.member);
    }
    told
}

/// Each case long after the one before, so that none touches another.
fn in_time(cases: &[Case]) -> Vec<Value> {
    let mut now = START;
    let mut requests = Vec::new();
    for case in cases {
        now += REST_S * 1_000;
        for (at, step) in case.steps.iter().enumerate() {
            // Not whole seconds after each other: the judge's clock runs on while it works.
            now += step.after * 1_000 + if at == 0 { 0 } else { 51 };
            let mut request = step.request.clone();
            request["clock"] = json!({"set": instant(now)});
            requests.push(request);
        }
    }
    requests
}

#[test]
fn simulator_and_gateway_agree_on_every_case() {
    let cases: Vec<Case> = [keys(), paths(), models(), bodies(), times()]
        .into_iter()
        .flatten()
        .collect();
    let subject = Subject::of(crate::gateway::demo());
    let requests = in_time(&cases);
    let mut expected = cases
        .iter()
        .flat_map(|case| case.steps.iter().map(move |step| (case.name, step.outcome)));
    let mut wrong = String::new();
    simulated::outcomes(&subject, &requests, |_, outcome| {
        let (name, expected) = expected.next().unwrap();
        let found = outcome_of(&outcome);
        if found != expected {
            wrong += &format!("{name}: {found}, expected {expected}\n");
        }
    });
    let parts = vec![Part { subject, requests }];
    Batch { seed: 0, parts }.agree();
    assert_eq!(wrong, "");
}
