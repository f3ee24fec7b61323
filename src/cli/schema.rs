//! `platgen schema [--check]`.

use camino::Utf8Path;

use super::{Failed, Outcome, report};
use crate::report::impact::Impact;
use crate::report::view::Report;
use crate::{output, schema};

/// Options of `platgen schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Write nothing: show a diff for each schema that is not up to date, and exit 1 if there is one
    #[arg(long)]
    check: bool,
}

/// Writes or checks `schemas/`.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let mut outcome = Outcome::Clean;
    let (report, impact) = ("report.schema.json", "impact.schema.json");
    let outputs = [
        (report, schema::of_output::<Report>(report)),
        (impact, schema::of_output::<Impact>(impact)),
    ];
    for (name, text) in schema::files().into_iter().chain(outputs) {
        let path = Utf8Path::new("schemas").join(name);
        let diff = output::plain::update(root, &path, &text, options.check)?;
        if options.check && !diff.is_empty() {
            outcome = Outcome::Findings;
        }
        report::to_stdout(&diff)?;
    }
    Ok(outcome)
}
