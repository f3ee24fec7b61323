//! For people: the finding, the lines it is about, what to do, and at the end how many there are.

use annotate_snippets::{
    AnnotationKind, Group, Level, Message, Origin, Renderer, Snippet, normalize_untrusted_str,
};
use rayon::prelude::*;

use crate::diag::{Diagnostic, Label, Severity};
use crate::sources::{FileId, SourceFile, Sources};

/// The width everything has to be readable at.
const WIDTH: usize = 80;
/// Lines longer than this, in bytes, are named and not shown.
const LONG: usize = 2_000;
/// Labels at most this many lines apart share an excerpt.
const NEAR: u32 = 4;

pub(super) fn render(findings: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let renderer = renderer(colour);
    let shown: Vec<String> = findings
        .par_iter()
        .map(|finding| one(finding, sources, &renderer))
        .collect();
    let mut text = shown.join("\n\n");
    text.push_str("\n\n");
    text.push_str(&counts(findings));
    text.push('\n');
    text
}

/// The places with their lines, without a finding above them.
pub(super) fn places(labels: &[Label], sources: &Sources, colour: bool) -> String {
    let renderer = renderer(colour);
    let mut group = Group::with_level(Level::NOTE.no_name());
    for excerpt in excerpts(labels, sources) {
        group = excerpt.show(group);
    }
    renderer.render(&[group])
}

fn renderer(colour: bool) -> Renderer {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.term_width(WIDTH)
}

/// `2 errors, 1 warning`.
fn counts(findings: &[Diagnostic]) -> String {
    let counted = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count();
        let plural = if count == 1 { "" } else { "s" };
        (count, format!("{count} {}{plural}", severity.word()))
    });
    let parts: Vec<String> = counted
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(_, words)| words)
        .collect();
    parts.join(", ")
}

fn one(finding: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let head = finding.severity.word().len() + finding.code.name().len() + "[]: ".len();
    let title = wrapped(&finding.message, WIDTH.saturating_sub(head));
    let mut group = level
        .primary_title(title)
        .id(finding.code.name())
        .elements(Vec::<Message<'_>>::new());
    if let Some(path) = finding.whole_file() {
        group = group.element(Origin::path(normalize_untrusted_str(path.as_str())));
    }
    for excerpt in excerpts(&finding.labels, sources) {
        group = excerpt.show(group);
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(wrapped(help, WIDTH - "  = help: ".len() - 4)));
    }
    renderer.render(&[group])
}

/// A label with its line.
struct Marked<'a> {
    label: &'a Label,
    primary: bool,
    line: u32,
    /// First byte of the line, and one past its last.
    bounds: (usize, usize),
}

/// Labels of one file that stand near each other.
struct Excerpt<'a> {
    file: FileId,
    source: &'a SourceFile,
    marked: Vec<Marked<'a>>,
}

/// The excerpts to show; the one with the first label comes first.
fn excerpts<'a>(labels: &'a [Label], sources: &'a Sources) -> Vec<Excerpt<'a>> {
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let Some(source) = sources.file(label.span.file) else {
            continue;
        };
        let (line, _) = source.line_column(label.span.start);
        let marked = Marked {
            label,
            primary: index == 0,
            line,
            bounds: line_bounds(source.text(), label.span.start as usize),
        };
        let near = excerpts.iter_mut().find(|excerpt| {
            excerpt.file == label.span.file
                && excerpt
                    .marked
                    .iter()
                    .any(|other| other.line.abs_diff(line) <= NEAR)
        });
        match near {
            Some(excerpt) => excerpt.marked.push(marked),
            None => excerpts.push(Excerpt {
                file: label.span.file,
                source,
                marked: vec![marked],
            }),
        }
    }
    excerpts
}

impl<'a> Excerpt<'a> {
    fn show(self, group: Group<'a>) -> Group<'a> {
        let from = self
            .marked
            .iter()
            .map(|marked| marked.bounds.0)
            .min()
            .unwrap_or(0);
        let to = self
            .marked
            .iter()
            .map(|marked| marked.bounds.1)
            .max()
            .unwrap_or(from);
        let first = self
            .marked
            .iter()
            .map(|marked| marked.line)
            .min()
            .unwrap_or(1);
        let path = normalize_untrusted_str(self.source.path().as_str());
        let excerpt = self.source.text().get(from..to).unwrap_or_default();
        if excerpt.len() > LONG {
            return self.name_only(group);
        }
        let annotations = self.marked.iter().map(|marked| {
            let kind = if marked.primary {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            let start = (marked.label.span.start as usize).clamp(from, marked.bounds.1);
            let end = (marked.label.span.end as usize).clamp(start, marked.bounds.1);
            let label =
                Some(normalize_untrusted_str(&marked.label.text)).filter(|text| !text.is_empty());
            kind.span(start - from..end - from).label(label)
        });
        let snippet = Snippet::source(excerpt)
            .path(path)
            .line_start(first as usize)
            .annotations(annotations);
        group.element(snippet)
    }

    /// Places without their lines, for lines that no terminal shows.
    fn name_only(self, mut group: Group<'a>) -> Group<'a> {
        for marked in self.marked {
            let (line, column) = self.source.line_column(marked.label.span.start);
            let path = normalize_untrusted_str(self.source.path().as_str());
            group = group.element(
                Origin::path(path)
                    .line(line as usize)
                    .char_column(column as usize),
            );
        }
        group
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

/// Words in lines of at most `width` characters; control characters become visible ones.
fn wrapped(text: &str, width: usize) -> String {
    let clean = normalize_untrusted_str(&text.replace(['\n', '\r'], " "));
    let (mut result, mut length) = (String::with_capacity(clean.len() + 8), 0);
    for word in clean.split(' ') {
        let more = word.chars().count();
        if length > 0 && length + 1 + more > width {
            result.push('\n');
            length = 0;
        } else if !result.is_empty() {
            result.push(' ');
            length += 1;
        }
        result.push_str(word);
        length += more;
    }
    result
}
