//! `cargo bench --bench simulate`: times 10,000 simulated requests of 500 teams for 20 models: their evaluation alone, and
//! through `platgen simulate --requests`, which writes every outcome as JSON with its places.
//!
//! The platform and the requests are made here, so that anyone can repeat it. Every fifth request asks for a model that its
//! team is not granted; the others are spread over teams, models and an hour.
#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its table and ends at the first surprise"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use platgen::inputs;
use platgen::simulate::{Key, Request, Upstream};

use setup::{median, run, write_inputs};

mod setup;

const TEAMS: usize = 500;
const MODELS: usize = 20;
const REQUESTS: usize = 10_000;
const RUNS: usize = 5;

fn main() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-simulate");
    let _ = std::fs::remove_dir_all(&root);
    write_inputs(&root, TEAMS, MODELS);
    println!("{REQUESTS} requests, {TEAMS} teams, {MODELS} models; median of {RUNS} runs");
    evaluated(&root);
    commanded(&root);
    std::fs::remove_dir_all(&root).unwrap();
}

/// The evaluation alone.
fn evaluated(root: &Path) {
    let started = Instant::now();
    let (sources, found) = inputs::read(root).unwrap();
    let compilation = platgen::compile(&sources, found);
    let Some(platform) = compilation.platforms.first() else {
        panic!("the inputs do not compile: {:?}", compilation.findings);
    };
    println!("{:<46} {:>8.3} s", "compile, once", seconds(started));
    let requests: Vec<Request> = (0..REQUESTS).map(request).collect();
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let started = Instant::now();
        let mut simulator = platgen::simulator(platform);
        let allowed = requests
            .iter()
            .filter(|request| simulator.send(request).allowed())
            .count();
        times.push(started.elapsed());
        assert_eq!(allowed, REQUESTS - REQUESTS / 5);
    }
    println!("{:<46} {:>8.3} s", "evaluate", median(times).as_secs_f64());
}

/// The command, with what one request takes as the part that is not about requests.
fn commanded(root: &Path) {
    let mut lines = String::new();
    for number in 0..REQUESTS {
        let (team, model) = names(number);
        let at = number * 3600 / REQUESTS;
        writeln!(
            lines,
            "{{\"team\":\"{team}\",\"model\":\"{model}\",\"at\":{at}}}"
        )
        .unwrap();
    }
    std::fs::write(root.join("all.jsonl"), &lines).unwrap();
    std::fs::write(root.join("one.jsonl"), lines.lines().next().unwrap()).unwrap();
    let [one, all] = ["one.jsonl", "all.jsonl"].map(|file| {
        median((0..RUNS).map(|_| {
            run(
                Path::new(env!("CARGO_BIN_EXE_platgen")),
                root,
                &["simulate", "--requests", file],
            )
            .0
        }))
    });
    println!(
        "{:<46} {:>8.3} s",
        "platgen simulate, one request",
        one.as_secs_f64()
    );
    println!(
        "{:<46} {:>8.3} s",
        "platgen simulate, all, JSON with all places",
        all.as_secs_f64()
    );
    println!(
        "{:<46} {:>8.3} s",
        "difference: requests after compile",
        all.saturating_sub(one).as_secs_f64()
    );
}

fn names(number: usize) -> (String, String) {
    let team = number % TEAMS;
    // One model more than there are is granted to nobody.
    let model = if number % 5 == 4 {
        MODELS
    } else {
        (number / TEAMS) % MODELS
    };
    (format!("team-{team:04}"), format!("gpt-bench-{model}"))
}

fn request(number: usize) -> Request {
    let (team, model) = names(number);
    let body = format!(
        "{{\"model\":\"{model}\",\"messages\":[{{\"role\":\"user\",\"content\":\"Hello\"}}]}}"
    );
    Request {
        method: "POST".to_owned(),
        path: "/openai/v1/chat/completions".to_owned(),
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        body: Some(body.into_bytes()),
        key: Key::Team(team),
        at_ms: u64::try_from(number * 3_600_000 / REQUESTS).unwrap(),
        upstream: vec![Upstream::default()],
        takes_ms: 0,
    }
}

fn seconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64()
}
