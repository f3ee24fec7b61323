//! `platgen build --stage`: what a hook does so that the commit it is asked about is whole.

use camino::{Utf8Path, Utf8PathBuf};

use super::{Built, Options, Touched, build};
use crate::cli::{Failed, Outcome, console, inputs};
use crate::core::output::lock::{Use, lock};
use crate::core::output::plain;
use crate::core::staged::{self, Staged};

/// Builds what is staged and stages what that changed. The working tree gets it too, where it had what was staged before.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let staged = staged::lay_out(root)?;
    let (sources, compilation) = inputs::compiled(staged.path())?;
    // Schemas come into a commit only where they are part of the repository.
    let with_schemas = staged.path().join("schemas").symlink_metadata().is_ok();
    let quiet = Options {
        check: false,
        staged: false,
        stage: false,
        quiet: true,
        format: options.format,
        jobs: options.jobs,
    };
    let Built {
        outcome,
        mut touched,
    } = build((staged.path(), root), &sources, compilation, &quiet)?;
    touched.retain(|file| with_schemas || !file.path.starts_with("schemas"));
    if outcome != Outcome::Clean || touched.is_empty() {
        return Ok(outcome);
    }
    let paths: Vec<Utf8PathBuf> = touched.iter().map(|file| file.path.clone()).collect();
    staged.put_back(&paths)?;
    let kept = to_working_tree(root, &staged, &touched)?;
    let mut said = format!(
        "staged what the inputs compile to, files: {}\n",
        paths.len()
    );
    for path in &paths {
        said.extend(["  ", path.as_str(), "\n"]);
    }
    if kept > 0 {
        said.push_str(
            "the working tree has changes of its own in some of them: run `platgen build` there\n",
        );
    }
    console::to_stdout(&said)?;
    Ok(Outcome::Clean)
}

/// How many files of the working tree are left as they are, because they are not as they were staged.
fn to_working_tree(root: &Utf8Path, staged: &Staged, touched: &[Touched]) -> Result<usize, Failed> {
    let _lock = lock(root, Use::Write, &|| {})?;
    let mut kept = 0;
    for file in touched {
        let there = plain::there(staged.path(), &file.path)?;
        let after = there.map(String::from_utf8).transpose()?;
        let replaced = plain::replace(root, &file.path, &file.before, after.as_deref())?;
        kept += usize::from(!replaced);
    }
    Ok(kept)
}
