//! Lines that know what stands before their `=`, and their alignment.

use crate::core::origin::Origin;
use crate::core::print::{Printed, comment_lines};

/// One line: `lead` and, where the whole value is on the line, ` = ` and the value.
#[derive(Debug, Default)]
struct Line {
    indent: usize,
    lead: String,
    value: Option<String>,
    origins: Vec<Origin>,
}

/// The lines of a file so far.
#[derive(Debug, Default)]
pub(super) struct Lines {
    done: Vec<Line>,
    indent: usize,
}

impl Lines {
    /// Columns that the next line's indentation takes.
    pub(super) fn column(&self) -> usize {
        self.indent * 2
    }

    /// A line without `=`.
    pub(super) fn plain(&mut self, lead: String) {
        self.push(lead, None, Vec::new());
    }

    /// A line as it is: `lead = value` if there is a value.
    pub(super) fn push(&mut self, lead: String, value: Option<String>, origins: Vec<Origin>) {
        self.done.push(Line {
            indent: self.indent,
            lead,
            value,
            origins,
        });
    }

    /// A line whose bracket is closed by [`Self::close`].
    pub(super) fn open(&mut self, lead: String, origins: Vec<Origin>) {
        self.push(lead, None, origins);
        self.indent += 1;
    }

    /// The line that closes a bracket.
    pub(super) fn close(&mut self, lead: &str) {
        self.indent = self.indent.saturating_sub(1);
        self.plain(lead.to_owned());
    }

    /// Comment lines.
    pub(super) fn comment(&mut self, text: &str) {
        for line in comment_lines(text) {
            self.plain(if line.is_empty() {
                "#".to_owned()
            } else {
                format!("# {line}")
            });
        }
    }

    /// An empty line, unless there is one already or nothing stands above it.
    pub(super) fn blank(&mut self) {
        if self.done.last().is_some_and(|line| !line.lead.is_empty()) {
            self.done.push(Line::default());
        }
    }

    /// The text, with the `=` of neighbouring lines under each other.
    pub(super) fn finish(self) -> Printed {
        let mut printed = Printed::default();
        let mut number = 0;
        for run in self
            .done
            .chunk_by(|a, b| a.value.is_some() && b.value.is_some())
        {
            // Every lead is ASCII (keys are escaped to it), so bytes are columns.
            let width = run.iter().map(|line| line.lead.len()).max().unwrap_or(0);
            for line in run {
                number += 1;
                line.print(width, &mut printed.text);
                printed
                    .trace
                    .extend(line.origins.iter().map(|origin| (number, *origin)));
            }
        }
        printed
    }
}

impl Line {
    fn print(&self, width: usize, text: &mut String) {
        if !self.lead.is_empty() {
            text.extend(std::iter::repeat_n(' ', self.indent * 2));
            text.push_str(&self.lead);
        }
        if let Some(value) = &self.value {
            text.extend(std::iter::repeat_n(
                ' ',
                width.saturating_sub(self.lead.len()),
            ));
            text.push_str(" = ");
            text.push_str(value);
        }
        text.push('\n');
    }
}
