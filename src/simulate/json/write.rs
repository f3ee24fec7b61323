//! A [`Tree`] to text, as `ToString(Formatting.None)` gives it.

use super::{Id, Kind, Tree, dates, numbers};

/// The text of a value.
pub(in crate::simulate) fn text(tree: &Tree, root: Id) -> Vec<u16> {
    let mut out = Vec::new();
    // What is still to be written, the next one last.
    let mut rest = vec![Piece::Value(root)];
    while let Some(piece) = rest.pop() {
        match piece {
            Piece::Sign(sign) => push(&mut out, sign),
            Piece::Value(id) => value(tree, id, &mut out, &mut rest),
            Piece::Member(id) => {
                let key = tree.node(id).map_or(&[][..], |node| &node.key);
                quoted(key, &mut out);
                push(&mut out, ":");
                rest.push(Piece::Value(id));
            }
        }
    }
    out
}

/// A text in quotes.
pub(in crate::simulate) fn quoted(text: &[u16], out: &mut Vec<u16>) {
    push(out, "\"");
    for unit in text {
        match unit {
            0x22 => push(out, "\\\""),
            0x5C => push(out, "\\\\"),
            0x08 => push(out, "\\b"),
            0x09 => push(out, "\\t"),
            0x0A => push(out, "\\n"),
            0x0C => push(out, "\\f"),
            0x0D => push(out, "\\r"),
            0..=0x1F | 0x85 | 0x2028 | 0x2029 => push(out, &format!("\\u{unit:04x}")),
            _ => out.push(*unit),
        }
    }
    push(out, "\"");
}

enum Piece {
    Value(Id),
    Member(Id),
    Sign(&'static str),
}

fn push(out: &mut Vec<u16>, text: &str) {
    out.extend(text.encode_utf16());
}

fn value(tree: &Tree, id: Id, out: &mut Vec<u16>, rest: &mut Vec<Piece>) {
    let Some(node) = tree.node(id) else {
        return;
    };
    match &node.kind {
        Kind::Object => {
            push(out, "{");
            held(tree, &node.children, "}", Piece::Member, false, rest);
        }
        Kind::Array => {
            push(out, "[");
            held(tree, &node.children, "]", Piece::Value, false, rest);
        }
        Kind::Constructor(name) => {
            push(out, "new ");
            out.extend(name);
            push(out, "(");
            held(tree, &node.children, ")", Piece::Value, true, rest);
        }
        Kind::Text(text) => quoted(text, out),
        Kind::Date(date) => push(out, &dates::write(*date)),
        Kind::Integer(number) => push(out, &number.to_string()),
        Kind::Large(digits) => push(out, digits),
        Kind::Float(number) => push(out, &numbers::write(*number)),
        Kind::Flag(flag) => push(out, if *flag { "true" } else { "false" }),
        Kind::Null => push(out, "null"),
        Kind::Undefined => push(out, "undefined"),
        Kind::Comment(text) => {
            push(out, "/*");
            out.extend(text);
            push(out, "*/");
        }
    }
}

/// Commas stand before values, not before comments; in a constructor a comment before the first value counts as one.
fn held(
    tree: &Tree,
    children: &[Id],
    end: &'static str,
    piece: fn(Id) -> Piece,
    comments_count: bool,
    rest: &mut Vec<Piece>,
) {
    let mut pieces = Vec::with_capacity(children.len().saturating_mul(2));
    let mut any = false;
    for child in children {
        let comment = matches!(tree.kind(*child), Some(Kind::Comment(_)));
        if any && !comment {
            pieces.push(Piece::Sign(","));
        }
        any |= comments_count || !comment;
        pieces.push(piece(*child));
    }
    rest.push(Piece::Sign(end));
    rest.extend(pieces.into_iter().rev());
}
