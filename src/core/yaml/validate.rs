//! Validates a tree by the JSON Schema of its type and reports every fault with its place.
//!
//! The same schemas are what editors get, so the two cannot differ. One rule is stricter here than in JSON Schema: `1e6` and
//! `1.0` are no whole numbers, since nobody knows whether they were meant as one.

pub(crate) mod codes;

use std::sync::OnceLock;

use jsonschema::paths::{Location, LocationSegment};
use jsonschema::{Draft, Validator};
use schemars::JsonSchema;
use serde_json::Value as Json;

use super::overlay::Removed;
use super::tree::{Entry, Node, Value};
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::sources::{Sources, Span};
use keywords::{Pattern, StrictType};
use tree::Tree;

mod advice;
mod choose;
mod edits;
mod keywords;
mod repair;
mod sentences;
mod shape;
#[cfg(test)]
mod tests;
mod tree;
mod unknown;

/// How many faults of one tree are reported; whoever makes more needs another tool first.
const MOST_REPORTED: usize = 200;

/// The key of a schema's root under which patterns stand with the words that findings show for them.
pub const PATTERNS: &str = "x-patterns";

/// A schema ready to check; cheap to share between threads.
#[derive(Debug)]
pub struct TreeValidator {
    schema: Json,
    /// Whether a tree has a fault at all.
    quick: Validator<Tree>,
    /// Which ones it has, for the few files that have any: this one checks a copy of the tree, which the faults keep.
    thorough: OnceLock<Validator>,
}

/// A schema that is none: a bug in the input types.
#[derive(Debug)]
pub struct BadSchema(String);

impl std::fmt::Display for BadSchema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the schema of an input type is broken: {}", self.0)
    }
}

impl std::error::Error for BadSchema {}

impl TreeValidator {
    /// The validator of an input type.
    ///
    /// # Errors
    /// When the type's schema is no JSON Schema.
    pub fn of<T: JsonSchema>() -> Result<Self, BadSchema> {
        Self::new(schemars::schema_for!(T).to_value())
    }

    /// The validator of a schema, draft 2020-12.
    ///
    /// # Errors
    /// When it is no JSON Schema.
    pub fn new(schema: Json) -> Result<Self, BadSchema> {
        let quick = jsonschema::options_for::<Tree>()
            .with_draft(Draft::Draft202012)
            .with_keyword("type", |_, value, _| {
                Ok(Box::new(StrictType(type_names(value))))
            })
            .with_keyword("pattern", |_, value, _| Ok(Box::new(Pattern::of(value))))
            .build(&schema)
            .map_err(|fault| BadSchema(fault.to_string()))?;
        Ok(Self {
            schema,
            quick,
            thorough: OnceLock::new(),
        })
    }

    #[expect(
        clippy::expect_used,
        reason = "this schema has been built once already, when the validator was made"
    )]
    fn thorough(&self) -> &Validator {
        let built = || {
            jsonschema::draft202012::options()
                .with_keyword("type", |_, value, _| {
                    Ok(Box::new(StrictType(type_names(value))))
                })
                .build(&self.schema)
        };
        self.thorough
            .get_or_init(|| built().expect("a schema that is one"))
    }

    /// Whether a tree has no fault.
    pub fn fits(&self, tree: &Node) -> bool {
        self.quick.is_valid(tree)
    }

    /// Every fault of a tree, with exact places; `sources` has the texts that the tree was read from.
    pub fn validate(&self, tree: &Node, sources: &Sources) -> Diagnostics {
        self.validate_merged(tree, &[], sources)
    }

    /// The same for a tree that an overlay was merged into, which may have removed keys. What stands below a misspelled key is
    /// checked by the name that is meant; faults in what had to be guessed are left out.
    pub fn validate_merged(
        &self,
        tree: &Node,
        removed: &[Removed],
        sources: &Sources,
    ) -> Diagnostics {
        let mut findings = Diagnostics::new();
        if self.fits(tree) {
            return findings;
        }
        let mut corrected = None;
        for _ in 0..repair::ROUNDS {
            let tree = corrected.as_ref().unwrap_or(tree);
            let mut found = self.faults(tree, removed, sources);
            let misspelled = (found.have(Code::UnknownKey) || found.have(Code::MisplacedKey))
                && !found.have(Code::MoreFaults);
            found.drop_synthesized();
            findings.append_new(found);
            if !misspelled {
                break;
            }
            let Some(next) = self.corrected_once(tree) else {
                break;
            };
            corrected = Some(next);
        }
        findings
    }

    /// The faults of a tree as it is spelled.
    fn faults(&self, tree: &Node, removed: &[Removed], sources: &Sources) -> Diagnostics {
        let mut findings = Diagnostics::new();
        let json = to_json(tree);
        let mut report = Report {
            schema: &self.schema,
            tree,
            removed,
            sources,
            found: Vec::new(),
            suggested: Vec::new(),
            others: 0,
        };
        for fault in self.thorough().iter_errors(&json) {
            if report.found.len() < MOST_REPORTED {
                report.add(&fault);
            } else {
                report.others += 1;
            }
        }
        if report.others > 0 {
            let others = report.others;
            let message = format!("the file has {others} more faults, which are not listed");
            findings.push(Diagnostic::new(Code::MoreFaults, tree.span, message));
        }
        for finding in report.finish() {
            findings.push(finding);
        }
        findings
    }
}

/// A missing key is held back until it is known whether another key is its misspelling.
struct Missing {
    mapping: Span,
    key: String,
    finding: Diagnostic,
}

enum Found {
    Finding(Diagnostic),
    Missing(Missing),
}

/// What one tree's faults are turned into.
struct Report<'a> {
    schema: &'a Json,
    tree: &'a Node,
    removed: &'a [Removed],
    sources: &'a Sources,
    found: Vec<Found>,
    /// Mapping and key that an unknown key of the mapping is near to.
    suggested: Vec<(Span, String)>,
    /// Faults that are counted only.
    others: usize,
}

/// A node with the entry that holds it, if one does.
#[derive(Clone, Copy)]
struct Place<'a> {
    node: &'a Node,
    entry: Option<&'a Entry>,
}

impl<'a> Report<'a> {
    fn finish(self) -> Vec<Diagnostic> {
        let suggested = self.suggested;
        let misspelled = |one: &Missing| {
            suggested
                .iter()
                .any(|(span, key)| *span == one.mapping && *key == one.key)
        };
        let reported = self.found.into_iter().filter_map(|found| match found {
            Found::Finding(finding) => Some(finding),
            Found::Missing(missing) if misspelled(&missing) => None,
            Found::Missing(missing) => Some(missing.finding),
        });
        let mut reported: Vec<Diagnostic> = reported.collect();
        // An empty text breaks every rule of its form; the first one says enough.
        reported.dedup_by(|next, first| {
            next.code == Code::InvalidValue
                && first.code == next.code
                && next.labels == first.labels
        });
        reported
    }

    /// The node that a fault is about.
    fn place(&self, path: &Location) -> Place<'a> {
        let mut place = Place {
            node: self.tree,
            entry: None,
        };
        for segment in path {
            let next = match (&place.node.value, segment) {
                (Value::Map(entries), LocationSegment::Property(key)) => {
                    let entry = entries.iter().find(|entry| entry.key == key);
                    entry.map(|entry| Place {
                        node: &entry.value,
                        entry: Some(entry),
                    })
                }
                (Value::List(items), LocationSegment::Index(index)) => {
                    items.get(index).map(|node| Place { node, entry: None })
                }
                // A key made of digits is printed like an index.
                (Value::Map(entries), LocationSegment::Index(index)) => {
                    let entry = entries.iter().find(|entry| entry.key == index.to_string());
                    entry.map(|entry| Place {
                        node: &entry.value,
                        entry: Some(entry),
                    })
                }
                (
                    Value::Null
                    | Value::Bool(_)
                    | Value::Integer(_)
                    | Value::Float(_)
                    | Value::Text(_)
                    | Value::List(_),
                    LocationSegment::Property(_) | LocationSegment::Index(_),
                ) => None,
            };
            let Some(next) = next else { break };
            place = next;
        }
        place
    }

    /// The text at a span.
    fn source(&self, span: Span) -> Option<&'a str> {
        self.sources
            .file(span.file)?
            .text()
            .get(span.start as usize..span.end as usize)
    }

    /// The schema that holds the keyword at this location.
    fn around(&self, keyword: &Location) -> &'a Json {
        around(self.schema, keyword)
    }
}

/// The part of a schema that holds the keyword at a location.
fn around<'s>(schema: &'s Json, keyword: &Location) -> &'s Json {
    let holder = keyword
        .as_str()
        .rsplit_once('/')
        .map_or("", |(holder, _)| holder);
    schema.pointer(holder).unwrap_or(&Json::Null)
}

/// The names in a `type` keyword: one, or a list.
fn type_names(value: &Json) -> Vec<String> {
    let list = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    list.iter()
        .filter_map(Json::as_str)
        .map(str::to_owned)
        .collect()
}

/// The tree as JSON. Numbers that JSON cannot hold do not come out of the reader.
fn to_json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Integer(number) => Json::from(*number),
        Value::Float(number) => Json::from(*number),
        Value::Text(text) => Json::String(text.clone()),
        Value::List(items) => Json::Array(items.iter().map(to_json).collect()),
        Value::Map(entries) => Json::Object(
            entries
                .iter()
                .map(|entry| (entry.key.clone(), to_json(&entry.value)))
                .collect(),
        ),
    }
}
