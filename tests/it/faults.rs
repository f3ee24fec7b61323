//! Each fault of the system that platgen replaces is absent, as far as outputs and findings decide it: what the gateway
//! decides is tested in `gateway/faults.rs`, and what an apply does in `tests/terraform`. Names are those of the list of
//! faults: H, M and L for how bad they were.

#![cfg(test)]

use std::collections::BTreeMap;

use hcl::Expression;

use crate::support::Scratch;
use crate::support::hcl::{
    Module, address, argument, member, members, mentions, string, text, try_argument,
};
use crate::support::variant::Variant;
use crate::support::{Compiled, compile_folder, copy_inputs, files, repository};

mod inputs;
mod keys;
mod platform;
pub(crate) mod table;

/// All of them.
const FAULTS: [&str; 25] = [
    "h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8", "m9", "m10", "m11", "m12", "m13", "m14", "m15",
    "m16", "m17", "m18", "m19", "m20", "m21", "m22", "l23", "l24", "l25",
];

const ALPHA: &str = "teams/alpha/access.yaml";
const BETA: &str = "teams/beta/access.yaml";
const MODELS: &str = "catalog/models.yaml";
const PLATFORM: &str = "catalog/platform.yaml";

/// The entry of team alpha that tests change.
const GRANT: &str = "{name: gpt-5.6-terra, tokensPerMinute: 10000, dailyTokenQuota: 1000000}";

/// The repository's outputs.
fn outputs() -> BTreeMap<String, String> {
    Variant::repository().outputs()
}

/// A Terraform folder of the demo: `modules/tenant`, `10-platform`.
fn module(outputs: &BTreeMap<String, String>, folder: &str) -> Module {
    Module::of(outputs, &format!("demo/terraform/{folder}"))
}

/// Every Terraform folder of the outputs, by path.
fn modules(outputs: &BTreeMap<String, String>) -> Vec<(String, Module)> {
    let folder = |path: &String| Some(path.strip_suffix(".tf")?.rsplit_once('/')?.0.to_owned());
    let mut folders: Vec<String> = outputs.keys().filter_map(folder).collect();
    folders.dedup();
    assert!(folders.len() >= 20, "{folders:?}");
    let read = |folder: String| {
        let module = Module::of(outputs, &folder);
        (folder, module)
    };
    folders.into_iter().map(read).collect()
}

/// Findings of alpha with another grant in place of its first.
#[track_caller]
fn refused_grant(grant: &str) -> String {
    Variant::repository().with(ALPHA, GRANT, grant).refused()
}

/// That findings say all of these parts, wherever their lines are wrapped.
#[track_caller]
fn reports(findings: &str, parts: &[&str]) {
    let flat = findings.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(flat.contains(part), "no {part:?} in:\n{findings}");
    }
}

#[test]
fn every_fault_has_a_test() {
    let tests: String = ["tests/it", "tests/tools"]
        .into_iter()
        .flat_map(|folder| files(&repository().join(folder)))
        .filter(|(path, _)| path.extension() == Some("rs"))
        .map(|(_, text)| text)
        .collect();
    for fault in FAULTS {
        assert!(
            tests.contains(&format!("\nfn fault_{fault}_")),
            "nothing holds that fault {fault} is absent"
        );
    }
}
