//! Bodies of requests: valid ones, and every way of writing one that somebody could read differently.

#![cfg(test)]

use platgen::domain::models::model::Capability;
use platgen::gateway::Operation;
use serde_json::{Value, json};

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
        0..=61 => valid(random, operation, names.asked),
        62..=91 => hostile(random, operation, names),
        92..=97 => bare(random, names),
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

/// Members that pass, with values that readers of JSON write anew in other words.
pub(crate) const EXACT: [&str; 8] = [
    "\"seed\":12345678901234567890123",
    "\"user\":\"2025-03-01T10:20:30.120+02:00\"",
    "\"metadata\":{\"at\":\"2025-03-01T10:20:30Z\",\"n\":1e400,\"n\":-0.0}",
    "\"user\":\"/Date(1198908717056)/\"",
    "\"top_p\":0.10 ,\"logit_bias\" : { }",
    "\"stop\":[\"\\u00e9\\ud83d\\/\",\"\u{e9}\u{1F600}\u{7f}\u{2028}\"]",
    "\"presence_penalty\":1.00E+00",
    "\"temperature\":0e0",
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
    let capability = operation.capability();
    let mut body = match capability {
        Some(Capability::Chat) => json!({"model": model, "messages": []}),
        Some(Capability::Completions) => json!({"model": model, "prompt": "hi"}),
        Some(Capability::Responses) => json!({"model": model, "input": "hi", "store": false}),
        Some(Capability::Embeddings) | None => json!({"model": model, "input": "hi"}),
    };
    if random.percent(30) {
        let limit = match capability {
            Some(Capability::Chat) => Some("max_completion_tokens"),
            Some(Capability::Completions) => Some("max_tokens"),
            Some(Capability::Responses) => Some("max_output_tokens"),
            Some(Capability::Embeddings) | None => None,
        };
        if let Some(limit) = limit {
            body[limit] = json!(*random.pick(&[1, 100, 3_000]));
        }
    }
    if random.percent(20) && capability != Some(Capability::Embeddings) {
        body["stream"] = json!(true);
        if capability != Some(Capability::Responses) {
            body["stream_options"] = json!({"include_usage": true});
        }
    }
    body
}

/// What a well-behaved client sends, and now and then something that does not pass. Members stand in any order, with white
/// space as some writers set it.
fn valid(random: &mut Random, operation: Operation, model: &str) -> String {
    let mut members: Vec<(&str, Value)> = Vec::new();
    if !operation.names_model_in_path() || random.percent(50) {
        members.push(("model", json!(model)));
    }
    members.push(match operation.capability() {
        Some(Capability::Chat) => (
            "messages",
            json!([{"role": "user", "content": text(random)}]),
        ),
        Some(Capability::Completions) => ("prompt", json!(text(random))),
        Some(Capability::Embeddings | Capability::Responses) => ("input", json!(text(random))),
        None => ("x", json!(1)),
    });
    if random.percent(30) {
        members.push(("stream", random.weighted(&streams()).clone()));
    }
    if random.percent(30) {
        members.push(("stream_options", random.weighted(&options()).clone()));
    }
    if operation.capability() == Some(Capability::Responses) {
        let all = [(90, json!(false)), (5, json!(true)), (5, json!(null))];
        if random.percent(94) {
            members.push(("store", random.weighted(&all).clone()));
        }
        if random.percent(40) {
            members.push(stored(random));
        }
    }
    if random.percent(30) {
        members.push(("tools", random.pick(&tools()).clone()));
    }
    for (share, name, value) in [
        (20, "temperature", json!(0.5)),
        (20, "max_tokens", random.pick(&limits()).clone()),
        (9, "max_completion_tokens", random.pick(&limits()).clone()),
        (9, "max_output_tokens", random.pick(&limits()).clone()),
        (8, "metadata", json!({"model": "another"})),
        (10, "user", json!("u \"model\": x")),
        (6, "n", json!(random.below(7))),
        (3, "best_of", json!(2)),
        (3, "top_k", json!(5)),
        (2, "Model", json!("another")),
        (2, "data_sources", json!([{"type": "azure_search"}])),
        (
            3,
            "service_tier",
            json!(*random.pick(&["auto", "priority"])),
        ),
        (1, "modalities", json!(["text", "audio"])),
        (2, "no_such_member", json!(null)),
    ] {
        if random.percent(share) {
            members.push((name, value));
        }
    }
    members.dedup_by_key(|(name, _)| *name);
    let members = random.shuffled(members).into_iter();
    let between = *random.weighted(&[(80, ":"), (10, ": "), (10, " :\n\t")]);
    let members: Vec<String> = members
        .map(|(name, value)| format!("\"{name}\"{between}{value}"))
        .collect();
    format!(
        "{{{}}}",
        members.join(*random.weighted(&[(80, ","), (20, ", ")]))
    )
}

/// How long answers may be, in numbers that are whole or look so.
fn limits() -> Vec<Value> {
    let numbers = [
        "1",
        "99",
        "100",
        "100",
        "4000",
        "1e2",
        "100.0",
        "-1",
        "0",
        "1234567890",
    ];
    let numbers = numbers.map(|text| serde_json::from_str(text).unwrap());
    let others = [
        json!(null),
        json!("100"),
        json!(true),
        json!([100]),
        json!({}),
    ];
    numbers.into_iter().chain(others).collect()
}

fn streams() -> [(usize, Value); 5] {
    [
        (70, json!(true)),
        (15, json!(false)),
        (5, json!("true")),
        (5, json!(1)),
        (5, json!(null)),
    ]
}

fn options() -> [(usize, Value); 7] {
    [
        (70, json!({"include_usage": true})),
        (8, json!({"include_usage": false})),
        (4, json!({"include_usage": null})),
        (
            5,
            json!({"include_usage": true, "include_obfuscation": false}),
        ),
        (5, json!({})),
        (4, json!(null)),
        (4, json!("x")),
    ]
}

fn tools() -> Vec<Value> {
    let function = json!({"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {"model": {"type": "string"}}}}});
    let of = |kind: &str| json!([function, {"type": kind}]);
    vec![
        json!([function]),
        json!([function, function]),
        json!([]),
        json!(null),
        json!({}),
        json!(["function", 1, null, [function]]),
        json!([{"name": "f"}]),
        json!([{"type": null}]),
        of("custom"),
        of("mcp"),
        of("web_search"),
        of("file_search"),
        of("code_interpreter"),
        of("image_generation"),
        of("Function"),
        of(""),
        of("a b"),
    ]
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
        (
            "input",
            json!([{"type": "reasoning", "id": "rs_1", "summary": []}]),
        ),
        (
            "input",
            json!([{"type": "reasoning", "encrypted_content": "x"}, {"role": "user", "content": "hi"}]),
        ),
        (
            "input",
            json!([{"role": "user", "content": [{"type": "input_file", "file_id": "f"}]}]),
        ),
        ("background", json!(true)),
        ("background", json!(null)),
        ("prompt", json!({"id": "p"})),
        ("input", json!([["item_reference"], "text", 1, null])),
        (
            "input",
            json!([{"type": "function_call_output", "call_id": "c"}]),
        ),
        ("input", json!([])),
        ("input", json!({"type": "item_reference"})),
    ];
    random.pick(&all).clone()
}
