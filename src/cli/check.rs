//! `platgen check`: findings only, those about outputs included as far as the disk has no part in them.

use camino::Utf8Path;

use super::{Failed, Format, Outcome, inputs, report};
use crate::diag::in_order;

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
    let mut findings = compilation.findings;
    if !report::any_error(&findings) {
        let plan = crate::plan(&compilation.platforms);
        findings.extend(crate::collisions(&plan));
        findings.extend(crate::oversized(&plan));
        findings = in_order(findings);
    }
    report::findings(&sources, &findings, options.format)?;
    Ok(if report::any_error(&findings) {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}
