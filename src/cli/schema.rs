//! `platgen schema [--check]`.

use camino::{Utf8Path, Utf8PathBuf};

use super::{Failed, Outcome, console, inputs};
use crate::core::output;
use crate::core::sources::Sources;
use crate::diff::affected::Affected;
use crate::diff::view::Diff;
use crate::report::view::Report;
use crate::schema::repository;
use crate::schema::vocabulary::Vocabulary;
use crate::{read, schema};

/// Options of `platgen schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Write nothing: show a diff for each schema that is not up to date, and exit 1 if there is one
    #[arg(long)]
    check: bool,
    /// With --check: check what is staged in git, not the working tree: what the next commit takes
    #[arg(long, requires = "check")]
    staged: bool,
}

/// Writes or checks `schemas/`.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let checked = inputs::Checked::of(root, options.staged)?;
    let root = checked.root();
    let (sources, _) = crate::inputs::read(root.as_std_path())?;
    let changes = update(root, &files(&sources), options.check)?;
    for change in &changes {
        console::diff_to_stdout(&change.diff)?;
    }
    Ok(if options.check && !changes.is_empty() {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// A schema that is not, or was not, up to date.
pub(super) struct Change {
    /// Its path in the repository.
    pub(super) path: Utf8PathBuf,
    /// What stood there; nothing if no file did.
    pub(super) before: String,
    /// What becomes of it, as a unified diff.
    diff: String,
}

/// Brings schemas up to date unless `check`: those that were not.
pub(super) fn update(
    root: &Utf8Path,
    files: &[(Utf8PathBuf, String)],
    check: bool,
) -> Result<Vec<Change>, output::Failure> {
    let mut changes = Vec::new();
    for (name, text) in files {
        let path = Utf8Path::new("schemas").join(name);
        if let Some((before, diff)) = output::plain::update(root, &path, text, check)? {
            changes.push(Change { path, before, diff });
        }
    }
    Ok(changes)
}

/// The schemas of inputs and of reports, and those with a repository's own words if it has a catalog: paths under `schemas/` and
/// texts. Faults in the inputs are for `check` to report: an editor needs its schema most while there are some.
pub(super) fn files(sources: &Sources) -> Vec<(Utf8PathBuf, String)> {
    let general = schema::files().into_iter();
    let mut files: Vec<(Utf8PathBuf, String)> =
        general.map(|(name, text)| (name.into(), text)).collect();
    files.extend(of_reports());
    let (written, _) = read::read(sources);
    if !written.environments.is_empty() {
        let own = repository::files(&Vocabulary::of(&written)).into_iter();
        files.extend(own.map(|(path, text)| (path.into(), text)));
    }
    files
}

/// The schemas of what `report`, `diff` and `affected` print as JSON.
fn of_reports() -> [(Utf8PathBuf, String); 3] {
    let (report, diff, affected) = (
        "report.schema.json",
        "diff.schema.json",
        "affected.schema.json",
    );
    [
        (report.into(), schema::of_output::<Report>(report)),
        (diff.into(), schema::of_output::<Diff>(diff)),
        (affected.into(), schema::of_output::<Affected>(affected)),
    ]
}
