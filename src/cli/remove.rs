//! `platgen remove`: a team or a model goes in steps, each shown before the next one can be taken.

use camino::{Utf8Path, Utf8PathBuf};

use super::change::{Change, MARK, by_hand, write};
use super::{Failed, Outcome, console};
use crate::core::output::plain;
use crate::core::sources::Sources;
use crate::core::staged::base::Base;
use crate::core::yaml::words;
use crate::inputs::{self, Input};
use crate::removals;
use crate::scaffold::grant::{Refused, revoked};
use crate::scaffold::remove::{self, Agreement};

/// What goes.
#[derive(Debug, clap::Subcommand)]
pub(super) enum What {
    /// Suspend a team; once that is merged, remove its folder
    #[command(after_help = "Example:
  platgen remove team delta                                                       suspends it
  platgen remove team delta --reason 'The project has ended' --until 2027-01-31   later: removes it")]
    Team(Options),
    /// Take a model from all who are granted it; once that is merged, remove it from the catalog
    #[command(after_help = "Example:
  platgen remove model gpt-4.1   takes it from everybody
  platgen remove model gpt-4.1   later: removes it")]
    Model(Options),
}

/// What is known of the removal.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Its name
    name: String,
    /// Why it goes, for whoever reviews the change
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The last day on which it may go, YYYY-MM-DD
    #[arg(long, value_name = "DAY")]
    until: Option<crate::facts::Day>,
    /// Take all steps at once: who uses it is cut off when this is applied
    #[arg(long, requires_all = ["reason", "until"])]
    now: bool,
    /// Show the change and write nothing
    #[arg(long)]
    diff: bool,
}

/// What comes after the last step.
const LAST: &str = "next: `platgen build`, then merge and apply; an entry of catalog/removals.yaml goes again after that\n";

/// The lists of grants in a team's file.
const LISTS: [&str; 2] = ["foundry", "kaito"];

/// Takes the next step.
pub(super) fn run(root: &Utf8Path, what: &What) -> Result<Outcome, Failed> {
    let (sources, _) = inputs::read(root.as_std_path())?;
    match what {
        What::Team(options) => team(root, &sources, options),
        What::Model(options) => model(root, &sources, options),
    }
}

fn team(root: &Utf8Path, sources: &Sources, options: &Options) -> Result<Outcome, Failed> {
    let name = options.name.as_str();
    let teams = sources
        .iter()
        .filter_map(|(_, file)| match Input::of(file.path()) {
            Some(Input::Team(team)) => Some(team),
            Some(_) | None => None,
        });
    let known: Vec<&str> = teams.collect();
    if !known.contains(&name) {
        return Err(missing("team", name, &known));
    }
    let path = inputs::team_path(name);
    if !options.now {
        let suspension = Change::edit(root, path.clone(), remove::suspended)?;
        if suspension.is_some() {
            let next = format!(
                "next: `platgen build`, then merge and apply: its keys are refused, and everything is kept\n\
                 once nobody misses it: `platgen remove team {name} --reason TEXT --until DAY`\n"
            );
            return write(root, suspension.as_slice(), options.diff, &next);
        }
        merged(root, |one| one == path, remove::suspends)?;
    }
    let mut changes = vec![agreement(root, options, "team")?];
    let below = format!("teams/{name}/");
    let files = sources.iter().map(|(_, file)| file.path());
    for path in files.filter(|path| path.as_str().starts_with(&below)) {
        changes.push(Change {
            path: path.to_owned(),
            before: plain::text(root, path)?,
            after: None,
        });
    }
    write(root, &changes, options.diff, LAST)
}

fn model(root: &Utf8Path, sources: &Sources, options: &Options) -> Result<Outcome, Failed> {
    let name = options.name.as_str();
    let by = |edit: &dyn Fn(&str) -> Result<Option<String>, Refused>| {
        let mut all = Vec::new();
        for (_, file) in sources.iter().filter(|(_, file)| concerned(file.path())) {
            all.extend(Change::edit(root, file.path().to_owned(), edit)?);
        }
        Ok::<_, Failed>(all)
    };
    let grants = |text: &str| without_grants(text, name);
    let granted = by(&grants)?;
    let listed = by(&|text: &str| remove::without_model(text, name))?;
    let in_catalog = |change: &Change| Input::of(&change.path) == Some(Input::Models);
    if !listed.iter().any(in_catalog) {
        return Err(missing("model", name, &[]));
    }
    if !options.now {
        if !granted.is_empty() {
            let next = format!(
                "next: `platgen build`, then merge and apply: nobody reaches it, and it is kept\n\
                 once nobody misses it: `platgen remove model {name}`\n"
            );
            return write(root, &granted, options.diff, &next);
        }
        merged(root, concerned, |text| grants(text) == Ok(None))?;
        return write(root, &listed, options.diff, LAST);
    }
    let mut changes = by(&|text: &str| {
        let left = grants(text)?;
        let rest = remove::without_model(left.as_deref().unwrap_or(text), name)?;
        Ok(rest.or(left))
    })?;
    if !granted.is_empty() {
        changes.push(agreement(root, options, "model")?);
    }
    write(root, &changes, options.diff, LAST)
}

/// Inputs that name models.
fn concerned(path: &Utf8Path) -> bool {
    matches!(
        Input::of(path),
        Some(Input::Team(_) | Input::Models | Input::Environment(_))
    )
}

/// A file without grants of a model, a team's own or those of access groups; none if it has none.
fn without_grants(text: &str, model: &str) -> Result<Option<String>, Refused> {
    let mut left = remove::without_grants(text, model)?.unwrap_or_else(|| text.to_owned());
    for list in LISTS {
        match revoked(&left, list, model) {
            Ok(after) => left = after,
            Err(Refused::Missing) => {}
            Err(other) => return Err(other),
        }
    }
    Ok((left != text).then_some(left))
}

/// The entry of `catalog/removals.yaml`.
fn agreement(root: &Utf8Path, options: &Options, kind: &'static str) -> Result<Change, Failed> {
    let (Some(reason), Some(until)) = (&options.reason, &options.until) else {
        return Err(Failed(format!(
            "what is destroyed is named in {}, with a reason and a last day\nwrite `--reason TEXT --until DAY`",
            removals::PATH
        )));
    };
    let path = Utf8PathBuf::from(removals::PATH);
    let there = plain::there(root, &path)?;
    let before = match there {
        Some(_) => plain::text(root, &path)?,
        None => String::new(),
    };
    let text = Some(before.strip_prefix(MARK).unwrap_or(&before)).filter(|text| !text.is_empty());
    let entry = Agreement {
        kind,
        name: &options.name,
        reason,
        expires: &until.to_string(),
    };
    let after = remove::agreed(text, &entry).map_err(|_| by_hand(&path))?;
    Ok(Change {
        path,
        before,
        after: Some(after),
    })
}

/// Fails unless the step before stands where this branch parted from the default one. Where git cannot say, whoever reviews has to.
fn merged(
    root: &Utf8Path,
    wanted: impl Fn(&Utf8Path) -> bool,
    done: impl Fn(&str) -> bool,
) -> Result<(), Failed> {
    let base = match Base::of(root, None) {
        Ok(base) => base,
        Err(fault) => {
            console::to_stderr(&format!(
                "whether the step before is merged is not known: {fault}\n"
            ));
            return Ok(());
        }
    };
    let texts = base.texts(&["catalog", "teams"], wanted)?;
    let open = texts.iter().find(|(_, text)| !done(text));
    match open {
        None => Ok(()),
        Some((path, _)) => Err(Failed(format!(
            "the step before is not merged yet: {path} of {} is as it was\nmerge and apply that first; `--now` takes all steps at once",
            base.name
        ))),
    }
}

fn missing(kind: &str, name: &str, known: &[&str]) -> Failed {
    let help = match known {
        [] => "the catalog lists those that there are".to_owned(),
        known => words::named(name, known, kind),
    };
    Failed(format!(
        "there is no {kind} `{}`\n{help}",
        name.escape_debug()
    ))
}
