//! Where an input goes to: the lines of outputs that a file, a line or a value of it reaches.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::keys::{Keys, Leaf};
use super::origins::Kind;
use crate::core::explain::{Environment, Lines, OUTPUTS, Question, Refusal, Repository};
use crate::core::origin::Origin;
use crate::core::plan::PlannedFile;
use crate::core::sources::{FileId, SourceFile, Span};

/// What an input reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The input, relative to the repository.
    pub path: Utf8PathBuf,
    /// From 1; none for the whole file.
    pub line: Option<u32>,
    /// In characters, from 1.
    pub column: Option<u32>,
    /// The line's text.
    pub text: String,
    /// The values that the question is about.
    pub leaves: Vec<Leaf>,
    /// The lines that are reached, by output.
    pub reached: BTreeMap<Utf8PathBuf, Vec<Reached>>,
    /// What keeps the values from reaching more, or anything; in sentences.
    pub remarks: Vec<String>,
}

/// A line that is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// From 1.
    pub line: u32,
    /// Without its end.
    pub text: String,
    /// What became of the value there.
    pub kind: Kind,
}

impl Answer {
    /// How many lines are reached.
    pub fn count(&self) -> usize {
        self.reached.values().map(Vec::len).sum()
    }
}

/// Answers about an input.
pub(super) fn answer(
    repository: Repository<'_>,
    (id, file): (FileId, &SourceFile),
    question: &Question,
) -> Result<Answer, Refusal> {
    let keys = Keys::of(id, file);
    let text = match question.line {
        Some(line) => text_of(file, line, question.column)?,
        None => "",
    };
    let leaves: Vec<Leaf> = match (question.line, question.column) {
        (Some(line), Some(column)) => keys.at(file, line, column),
        (Some(line), None) => keys.on_line(file, line),
        (None, _) => keys.leaves().iter().collect(),
    }
    .into_iter()
    .cloned()
    .collect();
    let named = question.line.is_none().then_some(Span {
        file: id,
        start: 0,
        end: 0,
    });
    let spans: Vec<Span> = leaves.iter().map(|leaf| leaf.span).chain(named).collect();
    let found = search(repository, &spans);
    let mut reached = BTreeMap::new();
    let mut replaced = BTreeSet::new();
    for (path, one) in found {
        replaced.extend(one.replaced);
        if !one.lines.is_empty() {
            reached.insert(path, one.lines);
        }
    }
    let remarks = remarks(
        repository,
        file,
        text,
        &leaves,
        &replaced,
        reached.is_empty(),
    );
    Ok(Answer {
        path: file.path().to_owned(),
        line: question.line,
        column: question.column,
        text: text.to_owned(),
        leaves,
        reached,
        remarks,
    })
}

fn text_of(file: &SourceFile, line: u32, column: Option<u32>) -> Result<&str, Refusal> {
    let mut lines = file.text().lines();
    let count = file.text().lines().count();
    let text = lines
        .nth((line as usize).saturating_sub(1))
        .ok_or_else(|| {
            Refusal(format!(
                "{} has {count} lines, so there is no line {line}",
                file.path()
            ))
        })?;
    let length = text.chars().count();
    match column {
        Some(column) if column as usize > length => Err(Refusal(format!(
            "line {line} of {} has {length} characters, so there is no column {column}",
            file.path()
        ))),
        Some(_) | None => Ok(text),
    }
}

/// What was found in one output.
struct Found {
    lines: Vec<Reached>,
    /// Values of overlays that stand in place of what was asked for, with the environment.
    replaced: BTreeSet<(String, Span)>,
}

/// What keeps values from reaching more.
fn remarks(
    repository: Repository<'_>,
    file: &SourceFile,
    text: &str,
    leaves: &[Leaf],
    replaced: &BTreeSet<(String, Span)>,
    nothing: bool,
) -> Vec<String> {
    let named = repository
        .environments()
        .filter(|environment| leaves.iter().any(|leaf| Some(leaf.span) == environment.origin.span()))
        .map(|environment| {
            let name = &environment.name;
            format!("it names the folder generated/{name}, in which every output of the environment stands")
        });
    let mut remarks: Vec<String> = replaced
        .iter()
        .map(|(environment, at)| {
            let place = repository.sources.position(*at);
            format!("in `{environment}`, {place} stands in place of it")
        })
        .chain(named)
        .collect();
    if nothing && leaves.is_empty() {
        remarks.push(without_values(text));
    } else if nothing && replaced.is_empty() {
        let all: BTreeSet<String> = leaves
            .iter()
            .map(|leaf| repository.meaning.unreached(repository, file, leaf))
            .collect();
        remarks.extend(all);
    }
    remarks
}

fn without_values(text: &str) -> String {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        "the line is empty: nothing comes from it".to_owned()
    } else if trimmed.starts_with('#') {
        "the line is a comment: nothing comes from it".to_owned()
    } else {
        "no value stands here: nothing comes from it".to_owned()
    }
}

/// Looks for the lines that some places of the inputs reach.
#[derive(Debug)]
pub struct Search<'r> {
    /// What is looked for in each environment.
    wanted: BTreeMap<&'r str, Wanted>,
}

impl<'r> Search<'r> {
    /// A search for what reaches from any of the spans.
    pub fn new(repository: Repository<'r>, spans: &[Span]) -> Self {
        let of = |environment: &'r Environment| {
            let more = repository.meaning.switched_on(&environment.name, spans);
            (environment.name.as_str(), Wanted::new(spans, more))
        };
        Self {
            wanted: repository.environments().map(of).collect(),
        }
    }

    /// The lines of an output that are reached; `path` is below `generated/`.
    pub fn reached(&self, path: &Utf8Path, lines: &Lines) -> Vec<Reached> {
        self.found(path, lines)
            .map_or_else(Vec::new, |found| found.lines)
    }

    fn found(&self, path: &Utf8Path, printed: &Lines) -> Option<Found> {
        let environment = path.iter().next()?;
        let wanted = self.wanted.get(environment)?;
        let mut lines: BTreeMap<u32, Kind> = BTreeMap::new();
        let mut replaced = BTreeSet::new();
        for (line, origin) in printed.trace() {
            if wanted.holds(*origin) {
                let kind = Kind::of(*origin);
                let known = lines.entry(*line).or_insert(kind);
                *known = kind.min(*known);
            } else if let Origin::Overlaid {
                at,
                base: Some(base),
            } = origin
                && wanted.has(*base)
            {
                replaced.insert((environment.to_owned(), *at));
            }
        }
        let reached = lines.into_iter().map(|(line, kind)| Reached {
            line,
            text: printed.line(line).unwrap_or_default().to_owned(),
            kind,
        });
        Some(Found {
            lines: reached.collect(),
            replaced,
        })
    }
}

/// Prints every file, and keeps what is found in it.
fn search(repository: Repository<'_>, spans: &[Span]) -> Vec<(Utf8PathBuf, Found)> {
    let search = Search::new(repository, spans);
    let files: Vec<&PlannedFile<'_>> = repository.files().collect();
    let found = files.par_iter().filter_map(|file| {
        let found = search.found(file.path.as_path(), &repository.printed(file))?;
        let path = Utf8Path::new(OUTPUTS).join(file.path.as_path());
        (!found.lines.is_empty() || !found.replaced.is_empty()).then_some((path, found))
    });
    found.collect()
}

/// The places that were asked for.
#[derive(Debug)]
struct Wanted {
    /// In order; none lies in another one.
    spans: Vec<Span>,
}

impl Wanted {
    fn new(spans: &[Span], more: Vec<Span>) -> Self {
        let mut all: Vec<Span> = spans.iter().copied().chain(more).collect();
        all.sort_unstable_by_key(|span| (span.file, span.start, Reverse(span.end)));
        let mut spans: Vec<Span> = Vec::with_capacity(all.len());
        for span in all {
            let last = spans.last().filter(|last| last.file == span.file);
            if last.is_none_or(|last| span.end > last.end || last.start == last.end) {
                spans.push(span);
            }
        }
        Self { spans }
    }

    /// Whether a place holds, or lies in, one that was asked for. A list that is one value is reported by its whole span.
    fn has(&self, span: Span) -> bool {
        let behind = self
            .spans
            .partition_point(|one| (one.file, one.start) <= (span.file, span.start));
        let lies_in = |one: &Span| one.file == span.file && span.end <= one.end;
        let holds =
            |one: &Span| one.file == span.file && one.end <= span.end && one.start >= span.start;
        let before = behind
            .checked_sub(1)
            .and_then(|index| self.spans.get(index));
        before.is_some_and(|one| lies_in(one) || holds(one))
            || self.spans.get(behind).is_some_and(holds)
    }

    fn holds(&self, origin: Origin) -> bool {
        match origin {
            Origin::Written(at)
            | Origin::Overlaid { at, .. }
            | Origin::Derived(at)
            | Origin::Entry(at) => self.has(at),
            Origin::Granted { at, by } => self.has(at) || self.has(by),
            Origin::Default(_) | Origin::Fact(_) => false,
        }
    }
}
