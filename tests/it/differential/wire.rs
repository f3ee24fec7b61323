//! The judge behind real sockets, with an upstream of ours: what reaches it is compared byte by byte. Bodies can be here what
//! no file of requests can hold, such as invalid UTF-8.

#![cfg(test)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};

use serde_json::{Value, json};

use super::batch::{AGAIN, SHOWN};
use super::compare::Pair;
use super::platforms::Subject;
use super::random::Random;
use super::requests::{START, Sequence};
use super::{bodies, judge, simulated};
use crate::support::gateway::{Answer, write};

/// A message of HTTP.
#[derive(Debug)]
pub(crate) struct Message {
    /// The first line.
    pub(crate) start: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Message {
    fn read(stream: TcpStream) -> Option<Self> {
        let mut reader = BufReader::new(stream);
        let line = |reader: &mut BufReader<TcpStream>| {
            let mut line = Vec::new();
            reader.read_until(b'\n', &mut line).unwrap();
            String::from_utf8_lossy(&line).trim_end().to_owned()
        };
        let start = line(&mut reader);
        let mut headers = Vec::new();
        loop {
            let header = line(&mut reader);
            let Some((name, value)) = header.split_once(':') else {
                break;
            };
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
        let named = |name: &str| {
            headers
                .iter()
                .find(|(other, _)| other.eq_ignore_ascii_case(name))
        };
        let mut body = Vec::new();
        if let Some((_, length)) = named("Content-Length") {
            // An answer to HEAD tells a length and sends nothing.
            reader
                .take(length.parse().unwrap())
                .read_to_end(&mut body)
                .unwrap();
        } else if named("Transfer-Encoding").is_some() {
            loop {
                let size = usize::from_str_radix(&line(&mut reader), 16).unwrap();
                let at = body.len();
                body.resize(at + size, 0);
                reader.read_exact(&mut body[at..]).unwrap();
                line(&mut reader);
                if size == 0 {
                    break;
                }
            }
        }
        (!start.is_empty()).then_some(Self {
            start,
            headers,
            body,
        })
    }

    fn exchange(port: u16, text: &[u8]) -> Self {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.write_all(text).unwrap();
        Self::read(stream).unwrap()
    }

    fn word(&self, at: usize) -> &str {
        self.start.split(' ').nth(at).unwrap()
    }

    fn json_headers(&self, without: &[&str]) -> Value {
        let kept = self
            .headers
            .iter()
            .filter(|(name, _)| !without.iter().any(|other| other.eq_ignore_ascii_case(name)));
        kept.map(|(name, value)| (name.clone(), json!(value)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    /// The body as the judge's own files of answers write it.
    fn json_body(&self) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        serde_json::from_str(text).unwrap_or_else(|_| json!(text))
    }
}

/// What the upstream answers next: bytes, or nothing, and then it hangs up.
type Script = Vec<Option<Vec<u8>>>;

/// A running gateway.
pub(crate) struct Wired {
    process: Child,
    // Held, since the judge would fail to write to a closed pipe.
    _said: BufReader<ChildStdout>,
    port: u16,
    control: u16,
    scripts: Sender<Script>,
    calls: Receiver<Message>,
}

impl Wired {
    /// The judge with a platform's policies. None where there is no judge.
    pub(crate) fn start(subject: &Subject) -> Option<Self> {
        let program = crate::support::gateway::judge()?;
        let folder = tempfile::tempdir().unwrap();
        write(&subject.platform, folder.path());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let upstream = listener.local_addr().unwrap();
        let mut described = judge::service(&[subject]);
        described["hosts"] = json!({"*": upstream.to_string()});
        let path = folder.path().join("service.json");
        std::fs::write(&path, described.to_string()).unwrap();
        let mut process = Command::new(program)
            .env("TZ", judge::ZONE)
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
            panic!("the judge says {line:?}")
        };
        let (scripts, scripted) = channel();
        let (called, calls) = channel();
        std::thread::spawn(move || serve(&listener, &scripted, &called));
        Some(Self {
            process,
            _said: said,
            port,
            control,
            scripts,
            calls,
        })
    }

    /// Sends a request; what became of it, in the shape of the judge's files of answers, and the bytes of answer and calls.
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
        let told = json!({
            "status": answer.word(1).parse::<u16>().unwrap(),
            "headers": answer.json_headers(&["Content-Length", "Transfer-Encoding", "Connection"]),
            "body": answer.json_body(),
            "calls": calls.iter().map(call).collect::<Vec<_>>(),
            "metrics": [], "log": log["items"][0],
        });
        (Answer(told), answer, calls)
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
            for (name, value) in &reply.headers {
                text += &format!("{name}: {value}\r\n");
            }
            text += "\r\n";
            Some([text.into_bytes(), reply.body].concat())
        })
        .collect()
}

/// A call in the shape of the judge's files of answers.
fn call(message: &Message) -> Value {
    let host = message
        .headers
        .iter()
        .find(|(name, _)| name == "Host")
        .unwrap();
    // Only the cluster's models are called without TLS, which the judge does without.
    let scheme = if host.1.ends_with(".internal") {
        "http"
    } else {
        "https"
    };
    json!({
        "method": message.word(0), "url": format!("{scheme}://{}{}", host.1, message.word(1)),
        "headers": message.json_headers(&["Host", "Content-Length"]), "body": if message.body.is_empty() { Value::Null } else { message.json_body() },
    })
}

/// Milliseconds that may pass between setting the judge's clock and the request's arrival.
const UNDERWAY_MS: f64 = 100.0;

/// Bytes that are no UTF-8, or not what they seem.
const BYTES: [&[u8]; 9] = [
    b"\xff",
    b"\xc3",
    b"\xc3(",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"\xf0\x9f\x98",
    b"\xf5\x80\x80\x80",
    b"\xef\xbb\xbf",
    b"\x00",
];

/// What JSON is made of, and what looks like it.
const PIECES: [&str; 44] = [
    "",
    "",
    "",
    "",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "'",
    "\\",
    "/",
    "/*",
    "*/",
    "//",
    "\n",
    "\r",
    "\t",
    " ",
    "\u{a0}",
    "\u{2028}",
    "\u{0}",
    "0",
    "1",
    "-",
    "+",
    ".",
    "e",
    "E5",
    "0x",
    "true",
    "false",
    "null",
    "undefined",
    "NaN",
    "Infinity",
    "new A(",
    ")",
    "\\u00",
    "\\u006d",
    "$",
    "\"model\":",
];

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

/// Compares requests over sockets; gives how many there were, none where there is no judge. As in [`super::batch`], what is
/// gone when it is asked again was only the judge's clock, which runs.
pub(crate) fn agree(source: &str, subject: &Subject, requests: &[Value]) -> usize {
    let Some(mut lasting) = differences(subject, requests) else {
        return 0;
    };
    for _ in 0..AGAIN {
        if !lasting.is_empty() {
            let again = differences(subject, requests).unwrap();
            lasting.retain(|at, _| again.contains_key(at));
        }
    }
    let first = lasting.iter().take(SHOWN);
    let told: Vec<String> = first
        .map(|(at, told)| format!("{}\n{}", told.join("\n"), requests[*at]))
        .collect();
    let count = lasting.len();
    assert!(
        count == 0,
        "{source}: {count} disagreements, the first ones:\n{}",
        told.join("\n")
    );
    requests.len()
}

/// What differs, by the number of the request.
fn differences(subject: &Subject, requests: &[Value]) -> Option<BTreeMap<usize, Vec<String>>> {
    let wired = Wired::start(subject)?;
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
    Some(all)
}

/// A request as sockets can carry it: headers that lie about the message would be no message, and an upstream cannot be
/// waited for until it is late.
fn sendable(random: &mut Random, mut request: Value) -> Value {
    let headers = request["headers"].as_object_mut().unwrap();
    let framing = [
        "content-length",
        "transfer-encoding",
        "connection",
        "expect",
        "te",
        "host",
    ];
    headers.retain(|name, _| !framing.contains(&name.to_ascii_lowercase().as_str()));
    for value in headers.values_mut() {
        *value = json!(value.as_str().unwrap().trim());
    }
    headers.insert("Host".to_owned(), json!("gateway.example.com"));
    let path = request["path"].as_str().unwrap().replace([' ', '#'], "%20");
    request["path"] = json!(path);
    let text = request["upstream"]
        .to_string()
        .replace("Timeout", "BackendConnectionFailure");
    request["upstream"] = serde_json::from_str(&text).unwrap();
    if request["method"] == "HEAD" {
        // Its answer has no body to compare.
        request["method"] = json!("PUT");
    }
    if let Some(text) = request["body"].as_str() {
        let bytes = spoiled(random, text);
        let headers = request["headers"].as_object_mut().unwrap();
        headers.insert("Content-Length".to_owned(), json!(bytes.len().to_string()));
        let empty = bytes.is_empty();
        request["bytes"] = json!(bytes);
        if empty {
            // A message with an empty body is a message without one.
            let members = request.as_object_mut().unwrap();
            members.remove("bytes");
            members.remove("body");
        }
    }
    request
}

/// The bytes of a body, some of them wrong now and then.
fn spoiled(random: &mut Random, text: &str) -> Vec<u8> {
    let text = match random.below(10) {
        0 => format!(
            "{} {text}",
            bodies::PECULIAR[random.below(bodies::PECULIAR.len())]
        ),
        1 | 2 => text.replacen(
            '{',
            &format!(
                "{{{},",
                bodies::PECULIAR[random.below(bodies::PECULIAR.len())]
            ),
            1,
        ),
        _ => text.to_owned(),
    };
    let mut bytes = text.into_bytes();
    match random.below(10) {
        0..=2 => {
            let at = random.below(bytes.len() + 1);
            let put = *random.pick(&BYTES);
            bytes.splice(at..at, put.iter().copied());
        }
        3 => bytes.truncate(random.below(bytes.len() + 1)),
        4 => {
            bytes.splice(0..0, BYTES[7].iter().copied());
        }
        5..=7 => {
            for _ in 0..random.between(1, 3) {
                let at = random.below(bytes.len() + 1);
                let until = (at + random.below(3)).min(bytes.len());
                let put = random.pick::<&str>(&PIECES).bytes();
                bytes.splice(at..until, put);
            }
            // As in [`bodies`]: nothing that the judge's estimate of prompts could fall over.
            bytes.extend(b"\n.");
        }
        _ => {}
    }
    bytes
}
