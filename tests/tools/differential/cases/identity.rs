//! Who a request is from: keys and tokens, and which of several counts.

#![cfg(test)]

use super::{Case, case, chat, headers, to};
use crate::differential::requests::again;
use crate::gateway::entra;

pub(super) fn keys() -> Vec<Case> {
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
    ]
}

pub(super) fn tokens() -> Vec<Case> {
    let bearer = entra::bearer(entra::NAMED_CLIENT);
    let other = entra::bearer(entra::OTHER_CLIENT);
    vec![
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
