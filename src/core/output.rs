//! Outputs against the disk: what is missing, stale, edited by hand or orphaned, and writing it.
//!
//! `platgen build` and `platgen build --check` share everything up to [`compare`]; the one then calls [`write()`], the other
//! shows [`diff`]s. Everything there is planned, or was written by an earlier build and is still as that wrote it, or is an error;
//! only Terraform's own state and caches are passed over ([`scan`]). A crash at any point leaves every file old or new: all
//! new texts exist before the first write, files are put in place by renaming, and the manifest claims new files before
//! they appear and forgets old ones after they are gone.

pub(crate) mod codes;

use camino::Utf8PathBuf;

use crate::core::diag::{Code, Diagnostic};
use crate::core::plan::OutputPath;

pub mod committed;
pub mod compare;
pub mod diff;
pub mod disk;
pub mod fresh;
pub mod lock;
pub mod manifest;
pub mod plain;
mod scan;
mod strangers;
pub mod write;

pub use committed::committed;
pub use compare::{Comparison, compare};
pub use write::write;

/// The folder of all outputs, relative to the repository.
pub const FOLDER: &str = "generated";

/// New files are written here first, below [`FOLDER`] and so on the same file system, then renamed. Emptied by the next build
/// after a crash.
const STAGING: &str = ".staging";

/// What has to happen to one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Planned, not there.
    Missing,
    /// There as platgen wrote it, but the inputs have changed.
    Stale,
    /// There, but not as platgen wrote it.
    Edited,
    /// Written by platgen, no longer planned.
    Orphaned,
}

impl ChangeKind {
    /// The sign in summaries.
    pub fn sign(self) -> char {
        match self {
            Self::Missing => '+',
            Self::Stale | Self::Edited => '~',
            Self::Orphaned => '-',
        }
    }

    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Stale => "stale",
            Self::Edited => "edited by hand",
            Self::Orphaned => "no longer produced",
        }
    }

    fn code(self) -> Code {
        match self {
            Self::Missing => Code::MissingOutput,
            Self::Stale => Code::StaleOutput,
            Self::Edited => Code::EditedOutput,
            Self::Orphaned => Code::OrphanedOutput,
        }
    }
}

/// One file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Below `generated/`.
    pub path: OutputPath,
    /// What is wrong with it.
    pub kind: ChangeKind,
    /// What is on disk; empty if missing.
    pub before: Vec<u8>,
    /// What should be; empty if orphaned.
    pub after: String,
}

impl Change {
    /// The path relative to the repository.
    pub fn repository_path(&self) -> Utf8PathBuf {
        Utf8PathBuf::from(FOLDER).join(self.path.as_path())
    }

    /// Whether it is a manifest, which only lists the other files.
    pub fn is_manifest(&self) -> bool {
        self.path.as_path().file_name() == Some(manifest::NAME)
    }

    /// The change as a finding, for formats that machines read.
    pub fn finding(&self) -> Diagnostic {
        let message = format!("this output is {}", self.kind.word());
        Diagnostic::file(self.kind.code(), &self.repository_path(), message)
            .help("run `platgen build` and commit the result")
    }
}

/// Reading or writing a file did not work.
#[derive(Debug)]
pub struct Failure {
    /// What was tried: `read`, `write`, `remove`.
    pub action: &'static str,
    /// On what.
    pub path: Utf8PathBuf,
    /// Why it did not work.
    pub error: std::io::Error,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot {} {}: {}", self.action, self.path, self.error)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
