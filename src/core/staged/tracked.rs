//! What git tracks: files that a clone of the repository has, whatever `.gitignore` says.

use std::path::PathBuf;

use camino::{Utf8Path, Utf8PathBuf};

use super::git::Repository;
use super::{Fault, entries};

/// The files at or below some paths of the repository that git tracks; none where there is no repository, or no git to have one.
///
/// # Errors
/// git refuses to answer.
pub fn tracked(root: &Utf8Path, paths: &[Utf8PathBuf]) -> Result<Vec<Utf8PathBuf>, Fault> {
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let repository = match Repository::of(root) {
        Ok(repository) => repository,
        Err(Fault::NoGit(_) | Fault::NoRepository(_) | Fault::NoIndex(_)) => return Ok(Vec::new()),
        Err(fault) => return Err(fault),
    };
    let specs: Vec<PathBuf> = paths
        .iter()
        .map(|path| entries::pathspec(&repository.prefix.join(path)))
        .collect();
    let listed = repository.ask(&["ls-files", "--cached", "-z", "--full-name", "--"], &specs)?;
    let files = listed.split(|byte| *byte == 0);
    let below = files.filter_map(|path| entries::below(&repository.prefix, path));
    Ok(below
        .filter_map(|path| Utf8PathBuf::from_path_buf(path).ok())
        .collect())
}
