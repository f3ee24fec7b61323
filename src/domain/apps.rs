//! Applications: what teams run on the platform's cluster.

pub mod codes;
mod fields;
pub mod model;
pub(crate) mod resolve;
pub mod rules;
pub mod syntax;
