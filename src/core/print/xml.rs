//! Policy documents to text, in one canonical form: LF, two spaces, double quotes, one line per element with its attributes.
//!
//! Texts stay on one line: a line break or tab becomes a space, since the service's export would bring `&#xA;` back where
//! `terraform plan` sees a change. A character that XML 1.0 forbids becomes U+FFFD. Policies hold neither: the C# printer
//! writes both as `\uXXXX`. Only the five named entities are used: azurerm 5.2 knows no others when it compares policies.

use std::borrow::Cow;
use std::collections::BTreeMap;

use quick_xml::escape::{escape, partial_escape};

use super::{Printed, header_lines};
use crate::core::document::xml::{Attribute, Child, Element, File};
use crate::core::origin::Origin;

/// The text of a policy, with the lines that show inputs.
pub fn print(file: &File) -> Printed {
    printed(file, None).out
}

/// The line of each element, by its path from the root: which child of which child, elements and comments counted from 0.
pub fn lines(file: &File) -> BTreeMap<Vec<u16>, u32> {
    printed(file, Some(BTreeMap::new()))
        .lines
        .unwrap_or_default()
}

/// `lines` takes the line of each element, for those who ask.
fn printed(file: &File, lines: Option<BTreeMap<Vec<u16>, u32>>) -> Printer {
    let mut printer = Printer {
        out: Printed::default(),
        line: 1,
        path: Vec::new(),
        lines,
    };
    for line in header_lines(&file.header) {
        printer.comment(0, &line);
    }
    printer.element(0, &file.root);
    printer
}

/// A text as it is printed: on one line, without characters that XML forbids.
pub fn one_line(text: &str) -> Cow<'_, str> {
    let stays = |c: char| !matches!(c, '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let printed = text.chars().map(|c| match c {
        '\t' | '\n' | '\r' => ' ',
        c if stays(c) => c,
        _ => char::REPLACEMENT_CHARACTER,
    });
    Cow::Owned(printed.collect())
}

struct Printer {
    out: Printed,
    line: u32,
    path: Vec<u16>,
    lines: Option<BTreeMap<Vec<u16>, u32>>,
}

impl Printer {
    fn indent(&mut self, depth: usize) {
        for _ in 0..depth {
            self.out.text.push_str("  ");
        }
    }

    fn end_line(&mut self) {
        self.out.text.push('\n');
        self.line = self.line.saturating_add(1);
    }

    fn shows(&mut self, origins: impl IntoIterator<Item = Origin>) {
        let line = self.line;
        self.out
            .trace
            .extend(origins.into_iter().map(|origin| (line, origin)));
    }

    fn comment(&mut self, depth: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        // `--` may not stand in a comment, nor `-` at its end.
        let mut inert = one_line(text).into_owned();
        while inert.contains("--") {
            inert = inert.replace("--", "- -");
        }
        self.indent(depth);
        self.out.text.push_str("<!-- ");
        self.out.text.push_str(inert.trim());
        self.out.text.push_str(" -->");
        self.end_line();
    }

    fn element(&mut self, depth: usize, element: &Element) {
        if let Some(lines) = &mut self.lines {
            lines.insert(self.path.clone(), self.line);
        }
        self.indent(depth);
        self.out.text.push('<');
        self.out.text.push_str(element.name);
        for attribute in &element.attributes {
            self.attribute(attribute);
        }
        self.shows(element.origins.iter().copied());
        let mut texts = element.children.iter().filter_map(text_of);
        let text = match (texts.next(), texts.next()) {
            (None, _) => Cow::default(),
            (Some(only), None) => Cow::Borrowed(only),
            (Some(_), Some(_)) => element.children.iter().filter_map(text_of).collect(),
        };
        if !text.is_empty() {
            self.out.text.push('>');
            self.out.text.push_str(&partial_escape(one_line(&text)));
            self.close(element.name);
        } else if element
            .children
            .iter()
            .all(|child| text_of(child).is_some())
        {
            self.out.text.push_str(" />");
        } else {
            self.out.text.push('>');
            self.end_line();
            for (index, child) in element.children.iter().enumerate() {
                self.path.push(u16::try_from(index).unwrap_or(u16::MAX));
                match child {
                    Child::Element(inner) => self.element(depth.saturating_add(1), inner),
                    Child::Comment(remark) => self.comment(depth.saturating_add(1), remark),
                    Child::Text(_) => {}
                }
                self.path.pop();
            }
            self.indent(depth);
            self.close(element.name);
        }
        self.end_line();
    }

    fn attribute(&mut self, attribute: &Attribute) {
        self.out.text.push(' ');
        self.out.text.push_str(attribute.name);
        self.out.text.push_str("=\"");
        self.out.text.push_str(&escape(one_line(&attribute.value)));
        self.out.text.push('"');
        self.shows(attribute.origins.iter().copied());
    }

    fn close(&mut self, name: &str) {
        self.out.text.push_str("</");
        self.out.text.push_str(name);
        self.out.text.push('>');
    }
}

fn text_of(child: &Child) -> Option<&str> {
    match child {
        Child::Text(text) => Some(text),
        Child::Element(_) | Child::Comment(_) => None,
    }
}
