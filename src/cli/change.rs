//! Inputs with another text, shown as a difference and written where all of them together are taken.

use camino::{Utf8Path, Utf8PathBuf};

use super::{Failed, Format, Outcome, console, proposal};
use crate::core::diag::{Diagnostic, Severity};
use crate::core::output::fresh::NewFile;
use crate::core::output::plain;
use crate::scaffold::grant::Refused;

/// A file with another text, or without any.
pub(super) struct Change {
    pub(super) path: Utf8PathBuf,
    pub(super) before: String,
    pub(super) after: Option<String>,
}

/// What some editors put in front of a text.
pub(super) const MARK: &str = "\u{feff}";

impl Change {
    /// What an edit makes of a file; none where it has nothing to do.
    pub(super) fn edit(
        root: &Utf8Path,
        path: Utf8PathBuf,
        edit: impl Fn(&str) -> Result<Option<String>, Refused>,
    ) -> Result<Option<Self>, Failed> {
        let before = plain::text(root, &path)?;
        let (mark, text) = match before.strip_prefix(MARK) {
            Some(text) => (MARK, text),
            None => ("", before.as_str()),
        };
        let after = edit(text).map_err(|_| by_hand(&path))?;
        let after = after.map(|after| format!("{mark}{after}"));
        Ok(after.map(|after| Self {
            path,
            before,
            after: Some(after),
        }))
    }
}

/// Shows the changes, and writes them where the inputs take them.
pub(super) fn write(
    root: &Utf8Path,
    changes: &[Change],
    only_diff: bool,
    next: &str,
) -> Result<Outcome, Failed> {
    let new = changes.iter().filter_map(|change| {
        let text = change.after.as_deref()?;
        Some(NewFile {
            path: change.path.clone(),
            text: text.strip_prefix(MARK).unwrap_or(text).to_owned(),
        })
    });
    let new: Vec<NewFile> = new.collect();
    let gone = |path: &Utf8Path| {
        let mut all = changes.iter();
        all.any(|change| change.after.is_none() && change.path == path)
    };
    let (_, before) = proposal::compiled(root, &[])?;
    let (sources, compiled) = proposal::compiled_without(root, &new, gone)?;
    let fresh = |finding: &Diagnostic| {
        let known = before.iter().any(|old| old.message == finding.message);
        finding.severity == Severity::Error && !known
    };
    let refused: Vec<Diagnostic> = compiled.into_iter().filter(fresh).collect();
    if !refused.is_empty() {
        console::findings(&sources, &refused, Format::Human)?;
        return Ok(Outcome::Findings);
    }
    for change in changes {
        let after = change.after.as_deref();
        let diff = plain::difference(&change.path, &change.before, after.unwrap_or_default());
        console::diff_to_stdout(&diff)?;
        if !only_diff && !plain::replace(root, &change.path, change.before.as_bytes(), after)? {
            return Err(Failed(format!("{} has changed meanwhile", change.path)));
        }
    }
    if !only_diff {
        console::to_stderr(next);
    }
    Ok(Outcome::Clean)
}

pub(super) fn by_hand(path: &Utf8Path) -> Failed {
    Failed(format!(
        "{path} cannot be edited\nrun `platgen check`, and change it by hand"
    ))
}
