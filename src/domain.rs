//! What a platform consists of, a folder per domain, and what they share.

pub mod apps;
pub mod cluster;
pub mod consumers;
pub(crate) mod defaults;
pub mod facts;
mod fields;
pub mod ids;
pub mod models;
pub mod names;
pub mod network;
pub mod parsed;
pub mod pattern;
pub mod patterns;
pub mod platform;
pub mod previous;
pub(crate) mod resolving;
pub mod resource_id;
pub mod rule;
pub mod rules;
pub mod unreached;
