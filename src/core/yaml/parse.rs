//! Text of one file -> [`tree`](super::tree), with findings for what YAML allows and an input should not hold.
//!
//! The scanner is `saphyr-parser`; this module builds the tree from its events with a stack of its own, so that hostile nesting
//! never becomes recursion. Values follow the core schema of YAML 1.2.2, chapter 10.3.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Marks};

use super::tree::{Entry, Node, Overlay, Value};
use crate::core::diag::{Diagnostic, Diagnostics};
use crate::core::sources::{FileId, Span};

mod anchors;
mod conflict;
mod faults;
mod letters;
mod places;
mod scalar;
mod scanner;
mod spans;
#[cfg(test)]
mod tests;
mod thousands;

use anchors::Anchored;
use places::Places;

/// How deep collections may nest; the inputs need less than ten levels.
const DEPTH: usize = 64;

/// What one file holds.
#[derive(Debug)]
pub struct Parsed {
    /// The document; none where the text is broken, too deep, or its meaning would be a guess.
    pub tree: Option<Node>,
    /// What is wrong with the text. A tree may stand beside errors, so that the other faults of the file are reported too.
    pub findings: Diagnostics,
}

/// Reads one text. An empty one is `null`.
pub fn parse(file: FileId, text: &str) -> Parsed {
    if let Some(finding) = conflict::find(file, text) {
        let mut findings = Diagnostics::new();
        findings.push(finding);
        return Parsed {
            tree: None,
            findings,
        };
    }
    let mut builder = Builder::new(file, text);
    let whole = builder.read();
    let tree = if whole {
        Some(builder.root.take().unwrap_or_else(|| builder.null(0)))
    } else {
        None
    };
    Parsed {
        tree,
        findings: thousands::joined(file, text, builder.findings),
    }
}

/// Reading stopped; the finding that says why is already kept.
struct Stopped;

/// How a node was written, which decides whether it can be a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    Plain,
    Quoted,
    Alias,
    Collection,
}

struct Key {
    text: String,
    span: Span,
}

enum Open {
    List { items: Vec<Node> },
    Map { entries: Vec<Entry>, next: Next },
}

/// What a mapping waits for.
enum Next {
    Key,
    Value(Key),
    /// The value of a key that was refused; it goes with it.
    Ignored,
}

struct Collection {
    start: u32,
    anchor: usize,
    open: Open,
}

struct Builder<'a> {
    file: FileId,
    text: &'a str,
    places: Places,
    open: Vec<Collection>,
    root: Option<Node>,
    anchors: BTreeMap<usize, Anchored>,
    copied: usize,
    findings: Diagnostics,
    /// Cleared by what makes the document's meaning a guess.
    sound: bool,
}

impl<'a> Builder<'a> {
    fn new(file: FileId, text: &'a str) -> Self {
        Self {
            file,
            text,
            places: Places::of(text),
            open: Vec::new(),
            root: None,
            anchors: BTreeMap::new(),
            copied: 0,
            findings: Diagnostics::new(),
            sound: true,
        }
    }

    /// Whether the document was read to its end and means what it seems to.
    fn read(&mut self) -> bool {
        if let Some(fault) = faults::before_scanning(self.file, self.text) {
            self.findings.push(fault);
            return false;
        }
        let mut parser = Parser::new_from_str(self.text);
        let mut documents = 0;
        while let Some(next) = parser.next_event() {
            let step = match next {
                Ok((event, marks)) => self.event(event, marks, &mut documents),
                Err(fault) => {
                    let at = self.places.byte(self.text, fault.marker().index());
                    let (file, bracket) = (self.file, self.bracket());
                    let finding = match letters::in_indentation(self.text, at as usize) {
                        Some((at, letter)) => letters::finding(file, offset(at), letter),
                        None => scanner::reported(file, self.text, at, fault.info(), bracket),
                    };
                    self.findings.push(finding);
                    Err(Stopped)
                }
            };
            if step.is_err() {
                return false;
            }
        }
        self.sound
    }

    fn event(
        &mut self,
        event: Event<'_>,
        marks: Marks,
        documents: &mut u32,
    ) -> Result<(), Stopped> {
        let span = self.span(marks);
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => {
                *documents += 1;
                if *documents > 1 {
                    Err(self.second_document(span))
                } else {
                    Ok(())
                }
            }
            Event::Alias(id) => self.alias(id, span),
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), span);
                self.scalar(&text, style, anchor, span)
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_tag(tag.is_some(), span);
                self.begin(span, anchor, Open::List { items: Vec::new() })
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_tag(tag.is_some(), span);
                self.begin(
                    span,
                    anchor,
                    Open::Map {
                        entries: Vec::new(),
                        next: Next::Key,
                    },
                )
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
        }
    }

    /// The innermost open bracket.
    fn bracket(&self) -> Option<Span> {
        let starts = self.open.iter().rev().map(|one| one.start);
        let bracket =
            |at: &u32| matches!(self.text.as_bytes().get(*at as usize), Some(b'[' | b'{'));
        let start = starts.take(1).find(bracket)?;
        Some(self.at(start, start + 1))
    }

    fn at(&self, start: u32, end: u32) -> Span {
        Span {
            file: self.file,
            start,
            end,
        }
    }

    fn null(&self, at: u32) -> Node {
        Node {
            value: Value::Null,
            span: self.at(at, at),
            overlay: Overlay::No,
        }
    }

    fn begin(&mut self, span: Span, anchor: usize, open: Open) -> Result<(), Stopped> {
        if self.open.len() >= DEPTH {
            return Err(self.stop(faults::too_deep(span)));
        }
        let start = self.content_start(span, anchor);
        self.open.push(Collection {
            start,
            anchor,
            open,
        });
        Ok(())
    }

    fn end(&mut self, closing: Span) -> Result<(), Stopped> {
        let Some(Collection {
            start,
            anchor,
            open,
        }) = self.open.pop()
        else {
            return Ok(());
        };
        // A flow collection ends with its bracket; a block collection with its last value, not with the next token, which is
        // where the scanner notices the end.
        let bracket = closing.start < closing.end
            && matches!(
                self.text.as_bytes().get(closing.start as usize),
                Some(b']' | b'}')
            );
        let (value, last) = match open {
            Open::List { items } => {
                let last = items.last().map(|item| item.span.end);
                (Value::List(items), last)
            }
            Open::Map { entries, .. } => {
                let last = entries
                    .last()
                    .map(|entry| entry.value.span.end.max(entry.key_span.end));
                (Value::Map(self.without_duplicates(entries)), last)
            }
        };
        let end = if bracket {
            closing.end
        } else {
            last.unwrap_or(start)
        };
        let span = self.at(start, end.max(start));
        let node = Node {
            value,
            span,
            overlay: Overlay::No,
        };
        self.remember(anchor, &node)?;
        self.place(node, Written::Collection);
        Ok(())
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        span: Span,
    ) -> Result<(), Stopped> {
        let implicit = style == ScalarStyle::Plain && text.is_empty();
        let span = match style {
            _ if implicit => self.implicit(span),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => self.quoted(span, anchor),
            ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => {
                self.trimmed(span, anchor)
            }
        };
        let (value, written) = match style {
            ScalarStyle::Plain => {
                self.refuse_misleading(span);
                let read = scalar::plain(text);
                if let Some(fault) = read.fault {
                    self.findings.push(faults::of_scalar(span, text, fault));
                }
                (read.value, Written::Plain)
            }
            ScalarStyle::SingleQuoted
            | ScalarStyle::DoubleQuoted
            | ScalarStyle::Literal
            | ScalarStyle::Folded => (Value::Text(text.to_owned()), Written::Quoted),
        };
        let node = Node {
            value,
            span,
            overlay: Overlay::No,
        };
        self.remember(anchor, &node)?;
        self.place(node, written);
        Ok(())
    }

    /// A plain text that starts or ends with a letter which only looks like a space or a dash: its meaning is a guess.
    fn refuse_misleading(&mut self, span: Span) {
        let plain = self.text.get(span.start as usize..span.end as usize);
        if let Some((at, letter)) = plain.and_then(letters::misleading) {
            self.sound = false;
            let at = span.start + offset(at);
            self.findings.push(letters::finding(self.file, at, letter));
        }
    }

    /// Puts a finished node where it belongs: root, list item, key or value.
    fn place(&mut self, node: Node, written: Written) {
        let refused = match self.open.last_mut().map(|parent| &mut parent.open) {
            None => {
                self.root = Some(node);
                None
            }
            Some(Open::List { items }) => {
                items.push(node);
                None
            }
            Some(Open::Map { entries, next }) => match std::mem::replace(next, Next::Key) {
                Next::Value(Key { text, span }) => {
                    entries.push(Entry {
                        key: text,
                        key_span: span,
                        value: node,
                    });
                    None
                }
                Next::Ignored => None,
                Next::Key => {
                    let key = key_of(node, written);
                    let (waits, fault) = match key {
                        Ok(key) => (Next::Value(key), None),
                        Err(fault) => (Next::Ignored, Some(fault)),
                    };
                    *next = waits;
                    fault
                }
            },
        };
        if let Some(fault) = refused {
            self.sound = false;
            self.findings.push(*fault);
        }
    }

    /// The first of each key stays; every further one is a finding.
    fn without_duplicates(&mut self, entries: Vec<Entry>) -> Vec<Entry> {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut twice = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            if let Some(first) = seen.get(entry.key.as_str()) {
                twice.push(index);
                let fault = faults::duplicate(&entry.key, entry.key_span, *first);
                self.findings.push(fault);
            } else {
                seen.insert(&entry.key, entry.key_span);
            }
        }
        if twice.is_empty() {
            return entries;
        }
        let keep = entries.into_iter().enumerate();
        keep.filter(|(index, _)| twice.binary_search(index).is_err())
            .map(|(_, entry)| entry)
            .collect()
    }

    fn refuse_tag(&mut self, tagged: bool, span: Span) {
        if tagged {
            self.sound = false;
            let word = self.at(span.start, self.word_end(span.start));
            self.findings.push(faults::tag(word));
        }
    }

    fn second_document(&mut self, span: Span) -> Stopped {
        self.stop(faults::second_document(span))
    }

    fn stop(&mut self, fault: Diagnostic) -> Stopped {
        self.findings.push(fault);
        Stopped
    }
}

fn key_of(node: Node, written: Written) -> Result<Key, Box<Diagnostic>> {
    match (node.value, written) {
        (Value::Text(text), Written::Plain) if text == "<<" => {
            Err(Box::new(faults::merge(node.span)))
        }
        (Value::Text(text), Written::Plain | Written::Quoted) => Ok(Key {
            text,
            span: node.span,
        }),
        (value, _) => Err(Box::new(faults::key(
            node.span,
            &value,
            written == Written::Alias,
        ))),
    }
}

/// A length inside one input file; those are far below four gigabytes.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
