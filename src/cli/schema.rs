//! `platgen schema [--check]`.

use camino::{Utf8Path, Utf8PathBuf};

use super::{Failed, Outcome, report};
use crate::schema::repository;
use crate::schema::vocabulary::Vocabulary;
use crate::{output, read, schema, sources};

/// Options of `platgen schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Write nothing: show a diff for each schema that is not up to date, and exit 1 if there is one
    #[arg(long)]
    check: bool,
}

/// Writes or checks `schemas/`.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let general = schema::files().into_iter();
    let mut files: Vec<(Utf8PathBuf, String)> =
        general.map(|(name, text)| (name.into(), text)).collect();
    let own = own(root)?.into_iter();
    files.extend(own.map(|(path, text)| (path.into(), text)));
    let mut outcome = Outcome::Clean;
    for (name, text) in files {
        let path = Utf8Path::new("schemas").join(name);
        let diff = output::plain::update(root, &path, &text, options.check)?;
        if options.check && !diff.is_empty() {
            outcome = Outcome::Findings;
        }
        report::to_stdout(&diff)?;
    }
    Ok(outcome)
}

/// The schemas with the repository's own words; none without a catalog. Faults in the inputs are for `check` to tell: an
/// editor needs its schema most while there are some.
fn own(root: &Utf8Path) -> Result<Vec<(String, String)>, Failed> {
    let (sources, _) = sources::read::read(root.as_std_path())?;
    let (written, _) = read::read(&sources);
    Ok(if written.environments.is_empty() {
        Vec::new()
    } else {
        repository::files(&Vocabulary::of(&written))
    })
}
