//! The AKS cluster, and which KAITO it runs.

mod fields;
pub mod model;
pub(crate) mod resolve;
