//! Files into the index: as they stand in the laid-out folder, without the filters of a checkout and past the working tree.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Stdio;

use camino::{Utf8Path, Utf8PathBuf};

use super::Fault;
use super::git::{Repository, succeeded};

/// The mode of a plain file, as git writes it.
const PLAIN: &str = "100644";
/// What git calls the object of a path that goes.
const NOTHING: &str = "0000000000000000000000000000000000000000";

/// Stages the files at `paths` below `folder`; one that is not there is taken out of the index.
pub(super) fn put(
    repository: &Repository,
    folder: &Utf8Path,
    paths: &[Utf8PathBuf],
) -> Result<(), Fault> {
    let index = repository.index()?;
    let name = index.file_name().unwrap_or_default().to_string_lossy();
    if name.starts_with("next-index-") {
        return Err(Fault::Partial);
    }
    let (there, gone): (Vec<_>, Vec<_>) = paths
        .iter()
        .partition(|path| folder.join(path).symlink_metadata().is_ok());
    let mut asked = Vec::new();
    for path in &there {
        asked.extend(folder.join(path).as_str().bytes().chain([b'\n']));
    }
    let hash = ["hash-object", "-w", "--no-filters", "--stdin-paths"];
    let objects = fed(repository, &hash, asked)?;
    let objects = String::from_utf8_lossy(&objects).into_owned();
    let mut lines = Vec::new();
    for (path, object) in there.iter().zip(objects.lines()) {
        lines.extend(line(repository, PLAIN, object, path));
    }
    for path in gone {
        lines.extend(line(repository, "0", NOTHING, path));
    }
    fed(repository, &["update-index", "-z", "--index-info"], lines).map(drop)
}

/// `<mode> <object>\t<path>` and a zero byte.
fn line(repository: &Repository, mode: &str, object: &str, path: &Utf8Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt as _;
    let full: PathBuf = repository.prefix.join(path);
    let mut line = format!("{mode} {object}\t").into_bytes();
    line.extend(full.as_os_str().as_bytes());
    line.push(0);
    line
}

/// What git answers to an input.
fn fed(repository: &Repository, arguments: &[&str], input: Vec<u8>) -> Result<Vec<u8>, Fault> {
    let mut git = repository
        .command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(Fault::NoGit)?;
    let questions = git.stdin.take();
    let output = std::thread::scope(|scope| {
        // git answers while it is still being asked.
        scope.spawn(move || questions.map(|mut questions| questions.write_all(&input)));
        git.wait_with_output()
    });
    succeeded(output.map_err(Fault::NoGit)?, arguments)
}
