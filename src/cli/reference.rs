//! `platgen reference`: the input keys as Markdown.

use camino::{Utf8Path, Utf8PathBuf};

use super::{Failed, Outcome, console};
use crate::core::output;
use crate::reference;

/// Options of `platgen reference`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Put it into this file, between the lines `<!-- platgen:reference -->` and `<!-- /platgen:reference -->`
    #[arg(long, value_name = "FILE")]
    update: Option<Utf8PathBuf>,
    /// With --update: write nothing, show the diff, and exit 1 if there is one
    #[arg(long, requires = "update")]
    check: bool,
}

/// Prints the reference, or updates a file with it.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let text = reference::markdown();
    let Some(path) = &options.update else {
        console::to_stdout(&text)?;
        return Ok(Outcome::Clean);
    };
    let before = output::plain::text(root, path)?;
    let markers = (reference::START, reference::END);
    let Some(after) = reference::between(&before, markers, &text) else {
        return Err(Failed(format!(
            "{path} has no lines {} and {}",
            markers.0, markers.1
        )));
    };
    let diff = output::plain::update(root, path, &after, options.check)?;
    let diff = diff.map(|(_, diff)| diff).unwrap_or_default();
    console::diff_to_stdout(&diff)?;
    Ok(if options.check && !diff.is_empty() {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}
