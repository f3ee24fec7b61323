//! `platgen explain-code`: what a finding's code means, and what to do.

use camino::{Utf8Path, Utf8PathBuf};
use clap::ValueEnum;

use super::{Failed, Outcome, console};
use crate::codes;
use crate::core::diag::explain;
use crate::core::output;
use crate::core::yaml::words;
use crate::reference;

/// Options of `platgen explain-code`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The code, as it stands in brackets behind `error`; all of them if not given
    code: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Put all codes into this file, between the lines `<!-- platgen:findings -->` and `<!-- /platgen:findings -->`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["code", "format"])]
    update: Option<Utf8PathBuf>,
    /// With --update: write nothing, show the diff, and exit 1 if there is one
    #[arg(long, requires = "update")]
    check: bool,
}

/// How an explanation is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// An object, or an array of all
    Json,
    /// For a page of documentation
    Markdown,
}

/// Prints one code or all, or updates a file with them.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    if let Some(path) = &options.update {
        return update(root, path, options.check);
    }
    let text = match &options.code {
        Some(name) => {
            let code = codes::by_name(name).ok_or_else(|| unknown(name))?;
            match options.format {
                Format::Human => explain::one(code),
                Format::Json => explain::one_as_json(code),
                Format::Markdown => explain::one_as_markdown(code),
            }
        }
        None => match options.format {
            Format::Human => explain::list(codes::all()),
            Format::Json => explain::all_as_json(codes::all()),
            Format::Markdown => explain::all_as_markdown(codes::all()),
        },
    };
    console::to_stdout(&text)?;
    Ok(Outcome::Clean)
}

fn unknown(name: &str) -> Failed {
    let names: Vec<&str> = codes::all().iter().map(|code| code.name()).collect();
    let near = words::nearest(name, &names)
        .map(|near| format!("did you mean `{near}`? "))
        .unwrap_or_default();
    Failed(format!(
        "there is no code `{}`\n{near}`platgen explain-code` lists all",
        name.escape_debug()
    ))
}

fn update(root: &Utf8Path, path: &Utf8Path, check: bool) -> Result<Outcome, Failed> {
    let before = output::plain::text(root, path)?;
    let markers = (explain::START, explain::END);
    let Some(after) = reference::between(&before, markers, &explain::all_as_markdown(codes::all()))
    else {
        return Err(Failed(format!(
            "{path} has no lines {} and {}",
            markers.0, markers.1
        )));
    };
    let diff = output::plain::update(root, path, &after, check)?;
    let diff = diff.map(|(_, diff)| diff).unwrap_or_default();
    console::diff_to_stdout(&diff)?;
    Ok(if check && !diff.is_empty() {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}
