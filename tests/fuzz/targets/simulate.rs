//! The simulator over any request: head, empty line, body, and after a line `=== reply TYPE` what the upstream answers.
//!
//! The gateway's lenient JSON reader is behind it, for bodies and for the usage that answers say.

use std::cell::RefCell;

use platgen::core::sources::Sources;
use platgen::simulate::{Key, Reply, Request, Simulator, Upstream};
use serde_json::Value;

/// Two models, of which team beta may use one; each request meets a gateway that has seen none.
const PLATFORM: &str = include_str!("platform.txt");
const START_MS: i64 = 1_767_225_600_000;

thread_local! {
    static GATEWAY: RefCell<Simulator> = RefCell::new(gateway());
}

fn gateway() -> Simulator {
    let sources = Sources::from_texts(super::compile::repository(PLATFORM));
    let compiled = super::compile::compiled_whole(&sources);
    let platform = compiled.platforms.first();
    platgen::simulator(platform.expect("the platform has no fault"))
}

/// Sends one request twice, each time to a gateway without memory.
pub(crate) fn run(data: &[u8]) {
    let request = request(data);
    GATEWAY.with_borrow_mut(|gateway| {
        gateway.restart(START_MS);
        let first = gateway.send(&request);
        assert!((100..600).contains(&first.status), "{first:?}");
        assert!(first.model.is_none() || first.asked.is_some(), "{first:?}");
        for refusal in first.steps.iter().map(|step| &step.place) {
            assert!(
                gateway.line(refusal).is_some(),
                "{refusal:?} is printed nowhere"
            );
        }
        if let (Some(asked), Some(model)) = (&first.asked, model(&request)) {
            assert!(
                asked.is_empty() || *asked == model,
                "{asked:?} for {model:?}"
            );
        }
        gateway.restart(START_MS);
        let second = gateway.send(&request);
        assert_eq!(format!("{first:?}"), format!("{second:?}"));
    });
}

/// What a strict reader finds as `model`.
fn model(request: &Request) -> Option<String> {
    let body: Value = serde_json::from_slice(request.body.as_ref()?).ok()?;
    body.get("model")?.as_str().map(str::to_owned)
}

fn request(data: &[u8]) -> Request {
    let (sent, answered) = cut(data, b"\n=== reply ").unwrap_or((data, b""));
    let (head, body) = cut(sent, b"\n\n").map_or((sent, None), |(head, body)| (head, Some(body)));
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let (method, path) = lines
        .next()
        .unwrap_or_default()
        .split_once(' ')
        .unwrap_or(("POST", "/"));
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let keyed = headers.iter().any(|(name, _)| name == "api-key");
    let (kind, reply) = cut(answered, b"\n").unwrap_or((answered, b""));
    let reply = Upstream::Reply(Reply {
        status: 200,
        headers: vec![(
            "Content-Type".to_owned(),
            String::from_utf8_lossy(kind).into_owned(),
        )],
        body: reply.to_vec(),
    });
    Request {
        method: method.to_owned(),
        path: path.to_owned(),
        headers,
        body: body.map(<[u8]>::to_vec),
        key: if keyed {
            Key::AsSent
        } else {
            Key::Team("beta".to_owned())
        },
        at_ms: 0,
        takes_ms: 0,
        upstream: if answered.is_empty() {
            Vec::new()
        } else {
            vec![reply]
        },
    }
}

/// What stands before and behind the first such piece.
fn cut<'a>(data: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let place = data.windows(at.len()).position(|window| window == at)?;
    Some((&data[..place], &data[place + at.len()..]))
}
