//! The cases that are about bodies.

#![cfg(test)]

use super::{Bytes, CHAT, Case, body, case, to};

/// Bodies, and what is decided about them.
pub(super) fn bodies() -> Vec<Case> {
    let all = [kinds(), spellings(), values(), sizes()];
    all.into_iter().flatten().collect()
}

/// Of other kinds than an object with a model.
fn kinds() -> Vec<Case> {
    let none = to("POST", CHAT, &[("api-key", "beta")], None);
    let mut cases = vec![case("no body", none, "400 invalid_json")];
    for (name, text, outcome) in [
        ("an empty body", "", "400 invalid_json"),
        ("white space", " \r\n\t", "400 invalid_json"),
        ("null", "null", "400 invalid_json"),
        ("an array", "[{\"model\":\"smart\"}]", "400 invalid_json"),
        ("a text", "\"smart\"", "400 invalid_json"),
        ("no model", "{}", "400 invalid_body"),
        ("a number as model", "{\"model\":4.1}", "400 invalid_body"),
        (
            "a model twice",
            "{\"model\":\"gpt-4.1\",\"model\":\"phi-4-mini-instruct\"}",
            "400 duplicate_parameter",
        ),
        (
            "a model twice, once with an escape",
            "{\"model\":\"phi-4-mini-instruct\",\"m\\u006fdel\":\"smart\"}",
            "400 parameter_not_allowed",
        ),
        (
            "a model in another member",
            "{\"Model\":\"smart\",\"metadata\":{\"model\":\"smart\"}}",
            "400 invalid_body",
        ),
    ] {
        cases.push(case(name, body(text), outcome));
    }
    cases
}

/// Ways to write the same object that are no JSON.
fn spellings() -> Vec<Case> {
    [
        ("single quotes", "{'model':'smart'}"),
        ("no quotes around a name", "{model:\"smart\"}"),
        (
            "comments",
            "/*{*/{/*\"model\":\"x\"*/\"model\"/**/:/**/\"smart\"//\n}",
        ),
        ("a comma too many", "{\"model\":\"smart\",}"),
        ("a comma too early", "{,\"model\":\"smart\"}"),
        ("no end", "{\"model\":\"smart\""),
        (
            "text behind the end",
            "{\"model\":\"smart\"}{\"model\":\"gpt-9\"}.",
        ),
        ("a byte order mark", "\u{feff}{\"model\":\"smart\"}"),
        (
            "a constructor",
            "{\"model\":\"smart\",\"user\":new String(\"x\")}",
        ),
        ("what is undefined", "{\"model\":undefined}"),
        ("what is no number", "{\"model\":\"smart\",\"seed\":NaN}"),
        ("a zero too many", "{\"model\":\"smart\",\"seed\":01}"),
        ("white space of others", "{\u{a0}\"model\":\"smart\"}"),
        (
            "a line's end in a text",
            "{\"model\":\"smart\",\"user\":\"a\nb\"}",
        ),
        (
            "an escape that is none",
            "{\"model\":\"smart\",\"user\":\"\\x41\"}",
        ),
    ]
    .map(|(name, text)| case(name, body(text), "400 invalid_json"))
    .into()
}

/// Values that some readers take for something else than text or number.
fn values() -> Vec<Case> {
    let granted = "200 gpt-4.1@foundry-gpt-4-1";
    [
        (
            "a zero behind the model",
            "{\"model\":\"smart\\u0000\"}",
            "400 invalid_body",
        ),
        (
            "half of a pair as model",
            "{\"model\":\"\\ud83dsmart\"}",
            "400 invalid_body",
        ),
        (
            "a date as model",
            "{\"model\":\"2024-05-01T10:00:00\"}",
            "403 model_not_allowed",
        ),
        (
            "a number beyond 64 bits",
            "{\"model\":\"smart\",\"seed\":123456789012345678901234567890}",
            granted,
        ),
        (
            "a stream that is a number",
            "{\"model\":\"smart\",\"stream\":1}",
            "400 parameter_not_allowed",
        ),
        (
            "a member in other letters",
            "{\"model\":\"smart\",\"Model\":\"gpt-9\"}",
            "400 parameter_not_allowed",
        ),
        (
            "a member that looks like another's inside",
            "{\"model\":\"smart\",\"stream\":true,\"stream_options.include_usage\":true}",
            "400 parameter_not_allowed",
        ),
    ]
    .map(|(name, text, outcome)| case(name, body(text), outcome))
    .into()
}

/// Depths and lengths, reported or true, and types of content.
fn sizes() -> Vec<Case> {
    let deep = |count: usize| {
        format!(
            "{{\"stop\":{}{},\"model\":\"gpt-4.1\"}}",
            "[".repeat(count),
            "]".repeat(count)
        )
    };
    let long = |count: usize| format!("{{\"model\":\"smart\",\"user\":\"{}\"}}", "x".repeat(count));
    let with = |name: &str, value: &str| {
        to(
            "POST",
            CHAT,
            &[("api-key", "beta"), (name, value)],
            Some("{\"model\":\"smart\"}"),
        )
    };
    let granted = "200 gpt-4.1@foundry-gpt-4-1";
    // It arrives, but the reader of JSON that looks for its model here takes no such numbers.
    let unread = "200 ?@foundry-gpt-4-1";
    vec![
        case("63 arrays in an object", body(&deep(63)), granted),
        case(
            "64 arrays in an object",
            body(&deep(64)),
            "400 invalid_json",
        ),
        case("a thousand arrays", body(&deep(1_000)), "400 invalid_json"),
        case("two million characters", body(&long(2_000_000)), granted),
        case(
            "three million characters",
            body(&long(3_000_000)),
            "413 body_too_large",
        ),
        case(
            "text as content type",
            with("Content-Type", "text/plain"),
            granted,
        ),
        case(
            "another encoding as content type",
            with("Content-Type", "application/json; charset=utf-7"),
            granted,
        ),
        case(
            "UTF-16 as content type",
            with("Content-Type", "application/json; charset=utf-16"),
            granted,
        ),
        case(
            "two charsets as content type",
            with(
                "Content-Type",
                "application/json; charset=utf-8; charset=utf-7",
            ),
            granted,
        ),
        case("chunks", with("Transfer-Encoding", "chunked"), granted),
        case(
            "a body that calls itself compressed",
            with("Content-Encoding", "gzip"),
            granted,
        ),
        case(
            "four hundred digits",
            body(&format!(
                "{{\"model\":\"smart\",\"seed\":{}}}",
                "9".repeat(400)
            )),
            unread,
        ),
        case(
            "a number that no double holds",
            body("{\"model\":\"smart\",\"temperature\":1e400}"),
            unread,
        ),
        case(
            "parts as content type",
            with("Content-Type", "multipart/form-data; boundary=x"),
            granted,
        ),
        case(
            "a length that lies",
            with("Content-Length", "50000001"),
            granted,
        ),
    ]
}

/// What reaches the upstream of bodies that others would write anew: everything as it was sent but the model's name.
pub(super) fn bytes() -> Vec<Bytes> {
    let all: [(&str, &[u8], &[u8]); 9] = [
        ("numbers", b"{\"model\":\"smart\",\"seed\":12345678901234567890123,\"top_p\":1.50,\"temperature\":1E+00}", b"{\"model\":\"gpt-4.1\",\"seed\":12345678901234567890123,\"top_p\":1.50,\"temperature\":1E+00}"),
        ("dates", b"{\"user\":\"2025-03-01T10:20:30.120+02:00\",\"stop\":\"/Date(1198908717056)/\",\"model\":\"smart\"}", b"{\"user\":\"2025-03-01T10:20:30.120+02:00\",\"stop\":\"/Date(1198908717056)/\",\"model\":\"gpt-4.1\"}"),
        ("white space", b" {\r\n\t\"model\" \n:\t\"smart\" ,\"user\":\"x\" } \n", b" {\r\n\t\"model\" \n:\t\"gpt-4.1\" ,\"user\":\"x\" } \n"),
        ("escapes", b"{\"model\":\"smart\",\"user\":\"\\u00e9\\u2028\\u007f\\/<&>'\\ud83d\\u0000\"}", b"{\"model\":\"gpt-4.1\",\"user\":\"\\u00e9\\u2028\\u007f\\/<&>'\\ud83d\\u0000\"}"),
        ("UTF-8", b"{\"user\":\"\xc3\xa9\xe2\x80\xa8\xf0\x9f\x98\x80\xef\xbb\xbf\",\"model\":\"smart\"}", b"{\"user\":\"\xc3\xa9\xe2\x80\xa8\xf0\x9f\x98\x80\xef\xbb\xbf\",\"model\":\"gpt-4.1\"}"),
        ("a tool with a parameter called model", b"{\"tools\":[{\"type\":\"function\",\"function\":{\"parameters\":{\"properties\":{\"model\":{},\"at\":\"2025-03-01T10:20:30Z\"}}}}],\"model\":\"smart\"}", b"{\"tools\":[{\"type\":\"function\",\"function\":{\"parameters\":{\"properties\":{\"model\":{},\"at\":\"2025-03-01T10:20:30Z\"}}}}],\"model\":\"gpt-4.1\"}"),
        ("a byte that is no UTF-8", b"{\"model\":\"smart\",\"user\":\"\xff\"}", b""),
        ("half of a pair in UTF-8", b"{\"model\":\"smart\",\"user\":\"\xed\xa0\x80\"}", b""),
        ("a byte order mark", b"\xef\xbb\xbf{\"model\":\"smart\"}", b""),
    ];
    let case = |(name, sent, reaches)| Bytes {
        name,
        sent,
        reaches,
    };
    all.into_iter().map(case).collect()
}
