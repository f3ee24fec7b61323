//! Integration tests.

mod gateway;
mod policy_text;
mod support;
