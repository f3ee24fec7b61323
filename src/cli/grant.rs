//! `platgen grant` and `platgen revoke`: a team's file with one grant more, changed or less.

use camino::Utf8Path;

use super::{Failed, Format, Outcome, console, proposal};
use crate::core::diag::{Diagnostic, Severity};
use crate::core::output::fresh::NewFile;
use crate::core::output::plain;
use crate::core::sources::{FileId, Sources};
use crate::core::yaml::parse::parse;
use crate::core::yaml::tree::Node;
use crate::core::yaml::words;
use crate::inputs::{self, Input};
use crate::scaffold::grant::{Grant, Refused, granted, revoked};

/// Options of `platgen grant`.
#[derive(Debug, clap::Args)]
pub(super) struct Give {
    /// The team
    team: String,
    /// The model's name in the catalog
    model: String,
    /// Tokens per minute
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    tpm: Option<u64>,
    /// Tokens per day (UTC)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    daily: Option<u64>,
    /// Show the change and write nothing
    #[arg(long)]
    diff: bool,
}

/// Options of `platgen revoke`.
#[derive(Debug, clap::Args)]
pub(super) struct Take {
    /// The team
    team: String,
    /// The model's name in the catalog
    model: String,
    /// Show the change and write nothing
    #[arg(long)]
    diff: bool,
}

/// The lists of a team's file, with those of the catalog.
const LISTS: [(&str, &str); 2] = [("foundry", "foundryModels"), ("kaito", "kaitoModels")];

/// Grants a model, or changes how much of it.
pub(super) fn give(root: &Utf8Path, options: &Give) -> Result<Outcome, Failed> {
    if options.tpm.is_none() && options.daily.is_none() {
        return Err(Failed(
            "nothing is granted\nwrite `--tpm N`, `--daily N` or both: tokens per minute and per day".to_owned(),
        ));
    }
    let (sources, _) = inputs::read(root.as_std_path())?;
    let grant = Grant {
        list: list_of(&sources, &options.model)?,
        model: &options.model,
        tokens_per_minute: options.tpm,
        daily: options.daily,
    };
    let change = |text: &str| granted(text, &grant);
    apply(
        root,
        &sources,
        &options.team,
        &options.model,
        options.diff,
        change,
    )
}

/// Takes a grant away.
pub(super) fn take(root: &Utf8Path, options: &Take) -> Result<Outcome, Failed> {
    let (sources, _) = inputs::read(root.as_std_path())?;
    // A model that is no longer in the catalog may still be granted.
    let of_catalog = list_of(&sources, &options.model);
    let change = |text: &str| {
        let lists = LISTS.map(|(list, _)| list);
        let first = of_catalog.as_ref().ok().copied();
        let mut all = first.into_iter().chain(lists);
        let done = all.find_map(|list| revoked(text, list, &options.model).ok());
        done.ok_or(Refused::Missing)
    };
    apply(
        root,
        &sources,
        &options.team,
        &options.model,
        options.diff,
        change,
    )
}

/// The list that a model of the catalog is granted in.
fn list_of(sources: &Sources, model: &str) -> Result<&'static str, Failed> {
    let mut names = Vec::new();
    for (id, file) in sources.iter() {
        if Input::of(file.path()) != Some(Input::Models) {
            continue;
        }
        let Some(root) = parse(id, file.text()).tree else {
            continue;
        };
        for (list, key) in LISTS {
            let models = root.get(key).and_then(Node::items).unwrap_or_default();
            for name in models.iter().filter_map(Node::name) {
                if name == model {
                    return Ok(list);
                }
                names.push(name.to_owned());
            }
        }
    }
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    Err(Failed(format!(
        "there is no model `{}` in the catalog\n{}",
        model.escape_debug(),
        words::named(model, &known, "model")
    )))
}

/// The team's file and its text.
fn file_of<'s>(sources: &'s Sources, team: &str) -> Result<(FileId, &'s str), Failed> {
    let mut teams = Vec::new();
    for (id, file) in sources.iter() {
        if let Some(Input::Team(folder)) = Input::of(file.path()) {
            if folder == team {
                return Ok((id, file.text()));
            }
            teams.push(folder);
        }
    }
    Err(Failed(format!(
        "there is no team `{}`\n{}",
        team.escape_debug(),
        words::named(team, &teams, "team")
    )))
}

/// Shows the change, and writes it where the inputs take it.
fn apply(
    root: &Utf8Path,
    sources: &Sources,
    team: &str,
    model: &str,
    only_diff: bool,
    change: impl Fn(&str) -> Result<String, Refused>,
) -> Result<Outcome, Failed> {
    let (_, text) = file_of(sources, team)?;
    let path = inputs::team_path(team);
    let after = change(text).map_err(|refused| said(refused, team, model))?;
    let file = NewFile {
        path: path.clone(),
        text: after,
    };
    let before = errors(proposal::compiled(root, &[])?);
    let (new, compiled) = proposal::compiled(root, std::slice::from_ref(&file))?;
    let known: Vec<&str> = before
        .iter()
        .map(|finding| finding.message.as_str())
        .collect();
    let fresh = |finding: &Diagnostic| {
        finding.severity == Severity::Error && !known.contains(&finding.message.as_str())
    };
    let refused: Vec<Diagnostic> = compiled.into_iter().filter(fresh).collect();
    if !refused.is_empty() {
        console::findings(&new, &refused, Format::Human)?;
        return Ok(Outcome::Findings);
    }
    let there = plain::text(root, &path)?;
    let own = there.strip_prefix('\u{feff}').unwrap_or(&there);
    if own != text {
        return Err(Failed(format!(
            "{path} has changed meanwhile, or holds a secret, and was left as it is"
        )));
    }
    let mark = if own.len() < there.len() {
        "\u{feff}"
    } else {
        ""
    };
    let after = format!("{mark}{}", file.text);
    let Some((_, diff)) = plain::update(root, &path, &after, only_diff)? else {
        console::to_stdout("nothing changes: it is so already\n")?;
        return Ok(Outcome::Clean);
    };
    console::diff_to_stdout(&diff)?;
    let next = if only_diff {
        ""
    } else {
        "next: run `platgen build`\n"
    };
    console::to_stderr(next);
    Ok(Outcome::Clean)
}

fn errors((_, findings): (Sources, Vec<Diagnostic>)) -> Vec<Diagnostic> {
    let error = |finding: &Diagnostic| finding.severity == Severity::Error;
    findings.into_iter().filter(error).collect()
}

fn said(refused: Refused, team: &str, model: &str) -> Failed {
    Failed(match refused {
        Refused::Unreadable => format!(
            "the file of the team `{team}` cannot be edited\nrun `platgen check`, and write the grant by hand"
        ),
        Refused::Incomplete => format!(
            "`{team}` is not granted `{model}` yet, and a new grant needs both numbers\nwrite `--tpm N --daily N`"
        ),
        Refused::Missing => format!(
            "the file of the team `{team}` does not grant `{model}`\nwhat comes from an access group is taken away by leaving the group"
        ),
    })
}
