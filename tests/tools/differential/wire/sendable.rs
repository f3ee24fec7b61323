//! Random requests as sockets can carry them, some with bytes that no file of requests could hold.

#![cfg(test)]

use serde_json::{Value, json};

use crate::differential::bodies;
use crate::differential::random::Random;

/// Bytes that are no UTF-8, or not what they seem.
const BYTES: [&[u8]; 9] = [
    b"\xff",
    b"\xc3",
    b"\xc3(",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"\xf0\x9f\x98",
    b"\xf5\x80\x80\x80",
    b"\xef\xbb\xbf",
    b"\x00",
];

/// What JSON is made of, and what looks like it.
const PIECES: [&str; 44] = [
    "",
    "",
    "",
    "",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "'",
    "\\",
    "/",
    "/*",
    "*/",
    "//",
    "\n",
    "\r",
    "\t",
    " ",
    "\u{a0}",
    "\u{2028}",
    "\u{0}",
    "0",
    "1",
    "-",
    "+",
    ".",
    "e",
    "E5",
    "0x",
    "true",
    "false",
    "null",
    "undefined",
    "NaN",
    "Infinity",
    "new A(",
    ")",
    "\\u00",
    "\\u006d",
    "$",
    "\"model\":",
];

/// A request as sockets can carry it: headers that lie about the message would be no message, and an upstream cannot be
/// waited for until it is late.
pub(super) fn sendable(random: &mut Random, mut request: Value) -> Value {
    let headers = request["headers"].as_object_mut().unwrap();
    let framing = [
        "content-length",
        "transfer-encoding",
        "connection",
        "expect",
        "te",
        "host",
    ];
    headers.retain(|name, _| !framing.contains(&name.to_ascii_lowercase().as_str()));
    for value in headers.values_mut() {
        *value = json!(value.as_str().unwrap().trim());
    }
    headers.insert("Host".to_owned(), json!("gateway.example.com"));
    let path = request["path"].as_str().unwrap().replace([' ', '#'], "%20");
    request["path"] = json!(path);
    let text = request["upstream"]
        .to_string()
        .replace("Timeout", "BackendConnectionFailure");
    request["upstream"] = serde_json::from_str(&text).unwrap();
    if request["method"] == "HEAD" {
        // Its answer has no body to compare.
        request["method"] = json!("PUT");
    }
    if let Some(text) = request["body"].as_str() {
        let bytes = spoiled(random, text);
        let headers = request["headers"].as_object_mut().unwrap();
        headers.insert("Content-Length".to_owned(), json!(bytes.len().to_string()));
        let empty = bytes.is_empty();
        request["bytes"] = json!(bytes);
        if empty {
            // A message with an empty body is a message without one.
            let members = request.as_object_mut().unwrap();
            members.remove("bytes");
            members.remove("body");
        }
    }
    request
}

/// The bytes of a body, some of them wrong now and then.
fn spoiled(random: &mut Random, text: &str) -> Vec<u8> {
    let exact = bodies::EXACT[random.below(bodies::EXACT.len())];
    let text = match random.below(10) {
        0..=3 if text.len() > 2 => text.replacen('{', &format!("{{{exact},"), 1),
        4 => format!(" \r\n{text}\t"),
        _ => text.to_owned(),
    };
    let mut bytes = text.into_bytes();
    match random.below(10) {
        0 => {
            let at = random.below(bytes.len() + 1);
            let put = *random.pick(&BYTES);
            bytes.splice(at..at, put.iter().copied());
        }
        1 => bytes.truncate(random.below(bytes.len() + 1)),
        2 => {
            bytes.splice(0..0, BYTES[7].iter().copied());
        }
        3 | 4 => {
            for _ in 0..random.between(1, 3) {
                let at = random.below(bytes.len() + 1);
                let until = (at + random.below(3)).min(bytes.len());
                let put = random.pick::<&str>(&PIECES).bytes();
                bytes.splice(at..until, put);
            }
        }
        _ => {}
    }
    bytes
}
