//! Blobs of the index into a folder, all read through one git process.

use std::fs::{DirBuilder, File};
use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::Stdio;

use super::git::{Repository, succeeded};
use super::{Entry, Fault, Kind};

/// Where every staged link leads: what a link leads to is not in the index.
const SYNTHETIC: &str = ".not-staged";

/// Writes the entries below `folder`.
pub(super) fn write(
    repository: &Repository,
    entries: &[Entry],
    folder: &Path,
) -> Result<(), Fault> {
    for entry in entries {
        if let Some(parent) = entry.path.parent() {
            let mut builder = DirBuilder::new();
            builder.recursive(true);
            builder.create(folder.join(parent)).map_err(Fault::Disk)?;
        }
    }
    let (files, links): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.kind == Kind::File);
    for link in links {
        std::os::unix::fs::symlink(SYNTHETIC, folder.join(&link.path)).map_err(Fault::Disk)?;
    }
    let arguments = ["cat-file", "--batch"];
    let mut git = repository
        .command(&arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(Fault::NoGit)?;
    let (questions, answers) = (git.stdin.take(), git.stdout.take());
    let written = std::thread::scope(|scope| {
        // git answers while it is still being asked; with one thread for both, each side could wait for the other.
        let asked = scope.spawn(|| ask(questions, &files));
        let written = answers.map_or(Ok(()), |answers| {
            receive(BufReader::new(answers), &files, folder)
        });
        drop(asked.join());
        written
    });
    let output = git.wait_with_output().map_err(Fault::NoGit)?;
    // What git says explains more than an answer that ended too early; that it could not go on answering explains nothing.
    if written.is_ok() || !output.stderr.is_empty() {
        succeeded(output, &arguments)?;
    }
    written.map_err(Fault::Disk)
}

/// One object per line. That git stopped listening shows in its answers.
fn ask(questions: Option<impl io::Write>, files: &[&Entry]) {
    let Some(questions) = questions else { return };
    let mut questions = io::BufWriter::new(questions);
    for file in files {
        if writeln!(questions, "{}", file.object).is_err() {
            return;
        }
    }
}

/// `<object> blob <size>`, the bytes, and a line end, for each file in order.
fn receive(mut answers: impl BufRead, files: &[&Entry], folder: &Path) -> io::Result<()> {
    for file in files {
        let mut head = String::new();
        answers.read_line(&mut head)?;
        let words: Vec<&str> = head.split_whitespace().collect();
        let size = match words.as_slice() {
            [_, "blob", size] => size.parse::<u64>().ok(),
            _ => None,
        };
        let Some(size) = size else {
            let text = format!(
                "the content of {} is not in the repository",
                file.path.display()
            );
            return Err(io::Error::other(text));
        };
        let mut target = File::create_new(folder.join(&file.path))?;
        let copied = io::copy(&mut answers.by_ref().take(size), &mut target)?;
        let mut end = [0];
        answers.read_exact(&mut end)?;
        if copied != size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(())
}
