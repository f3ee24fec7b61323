//! The findings about YAML itself, one function per fault.

use super::scalar::Fault;
use crate::core::diag::{Code, Diagnostic};
use crate::core::sources::{FileId, Span};
use crate::core::yaml::tree::Value;

/// What the scanner would not report, or would take for the end of the text.
pub(super) fn before_scanning(file: FileId, text: &str) -> Option<Diagnostic> {
    if let Some(finding) = lone_carriage_return(file, text) {
        return Some(finding);
    }
    if let Some((at, found)) = text.char_indices().find(|(_, letter)| unprintable(*letter)) {
        let start = super::offset(at);
        let span = Span {
            file,
            start,
            end: start + super::offset(found.len_utf8()),
        };
        let message = format!(
            "the control character U+{:04X} stands in the file",
            u32::from(found)
        );
        return Some(
            Diagnostic::new(Code::BrokenYaml, span, message)
                .help("remove it; YAML allows tab and line ends only"),
        );
    }
    let directive = directive(text)?;
    let span = Span {
        file,
        start: directive.0,
        end: directive.1,
    };
    let message = "a YAML directive changes how the file is read";
    Some(
        Diagnostic::new(Code::UnsupportedYaml, span, message)
            .help("remove the line; inputs are YAML 1.2"),
    )
}

/// A carriage return that no line feed follows. YAML ends a line there, but editors, diffs and reviews show what follows as part
/// of the same line: a comment could hide a key.
fn lone_carriage_return(file: FileId, text: &str) -> Option<Diagnostic> {
    let (at, _) = text
        .match_indices('\r')
        .find(|(at, _)| text.as_bytes().get(at + 1) != Some(&b'\n'))?;
    let start = super::offset(at);
    let span = Span {
        file,
        start,
        end: start + 1,
    };
    let message = "a carriage return without a line feed ends a line here, which few tools show";
    Some(
        Diagnostic::new(Code::BrokenYaml, span, message)
            .help("put a line feed in its place, and look at what follows it"),
    )
}

/// What `c-printable` of YAML 1.2.2 (chapter 5.1) leaves out.
fn unprintable(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\u{85}')
}

/// The `%...` line in front of the document, if there is one.
fn directive(text: &str) -> Option<(u32, u32)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        if content.starts_with('%') {
            return Some((super::offset(at), super::offset(at + content.len())));
        }
        if !content.is_empty() && !content.starts_with('#') {
            return None;
        }
        at += line.len();
    }
    None
}

/// Too many levels.
pub(super) fn too_deep(span: Span) -> Diagnostic {
    let message = format!("collections nest deeper than {} levels", super::DEPTH);
    Diagnostic::new(Code::YamlTooDeep, span, message)
        .help("write it with fewer levels: no input needs more than ten")
}

/// An alias inside what it names.
pub(super) fn endless(span: Span) -> Diagnostic {
    let message = "the alias stands inside the value that it names, so the value would never end";
    Diagnostic::new(Code::YamlTooDeep, span, message).help("write the value out")
}

/// An alias bomb, or close to it.
pub(super) fn too_much(span: Span) -> Diagnostic {
    let message = "anchors and aliases copy more than any input needs";
    Diagnostic::new(Code::YamlTooDeep, span, message)
        .help("write the values out, or give teams an access group")
}

/// `---` in the middle.
pub(super) fn second_document(span: Span) -> Diagnostic {
    let message = "a second document starts in the same file";
    Diagnostic::new(Code::UnsupportedYaml, span, message).help("keep one document in one file")
}

/// `!anything`.
pub(super) fn tag(span: Span) -> Diagnostic {
    let message = "a tag is no part of an input";
    Diagnostic::new(Code::UnsupportedYaml, span, message)
        .help("remove the word with `!`; the schema decides the type")
}

/// `<<:`.
pub(super) fn merge(span: Span) -> Diagnostic {
    let message = "`<<` merges mappings in YAML 1.1 only; here it would be a key like any other";
    Diagnostic::new(Code::UnsupportedYaml, span, message)
        .help("write the keys out, or give teams an access group")
}

/// A key that is no text.
pub(super) fn key(span: Span, value: &Value, alias: bool) -> Diagnostic {
    let (what, help) = if alias {
        ("an alias", "write the key out")
    } else {
        match value {
            Value::Null => ("nothing", "name the key"),
            Value::Bool(_) => ("true or false", "put the key in quotes"),
            Value::Integer(_) | Value::Float(_) => ("a number", "put the key in quotes"),
            Value::Text(_) => ("a text of another kind", "put the key in quotes"),
            Value::List(_) => ("a list", "write one key per entry"),
            Value::Map(_) => ("a mapping", "put a value that starts with `{` in quotes"),
        }
    };
    Diagnostic::new(
        Code::UnsupportedYaml,
        span,
        format!("a key is {what}, and keys are text"),
    )
    .help(help)
}

/// The same key again.
pub(super) fn duplicate(key: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateKey,
        second,
        format!(
            "the key `{}` stands twice in one mapping",
            key.escape_debug()
        ),
    )
    .labelled("again here")
    .also(first, "first here")
    .help("keep one of the two")
}

/// A plain scalar that seems to be something else.
pub(super) fn of_scalar(span: Span, text: &str, fault: Fault) -> Diagnostic {
    let (message, help) = match fault {
        Fault::LeadingZero => {
            let sign = if text.starts_with('-') { "-" } else { "" };
            let digits = text.trim_start_matches(['-', '+', '0']);
            let number = if digits.is_empty() {
                "0".to_owned()
            } else {
                format!("{sign}{digits}")
            };
            (
                format!("`{text}` is the number {number}: the zero in front is lost"),
                format!("write {number}, or \"{text}\" for the text"),
            )
        }
        Fault::TooLarge => (
            "the number is too large to be kept exactly".to_owned(),
            format!(
                "write a number up to {}, or put it in quotes if it is a text",
                i64::MAX
            ),
        ),
        Fault::BlockInBrackets => (
            "a text block cannot stand inside brackets".to_owned(),
            "put the text in quotes".to_owned(),
        ),
        Fault::NotFinite => (
            format!("`{text}` is no number that an input can hold"),
            format!("write \"{text}\" for the text"),
        ),
    };
    Diagnostic::new(Code::UnsupportedYaml, span, message).help(help)
}
