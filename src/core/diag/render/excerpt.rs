//! The lines that a finding is about: labels near each other share an excerpt, and a very long line is cut around its label.

use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use super::wrap::{is_c1, visible};
use crate::core::diag::Label;
use crate::core::sources::{FileId, SourceFile, Sources};

/// Lines longer than this, in bytes, are cut around the label.
const LONG: usize = 400;
/// Bytes of a long line that are shown before the label, and from its start on.
const BEFORE: usize = 24;
const BEHIND: usize = 44;
/// Labels at most this many lines apart share an excerpt.
const NEAR: u32 = 4;
/// And at most this many columns: an excerpt is as wide as its labels stand apart.
const BESIDE: u32 = 50;

/// A label with its line.
struct Marked<'a> {
    label: &'a Label,
    primary: bool,
    line: u32,
    column: u32,
}

/// Labels of one file that stand near each other.
pub(super) struct Excerpt<'a> {
    file: FileId,
    source: &'a SourceFile,
    marked: Vec<Marked<'a>>,
    /// First byte that is shown, and one past the last.
    from: usize,
    to: usize,
    /// Whether the line goes on beyond.
    cut: (bool, bool),
}

/// The excerpts to show; the one with the first label comes first.
pub(super) fn excerpts<'a>(labels: &'a [Label], sources: &'a Sources) -> Vec<Excerpt<'a>> {
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let Some(source) = sources.file(label.span.file) else {
            continue;
        };
        let (line, column) = source.line_column(label.span.start);
        let (from, to) = line_bounds(source.text(), label.span.start as usize);
        let marked = Marked {
            label,
            primary: index == 0,
            line,
            column,
        };
        if to - from > LONG {
            excerpts.push(long_line(source, marked, from, to));
            continue;
        }
        let near = excerpts.iter_mut().find(|excerpt| {
            let close = |other: &Marked<'_>| {
                other.line.abs_diff(line) <= NEAR && other.column.abs_diff(column) <= BESIDE
            };
            // Between two short lines there may be a long one.
            let short = excerpt.from.abs_diff(from) <= 2 * LONG;
            let joins = short && !excerpt.is_cut() && excerpt.file == label.span.file;
            joins && excerpt.marked.iter().any(close)
        });
        match near {
            Some(excerpt) => excerpt.take(marked, from, to),
            None => excerpts.push(Excerpt {
                file: label.span.file,
                source,
                marked: vec![marked],
                from,
                to,
                cut: (false, false),
            }),
        }
    }
    excerpts
}

/// The part of a long line around a label.
fn long_line<'a>(
    source: &'a SourceFile,
    marked: Marked<'a>,
    from: usize,
    to: usize,
) -> Excerpt<'a> {
    let text = source.text();
    let start = marked.label.span.start as usize;
    let first = boundary(text, start.saturating_sub(BEFORE).max(from));
    let last = boundary(text, start.saturating_add(BEHIND).min(to));
    Excerpt {
        file: marked.label.span.file,
        source,
        marked: vec![marked],
        from: first,
        to: last,
        cut: (first > from, last < to),
    }
}

impl<'a> Excerpt<'a> {
    fn is_cut(&self) -> bool {
        self.cut.0 || self.cut.1
    }

    fn take(&mut self, marked: Marked<'a>, from: usize, to: usize) {
        self.marked.push(marked);
        self.from = self.from.min(from);
        self.to = self.to.max(to);
    }

    /// What is put in front of a line that is cut there.
    fn front(&self) -> &'static str {
        if self.cut.0 { "…" } else { "" }
    }

    /// The excerpt with its labels.
    pub(super) fn snippet(&self) -> Snippet<'a, Annotation<'a>> {
        let mut shown = self.front().to_owned();
        shown.push_str(
            self.source
                .text()
                .get(self.from..self.to)
                .unwrap_or_default(),
        );
        if self.cut.1 {
            shown.push('…');
        }
        if shown.contains(is_c1) {
            // As long as what it stands for, so that every place stays where it is.
            shown = shown.replace(is_c1, "·");
        }
        let first = self.marked.iter().map(|marked| marked.line).min();
        let annotations = self.marked.iter().map(|marked| {
            let kind = if marked.primary {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            let (start, end) = self.shown_span(marked);
            let label = Some(visible(&marked.label.text)).filter(|text| !text.is_empty());
            kind.span(start..end).label(label)
        });
        Snippet::source(shown)
            .path(self.path())
            .line_start(first.unwrap_or(1) as usize)
            .annotations(annotations.collect::<Vec<_>>())
    }

    fn path(&self) -> String {
        visible(self.source.path().as_str())
    }

    /// Where a label stands in the text that is shown.
    fn shown_span(&self, marked: &Marked<'_>) -> (usize, usize) {
        let start = (marked.label.span.start as usize).clamp(self.from, self.to);
        let end = (marked.label.span.end as usize).clamp(start, self.to);
        let front = self.front().len();
        (start - self.from + front, end - self.from + front)
    }

    /// The position that the renderer counts in a line that is cut in front, and the one in the file.
    pub(super) fn correction(&self) -> Option<(String, String)> {
        let marked = self.marked.first().filter(|_| self.cut.0)?;
        let (line, meant) = self.source.line_column(marked.label.span.start);
        let before = self
            .source
            .text()
            .get(self.from..marked.label.span.start as usize)?;
        let counted = before.chars().count() + self.front().chars().count() + 1;
        let path = self.path();
        Some((
            format!("{path}:{line}:{counted}"),
            format!("{path}:{line}:{meant}"),
        ))
    }
}

/// The bytes of the line around an offset, without its line end.
fn line_bounds(text: &str, at: usize) -> (usize, usize) {
    let at = at.min(text.len());
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let rest = text.get(at..).unwrap_or_default();
    let line = text
        .get(start..at + rest.find('\n').unwrap_or(rest.len()))
        .unwrap_or_default();
    let end = start + line.trim_end_matches(['\r', '\n']).len();
    (start, end.max(at))
}

/// The last boundary of a letter at or before an offset.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}
