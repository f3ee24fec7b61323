//! Where an output comes from: one line of it, or all of it.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use super::fixed::{self, Fixed};
use super::lines::Lines;
use super::origins::{Describer, Kind, Source};
use super::{OUTPUTS, Question, Refusal, Repository, manifest};
use crate::core::document::Document;
use crate::core::origin::Origin;
use crate::core::plan::PlannedFile;
use crate::core::sources::Span;

/// What is known about an output or a line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The file, relative to the repository.
    pub path: Utf8PathBuf,
    /// The target that makes it.
    pub owner: &'static str,
    /// What it is, in a sentence; may be empty.
    pub purpose: String,
    /// What it would be, for a look at what is on disk; empty for a manifest.
    pub text: String,
    /// What a fixed file is.
    pub fixed: Option<Fixed>,
    /// What was asked for.
    pub about: About,
}

/// A line or the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// One line.
    Line(Line),
    /// The whole file.
    File(File),
}

/// A line of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub number: u32,
    /// Without its end.
    pub text: String,
    /// What it comes from; empty if no input reaches it.
    pub sources: Vec<Source>,
    /// Where no input reaches it: the nearest line around it that one reaches.
    pub enclosing: Option<Enclosing>,
    /// Where no line around it is reached either: what the file is there for.
    pub subject: Vec<Source>,
    /// In a manifest: the file whose hash it is.
    pub hash_of: Option<Utf8PathBuf>,
}

/// A line around another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosing {
    /// From 1.
    pub number: u32,
    /// Without its end.
    pub text: String,
    /// What it comes from.
    pub sources: Vec<Source>,
}

/// A whole output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// How many lines it has.
    pub lines: u32,
    /// How many of them come from what; a line may come from several things.
    pub counts: BTreeMap<Kind, u32>,
    /// How many lines no input, default or fact reaches.
    pub same_for_all: u32,
    /// What the file is there for.
    pub subject: Vec<Source>,
    /// The lines of input files that it comes from.
    pub inputs: BTreeMap<Utf8PathBuf, BTreeSet<u32>>,
}

/// Answers about an output; nothing if the path is none.
pub(super) fn answer(
    repository: Repository<'_>,
    place: &Utf8Path,
    question: &Question,
) -> Result<Option<Answer>, Refusal> {
    let Ok(inner) = place.strip_prefix(OUTPUTS) else {
        return Ok(None);
    };
    if question.column.is_some() {
        let words =
            "a column chooses among the values of an input's line: leave it out for an output";
        return Err(Refusal(words.to_owned()));
    }
    if let Some(environment) = manifest::environment(repository, place) {
        return manifests(repository, environment, place, question.line).map(Some);
    }
    let Some(file) = repository.file(inner) else {
        return Ok(None);
    };
    planned(repository, file, question.line).map(Some)
}

fn planned(
    repository: Repository<'_>,
    file: &PlannedFile<'_>,
    line: Option<u32>,
) -> Result<Answer, Refusal> {
    let document = (file.produce)();
    let lines = repository.lines(file, &document);
    let path = Utf8Path::new(OUTPUTS).join(file.path.as_path());
    let mut describer = Describer::new(repository.sources, repository.meaning);
    let about = match line {
        Some(number) => About::Line(one_line(&lines, number, &path, &mut describer)?),
        None => About::File(whole(repository, &lines, &mut describer)),
    };
    let shown = line.and_then(|number| lines.line(number));
    let fixed = match &document {
        Document::Asset(asset) => Some(fixed::describe(repository, file, asset, shown)),
        Document::Hcl(_) | Document::Yaml(_) | Document::Xml(_) | Document::Prose(_) => None,
    };
    Ok(Answer {
        path,
        owner: file.owner,
        purpose: purpose(&document),
        text: lines.text().to_owned(),
        fixed,
        about,
    })
}

fn purpose(document: &Document) -> String {
    match document {
        Document::Hcl(file) => file.header.purpose.clone(),
        Document::Yaml(file) => file.header.purpose.clone(),
        Document::Xml(file) => file.header.purpose.clone(),
        Document::Prose(_) => "How to apply what lies beside it.".to_owned(),
        Document::Asset(_) => String::new(),
    }
}

fn beyond(path: &Utf8Path, number: u32, count: u32) -> Refusal {
    Refusal(format!(
        "{path} has {count} lines, so there is no line {number}"
    ))
}

fn one_line(
    lines: &Lines,
    number: u32,
    path: &Utf8Path,
    describer: &mut Describer<'_>,
) -> Result<Line, Refusal> {
    let text = lines
        .line(number)
        .ok_or_else(|| beyond(path, number, lines.count()))?;
    let sources = described(describer, &lines.origins(number));
    let around = lines.enclosing(number).filter(|_| sources.is_empty());
    let enclosing = around.map(|above| Enclosing {
        number: above,
        text: lines.line(above).unwrap_or_default().to_owned(),
        sources: described(describer, &lines.origins(above)),
    });
    let alone = sources.is_empty() && enclosing.is_none();
    let subject = if alone { lines.subject() } else { &[] };
    Ok(Line {
        number,
        text: text.to_owned(),
        enclosing,
        subject: described(describer, subject),
        hash_of: None,
        sources,
    })
}

fn described(describer: &mut Describer<'_>, origins: &[Origin]) -> Vec<Source> {
    let mut all: Vec<Source> = Vec::new();
    for origin in origins {
        let source = describer.describe(*origin);
        // A value that a line shows is not reported again as what the line is there for.
        let reported = |other: &Source| other.span.is_some() && other.span == source.span;
        if source.kind != Kind::Because || !all.iter().any(reported) {
            all.retain(|other| !(other.kind == Kind::Because && reported_by(&source, other)));
            all.push(source);
        }
    }
    all
}

fn reported_by(source: &Source, other: &Source) -> bool {
    source.span.is_some() && source.span == other.span
}

fn whole(repository: Repository<'_>, lines: &Lines, describer: &mut Describer<'_>) -> File {
    let mut by_kind: BTreeMap<Kind, BTreeSet<u32>> = BTreeMap::new();
    let mut inputs: BTreeMap<Utf8PathBuf, BTreeSet<u32>> = BTreeMap::new();
    let mut reached = BTreeSet::new();
    for (line, origin) in lines.trace() {
        reached.insert(*line);
        by_kind.entry(Kind::of(*origin)).or_default().insert(*line);
        let second = match origin {
            Origin::Granted { by, .. } => Some(*by),
            Origin::Written(_)
            | Origin::Overlaid { .. }
            | Origin::Default(_)
            | Origin::Derived(_)
            | Origin::Entry(_)
            | Origin::Fact(_) => None,
        };
        // A file's name, which gives an environment its own, stands on none of its lines.
        let written = |span: &Span| span.start < span.end;
        for span in origin.span().into_iter().chain(second).filter(written) {
            let place = repository.sources.position(span);
            inputs.entry(place.path).or_default().insert(place.line);
        }
    }
    let count = |lines: BTreeSet<u32>| u32::try_from(lines.len()).unwrap_or(u32::MAX);
    File {
        lines: lines.count(),
        same_for_all: lines.count().saturating_sub(count(reached)),
        counts: by_kind
            .into_iter()
            .map(|(kind, lines)| (kind, count(lines)))
            .collect(),
        subject: described(describer, lines.subject()),
        inputs,
    }
}

fn manifests(
    repository: Repository<'_>,
    environment: &str,
    path: &Utf8Path,
    line: Option<u32>,
) -> Result<Answer, Refusal> {
    let files = manifest::files(repository, environment);
    let count = manifest::count(files.len());
    let about = match line {
        Some(number) => {
            let found = manifest::line(repository, &files, number);
            let (text, file) = found.ok_or_else(|| beyond(path, number, count))?;
            About::Line(Line {
                number,
                text,
                sources: Vec::new(),
                enclosing: None,
                subject: Vec::new(),
                hash_of: file.map(|file| Utf8Path::new(OUTPUTS).join(file.path.as_path())),
            })
        }
        None => About::File(File {
            lines: count,
            counts: BTreeMap::new(),
            same_for_all: count.saturating_sub(u32::try_from(files.len()).unwrap_or(u32::MAX)),
            subject: Vec::new(),
            inputs: BTreeMap::new(),
        }),
    };
    Ok(Answer {
        path: path.to_owned(),
        owner: "output",
        purpose: format!(
            "Which files platgen owns in this folder, with the hash of each: {} of them.",
            files.len()
        ),
        text: String::new(),
        fixed: None,
        about,
    })
}
