//! Bodies of requests: valid ones, and every way of writing one that somebody could read differently.

#![cfg(test)]

use platgen::gateway::Operation;
use serde_json::{Map, Value, json};

use super::random::Random;
use hostile::hostile;

mod hostile;

/// A body, and the content type that goes with it.
pub(crate) struct Body {
    pub(crate) text: Option<String>,
    pub(crate) content_type: &'static str,
}

/// What a body may name.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    /// The model to ask for.
    pub(crate) asked: &'a str,
    /// Another one.
    pub(crate) other: &'a str,
}

/// A body for an operation.
pub(crate) fn body(random: &mut Random, operation: Operation, names: Names<'_>) -> Body {
    let json = "application/json";
    let content_type = *random.weighted(&[
        (86, json),
        (4, "application/json; charset=utf-8"),
        (3, ""),
        (3, "text/plain"),
        (1, "multipart/form-data; boundary=x"),
        (1, "MULTIPART/mixed"),
        (1, " multipart/form-data"),
        (1, "application/multipart/form-data"),
    ]);
    let text = match random.below(100) {
        0..=54 => {
            let text = valid(random, operation, names.asked).to_string();
            // The judge's estimate of prompts falls over a list where a text is usual, unless it cannot read the body.
            if text.contains("\"type\":[") {
                text + "\n."
            } else {
                text
            }
        }
        55..=93 => {
            let hostile = hostile(random, operation, names);
            // What follows the first value is not read; it makes the judge tell the body as it is instead of parsed.
            let end = if strict(&hostile) && random.percent(30) {
                ""
            } else {
                "\n."
            };
            hostile + end
        }
        94..=97 => bare(random, names),
        _ => {
            return Body {
                text: None,
                content_type,
            };
        }
    };
    Body {
        text: Some(text),
        content_type,
    }
}

/// What serde reads and writes as the judge does: no key twice, no text that could be a date, no number but small whole ones.
fn strict(text: &str) -> bool {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return false;
    };
    let same = |a: &str, b: &str| {
        let length = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        length(a) == length(b)
    };
    same(&value.to_string(), text) && !text.contains('T') && !text.contains("Date")
}

/// Members that are read, and written again as what is no JSON.
pub(crate) const PECULIAR: [&str; 8] = [
    "\"n\":NaN,\"m\":Infinity,\"o\":-Infinity",
    "\"stream_options\":undefined",
    "\"n\":undefined,\"m\":null",
    "\"n\":new Date(12)",
    "\"n\":new Thing(\"a\",[1],{b:2})",
    "\"model\":new String(\"x\")",
    "\"a\":[1,,2]",
    "\"model\":undefined",
];

/// Bodies that are no JSON object, or hardly one.
fn bare(random: &mut Random, names: Names<'_>) -> String {
    let asked = names.asked;
    let all = [
        String::new(),
        " \r\n\t".to_owned(),
        "null".to_owned(),
        "true".to_owned(),
        "17".to_owned(),
        "\"model\"".to_owned(),
        "'text'".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        "{".to_owned(),
        "}".to_owned(),
        "{]".to_owned(),
        "{\"model\"}".to_owned(),
        "{\"model\":}".to_owned(),
        "undefined".to_owned(),
        "NaN".to_owned(),
        "-".to_owned(),
        "/**/".to_owned(),
        "model=x&y=z".to_owned(),
        "<model>x</model>".to_owned(),
        format!("[{{\"model\":\"{asked}\"}}]"),
        format!("\"{asked}\""),
        format!("{{\"model\":\"{asked}\""),
        format!("{{\"model\":\"{asked}"),
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{asked}\r\n--x--\r\n"
        ),
    ];
    random.pick(&all).clone()
}

/// The least that a client sends.
pub(crate) fn plain(random: &mut Random, operation: Operation, model: &str) -> Value {
    let mut body = json!({"model": model, "messages": [], "prompt": "hi", "input": "hi"});
    if random.percent(20) && operation != Operation::Embeddings {
        body["stream"] = json!(true);
    }
    body
}

/// What a well-behaved client sends.
fn valid(random: &mut Random, operation: Operation, model: &str) -> Value {
    let mut members = vec![("model", json!(model))];
    members.push(match operation {
        Operation::ChatCompletions => (
            "messages",
            json!([{"role": "user", "content": text(random)}]),
        ),
        Operation::Completions => ("prompt", json!(text(random))),
        Operation::Embeddings | Operation::Responses => ("input", json!(text(random))),
        Operation::ModelsList | Operation::DeploymentsList | Operation::DeploymentGet => {
            ("x", json!(1))
        }
    });
    if random.percent(35) {
        let stream = [
            json!(true),
            json!(true),
            json!(true),
            json!(false),
            json!("true"),
            json!(1),
            json!(null),
        ];
        members.push(("stream", random.pick(&stream).clone()));
    }
    if random.percent(15) {
        let options = [
            json!({"include_usage": true}),
            json!({"include_usage": false}),
            json!({}),
            json!(null),
            json!("x"),
        ];
        members.push(("stream_options", random.pick(&options).clone()));
    }
    if operation == Operation::Responses && random.percent(40) {
        members.push(stored(random));
    }
    for (share, name, value) in [
        (20, "temperature", json!(0.5)),
        (20, "max_tokens", json!(100)),
        (10, "metadata", json!({"model": "another"})),
        (10, "user", json!("u \"model\": x")),
        (5, "Model", json!("another")),
    ] {
        if random.percent(share) {
            members.push((name, value));
        }
    }
    members.dedup_by_key(|(name, _)| *name);
    let members = random.shuffled(members);
    let object: Map<String, Value> = members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    Value::Object(object)
}

fn text(random: &mut Random) -> String {
    let all = [
        "hi",
        "",
        "Grüße, \u{1F600} ok",
        "a \"model\" : \"b\" c",
        "line\nline\ttab",
        "</script>&amp;{{x}}@(1)",
    ];
    let one = (*random.pick(&all)).to_owned();
    match random.below(40) {
        0 => one.repeat(3_000),
        1..=5 => one.repeat(50),
        _ => one,
    }
}

/// Members with which a request to `responses` goes on from what is stored, or seems to.
fn stored(random: &mut Random) -> (&'static str, Value) {
    let all = [
        ("previous_response_id", json!("resp_1")),
        ("previous_response_id", json!("")),
        ("previous_response_id", json!(null)),
        ("previous_response_id", json!(0)),
        ("previous_response_id", json!("2024-05-01")),
        ("conversation", json!("conv_1")),
        ("conversation", json!({"id": "conv_1"})),
        ("conversation", json!(null)),
        ("conversation", json!([])),
        ("input", json!([{"role": "user", "content": "hi"}])),
        ("input", json!([{"type": "item_reference", "id": "x"}])),
        (
            "input",
            json!([{"role": "user", "content": "hi"}, {"id": "x"}]),
        ),
        (
            "input",
            json!([{"type": "message", "role": "user", "content": [{"type": "item_reference"}]}]),
        ),
        ("input", json!([{"type": null, "id": "x"}])),
        ("input", json!([{"type": "item_reference", "role": "user"}])),
        ("input", json!([{"type": "item_reference", "role": null}])),
        ("input", json!([{"type": "ITEM_REFERENCE"}])),
        ("input", json!([{"type": 1}])),
        ("input", json!([{"type": true, "role": 2}])),
        ("input", json!([{"role": {"a": 1}}])),
        ("input", json!([{"type": ["item_reference"]}])),
        ("input", json!([["item_reference"], "text", 1, null])),
        (
            "input",
            json!([{"type": "function_call_output", "call_id": "c"}]),
        ),
        ("input", json!([])),
        ("input", json!({"type": "item_reference"})),
        ("store", json!(true)),
    ];
    random.pick(&all).clone()
}
