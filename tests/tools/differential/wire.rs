//! The gateway behind real sockets, with an upstream of ours: what reaches it is compared byte by byte. Bodies can be here what
//! no file of requests can hold, such as invalid UTF-8.

#![cfg(test)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};

use serde_json::{Value, json};

use super::batch::{AGAIN, SHOWN};
use super::compare::Pair;
use super::platforms::Subject;
use super::random::Random;
use super::requests::{START, Sequence};
use super::{policy_gateway, simulated};
use crate::reference::{Answer, write};
pub(crate) use message::Message;
use sendable::sendable;

mod message;
mod sendable;

/// What the upstream answers next: bytes, or nothing, and then it hangs up.
type Script = Vec<Option<Vec<u8>>>;

/// A running gateway.
pub(crate) struct Wired {
    process: Child,
    // Held, since the gateway would fail to write to a closed pipe.
    _said: BufReader<ChildStdout>,
    /// Where clients call it.
    pub(crate) port: u16,
    control: u16,
    scripts: Sender<Script>,
    calls: Receiver<Message>,
}

impl Wired {
    /// The gateway with a platform's policies.
    pub(crate) fn start(subject: &Subject) -> Self {
        let program = crate::programs::reference_gateway();
        let folder = tempfile::tempdir().unwrap();
        write(&subject.platform, folder.path());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let upstream = listener.local_addr().unwrap();
        let mut described = policy_gateway::service(&[subject]);
        described["hosts"] = json!({"*": upstream.to_string()});
        let path = folder.path().join("service.json");
        std::fs::write(&path, described.to_string()).unwrap();
        let mut process = Command::new(program)
            .env("TZ", policy_gateway::ZONE)
            .arg("serve")
            .arg(&path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let ports: Vec<u16> = line
            .split_whitespace()
            .filter_map(|word| word.rsplit_once(':')?.1.parse().ok())
            .collect();
        let [port, control] = ports[..] else {
            panic!("the gateway says {line:?}")
        };
        let (scripts, scripted) = channel();
        let (called, calls) = channel();
        std::thread::spawn(move || serve(&listener, &scripted, &called));
        Self {
            process,
            _said: said,
            port,
            control,
            scripts,
            calls,
        }
    }

    /// Sends a request; what became of it, in the shape of the gateway's files of answers, and the bytes of answer and calls.
    pub(crate) fn send(
        &self,
        request: &Value,
        body: Option<&[u8]>,
    ) -> (Answer, Message, Vec<Message>) {
        self.control("POST /clock", &request["clock"].to_string());
        self.scripts.send(script(&request["upstream"])).unwrap();
        let (method, path) = (
            request["method"].as_str().unwrap(),
            request["path"].as_str().unwrap(),
        );
        let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n").into_bytes();
        for (name, value) in request["headers"].as_object().unwrap() {
            text.extend(format!("{name}: {}\r\n", value.as_str().unwrap()).bytes());
        }
        text.extend(b"\r\n");
        text.extend(body.unwrap_or_default());
        let answer = Message::exchange(self.port, &text);
        let log = self.control("GET /requests?last=1", "");
        let calls: Vec<Message> = self.calls.try_iter().collect();
        let reported = json!({
            "status": answer.word(1).parse::<u16>().unwrap(),
            "headers": answer.json_headers(&["Content-Length", "Transfer-Encoding", "Connection"]),
            "body": answer.json_body(),
            "calls": calls.iter().map(call).collect::<Vec<_>>(),
            "metrics": [], "log": log["items"][0],
        });
        (Answer(reported), answer, calls)
    }

    fn control(&self, what: &str, body: &str) -> Value {
        let length = body.len();
        let text = format!(
            "{what} HTTP/1.1\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        serde_json::from_slice(&Message::exchange(self.control, text.as_bytes()).body).unwrap()
    }
}

impl Drop for Wired {
    fn drop(&mut self) {
        // What it has started ends with it: its standard input closes.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The upstream: one connection after the other, each for one call.
fn serve(listener: &TcpListener, scripted: &Receiver<Script>, called: &Sender<Message>) {
    let mut script = Script::new();
    let mut at = 0;
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        let Some(message) = Message::read(stream.try_clone().unwrap()) else {
            continue;
        };
        if let Some(next) = scripted.try_iter().last() {
            (script, at) = (next, 0);
        }
        if called.send(message).is_err() {
            return;
        }
        if let Some(answer) = &script[at.min(script.len() - 1)] {
            stream.write_all(answer).unwrap();
        }
        at += 1;
    }
}

fn script(upstream: &Value) -> Script {
    simulated::upstreams(upstream)
        .into_iter()
        .map(|upstream| {
            let platgen::simulate::Upstream::Reply(reply) = upstream else {
                return None;
            };
            let mut text = format!(
                "HTTP/1.1 {} Said\r\nConnection: close\r\nContent-Length: {}\r\n",
                reply.status,
                reply.body.len()
            );
            let lines = reply.headers.iter();
            text.extend(lines.map(|(name, value)| format!("{name}: {value}\r\n")));
            text += "\r\n";
            Some([text.into_bytes(), reply.body].concat())
        })
        .collect()
}

/// A call in the shape of the gateway's files of answers.
fn call(message: &Message) -> Value {
    let host = message
        .headers
        .iter()
        .find(|(name, _)| name == "Host")
        .unwrap();
    // Only the cluster's models are called without TLS, which the gateway does without.
    let scheme = if host.1.ends_with(".internal") {
        "http"
    } else {
        "https"
    };
    let bytes = (!message.body.is_empty()).then(|| BASE64.encode(&message.body));
    json!({
        "bytes": bytes,
        "method": message.word(0), "url": format!("{scheme}://{}{}", host.1, message.word(1)),
        "headers": message.json_headers(&["Host", "Content-Length"]), "body": if message.body.is_empty() { Value::Null } else { message.json_body() },
    })
}

/// Milliseconds that may pass between setting the gateway's clock and the request's arrival.
const UNDERWAY_MS: f64 = 100.0;

/// Compares random requests over sockets; gives how many there were.
pub(crate) fn compared(seed: u64, subject: &Subject, count: usize) -> usize {
    let mut random = Random::new(seed);
    let all = Sequence::new(subject, &mut random, START).take(count);
    let requests: Vec<Value> = all
        .into_iter()
        .map(|request| sendable(&mut random, request))
        .collect();
    agree(&format!("seed {seed}"), subject, &requests)
}

/// Compares requests over sockets; gives how many there were. As in [`super::batch`], what is
/// gone when it is asked again was only the gateway's clock, which runs.
pub(crate) fn agree(source: &str, subject: &Subject, requests: &[Value]) -> usize {
    let mut lasting = differences(subject, requests);
    for _ in 0..AGAIN {
        if !lasting.is_empty() {
            let again = differences(subject, requests);
            lasting.retain(|at, _| again.contains_key(at));
        }
    }
    let first = lasting.iter().take(SHOWN);
    let reported: Vec<String> = first
        .map(|(at, reported)| format!("{}\n{}", reported.join("\n"), requests[*at]))
        .collect();
    let count = lasting.len();
    assert!(
        count == 0,
        "{source}: {count} disagreements, the first ones:\n{}",
        reported.join("\n")
    );
    requests.len()
}

/// What differs, by the number of the request.
fn differences(subject: &Subject, requests: &[Value]) -> BTreeMap<usize, Vec<String>> {
    let wired = Wired::start(subject);
    let (mut sent, mut longest) = (requests.iter().enumerate(), UNDERWAY_MS);
    let mut all = BTreeMap::new();
    simulated::outcomes(subject, requests, |simulator, ours| {
        let (at, request) = sent.next().unwrap();
        let (theirs, answer, calls) = wired.send(request, simulated::body(request).as_deref());
        let mut found = Pair::differences(subject, simulator, &ours, &theirs, &mut longest);
        let mut same = |what: &str, ours: &[u8], theirs: &[u8]| {
            if ours != theirs {
                found.push(format!(
                    "bytes of the {what}\n    {}\n    {}",
                    ours.escape_ascii(),
                    theirs.escape_ascii()
                ));
            }
        };
        // An answer to a failure holds an id of the request.
        if theirs.body()["activityId"].is_null() {
            same("answer", &ours.body, &answer.body);
        }
        for (ours, theirs) in ours.calls.iter().zip(&calls) {
            same(
                "call",
                ours.body.as_deref().unwrap_or_default(),
                &theirs.body,
            );
        }
        if !found.is_empty() {
            all.insert(at, found);
        }
    });
    all
}
