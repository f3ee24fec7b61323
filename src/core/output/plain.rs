//! Single files outside `generated/` that platgen keeps up to date: schemas, the reference in a README.

use camino::Utf8Path;
use similar::TextDiff;

use super::{Failure, disk};

/// The text of a file.
///
/// # Errors
/// It is not there, is no plain file, or is not UTF-8.
pub fn text(root: &Utf8Path, path: &Utf8Path) -> Result<String, Failure> {
    let problem = |error| Failure {
        action: "read",
        path: path.to_owned(),
        error,
    };
    match disk::look(&root.join(path))? {
        disk::Found::File(bytes) => {
            String::from_utf8(bytes).map_err(|error| problem(std::io::Error::other(error)))
        }
        disk::Found::Nothing => Err(problem(std::io::ErrorKind::NotFound.into())),
        disk::Found::Other(what) => Err(problem(std::io::Error::other(format!("it is {what}")))),
    }
}

/// What stands in a file; none where no plain file is.
///
/// # Errors
/// The file cannot be read.
pub fn there(root: &Utf8Path, path: &Utf8Path) -> Result<Option<Vec<u8>>, Failure> {
    Ok(match disk::look(&root.join(path))? {
        disk::Found::File(bytes) => Some(bytes),
        disk::Found::Nothing | disk::Found::Other(_) => None,
    })
}

/// Brings a file up to date unless `check`: what stood there and the unified diff, or nothing if it was.
///
/// # Errors
/// The file cannot be read or written, or lies beyond a symbolic link.
pub fn update(
    root: &Utf8Path,
    path: &Utf8Path,
    after: &str,
    check: bool,
) -> Result<Option<(String, String)>, Failure> {
    let place = root.join(path);
    if let Some((folder, what)) = disk::in_the_way(root, path)? {
        let error = std::io::Error::other(format!("{what} stands where a folder belongs"));
        return disk::failed("go into", &folder, Err(error));
    }
    let before = match disk::look(&place)? {
        disk::Found::Nothing => String::new(),
        disk::Found::File(_) | disk::Found::Other(_) => text(root, path)?,
    };
    if before == after {
        return Ok(None);
    }
    if !check && let Some(folder) = place.parent() {
        disk::make_folder(folder)?;
        disk::put(folder, &place, after)?;
    }
    let diff = difference(path, &before, after);
    Ok(Some((before, diff)))
}

/// The unified diff of two texts of a file.
pub fn difference(path: &Utf8Path, before: &str, after: &str) -> String {
    let (old, new) = (format!("a/{path}"), format!("b/{path}"));
    TextDiff::from_lines(before, after)
        .unified_diff()
        .header(&old, &new)
        .to_string()
}

/// Puts a text in place of another one, or removes the file, if it is as it was (`before`, empty for no file); whether it is as
/// wanted now.
///
/// # Errors
/// The file cannot be read, written or removed.
pub fn replace(
    root: &Utf8Path,
    path: &Utf8Path,
    before: &[u8],
    after: Option<&str>,
) -> Result<bool, Failure> {
    if disk::in_the_way(root, path)?.is_some() {
        return Ok(false);
    }
    let place = root.join(path);
    let (unchanged, done) = match disk::look(&place)? {
        disk::Found::Nothing => (before.is_empty(), after.is_none()),
        disk::Found::File(text) => (
            text == before,
            after.is_some_and(|after| after.as_bytes() == text),
        ),
        disk::Found::Other(_) => (false, false),
    };
    if done || !unchanged {
        return Ok(done);
    }
    match (after, place.parent()) {
        (Some(after), Some(folder)) => {
            disk::make_folder(folder)?;
            disk::put(folder, &place, after)?;
        }
        (_, folder) => {
            disk::remove(&place)?;
            if let Some(folder) = folder {
                disk::remove_empty(root, folder);
            }
        }
    }
    Ok(true)
}
