//! `platgen report`.

use camino::{Utf8Path, Utf8PathBuf};
use clap::ValueEnum;

use super::{Failed, Format, Outcome, console, diff, inputs};
use crate::Compilation;
use crate::core::output;
use crate::core::sources::Sources;
use crate::diff::view::Base;
use crate::domain::platform::model::Platform;
use crate::report::{csv, html, json, markdown};

/// Options of `platgen report`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Only this environment; all of them if not given
    #[arg(long, value_name = "ENVIRONMENT")]
    env: Option<String>,
    /// What the report is written as
    #[arg(long, value_enum, default_value_t = Form::Markdown)]
    format: Form,
    /// Write it to this file instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// Now `platgen diff`: what changes for whom, compared to the repository in this folder
    #[arg(long, value_name = "DIR", hide = true)]
    against: Option<Utf8PathBuf>,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For a comment on a pull request
    Markdown,
    /// For programs; the keys are in schemas/report.schema.json
    Json,
    /// The access matrix, for spreadsheets
    Csv,
    /// A page that needs nothing else, with a searchable matrix
    Html,
}

/// Reports.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    if let Some(folder) = &options.against {
        return against(root, folder, options);
    }
    let Some((sources, platforms)) = compiled(root)? else {
        return Ok(Outcome::Findings);
    };
    let text = whole(&sources, &chosen(&platforms, options)?, options.format);
    match &options.output {
        None => console::to_stdout(&text)?,
        Some(path) => drop(output::plain::update(root, path, &text, false)?),
    }
    Ok(Outcome::Clean)
}

/// The spelling that [`diff`] had before it read commits by itself.
fn against(root: &Utf8Path, folder: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let form = match options.format {
        Form::Markdown => diff::Form::Markdown,
        Form::Json => diff::Form::Json,
        Form::Csv | Form::Html => {
            return Err(Failed(
                "what changes is written as markdown or json: --against goes with one of these formats"
                    .to_owned(),
            ));
        }
    };
    console::to_stderr(
        "platgen: `report --against DIR` is now `platgen diff --base REF`, which reads a commit without a second folder\n",
    );
    let (Some(before), Some(after)) = (
        diff::compiled(inputs::compiled(&root.join(folder))?)?,
        diff::compiled(inputs::compiled(root)?)?,
    ) else {
        return Ok(Outcome::Findings);
    };
    let base = Base {
        name: folder.to_string(),
        ..Base::default()
    };
    let shown = diff::differing(base, &before, &after, options.env.as_deref())?;
    diff::written(root, &shown, form, options.output.as_deref())?;
    Ok(Outcome::Clean)
}

/// The platforms of a repository; none if it has errors, which are reported.
fn compiled(root: &Utf8Path) -> Result<Option<(Sources, Vec<Platform>)>, Failed> {
    let (sources, compilation) = inputs::compiled(root)?;
    let Compilation {
        platforms,
        findings,
        suppression: _,
        removals: _,
    } = compilation;
    if console::any_error(&findings) {
        console::findings(&sources, &findings, Format::Human)?;
        return Ok(None);
    }
    Ok(Some((sources, platforms)))
}

fn is_wanted(platform: &Platform, options: &Options) -> bool {
    let wanted = options.env.as_deref();
    wanted.is_none_or(|name| platform.environment.as_str() == name)
}

/// The platforms that are wanted.
fn chosen<'p>(platforms: &'p [Platform], options: &Options) -> Result<Vec<&'p Platform>, Failed> {
    let found: Vec<&Platform> = platforms
        .iter()
        .filter(|platform| is_wanted(platform, options))
        .collect();
    match &options.env {
        Some(name) if found.is_empty() => {
            let known: Vec<&str> = platforms
                .iter()
                .map(|platform| platform.environment.as_str())
                .collect();
            Err(Failed(format!(
                "there is no environment `{name}`: the repository has {}",
                known.join(", ")
            )))
        }
        Some(_) | None => Ok(found),
    }
}

fn whole(sources: &Sources, platforms: &[&Platform], form: Form) -> String {
    let report = crate::report(sources, platforms);
    match form {
        Form::Markdown => markdown::print(&report),
        Form::Json => json::print(&report),
        Form::Csv => csv::print(&report),
        Form::Html => html::print(&report),
    }
}
