//! For people: the finding, the lines it is about, what to do, and at the end how many there are.

use std::collections::BTreeSet;

use annotate_snippets::{Group, Level, Message, Origin, Renderer};
use rayon::prelude::*;

use super::excerpt::excerpts;
use super::wrap::{visible, wrapped};
use crate::core::diag::{Code, Diagnostic, Label, Severity};
use crate::core::sources::Sources;

/// The width everything has to be readable at.
const WIDTH: usize = 80;

/// The width of a sentence below a finding.
const TEXT: usize = WIDTH - "  = help: ".len() - 4;

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
    text.push_str(&hint(findings));
    text
}

/// Where to read more about the errors.
fn hint(findings: &[Diagnostic]) -> String {
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let codes: BTreeSet<Code> = errors.map(|finding| finding.code).collect();
    match (codes.len(), codes.first()) {
        (_, None) => String::new(),
        (1, Some(code)) => format!(
            "for more about this error: platgen explain-code {}\n",
            code.name()
        ),
        (_, Some(code)) => format!(
            "for more about an error: platgen explain-code <code>, such as {}\n",
            code.name()
        ),
    }
}

/// The places with their lines, without a finding above them.
pub(super) fn places(labels: &[Label], sources: &Sources, colour: bool) -> String {
    let renderer = renderer(colour);
    let mut group = Group::with_level(Level::NOTE.no_name());
    let mut corrections = Vec::new();
    for excerpt in excerpts(labels, sources) {
        group = group.element(excerpt.snippet());
        corrections.extend(excerpt.correction());
    }
    corrected(renderer.render(&[group]), &corrections)
}

/// Positions in lines that were cut are those of the file.
fn corrected(text: String, corrections: &[(String, String)]) -> String {
    corrections
        .iter()
        .fold(text, |text, (shown, meant)| text.replacen(shown, meant, 1))
}

fn renderer(colour: bool) -> Renderer {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.term_width(WIDTH)
}

/// `2 errors, 1 warning`, and how many of them are not shown.
fn counts(findings: &[Diagnostic]) -> String {
    let counted = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let of = findings
            .iter()
            .filter(|finding| finding.severity == severity);
        let count: usize = of.map(|finding| 1 + finding.omitted).sum();
        let plural = if count == 1 { "" } else { "s" };
        (count, format!("{count} {}{plural}", severity.word()))
    });
    let parts: Vec<String> = counted
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(_, words)| words)
        .collect();
    let omitted: usize = findings.iter().map(|finding| finding.omitted).sum();
    match omitted {
        0 => parts.join(", "),
        omitted => format!("{} ({omitted} of them not shown)", parts.join(", ")),
    }
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
        group = group.element(Origin::path(visible(path.as_str())));
    }
    let (near, more) = finding.shown();
    let labels: Vec<Label> = finding.labels.iter().cloned().chain(near).collect();
    let mut corrections = Vec::new();
    for excerpt in excerpts(&labels, sources) {
        group = group.element(excerpt.snippet());
        corrections.extend(excerpt.correction());
    }
    if more > 0 {
        let words = format!("{}; `--format json` lists all", super::more_places(more));
        group = group.element(Level::NOTE.message(words));
    }
    if let Some(words) = super::omitted(finding) {
        group = group.element(Level::NOTE.message(wrapped(&words, TEXT)));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(wrapped(help, TEXT)));
    }
    corrected(renderer.render(&[group]), &corrections)
}
