//! The few things that outputs do with the disk, each with the path in its error.
#![expect(
    clippy::disallowed_methods,
    reason = "this module is where outputs meet the disk"
)]

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};

use camino::{Utf8Path, Utf8PathBuf};

use super::Failure;
use super::scan::Kind;

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

/// Looks at a path without following a symbolic link at its end, and reads a plain file.
pub(super) fn look(path: &Utf8Path) -> Result<Found, Failure> {
    Ok(match look_only(path)? {
        None => Found::Nothing,
        Some(Kind::File) => Found::File(failed("read", path, fs::read(path))?),
        Some(Kind::Folder) => Found::Other("a folder"),
        Some(Kind::Other(what)) => Found::Other(what),
    })
}

/// What stands at a path, without following a symbolic link at its end and without reading anything.
pub(super) fn look_only(path: &Utf8Path) -> Result<Option<Kind>, Failure> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(kind(metadata.file_type()))),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(error) => failed("look at", path, Err(error)),
    }
}

fn kind(of: fs::FileType) -> Kind {
    if of.is_file() {
        Kind::File
    } else if of.is_dir() {
        Kind::Folder
    } else if of.is_symlink() {
        Kind::Other("a symbolic link")
    } else {
        Kind::Other("a special file")
    }
}

/// What stands right below a folder; nothing if the folder is not there.
pub(super) fn entries(folder: &Utf8Path) -> Result<Vec<(OsString, Kind)>, Failure> {
    let listed = match fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return failed("list", folder, Err(error)),
    };
    let mut entries = Vec::new();
    for entry in listed {
        let entry = failed("list", folder, entry)?;
        let of = failed("look at", folder, entry.file_type())?;
        entries.push((entry.file_name(), kind(of)));
    }
    Ok(entries)
}

/// The first part of a path below `root` that stands where a plain folder belongs and is none, and what it is.
pub(super) fn in_the_way(
    root: &Utf8Path,
    path: &Utf8Path,
) -> Result<Option<(Utf8PathBuf, &'static str)>, Failure> {
    let above = path.ancestors().skip(1);
    for folder in above.filter(|folder| !folder.as_str().is_empty()) {
        match look_only(&root.join(folder))? {
            None | Some(Kind::Folder) => {}
            Some(Kind::File) => return Ok(Some((folder.to_owned(), "a file"))),
            Some(Kind::Other(what)) => return Ok(Some((folder.to_owned(), what))),
        }
    }
    Ok(None)
}

/// The names of the plain folders right below a path, hidden ones aside; none if the path is not there.
pub(super) fn folders(path: &Utf8Path) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for (name, kind) in entries(path)? {
        // A name that is not UTF-8 is no environment's.
        let Ok(name) = name.into_string() else {
            continue;
        };
        if kind == Kind::Folder && !name.starts_with('.') {
            names.push(name);
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
