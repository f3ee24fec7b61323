//! `tests/FAULTS.md` says how each known fault and pain is prevented; here it is held to what it says.

use std::collections::BTreeSet;

use super::{FAULTS, outputs};
use crate::support::repository;

/// Pains of KAITO, numbered.
const PAINS: usize = 24;

struct Row {
    id: String,
    by: Vec<String>,
    shown: Vec<String>,
}

/// What stands in backticks.
pub(crate) fn named(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(repository().join("tests/FAULTS.md")).unwrap();
    let lines = text
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| |"));
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [id, fault, how, by, shown] = cells[..] else {
            panic!("five cells are wanted: {line}");
        };
        assert!(fault.len() > 20 && how.len() > 20, "{id} says too little");
        Row {
            id: id.to_owned(),
            by: named(by),
            shown: named(shown),
        }
    };
    lines.map(row).collect()
}

/// Whether a file has a test of this name; those of proptest are indented, those of `tests/tools/` are in a list.
pub(crate) fn is_test(text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    let listed = text
        .split("\ntests![")
        .nth(1)
        .and_then(|rest| rest.split("];").next());
    if let Some(list) = listed {
        return list.split([',', ';']).any(|one| one.trim() == name);
    }
    let starts = format!("fn {name}(");
    lines
        .windows(2)
        .any(|pair| pair[0] == "#[test]" && pair[1].starts_with(&starts))
}

pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap_or_default()
}

#[test]
fn every_fault_and_every_pain_has_one_row() {
    let reported: Vec<String> = rows().into_iter().map(|row| row.id).collect();
    let faults = FAULTS.iter().map(|fault| fault.to_uppercase());
    let pains = (1..=PAINS).map(|pain| format!("K{pain}"));
    assert_eq!(reported, faults.chain(pains).collect::<Vec<_>>());
}

#[test]
fn what_prevents_a_fault_exists() {
    for Row { id, by, shown } in rows() {
        assert!(!by.is_empty() && !shown.is_empty(), "{id} names nothing");
        let found: String = shown
            .iter()
            .filter_map(|one| one.strip_prefix("tests/cases/"))
            .map(|case| read(&format!("tests/snapshots/cases__{case}.snap")))
            .collect();
        for one in by {
            if one.contains('/') {
                assert!(repository().join(&one).is_file(), "{id}: there is no {one}");
                continue;
            }
            assert!(
                platgen::codes::by_name(&one).is_some(),
                "{id}: {one} is no code"
            );
            let reported = found.contains(&format!("[{one}]"));
            assert!(reported, "{id}: none of its cases shows {one}");
        }
    }
}

#[test]
fn what_shows_a_fault_exists() {
    for Row { id, shown, .. } in rows() {
        let names: BTreeSet<&String> = shown.iter().collect();
        assert_eq!(names.len(), shown.len(), "{id} names a test twice");
        for one in &shown {
            let exists = match one.split_once("::") {
                Some((path, test)) if !path.starts_with("tests/terraform/") => {
                    is_test(&read(path), test)
                }
                Some((path, run)) => read(path).contains(&format!("\nrun \"{run}\" {{")),
                None => {
                    one.starts_with("tests/cases/") && !read(&format!("{one}/README.md")).is_empty()
                }
            };
            assert!(exists, "{id}: there is no test {one}");
        }
    }
}

#[test]
fn no_output_tunes_a_model() {
    for (path, text) in outputs() {
        if path.contains("/helm/") {
            assert!(!text.contains("tuning:"), "{path}");
        }
    }
}

#[test]
fn no_model_gets_a_public_address() {
    let outputs = outputs();
    let services = &outputs["demo/helm/kaito-models/templates/services.yaml"];
    let internal = "service.beta.kubernetes.io/azure-load-balancer-internal: \"true\"";
    assert_eq!(services.matches(internal).count(), 1);
    assert!(services.contains("loadBalancerSourceRanges:"));
    for (path, text) in &outputs {
        assert!(!text.contains("enablelb"), "{path}");
        let balanced = text.matches("type: LoadBalancer").count();
        assert!(balanced == 0 || text.contains(internal), "{path}");
    }
}

#[test]
fn readmes_state_what_nobody_can_check() {
    let outputs = outputs();
    let readme = &outputs["demo/README.md"];
    for part in ["az aks stop", "huggingface.co", "mcr.microsoft.com"] {
        assert!(readme.contains(part), "{part}");
    }
}
