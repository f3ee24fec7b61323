#![doc = include_str!("ARCHITECTURE.md")]

pub mod diag;
pub mod document;
pub mod facts;
pub mod gateway;
pub mod model;
pub mod origin;
pub mod plan;
pub mod policy;
pub mod print;
pub mod read;
pub mod resolve;
pub mod schema;
pub mod sources;
pub mod syntax;
pub mod target;

#[cfg(test)]
mod testing;
