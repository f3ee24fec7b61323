//! What is staged in git: the index's copy of the repository's folders, laid out where it can be read like a working tree.
//!
//! A commit takes the index, not the working tree: a repair that is not staged must not let a broken file pass, and a broken
//! file that is not staged must not stop a good commit. Blobs are taken as they are committed, without the filters of a checkout.

use std::ffi::OsStr;
use std::fmt;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use camino::{Utf8Path, Utf8PathBuf};

pub mod base;
mod entries;
mod git;
mod layout;
mod put;
mod tracked;

use entries::{Entry, Kind};
use git::Repository;
pub use tracked::tracked;

/// The folders that platgen reads, checks or keeps up to date.
const FOLDERS: &[&str] = &["catalog", "teams", "generated", "schemas"];

/// The staged content of one repository, in a temporary folder that goes away with this.
#[derive(Debug)]
pub struct Staged {
    path: Utf8PathBuf,
    repository: Repository,
    _folder: tempfile::TempDir,
}

impl Staged {
    /// The folder: `catalog/`, `teams/`, `generated/` and `schemas/` below it, as far as they are staged.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// Stages what stands at these paths in the folder by now, removals included, whatever the working tree holds.
    ///
    /// # Errors
    /// git refuses, or the commit that a hook is asked about takes only the paths that it names ([`Fault::Partial`]).
    pub fn put_back(&self, paths: &[Utf8PathBuf]) -> Result<(), Fault> {
        put::put(&self.repository, &self.path, paths)
    }
}

/// Why the index cannot be checked.
#[derive(Debug)]
pub enum Fault {
    /// git could not be started.
    NoGit(io::Error),
    /// git refused; its command and its words.
    Git {
        /// The subcommand.
        command: String,
        /// What git said.
        said: String,
    },
    /// The folder is in no repository with a working tree.
    NoRepository(Utf8PathBuf),
    /// Nothing was ever staged there.
    NoIndex(Utf8PathBuf),
    /// `git commit PATH...`: what a hook stages would be in the commit and yet not in the index after it.
    Partial,
    /// Paths that a merge left in conflict.
    Unmerged(Vec<String>),
    /// A submodule, whose content another repository's index holds.
    Submodule(String),
    /// A path that no working tree can have, or that lies below another.
    Path(String),
    /// The temporary folder cannot be used.
    Disk(io::Error),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoGit(error) => write!(f, "cannot run git, which --staged needs: {error}"),
            Self::Git { command, said } => write!(f, "git {command} failed: {}", said.trim()),
            Self::NoRepository(root) => write!(
                f,
                "{root} is in no git repository: leave out --staged, or run `git init`"
            ),
            Self::NoIndex(root) => write!(
                f,
                "nothing is staged in {root}: run `git add`, or leave out --staged"
            ),
            Self::Partial => f.write_str(
                "a commit of named paths takes nothing else: run `platgen build`, `git add` all of it, then commit without paths",
            ),
            Self::Unmerged(paths) => write!(
                f,
                "the index holds unresolved conflicts in {}: resolve and stage them",
                paths.join(", ")
            ),
            Self::Submodule(path) => write!(
                f,
                "{path} is a submodule, whose content is not in this index: leave out --staged"
            ),
            Self::Path(path) => write!(f, "the index holds a path that no folder can have: {path}"),
            Self::Disk(error) => write!(f, "cannot lay out the staged files: {error}"),
        }
    }
}

impl std::error::Error for Fault {}

/// Lays out what is staged of the repository at `root`, which may be a folder of a larger git repository. The variables by
/// by which git points its hooks to the index (`GIT_INDEX_FILE` and its like) are honoured.
///
/// # Errors
/// No git, no repository, an index in conflict, or a temporary folder that cannot be written.
pub fn lay_out(root: &Utf8Path) -> Result<Staged, Fault> {
    let repository = Repository::of(root)?;
    let entries = entries::list(&repository)?;
    let folder = tempfile::Builder::new()
        .prefix("platgen-staged-")
        .tempdir()
        .map_err(Fault::Disk)?;
    let path = Utf8PathBuf::from_path_buf(folder.path().to_owned())
        .map_err(|path| Fault::Path(path.to_string_lossy().into_owned()))?;
    layout::write(&repository, &entries, folder.path())?;
    Ok(Staged {
        path,
        repository,
        _folder: folder,
    })
}

/// A path as git writes it.
fn path_of(bytes: &[u8]) -> PathBuf {
    Path::new(OsStr::from_bytes(bytes)).to_owned()
}
