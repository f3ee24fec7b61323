//! Integration tests, one binary.
#![expect(
    clippy::disallowed_methods,
    reason = "tests lay out repositories on disk and look at what became of them"
)]

mod build;
mod cases;
mod demo;
mod gateway;
mod helm;
mod inputs;
mod mutations;
mod policy_text;
mod print_hcl;
mod print_yaml;
mod repo;
mod support;
mod terraform;
mod tidy;
mod tools;
