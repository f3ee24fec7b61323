//! The platform itself: what it is called, where it is, and its Azure services.

pub(crate) mod codes;
pub mod fields;
pub mod model;
pub mod resolve;
pub(crate) mod rules;
pub mod syntax;
