//! What the index holds below platgen's folders.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

use super::git::Repository;
use super::{FOLDERS, Fault, path_of};

/// One staged file.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its path below platgen's root.
    pub(super) path: PathBuf,
    /// What it is.
    pub(super) kind: Kind,
    /// The object that holds its content.
    pub(super) object: String,
}

/// What a staged file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A plain file.
    File,
    /// A symbolic link.
    Link,
}

/// Everything staged below platgen's folders, by path. The index is compared with the empty tree, which is what a first commit
/// has before it; unlike a plain listing this leaves out files that are only announced (`git add --intent-to-add`) and that no
/// commit takes.
pub(super) fn list(repository: &Repository) -> Result<Vec<Entry>, Fault> {
    let empty = repository.ask(&["hash-object", "-t", "tree", "--stdin"], &[])?;
    let empty = String::from_utf8_lossy(&empty);
    let arguments = [
        "diff-index",
        "--cached",
        "--ita-invisible-in-index",
        "--no-relative",
        "--no-renames",
        "--no-abbrev",
        "-r",
        "-z",
        empty.trim(),
        "--",
    ];
    let wanted: Vec<PathBuf> = FOLDERS
        .iter()
        .map(|name| pathspec(&repository.prefix.join(name)))
        .collect();
    let listed = repository.ask(&arguments, &wanted)?;
    let mut entries = Vec::new();
    let mut unmerged = BTreeSet::new();
    let mut fields = listed
        .split(|byte| *byte == 0)
        .filter(|field| !field.is_empty());
    while let (Some(about), Some(path)) = (fields.next(), fields.next()) {
        let shown = String::from_utf8_lossy(path).into_owned();
        let about = String::from_utf8_lossy(about);
        // `:000000 100644 <nothing> <object> A`
        let words: Vec<&str> = about.split(' ').collect();
        let [_, mode, _, object, state] = words.as_slice() else {
            return Err(Fault::Path(shown));
        };
        let kind = match (*state, *mode) {
            ("U", _) => {
                unmerged.insert(shown);
                continue;
            }
            (_, "120000") => Kind::Link,
            (_, "160000") => return Err(Fault::Submodule(shown)),
            _ => Kind::File,
        };
        entries.push(Entry {
            path: below(&repository.prefix, path).ok_or(Fault::Path(shown))?,
            kind,
            object: (*object).to_owned(),
        });
    }
    if unmerged.is_empty() {
        apart(entries)
    } else {
        Err(Fault::Unmerged(unmerged.into_iter().collect()))
    }
}

/// The path from the top of the working tree, every sign of it meant as it stands.
pub(super) fn pathspec(path: &Path) -> PathBuf {
    let mut word = OsString::from(":(top,literal)");
    word.push(path);
    PathBuf::from(word)
}

/// A path below the root; none for one that leads elsewhere.
pub(super) fn below(prefix: &Path, path: &[u8]) -> Option<PathBuf> {
    let path = path_of(path);
    let path = path.strip_prefix(prefix).ok()?;
    let plain = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    (plain && path != Path::new("")).then(|| path.to_owned())
}

/// The entries, if none lies below another: through a link, a file could be written anywhere.
fn apart(entries: Vec<Entry>) -> Result<Vec<Entry>, Fault> {
    let paths: BTreeSet<&OsStr> = entries.iter().map(|entry| entry.path.as_os_str()).collect();
    for entry in &entries {
        let mut above = entry.path.ancestors().skip(1);
        if let Some(parent) = above.find(|path| paths.contains(path.as_os_str())) {
            return Err(Fault::Path(parent.to_string_lossy().into_owned()));
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> Entry {
        Entry {
            path: path.into(),
            kind: Kind::File,
            object: String::new(),
        }
    }

    #[test]
    fn no_path_leads_out_or_through_another() {
        let prefix = Path::new("platform");
        assert_eq!(
            below(prefix, b"platform/catalog/a b.yaml"),
            Some("catalog/a b.yaml".into())
        );
        assert_eq!(below(prefix, b"platform/../x"), None);
        assert_eq!(below(prefix, b"other/x"), None);
        assert_eq!(below(Path::new(""), b"/etc/passwd"), None);
        assert!(apart(vec![entry("generated"), entry("generated/x")]).is_err());
        assert!(apart(vec![entry("generated-x"), entry("generated/x")]).is_ok());
    }
}
