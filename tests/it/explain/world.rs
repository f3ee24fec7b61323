//! A repository in memory with its printed outputs, and the same with one value changed.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;
use platgen::core::diag::{Diagnostics, Severity};
use platgen::core::document::Document;
use platgen::core::explain::backward::{Reached as Line, Search};
use platgen::core::explain::keys::{Keys, Leaf};
use platgen::core::explain::origins::Kind;
use platgen::core::explain::{Answer, Environment, Lines, Question, Refusal, Repository};
use platgen::core::origin::Origin;
use platgen::core::plan::Plan;
use platgen::core::sources::{FileId, SourceFile, Sources, Span};
use platgen::domain::platform::model::Platform;
use platgen::domain::unreached::Platforms;

use super::values::others;
use crate::support::variant::Variant;

/// A repository that compiles.
pub(crate) struct World {
    texts: BTreeMap<Utf8PathBuf, String>,
    sources: Sources,
    platforms: Vec<Platform>,
    leaves: Vec<Place>,
    /// Printed outputs, less fixed files, which no input reaches.
    pub(crate) files: BTreeMap<String, Lines>,
}

/// A scalar of an input: its file, its number in the file, its key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) path: Utf8PathBuf,
    pub(crate) index: usize,
    pub(crate) key: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) text: String,
    span: Span,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}:{}:{} {} = {}",
            self.path, self.line, self.column, self.key, self.text
        )
    }
}

/// One value with another in its place, wherever it stands if `everywhere`.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    old: String,
    new: String,
    everywhere: bool,
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} -> {}", self.old, self.new)
    }
}

impl Rule {
    /// The path in the changed world.
    pub(crate) fn path(&self, path: &str) -> String {
        renamed(path, &self.old, &self.new, self.everywhere)
    }

    /// The path in the world as it was.
    pub(crate) fn back(&self, path: &str) -> String {
        renamed(path, &self.new, &self.old, self.everywhere)
    }
}

/// Teams and environments are part of paths.
fn renamed(path: &str, old: &str, new: &str, everywhere: bool) -> String {
    if !everywhere {
        return path.to_owned();
    }
    let path = match path.strip_prefix(&format!("{old}/")) {
        Some(rest) => format!("{new}/{rest}"),
        None => path.to_owned(),
    };
    path.replace(&format!("/team-{old}.tf"), &format!("/team-{new}.tf"))
        .replace(
            &format!("products/{old}.xml"),
            &format!("products/{new}.xml"),
        )
        .replace(&format!("teams/{old}/"), &format!("teams/{new}/"))
}

/// A world in which something is changed.
pub(crate) struct Change {
    pub(crate) other: World,
    /// The values that are changed, as they were.
    pub(crate) places: Vec<Place>,
    pub(crate) rule: Rule,
}

/// Every scalar of every input.
fn leaves(sources: &Sources) -> Vec<Place> {
    let of_file = |(id, file): (FileId, &SourceFile)| {
        let place = |(index, leaf): (usize, &Leaf)| {
            let (line, column) = file.line_column(leaf.span.start);
            let range = leaf.span.start as usize..leaf.span.end as usize;
            Place {
                path: file.path().to_owned(),
                index,
                key: leaf.key.clone(),
                line,
                column,
                text: file.text()[range].to_owned(),
                span: leaf.span,
            }
        };
        let keys = Keys::of(id, file);
        keys.leaves()
            .iter()
            .enumerate()
            .map(place)
            .collect::<Vec<_>>()
    };
    sources.iter().flat_map(of_file).collect()
}

/// Lines by output.
pub(crate) type Reached = BTreeMap<String, BTreeSet<u32>>;

fn print(document: &Document) -> (String, Vec<(u32, Origin)>) {
    let printed = platgen::core::print::print(document);
    (printed.text, printed.trace)
}

impl World {
    /// The repository, if it compiles.
    pub(crate) fn of(variant: Variant) -> Option<Self> {
        Self::from_texts(variant.texts())
    }

    fn from_texts(texts: BTreeMap<Utf8PathBuf, String>) -> Option<Self> {
        let sources = Sources::from_texts(texts.clone());
        let compilation = platgen::compile(&sources, Diagnostics::new());
        let error = |finding: &platgen::core::diag::Diagnostic| finding.severity == Severity::Error;
        if compilation.findings.iter().any(error) {
            return None;
        }
        let platforms = compilation.platforms;
        let plan = platgen::plan(&platforms);
        let files = plan.files().filter_map(|file| {
            let document = (file.produce)();
            let varies = !matches!(document, Document::Asset(_));
            let (text, trace) = print(&document);
            varies.then(|| {
                (
                    file.path.to_string(),
                    Lines::new(text, trace, &file.subject),
                )
            })
        });
        let files = files.collect();
        drop(plan);
        let leaves = leaves(&sources);
        Some(Self {
            texts,
            sources,
            platforms,
            leaves,
            files,
        })
    }

    /// Every scalar of every input.
    pub(crate) fn leaves(&self) -> &[Place] {
        &self.leaves
    }

    /// The same values in this world, whose files may be called otherwise.
    pub(crate) fn same(&self, places: &[Place], rule: &Rule) -> Vec<Place> {
        let wanted: BTreeSet<(String, usize)> = places
            .iter()
            .map(|place| {
                (
                    renamed(place.path.as_str(), &rule.old, &rule.new, rule.everywhere),
                    place.index,
                )
            })
            .collect();
        let is_it = |leaf: &&Place| wanted.contains(&(leaf.path.to_string(), leaf.index));
        self.leaves.iter().filter(is_it).cloned().collect()
    }

    /// What the values reach together, with whatever stands in it.
    pub(crate) fn reached(&self, places: &[Place]) -> Reached {
        let mut reached = Reached::new();
        for (path, line) in self.lines_of(places) {
            reached
                .entry(path.to_owned())
                .or_default()
                .insert(line.line);
        }
        for (path, lines) in &mut reached {
            let file = &self.files[path];
            for line in 1..=file.count() {
                let mut around = file.enclosing(line);
                while let Some(above) = around.filter(|above| !lines.contains(above)) {
                    around = file.enclosing(above);
                }
                lines.extend(around.map(|_| line));
            }
        }
        reached
    }

    /// The lines that are said to show a value. What is there because of it may stay the same when it changes, and so may
    /// what shows a list that it is part of.
    pub(crate) fn claims(&self, place: &Place) -> Vec<(String, Line)> {
        let in_list = place.key.ends_with(']');
        let claims = self.lines_of(std::slice::from_ref(place)).into_iter();
        let shown = claims.filter(|(_, line)| line.kind != Kind::Because && !in_list);
        shown.map(|(path, line)| (path.to_owned(), line)).collect()
    }

    fn lines_of(&self, places: &[Place]) -> Vec<(&str, Line)> {
        let plan = platgen::plan(&self.platforms);
        let platforms = Platforms(&self.platforms);
        let environments = platforms.environments();
        let spans: Vec<Span> = places.iter().map(|place| place.span).collect();
        let search = Search::new(
            self.repository(&plan, (&environments, &platforms), None),
            &spans,
        );
        let of_file =
            |(path, lines): (&'_ String, &'_ Lines)| search.reached(path.as_str().into(), lines);
        let found = self
            .files
            .iter()
            .map(|(path, lines)| (path.as_str(), of_file((path, lines))));
        found
            .flat_map(|(path, lines)| lines.into_iter().map(move |line| (path, line)))
            .collect()
    }

    fn repository<'r>(
        &'r self,
        plan: &'r Plan<'r>,
        (environments, meaning): (&'r [Environment], &'r Platforms<'r>),
        environment: Option<&'r str>,
    ) -> Repository<'r> {
        Repository {
            sources: &self.sources,
            environments,
            meaning,
            plan,
            print: &print,
            environment,
        }
    }

    /// The inputs.
    pub(crate) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The answer to a question about a path of the repository.
    pub(crate) fn explain(
        &self,
        question: &Question,
        environment: Option<&str>,
    ) -> Result<Answer, Refusal> {
        let plan = platgen::plan(&self.platforms);
        let platforms = Platforms(&self.platforms);
        let environments = platforms.environments();
        let repository = self.repository(&plan, (&environments, &platforms), environment);
        platgen::core::explain::explain(repository, question, std::slice::from_ref(&question.path))
    }

    /// Worlds with another value in its place, one after the other; with others alike changed, too, if it cannot change alone.
    pub(crate) fn changes<'w>(&'w self, place: &'w Place) -> impl Iterator<Item = Change> + 'w {
        let quoted = place.text.starts_with('"');
        let old = place.text.trim_matches('"');
        let with = move |everywhere: bool| {
            others(old, &place.key).into_iter().filter_map(move |new| {
                let old = old.to_owned();
                self.changed(
                    place,
                    Rule {
                        old,
                        new,
                        everywhere,
                    },
                    quoted,
                )
            })
        };
        let mut alone = with(false).peekable();
        let any = alone.peek().is_some();
        alone.chain((!any).then(|| with(true)).into_iter().flatten())
    }

    fn changed(&self, place: &Place, rule: Rule, quoted: bool) -> Option<Change> {
        let is_it = |leaf: &Place| {
            (leaf.path == place.path && leaf.index == place.index)
                || (rule.everywhere && leaf.text.trim_matches('"') == rule.old)
        };
        let places: Vec<Place> = self
            .leaves
            .iter()
            .filter(|leaf| is_it(leaf))
            .cloned()
            .collect();
        let mut texts = BTreeMap::new();
        for (path, text) in &self.texts {
            let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
            // From the end of each line, so that columns stay.
            for one in places.iter().rev().filter(|one| one.path == *path) {
                let line = &mut lines[one.line as usize - 1];
                let at = line.char_indices().nth(one.column as usize - 1).unwrap().0;
                let new = if quoted {
                    format!("\"{}\"", rule.new)
                } else {
                    rule.new.clone()
                };
                line.replace_range(at..at + one.text.len(), &new);
            }
            if rule.everywhere {
                for line in &mut lines {
                    let key = format!("  {}:", rule.old);
                    if line.starts_with(&key) {
                        *line = line.replacen(&key, &format!("  {}:", rule.new), 1);
                    }
                }
            }
            let path = renamed(path.as_str(), &rule.old, &rule.new, rule.everywhere);
            texts.insert(path.into(), lines.join("\n"));
        }
        let other = Self::from_texts(texts)?;
        Some(Change {
            other,
            places,
            rule,
        })
    }
}
