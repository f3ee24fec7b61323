//! YAML in block style, which every reader of YAML 1.1 or 1.2 takes for the same values.

use super::Printed;
use crate::core::document::yaml::{File, Node};
use crate::core::origin::Origin;

mod scalar;

/// The text of a YAML file.
pub fn print(file: &File) -> Printed {
    let mut writer = Writer::default();
    for line in super::header_lines(&file.header) {
        writer.comment(&line, 0);
    }
    writer.document(&file.root);
    Printed {
        text: writer.text,
        trace: writer.trace,
    }
}

/// The text of a document alone, for files that belong to whoever edits them.
pub fn bare(root: &Node) -> String {
    let mut writer = Writer::default();
    writer.document(root);
    writer.text
}

/// The longest key that a reader must take for one without `?` before it, with space for quotes (YAML 1.2, 7.4.2: 1024 characters).
const LONGEST_SIMPLE_KEY: usize = 1000;

#[derive(Debug, Default)]
struct Writer {
    text: String,
    trace: Vec<(u32, Origin)>,
    /// Lines that are complete.
    lines: u32,
}

impl Writer {
    fn document(&mut self, root: &Node) {
        let root = self.peel(root, 0);
        self.value(root, 0, false);
    }

    /// A value that needs no line of its own before it; `started` if it goes on a line that is begun.
    fn value(&mut self, value: &Node, indent: usize, started: bool) {
        match value {
            Node::Map(entries) if !entries.is_empty() => self.map(entries, indent, started),
            Node::List(items) if !items.is_empty() => self.list(items, indent, started),
            Node::Null
            | Node::Bool(_)
            | Node::Integer(_)
            | Node::Float(_)
            | Node::Text(_)
            | Node::Block(_)
            | Node::Lines(_)
            | Node::List(_)
            | Node::Map(_)
            | Node::At(..)
            | Node::Commented(..) => {
                self.scalar(value);
                self.end_line();
            }
        }
    }

    /// A map's entries; `started` if the first one goes on a line that is begun.
    fn map(&mut self, entries: &[(String, Node)], indent: usize, mut started: bool) {
        for (key, value) in entries {
            if std::mem::take(&mut started) {
                // A comment here would split `- ` from its entry: `first_comments` has printed it above.
                let value = peel_silently(value, &mut self.trace, self.lines + 1);
                self.entry(key, value, indent);
            } else {
                let value = self.peel(value, indent);
                self.pad(indent);
                self.entry(key, value, indent);
            }
        }
    }

    fn entry(&mut self, key: &str, value: &Node, indent: usize) {
        if key.chars().count() > LONGEST_SIMPLE_KEY {
            self.text.push_str("? ");
            scalar::text(key, &mut self.text);
            self.end_line();
            self.pad(indent);
        } else {
            scalar::text(key, &mut self.text);
        }
        self.text.push(':');
        self.nested(value, indent);
    }

    /// A value after `key:`.
    fn nested(&mut self, value: &Node, indent: usize) {
        match value {
            Node::Map(entries) if !entries.is_empty() => {
                self.end_line();
                self.map(entries, indent + 2, false);
            }
            Node::List(items) if !items.is_empty() => {
                self.end_line();
                self.list(items, indent + 2, false);
            }
            Node::Null
            | Node::Bool(_)
            | Node::Integer(_)
            | Node::Float(_)
            | Node::Text(_)
            | Node::Block(_)
            | Node::Lines(_)
            | Node::List(_)
            | Node::Map(_)
            | Node::At(..)
            | Node::Commented(..) => {
                self.text.push(' ');
                if let Node::Block(text) = value
                    && scalar::can_be_block(text)
                {
                    return self.literal_block(text, indent + 2);
                }
                if let Node::Lines(lines) = value
                    && scalar::can_be_block(&joined(lines))
                {
                    return self.traced_block(lines, indent + 2);
                }
                self.scalar(value);
                self.end_line();
            }
        }
    }

    /// A list's items; `started` if the first one goes on a line that is begun.
    fn list(&mut self, items: &[Node], indent: usize, mut started: bool) {
        for item in items {
            if std::mem::take(&mut started) {
                let item = peel_silently(item, &mut self.trace, self.lines + 1);
                self.item(item, indent);
            } else {
                self.first_comments(item, indent);
                let item = peel_silently(item, &mut self.trace, self.lines + 1);
                self.pad(indent);
                self.item(item, indent);
            }
        }
    }

    fn item(&mut self, item: &Node, indent: usize) {
        self.text.push_str("- ");
        self.value(item, indent + 2, true);
    }

    /// Comments of an item and of everything that begins on its line.
    fn first_comments(&mut self, mut node: &Node, indent: usize) {
        loop {
            match node {
                Node::At(_, inner) => node = inner,
                Node::Commented(text, inner) => {
                    self.comment(text, indent);
                    node = inner;
                }
                Node::List(items) => match items.first() {
                    Some(first) => node = first,
                    None => return,
                },
                Node::Map(entries) => match entries.first() {
                    // What the first value holds begins on a later line.
                    Some((_, first)) => return self.own_comments(first, indent),
                    None => return,
                },
                Node::Null
                | Node::Bool(_)
                | Node::Integer(_)
                | Node::Float(_)
                | Node::Text(_)
                | Node::Block(_)
                | Node::Lines(_) => {
                    return;
                }
            }
        }
    }

    fn own_comments(&mut self, mut node: &Node, indent: usize) {
        loop {
            if let Node::At(_, inner) = node {
                node = inner;
            } else if let Node::Commented(text, inner) = node {
                self.comment(text, indent);
                node = inner;
            } else {
                return;
            }
        }
    }

    /// The value without origins and comments, which are noted and printed.
    fn peel<'n>(&mut self, node: &'n Node, indent: usize) -> &'n Node {
        self.own_comments(node, indent);
        peel_silently(node, &mut self.trace, self.lines + 1)
    }

    fn scalar(&mut self, node: &Node) {
        match node {
            Node::Null => self.text.push_str("null"),
            Node::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            Node::Integer(value) => self.text.push_str(&value.to_string()),
            Node::Float(value) => scalar::float(*value, &mut self.text),
            Node::Text(text) | Node::Block(text) => scalar::text(text, &mut self.text),
            Node::Lines(lines) => {
                let line = self.lines + 1;
                let origins = lines.iter().flat_map(|(_, origins)| origins);
                self.trace.extend(origins.map(|origin| (line, *origin)));
                scalar::text(&joined(lines), &mut self.text);
            }
            Node::List(_) => self.text.push_str("[]"),
            Node::Map(_) => self.text.push_str("{}"),
            Node::At(_, inner) | Node::Commented(_, inner) => self.scalar(inner),
        }
    }

    /// `|`: the lines as they are.
    fn literal_block(&mut self, text: &str, indent: usize) {
        self.text.push('|');
        self.end_line();
        for line in text.lines() {
            self.pad(indent);
            self.text.push_str(line);
            self.end_line();
        }
    }

    /// `|`: the lines as they are, each with its origins.
    fn traced_block(&mut self, lines: &[(String, Vec<Origin>)], indent: usize) {
        let first = self.lines + 2;
        for (number, (_, origins)) in (first..).zip(lines) {
            self.trace
                .extend(origins.iter().map(|origin| (number, *origin)));
        }
        self.literal_block(&joined(lines), indent);
    }

    fn comment(&mut self, text: &str, indent: usize) {
        for line in super::comment_lines(text) {
            self.pad(indent);
            self.text.push('#');
            if !line.is_empty() {
                self.text.push(' ');
                self.text.push_str(&line);
            }
            self.end_line();
        }
    }

    fn pad(&mut self, indent: usize) {
        self.text.extend(std::iter::repeat_n(' ', indent));
    }

    fn end_line(&mut self) {
        self.text.push('\n');
        self.lines += 1;
    }
}

fn joined(lines: &[(String, Vec<Origin>)]) -> String {
    lines
        .iter()
        .flat_map(|(line, _)| [line.as_str(), "\n"])
        .collect()
}

/// The value without origins, which are noted for a line, and comments, which are not printed.
fn peel_silently<'n>(mut node: &'n Node, trace: &mut Vec<(u32, Origin)>, line: u32) -> &'n Node {
    loop {
        match node {
            Node::At(origin, inner) => {
                if !trace
                    .iter()
                    .rev()
                    .take_while(|(other, _)| *other == line)
                    .any(|(_, known)| known == origin)
                {
                    trace.push((line, *origin));
                }
                node = inner;
            }
            Node::Commented(_, inner) => node = inner,
            Node::Null
            | Node::Bool(_)
            | Node::Integer(_)
            | Node::Float(_)
            | Node::Text(_)
            | Node::Block(_)
            | Node::Lines(_)
            | Node::List(_)
            | Node::Map(_) => return node,
        }
    }
}

#[cfg(test)]
mod tests;
