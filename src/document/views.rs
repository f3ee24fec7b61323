//! What the templates for prose are told: one struct per template, nothing but facts; all decisions are made before.

use serde::Serialize;

/// A template with its facts.
#[derive(Debug)]
pub enum View {
    /// `generated/<environment>/README.md`: how to apply.
    EnvironmentReadme(EnvironmentReadme),
}

/// Facts of one environment's README.
#[derive(Debug, Serialize)]
pub struct EnvironmentReadme {
    /// The environment.
    pub environment: String,
    /// The roots, in order of application.
    pub roots: Vec<RootLine>,
}

/// One Terraform root.
#[derive(Debug, Serialize)]
pub struct RootLine {
    /// Folder: `10-platform`.
    pub name: &'static str,
    /// What it makes.
    pub purpose: &'static str,
}
