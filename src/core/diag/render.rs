//! Findings as text, for people and for machines. The findings come sorted ([`Diagnostics::sorted`](super::Diagnostics::sorted)).

use camino::{Utf8Path, Utf8PathBuf};

use super::{Code, Diagnostic, Label};
use crate::core::sources::{Sources, Span};

mod excerpt;
mod github;
mod human;
mod json;
mod sarif;
#[cfg(test)]
mod tests;
pub(crate) mod wrap;

/// Further places of a folded finding that people see; machines get all.
const SHOWN: usize = 2;

/// A way to show findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With the source lines, for a terminal or a log.
    Human {
        /// With terminal colours.
        colour: bool,
    },
    /// An array of objects.
    Json,
    /// SARIF 2.1.0, for code scanning; it lists all codes that there are.
    Sarif(&'static [Code]),
    /// Workflow commands, which GitHub shows beside the changed lines.
    GitHub,
}

/// The findings as text that ends with a line end; empty only for people, when nothing was found.
pub fn render(findings: &[Diagnostic], sources: &Sources, format: Format) -> String {
    match format {
        Format::Human { colour } => human::render(findings, sources, colour),
        Format::Json => json::render(findings, sources),
        Format::Sarif(codes) => sarif::render(findings, sources, codes),
        Format::GitHub => github::render(findings, sources),
    }
}

/// `and 37 more places`.
fn more_places(count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("and {count} more place{plural}")
}

/// What is said of findings that are counted and not kept.
fn omitted(finding: &Diagnostic) -> Option<String> {
    let plural = if finding.omitted == 1 { "" } else { "s" };
    (finding.omitted > 0).then(|| {
        let (count, name) = (finding.omitted, finding.code.name());
        format!("and {count} more finding{plural} `{name}` in this file, not shown")
    })
}

/// Excerpts of the inputs with places marked, as findings have them.
pub fn places(labels: &[Label], sources: &Sources, colour: bool) -> String {
    human::places(labels, sources, colour)
}

/// A stretch of a file as machines want it: 1-based, columns in characters, end exclusive.
struct Place {
    path: Utf8PathBuf,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

impl Place {
    fn of(sources: &Sources, span: Span) -> Self {
        let start = sources.position(span);
        let end = sources.end_position(span);
        Self {
            path: start.path,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

impl Diagnostic {
    /// The first label's place, where it is reported.
    fn place(&self, sources: &Sources) -> Option<Place> {
        self.labels
            .first()
            .map(|label| Place::of(sources, label.span))
    }

    /// The file, for a finding about a whole one.
    fn whole_file(&self) -> Option<&Utf8Path> {
        self.path.as_deref().filter(|_| self.labels.is_empty())
    }

    /// Labels of the first further places of a folded finding, and how many more there are.
    fn shown(&self) -> (impl Iterator<Item = Label>, usize) {
        let near = self.elsewhere.iter().take(SHOWN).map(|label| Label {
            span: label.span,
            text: if label.text.is_empty() {
                "also here".to_owned()
            } else {
                label.text.clone()
            },
        });
        (near, self.elsewhere.len().saturating_sub(SHOWN))
    }

    /// The labels behind the first.
    fn others(&self) -> impl Iterator<Item = &Label> {
        self.labels.iter().skip(1)
    }
}
