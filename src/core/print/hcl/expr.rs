//! Expressions: on one line where that reads well, else one item per line.

use super::escape;
use super::lines::Lines;
use crate::core::document::hcl::{Expr, Key, Part, Reference, Step};
use crate::core::origin::Origin;
use crate::core::print::is_number;

/// Columns after which a list or call is broken up.
const WIDTH: usize = 100;

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    /// `name = ...` in a body.
    Attribute(&'a str),
    /// `key = ...` in an object.
    Entry(&'a Key),
    /// `...,` in a list or call.
    Item,
}

impl Place<'_> {
    fn lead(self) -> String {
        match self {
            Self::Attribute(name) => name.to_owned(),
            Self::Entry(Key(key)) => escape::key(key),
            Self::Item => String::new(),
        }
    }

    fn is_item(self) -> bool {
        matches!(self, Self::Item)
    }
}

impl Lines {
    /// An attribute, an object's entry or a list's item.
    pub(super) fn value(&mut self, place: Place<'_>, value: &Expr) {
        let mut origins = Vec::new();
        let value = self.peel(value, &mut origins);
        let lead = place.lead();
        let space = WIDTH.saturating_sub(self.column() + lead.len());
        if let Some(text) = on_one_line(value, place.is_item(), space, &mut origins) {
            if place.is_item() {
                self.push(text + ",", None, origins);
            } else {
                self.push(lead, Some(text), origins);
            }
            return;
        }
        let opening = if place.is_item() {
            String::new()
        } else {
            lead + " = "
        };
        let tail = if place.is_item() { "," } else { "" };
        self.broken(opening, value, tail, origins);
    }

    /// The expression without its origins and comments, which are noted and printed.
    fn peel<'e>(&mut self, mut value: &'e Expr, origins: &mut Vec<Origin>) -> &'e Expr {
        loop {
            if let Expr::At(origin, inner) = value {
                note(origins, *origin);
                value = inner;
            } else if let Expr::Commented(text, inner) = value {
                self.comment(text);
                value = inner;
            } else if let Some(only) = only_interpolation(value) {
                value = only;
            } else {
                return value;
            }
        }
    }

    /// An expression over several lines.
    fn broken(&mut self, mut opening: String, value: &Expr, tail: &str, mut origins: Vec<Origin>) {
        match value {
            Expr::List(items) => {
                self.open(opening + "[", origins);
                self.items(items);
                self.close(&format!("]{tail}"));
            }
            Expr::Object(entries) => {
                self.open(opening + "{", origins);
                for (index, (key, value)) in entries.iter().enumerate() {
                    if index > 0 && is_commented(value) {
                        self.blank();
                    }
                    self.value(Place::Entry(key), value);
                }
                self.close(&format!("}}{tail}"));
            }
            Expr::Call(name, arguments) => {
                opening.push_str(name.as_str());
                opening.push('(');
                if let [only] = arguments.as_slice() {
                    let only = self.peel(only, &mut origins);
                    self.broken(opening, only, &format!("){tail}"), origins);
                } else {
                    self.open(opening, origins);
                    self.items(arguments);
                    self.close(&format!("){tail}"));
                }
            }
            Expr::Null
            | Expr::Bool(_)
            | Expr::Integer(_)
            | Expr::Float(_)
            | Expr::Text(_)
            | Expr::Fixed(_)
            | Expr::Template(_)
            | Expr::Reference(_)
            | Expr::At(..)
            | Expr::Commented(..) => {
                let mut line = Line {
                    text: String::new(),
                    origins: &mut origins,
                    space: None,
                };
                line.write(value, true);
                let text = line.text;
                match opening.split_once(" = ") {
                    Some((lead, start)) => self.push(
                        lead.to_owned(),
                        Some(format!("{start}{text}{tail}")),
                        origins,
                    ),
                    None => self.push(format!("{opening}{text}{tail}"), None, origins),
                }
            }
        }
    }

    fn items(&mut self, items: &[Expr]) {
        for item in items {
            self.value(Place::Item, item);
        }
    }
}

/// What a template interpolates if it is that and nothing else: `terraform fmt` takes such quotes off.
fn only_interpolation(value: &Expr) -> Option<&Expr> {
    let Expr::Template(parts) = value else {
        return None;
    };
    let mut said = parts
        .iter()
        .filter(|part| !matches!(part, Part::Text(text) if text.is_empty()));
    match (said.next(), said.next()) {
        (Some(Part::Expr(only)), None) => Some(only),
        (None | Some(_), _) => None,
    }
}

fn is_commented(mut value: &Expr) -> bool {
    while let Expr::At(_, inner) = value {
        value = inner;
    }
    matches!(value, Expr::Commented(..))
}

fn note(origins: &mut Vec<Origin>, origin: Origin) {
    if !origins.contains(&origin) {
        origins.push(origin);
    }
}

/// The expression on one line, if it reads well there.
fn on_one_line(
    value: &Expr,
    is_item: bool,
    space: usize,
    origins: &mut Vec<Origin>,
) -> Option<String> {
    let can_break = matches!(value, Expr::List(_) | Expr::Object(_) | Expr::Call(..));
    let space = Some(if can_break { space } else { usize::MAX });
    let known = origins.len();
    let mut line = Line {
        text: String::new(),
        origins,
        space,
    };
    if line.write(value, is_item) {
        return Some(line.text);
    }
    origins.truncate(known);
    None
}

/// An expression in the making on one line.
struct Line<'o> {
    text: String,
    origins: &'o mut Vec<Origin>,
    /// Columns it may take; none where it must be one line whatever it holds.
    space: Option<usize>,
}

impl Line<'_> {
    /// Adds an expression; false where it needs more lines or space. A filled object is taken only among items, where it is
    /// one of many alike; elsewhere each of its entries gets a line, so that a diff shows just what changed.
    fn write(&mut self, value: &Expr, is_item: bool) -> bool {
        match value {
            Expr::Null => self.text.push_str("null"),
            Expr::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            Expr::Integer(value) => self.text.push_str(&value.to_string()),
            Expr::Float(value) => self.text.push_str(&float(*value)),
            Expr::Text(text) => escape::quote(text, &mut self.text),
            Expr::Fixed(text) => self.text.push_str(text),
            Expr::Template(parts) => {
                return match only_interpolation(value) {
                    Some(only) => self.write(only, is_item),
                    None => self.template(parts),
                };
            }
            Expr::Reference(reference) => self.reference(reference),
            Expr::List(items) => return self.list(items),
            Expr::Object(entries) => return self.object(entries, is_item),
            Expr::Call(name, arguments) => {
                self.text.push_str(name.as_str());
                self.text.push('(');
                let all = self.separated(arguments, true);
                self.text.push(')');
                return all && self.fits();
            }
            Expr::At(origin, inner) => {
                note(self.origins, *origin);
                return self.write(inner, is_item);
            }
            // A comment needs lines of its own.
            Expr::Commented(_, inner) => return self.space.is_none() && self.write(inner, is_item),
        }
        self.fits()
    }

    fn fits(&self) -> bool {
        self.space.is_none_or(|space| self.text.len() <= space)
    }

    fn list(&mut self, items: &[Expr]) -> bool {
        self.text.push('[');
        let all = self.separated(items, false);
        self.text.push(']');
        all && self.fits()
    }

    fn object(&mut self, entries: &[(Key, Expr)], is_item: bool) -> bool {
        if entries.is_empty() {
            self.text.push_str("{}");
            return self.fits();
        }
        if !is_item && self.space.is_some() {
            return false;
        }
        self.text.push_str("{ ");
        for (index, (Key(key), value)) in entries.iter().enumerate() {
            if index > 0 {
                self.text.push_str(", ");
            }
            self.text.push_str(&escape::key(key));
            self.text.push_str(" = ");
            if !self.write(value, false) {
                return false;
            }
        }
        self.text.push_str(" }");
        self.fits()
    }

    fn separated(&mut self, items: &[Expr], is_item: bool) -> bool {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.text.push_str(", ");
            }
            if !self.write(item, is_item) {
                return false;
            }
        }
        true
    }

    fn template(&mut self, parts: &[Part]) -> bool {
        self.text.push('"');
        let mut literal = String::new();
        for part in parts {
            match part {
                Part::Text(text) => literal.push_str(text),
                Part::Expr(value) => {
                    escape::literal_before_interpolation(&literal, &mut self.text);
                    literal.clear();
                    if !self.interpolation(value) {
                        return false;
                    }
                }
            }
        }
        escape::literal(&literal, &mut self.text);
        self.text.push('"');
        self.fits()
    }

    /// `${...}`, with what `terraform fmt` wants around a brace, and needs around a sign, that comes first in it.
    fn interpolation(&mut self, value: &Expr) -> bool {
        self.text.push_str("${");
        let start = self.text.len();
        let all = self.write(value, true);
        let (before, after) = match self.text.as_bytes().get(start) {
            Some(b'{') => (" ", " "),
            Some(b'-') => ("(", ")"),
            Some(_) | None => ("", ""),
        };
        self.text.insert_str(start, before);
        self.text.push_str(after);
        self.text.push('}');
        all
    }

    fn reference(&mut self, reference: &Reference) {
        self.text.push_str(reference.root.as_str());
        for step in &reference.steps {
            match step {
                Step::Name(name) => {
                    self.text.push('.');
                    self.text.push_str(name.as_str());
                }
                Step::Key(key) => {
                    self.text.push('[');
                    escape::quote(key, &mut self.text);
                    self.text.push(']');
                }
                Step::Index(index) => {
                    self.text.push('[');
                    self.text.push_str(&index.to_string());
                    self.text.push(']');
                }
            }
        }
    }
}

/// A number that reads back as the same float; `null` for what is none.
fn float(value: f64) -> String {
    if !is_number(value) {
        return "null".to_owned();
    }
    let text = format!("{value:?}");
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}
