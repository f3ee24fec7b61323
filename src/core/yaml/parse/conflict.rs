//! Marks of a merge conflict: one finding in place of the many that YAML would have about such a text.

use crate::core::diag::{Code, Diagnostic};
use crate::core::sources::{FileId, Span};

/// What git puts in front of our side, between the sides, and behind theirs.
const MARKS: [&str; 3] = ["<<<<<<< ", "=======", ">>>>>>> "];

/// The conflicts of a text, if git left any: marks in their order, each at the start of a line.
pub(super) fn find(file: FileId, text: &str) -> Option<Diagnostic> {
    let [ours, _, _] = MARKS;
    if !text.contains(ours) {
        return None;
    }
    let (mut at, mut next, mut begun, mut places) = (0, 0, None, Vec::new());
    for line in text.split_inclusive('\n') {
        if MARKS.get(next).is_some_and(|mark| line.starts_with(mark)) {
            if next == 0 {
                begun = Some((at, line.trim_end().len()));
            }
            next += 1;
            if next == MARKS.len() {
                next = 0;
                places.extend(begun.take());
            }
        }
        at += line.len();
    }
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let mut places = places.into_iter().map(|(start, length)| Span {
        file,
        start: number(start),
        end: number(start + length),
    });
    let message = "a merge left a conflict here that nobody has resolved";
    let finding = Diagnostic::new(Code::MergeConflict, places.next()?, message);
    let finding = places.fold(finding, |finding, place| finding.also(place, "and here"));
    Some(finding.help("keep what is meant of both sides, and remove the marks"))
}
