//! Integration tests, one binary.

mod build;
mod cases;
mod demo;
mod gateway;
mod helm;
mod policy_text;
mod print_hcl;
mod print_yaml;
mod repo;
mod support;
mod terraform;
mod tidy;
mod tools;
