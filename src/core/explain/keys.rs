//! The keys of input files: which values stand on a line, and what the key of a value is called.

use crate::core::sources::{FileId, SourceFile, Span};
use crate::core::yaml::parse::parse;
use crate::core::yaml::tree::{Node, Value};

/// A scalar of an input file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Its key from the top: `models.foundry[gpt-4.1].tokensPerMinute`.
    pub key: String,
    /// Where it stands.
    pub span: Span,
    /// Whether it is `null`, which takes a key of the base away.
    pub is_null: bool,
}

/// A key with everything below it.
#[derive(Debug, Clone)]
struct Section {
    key_span: Span,
    /// The first and the number behind the last of the leaves below it.
    leaves: std::ops::Range<usize>,
}

/// An input file as its leaves.
#[derive(Debug, Default)]
pub struct Keys {
    leaves: Vec<Leaf>,
    sections: Vec<Section>,
}

impl Keys {
    /// The keys of a file; none if it is no YAML.
    pub fn of(id: FileId, file: &SourceFile) -> Self {
        let mut keys = Self::default();
        if let Some(tree) = parse(id, file.text()).tree {
            keys.walk(&tree, String::new());
        }
        keys
    }

    fn walk(&mut self, node: &Node, key: String) {
        match &node.value {
            Value::Map(entries) => {
                for entry in entries {
                    let below = if key.is_empty() {
                        entry.key.clone()
                    } else {
                        format!("{key}.{}", entry.key)
                    };
                    let first = self.leaves.len();
                    self.walk(&entry.value, below);
                    self.sections.push(Section {
                        key_span: entry.key_span,
                        leaves: first..self.leaves.len(),
                    });
                }
            }
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let name = item.name();
                    let name = name.map_or_else(|| index.to_string(), str::to_owned);
                    self.walk(item, format!("{key}[{name}]"));
                }
            }
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) => {
                self.leaves.push(Leaf {
                    key,
                    span: node.span,
                    is_null: node.value == Value::Null,
                });
            }
        }
    }

    /// Every scalar, in order.
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// The scalars that a line holds, and those below a key that it holds.
    pub fn on_line(&self, file: &SourceFile, line: u32) -> Vec<&Leaf> {
        let here = |span: Span| {
            let (first, last) = (file.line_column(span.start).0, file.line_column(span.end).0);
            (first..=last).contains(&line)
        };
        self.chosen(&here, &|span| file.line_column(span.start).0 == line)
    }

    /// The scalar at a place; at a key, those below it.
    pub fn at(&self, file: &SourceFile, line: u32, column: u32) -> Vec<&Leaf> {
        let place = (line, column);
        let here = |span: Span| {
            (file.line_column(span.start)..file.line_column(span.end)).contains(&place)
        };
        self.chosen(&here, &here)
    }

    fn chosen(&self, leaf: &dyn Fn(Span) -> bool, key: &dyn Fn(Span) -> bool) -> Vec<&Leaf> {
        let sections = self.sections.iter();
        let ranges: Vec<_> = sections
            .filter(|section| key(section.key_span))
            .map(|section| section.leaves.clone())
            .collect();
        let below = |index| ranges.iter().any(|range| range.contains(&index));
        let leaves = self.leaves.iter().enumerate();
        leaves
            .filter(|(index, one)| leaf(one.span) || below(*index))
            .map(|(_, leaf)| leaf)
            .collect()
    }

    /// The key of a value: of the scalar at a span, or what all scalars in it have in common.
    pub fn name(&self, span: Span) -> Option<&str> {
        let inside = |leaf: &&Leaf| span.start <= leaf.span.start && leaf.span.end <= span.end;
        let mut inside = self.leaves.iter().filter(inside);
        let first = inside.next()?.key.as_str();
        let common = inside.fold(first, |common, leaf| shared(common, &leaf.key));
        Some(common.trim_end_matches(['.', '[']))
    }
}

/// What two keys have in common, up to a whole word.
fn shared<'k>(a: &'k str, b: &str) -> &'k str {
    let mut length = 0;
    for ((at, x), y) in a.char_indices().zip(b.chars()) {
        if x != y {
            break;
        }
        if matches!(x, '.' | '[') {
            length = at;
        }
    }
    a.get(..length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::sources::Sources;

    #[test]
    fn keys_are_found_by_line_and_column_and_named() {
        let text = "# c\nteam:\n  name: beta\nmodels:\n  kaito:\n    - {name: phi, tokens: 5}\n    - {name: m, tokens: 6}\ngroups: [a, b]\n";
        let sources = Sources::from_texts([("teams/beta/access.yaml".into(), text.to_owned())]);
        let (id, file) = sources.iter().next().unwrap();
        let keys = Keys::of(id, file);
        let names = |leaves: Vec<&Leaf>| -> Vec<String> {
            leaves.into_iter().map(|leaf| leaf.key.clone()).collect()
        };
        assert_eq!(names(keys.on_line(file, 1)), [""; 0]);
        assert_eq!(names(keys.on_line(file, 3)), ["team.name"]);
        assert_eq!(
            names(keys.on_line(file, 6)),
            ["models.kaito[phi].name", "models.kaito[phi].tokens"]
        );
        assert_eq!(keys.on_line(file, 4).len(), 4, "everything below the key");
        assert_eq!(names(keys.at(file, 6, 27)), ["models.kaito[phi].tokens"]);
        assert_eq!(
            names(keys.at(file, 6, 19)),
            ["models.kaito[phi].tokens"],
            "its key"
        );
        assert_eq!(names(keys.at(file, 8, 13)), ["groups[1]"]);
        assert_eq!(names(keys.at(file, 6, 1)), [""; 0]);
        let leaves = keys.leaves();
        let whole = Span {
            end: leaves[2].span.end,
            ..leaves[1].span
        };
        assert_eq!(keys.name(whole), Some("models.kaito[phi]"));
        assert_eq!(keys.name(leaves[1].span), Some("models.kaito[phi].name"));
    }
}
