//! `platgen import`: inputs in the older spelling into a repository of ours.

use camino::{Utf8Path, Utf8PathBuf};

use super::{Failed, Format, Outcome, console, proposal, said};
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::files;
use crate::core::output::fresh::{self, NewFile};
use crate::import::{Imported, ImportedFile, import};
use crate::inputs;
use crate::scaffold::{self, Platform};

/// Options of `platgen import`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The old repository: the folder that holds `platform/config/` and `tenant-access/config/`
    from: Utf8PathBuf,
    /// Where `catalog/` and `teams/` are written; the repository if not given
    #[arg(short, long, value_name = "DIR")]
    output: Option<Utf8PathBuf>,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    platform: said::Values,
}

/// Converts, checks the outcome, and writes it if no error stands.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let output = options.output.as_deref().unwrap_or(root);
    let (old, mut found) = files::older::read(options.from.as_std_path())?;
    let imported = import(&old, &mut found);
    let platform = platform(output, &imported, options, &mut found);
    let mut files: Vec<NewFile> = imported.files.iter().map(new_file).collect();
    files.extend(platform.iter().map(said::file));
    let (new, compiled) = proposal::compiled(output, &files)?;
    let (shown, mut reported) = imported.reported((&old, found.sorted()), (&new, compiled));
    files.extend(proposal::schemas(output, &new));
    let (missing, in_the_way) = fresh::missing(output, &files)?;
    reported.extend(in_the_way);
    console::findings(&shown, &reported, options.format)?;
    if console::any_error(&reported) {
        return Ok(Outcome::Findings);
    }
    let next = match options.format {
        Format::Human => "next: look through catalog/platform.yaml, then run `platgen build`\n",
        Format::Json | Format::Sarif | Format::Github => return written(output, &missing),
    };
    proposal::write(output, &missing, next)
}

/// Writes without a word, since standard output is for findings.
fn written(output: &Utf8Path, missing: &[&NewFile]) -> Result<Outcome, Failed> {
    fresh::write(output, missing)?;
    Ok(Outcome::Clean)
}

fn new_file(file: &ImportedFile) -> NewFile {
    NewFile {
        path: file.path.clone(),
        text: file.text().to_owned(),
    }
}

/// What the older layout does not say: the platform itself. One that is there already is kept.
fn platform(
    output: &Utf8Path,
    imported: &Imported,
    options: &Options,
    found: &mut Diagnostics,
) -> Option<Platform> {
    if output.join(inputs::PLATFORM).symlink_metadata().is_ok() {
        return None;
    }
    match scaffold::platform(&options.platform.said(), &imported.addresses) {
        Ok(platform) => Some(platform),
        Err(no_space) => {
            let path = Utf8Path::new(files::older::CATALOG);
            let finding = Diagnostic::file(Code::OutsideNetwork, path, no_space.to_string());
            found.push(finding.help("write catalog/platform.yaml of the new repository first: one that is there is kept"));
            None
        }
    }
}
