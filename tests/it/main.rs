//! Integration tests, one binary.

mod build;
mod cases;
mod repo;
mod support;
mod tidy;
