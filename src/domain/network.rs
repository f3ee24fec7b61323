//! The virtual network, its subnets and addresses.

pub(crate) mod codes;
mod fields;
pub mod model;
pub(crate) mod resolve;
pub(crate) mod rules;
pub mod syntax;
