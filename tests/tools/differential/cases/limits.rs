//! Cases about limits besides tokens: calls, answers, and prompts that are estimated.

#![cfg(test)]

use serde_json::Value;

use super::{CHAT, Case, body, case, sequence, to};

/// A chat of the team `bounded`: three calls a minute, two at the same time, answers of 100 tokens.
fn bounded(members: &str) -> Value {
    let text = format!("{{\"model\":\"gpt-4.1\",\"messages\":[]{members}}}");
    to("POST", CHAT, &[("api-key", "bounded")], Some(&text))
}

/// The cases.
pub(super) fn limits() -> Vec<Case> {
    let (served, long) = ("200 gpt-4.1@foundry-gpt-4-1", "400 output_limit_exceeded");
    let embed = || {
        let text = "{\"model\":\"text-embedding-3-small\",\"input\":\"hi\"}";
        to("POST", "/embeddings", &[("api-key", "beta")], Some(text))
    };
    let embedded = "200 text-embedding-3-small@foundry-text-embedding-3-small";
    let mut embeddings = vec![(0, embed(), embedded); 6];
    embeddings.push((0, embed(), "429 call_limit_exceeded"));
    let within = || bounded(",\"max_tokens\":100");
    let prompt = |bytes: usize| {
        let text = "x".repeat(bytes);
        body(&format!(
            "{{\"model\":\"gpt-4.1\",\"messages\":[{{\"role\":\"user\",\"content\":\"{text}\"}}]}}"
        ))
    };
    vec![
        sequence(
            "more calls than a minute has",
            vec![
                (0, within(), served),
                (0, within(), served),
                (0, within(), served),
                (0, within(), "429 call_limit_exceeded"),
                (21, within(), served),
            ],
        ),
        sequence(
            "embeddings, whose tokens are not documented to be counted",
            embeddings,
        ),
        case(
            "an answer that may be as long as it likes",
            bounded(""),
            long,
        ),
        case(
            "an answer that is too long",
            bounded(",\"max_completion_tokens\":101"),
            long,
        ),
        case(
            "answers that are too long together",
            bounded(",\"max_tokens\":50,\"n\":3"),
            long,
        ),
        case(
            "answers that are short enough together",
            bounded(",\"max_tokens\":50,\"n\":2"),
            served,
        ),
        case(
            "the longest of two limits",
            bounded(",\"max_tokens\":5,\"max_completion_tokens\":500"),
            long,
        ),
        case("a limit in a text", bounded(",\"max_tokens\":\"5\""), long),
        case(
            "a limit with an exponent",
            bounded(",\"max_tokens\":1e1"),
            long,
        ),
        case(
            "no limit after one",
            bounded(",\"max_tokens\":5,\"max_completion_tokens\":null"),
            served,
        ),
        case(
            "a prompt that is estimated at less than a minute has",
            prompt(3_000),
            served,
        ),
        case(
            "a prompt that is estimated at more than a minute has",
            prompt(5_000),
            "429 rate_limit_exceeded",
        ),
    ]
}
