//! Keys that nothing here has: misspelt, written with other characters, or those of another block.

use serde_json::Value as Json;

use super::{Found, Report, shape};
use crate::core::diag::{Code, Diagnostic};
use crate::core::sources::Span;
use crate::core::yaml::lookalikes::Alike;
use crate::core::yaml::tree::{Entry, Node, Value};
use crate::core::yaml::words::{self, safe};

/// A key that stands in another block than its own.
fn misplaced(entry: &Entry, home: &shape::Home, known: &str) -> Diagnostic {
    let key = safe(&entry.key);
    let (message, help) = match home {
        shape::Home::Top { beside } => (
            format!("`{key}` belongs at the top of the file, beside `{beside}`"),
            format!("move it to the first column; here, {known}"),
        ),
        shape::Home::Below(home) => (
            format!("`{key}` belongs under `{home}`"),
            format!("move it below `{home}:`, indented by two; here, {known}"),
        ),
    };
    Diagnostic::new(Code::MisplacedKey, entry.key_span, message).help(help)
}

impl Report<'_> {
    pub(super) fn unknown_keys(&mut self, mapping: &Node, schema: &Json) {
        let known = shape::keys(self.schema, schema);
        let Value::Map(entries) = &mapping.value else {
            return;
        };
        let mut unknown = entries.iter().filter(|entry| !known.contains(&entry.key));
        for entry in unknown.by_ref().take(super::MOST_REPORTED) {
            self.unknown_key(mapping, entry, &known);
        }
        self.others += unknown.count();
    }

    /// One unknown key among those that fit.
    pub(super) fn unknown_key(&mut self, mapping: &Node, entry: &Entry, known: &[String]) {
        let near = words::nearest(&entry.key, known).filter(|near| mapping.get(near).is_none());
        let meant = words::meant(&entry.key, known);
        let message = format!("there is no key `{}` here", safe(&entry.key));
        let finding = Diagnostic::new(Code::UnknownKey, entry.key_span, message);
        let there = meant.filter(|meant| mapping.get(meant).is_some());
        let finding = if let Some(other) = there {
            finding.help(format!(
                "`{other}` stands here already; remove one of the two"
            ))
        } else {
            let finding = self.other_key(finding, mapping, entry, known);
            if finding.edits.is_empty() {
                self.with_key(finding, mapping, entry, known)
            } else {
                finding
            }
        };
        self.suggested
            .extend(near.map(|near| (mapping.span, near.to_owned())));
        self.found.push(Found::Finding(finding));
    }

    /// What a key that nothing has is instead: one without the space behind its colon, one misspelt, or one of another block.
    fn other_key(
        &self,
        finding: Diagnostic,
        mapping: &Node,
        entry: &Entry,
        known: &[String],
    ) -> Diagnostic {
        if let Some((key, value)) = entry.key.split_once(':')
            && known.iter().any(|known| known == key)
        {
            let help = format!("a space is missing: write `{key}: {}`", safe(value));
            let start = entry.key_span.start + u32::try_from(key.len() + 1).unwrap_or(0);
            let plain = self.source(entry.key_span) == Some(entry.key.as_str());
            let at = Span {
                start,
                end: start,
                ..entry.key_span
            };
            let finding = finding.help(help);
            return if plain {
                finding.edit(at, " ")
            } else {
                finding
            };
        }
        if let Some(alike) = Alike::of(&entry.key) {
            let (key, _) = alike.plain.split_once(':').unwrap_or((&alike.plain, ""));
            if known.iter().any(|known| known == key.trim()) {
                return finding.help(format!("did you mean `{}`? {}", key.trim(), alike.why()));
            }
        }
        // A key that stands elsewhere is no misspelling of one that is merely like it.
        let homes = shape::homes(self.schema, &entry.key);
        match homes.as_slice() {
            [home] if words::meant(&entry.key, known).is_none() => {
                let known = words::known("", known, "keys");
                if self.is_near_the_top(mapping) {
                    misplaced(entry, home, &known)
                } else {
                    finding.help(format!("{}; {known}", home.words(&entry.key)))
                }
            }
            _ => finding.help(words::known(&entry.key, known, "keys")),
        }
    }

    /// Whether a mapping is the file's own, or stands under one of its keys: deeper ones have keys of the same names.
    fn is_near_the_top(&self, mapping: &Node) -> bool {
        let below = match &self.tree.value {
            Value::Map(entries) => entries.as_slice(),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::List(_) => &[],
        };
        mapping.span == self.tree.span || below.iter().any(|entry| entry.value.span == mapping.span)
    }
}
