//! The cases, by what they are about.

#![cfg(test)]

use serde_json::json;

use super::bodies::bodies;
use super::{CHAT, Case, answered, body, case, chat, headers, path, sequence, to, used};
use super::{limits, websites};
use crate::differential::requests::again;
use crate::gateway::entra;

const RESPONSES: &str = "/responses";

/// All cases.
pub(super) fn all() -> Vec<Case> {
    let all = [
        keys(),
        paths(),
        websites::websites(),
        models(),
        bodies(),
        times(),
        limits::limits(),
    ];
    all.into_iter().flatten().collect()
}

fn keys() -> Vec<Case> {
    let bearer = entra::bearer(entra::NAMED_CLIENT);
    let other = entra::bearer(entra::OTHER_CLIENT);
    vec![
        case(
            "a team's key",
            chat("alpha", "gpt-4.1"),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
        case(
            "a team's second key",
            chat("alpha-2", "gpt-4.1"),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
        case("a key in other letters", chat("ALPHA", "gpt-4.1"), "401"),
        case("no key", headers(&[]), "401"),
        case("an empty key", headers(&[("api-key", "")]), "401"),
        case(
            "a key in the older header",
            headers(&[("Ocp-Apim-Subscription-Key", "alpha")]),
            "401",
        ),
        case(
            "a key as bearer",
            headers(&[("Authorization", "Bearer alpha")]),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
        case(
            "a key as bearer in other letters",
            headers(&[("authorization", "bEARER alpha")]),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
        case(
            "a wrong key before a good bearer",
            headers(&[("api-key", "wrong"), ("Authorization", "Bearer alpha")]),
            "401",
        ),
        case(
            "two keys, of which api-key counts",
            headers(&[("api-key", "empty"), ("Authorization", "Bearer alpha")]),
            "403 model_not_allowed",
        ),
        case(
            "two keys in one header",
            headers(&[("api-key", "alpha,beta")]),
            "401",
        ),
        case(
            "an empty key before a good bearer",
            headers(&[("api-key", ""), ("Authorization", "Bearer alpha")]),
            "401",
        ),
        case(
            "a key in the query",
            to(
                "POST",
                "/chat/completions?api-key=alpha",
                &[],
                Some("{\"model\":\"gpt-4.1\"}"),
            ),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
        case(
            "the header's key before that of the query",
            to(
                "POST",
                "/chat/completions?api-key=alpha",
                &[("api-key", "empty")],
                Some("{\"model\":\"gpt-4.1\"}"),
            ),
            "403 model_not_allowed",
        ),
        case(
            "a key of all APIs",
            chat("all-apis", "gpt-4.1"),
            "403 no_product",
        ),
        case(
            "a key of one API",
            chat("one-api", "gpt-4.1"),
            "403 no_product",
        ),
        case(
            "a key of a product without a policy",
            chat("by-hand", "gpt-4.1"),
            "403 no_decision",
        ),
        case("a suspended key", chat("off", "gpt-4.1"), "401"),
        case(
            "an active key of a disabled team",
            chat(&again("off"), "gpt-4.1"),
            "403 team_suspended",
        ),
        case(
            "the token of a named client",
            headers(&[("api-key", "entra"), ("Authorization", &bearer)]),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
        case(
            "the token of another client",
            headers(&[("api-key", "entra"), ("Authorization", &other)]),
            "401",
        ),
        case(
            "the token of a named client for another audience",
            headers(&[
                ("api-key", "entra"),
                ("Authorization", &entra::bearer(entra::OTHER_AUDIENCE)),
            ]),
            "401",
        ),
        case(
            "a token without a key",
            headers(&[("Authorization", &bearer)]),
            "401",
        ),
        case(
            "a token beside a key of a team that demands none",
            headers(&[("api-key", "alpha"), ("Authorization", &bearer)]),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
        case(
            "a token beside a key in the query",
            to(
                "POST",
                "/chat/completions?api-key=entra",
                &[("Authorization", &bearer)],
                Some("{\"model\":\"gpt-4.1\"}"),
            ),
            "200 gpt-4.1@foundry-gpt-4-1",
        ),
        case("no token", headers(&[("api-key", "entra")]), "401"),
    ]
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
