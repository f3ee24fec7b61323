//! What all verbs that compile share: reading the repository or what is staged of it, and the number of threads.

use camino::{Utf8Path, Utf8PathBuf};

use super::Failed;
use crate::core::sources::Sources;
use crate::core::staged::{self, Staged};
use crate::{Compilation, compile};

/// The folder that a verb checks.
pub(super) enum Checked<'r> {
    /// The repository as it is on disk.
    Disk(&'r Utf8Path),
    /// What is staged of it.
    Index(Staged),
}

impl<'r> Checked<'r> {
    /// The repository at `root`, or what is staged of it.
    pub(super) fn of(root: &'r Utf8Path, staged: bool) -> Result<Self, Failed> {
        Ok(if staged {
            Self::Index(staged::lay_out(root)?)
        } else {
            Self::Disk(root)
        })
    }

    /// Where it is.
    pub(super) fn root(&self) -> &Utf8Path {
        match self {
            Self::Disk(root) => root,
            Self::Index(staged) => staged.path(),
        }
    }
}

/// Reads and compiles the repository at `root`.
pub(super) fn compiled(root: &Utf8Path) -> Result<(Sources, Compilation), Failed> {
    let (sources, found) = crate::inputs::read(root.as_std_path())?;
    let compilation = compile(&sources, found);
    Ok((sources, compilation))
}

/// Runs `work` on so many threads; on one per core without a number.
pub(super) fn on_threads<T: Send>(
    jobs: Option<usize>,
    work: impl FnOnce() -> T + Send,
) -> Result<T, Failed> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.unwrap_or(0))
        .build()?;
    Ok(pool.install(work))
}

/// The repository that a verb is about: the folder that is named, or the nearest one from here upwards that holds a platform. The
/// search ends where a git repository does; without a platform it is the folder that platgen runs in.
pub(super) fn repository(named: Option<&Utf8Path>) -> Utf8PathBuf {
    let here = Utf8Path::new(".");
    if let Some(named) = named {
        return named.to_owned();
    }
    let Ok(full) = here.canonicalize_utf8() else {
        return here.to_owned();
    };
    let there = |path: Utf8PathBuf| path.symlink_metadata().is_ok();
    for folder in full.ancestors() {
        if there(folder.join("catalog/platform.yaml")) {
            return if folder == full {
                here.to_owned()
            } else {
                folder.to_owned()
            };
        }
        if there(folder.join(".git")) {
            break;
        }
    }
    here.to_owned()
}
