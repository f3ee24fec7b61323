//! `platgen check`: findings only: those about outputs as far as the disk has no part in them, those about what a change
//! destroys, and what is worth knowing.

use camino::Utf8Path;

use super::diff::{self, Compiled};
use super::{Failed, Format, Outcome, console, inputs};
use crate::core::diag::in_order;
use crate::domain::previous;
use crate::facts::Day;
use crate::removals;

/// Options of `platgen check`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Judge what is staged in git, not the working tree: what the next commit takes
    #[arg(long)]
    staged: bool,
    /// The day to judge ends by, such as those of model versions: YYYY-MM-DD. Without it they are only named
    #[arg(long, value_name = "DAY")]
    today: Option<Day>,
    /// Also refuse what the change since this commit destroys or replaces, unless catalog/removals.yaml names it
    #[arg(long, value_name = "REF")]
    base: Option<String>,
}

/// Validates the inputs.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let judged = inputs::Judged::of(root, options.staged)?;
    let (sources, mut compilation) = inputs::compiled(judged.root())?;
    let mut findings = std::mem::take(&mut compilation.findings);
    let mut after = Compiled {
        sources,
        platforms: Vec::new(),
    };
    if !console::any_error(&findings) {
        let plan = crate::plan(&compilation.platforms);
        findings.extend(crate::collisions(&plan));
        findings.extend(crate::oversized(&plan));
        drop(plan);
        let committed = previous::committed(judged.root())?;
        let beyond = crate::beyond(&mut compilation, &after.sources, &committed, options.today);
        findings.extend(beyond);
        after.platforms = std::mem::take(&mut compilation.platforms);
        if let Some(base) = &options.base {
            let (diff, before) = diff::since(root, base, &after)?;
            let found = removals::check(&diff, &before, &after.platforms, &compilation.removals);
            findings.extend(compilation.suppression.settle(found, &after.sources));
        }
        findings = in_order(findings);
    }
    console::findings(&after.sources, &findings, options.format)?;
    Ok(if console::any_error(&findings) {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}
