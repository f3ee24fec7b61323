//! `cargo bench --bench diff`: times `platgen diff` and `platgen affected` against the last commit, warm.
//!
//! The input is made here: T teams, each granted the same eight models, of which one loses tokens and one goes. Arguments: team counts
//! (`cargo bench --bench diff -- 500 2000`). `PLATGEN_BENCH_BINARY` times another binary, for a before and after.
#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its table and ends at the first surprise"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use setup::{median, run, write_inputs};

mod setup;

const MODELS: usize = 8;
const RUNS: usize = 7;

fn main() {
    let counts = std::env::args().skip(1);
    let mut counts: Vec<usize> = counts.filter_map(|count| count.parse().ok()).collect();
    if counts.is_empty() {
        counts = vec![500, 2000];
    }
    let binary = std::env::var_os("PLATGEN_BENCH_BINARY")
        .map_or_else(|| env!("CARGO_BIN_EXE_platgen").into(), PathBuf::from);
    println!("{:>6} {:>10} {:>13}", "teams", "diff (s)", "affected (s)");
    for teams in counts {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-diff-{teams}"));
        let _ = std::fs::remove_dir_all(&root);
        write_inputs(&root, teams, MODELS);
        git(&root, &["init", "--quiet"]);
        git(&root, &["add", "--all"]);
        git(&root, &["commit", "--quiet", "--message", "Before"]);
        let changed = root.join("teams/team-0000/access.yaml");
        let text = std::fs::read_to_string(&changed).unwrap();
        let text = text.replace("tokensPerMinute: 1000", "tokensPerMinute: 900");
        std::fs::write(&changed, text).unwrap();
        std::fs::remove_dir_all(root.join("teams/team-0001")).unwrap();
        let [diff, affected] = ["diff", "affected"].map(|verb| {
            let words = [verb, "--base", "HEAD"];
            median((0..RUNS).map(|_| run(&binary, &root, &words).0)).as_secs_f64()
        });
        println!("{teams:>6} {diff:>10.3} {affected:>13.3}");
        std::fs::remove_dir_all(&root).unwrap();
    }
}

fn git(root: &Path, words: &[&str]) {
    let mut git = Command::new("git");
    let author = [
        "-c",
        "user.name=Bench",
        "-c",
        "user.email=bench@example.com",
    ];
    let done = git.current_dir(root).args(author).args(words).status();
    assert!(done.unwrap().success(), "git {words:?}");
}
