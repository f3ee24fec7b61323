//! `platgen build [--check]`.

use std::num::NonZeroUsize;
use std::time::Instant;

use camino::Utf8Path;

use super::{Failed, Format, Outcome, console, inputs, progress};
use crate::Compilation;
use crate::core::diag::in_order;
use crate::core::output::{self, ChangeKind, Comparison};
use crate::core::print;
use crate::core::sources::Sources;
use crate::domain::previous;

/// Options of `platgen build`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Write nothing: show a diff for each file that is missing, stale, edited or orphaned, and exit 1 if there is one
    #[arg(long)]
    check: bool,
    /// With --check: judge what is staged in git, not the working tree: what the next commit takes
    #[arg(long, requires = "check")]
    staged: bool,
    /// How findings, and with --check the drift, are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// No progress and no summary
    #[arg(short, long)]
    quiet: bool,
    /// Threads; one per core if not given
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

/// Builds or checks.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let judged = inputs::Judged::of(root, options.staged)?;
    inputs::on_threads(options.jobs.map(NonZeroUsize::get), || {
        build(judged.root(), options)
    })?
}

fn build(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let started = Instant::now();
    let (sources, compilation) = inputs::compiled(root)?;
    let Compilation {
        platforms,
        mut findings,
        mut suppression,
    } = compilation;
    if console::any_error(&findings) {
        console::findings(&sources, &findings, options.format)?;
        return Ok(Outcome::Findings);
    }
    let plan = crate::plan(&platforms);
    let bar = progress::bar(plan.len(), "compiling", options.quiet);
    let comparison = output::compare(root, &plan, &|file| {
        let text = print::print(&(file.produce)()).text;
        bar.inc(1);
        text
    })?;
    bar.finish_and_clear();
    findings.extend(crate::collisions(&plan));
    let changes = crate::changes(&platforms, &previous::committed(root)?);
    findings.extend(suppression.settle(changes, &sources));
    findings.extend(comparison.findings.iter().cloned());
    findings = in_order(findings);
    if console::any_error(&findings) {
        console::findings(&sources, &findings, options.format)?;
        return Ok(Outcome::Findings);
    }
    let outcome = if options.check {
        checked(&sources, findings, &comparison, options)?
    } else {
        console::findings(&sources, &findings, options.format)?;
        let bar = progress::bar(comparison.changes.len(), "writing", options.quiet);
        output::write(root, &comparison, &|| bar.inc(1))?;
        bar.finish_and_clear();
        Outcome::Clean
    };
    if !options.quiet && options.format == Format::Human {
        console::to_stdout(&summary(
            &comparison,
            platforms.len(),
            options.check,
            started,
        ))?;
    }
    Ok(outcome)
}

/// Shows drift: diffs for people, findings for machines.
fn checked(
    sources: &Sources,
    mut findings: Vec<crate::core::diag::Diagnostic>,
    comparison: &Comparison,
    options: &Options,
) -> Result<Outcome, Failed> {
    if options.format == Format::Human {
        console::findings(sources, &findings, options.format)?;
        // Hashes tell a reader least, so the manifests come last.
        let (manifests, files): (Vec<_>, Vec<_>) = comparison
            .changes
            .iter()
            .partition(|change| change.is_manifest());
        for change in files.into_iter().chain(manifests) {
            console::diff_to_stdout(&output::diff::unified(change))?;
        }
    } else {
        findings.extend(comparison.changes.iter().map(output::Change::finding));
        console::findings(sources, &in_order(findings), options.format)?;
    }
    Ok(if comparison.changes.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

fn summary(comparison: &Comparison, environments: usize, check: bool, started: Instant) -> String {
    let count = |kind| comparison.count(kind);
    let changed = count(ChangeKind::Stale) + count(ChangeKind::Edited);
    let counts = format!(
        "+{} ~{changed} -{}",
        count(ChangeKind::Missing),
        count(ChangeKind::Orphaned)
    );
    let files = comparison.planned + comparison.manifests();
    let environments = if environments == 1 {
        "1 environment".into()
    } else {
        format!("{environments} environments")
    };
    let advice = match (check, comparison.changes.is_empty()) {
        (true, true) => ", up to date",
        (true, false) => ": run `platgen build` and commit the result",
        (false, true) => ", nothing to write",
        (false, false) => "",
    };
    format!(
        "{environments}, {files} files, {counts} in {:.2} s{advice}\n",
        started.elapsed().as_secs_f64()
    )
}
