//! Who uses models: teams, what they are granted, and how they prove who they are.

pub(crate) mod codes;
mod fields;
pub mod model;
pub(crate) mod resolve;
pub(crate) mod rules;
pub mod syntax;
