//! Headers of requests: what stock clients send, and what upstreams do by them.

/// What passes. The first line is the request itself: the gateway writes those headers anew.
pub const PASS: [&str; 11] = [
    "host",
    "content-length",
    "content-type",
    "transfer-encoding",
    "connection",
    "expect",
    "accept",
    "user-agent",
    "x-forwarded-for",
    "x-ms-client-request-id",
    "x-request-id",
];

/// What is deleted by name: what proves who the client is, what would have answers compressed (then nothing could count their
/// tokens), and what stock clients add about themselves.
pub const DELETED: [&str; 20] = [
    "api-key",
    "Authorization",
    "Ocp-Apim-Subscription-Key",
    "x-api-key",
    "Proxy-Authorization",
    "Cookie",
    "Accept-Encoding",
    "OpenAI-Organization",
    "OpenAI-Project",
    "OpenAI-Beta",
    "X-Stainless-Arch",
    "X-Stainless-Async",
    "X-Stainless-Lang",
    "X-Stainless-OS",
    "X-Stainless-Package-Version",
    "X-Stainless-Read-Timeout",
    "X-Stainless-Retry-Count",
    "X-Stainless-Runtime",
    "X-Stainless-Runtime-Version",
    "X-Stainless-Timeout",
];

/// Beginnings of names that choose what an upstream does: a deployment, a content filter, what becomes of unknown members.
pub const REFUSED: [&str; 5] = [
    "x-ms-oai-",
    "x-policy-id",
    "azureml-",
    "extra-parameters",
    "x-ms-model-",
];

/// What belongs to one connection, says in which form the body is, or would have a server take the request for another one: it
/// passes for nobody.
const NEVER: [&str; 14] = [
    "content-encoding",
    "forwarded",
    "keep-alive",
    "origin",
    "proxy-connection",
    "te",
    "trailer",
    "upgrade",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-http-method",
    "x-http-method-override",
    "x-original-url",
    "x-rewrite-url",
];

/// Why a header cannot be allowed; none if it can. The name is in lower case.
pub fn obstacle(name: &str) -> Option<&'static str> {
    let is = |one: &&str| one.eq_ignore_ascii_case(name);
    if PASS.iter().any(is) {
        Some("remove it: it always passes")
    } else if DELETED.iter().any(is) {
        Some(
            "remove it: it proves the client to the gateway, would have answers compressed, so that nothing counts their tokens, or is about the client's own program",
        )
    } else if REFUSED.iter().any(|start| name.starts_with(start)) {
        Some("remove it: it chooses what the upstream does, whatever is granted")
    } else if NEVER.contains(&name) {
        Some(
            "remove it: it belongs to the connection, or would have the upstream take the request for another one",
        )
    } else {
        None
    }
}
