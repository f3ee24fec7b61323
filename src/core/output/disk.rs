//! The few things that outputs do with the disk, each with the path in its error.
#![expect(
    clippy::disallowed_methods,
    reason = "this room is where outputs meet the disk"
)]

use std::fs;
use std::io::{self, Write as _};

use camino::{Utf8Path, Utf8PathBuf};

use super::Failure;

/// Remembers what was tried on which path.
pub(super) fn failed<T>(
    action: &'static str,
    path: &Utf8Path,
    result: io::Result<T>,
) -> Result<T, Failure> {
    result.map_err(|error| Failure {
        action,
        path: path.to_owned(),
        error,
    })
}

/// What stands at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// A plain file.
    File(Vec<u8>),
    /// A folder, a symbolic link, a pipe: nothing that platgen writes.
    Other(&'static str),
}

/// Looks at a path without following a symbolic link at its end.
pub(super) fn look(path: &Utf8Path) -> Result<Found, Failure> {
    let kind = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata.file_type(),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(Found::Nothing);
        }
        Err(error) => return failed("look at", path, Err(error)),
    };
    if kind.is_file() {
        failed("read", path, fs::read(path)).map(Found::File)
    } else if kind.is_symlink() {
        Ok(Found::Other("a symbolic link"))
    } else if kind.is_dir() {
        Ok(Found::Other("a folder"))
    } else {
        Ok(Found::Other("a special file"))
    }
}

/// The names of the folders right below a path; none if the path is not there.
pub(super) fn folders(path: &Utf8Path) -> Result<Vec<String>, Failure> {
    let entries = match path.read_dir_utf8() {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return failed("list", path, Err(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        // A name that is not UTF-8 is none of ours.
        let Ok(entry) = entry else { continue };
        if failed("look at", entry.path(), entry.file_type())?.is_dir() {
            names.push(entry.file_name().to_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Writes a text to a file that has no name of its own yet, and goes away unless it gets one.
pub(super) fn prepare(staging: &Utf8Path, text: &str) -> Result<tempfile::NamedTempFile, Failure> {
    let file = tempfile::Builder::new()
        .permissions(plain_permissions())
        .tempfile_in(staging);
    let mut file = failed("write to", staging, file)?;
    failed("write to", staging, file.write_all(text.as_bytes()))?;
    Ok(file)
}

/// Gives a prepared file its name, unless something has it.
pub(super) fn place(file: tempfile::NamedTempFile, path: &Utf8Path) -> Result<(), Failure> {
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) => failed("write", path, Err(error.error)),
    }
}

/// Puts a text in place in one step: a reader sees the old file or the new one, never a part.
pub(super) fn put(staging: &Utf8Path, path: &Utf8Path, text: &str) -> Result<(), Failure> {
    match prepare(staging, text)?.persist(path) {
        Ok(_) => Ok(()),
        Err(error) => failed("write", path, Err(error.error)),
    }
}

/// What a text file gets from its creator, before the user's mask: temporary files are private otherwise.
fn plain_permissions() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    fs::Permissions::from_mode(0o666)
}

/// Makes a folder and those above it.
pub(super) fn make_folder(path: &Utf8Path) -> Result<(), Failure> {
    failed("make the folder", path, fs::create_dir_all(path))
}

/// Removes a file; one that is gone already is fine.
pub(super) fn remove(path: &Utf8Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => failed("remove", path, Err(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Removes a folder with all that is in it; one that is gone already is fine.
pub(super) fn remove_tree(path: &Utf8Path) -> Result<(), Failure> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => failed("remove", path, Err(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Removes a folder and those above it, up to `top`, as long as they are empty.
pub(super) fn remove_empty(top: &Utf8Path, folder: &Utf8Path) {
    let mut folder: Utf8PathBuf = folder.to_owned();
    while folder.starts_with(top) && folder != top && fs::remove_dir(&folder).is_ok() {
        let Some(parent) = folder.parent() else {
            return;
        };
        folder = parent.to_owned();
    }
}
