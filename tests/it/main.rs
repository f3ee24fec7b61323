//! Integration tests.

mod inputs;
