//! `platgen check --fix` and `--diff`: the changes that findings propose, made on disk or shown.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use similar::TextDiff;

use crate::Compilation;
use crate::cli::{Failed, console};
use crate::compile;
use crate::core::diag::{Diagnostics, fix, in_order};
use crate::core::output::plain;
use crate::core::sources::Sources;
use crate::inputs;

/// Rounds of changes: what YAML hides is found only once YAML is right.
const ROUNDS: usize = 8;

/// The mark that some editors put in front of a text.
const MARK: &str = "\u{feff}";

/// An input after all changes.
#[derive(Debug)]
struct Change {
    path: Utf8PathBuf,
    /// The file as it was read.
    before: String,
    after: String,
}

/// Every change that findings propose, and how many findings that resolves.
#[derive(Debug)]
pub(super) struct Changes {
    all: Vec<Change>,
    /// Findings that are resolved.
    pub(super) findings: usize,
}

impl Changes {
    /// Looks at the inputs again after each round, until nothing is left to change.
    pub(super) fn of(root: &Utf8Path) -> Result<Self, Failed> {
        let (mut sources, mut found) = inputs::read(root.as_std_path())?;
        let unread: Vec<Utf8PathBuf> = sources.unread().map(Utf8Path::to_owned).collect();
        let first: BTreeMap<Utf8PathBuf, String> = texts(&sources);
        let mut last = BTreeMap::new();
        let mut findings = 0;
        for _ in 0..ROUNDS {
            let Compilation { findings: all, .. } = compile(&sources, found);
            let fixed = fix::fixed(&in_order(all), &sources);
            if fixed.texts.is_empty() {
                break;
            }
            findings += fixed.findings;
            let mut next = texts(&sources);
            next.extend(fixed.texts.clone());
            last.extend(fixed.texts);
            sources = Sources::from_texts(next).with_unread(unread.iter().cloned());
            found = Diagnostics::new();
        }
        let mut changes = Vec::new();
        for (path, after) in last {
            let read = first.get(&path).map(String::as_str).unwrap_or_default();
            let before = as_read(root, &path, read)?;
            let mark = if before.starts_with(MARK) { MARK } else { "" };
            changes.push(Change {
                after: format!("{mark}{after}"),
                path,
                before,
            });
        }
        changes.retain(|change| change.before != change.after);
        Ok(Self {
            all: changes,
            findings,
        })
    }

    /// How many files change.
    pub(super) fn files(&self) -> usize {
        self.all.len()
    }

    /// The changes as a unified diff.
    pub(super) fn diff(&self) -> String {
        let one = |change: &Change| {
            let (old, new) = (format!("a/{}", change.path), format!("b/{}", change.path));
            TextDiff::from_lines(change.before.as_str(), change.after.as_str())
                .unified_diff()
                .header(&old, &new)
                .to_string()
        };
        self.all.iter().map(one).collect()
    }

    /// Writes the files, each only if it still is as it was read.
    pub(super) fn write(&self, root: &Utf8Path) -> Result<(), Failed> {
        for change in &self.all {
            let before = change.before.as_bytes();
            if !plain::replace(root, &change.path, before, Some(&change.after))? {
                return Err(changed(&change.path));
            }
        }
        Ok(())
    }
}

fn texts(sources: &Sources) -> BTreeMap<Utf8PathBuf, String> {
    let all = sources.iter();
    all.map(|(_, file)| (file.path().to_owned(), file.text().to_owned()))
        .collect()
}

/// The text of a file with its mark, as long as it is the one that was checked.
fn as_read(root: &Utf8Path, path: &Utf8Path, checked: &str) -> Result<String, Failed> {
    let text = plain::text(root, path)?;
    let own = text.strip_prefix(MARK).unwrap_or(&text);
    if own == checked {
        return Ok(text);
    }
    let masked = Sources::from_texts([(path.to_owned(), own.to_owned())]);
    if masked.iter().any(|(_, file)| file.text() == checked) {
        return Err(Failed(format!(
            "{path} holds a secret: take it out first, then run this again"
        )));
    }
    Err(changed(path))
}

fn changed(path: &Utf8Path) -> Failed {
    Failed(format!(
        "{path} has changed meanwhile, and was left as it is: run this again"
    ))
}

/// Says what was done, or could be.
pub(super) fn report(changes: &Changes, written: bool) {
    let (findings, files) = (changes.findings, changes.files());
    let number =
        |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let words = match (files, written) {
        (0, _) => {
            "nothing to fix: no finding has a change that leaves no question open\n".to_owned()
        }
        (_, true) => format!(
            "fixed {} in {}\n",
            number(findings, "finding"),
            number(files, "file")
        ),
        (_, false) => format!(
            "{} in {} can be fixed: `platgen check --fix` writes this\n",
            number(findings, "finding"),
            number(files, "file")
        ),
    };
    console::to_stderr(&words);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let scratch = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(scratch.path()).unwrap();
        let path = Utf8PathBuf::from("a.yaml");
        let text = |root: &Utf8Path| plain::text(root, "a.yaml".into()).unwrap();
        plain::update(root, &path, "a: 1\n", false).unwrap();
        assert_eq!(
            as_read(root, &path, "a: 1\n").ok().as_deref(),
            Some("a: 1\n")
        );
        assert!(as_read(root, &path, "a: 2\n").is_err());
        let change = Change {
            path: path.clone(),
            before: "a: 0\n".to_owned(),
            after: "a: 3\n".to_owned(),
        };
        let changes = Changes {
            all: vec![change],
            findings: 1,
        };
        assert!(changes.write(root).is_err());
        assert_eq!(text(root), "a: 1\n");
        plain::update(root, &path, "a: 0\n", false).unwrap();
        assert!(changes.write(root).is_ok());
        assert_eq!(text(root), "a: 3\n");
    }
}
