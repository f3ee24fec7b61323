//! `cargo bench --bench check`: what `platgen check` takes beside reading and parsing the same files, what ten thousand findings
//! take to render, and what inputs that are too much cost. `PLATGEN_BENCH_BINARY` times another binary.
#![expect(
    clippy::disallowed_methods,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::needless_range_loop,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its table and ends at the first surprise"
)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use platgen::core::diag::render::{Format, render};
use platgen::core::diag::{Code, Diagnostic, Diagnostics};
use platgen::core::sources::{FileId, Sources, Span};
use platgen::core::yaml::parse::parse;
use rayon::prelude::*;

use setup::{ended, median, run, write_inputs};

mod setup;

/// How many models every team is granted.
const MODELS: usize = 8;
const RUNS: usize = 15;

fn main() {
    if std::env::args().nth(1).as_deref() == Some(PARSE_ONLY) {
        return parse_only(Path::new("."));
    }
    let binary = std::env::var_os("PLATGEN_BENCH_BINARY")
        .map_or_else(|| env!("CARGO_BIN_EXE_platgen").into(), PathBuf::from);
    checks(&binary);
    findings();
    bounds(&binary);
}

fn scratch(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&root);
    std::fs::create_dir_all(&root).unwrap();
    root
}

/// The median wall time of some runs, in seconds.
fn repeated(mut one: impl FnMut() -> Duration) -> f64 {
    median((0..RUNS).map(|_| one())).as_secs_f64()
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

/// Makes this program one that reads and parses the files of the folder it runs in, and no more.
const PARSE_ONLY: &str = "parse-only";

fn parse_only(root: &Path) {
    let (sources, _) = platgen::inputs::read(root).unwrap();
    let files: Vec<_> = sources.iter().collect();
    // A tree goes when the next file is read, as in the program: to hold them all takes twice as long.
    let parsed = files
        .into_par_iter()
        .all(|(id, file)| parse(id, file.text()).tree.is_some());
    assert!(parsed);
}

/// The whole of `check` beside a program that only reads and parses the same files, run in turns; threads as both have them.
/// Each starts with empty memory. Once more inside this program, where memory is warm.
fn checks(binary: &Path) {
    let parser = std::env::current_exe().unwrap();
    println!(
        "{:>6} {:>10} {:>10} {:>8} {:>16} {:>16}",
        "teams", "parse (s)", "check", "ratio", "parse in here", "compile in here"
    );
    for teams in [500, 2000] {
        let root = scratch(&format!("bench-check-{teams}"));
        write_inputs(&root, teams, MODELS);
        let mut both = [[Duration::ZERO; RUNS]; 2];
        for turn in 0..RUNS {
            both[0][turn] = run(&parser, &root, &[PARSE_ONLY]).0;
            both[1][turn] = run(binary, &root, &["check"]).0;
        }
        let [parsed, check] = both.map(|times| median(times).as_secs_f64());
        let parsed_here = repeated(|| timed(|| parse_only(&root)));
        let compiled_here = repeated(|| {
            timed(|| {
                let (sources, found) = platgen::inputs::read(&root).unwrap();
                assert_eq!(platgen::compile(&sources, found).platforms.len(), 1);
            })
        });
        println!(
            "{teams:>6} {parsed:>10.3} {check:>10.3} {:>8.2} {parsed_here:>16.3} {compiled_here:>16.3}",
            check / parsed
        );
        std::fs::remove_dir_all(&root).unwrap();
    }
}

/// Ten thousand findings, each with a second place.
fn findings() {
    let text: String = (0..10_000)
        .map(|line| format!("key{line:05}: value\n"))
        .collect();
    let length = u32::try_from(text.len()).unwrap();
    let sources = Sources::from_texts([("catalog/models.yaml".into(), text)]);
    let span = |start, end| Span {
        file: FileId(0),
        start,
        end,
    };
    let mut found = Diagnostics::new();
    for line in 0..10_000 {
        let start = line * 16;
        let finding = Diagnostic::new(
            Code::UnknownKey,
            span(start, start + 8),
            format!("unknown key `key{line:05}`"),
        );
        found.push(
            finding
                .also(span(length - 6, length - 1), "a second place")
                .help("remove it"),
        );
    }
    let found = found.sorted();
    println!("\n{:>10} {:>12}", "findings", "render (s)");
    for format in [
        Format::Human { colour: true },
        Format::Json,
        Format::Sarif(platgen::codes::all()),
        Format::GitHub,
    ] {
        let time = repeated(|| timed(|| assert!(render(&found, &sources, format).len() > 10_000)));
        println!("{:>10} {time:>12.3}  {format:?}", found.len());
    }
}

/// What `check` takes to refuse what `tests/it/bounds.rs` refuses.
fn bounds(binary: &Path) {
    let mut unfolding = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = vec![format!("*a{}", level - 1); 9].join(", ");
        unfolding += &format!("a{level}: &a{level} [{below}]\n");
    }
    let inputs = [
        ("100 MB", "x".repeat(100_000_000)),
        ("[[[...", "[".repeat(10_000)),
        ("{a: {a: ...", "{a: ".repeat(10_000)),
        ("- - - ...", "- ".repeat(10_000)),
        ("1 MB of [", "[".repeat(1_000_000)),
        ("1 MB of \"", "\"".repeat(1_000_000)),
        ("1 MB of a:", "a:\n".repeat(333_000)),
        (
            "1 MB of *a",
            format!("- &a x\n{}", "- *a\n".repeat(200_000)),
        ),
        ("aliases", unfolding),
    ];
    println!("\n{:>12} {:>10} {:>10}", "refused", "time (s)", "peak MiB");
    for (name, text) in inputs {
        let root = scratch("bench-bounds");
        write_inputs(&root, 1, MODELS);
        std::fs::write(root.join("catalog/models.yaml"), text).unwrap();
        let mut peak = 0;
        let time = repeated(|| {
            let (time, memory) = ended(binary, &root, &["check"], 1);
            peak = peak.max(memory);
            time
        });
        println!("{name:>12} {time:>10.3} {:>10}", peak / 1024);
        std::fs::remove_dir_all(&root).unwrap();
    }
}
