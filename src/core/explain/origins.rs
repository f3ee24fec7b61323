//! An origin in words: what a value is called where it was written, and what happened to it on the way.

use std::collections::BTreeMap;

use crate::core::origin::Origin;
use crate::core::sources::{FileId, Sources, Span};

use super::Meaning;
use super::keys::Keys;

/// What became of what was written, by which lines are counted. Keys of JSON answers are never renamed once released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Shown as it was written.
    Written,
    /// Written in an environment's overlay.
    Overlaid,
    /// Written in an access group.
    Granted,
    /// Computed from what was written.
    Computed,
    /// There because of what was written.
    Because,
    /// Written nowhere.
    Default,
    /// Known to platgen.
    Fact,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Written,
        Self::Overlaid,
        Self::Granted,
        Self::Computed,
        Self::Because,
        Self::Default,
        Self::Fact,
    ];

    /// The kind of an origin.
    pub fn of(origin: Origin) -> Self {
        match origin {
            Origin::Written(_) => Self::Written,
            Origin::Overlaid { .. } => Self::Overlaid,
            Origin::Granted { .. } => Self::Granted,
            Origin::Derived(_) => Self::Computed,
            Origin::Entry(_) => Self::Because,
            Origin::Default(_) => Self::Default,
            Origin::Fact(_) => Self::Fact,
        }
    }

    /// For machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Overlaid => "overlaid",
            Self::Granted => "granted",
            Self::Computed => "computed",
            Self::Because => "because",
            Self::Default => "default",
            Self::Fact => "fact",
        }
    }

    /// What such a line shows, for counts.
    pub fn shows(self) -> &'static str {
        match self {
            Self::Written => "show a value as it is written",
            Self::Overlaid => "show a value of the environment's overlay",
            Self::Granted => "show a grant of an access group",
            Self::Computed => "show what is computed from a value",
            Self::Because => "are there because of a value",
            Self::Default => "show a default",
            Self::Fact => "rest on a fact that platgen embeds",
        }
    }
}

/// One thing that a line comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What became of it.
    pub kind: Kind,
    /// Where it was written, if it was.
    pub span: Option<Span>,
    /// What it is called: the key in its file, the key of a default, what a fact is about.
    pub name: String,
    /// The text that was written; of a fact, its line.
    pub text: String,
    /// A second place: what an overlay replaced, where a team names a group.
    pub other: Option<Span>,
    /// What happened, as the end of a sentence.
    pub words: String,
}

/// Describes origins; reads each input file's keys once.
pub struct Describer<'s> {
    sources: &'s Sources,
    meaning: &'s (dyn Meaning + Sync),
    keys: BTreeMap<FileId, Keys>,
}

impl<'s> Describer<'s> {
    /// A describer of origins in these inputs.
    pub fn new(sources: &'s Sources, meaning: &'s (dyn Meaning + Sync)) -> Self {
        Self {
            sources,
            meaning,
            keys: BTreeMap::new(),
        }
    }

    /// Everything that is known about an origin.
    pub fn describe(&mut self, origin: Origin) -> Source {
        let kind = Kind::of(origin);
        match origin {
            Origin::Written(at) => self.at(kind, at, None, "written here"),
            Origin::Derived(at) => self.at(kind, at, None, "computed from this"),
            Origin::Entry(at) => self.at(kind, at, None, "here because of this"),
            Origin::Overlaid { at, base: None } => {
                self.at(kind, at, None, "written in the overlay, over nothing")
            }
            Origin::Overlaid {
                at,
                base: Some(base),
            } => {
                let old = self.text(base);
                let place = self.sources.position(base);
                let words = format!("written in the overlay, in place of {old} at {place}");
                self.at(kind, at, Some(base), &words)
            }
            Origin::Granted { at, by } => {
                let (group, place) = (self.text(by), self.sources.position(by));
                let words =
                    format!("written in access group {group}, which the team names at {place}");
                self.at(kind, at, Some(by), &words)
            }
            Origin::Default(key) => {
                let (file, what) = self.meaning.default_of(key).unwrap_or_default();
                let words = format!("default of this key of {file}: {what}");
                unwritten(kind, key, String::new(), words)
            }
            Origin::Fact(fact) => {
                let (line, text) = fact.line().unwrap_or_default();
                let table = fact.table;
                let words = format!(
                    "known to platgen: {}:{line}, read {} from {}",
                    table.path(),
                    table.about().as_of,
                    table.about().source()
                );
                unwritten(kind, fact.about, text.to_owned(), words)
            }
        }
    }

    fn at(&mut self, kind: Kind, span: Span, other: Option<Span>, words: &str) -> Source {
        let of_name = span.start == span.end;
        Source {
            kind,
            span: Some(span),
            name: if of_name {
                "the file's name".to_owned()
            } else {
                self.key(span)
            },
            text: self.text(span),
            other,
            words: if of_name {
                "the environment is called like it".to_owned()
            } else {
                words.to_owned()
            },
        }
    }

    /// The key of what stands at a span.
    pub fn key(&mut self, span: Span) -> String {
        let Some(file) = self.sources.file(span.file) else {
            return String::new();
        };
        let keys = self
            .keys
            .entry(span.file)
            .or_insert_with(|| Keys::of(span.file, file));
        keys.name(span).unwrap_or_default().to_owned()
    }

    /// What stands at a span, on one line; an overlay's whole file has its name's span, which is empty.
    fn text(&self, span: Span) -> String {
        let text = self.sources.file(span.file).map_or("", |file| file.text());
        let text = text.get(span.start as usize..span.end as usize);
        let words: Vec<&str> = text.unwrap_or_default().split_whitespace().collect();
        words.join(" ")
    }
}

fn unwritten(kind: Kind, name: &str, text: String, words: String) -> Source {
    Source {
        kind,
        span: None,
        name: name.to_owned(),
        text,
        other: None,
        words,
    }
}
