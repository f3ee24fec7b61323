//! Integration tests, one binary.
#![expect(
    clippy::disallowed_methods,
    reason = "tests lay out repositories on disk and look at what became of them"
)]
#![expect(clippy::unwrap_used, reason = "helpers of tests fail like tests")]

mod bounds;
mod build;
mod cases;
mod closed;
mod codes;
mod differential;
mod editor;
mod expect;
mod explain;
mod facts;
mod faults;
mod findings;
mod fuzz;
mod gateway;
mod guardrails;
mod helm;
mod hooks;
mod import;
mod inputs;
mod json;
mod lab;
mod mutations;
mod names;
mod origins;
mod policy_text;
mod print_hcl;
mod print_yaml;
mod repo;
mod report;
mod rules;
mod scaffold;
mod session;
mod simulate;
mod staged;
mod support;
mod terraform;
mod tidy;
mod workflows;
