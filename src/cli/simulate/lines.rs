//! `--requests`: one request a line, one outcome a line. A line that cannot be sent is reported with its place; the others are
//! sent all the same.

use std::collections::BTreeMap;

use camino::Utf8Path;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::super::{Failed, Format, Outcome, console};
use super::ask::{Asked, Reply};
use super::directory::Directory;
use super::{One, Shown, WhichKey, ask, files, json, time};
use crate::core::diag::{Code, Diagnostic};
use crate::core::sources::{FileId, Sources, Span};
use crate::simulate::Simulator;

/// A line as written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Line {
    team: Option<String>,
    model: Option<String>,
    path: Option<String>,
    method: Option<String>,
    key: Option<WhichKey>,
    entra_client: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// As it is written: numbers that no `f64` holds and the order of members arrive as sent.
    body: Option<Box<RawValue>>,
    body_text: Option<String>,
    body_file: Option<String>,
    at: Option<At>,
    takes: Option<f64>,
    #[serde(default)]
    upstream: Replies,
}

#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "`at` is a number of seconds or a time like \"2026-03-01T12:00:00Z\""
)]
enum At {
    Seconds(f64),
    Time(String),
}

#[derive(Debug, Default, Deserialize)]
#[serde(
    untagged,
    expecting = "`upstream` is an answer or a list of answers, each with status and tokens, or fails: timeout or unreachable"
)]
enum Replies {
    #[default]
    None,
    One(Reported),
    Many(Vec<Reported>),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reported {
    status: Option<u16>,
    tokens: Option<u64>,
    fails: Option<Fails>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Fails {
    Timeout,
    Unreachable,
}

impl Reported {
    fn reply(self) -> Result<Reply, Wrong> {
        Ok(match self.fails {
            Some(Fails::Timeout) => Reply::TimesOut,
            Some(Fails::Unreachable) => Reply::Unreachable,
            None => Reply::Status {
                status: match self.status.unwrap_or(200) {
                    status @ 200..=599 => status,
                    status => {
                        let what = format!("{status} is no status of an answer");
                        return Err(Wrong::whole(what, "give one from 200 to 599"));
                    }
                },
                tokens: self.tokens,
            },
        })
    }
}

/// What is wrong with a line, at which byte of it, and what to do.
struct Wrong {
    at: usize,
    what: String,
    help: String,
}

impl Wrong {
    fn whole(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            at: 0,
            what: what.into(),
            help: help.into(),
        }
    }
}

const MEMBERS: &str =
    "write one JSON object per line, with the members that `platgen simulate --help` lists";

/// Sends every line.
pub(super) fn run(
    sources: &Sources,
    directory: &Directory<'_>,
    simulator: &mut Simulator,
    path: &Utf8Path,
) -> Result<Outcome, Failed> {
    let bytes = files::bytes(path)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let start_ms = simulator.start_ms();
    let mut findings = Vec::new();
    let mut offset = 0;
    let mut out = String::new();
    for (index, (line, raw)) in text
        .split_inclusive('\n')
        .zip(bytes.split(|byte| *byte == b'\n'))
        .enumerate()
    {
        let place = offset;
        offset += line.len();
        let content = line.trim();
        if content.is_empty() {
            continue;
        }
        let asked = match std::str::from_utf8(raw) {
            Ok(_) => asked(content, path, start_ms, directory),
            Err(_) => Err(Wrong::whole("a line is no UTF-8", "save the file as UTF-8")),
        };
        match asked {
            Ok(asked) => {
                let outcome = sent(sources, directory, simulator, asked, index + 1);
                out.push_str(&outcome.to_string());
                out.push('\n');
            }
            Err(wrong) => {
                let lead = line.len() - line.trim_start().len();
                findings.push(finding(place + lead + wrong.at, wrong));
            }
        }
        // A long file is answered as it is read.
        if out.len() > 1 << 20 {
            console::to_stdout(&std::mem::take(&mut out))?;
        }
    }
    console::to_stdout(&out)?;
    let broken = Sources::from_texts([(path.to_owned(), text)]);
    console::findings(&broken, &findings, Format::Human)?;
    Ok(if findings.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

/// What became of a line.
fn sent(
    sources: &Sources,
    directory: &Directory<'_>,
    simulator: &mut Simulator,
    asked: Asked,
    number: usize,
) -> Value {
    let named = asked.one.model.clone();
    let (request, token) = asked.request(directory);
    simulator.service.tokens.extend(token);
    let outcome = simulator.send(&request);
    let notes = ask::notes(directory, named.as_deref(), &request.path, &outcome);
    let shown = Shown {
        sources,
        simulator,
        directory,
    };
    let mut value = json::value(&shown, &request, &outcome, &notes);
    if let Some(object) = value.as_object_mut() {
        object.shift_insert(0, "line".to_owned(), number.into());
    }
    value
}

fn finding(at: usize, wrong: Wrong) -> Diagnostic {
    let start = u32::try_from(at).unwrap_or(u32::MAX);
    let span = Span {
        file: FileId(0),
        start,
        end: start,
    };
    Diagnostic::new(Code::BrokenRequest, span, wrong.what).help(wrong.help)
}

fn asked(
    text: &str,
    file: &Utf8Path,
    start_ms: i64,
    directory: &Directory<'_>,
) -> Result<Asked, Wrong> {
    // An array would be taken as the members in their order.
    if text.starts_with('[') {
        return Err(Wrong::whole(
            "a request is an object, not an array",
            MEMBERS,
        ));
    }
    let line: Line = serde_json::from_str(text).map_err(|error| Wrong {
        at: place(text, error.column()),
        what: words(&error.to_string()),
        help: MEMBERS.to_owned(),
    })?;
    let bodies = [
        line.body.is_some(),
        line.body_text.is_some(),
        line.body_file.is_some(),
    ];
    if bodies.iter().filter(|given| **given).count() > 1 {
        return Err(Wrong::whole(
            "body, bodyText and bodyFile cannot stand together",
            "keep the one that is meant",
        ));
    }
    let team = line.team.as_deref();
    if let Some((what, help)) = team.and_then(|name| directory.unknown_team(name)) {
        return Err(Wrong::whole(what, help));
    }
    let body = match (line.body, line.body_text, line.body_file) {
        (Some(body), _, _) => Some(Box::<str>::from(body).into_string().into_bytes()),
        (_, Some(text), _) => Some(text.into_bytes()),
        (_, _, Some(name)) => {
            let folder = file
                .parent()
                .filter(|_| file != "-")
                .unwrap_or(Utf8Path::new(""));
            let read = files::bytes(&folder.join(name));
            Some(read.map_err(|Failed(why)| {
                Wrong::whole(why, "name a file relative to the folder of the requests")
            })?)
        }
        (None, None, None) => None,
    };
    let at_ms = at_ms(line.at, start_ms).map_err(|what| {
        Wrong::whole(
            what,
            "give seconds since the start, or a time at or after it",
        )
    })?;
    let takes_ms = seconds("takes", line.takes.unwrap_or(0.0))
        .map_err(|what| Wrong::whole(what, "give seconds until the answer begins"))?;
    let upstream = match line.upstream {
        Replies::None => Vec::new(),
        Replies::One(reported) => vec![reported.reply()?],
        Replies::Many(all) => all
            .into_iter()
            .map(Reported::reply)
            .collect::<Result<_, _>>()?,
    };
    Ok(Asked {
        one: One {
            team: line.team,
            model: line.model,
            path: line.path,
            method: line.method,
            key: line.key,
            entra_client: line.entra_client,
        },
        headers: line.headers.into_iter().collect(),
        body,
        at_ms,
        upstream,
        takes_ms,
    })
}

/// Milliseconds of a number of seconds.
fn seconds(name: &str, number: f64) -> Result<u64, String> {
    if !(0.0..1e12).contains(&number) {
        return Err(format!(
            "`{name}` is {number}, which is no number of seconds since the start"
        ));
    }
    let duration = std::time::Duration::from_secs_f64(number);
    Ok(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
}

/// Milliseconds since the start.
fn at_ms(at: Option<At>, start_ms: i64) -> Result<u64, String> {
    match at {
        None => Ok(0),
        Some(At::Seconds(number)) => seconds("at", number),
        Some(At::Time(text)) => {
            let moment = time::parse(&text).map(|moment| moment.saturating_sub(start_ms));
            let since = moment.and_then(|since| u64::try_from(since).ok());
            since.ok_or_else(|| {
                let start = time::text(start_ms);
                format!("`at` is \"{text}\", which is no time like 2026-03-01T12:00:00Z from the start on, {start}")
            })
        }
    }
}

/// The byte of a column that `serde_json` reports: it counts bytes from 1, and 0 is before the first.
fn place(text: &str, column: usize) -> usize {
    let mut at = column.saturating_sub(1).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A message without the place that the finding states better.
fn words(message: &str) -> String {
    message
        .rsplit_once(" at line ")
        .map_or(message, |(words, _)| words)
        .to_owned()
}
