//! Integration tests that need nothing but this repository and git. What needs other programs is in `tests/tools/`.
#![expect(
    clippy::disallowed_methods,
    reason = "tests lay out repositories on disk and look at what became of them"
)]
#![expect(clippy::unwrap_used, reason = "helpers of tests fail like tests")]

mod additions;
mod addons;
mod apps;
mod bounds;
mod build;
mod cases;
mod closed;
mod codes;
mod diff;
mod docs;
mod editor_schemas;
mod expect;
mod explain;
mod facts;
mod faults;
mod findings;
mod fixes;
mod fuzz;
mod grants;
mod guardrails;
mod helm;
mod import;
mod inputs;
mod json;
mod merges;
mod modules;
mod mutations;
mod names;
mod origins;
mod policy_text;
mod print_hcl;
mod print_yaml;
mod red_team;
mod removals;
mod repo;
mod report;
mod rules;
mod scaffold;
mod session;
mod simulate;
mod staged;
#[allow(dead_code, reason = "the other binary of tests uses the rest")]
#[cfg(test)]
#[path = "../support/mod.rs"]
mod support;
#[cfg(test)]
#[path = "../fuzz/targets/mod.rs"]
mod targets;
mod terraform;
mod tidy;
mod words;
mod workflows;
