//! The AKS cluster, and which KAITO it runs.

pub mod model;
pub(crate) mod resolve;
