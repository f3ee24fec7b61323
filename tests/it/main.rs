//! Integration tests.

mod print_hcl;
mod print_yaml;
mod tools;
