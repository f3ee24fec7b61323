//! The AKS cluster, and which KAITO it runs.

pub(crate) mod codes;
mod fields;
pub mod model;
pub(crate) mod resolve;
pub(crate) mod rules;
