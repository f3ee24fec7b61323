//! Values that `platgen init` put in because nobody gave them, found by the comment that stands above each.

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::sources::{FileId, SourceFile, Sources, Span, number};

/// How the comment above such a value begins.
pub const MARK: &str = "Placeholder: ";

/// Every value that still has its mark, one finding per file.
pub fn find(sources: &Sources) -> Diagnostics {
    let mut findings = Diagnostics::new();
    findings.extend(sources.iter().filter_map(|(id, file)| finding(id, file)));
    findings
}

fn finding(id: FileId, file: &SourceFile) -> Option<Diagnostic> {
    if !file.text().contains(MARK) {
        return None;
    }
    let (mut at, mut marked, mut places) = (0, false, Vec::new());
    for line in file.text().split_inclusive('\n') {
        let words = line.trim();
        if let Some(comment) = words.strip_prefix('#') {
            marked |= comment.trim_start().starts_with(MARK);
        } else if !words.is_empty() && std::mem::take(&mut marked) {
            let start = at + line.len() - line.trim_start().len();
            places.push(Span {
                file: id,
                start: number(start),
                end: number(start + words.len()),
            });
        }
        at += line.len();
    }
    let mut places = places.into_iter();
    let message = "values that nobody gave are still those of `platgen init`";
    let finding = Diagnostic::new(Code::Placeholder, places.next()?, message);
    let finding = places.fold(finding, |finding, place| finding.also(place, ""));
    Some(finding.help(
        "write the true values and take the comments above them away: Azure names never change once applied",
    ))
}
