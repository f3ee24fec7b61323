//! Marks of a merge conflict: one finding in place of the many that YAML would have about such a text.

use crate::core::diag::{Code, Diagnostic};
use crate::core::sources::{FileId, Span};

/// What git puts in front of our side, and behind theirs.
const MARKS: [&str; 2] = ["<<<<<<< ", ">>>>>>> "];

/// The marks of conflicts in a text, if git left any: each is a line that nothing else in an input begins like.
pub(super) fn find(file: FileId, text: &str) -> Option<Diagnostic> {
    let [ours, theirs] = MARKS;
    if !text.contains(ours) && !text.contains(theirs) {
        return None;
    }
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let (mut at, mut marks) = (0, Vec::new());
    for line in text.split_inclusive('\n') {
        if line.starts_with(ours) || line.starts_with(theirs) {
            let span = Span {
                file,
                start: number(at),
                end: number(at + line.trim_end().len()),
            };
            marks.push((span, line.starts_with(ours)));
        }
        at += line.len();
    }
    let mut marks = marks.into_iter();
    let message = "a merge left both versions here, and nobody has decided yet which holds";
    let finding = Diagnostic::new(Code::MergeConflict, marks.next()?.0, message);
    let finding = marks.fold(finding, |finding, (span, begins)| {
        let label = if begins {
            "and from here"
        } else {
            "up to here"
        };
        finding.also(span, label)
    });
    Some(finding.help("keep what is meant of both versions, and remove the lines with the marks"))
}
