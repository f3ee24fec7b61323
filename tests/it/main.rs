//! Integration tests, one binary.

mod build;
mod cases;
mod gateway;
mod policy_text;
mod print_hcl;
mod print_yaml;
mod repo;
mod support;
mod tidy;
mod tools;
