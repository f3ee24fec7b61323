//! Where the scanner stops: its errors in words that say what to do, at the place that is meant.

use super::faults;
use crate::core::diag::{Code, Diagnostic};
use crate::core::sources::{FileId, Span};

/// The tab in the first indentation that has one.
fn indented_by_tab(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line.get(..indent)?.find('\t') {
            return Some(at + tab);
        }
        at += line.len();
    }
    None
}

/// Where the fault is, if the scanner notices it elsewhere: behind a tab, at the start of a text that goes on behind one, or at
/// the start of a text with an escape.
fn better_place(text: &str, at: usize, info: &str) -> Option<usize> {
    if info.contains("tab") {
        let (before, after) = (text.get(..at)?, text.get(at..)?);
        if after.starts_with('\t') {
            return None;
        }
        let blank = |tab: &usize| {
            before
                .get(*tab..)
                .is_some_and(|rest| rest.trim().is_empty())
        };
        let behind = before.rfind('\t').filter(blank);
        return behind.or_else(|| Some(at + indented_by_tab(after)?));
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

/// A space that is missing behind the `-` of an item or the `:` of a key, in the line of a place or in the one above: where it is
/// missing, and what is said of it.
fn missing_space(text: &str, at: usize) -> Option<(usize, &'static str, &'static str)> {
    let before = text.get(..at)?;
    let own = before.rfind('\n').map_or(0, |end| end + 1);
    let above = before.get(..own)?.trim_end();
    let above = above.rfind('\n').map_or(0, |end| end + 1);
    [own, above].into_iter().find_map(|start| {
        let line = text.get(start..)?.lines().next()?;
        let indent = line.len() - line.trim_start().len();
        let content = line.trim_start();
        let item = content.strip_prefix('-');
        if item.is_some_and(|rest| {
            rest.starts_with(['{', '['])
                || rest.starts_with(|next: char| next.is_ascii_alphabetic())
        }) {
            return Some((
                start + indent,
                "a list item needs a space after its `-`",
                "put a space behind the `-`",
            ));
        }
        let entry = content.trim_start_matches("- ");
        let (key, value) = entry.split_once(':')?;
        let is_key = key.starts_with(|first: char| first.is_ascii_lowercase())
            && key.chars().all(|letter| letter.is_ascii_alphanumeric());
        let goes_on = value.starts_with(|next: char| next.is_ascii_alphanumeric());
        (is_key && goes_on).then(|| {
            (
                start + line.len() - value.len() - 1,
                "a space is missing behind this `:`",
                "put a space behind it, or the text in quotes",
            )
        })
    })
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
/// `bracket` is the innermost one that is open.
pub(super) fn reported(
    file: FileId,
    text: &str,
    at: u32,
    info: &str,
    bracket: Option<Span>,
) -> Diagnostic {
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
        return faults::too_deep(span);
    }
    // A bracket that could begin a key is not open yet for whoever reads events.
    let bracket = bracket.or_else(|| {
        let start = only_in_blocks(info).then(|| left_open(text, at as usize))??;
        let start = super::offset(start);
        Some(Span {
            file,
            start,
            end: start + 1,
        })
    });
    if let Some(opened) = bracket
        && (ends(text, at) || goes_on_below(text, opened, at, info))
    {
        let bracket = text.get(opened.start as usize..opened.end as usize);
        let part = if bracket == Some("{") {
            "',' or '}'"
        } else {
            "',' or ']'"
        };
        return unclosed(part, span, opened);
    }
    if info.contains("mapping values are not allowed") {
        if let Some((at, message, help)) = missing_space(text, at as usize) {
            let start = super::offset(at);
            let span = Span {
                file,
                start,
                end: start + 1,
            };
            let behind = Span {
                start: span.end,
                ..span
            };
            let finding = Diagnostic::new(Code::BrokenYaml, span, message).help(help);
            return finding.edit(behind, " ");
        }
        let (message, help) = odd_colon(text, at as usize);
        return Diagnostic::new(Code::BrokenYaml, span, message).help(help);
    }
    let known = SENTENCES.iter().find(|(part, _, _)| info.contains(part));
    match known {
        Some((part, message, _))
            if part.contains("trailing content") && before(text, at) == Some('\'') =>
        {
            Diagnostic::new(Code::BrokenYaml, span, *message)
                .help("write an inner quote as `''`, or put the whole text in double quotes")
        }
        Some((part, message, help)) => match bracket.filter(|_| part.contains("',' or")) {
            Some(opened) => unclosed(part, span, opened),
            None => Diagnostic::new(Code::BrokenYaml, span, *message).help(*help),
        },
        None => Diagnostic::new(
            Code::BrokenYaml,
            span,
            format!("the file is not well-formed YAML: {info}"),
        )
        .help("check the line and the one above it: indentation, quotes and brackets"),
    }
}

/// The character before a place.
fn before(text: &str, at: u32) -> Option<char> {
    text.get(..at as usize)?.chars().next_back()
}

/// Whether nothing follows any more.
fn ends(text: &str, at: u32) -> bool {
    let rest = text.get(at as usize..);
    rest.is_some_and(|rest| rest.trim().is_empty())
}

/// Whether the scanner minds the start of a line below the bracket: then the line is the next key, and the bracket is open.
fn goes_on_below(text: &str, opened: Span, at: u32, info: &str) -> bool {
    let between = text.get(opened.start as usize..at as usize);
    (info.contains("indentation") || only_in_blocks(info))
        && between.is_some_and(|between| between.contains('\n'))
}

/// Whether the scanner minds an item of a list inside of brackets.
fn only_in_blocks(info: &str) -> bool {
    info.contains("only valid inside a block")
}

/// The bracket in the nearest line above a place that has one more than it closes.
fn left_open(text: &str, at: usize) -> Option<usize> {
    let mut end = text.get(..at)?.rfind('\n')?;
    loop {
        let start = text.get(..end)?.rfind('\n').map_or(0, |start| start + 1);
        let mut open = Vec::new();
        let mut quote = None;
        for (offset, letter) in text.get(start..end)?.char_indices() {
            match (quote, letter) {
                (Some(begun), letter) if begun == letter => quote = None,
                (None, '"' | '\'') => quote = Some(letter),
                (None, '{' | '[') => open.push(start + offset),
                (None, '}' | ']') => drop(open.pop()),
                (Some(_) | None, _) => {}
            }
        }
        if let Some(found) = open.pop() {
            return Some(found);
        }
        end = start.checked_sub(1)?;
    }
}

/// A bracket that is not closed up to a place. `part` finds its sentence.
fn unclosed(part: &str, span: Span, opened: Span) -> Diagnostic {
    let known = SENTENCES.iter().find(|(known, _, _)| known.contains(part));
    let (message, help) = known.map_or(
        ("a bracket is not closed", "close it"),
        |(_, message, help)| (*message, *help),
    );
    Diagnostic::new(Code::BrokenYaml, span, message)
        .labelled("not closed up to here")
        .also(opened, "opened here")
        .help(help)
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
        "start each top-level key in the column of the first one, and keep one document in one file",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::yaml::parse::parse;

    /// What is reported of a broken text, with the text at each of its places.
    fn reported(text: &str) -> (String, Vec<(u32, &str)>) {
        let found = parse(FileId(0), text).findings.sorted();
        let [finding] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(finding.code, Code::BrokenYaml);
        let places = finding.labels.iter().map(|label| {
            let (start, end) = (label.span.start, label.span.end);
            (start, &text[start as usize..end as usize])
        });
        (finding.message.clone(), places.collect())
    }

    #[test]
    fn a_tab_is_reported_where_it_stands() {
        let tab = "a tab stands where YAML wants spaces".to_owned();
        for (text, at) in [
            ("a:\n\tb: c\n", 3),
            ("a:\n  b: c\n\td: e\n", 10),
            ("a:\n  b: c\n  \td: e\n", 12),
        ] {
            assert_eq!(reported(text), (tab.clone(), vec![(at, "\t")]), "{text:?}");
        }
    }

    #[test]
    fn an_open_bracket_is_reported_with_the_place_where_it_opens() {
        for (text, bracket, places) in [
            ("a: {b: c\nd: e\n", "{", vec![(10, ":"), (3, "{")]),
            ("a: {b: c,\n", "{", vec![(10, ""), (3, "{")]),
            ("a: [b, {c: d}\n", "[", vec![(14, ""), (3, "[")]),
            ("a: [", "[", vec![(4, ""), (3, "[")]),
            ("a: {b: [c}\n", "[", vec![(9, "}"), (7, "[")]),
        ] {
            let message = format!("a `{bracket}` is not closed");
            assert_eq!(reported(text), (message, places), "{text:?}");
        }
    }
}
