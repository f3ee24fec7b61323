//! Models, on the cluster and at Foundry.

pub(crate) mod arguments;
pub mod capacity;
pub(crate) mod codes;
mod fields;
pub mod model;
pub(crate) mod resolve;
pub(crate) mod rules;
pub mod syntax;
