//! Integration tests.

mod gateway;
mod support;
