//! What browsers ask and send for scripts of websites.

#![cfg(test)]

use serde_json::Value;

use super::{CHAT, Case, case, headers, to};

/// A script of a website asks whether it may send a chat.
fn website(origin: &str, method: &str, headers: &str) -> Value {
    to(
        "OPTIONS",
        CHAT,
        &[
            ("Origin", origin),
            ("Access-Control-Request-Method", method),
            ("Access-Control-Request-Headers", headers),
        ],
        None,
    )
}

pub(super) fn websites() -> Vec<Case> {
    let own = "https://chat.example.com";
    let from = |origin: &str, key: &str| headers(&[("Origin", origin), ("api-key", key)]);
    vec![
        case(
            "a listed website asks",
            website(own, "POST", "api-key,content-type"),
            "200",
        ),
        case(
            "another website asks",
            website("https://evil.example.com", "POST", ""),
            "200",
        ),
        case("no website asks", website("null", "POST", ""), "200"),
        case(
            "a website asks for another method",
            website(own, "DELETE", ""),
            "404",
        ),
        case(
            "a website asks for another header",
            website(own, "POST", "x-policy-id"),
            "200",
        ),
        case(
            "a website asks for a path that there is not",
            to(
                "OPTIONS",
                "/files",
                &[("Origin", own), ("Access-Control-Request-Method", "POST")],
                None,
            ),
            "404",
        ),
        case(
            "OPTIONS of no browser",
            to("OPTIONS", CHAT, &[("api-key", "beta")], None),
            "404",
        ),
        case(
            "a listed website sends",
            from(own, "beta"),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
        case(
            "a listed website is refused",
            from(own, "empty"),
            "403 model_not_allowed",
        ),
        case("a listed website without a key", from(own, ""), "401"),
        case(
            "another website sends",
            from("https://evil.example.com", "beta"),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
    ]
}
