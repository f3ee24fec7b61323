//! Bodies of requests: valid ones, and every way of writing one that somebody could read differently.

#![cfg(test)]

use platgen::gateway::Operation;
use serde_json::{Map, Value, json};

use super::random::Random;

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

/// A body that readers of JSON could disagree about.
fn hostile(random: &mut Random, operation: Operation, names: Names<'_>) -> String {
    let Names { asked, other } = names;
    let usual = match operation {
        Operation::ChatCompletions => "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]",
        Operation::Completions => "\"prompt\":\"hi\"",
        Operation::Embeddings
        | Operation::Responses
        | Operation::ModelsList
        | Operation::DeploymentsList
        | Operation::DeploymentGet => "\"input\":\"hi\"",
    };
    let stream = *random.weighted(&[
        (60, ""),
        (10, ",\"stream\":true"),
        (3, ",\"stream\":false"),
        (3, ",'stream':true"),
        (3, ",stream:true"),
        (3, ",\"\\u0073tream\":true"),
        (3, ",\"stream\":false,\"stream\":true"),
        (3, ",\"stream\":true,\"stream\":false"),
        (3, ",\"stream\":true,\"stream_options\":null"),
        (3, ",\"stream\":true,\"Stream_options\":{}"),
        (3, ",\"stream\":\"true\""),
    ]);
    let first = asked.chars().next().unwrap_or('g');
    let rest: String = asked.chars().skip(1).collect();
    let escaped = format!("\\u{:04x}{rest}", u32::from(first));
    let members = model_members(random, asked, other, &escaped);
    let other_member = extra(random);
    let mut parts = vec![members, format!("{usual}{stream}")];
    if !other_member.is_empty() {
        parts.push(other_member);
    }
    let inside = random.shuffled(parts).join(*random.weighted(&[
        (90, ","),
        (4, " , "),
        (2, ",/* , */"),
        (2, ",\n//x\n"),
        (2, "\u{a0},"),
    ]));
    let (before, after) = *random.weighted(&[
        (70, ("{", "}")),
        (3, (" \r\n{ ", " } ")),
        (3, ("\u{feff}{", "}")),
        (3, ("/*{*/{", "}")),
        (3, ("{/*\"model\":\"x\"*/", "}")),
        (2, ("{//x\n", "}.//y")),
        (2, ("{", ",}")),
        (2, ("{,", "}")),
        (2, ("{", "}}")),
        (2, ("{", "")),
        (2, ("{", "]")),
        (2, ("{", "}{\"model\":\"x\"}")),
        (2, ("[{", "}]")),
        (2, ("\u{2003}{", "}")),
    ]);
    format!("{before}{inside}{after}")
}

/// Ways to write the member `model`.
fn model_members(random: &mut Random, asked: &str, other: &str, escaped: &str) -> String {
    let all = [
        (30, format!("\"model\":\"{asked}\"")),
        (3, format!("\"model\" : \"{asked}\"")),
        (2, format!("\"model\"\n\t:\r\n\"{asked}\"")),
        (2, format!("\"model\"\u{a0}:\u{2028}\"{asked}\"")),
        (2, format!("\"model\"\u{b}:\u{c}\"{asked}\"")),
        (3, format!("\"model\":\"{asked}\",\"model\":\"{other}\"")),
        (3, format!("\"model\":\"{other}\",\"model\":\"{asked}\"")),
        (2, format!("\"model\":\"{asked}\",\"model\":\"{asked}\"")),
        (2, format!("\"model\":\"{other}\",'model':\"{asked}\"")),
        (2, format!("\"model\":\"{other}\",model:\"{asked}\"")),
        (2, format!("model:\"{other}\",\"model\":\"{asked}\"")),
        (3, format!("\"\\u006dodel\":\"{asked}\"")),
        (2, format!("\"\\u006Dodel\":\"{asked}\"")),
        (
            2,
            format!("\"mo\\u0064el\":\"{other}\",\"model\":\"{asked}\""),
        ),
        (
            2,
            format!("\"model\":\"{other}\",\"m\\u006fdel\":\"{asked}\""),
        ),
        (2, format!("\"model\":\"{escaped}\"")),
        (2, format!("\"model\":\"{asked}\\u0000\"")),
        (1, format!("\"model\":\"\\ud83d{asked}\"")),
        (3, format!("'model':'{asked}'")),
        (2, format!("\"model\":'{asked}'")),
        (2, format!("model:\"{asked}\"")),
        (2, format!("\"model\":{asked}")),
        (2, format!("\"model\"/**/:\"{asked}\"")),
        (2, format!("\"model\":/*x*/\"{asked}\"")),
        (2, format!("\"model\":\"{asked}\"/*\"model\":\"{other}\"*/")),
        (
            2,
            format!("\"metadata\":{{\"model\":\"{other}\"}},\"model\":\"{asked}\""),
        ),
        (
            2,
            format!("\"model\":\"{asked}\",\"tools\":[{{\"model\":\"{other}\"}}]"),
        ),
        (2, format!("\"metadata\":{{\"model\":\"{asked}\"}}")),
        (
            2,
            format!("\"user\":\"\\\"model\\\":\\\"x\\\"\",\"model\":\"{asked}\""),
        ),
        (
            2,
            format!("\"user\":'\"model\":\"x\"',\"model\":\"{asked}\""),
        ),
        (2, format!("\"Model\":\"{asked}\"")),
        (2, format!("\"MODEL\":\"{other}\",\"model\":\"{asked}\"")),
        (1, format!("\"model \":\"{asked}\"")),
        (1, format!("\"model\":\" {asked}\"")),
        (1, format!("\"model\":\"{asked} \"")),
        (1, format!("\"model\":\"{}\"", asked.to_uppercase())),
        (1, format!("\"model\":[\"{asked}\"]")),
        (1, format!("\"model\":{{\"name\":\"{asked}\"}}")),
        (1, "\"model\":null".to_owned()),
        (1, "\"model\":true".to_owned()),
        (1, "\"model\":4.1".to_owned()),
        (1, "\"model\":\"\"".to_owned()),
        (2, "\"model\":\"2024-05-01T10:00:00Z\"".to_owned()),
        (1, "\"model\":\"2024-05-01T10:00:00.123+02:00\"".to_owned()),
        (1, "\"model\":\"2024-05-01\"".to_owned()),
        (1, "\"model\":\"\\/Date(1234)\\/\"".to_owned()),
        (1, "\"model\":\"/Date(1234)/\"".to_owned()),
        (1, format!("\"model\":\"{asked}\\\"\"")),
        (1, format!("\"model\":\"{asked}\\q\"")),
        (1, format!("\"model\":\"{asked}\n\"")),
        (1, format!("\"\":\"{other}\",\"model\":\"{asked}\"")),
        (
            1,
            format!("\"model\":\"{asked}\",\"__proto__\":{{\"model\":\"{other}\"}}"),
        ),
        (1, format!("\"model:\":1,\"model\":\"{asked}\"")),
        (1, format!("\"model\\u0022:\":1,\"model\":\"{asked}\"")),
        (
            1,
            format!("\"$type\":\"System.String\",\"model\":\"{asked}\""),
        ),
    ];
    random.weighted(&all).clone()
}

/// Another member that is hard to read, or nothing.
fn extra(random: &mut Random) -> String {
    let deep = |levels: usize| format!("\"deep\":{}1{}", "[".repeat(levels), "]".repeat(levels));
    let objects = |levels: usize| {
        format!(
            "\"deep\":{}1{}",
            "{\"a\":".repeat(levels),
            "}".repeat(levels)
        )
    };
    let all = [
        (55, String::new()),
        (2, "\"at\":\"2024-05-01T10:00:00+02:00\"".to_owned()),
        (
            2,
            "\"at\":\"2024-05-01T10:00:00Z\",\"on\":\"2024-05-01\"".to_owned(),
        ),
        (2, "\"at\":\"2024-05-01T10:00:00.1234567\"".to_owned()),
        (1, "\"at\":\"\\/Date(1714557600000)\\/\"".to_owned()),
        (2, "\"n\":1.0,\"m\":1e3,\"o\":-0.0,\"p\":0.1".to_owned()),
        (
            2,
            "\"n\":12345678901234567890,\"m\":123456789012345678901234567890".to_owned(),
        ),
        (1, "\"n\":1e400".to_owned()),
        (1, "\"n\":0x1F,\"m\":017,\"o\":.5".to_owned()),
        (1, "\"n\":+1".to_owned()),
        (1, "\"n\":01.5".to_owned()),
        (1, "\"n\":1.".to_owned()),
        (1, "\"n\":-".to_owned()),
        (1, "\"n\":1_000".to_owned()),
        (
            1,
            "\"n\":9223372036854775807,\"m\":-9223372036854775808".to_owned(),
        ),
        (1, "\"n\":3.141592653589793238462643".to_owned()),
        (1, "\"n\":tru".to_owned()),
        (1, "\"n\":True".to_owned()),
        (
            2,
            "\"s\":\"\\b\\f\\n\\r\\t\\\\\\/\\\"\\u00e9\\u2028\"".to_owned(),
        ),
        (
            1,
            "\"s\":\"\u{7f}\u{85}\u{2028}\u{2029}\u{1F600}\\ud83d\\ude00<>&'\"".to_owned(),
        ),
        (1, "\"s\":\"\\ud83d\"".to_owned()),
        (1, "\"s\":\"\\u00g0\"".to_owned()),
        (1, "\"s\":\"\\x41\"".to_owned()),
        (1, "\"s\":\"a\tb\nc\"".to_owned()),
        (1, "\"s\":'it\\'s \"quoted\"'".to_owned()),
        (1, "\"s\":\"\\u006\"".to_owned()),
        (1, "\"s\":\"\\\\u006d\"".to_owned()),
        (
            1,
            "\"a\":1,\"a\":2,\"b\":{\"c\":1,\"c\":{\"d\":1}}".to_owned(),
        ),
        (1, "\"a\":[1,2,]".to_owned()),
        (
            1,
            "\"a\":{},\"b\":[],\"c\":[{}],\"d\":{\"\":\"\"}".to_owned(),
        ),
        (1, "unquoted:1,un_quoted$:2".to_owned()),
        (1, "un-quoted:1".to_owned()),
        (1, "1:2".to_owned()),
        (2, deep(40)),
        (1, deep(100)),
        (1, objects(60)),
        (1, format!("\"long\":\"{}\"", "x".repeat(70_000))),
        (2, "\"stream\":true".to_owned()),
        (
            1,
            "\"previous_response_id\":\"r\",\"previous_response_id\":null".to_owned(),
        ),
        (
            1,
            "\"input\":[{\"type\":\"item_reference\",\"type\":\"message\"}]".to_owned(),
        ),
        (
            1,
            "\"input\":[{\"type\":\"2024-05-01T10:00:00Z\"}]".to_owned(),
        ),
    ];
    random.weighted(&all).clone()
}
