//! Where text goes: results to standard output, words about them to standard error; colour only where a terminal takes it.

use std::io::{self, Write as _};

use super::{Failed, Format};
use crate::core::diag::render::{self, render};
use crate::core::diag::{Diagnostic, Severity};
use crate::core::sources::Sources;

/// Prints results. A reader that has gone away (`| head`) is no failure.
pub(super) fn to_stdout(text: &str) -> Result<(), Failed> {
    match anstream::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// A line of a file as it can be shown: what stands on a disk may hold sequences that a terminal obeys.
fn visible(line: &str) -> String {
    let parts: Vec<String> = line.split('\t').map(render::wrap::visible).collect();
    parts.join("\t")
}

/// Prints a unified diff, coloured where a terminal takes it.
pub(super) fn diff_to_stdout(diff: &str) -> Result<(), Failed> {
    let colour = |line: &str| match line.as_bytes() {
        [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => "\u{1b}[1m",
        [b'+', ..] => "\u{1b}[32m",
        [b'-', ..] => "\u{1b}[31m",
        [b'@', b'@', ..] => "\u{1b}[36m",
        _ => "",
    };
    let mut text = String::with_capacity(diff.len());
    for line in diff.split_inclusive('\n') {
        let (words, end) = line
            .strip_suffix('\n')
            .map_or((line, ""), |words| (words, "\n"));
        let paint = colour(words);
        let reset = if paint.is_empty() { "" } else { "\u{1b}[0m" };
        text.extend([paint, &visible(words), reset, end]);
    }
    to_stdout(&text)
}

/// Prints words about the work. If standard error is gone, nobody wants them.
pub(super) fn to_stderr(text: &str) {
    drop(anstream::stderr().lock().write_all(text.as_bytes()));
}

/// Prints findings: for people on standard error, for machines on standard output.
pub(super) fn findings(
    sources: &Sources,
    found: &[Diagnostic],
    format: Format,
) -> Result<(), Failed> {
    let text = |format| render(found, sources, format);
    match format {
        Format::Human => {
            // `anstream` takes colour away again where the terminal or NO_COLOR does not want it.
            to_stderr(&text(render::Format::Human { colour: true }));
            Ok(())
        }
        Format::Json => to_stdout(&text(render::Format::Json)),
        Format::Sarif => to_stdout(&text(render::Format::Sarif(crate::codes::all()))),
        Format::Github => to_stdout(&text(render::Format::GitHub)),
    }
}

/// Whether any finding forbids writing.
pub(super) fn any_error(found: &[Diagnostic]) -> bool {
    found.iter().any(is_error)
}

/// Whether a finding forbids writing.
pub(super) fn is_error(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        let copy = "+\tname: \u{1b}]52;c;cm0=\u{7}\u{9b}2J\u{202e}x\r";
        let shown = visible(copy);
        assert!(shown.starts_with("+\tname: "), "{shown}");
        assert!(
            !shown.contains(|letter: char| letter.is_control() && letter != '\t'),
            "{shown}"
        );
        assert!(!shown.contains('\u{202e}'), "{shown}");
        assert_eq!(visible("plain text, é"), "plain text, é");
    }
}
