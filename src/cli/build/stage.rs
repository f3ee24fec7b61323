//! `platgen build --stage`: what a hook does so that the commit it is asked about is whole.

use camino::Utf8Path;

use super::{Built, Options, build};
use crate::cli::{Failed, Outcome, console, inputs};
use crate::core::output::lock::{Use, lock};
use crate::core::sources::{self, Sources};
use crate::core::staged;

/// Builds what is staged, stages what that changed, and builds the working tree too if it has the same inputs.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let staged = staged::lay_out(root)?;
    let (sources, compilation) = inputs::compiled(staged.path())?;
    let there = schema_paths(staged.path());
    let Built {
        outcome,
        mut touched,
    } = build(staged.path(), &sources, compilation, &quiet(options))?;
    // Schemas come into a commit only where they are part of the repository.
    touched.retain(|path| there || !path.starts_with("schemas"));
    if outcome != Outcome::Clean || touched.is_empty() {
        return Ok(outcome);
    }
    staged.put_back(&touched)?;
    let mut said = format!(
        "staged what the inputs compile to, {} files:\n",
        touched.len()
    );
    for path in &touched {
        said.extend(["  ", path.as_str(), "\n"]);
    }
    if same_inputs(&sources, root)? {
        let _lock = lock(root, Use::Write, &|| {})?;
        let (sources, compilation) = inputs::compiled(root)?;
        build(root, &sources, compilation, &quiet(options))?;
    } else {
        said.push_str(
            "the working tree has other inputs and stays as it is: run `platgen build` there\n",
        );
    }
    console::to_stdout(&said)?;
    Ok(Outcome::Clean)
}

fn schema_paths(root: &Utf8Path) -> bool {
    root.join("schemas").symlink_metadata().is_ok()
}

fn quiet(options: &Options) -> Options {
    Options {
        check: false,
        staged: false,
        stage: false,
        quiet: true,
        format: options.format,
        jobs: options.jobs,
    }
}

/// Whether the working tree has the inputs that were read, and no others.
fn same_inputs(staged: &Sources, root: &Utf8Path) -> Result<bool, Failed> {
    let (disk, _) = sources::read::read(root.as_std_path())?;
    let texts = |sources: &Sources| -> Vec<(camino::Utf8PathBuf, String)> {
        let files = sources.iter();
        files
            .map(|(_, file)| (file.path().to_owned(), file.text().to_owned()))
            .collect()
    };
    Ok(texts(staged) == texts(&disk))
}
