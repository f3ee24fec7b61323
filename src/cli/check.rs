//! `platgen check`: findings only.

use camino::Utf8Path;

use super::{Failed, Format, Outcome, inputs, report};

/// Options of `platgen check`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// Validates the inputs.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let (sources, compilation) = inputs::compiled(root)?;
    report::findings(&sources, &compilation.findings, options.format)?;
    Ok(if report::any_error(&compilation.findings) {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}
