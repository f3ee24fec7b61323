//! `platgen check`: findings only: those about outputs as far as the disk has no part in them, those about what a change
//! destroys, and what is worth knowing.

use std::collections::BTreeMap;

use camino::Utf8Path;

use super::diff::{self, Compiled};
use super::{Failed, Format, Outcome, console, inputs};
use crate::core::diag::{Diagnostic, Severity, in_order};
use crate::core::yaml::words;
use crate::domain::platform::model::Platform;
use crate::domain::previous;
use crate::facts::Day;
use crate::removals;

mod fix;

/// Options of `platgen check`.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
pub(super) struct Options {
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Check what is staged in git, not the working tree: what the next commit takes
    #[arg(long)]
    staged: bool,
    /// The day by which ends are checked, such as those of model versions: YYYY-MM-DD. Without it they are only named
    #[arg(long, value_name = "DAY")]
    today: Option<Day>,
    /// Also show notes: what is worth knowing and no fault. Other formats than human always hold them
    #[arg(long)]
    notes: bool,
    /// Write the changes that findings propose, as far as they leave no question open, then check again
    #[arg(long, conflicts_with = "staged")]
    fix: bool,
    /// Show those changes and write nothing; exit 1 if there are any
    #[arg(long, conflicts_with = "staged")]
    diff: bool,
    /// Only findings of one environment, and those that are of none
    #[arg(long, value_name = "ENV")]
    env: Option<String>,
    /// Exit 1 for a warning, too
    #[arg(long)]
    deny_warnings: bool,
    /// Print how many findings of each code there are, in place of the findings
    #[arg(long, conflicts_with = "format")]
    statistics: bool,
    /// Also refuse what the change since this commit destroys or replaces, unless catalog/removals.yaml names it
    #[arg(long, value_name = "REF")]
    base: Option<String>,
}

/// Validates the inputs.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    if options.diff {
        let changes = fix::Changes::of(root)?;
        console::diff_to_stdout(&changes.diff())?;
        fix::report(&changes, false);
        return Ok(if changes.files() > 0 {
            Outcome::Findings
        } else {
            Outcome::Clean
        });
    }
    if options.fix {
        let changes = fix::Changes::of(root)?;
        changes.write(root)?;
        fix::report(&changes, true);
    }
    let checked = inputs::Checked::of(root, options.staged)?;
    let (sources, mut compilation) = inputs::compiled(checked.root())?;
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
        let committed = previous::committed(checked.root())?;
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
    if let Some(environment) = &options.env {
        of_environment(environment, &after.platforms, &mut findings)?;
    }
    let denied = |finding: &Diagnostic| match finding.severity {
        Severity::Error => true,
        Severity::Warning => options.deny_warnings,
        Severity::Note => false,
    };
    let outcome = if findings.iter().any(denied) {
        Outcome::Findings
    } else {
        Outcome::Clean
    };
    if options.statistics {
        console::to_stdout(&statistics(&findings))?;
    } else {
        print(options, &after, findings)?;
    }
    Ok(outcome)
}

/// Prints findings. Somebody at a terminal asks for notes, and reads how much was checked where there is nothing else.
fn print(options: &Options, checked: &Compiled, findings: Vec<Diagnostic>) -> Result<(), Failed> {
    if options.format != Format::Human {
        return console::findings(&checked.sources, &findings, options.format);
    }
    let (notes, others): (Vec<_>, Vec<_>) = findings
        .into_iter()
        .partition(|finding| finding.severity == Severity::Note);
    console::findings(&checked.sources, &others, options.format)?;
    if options.notes {
        console::findings(&checked.sources, &notes, options.format)?;
    } else if !notes.is_empty() {
        let plural = if notes.len() == 1 { "" } else { "s" };
        let line = format!(
            "{} note{plural}, shown by `platgen check --notes`\n",
            notes.len()
        );
        console::to_stderr(&line);
    }
    if others.is_empty() {
        console::to_stderr(&clean(&checked.platforms));
    }
    Ok(())
}

/// Leaves out what other environments alone are concerned by.
fn of_environment(
    name: &str,
    platforms: &[Platform],
    findings: &mut Vec<Diagnostic>,
) -> Result<(), Failed> {
    let known: Vec<&str> = platforms
        .iter()
        .map(|platform| platform.environment.as_str())
        .collect();
    // With an error there are no platforms, and what is said of the environment may be all there is to know.
    if !known.is_empty() && !known.contains(&name) {
        let others = words::named(name, &known, "environment");
        return Err(Failed(format!(
            "there is no environment `{}`\n{others}",
            name.escape_debug()
        )));
    }
    findings.retain(|finding| {
        let environments = &finding.subject.environments;
        environments.is_empty() || environments.contains(name)
    });
    Ok(())
}

/// A line for each code, the most frequent first.
fn statistics(findings: &[Diagnostic]) -> String {
    let mut counts: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for finding in findings {
        let key = (finding.severity, finding.code.name());
        *counts.entry(key).or_default() += 1 + finding.elsewhere.len() + finding.omitted;
    }
    let mut lines: Vec<_> = counts.into_iter().collect();
    lines.sort_by_key(|((severity, name), count)| (*severity, std::cmp::Reverse(*count), *name));
    let line = |((severity, name), count): ((Severity, &str), usize)| {
        format!("{count:>6}  {:7}  {name}\n", severity.word())
    };
    lines.into_iter().map(line).collect()
}

/// `ok: 2 environments, 8 models, 5 teams`
fn clean(platforms: &[Platform]) -> String {
    let distinct = |names: Vec<&str>| {
        names
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    };
    let models = platforms.iter().flat_map(|platform| {
        let kaito = platform
            .kaito_models
            .iter()
            .map(|model| model.name.as_str());
        kaito.chain(
            platform
                .foundry_models
                .iter()
                .map(|model| model.name.as_str()),
        )
    });
    let teams = platforms
        .iter()
        .flat_map(|platform| platform.teams.iter().map(|team| team.name.as_str()));
    let counts = [
        (platforms.len(), "environment"),
        (distinct(models.collect()), "model"),
        (distinct(teams.collect()), "team"),
    ];
    let parts = counts.map(|(count, word)| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {word}{plural}")
    });
    format!("ok: {}\n", parts.join(", "))
}
