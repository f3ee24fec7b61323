//! Where text goes: results to standard output, words about them to standard error; colour only where a terminal takes it.

use std::io::{self, Write as _};

use super::{Failed, Format};
use crate::diag::{Diagnostic, Severity, render};
use crate::sources::Sources;

/// Prints results. A reader that has gone away (`| head`) is no failure.
pub(super) fn to_stdout(text: &str) -> Result<(), Failed> {
    match anstream::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Prints words about the work. If standard error is gone, nobody wants them.
pub(super) fn to_stderr(text: &str) {
    drop(anstream::stderr().lock().write_all(text.as_bytes()));
}

/// Prints findings: for people on standard error, for machines on standard output.
pub(super) fn findings(sources: &Sources, found: &[Diagnostic], format: Format) -> Result<(), Failed> {
    match format {
        Format::Human => {
            // `anstream` takes colour away again where the terminal or NO_COLOR does not want it.
            to_stderr(&render::human(sources, found, true));
            Ok(())
        }
        Format::Json => to_stdout(&render::json(sources, found)),
        Format::Sarif => to_stdout(&render::sarif(sources, found)),
        Format::Github => to_stdout(&render::github(sources, found)),
    }
}

/// Whether any finding forbids writing.
pub(super) fn any_error(found: &[Diagnostic]) -> bool {
    found.iter().any(|finding| finding.severity == Severity::Error)
}
