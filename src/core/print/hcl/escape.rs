//! Text as HCL string literals, and keys that mean themselves.

use std::fmt::Write as _;

use crate::core::print::is_printable;

/// Words that HCL or Terraform reads as something else than a name where a key may stand.
const KEYWORDS: &[&str] = &[
    "null", "true", "false", "for", "in", "if", "else", "endif", "endfor",
];

/// A quoted literal that means exactly this text.
pub(super) fn quote(text: &str, out: &mut String) {
    out.push('"');
    literal(text, out);
    out.push('"');
}

/// The inside of a quoted literal or template that means exactly this text.
pub(super) fn literal(text: &str, out: &mut String) {
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // The sign is doubled only before a brace: elsewhere HCL takes it for itself.
            '$' | '%' => {
                out.push(c);
                if rest.as_str().starts_with('{') {
                    out.push(c);
                }
            }
            c if is_printable(c) => out.push(c),
            c => code_point(c, out),
        }
    }
}

/// A text before an interpolation: a `$` at its end would double that of `${` and so disarm it.
pub(super) fn literal_before_interpolation(text: &str, out: &mut String) {
    match text.strip_suffix('$') {
        Some(start) => {
            literal(start, out);
            code_point('$', out);
        }
        None => literal(text, out),
    }
}

/// A key as it stands before `=`: bare if that is a name to HCL, else quoted, and always ASCII, so that its bytes are its columns.
pub(super) fn key(text: &str) -> String {
    if crate::core::document::hcl::Ident::parse(text).is_some() && !KEYWORDS.contains(&text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 2);
    quote(text, &mut out);
    if out.is_ascii() {
        return out;
    }
    let mut ascii = String::with_capacity(out.len());
    for c in out.chars() {
        if c.is_ascii() {
            ascii.push(c);
        } else {
            code_point(c, &mut ascii);
        }
    }
    ascii
}

fn code_point(c: char, out: &mut String) {
    let number = u32::from(c);
    // Writing to a String cannot fail.
    let _ = if number < 0x1_0000 {
        write!(out, "\\u{number:04x}")
    } else {
        write!(out, "\\U{number:08x}")
    };
}
