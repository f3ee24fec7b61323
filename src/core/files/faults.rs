//! What is wrong with files and folders by their names and places alone.

use std::collections::BTreeMap;
use std::fs::FileType;

use camino::Utf8Path;

use super::{FileClass, Layout};
use crate::core::diag::{Code, Diagnostic};
use crate::core::sources::portable;

/// A folder that is read under this name, spelled otherwise: on some disks it is the same one, on others it is not.
pub(super) fn misspelt_folder(name: &str) -> Option<Diagnostic> {
    let meant = ["catalog", "teams"]
        .into_iter()
        .find(|meant| meant.eq_ignore_ascii_case(name))?;
    let message = format!("the folder `{meant}` is read, and this is not it");
    let finding = Diagnostic::file(Code::MisplacedInput, Utf8Path::new(name), message);
    Some(finding.help(format!("rename it to {meant}")))
}

/// That something else than a plain file stands where an input is expected.
pub(super) fn special(path: &Utf8Path, kind: FileType) -> Option<Diagnostic> {
    let what = if kind.is_file() {
        return None;
    } else if kind.is_symlink() {
        "a symbolic link"
    } else if kind.is_dir() {
        "a folder"
    } else {
        "a special file"
    };
    let message = format!("{what} stands where an input is expected");
    Some(Diagnostic::file(Code::SpecialFile, path, message).help("put a plain file here"))
}

/// That something would be an input under another name or in another place: what it says counts for nothing, and nobody may
/// believe that it does.
pub(super) fn misplaced(path: &Utf8Path, message: &str) -> Diagnostic {
    Diagnostic::file(Code::MisplacedInput, path, message)
}

/// That a folder has the name of an input file.
pub(super) fn folder_for_file(layout: Layout, path: &Utf8Path) -> Option<Diagnostic> {
    let named = matches!(
        (layout.class)(path),
        FileClass::Read | FileClass::Unread { meant: Some(_) }
    );
    named.then(|| {
        let message = "a folder stands where an input file is read";
        Diagnostic::file(Code::SpecialFile, path, message).help("put a plain file here")
    })
}

/// That a name keeps some systems from checking the repository out. `seen` are the names of the same folder, in lower case.
pub(super) fn unportable(
    path: &Utf8Path,
    name: &str,
    seen: &mut BTreeMap<String, String>,
) -> Option<Diagnostic> {
    let why = match seen.insert(name.to_lowercase(), name.to_owned()) {
        Some(other) => format!(
            "only the case of letters keeps this apart from {other}: on many disks both are one file"
        ),
        None => portable::refused(name)?.to_owned(),
    };
    Some(Diagnostic::file(Code::UnportableName, path, why).help("rename it"))
}
