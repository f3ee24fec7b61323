//! `cargo bench --bench build`: times `platgen build --check` of generated platforms, warm, its peak memory, and `platgen explain`.
//!
//! The input is made here, so that anyone can repeat it: T teams, each granted the same eight models. Arguments: team
//! counts (`cargo bench --bench build -- 500 2000`). `PLATGEN_BENCH_BINARY` times another binary, for a before and after.
#![expect(
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its table and ends at the first surprise"
)]

use std::path::{Path, PathBuf};

use setup::{median, run, write_inputs};

mod setup;

/// How many models every team is granted.
const MODELS: usize = 8;
const RUNS: usize = 7;
/// A line of one team's policy, and the suffix, which reaches the names of everything.
const EXPLAINED: [&str; 2] = [
    "generated/bench/policies/products/team-0000.xml:13",
    "catalog/platform.yaml:3",
];

fn main() {
    let counts: Vec<usize> = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let counts = if counts.is_empty() {
        vec![250, 500, 1000, 2000]
    } else {
        counts
    };
    let binary = std::env::var_os("PLATGEN_BENCH_BINARY")
        .map_or_else(|| env!("CARGO_BIN_EXE_platgen").into(), PathBuf::from);
    println!(
        "{:>6} {:>7} {:>12} {:>12} {:>12} {:>10} {:>12} {:>12}",
        "teams",
        "files",
        "build (s)",
        "check min",
        "check med",
        "peak MiB",
        "explain out",
        "explain in"
    );
    for teams in counts {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{teams}"));
        let _ = std::fs::remove_dir_all(&root);
        write_inputs(&root, teams, MODELS);
        let (first, _) = run(&binary, &root, &["build"]);
        let mut times = Vec::new();
        let mut peak = 0;
        for _ in 0..RUNS {
            let (time, memory) = run(&binary, &root, &["build", "--check"]);
            times.push(time);
            peak = peak.max(memory);
        }
        let [out, input] = EXPLAINED
            .map(|place| median((0..RUNS).map(|_| run(&binary, &root, &["explain", place]).0)));
        println!(
            "{teams:>6} {:>7} {:>12.3} {:>12.3} {:>12.3} {:>10.1} {:>12.3} {:>12.3}",
            count_files(&root.join("generated")),
            first.as_secs_f64(),
            times.iter().min().unwrap().as_secs_f64(),
            median(times).as_secs_f64(),
            peak as f64 / 1024.0,
            out.as_secs_f64(),
            input.as_secs_f64()
        );
        std::fs::remove_dir_all(&root).unwrap();
    }
}

fn count_files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .map(|path| if path.is_dir() { count_files(&path) } else { 1 })
        .sum()
}
