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

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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
        write_inputs(&root, teams);
        let (first, _) = run(&binary, &root, &["build"]);
        let mut times = Vec::new();
        let mut peak = 0;
        for _ in 0..RUNS {
            let (time, memory) = run(&binary, &root, &["build", "--check"]);
            times.push(time);
            peak = peak.max(memory);
        }
        times.sort();
        let [out, input] = EXPLAINED.map(|place| median(&binary, &root, &["explain", place]));
        println!(
            "{teams:>6} {:>7} {:>12.3} {:>12.3} {:>12.3} {:>10.1} {:>12.3} {:>12.3}",
            count_files(&root.join("generated")),
            first.as_secs_f64(),
            times[0].as_secs_f64(),
            times[RUNS / 2].as_secs_f64(),
            peak as f64 / 1024.0,
            out.as_secs_f64(),
            input.as_secs_f64()
        );
        std::fs::remove_dir_all(&root).unwrap();
    }
}

/// The median wall time of some runs.
fn median(binary: &Path, root: &Path, arguments: &[&str]) -> Duration {
    let mut times = [Duration::ZERO; RUNS];
    times.fill_with(|| run(binary, root, arguments).0);
    times.sort();
    times[RUNS / 2]
}

/// Wall time and peak resident memory in KiB of one run, which must succeed.
fn run(binary: &Path, root: &Path, arguments: &[&str]) -> (Duration, u64) {
    let started = Instant::now();
    let mut child = Command::new(binary)
        .current_dir(root)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let status = std::fs::read_to_string(&status_file).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let number = line
            .and_then(|line| line.split_whitespace().nth(1))
            .and_then(|number| number.parse().ok());
        peak = peak.max(number.unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            assert!(
                status.success(),
                "platgen {arguments:?} ended with {status}"
            );
            return (started.elapsed(), peak);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn write_inputs(root: &Path, teams: usize) {
    std::fs::create_dir_all(root.join("catalog")).unwrap();
    std::fs::write(root.join("catalog/platform.yaml"), PLATFORM).unwrap();
    let mut models = String::from("foundryModels:\n");
    for model in 0..MODELS {
        writeln!(
            models,
            "  - name: gpt-bench-{model}\n    modelName: gpt-4.1\n    version: \"2025-04-14\"\n    skuName: GlobalStandard\n    capacity: {}\n    enabled: true",
            teams * 20
        )
        .unwrap();
    }
    std::fs::write(root.join("catalog/models.yaml"), models).unwrap();
    for team in 0..teams {
        let folder = root.join(format!("teams/team-{team:04}"));
        std::fs::create_dir_all(&folder).unwrap();
        let mut text = format!(
            "# yaml-language-server: $schema=../../schemas/team.schema.json\nteam:\n  name: team-{team:04}\n  displayName: AI Access - Team {team:04}\n  owner: team-{team:04}@contoso.com\n  costCenter: CC-{team:05}\n\nmodels:\n  foundry:\n"
        );
        for model in 0..MODELS {
            writeln!(
                text,
                "    - name: gpt-bench-{model}\n      tokensPerMinute: {}\n      dailyTokenQuota: {}",
                1000 + team,
                1_000_000 + team
            )
            .unwrap();
        }
        std::fs::write(folder.join("access.yaml"), text).unwrap();
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

const PLATFORM: &str = "\
platform:
  name: bench
  suffix: abcd
  environment: bench
  location: swedencentral
  tags: {owner: platform@contoso.com, costCenter: CC-1, purpose: benchmark}
network:
  vnetCidr: 10.10.0.0/16
  subnets: {aks: 10.10.0.0/24, aks-api: 10.10.1.0/24, private-endpoint: 10.10.3.0/24, AzureBastionSubnet: 10.10.4.0/24, api-management: 10.10.6.0/24, models: 10.10.7.0/27}
  modelSubnet: models
  dnsZone: kaito.internal
kaito: {mode: addon, version: 0.6.0}
apim: {sku: PremiumV2, capacity: 1, publisherName: Contoso, publisherEmail: ai@contoso.com}
terraform: {backend: {type: local}}
";
