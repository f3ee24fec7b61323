//! Add-ons of the cluster: which charts run there, what each needs, and how they are delivered.

pub(crate) mod codes;
mod fields;
pub mod model;
pub mod resolve;
pub mod rules;
pub mod syntax;
