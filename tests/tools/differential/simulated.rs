//! The simulator, given the same requests in its own words.

#![cfg(test)]

use platgen::simulate::service::{EntraToken, KeyScope, Subscription};
use platgen::simulate::{Key, Outcome, Reply, Request, Simulator, Upstream};
use serde_json::{Value, json};

use super::platforms::{AUDIENCES, CLIENTS, Subject, TENANT};
use super::requests::again;
use crate::gateway::entra;

/// Sends requests to the simulator of a platform; one outcome for each.
pub(crate) fn outcomes<'r>(
    subject: &Subject,
    requests: impl IntoIterator<Item = &'r Value>,
    mut then: impl FnMut(&Simulator, Outcome),
) {
    let mut simulator = simulator(subject);
    let mut begun = None;
    for request in requests {
        let now = milliseconds(request["clock"]["set"].as_str().unwrap());
        if begun.is_none() {
            simulator.restart(i64::try_from(now).unwrap());
        }
        let at = now - *begun.get_or_insert(now);
        let outcome = simulator.send(&self::request(subject, request, at));
        then(&simulator, outcome);
    }
}

fn simulator(subject: &Subject) -> Simulator {
    let mut simulator = platgen::simulator(subject.simulated.as_ref().unwrap_or(&subject.platform));
    let own = |scope| Subscription {
        scope,
        active: true,
        origin: None,
    };
    for team in &subject.platform.teams {
        if !team.enabled.value {
            let name = team.name.value.to_string();
            let key = again(&name);
            simulator
                .service
                .keys
                .insert(key, own(KeyScope::Product(name)));
        }
    }
    let by_hand = format!("{}by-hand", subject.tag);
    let product = own(KeyScope::Product(by_hand.clone()));
    simulator.service.keys.insert(by_hand, product);
    let tokens = [
        (entra::NAMED_CLIENT, CLIENTS[0], AUDIENCES[0]),
        (entra::OTHER_CLIENT, CLIENTS[1], AUDIENCES[0]),
        (entra::OTHER_AUDIENCE, CLIENTS[0], AUDIENCES[1]),
    ];
    for (signed, client, audience) in tokens {
        let bearer = entra::bearer(signed);
        for text in [bearer.replace("Bearer ", ""), bearer] {
            let token = EntraToken {
                tenant: TENANT.to_owned(),
                audience: audience.to_owned(),
                client: client.to_owned(),
            };
            simulator.service.tokens.insert(text, token);
        }
    }
    // In the gateway, every platform has its API, but there is one service.
    let one = Key::OneApi.text().unwrap();
    simulator.service.keys.remove(&one);
    let one = format!("{}{one}", subject.tag);
    simulator.service.keys.insert(one, own(KeyScope::Api));
    simulator
}

fn request(subject: &Subject, request: &Value, at_ms: u64) -> Request {
    let path = request["path"].as_str().unwrap();
    let path = if subject.tag.is_empty() {
        path
    } else {
        path.strip_prefix(&format!("/{}", subject.tag)).unwrap()
    };
    let headers = request["headers"].as_object().unwrap().iter();
    Request {
        method: request["method"].as_str().unwrap().to_owned(),
        path: path.to_owned(),
        headers: headers
            .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
            .collect(),
        body: body(request),
        key: Key::AsSent,
        at_ms,
        takes_ms: 0,
        upstream: upstreams(&request["upstream"]),
    }
}

/// The bytes of a request's body: of its text, or as numbers where no text can hold them.
pub(crate) fn body(request: &Value) -> Option<Vec<u8>> {
    let bytes = request["bytes"].as_array().map(|bytes| {
        let byte = |number: &Value| u8::try_from(number.as_u64().unwrap()).unwrap();
        bytes.iter().map(byte).collect()
    });
    bytes.or_else(|| Some(request["body"].as_str()?.as_bytes().to_vec()))
}

/// What upstreams answer.
pub(crate) fn upstreams(written: &Value) -> Vec<Upstream> {
    match written {
        Value::Null => vec![reply(&json!({"body": default_body()}))],
        Value::Array(all) => all.iter().map(reply).collect(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            vec![reply(written)]
        }
    }
}

/// What the gateway answers for an upstream of which the scenario says nothing.
fn default_body() -> Value {
    json!({"object": "chat.completion", "choices": [], "usage": {"prompt_tokens": 8, "completion_tokens": 4, "total_tokens": 12}})
}

fn reply(written: &Value) -> Upstream {
    match written["fail"].as_str() {
        Some("Timeout") => return Upstream::TimesOut,
        Some(_) => return Upstream::Unreachable,
        None => {}
    }
    let plain = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    let (kind, body) = match (&written["events"], &written["body"]) {
        (Value::Array(events), _) => {
            let lines = events
                .iter()
                .map(|event| format!("data: {}\n\n", plain(event)));
            (Some("text/event-stream"), lines.collect())
        }
        (_, Value::Null) => (None, String::new()),
        (_, Value::String(text)) => (None, text.clone()),
        (_, body) => (Some("application/json"), body.to_string()),
    };
    let mut headers: Vec<(String, String)> = Vec::new();
    headers.extend(kind.map(|kind| ("Content-Type".to_owned(), kind.to_owned())));
    for (name, value) in written["headers"].as_object().into_iter().flatten() {
        headers.retain(|(before, _)| !before.eq_ignore_ascii_case(name));
        headers.push((name.clone(), value.as_str().unwrap().to_owned()));
    }
    Upstream::Reply(Reply {
        status: written["status"]
            .as_u64()
            .map_or(200, |status| u16::try_from(status).unwrap()),
        headers,
        body: body.into_bytes(),
    })
}

/// Milliseconds since 1970 of a time that [`super::requests::instant`] wrote.
fn milliseconds(text: &str) -> u64 {
    let number = |from: usize, to: usize| text[from..to].parse::<u64>().unwrap();
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut days: u64 = (1970..year)
        .map(|year| if leap(year) { 366 } else { 365 })
        .sum();
    let lengths = [
        31,
        if leap(year) { 29 } else { 28 },
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    days += lengths
        .iter()
        .take(usize::try_from(month).unwrap() - 1)
        .sum::<u64>()
        + day
        - 1;
    let seconds = days * 86_400 + number(11, 13) * 3_600 + number(14, 16) * 60 + number(17, 19);
    seconds * 1_000 + number(20, 23)
}
