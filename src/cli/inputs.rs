//! What all verbs that compile share: reading the repository, and the number of threads.

use camino::Utf8Path;

use super::Failed;
use crate::sources::Sources;
use crate::{Compilation, compile, sources};

/// Reads and compiles the repository at `root`.
pub(super) fn compiled(root: &Utf8Path) -> Result<(Sources, Compilation), Failed> {
    let (sources, found) = sources::read::read(root.as_std_path())?;
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
