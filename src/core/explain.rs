//! Where generated lines come from, and where input lines go to: answers from the traces that printers leave.
//!
//! [`forward`] asks about an output: it makes that one file only. [`backward`] asks about an input: it prints every file, one
//! at a time per thread, and keeps the lines that are reached. [`human`] and [`json`] say the answers. How a document is
//! printed is handed in, since a verb knows no other.

use camino::{Utf8Path, Utf8PathBuf};

use crate::core::document::Document;
use crate::core::origin::Origin;
use crate::core::plan::{Plan, PlannedFile};
use crate::core::sources::{SourceFile, Sources, Span};

pub mod backward;
mod fixed;
pub mod forward;
pub mod human;
pub mod json;
pub mod keys;
pub mod lines;
mod manifest;
pub mod origins;

pub use lines::Lines;

/// The folder of all outputs, relative to the repository.
const OUTPUTS: &str = "generated";

/// Makes text of a document, and says which line shows which input.
pub type Printer<'f> = dyn Fn(&Document) -> (String, Vec<(u32, Origin)>) + Sync + 'f;

/// One environment.
#[derive(Debug, Clone)]
pub struct Environment {
    /// Its name, which is that of its folder.
    pub name: String,
    /// What names it.
    pub origin: Origin,
}

/// What the meaning of inputs adds to an answer.
pub trait Meaning {
    /// Places that one of `spans` reaches besides itself in an environment, since it turns on what stands there.
    fn switched_on(&self, environment: &str, spans: &[Span]) -> Vec<Span>;
    /// Why a value of a file, which no line shows, shows nowhere in the environments, in a sentence.
    fn unreached(&self, repository: Repository<'_>, file: &SourceFile, leaf: &keys::Leaf)
    -> String;
    /// The file of a key that has a default, and what the key is, in a sentence.
    fn default_of(&self, key: &str) -> Option<(String, String)>;
}

/// What there is to explain.
#[derive(Clone, Copy)]
pub struct Repository<'r> {
    /// The inputs.
    pub sources: &'r Sources,
    /// The environments that they describe.
    pub environments: &'r [Environment],
    /// What only those know who know what the inputs mean.
    pub meaning: &'r (dyn Meaning + Sync),
    /// The files that they make.
    pub plan: &'r Plan<'r>,
    /// How documents become text.
    pub print: &'r Printer<'r>,
    /// The one environment that the answer is about; all without.
    pub environment: Option<&'r str>,
}

impl std::fmt::Debug for Repository<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repository")
            .field("environment", &self.environment)
            .finish_non_exhaustive()
    }
}

impl<'r> Repository<'r> {
    fn printed(&self, file: &PlannedFile<'_>) -> Lines {
        self.lines(file, &(file.produce)())
    }

    /// An output line by line. Each but a fixed file is there because of its environment, too, whose overlay its head names.
    fn lines(&self, file: &PlannedFile<'_>, document: &Document) -> Lines {
        let (text, trace) = (self.print)(document);
        let mut subject = file.subject.clone();
        let environment = match document {
            Document::Hcl(_) | Document::Yaml(_) | Document::Xml(_) | Document::Prose(_) => {
                self.environment_of(file)
            }
            Document::Asset(_) => None,
        };
        subject.extend(environment.map(Origin::entry));
        Lines::new(text, trace, &subject)
    }

    fn environment_of(&self, file: &PlannedFile<'_>) -> Option<Origin> {
        let name = file.path.as_path().iter().next()?;
        let mut environments = self.environments.iter();
        Some(environments.find(|one| one.name == name)?.origin)
    }

    /// The planned files that the answer is about.
    fn files(&self) -> impl Iterator<Item = &'r PlannedFile<'r>> {
        let wanted = self.environment;
        let here = move |file: &&PlannedFile<'_>| {
            wanted.is_none_or(|name| file.path.as_path().starts_with(name))
        };
        self.plan.files().filter(here)
    }

    fn file(&self, path: &Utf8Path) -> Option<&'r PlannedFile<'r>> {
        self.plan.files().find(|file| file.path.as_path() == path)
    }

    /// The environments that the answer is about.
    fn environments(&self) -> impl Iterator<Item = &'r Environment> {
        let environments = self.environments.iter();
        environments.filter(|one| self.asks_for(&one.name))
    }

    /// Whether the answer is about an environment.
    pub(crate) fn asks_for(&self, environment: &str) -> bool {
        self.environment.is_none_or(|name| environment == name)
    }
}

/// A file, a line of it, or a place in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// As it was written.
    pub path: Utf8PathBuf,
    /// From 1.
    pub line: Option<u32>,
    /// In characters, from 1.
    pub column: Option<u32>,
}

impl Question {
    /// `PATH[:LINE[:COLUMN]]`
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let is_number = |word: &str| !word.is_empty() && word.bytes().all(|c| c.is_ascii_digit());
        let mut path = text;
        let mut numbers = Vec::new();
        while let Some((before, last)) = path.rsplit_once(':').filter(|_| numbers.len() < 2) {
            if !is_number(last) {
                break;
            }
            let number = last.parse::<u32>().ok().filter(|number| *number > 0);
            let refusal = || Refusal(format!("`{last}` is no line or column: both count from 1"));
            numbers.push(number.ok_or_else(refusal)?);
            path = before;
        }
        let rest = path.rsplit_once(':').map(|(_, rest)| rest);
        if path.is_empty() || rest.is_some_and(|rest| !rest.contains('/')) {
            return Err(Refusal(format!(
                "`{text}` names no place: write PATH, PATH:LINE or PATH:LINE:COLUMN"
            )));
        }
        let mut numbers = numbers.into_iter().rev();
        Ok(Self {
            path: path.into(),
            line: numbers.next(),
            column: numbers.next(),
        })
    }
}

/// Why there is no answer, in a sentence or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub String);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

/// An answer.
#[derive(Debug)]
pub enum Answer {
    /// About an output.
    Forward(Box<forward::Answer>),
    /// About an input.
    Backward(Box<backward::Answer>),
}

/// Answers a question. `places` are what the path may be relative to the repository; the first that names something counts.
///
/// # Errors
/// No path names an output or an input, or the line does not exist.
pub fn explain(
    repository: Repository<'_>,
    question: &Question,
    places: &[Utf8PathBuf],
) -> Result<Answer, Refusal> {
    if let Some(name) = repository.environment
        && repository.environments().next().is_none()
    {
        let names = repository.environments.iter().map(|one| one.name.as_str());
        let names: Vec<&str> = names.collect();
        return Err(Refusal(format!(
            "there is no environment `{name}`: choose one of {}",
            names.join(", ")
        )));
    }
    for place in places {
        if let Some((id, file)) = repository.sources.find(place) {
            let answer = backward::answer(repository, (id, file), question)?;
            return Ok(Answer::Backward(Box::new(answer)));
        }
        if let Some(answer) = forward::answer(repository, place, question)? {
            return Ok(Answer::Forward(Box::new(answer)));
        }
    }
    Err(unknown(
        repository,
        places.first().unwrap_or(&question.path),
    ))
}

fn unknown(repository: Repository<'_>, path: &Utf8Path) -> Refusal {
    if path.starts_with(OUTPUTS) {
        let planned = repository
            .plan
            .files()
            .map(|file| Utf8Path::new(OUTPUTS).join(file.path.as_path()));
        let manifests = repository.environments.iter().map(manifest::path);
        let near = nearest(path, planned.chain(manifests));
        let near = near.map_or_else(String::new, |near| {
            format!("; {near} is the nearest that is")
        });
        return Refusal(format!("{path} is not generated{near}"));
    }
    let inputs = repository
        .sources
        .iter()
        .map(|(_, file)| file.path().to_owned());
    let near = nearest(path, inputs);
    let near = near.map_or_else(String::new, |near| {
        format!("; {near} is the nearest that is")
    });
    Refusal(format!(
        "{path} is no input that platgen reads, and nothing below {OUTPUTS}/{near}"
    ))
}

/// The path most like a given one, if any is much like it.
fn nearest(path: &Utf8Path, known: impl Iterator<Item = Utf8PathBuf>) -> Option<Utf8PathBuf> {
    let likeness = |other: &Utf8Path| {
        let [name, other_name] = [path, other].map(|path| path.file_name().unwrap_or_default());
        strsim::normalized_damerau_levenshtein(path.as_str(), other.as_str())
            + strsim::jaro_winkler(name, other_name)
    };
    known
        .map(|other| (likeness(&other), other))
        .filter(|(likeness, _)| *likeness >= 1.2)
        .max_by(|(a, first), (b, second)| a.total_cmp(b).then_with(|| second.cmp(first)))
        .map(|(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_paths_with_numbers() {
        let parse =
            |text| Question::parse(text).map(|one| (one.path.into_string(), one.line, one.column));
        assert_eq!(parse("a/b.xml"), Ok(("a/b.xml".into(), None, None)));
        assert_eq!(parse("a/b.xml:3"), Ok(("a/b.xml".into(), Some(3), None)));
        assert_eq!(
            parse("a/b.xml:3:7"),
            Ok(("a/b.xml".into(), Some(3), Some(7)))
        );
        for wrong in [
            "",
            ":3",
            "a:0",
            "a:1:0",
            "a:x",
            "a:1:2:3",
            "a:",
            "a:99999999999",
            "a:-1",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
