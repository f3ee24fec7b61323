//! What the evaluator says about a policy, as a finding at the place that it means.

use camino::Utf8Path;

use super::broken;
use crate::core::diag::Diagnostic;
use crate::core::sources::{FileId, Span};

/// A fault of one file.
pub(super) fn finding(said: &str, file: FileId, path: &Utf8Path, text: &str) -> Diagnostic {
    let at = place(said, path.as_str()).unwrap_or((1, 1));
    reported(said, span(file, text, at))
}

/// What is said, at a place.
pub(super) fn reported(said: &str, at: Span) -> Diagnostic {
    broken(
        at,
        format!("the policy cannot be evaluated: {}", sentence(said)),
    )
    .help("correct the policy: until it can be evaluated, nothing is built")
}

/// Line and column of the first place in a file that is named: `--> path:4:7`.
pub(super) fn place(said: &str, path: &str) -> Option<(u32, u32)> {
    let (_, after) = said.split_once(&format!("{path}:"))?;
    let mut numbers = after.split(|c: char| !c.is_ascii_digit());
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// The sentence of a message with an excerpt: what follows `error:`.
fn sentence(said: &str) -> String {
    let text = said.split_once("error: ").map_or(said, |(_, text)| text);
    let text = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or("");
    text.trim_end_matches(['.', ':']).to_owned()
}

/// Columns that the evaluator counts for a tab.
const TAB: u32 = 4;

/// Bytes before a column of a line.
fn before(line: &str, column: u32) -> usize {
    let mut at = 1;
    let mut bytes = 0;
    for letter in line.chars() {
        if at >= column {
            break;
        }
        at += if letter == '\t' { TAB } else { 1 };
        bytes += letter.len_utf8();
    }
    bytes
}

/// The word at a line and column, both from 1; columns are counted in characters, a tab as four.
pub(super) fn span(file: FileId, text: &str, (line, column): (u32, u32)) -> Span {
    let mut start = 0;
    for (number, whole) in (1..).zip(text.split_inclusive('\n')) {
        if number == line {
            start += before(whole, column);
            break;
        }
        start += whole.len();
    }
    let start = start.min(text.len());
    let rest = text.get(start..).unwrap_or_default();
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
    let length = match word {
        Some(0) => rest
            .chars()
            .next()
            .filter(|c| *c != '\n')
            .map_or(0, char::len_utf8),
        Some(length) => length,
        None => rest.len(),
    };
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        file,
        start: offset(start),
        end: offset(start + length),
    }
}
