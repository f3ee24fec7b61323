//! `platgen build [--check]`.

use std::num::NonZeroUsize;
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Failed, Format, Outcome, console, inputs, progress, schema};
use crate::Compilation;
use crate::core::diag::{Diagnostic, in_order};
use crate::core::output::lock::{Use, lock};
use crate::core::output::{self, ChangeKind, Comparison};
use crate::core::print;
use crate::core::sources::Sources;
use crate::core::staged;
use crate::domain::previous;

mod stage;

/// A number of threads, as an argument.
fn threads(text: &str) -> Result<NonZeroUsize, String> {
    let wanted =
        || "write a whole number of at least 1, or leave it out for one per core".to_owned();
    text.parse().map_err(|_| wanted())
}

/// Options of `platgen build`.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
pub(super) struct Options {
    /// Write nothing: show a diff for each file that is missing, stale, edited or orphaned, and exit 1 if there is one
    #[arg(long)]
    check: bool,
    /// With --check: check what is staged in git, not the working tree: what the next commit takes
    #[arg(long, requires = "check")]
    staged: bool,
    /// Build what is staged in git and stage the result, so that the next commit is whole; say what was staged
    #[arg(long, conflicts_with = "check")]
    stage: bool,
    /// How findings, and with --check the drift, are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// No progress and no summary
    #[arg(short, long)]
    quiet: bool,
    /// Threads; one per core if not given
    #[arg(short, long, value_name = "N", value_parser = threads)]
    jobs: Option<NonZeroUsize>,
}

/// Builds or checks.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    if options.stage {
        return stage::run(root, options);
    }
    let checked = inputs::Checked::of(root, options.staged)?;
    let wanted = if options.check { Use::Read } else { Use::Write };
    let waiting = || console::to_stderr("another build is at work here: waiting for it to end\n");
    let repository = root;
    // Held while the inputs are read, too: what was read before another build ended may be older than what that wrote.
    let root = checked.root();
    let _lock = lock(root, wanted, &waiting)?;
    inputs::on_threads(options.jobs.map(NonZeroUsize::get), || {
        let (sources, compilation) = inputs::compiled(root)?;
        Ok(build((root, repository), &sources, compilation, options)?.outcome)
    })?
}

/// What a build did.
struct Built {
    outcome: Outcome,
    /// The files that were written or removed.
    touched: Vec<Touched>,
}

/// A file that a build wrote or removed.
struct Touched {
    /// Relative to the repository.
    path: Utf8PathBuf,
    /// What stood there; nothing if no file did.
    before: Vec<u8>,
}

/// Builds in `root`, which is `repository` or what is staged of it.
fn build(
    (root, repository): (&Utf8Path, &Utf8Path),
    sources: &Sources,
    compilation: Compilation,
    options: &Options,
) -> Result<Built, Failed> {
    let started = Instant::now();
    let refused = Built {
        outcome: Outcome::Findings,
        touched: Vec::new(),
    };
    let Compilation {
        platforms,
        mut findings,
        mut suppression,
        removals: _,
    } = compilation;
    if console::any_error(&findings) {
        console::findings(sources, &findings, options.format)?;
        return Ok(refused);
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
    findings.extend(suppression.settle(changes, sources));
    findings.extend(comparison.findings.iter().cloned());
    findings.extend(committed_state(repository, &comparison)?);
    findings = in_order(findings);
    if console::any_error(&findings) {
        console::findings(sources, &findings, options.format)?;
        return Ok(refused);
    }
    let mut touched = Vec::new();
    let outcome = if options.check {
        checked(sources, findings, &comparison, options)?
    } else {
        console::findings(sources, &findings, options.format)?;
        touched = written(root, sources, &comparison, options)?;
        Outcome::Clean
    };
    if !options.quiet && options.format == Format::Human {
        console::to_stdout(&summary(
            &comparison,
            platforms.len(),
            touched.len().saturating_sub(comparison.changes.len()),
            options.check,
            started,
        ))?;
    }
    Ok(Built { outcome, touched })
}

/// What Terraform keeps for itself and git tracks all the same. Nothing asks git where there is nothing of the kind.
fn committed_state(
    repository: &Utf8Path,
    comparison: &Comparison,
) -> Result<Vec<Diagnostic>, Failed> {
    let folder = Utf8Path::new(output::FOLDER);
    let passed = comparison.passed.iter().map(|path| folder.join(path));
    let tracked = staged::tracked(repository, &passed.collect::<Vec<_>>())?;
    let below = tracked.iter().filter_map(|path| {
        let path = path.strip_prefix(folder).ok()?;
        Some(path.to_owned())
    });
    Ok(comparison.committed_state(&below.collect::<Vec<_>>()))
}

/// Writes outputs and schemas: the files that were touched.
fn written(
    root: &Utf8Path,
    sources: &Sources,
    comparison: &Comparison,
    options: &Options,
) -> Result<Vec<Touched>, Failed> {
    let bar = progress::bar(comparison.changes.len(), "writing", options.quiet);
    let (outputs, schemas) = rayon::join(
        || output::write(root, comparison, &|| bar.inc(1)),
        || schema::files(sources),
    );
    outputs?;
    bar.finish_and_clear();
    let schemas = schema::update(root, &schemas, false)?;
    let outputs = comparison.changes.iter().map(|change| Touched {
        path: change.repository_path(),
        before: change.before.clone(),
    });
    let schemas = schemas.into_iter().map(|schema| Touched {
        path: schema.path,
        before: schema.before.into_bytes(),
    });
    Ok(outputs.chain(schemas).collect())
}

/// Shows drift: diffs for people, findings for machines.
fn checked(
    sources: &Sources,
    mut findings: Vec<Diagnostic>,
    comparison: &Comparison,
    options: &Options,
) -> Result<Outcome, Failed> {
    findings.extend(comparison.leftovers());
    findings = in_order(findings);
    if options.format == Format::Human {
        console::findings(sources, &findings, options.format)?;
        // Hashes say least to a reader, so the manifests come last.
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
    Ok(if comparison.is_clean() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

fn summary(
    comparison: &Comparison,
    environments: usize,
    schemas: usize,
    check: bool,
    started: Instant,
) -> String {
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
    let advice = match (check, comparison.is_clean()) {
        (true, true) => ", up to date",
        (true, false) => ": run `platgen build` and commit the result",
        (false, true) if schemas == 0 => ", nothing to write",
        (false, true | false) => "",
    };
    let schemas = match schemas {
        0 => String::new(),
        1 => ", 1 schema".to_owned(),
        more => format!(", {more} schemas"),
    };
    format!(
        "{environments}, {files} files, {counts}{schemas} in {:.2} s{advice}\n",
        started.elapsed().as_secs_f64()
    )
}
