//! Scalars that cannot be taken for something else.

use std::fmt::Write as _;

use crate::core::print::{is_number, is_printable};

/// Words that some reader takes for a truth value, nothing, a number or a merge (YAML 1.1 types, YAML 1.2 core schema).
const WORDS: &[&str] = &[
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf", "infinity",
];

/// Text: plain if it is words of letters, digits and a few harmless signs, else in double quotes.
pub(super) fn text(text: &str, out: &mut String) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        quoted(text, out);
    }
}

fn is_plain(text: &str) -> bool {
    let harmless =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '@' | ' ');
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(harmless)
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// Whether a literal block shows exactly this text: lines each ended by `\n`, none of them empty, the first
/// not indented, and nothing unseen in them.
pub(super) fn can_be_block(text: &str) -> bool {
    // Not `lines()`, which takes the `\r` of a `\r\n` for a part of the line's end.
    let whole =
        |line: &str| !line.is_empty() && !line.ends_with(' ') && line.chars().all(is_printable);
    let lines = text.strip_suffix('\n');
    lines.is_some_and(|lines| lines.split('\n').all(whole)) && !text.starts_with(' ')
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_printable(c) => out.push(c),
            c => escaped(c, out),
        }
    }
    out.push('"');
}

fn escaped(c: char, out: &mut String) {
    let number = u32::from(c);
    // Writing to a String cannot fail.
    let _ = match number {
        0..=0xff => write!(out, "\\x{number:02x}"),
        0x100..=0xffff => write!(out, "\\u{number:04x}"),
        _ => write!(out, "\\U{number:08x}"),
    };
}

/// A number that YAML 1.1, too, takes for a float: with a point, and a sign in its exponent.
pub(super) fn float(value: f64, out: &mut String) {
    if !is_number(value) {
        out.push_str("null");
        return;
    }
    let text = format!("{value:?}");
    let Some((mantissa, exponent)) = text.split_once('e') else {
        out.push_str(&text);
        return;
    };
    out.push_str(mantissa);
    if !mantissa.contains('.') {
        out.push_str(".0");
    }
    out.push('e');
    if !exponent.starts_with('-') {
        out.push('+');
    }
    out.push_str(exponent);
}
