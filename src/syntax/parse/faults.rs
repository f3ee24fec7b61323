//! The findings about YAML itself, one function per fault.

use super::scalar::Fault;
use crate::diag::{Code, Diagnostic};
use crate::sources::{FileId, Span};
use crate::syntax::tree::Value;

/// What the scanner would not tell, or would take for the end of the text.
pub(super) fn before_scanning(file: FileId, text: &str) -> Option<Diagnostic> {
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

/// Where the fault is, if the scanner notices it elsewhere: behind a tab, or at the start of a text with an escape.
fn better_place(text: &str, at: usize, info: &str) -> Option<usize> {
    if info.contains("tab") {
        let before = text.get(..at)?;
        return (!text.get(at..)?.starts_with('\t'))
            .then(|| before.rfind('\t'))
            .flatten()
            .filter(|tab| {
                before
                    .get(*tab..)
                    .is_some_and(|rest| rest.trim().is_empty())
            });
    }
    if !info.contains("escape") {
        return None;
    }
    let mut letters = text.get(at..)?.char_indices();
    while let Some((offset, letter)) = letters.next() {
        if letter == '\\' {
            let (_, escaped) = letters.next()?;
            if !"0abt\tnvfre \"/\\N_LPxuU\r\n".contains(escaped) {
                return Some(at + offset);
            }
        }
    }
    None
}

/// What a `:` means that can start no value, and what to do: a key without its colon is read as the start of a text that goes
/// on in the next line, and so is what is indented more than the keys above it.
fn odd_colon(text: &str, at: usize) -> (&'static str, &'static str) {
    let before = text.get(..at).unwrap_or_default();
    let mut lines = before.rsplit('\n');
    let own = lines.next().unwrap_or_default();
    let above = lines.map(str::trim).find(|line| !line.is_empty());
    let has_colon = |line: &str| line.contains(": ") || line.ends_with(':');
    if has_colon(own) {
        return (
            "this `:` stands in a text, where it would start a value",
            "put the text in quotes",
        );
    }
    match above {
        Some(line) if !has_colon(line) && !line.starts_with(['#', '-']) => (
            "the line above is no `key: value`, so this `:` has no place",
            "write `: ` behind the key of the line above, or indent what goes on",
        ),
        Some(_) | None => (
            "the key of this `:` stands in another column than the keys above",
            "start the keys of one mapping in one column, or put the text in quotes",
        ),
    }
}

/// The scanner's error, in words that say what to do. `info` is matched by parts of the scanner's own sentences
/// (saphyr-parser 0.3); one that is not known here is passed on as it is.
pub(super) fn of_scanner(file: FileId, text: &str, at: u32, info: &str) -> Diagnostic {
    let at = better_place(text, at as usize, info).map_or(at, super::offset);
    let end = text
        .get(at as usize..)
        .and_then(|rest| rest.chars().next())
        .filter(|letter| !matches!(letter, '\n' | '\r'));
    let span = Span {
        file,
        start: at,
        end: at + super::offset(end.map_or(0, char::len_utf8)),
    };
    if info.contains("recursion limit") {
        return too_deep(span);
    }
    if info.contains("mapping values are not allowed") {
        let (message, help) = odd_colon(text, at as usize);
        return Diagnostic::new(Code::BrokenYaml, span, message).help(help);
    }
    let known = SENTENCES.iter().find(|(part, _, _)| info.contains(part));
    match known {
        Some((_, message, help)) => Diagnostic::new(Code::BrokenYaml, span, *message).help(*help),
        None => Diagnostic::new(
            Code::BrokenYaml,
            span,
            format!("the file is not well-formed YAML: {info}"),
        )
        .help("check the line and the one above it: indentation, quotes and brackets"),
    }
}

const INDENT: &str = "check the indentation of this line and of the one above it; keys of one mapping start in one column";

/// Part of the scanner's sentence, what is wrong, what to do.
const SENTENCES: &[(&str, &str, &str)] = &[
    (
        "mapping keys are not allowed",
        "a key stands where none can",
        INDENT,
    ),
    (
        "found a tab",
        "a tab stands where YAML wants spaces",
        "indent with spaces",
    ),
    (
        "tab",
        "a tab stands where YAML wants spaces",
        "indent with spaces",
    ),
    (
        "did not find expected key",
        "this line fits neither the mapping above nor its values",
        INDENT,
    ),
    (
        "did not find expected '-' indicator",
        "this line fits neither the list above nor its items",
        INDENT,
    ),
    (
        "simple key expect",
        "a key without its `:`",
        "write `key: value`",
    ),
    (
        "did not find expected ',' or '}'",
        "a `{` is not closed",
        "separate entries with `,` and close with `}`",
    ),
    (
        "expected ',' or ']'",
        "a `[` is not closed",
        "separate items with `,` and close with `]`",
    ),
    (
        "misplaced bracket",
        "a bracket closes what nothing opened",
        "remove it, or put the text in quotes",
    ),
    (
        "found unexpected end of stream",
        "a quoted text is not closed",
        "add the closing quote",
    ),
    (
        "found unexpected document indicator",
        "a quoted text is not closed",
        "add the closing quote",
    ),
    (
        "trailing content after double-quoted",
        "text follows a closing quote",
        "write an inner quote as `\\\"`, or put the whole text in single quotes",
    ),
    (
        "escape",
        "an unknown escape in a text in double quotes",
        "put the text in single quotes, or write a backslash as `\\\\`",
    ),
    (
        "hexadecimal",
        "an unknown escape in a text in double quotes",
        "put the text in single quotes, or write a backslash as `\\\\`",
    ),
    (
        "unknown anchor",
        "an alias names an anchor that does not stand above it",
        "define it with `&name` first, or put the text in quotes",
    ),
    (
        "scanning an anchor or alias",
        "a `&` or `*` without a name",
        "put the text in quotes",
    ),
    (
        "unexpected character",
        "a text cannot start with this character",
        "put the text in quotes",
    ),
    (
        "plain scalar cannot start",
        "a text cannot start like this",
        "put the text in quotes",
    ),
    (
        "the handle wasn't declared",
        "a tag is no part of an input",
        "remove it, or put the text in quotes",
    ),
    (
        "tag",
        "a tag is no part of an input",
        "remove the word with `!`, or put the text in quotes",
    ),
    (
        "illegal placement of ':'",
        "a `:` stands where no value can start",
        "close the bracket above, or put a text that holds `: ` in quotes",
    ),
    (
        "block sequence entries are not allowed",
        "a list item stands where none can",
        "start the list on a line of its own",
    ),
    (
        "byte order mark",
        "a byte order mark stands inside the file",
        "remove it",
    ),
    (
        "block scalar",
        "the text block is not indented evenly",
        "indent its lines deeper than its key, with spaces",
    ),
    (
        "indentation in quoted",
        "a quoted text is not closed",
        "add the closing quote, or indent the lines that go on",
    ),
    ("indentation", "the indentation fits nothing above", INDENT),
    (
        "comment intercepting",
        "a comment cuts a text that runs over several lines",
        "put the comment on a line before the key",
    ),
    (
        "directive",
        "a `%` starts a directive",
        "remove the line, or put the text in quotes",
    ),
    (
        "document",
        "text follows the end of the document",
        "keep one document in one file",
    ),
];

/// The faults behind this one are not told.
pub(super) fn cut(span: Span) -> Diagnostic {
    let message = format!(
        "more than {} faults; the others of this file are not listed",
        super::TOLD
    );
    Diagnostic::new(Code::MoreFaults, span, message)
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
