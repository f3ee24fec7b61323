//! Documents to text: one printer per syntax, and every escape in exactly one place.
//!
//! Printers know no teams and no models. Each gives the text and, for lines that show a value of an input, where it came from.

use crate::origin::Origin;

pub mod xml;

/// A printed file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    /// The text, with a final newline, lines ended by LF.
    pub text: String,
    /// Which line (from 1) shows which input, in order of lines.
    pub trace: Vec<(u32, Origin)>,
}
