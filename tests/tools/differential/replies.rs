//! What upstreams answer, as the gateway's scenario writes it.

#![cfg(test)]

use serde_json::{Value, json};

use super::random::Random;

/// Anything; nothing means the gateway's own answer, which used twelve tokens.
pub(crate) fn any(random: &mut Random) -> Option<Value> {
    if random.percent(35) {
        return None;
    }
    let count = *random.weighted(&[(6, 1), (2, 2), (2, 4)]);
    let all: Vec<Value> = (0..count).map(|_| reply(random)).collect();
    Some(match <[Value; 1]>::try_from(all) {
        Ok([one]) if random.percent(50) => one,
        Ok(one) => json!(one),
        Err(several) => json!(several),
    })
}

/// An answer that used many tokens.
pub(crate) fn spending(random: &mut Random) -> Value {
    let total = *random.pick(&[20, 250, 700, 2_000, 9_500, 40_000]);
    let usage = json!({"prompt_tokens": 0, "completion_tokens": total, "total_tokens": total});
    if random.percent(20) {
        return json!({"events": [{"choices": [], "usage": usage}, "[DONE]"]});
    }
    json!({"body": {"object": "chat.completion", "usage": usage}})
}

/// Failures, now and then a success among them.
pub(crate) fn failing(random: &mut Random) -> Value {
    let all: Vec<Value> = (0..random.between(1, 3))
        .map(|_| {
            random
                .weighted(&[
                    (6, json!({"status": 503, "body": "down"})),
                    (4, json!({"status": 500})),
                    (6, json!({"status": 429, "headers": {"Retry-After": "3"}})),
                    (1, json!({"status": 400})),
                    (1, json!({"fail": "BackendConnectionFailure"})),
                    (1, json!({"body": {"usage": {"total_tokens": 5}}})),
                ])
                .clone()
        })
        .collect();
    json!(all)
}

fn reply(random: &mut Random) -> Value {
    let totals = [0, 1, 30, 59, 100, 250, 700, 2_000, 9_500, 30_000, 700_000];
    let likely = if random.percent(80) { 8 } else { totals.len() };
    let total = *random.pick(&totals[..likely]);
    let prompt = total / 3;
    let usage = json!({"prompt_tokens": prompt, "completion_tokens": total - prompt, "total_tokens": total});
    let inputs = json!({"input_tokens": prompt, "output_tokens": total - prompt});
    let chunk =
        |more: Value| json!({"choices": [{"delta": {"content": "some text"}}], "usage": more});
    let all = [
        (
            40,
            json!({"body": {"object": "chat.completion", "usage": usage}}),
        ),
        (6, json!({"body": {"object": "response", "usage": inputs}})),
        (4, json!({"body": {"object": "chat.completion"}})),
        (2, json!({"body": {"usage": {"total_tokens": "7"}}})),
        (2, json!({"body": {"usage": {"completion_tokens": 5.0}}})),
        (2, json!({"body": {"usage": null}})),
        (3, json!({"body": "plain text"})),
        (
            2,
            json!({"body": "{\"usage\":{\"total_tokens\":40}} .", "headers": {"Content-Type": "application/json"}}),
        ),
        (
            2,
            json!({"body": {"usage": usage}, "headers": {"Content-Encoding": "gzip"}}),
        ),
        (
            2,
            json!({"body": {"usage": usage}, "headers": {"Content-Type": "text/plain"}}),
        ),
        (2, json!({"status": 204})),
        (
            9,
            json!({"status": 429, "headers": {"Retry-After": "3"}, "body": {"error": {"code": "429"}}}),
        ),
        (
            3,
            json!({"status": 429, "body": {"error": {"code": "429"}, "usage": usage}}),
        ),
        (
            5,
            json!({"status": 500, "body": {"error": {"code": "server_error"}}}),
        ),
        (5, json!({"status": 503, "body": "down"})),
        (2, json!({"status": 599})),
        (
            3,
            json!({"status": 400, "headers": {"x-error-source": "theirs"}, "body": {"error": {"code": "context_length_exceeded"}}}),
        ),
        (
            2,
            json!({"status": 401, "body": {"error": {"code": "PermissionDenied"}}}),
        ),
        (
            2,
            json!({"status": 403, "body": {"error": {"code": "Forbidden"}}}),
        ),
        (
            2,
            json!({"status": 404, "body": {"error": {"code": "DeploymentNotFound"}}}),
        ),
        (
            2,
            json!({"status": 200, "headers": {"x-ratelimit-remaining-tokens": "77", "Retry-After": "9"}, "body": {"usage": usage}}),
        ),
        (4, json!({"fail": "Timeout"})),
        (3, json!({"fail": "BackendConnectionFailure"})),
        (
            8,
            json!({"events": [chunk(json!(null)), {"choices": [], "usage": usage}, "[DONE]"]}),
        ),
        (3, json!({"events": [chunk(json!(null)), "[DONE]"]})),
        (
            2,
            json!({"events": [{"type": "response.output_text.delta", "delta": "abcdefgh"}, {"type": "response.completed", "response": {"usage": inputs}}]}),
        ),
        (
            1,
            json!({"events": ["{broken", chunk(usage.clone()), chunk(json!({"total_tokens": 3}))]}),
        ),
        (1, json!({"status": 429, "events": [{"usage": usage}]})),
    ];
    random.weighted(&all).clone()
}
