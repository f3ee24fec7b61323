//! Files that are handed over to whoever asked for them: written together or not at all, and never over another file.

use camino::{Utf8Path, Utf8PathBuf};

use super::{Failure, disk};
use crate::core::diag::{Code, Diagnostic};

/// A file to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its path relative to the repository.
    pub path: Utf8PathBuf,
    /// Its text.
    pub text: String,
}

/// The files that are not there yet, and a finding for each that something else stands in the way of. One that is there with
/// the same text needs nothing.
///
/// # Errors
/// Something on disk cannot be looked at.
pub fn missing<'f>(
    root: &Utf8Path,
    files: &'f [NewFile],
) -> Result<(Vec<&'f NewFile>, Vec<Diagnostic>), Failure> {
    let (mut missing, mut in_the_way) = (Vec::new(), Vec::new());
    for file in files {
        if let Some(finding) = folder_in_the_way(root, &file.path)? {
            in_the_way.push(finding);
            continue;
        }
        let message = match disk::look(&root.join(&file.path))? {
            disk::Found::Nothing => {
                missing.push(file);
                continue;
            }
            disk::Found::File(bytes) if bytes == file.text.as_bytes() => continue,
            disk::Found::File(_) => "another file is there already".to_owned(),
            disk::Found::Other(what) => format!("{what} is there already"),
        };
        let finding = Diagnostic::file(Code::ForeignFile, &file.path, message);
        in_the_way.push(finding.help("move it away, or choose another folder"));
    }
    in_the_way.dedup();
    Ok((missing, in_the_way))
}

/// A folder of a new file has to be a plain one, as everything that reads it demands.
fn folder_in_the_way(root: &Utf8Path, path: &Utf8Path) -> Result<Option<Diagnostic>, Failure> {
    let found = disk::in_the_way(root, path)?;
    Ok(found.map(|(folder, what)| {
        let message = format!("{what} stands where a folder is needed");
        let finding = Diagnostic::file(Code::ForeignFile, &folder, message);
        finding.help("move it away, or choose another folder")
    }))
}

/// Writes files that are not there. If one cannot be written, those before it are taken away again.
///
/// # Errors
/// A file that cannot be written, or that somebody else has put there meanwhile.
pub fn write(root: &Utf8Path, files: &[&NewFile]) -> Result<(), Failure> {
    disk::make_folder(root)?;
    let mut staged = Vec::with_capacity(files.len());
    for file in files {
        staged.push((root.join(&file.path), disk::prepare(root, &file.text)?));
    }
    let mut placed: Vec<Utf8PathBuf> = Vec::new();
    for (path, text) in staged {
        let done = match path.parent() {
            Some(folder) => disk::make_folder(folder),
            None => Ok(()),
        };
        if let Err(failure) = done.and_then(|()| disk::place(text, &path)) {
            for path in placed.iter().chain([&path]) {
                if placed.contains(path) {
                    disk::remove(path)?;
                }
                if let Some(folder) = path.parent() {
                    disk::remove_empty(root, folder);
                }
            }
            return Err(failure);
        }
        placed.push(path);
    }
    Ok(())
}
