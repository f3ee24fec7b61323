//! Which git repository a folder belongs to, and running git there.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use camino::Utf8Path;

use super::{Fault, path_of};

/// Variables that give words in pathspecs another meaning.
const PATHSPECS: &[&str] = &[
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
];

/// What a repository could make git do besides answering: a folder of committed files that looks like a bare repository is none,
/// no program watches files, and no hook runs. On the command line, since no file of a repository can take that back.
const RESTRAINED: &[&str] = &[
    "-c",
    "safe.bareRepository=explicit",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
];

/// A git repository as platgen's root sees it.
#[derive(Debug)]
pub(super) struct Repository {
    /// The root below the top of the working tree; empty if it is the top.
    pub(super) prefix: PathBuf,
    place: Place,
}

/// Where git runs.
#[derive(Debug)]
enum Place {
    /// Where platgen runs, with its environment: this may be a hook, and the environment names the index that is committed.
    Here,
    /// In a repository that this process was not started for: whatever the environment names is another's.
    There {
        folder: PathBuf,
        without: Vec<String>,
    },
}

impl Repository {
    /// The repository that `root` lies in.
    pub(super) fn of(root: &Utf8Path) -> Result<Self, Fault> {
        let full = root.as_std_path().canonicalize().map_err(Fault::Disk)?;
        let there = Place::There {
            folder: full.clone(),
            without: own_variables()?,
        };
        let inner = there.top()?;
        let here = Place::Here.top()?.filter(|top| {
            // A repository inside this one has its own index.
            let nested = |inner: &PathBuf| inner.starts_with(top) && inner != top;
            full.starts_with(top) && !inner.as_ref().is_some_and(nested)
        });
        let (top, place) = match (here, inner) {
            (Some(top), _) => (top, Place::Here),
            (None, Some(top)) => (top, there),
            (None, None) => return Err(Fault::NoRepository(root.to_owned())),
        };
        if top.join(".git").symlink_metadata().is_err() {
            return Err(Fault::NoRepository(root.to_owned()));
        }
        let prefix = full.strip_prefix(&top).unwrap_or(Path::new("")).to_owned();
        let repository = Self { prefix, place };
        let index = repository.index()?;
        if index.symlink_metadata().is_ok_and(|index| index.is_file()) {
            Ok(repository)
        } else {
            Err(Fault::NoIndex(root.to_owned()))
        }
    }

    /// The file that holds the index.
    pub(super) fn index(&self) -> Result<PathBuf, Fault> {
        let said = self.ask(&["rev-parse", "--git-path", "index"], &[])?;
        let path = path_of(said.strip_suffix(b"\n").unwrap_or(&said));
        Ok(match &self.place {
            Place::Here => path,
            Place::There { folder, .. } => folder.join(path),
        })
    }

    /// What git answers.
    pub(super) fn ask(&self, arguments: &[&str], paths: &[PathBuf]) -> Result<Vec<u8>, Fault> {
        let mut command = self.command(arguments);
        command.args(paths).stdin(Stdio::null());
        let output = command.output().map_err(Fault::NoGit)?;
        succeeded(output, arguments)
    }

    /// git with these arguments, not yet run.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        self.place.command(arguments)
    }
}

impl Place {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.args(RESTRAINED).args(arguments);
        // Objects that a partial clone lacks are not fetched, and nothing is written on the way.
        command.env("GIT_NO_LAZY_FETCH", "1");
        command.env("GIT_OPTIONAL_LOCKS", "0");
        for name in PATHSPECS {
            command.env_remove(name);
        }
        if let Self::There { folder, without } = self {
            command.current_dir(folder);
            for name in without {
                command.env_remove(name);
            }
        }
        command
    }

    /// The top of the working tree; none outside of one.
    fn top(&self) -> Result<Option<PathBuf>, Fault> {
        let mut command = self.command(&["rev-parse", "--show-toplevel"]);
        let output = command.output().map_err(Fault::NoGit)?;
        if !output.status.success() {
            return refused(&output);
        }
        let path = output.stdout.strip_suffix(b"\n").unwrap_or(&output.stdout);
        path_of(path).canonicalize().map(Some).map_err(Fault::Disk)
    }
}

/// A folder that git refuses to look at is another matter than one without a repository.
fn refused(output: &Output) -> Result<Option<PathBuf>, Fault> {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if said.contains("dubious ownership") {
        let command = "rev-parse".to_owned();
        return Err(Fault::Git { command, said });
    }
    Ok(None)
}

/// The names of the variables that tie git to one repository, by git's own list.
fn own_variables() -> Result<Vec<String>, Fault> {
    let arguments = ["rev-parse", "--local-env-vars"];
    let output = Place::Here
        .command(&arguments)
        .output()
        .map_err(Fault::NoGit)?;
    let names = succeeded(output, &arguments)?;
    Ok(String::from_utf8_lossy(&names)
        .lines()
        .map(str::to_owned)
        .collect())
}

/// The answer, or git's words on why there is none.
pub(super) fn succeeded(output: Output, arguments: &[&str]) -> Result<Vec<u8>, Fault> {
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Fault::Git {
        command: arguments.first().copied().unwrap_or_default().to_owned(),
        said: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}
