//! The cases, by what they are about.

#![cfg(test)]

use serde_json::json;

use super::{Bytes, CHAT, Case, answered, body, case, chat, headers, path, sequence, to, used};
use crate::differential::requests::again;
use crate::gateway::entra;

const RESPONSES: &str = "/responses";

/// All cases.
pub(super) fn all() -> Vec<Case> {
    let all = [keys(), paths(), models(), bodies(), times()];
    all.into_iter().flatten().collect()
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
    // What follows the first value is not read by policies; it makes the judge tell the body as it is.
    let deep = |count: usize| {
        format!(
            "{{\"a\":{}{},\"model\":\"gpt-4.1\"}}\n.",
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
    let stream = json!({"events": [{"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2_999, "total_tokens": 3_000}}, "[DONE]"]});
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
                (0, answered(chat("alpha", "gpt-4.1"), used(2_000)), ""),
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
                (2_000, chat("beta", "gpt-4.1"), ""),
                (40 * 86_400, chat("beta", "gpt-4.1"), ""),
            ],
        ),
    ]
}

/// Bodies that have to be written anew, since `model` is not spelled as usual in them.
pub(super) fn bytes() -> Vec<Bytes> {
    let all: [(&str, &[u8], &[u8]); 22] = [
        ("whole doubles", b"{'model':'smart','n':[1.0,1e3,-0.0,0.1,1.50]}", b""),
        ("more digits than a double has", b"{'model':'smart','n':[3.141592653589793238462643,0.1234567890123456789,123456789012345.65]}", b""),
        ("a half in the fifteenth digit", b"{'model':'smart','n':[0.30000000000000004,2.5000000000000005,9007199254740993.0]}", b""),
        ("small and large doubles", b"{'model':'smart','n':[0.0001,0.00001,1e14,1e15,1e16,5e-324,1.7976931348623157e308]}", b""),
        ("large whole numbers", b"{'model':'smart','n':[9223372036854775807,12345678901234567890123]}", b""),
        ("numbers to other bases", b"{'model':'smart','n':[0x1F,017]}", b""),
        ("what is no number", b"{'model':'smart','n':[NaN,Infinity,-Infinity,undefined]}", b""),
        ("a date in UTC", b"{'model':'smart','d':\"2024-05-01T10:00:00z\"}", b""),
        ("a date with parts of a second", b"{'model':'smart','d':\"2024-05-01T10:00:00.1200Z\"}", b""),
        ("a date without a zone", b"{'model':'smart','d':\"2024-05-01T10:00:00\"}", b""),
        ("a date with an offset", b"{'model':'smart','d':\"2024-05-01T10:00:00+02:00\"}", b""),
        ("a date with hours of an offset", b"{'model':'smart','d':\"2024-05-01T10:00:00+02:\"}", b""),
        ("a date of the older kind", b"{'model':'smart','d':\"/Date(1000)/\"}", b""),
        ("a date of the older kind with an offset", b"{'model':'smart','d':\"/Date(1000+0200)/\"}", b""),
        ("a constructor", b"{'model':'smart','c':new A(/*x*/1,/*y*/2)}", b""),
        ("comments in arrays", b"{'model':'smart','c':[/*x*/1,/*y*/2/*z*/]}", b""),
        ("gaps in an array", b"{'model':'smart','c':[1,,2,]}", b""),
        ("a member twice", b"{'model':'smart','c':1,'c':{'d':2}}", b""),
        ("escapes", b"{'model':'smart','s':\"\\u00e9\\u2028\\u007f\\/<&>'\\ud83d\"}", b""),
        ("a byte that is no UTF-8", b"{'model':'smart','s':\"\xff|\xc3(|\xc0\xaf\"}", b""),
        ("half of a pair in UTF-8", b"{'model':'smart','s':\"\xed\xa0\x80|\xf0\x9f\x98|\xe0\x80\x80|\xf4\x90\x80\x80\"}", b""),
        ("a byte order mark", b"\xef\xbb\xbf{'model':'smart'}", b""),
    ];
    let case = |(name, sent, reaches)| Bytes {
        name,
        sent,
        reaches,
    };
    all.into_iter().map(case).collect()
}
