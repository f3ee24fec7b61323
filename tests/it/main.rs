//! Integration tests.

mod demo;
mod helm;
mod print_hcl;
mod print_yaml;
mod terraform;
mod tools;
