//! `platgen schema [--check]`.

use camino::Utf8Path;

use super::{Failed, Outcome, inputs, report};
use crate::{output, schema};

/// Options of `platgen schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Write nothing: show a diff for each schema that is not up to date, and exit 1 if there is one
    #[arg(long)]
    check: bool,
    /// With --check: judge what is staged in git, not the working tree: what the next commit takes
    #[arg(long, requires = "check")]
    staged: bool,
}

/// Writes or checks `schemas/`.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let judged = inputs::Judged::of(root, options.staged)?;
    let root = judged.root();
    let mut outcome = Outcome::Clean;
    for (name, text) in schema::files() {
        let path = Utf8Path::new("schemas").join(name);
        let diff = output::plain::update(root, &path, &text, options.check)?;
        if options.check && !diff.is_empty() {
            outcome = Outcome::Findings;
        }
        report::to_stdout(&diff)?;
    }
    Ok(outcome)
}
