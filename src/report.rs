//! Reports: who may use what, what carries it, what it needs of Azure, and how much capacity is left; for people who decide.
//!
//! [`collect`] makes one typed [`view::Report`] of the platforms, and four renderers show it: [`markdown`] for pull requests,
//! [`json`] for programs, [`csv`] for spreadsheets, [`html`] as a page. [`impact`] shows what changes for whom between two
//! versions of the inputs. Printed sizes and outputs are handed in, since only whoever chains the stages can print.

pub mod aspects;
pub mod collect;
pub mod csv;
pub mod html;
pub mod json;
pub mod markdown;
pub mod view;

mod capacity;
mod cost;
mod gateway;
mod gpu;
mod template;
mod words;

use crate::core::plan::OutputPath;

/// The printed size of a file that a service bounds, both in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSize {
    /// Where it stands below `generated/`.
    pub path: OutputPath,
    /// What it has.
    pub bytes: usize,
    /// The most that its service takes.
    pub limit: usize,
}
