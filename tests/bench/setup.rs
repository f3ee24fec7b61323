//! What benches share: a repository of many teams, and a program that is timed.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The same for a run that must succeed.
pub(crate) fn run(binary: &Path, root: &Path, arguments: &[&str]) -> (Duration, u64) {
    ended(binary, root, arguments, 0)
}

/// Wall time and peak resident memory in KiB of one run, which must end with this code.
pub(crate) fn ended(binary: &Path, root: &Path, arguments: &[&str], code: i32) -> (Duration, u64) {
    let started = Instant::now();
    let mut child = Command::new(binary)
        .current_dir(root)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(if code == 0 {
            Stdio::inherit()
        } else {
            Stdio::null()
        })
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
            assert_eq!(status.code(), Some(code), "platgen {arguments:?}");
            return (started.elapsed(), peak);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// The one in the middle.
pub(crate) fn median(times: impl IntoIterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.into_iter().collect();
    times.sort();
    times[times.len() / 2]
}

/// Teams that are all granted the same models.
pub(crate) fn write_inputs(root: &Path, teams: usize, models: usize) {
    std::fs::create_dir_all(root.join("catalog")).unwrap();
    std::fs::write(root.join("catalog/platform.yaml"), PLATFORM).unwrap();
    let mut catalog = String::from("foundryModels:\n");
    for model in 0..models {
        writeln!(
            catalog,
            "  - name: gpt-bench-{model}\n    modelName: gpt-4.1\n    version: \"2025-04-14\"\n    skuName: GlobalStandard\n    capacity: {}\n    enabled: true",
            teams * 20
        )
        .unwrap();
    }
    std::fs::write(root.join("catalog/models.yaml"), catalog).unwrap();
    for team in 0..teams {
        let folder = root.join(format!("teams/team-{team:04}"));
        std::fs::create_dir_all(&folder).unwrap();
        let mut text = format!(
            "# yaml-language-server: $schema=../../schemas/team.schema.json\nteam:\n  name: team-{team:04}\n  displayName: AI Access - Team {team:04}\n  owner: team-{team:04}@contoso.com\n  costCenter: CC-{team:05}\n\nmodels:\n  foundry:\n"
        );
        for model in 0..models {
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
