//! What knows no domain: sources, YAML, findings, documents and their printers, plans, outputs, origins.

pub mod diag;
pub mod document;
pub mod explain;
pub mod fields;
pub mod files;
pub mod origin;
pub mod output;
pub mod plan;
pub mod print;
pub mod sources;
pub mod staged;
pub mod yaml;
