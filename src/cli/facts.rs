//! `platgen facts`: what is known of the outside world, where that was read, and how old it is.

use camino::Utf8Path;
use clap::ValueEnum;
use serde_json::{Value, json};

use super::{Failed, Outcome, console};
use crate::core::yaml::words;
use crate::facts::topic::{Row, Topic};
use crate::facts::{Day, Facts};

mod import;

/// Options of `platgen facts`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Options {
    #[command(subcommand)]
    work: Option<Work>,
    /// presets, sizes, versions, retirements, regions, kubernetes or addons; an overview if not given
    topic: Option<String>,
    /// Only facts that hold this text, whatever its case
    #[arg(requires = "topic")]
    text: Option<String>,
    /// The day to count ages and ends from: YYYY-MM-DD
    #[arg(long, value_name = "DAY")]
    today: Option<Day>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// What else is done with facts.
#[derive(Debug, clap::Subcommand)]
enum Work {
    /// Write a file of `catalog/facts/` out of what the Azure CLI printed
    ///
    /// Takes the JSON of `az cognitiveservices model list`, `az vm list-skus` or `az aks get-versions`. No other file is overwritten.
    #[command(after_help = "Examples:
  az aks get-versions --location swedencentral --output json > versions.json
  platgen facts import versions.json --date 2026-11-30")]
    Import(import::Options),
}

/// How facts are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table
    Human,
    /// An object
    Json,
}

/// Prints a topic, or what there is.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    if let Some(Work::Import(options)) = &options.work {
        return import::run(root, options);
    }
    let text = match &options.topic {
        None => overview(options),
        Some(name) => {
            let found = Topic::ALL.into_iter().find(|topic| topic.name() == name);
            topic(found.ok_or_else(|| unknown(name))?, options)
        }
    };
    console::to_stdout(&text)?;
    Ok(Outcome::Clean)
}

fn unknown(name: &str) -> Failed {
    let names = Topic::ALL.map(Topic::name);
    Failed(format!(
        "there are no facts `{}`\n{}",
        name.escape_debug(),
        words::known(name, &names, "facts")
    ))
}

/// `known as of 2026-08-21, 92 days before 2026-11-21`.
fn age(as_of: Day, today: Option<Day>) -> String {
    let known = format!("known as of {as_of}");
    match today.map(|today| (today, as_of.days_to(today))) {
        None => known,
        Some((today, 0)) => format!("{known}, the day {today} itself"),
        Some((today, days)) if days > 0 => format!("{known}, {days} days before {today}"),
        Some((today, days)) => format!("{known}, {} days after {today}", days.abs()),
    }
}

fn overview(options: &Options) -> String {
    if options.format == Format::Json {
        let topics: Vec<Value> = Topic::ALL
            .into_iter()
            .map(|topic| json!({"name": topic.name(), "title": topic.title(), "facts": topic.rows(&Facts::embedded()).len(), "about": topic.about()}))
            .collect();
        return pretty(&Value::Array(topics));
    }
    let mut text = String::new();
    for topic in Topic::ALL {
        let count = topic.rows(&Facts::embedded()).len().to_string();
        text.extend([topic.name(), ": ", topic.title(), " (", &count, ")\n"]);
        text.push_str(&provenance(topic, options.today));
        text.push('\n');
    }
    text.push_str("`platgen facts <name> [TEXT]` lists them\n");
    text
}

/// When and where a topic was read, a line each.
fn provenance(topic: Topic, today: Option<Day>) -> String {
    let mut text = String::new();
    for about in topic.about() {
        text.extend(["  ", &age(about.as_of, today), "\n"]);
        for source in &about.sources {
            text.extend(["  - ", &source.from, "\n"]);
        }
    }
    text
}

fn topic(topic: Topic, options: &Options) -> String {
    let wanted = options.text.as_deref().unwrap_or_default().to_lowercase();
    let mut rows = topic.rows(&Facts::embedded());
    rows.retain(|row| row.cells.join(" ").to_lowercase().contains(&wanted));
    if options.format == Format::Json {
        return pretty(&as_json(topic, &rows));
    }
    let mut columns: Vec<String> = topic.columns().iter().map(|&one| one.to_owned()).collect();
    let mut lines: Vec<Vec<String>> = rows.iter().map(|row| row.cells.clone()).collect();
    if let Some(today) = options
        .today
        .filter(|_| rows.iter().any(|row| row.ends.is_some()))
    {
        columns.push("days left".to_owned());
        for (line, row) in lines.iter_mut().zip(&rows) {
            line.push(left(row, today));
        }
    }
    lines.insert(0, columns);
    let mut text = aligned(&lines);
    if rows.is_empty() {
        text = format!("no fact about {} holds this text\n", topic.name());
    }
    text.push('\n');
    text.push_str(&provenance(topic, options.today));
    text
}

/// Days until the end; `ended` after it.
fn left(row: &Row, today: Day) -> String {
    match row.ends.map(|ends| today.days_to(ends)) {
        None => String::new(),
        Some(days) if days <= 0 => "ended".to_owned(),
        Some(days) => days.to_string(),
    }
}

fn as_json(topic: Topic, rows: &[Row]) -> Value {
    let facts: Vec<Value> = rows
        .iter()
        .map(|row| {
            let cells = topic.columns().iter().zip(&row.cells);
            cells
                .map(|(column, cell)| ((*column).to_owned(), Value::from(cell.as_str())))
                .collect::<serde_json::Map<_, _>>()
                .into()
        })
        .collect();
    json!({"name": topic.name(), "about": topic.about(), "facts": facts})
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Columns under each other.
fn aligned(lines: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..lines.first().map_or(0, Vec::len)).map(width).collect();
    let mut text = String::new();
    for line in lines {
        let padded: Vec<String> = line
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    text
}
