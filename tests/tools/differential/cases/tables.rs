//! The cases, by what they are about.

#![cfg(test)]

use serde_json::json;

use super::bodies::bodies;
use super::{CHAT, Case, answered, body, case, chat, headers, path, sequence, to, used};
use super::{identity, limits, websites};

const RESPONSES: &str = "/responses";

/// All cases.
pub(super) fn all() -> Vec<Case> {
    let all = [
        identity::keys(),
        identity::tokens(),
        paths(),
        websites::websites(),
        models(),
        bodies(),
        times(),
        limits::limits(),
    ];
    all.into_iter().flatten().collect()
}

fn paths() -> Vec<Case> {
    vec![
        case("no POST", path("PUT", CHAT), "404"),
        case(
            "a method in small letters",
            path("post", CHAT),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
        case(
            "a path in capitals",
            path("POST", "/CHAT/Completions"),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
        case(
            "a slash at the end",
            path("POST", "/chat/completions/"),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
        case(
            "an escaped letter in the path",
            path("POST", "/%63hat/completions"),
            "404",
        ),
        case("two slashes", path("POST", "//chat/completions"), "404"),
        case(
            "a deployment by an escaped name",
            path("GET", "/deployments/gpt%2D4.1"),
            "200",
        ),
        case(
            "a deployment with a zero behind its name",
            path("GET", "/deployments/gpt-4.1%00"),
            "404 deployment_not_found",
        ),
        case(
            "a deployment by its alias",
            path("GET", "/deployments/smart"),
            "404 deployment_not_found",
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table, a row for each case")]
fn models() -> Vec<Case> {
    let stored = |member: &str| {
        to(
            "POST",
            RESPONSES,
            &[("api-key", "beta")],
            Some(&format!(
                "{{\"model\":\"gpt-4.1\",\"store\":false,{member}}}"
            )),
        )
    };
    vec![
        case(
            "an alias",
            chat("beta", "smart"),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
        case(
            "an alias with a slash and a colon",
            chat("beta", "openai/GPT-4.1:latest"),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
        case(
            "such an alias in other case",
            chat("beta", "openai/gpt-4.1:latest"),
            "403 model_not_allowed",
        ),
        case(
            "a model that others are granted",
            chat("alpha", "gpt-5.2"),
            "403 model_not_allowed",
        ),
        case(
            "a model that nobody knows",
            chat("beta", "gpt-9"),
            "403 model_not_allowed",
        ),
        case(
            "a model in other letters",
            chat("beta", "GPT-4.1"),
            "403 model_not_allowed",
        ),
        case(
            "a deployment's name",
            chat("beta", "gpt-5.2-ptu"),
            "403 model_not_allowed",
        ),
        case(
            "an embedding model for chat",
            chat("beta", "text-embedding-3-small"),
            "400 operation_not_supported",
        ),
        case(
            "a model of the cluster",
            chat("beta", "phi-4-mini-instruct"),
            "200 phi-4-mini-instruct@kaito-phi-4-mini-instruct",
        ),
        case(
            "a pooled model",
            chat("beta", "gpt-5.2"),
            "200 gpt-5.2@foundry-gpt-5-2-swedencentral",
        ),
        case(
            "a pooled model's responses",
            to(
                "POST",
                RESPONSES,
                &[("api-key", "beta")],
                Some("{\"model\":\"gpt-5.2\",\"store\":false}"),
            ),
            "200 gpt-5.2@foundry-gpt-5-2-swedencentral",
        ),
        case(
            "an earlier response",
            stored("\"previous_response_id\":\"r\""),
            "400 stored_responses_not_supported",
        ),
        case(
            "an earlier response and none",
            stored("\"previous_response_id\":\"r\",\"previous_response_id\":null"),
            "400 duplicate_parameter",
        ),
        case(
            "a stored item",
            stored("\"input\":[{\"type\":\"item_reference\",\"id\":\"x\"}]"),
            "400 stored_responses_not_supported",
        ),
        case(
            "a stored item without a type",
            stored("\"input\":[{\"id\":\"x\"}]"),
            "400 stored_responses_not_supported",
        ),
        case(
            "a stored item that was none before",
            stored("\"input\":[{\"type\":\"message\",\"type\":\"item_reference\"}]"),
            "400 duplicate_parameter",
        ),
        case(
            "a response that would be stored",
            to(
                "POST",
                RESPONSES,
                &[("api-key", "beta")],
                Some("{\"model\":\"gpt-4.1\"}"),
            ),
            "400 stored_responses_not_supported",
        ),
        case(
            "an answer in the background",
            stored("\"background\":true"),
            "400 stored_responses_not_supported",
        ),
        case(
            "a tool that runs at the provider",
            stored("\"tools\":[{\"type\":\"code_interpreter\"}]"),
            "400 parameter_not_allowed",
        ),
        case(
            "a stream that hides what it used",
            body(
                "{\"model\":\"gpt-4.1\",\"stream\":true,\"stream_options\":{\"include_usage\":false}}",
            ),
            "400 usage_must_be_reported",
        ),
        case(
            "a header that chooses a deployment",
            headers(&[
                ("api-key", "beta"),
                ("x-ms-oai-image-generation-deployment", "gpt-image-1"),
            ]),
            "400 header_not_allowed",
        ),
    ]
}

fn times() -> Vec<Case> {
    let down = json!([{"status": 503, "body": "down"}]);
    let spill = json!([{"status": 429, "headers": {"Retry-After": "3"}}, {"body": {"usage": {"total_tokens": 5}}}]);
    let pooled = || chat("beta", "gpt-5.2");
    let failure = || answered(chat("alpha", "gpt-4.1"), down.clone());
    let mut eleven_failures = vec![(0, failure(), "503 gpt-4.1@foundry-gpt-4-1"); 10];
    eleven_failures.push((0, failure(), "503"));
    let stream = json!({"events": [{"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2_999, "total_tokens": 3_000}}, "[DONE]"]});
    let streamed = to(
        "POST",
        CHAT,
        &[("api-key", "alpha")],
        Some("{\"model\":\"gpt-4.1\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}"),
    );
    vec![
        sequence(
            "a minute's tokens",
            vec![
                (
                    0,
                    answered(chat("alpha", "gpt-4.1"), used(2_000)),
                    "200 gpt-4.1@foundry-gpt-4-1",
                ),
                (1, chat("alpha", "gpt-4.1"), "429 rate_limit_exceeded"),
                (61, chat("alpha", "gpt-4.1"), "200 gpt-4.1@foundry-gpt-4-1"),
            ],
        ),
        sequence(
            "a stream's tokens",
            vec![
                (0, answered(streamed, stream), "200 gpt-4.1@foundry-gpt-4-1"),
                (1, chat("alpha", "gpt-4.1"), "429 rate_limit_exceeded"),
            ],
        ),
        sequence(
            "a pool's other member",
            vec![
                (
                    0,
                    answered(pooled(), spill.clone()),
                    "200 gpt-5.2@foundry-gpt-5-2-swedencentral gpt-5.2@foundry-gpt-5-2-westus3",
                ),
                (
                    1,
                    answered(pooled(), used(5)),
                    "200 gpt-5.2@foundry-gpt-5-2-westus3",
                ),
                // Reserved throughput says for how long it is full.
                (
                    3,
                    answered(pooled(), used(5)),
                    "200 gpt-5.2@foundry-gpt-5-2-swedencentral",
                ),
            ],
        ),
        sequence(
            "all members of a pool fail",
            vec![
                (
                    0,
                    answered(pooled(), down.clone()),
                    "503 gpt-5.2@foundry-gpt-5-2-swedencentral gpt-5.2@foundry-gpt-5-2-westus3",
                ),
                // The last member is asked as long as it may live: a 503 to everybody is worse than its own.
                (1, pooled(), "200 gpt-5.2@foundry-gpt-5-2-westus3"),
                (10, pooled(), "200 gpt-5.2@foundry-gpt-5-2-swedencentral"),
            ],
        ),
        sequence("a breaker of a single backend", eleven_failures),
        sequence(
            "an upstream that is late",
            vec![(
                0,
                answered(chat("alpha", "gpt-4.1"), json!({"fail": "Timeout"})),
                "504 upstream_timeout gpt-4.1@foundry-gpt-4-1",
            )],
        ),
        sequence(
            "a month's tokens",
            vec![
                (
                    0,
                    answered(chat("beta", "gpt-4.1"), used(20_000)),
                    "200 gpt-4.1@foundry-gpt-4-1",
                ),
                (2_000, chat("beta", "gpt-4.1"), "403 token_quota_exceeded"),
                (
                    40 * 86_400,
                    chat("beta", "gpt-4.1"),
                    "200 gpt-4.1@foundry-gpt-4-1",
                ),
            ],
        ),
    ]
}
