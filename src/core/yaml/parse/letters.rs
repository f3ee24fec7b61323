//! Letters that look like what YAML wants there and are not: spaces that do not indent, dashes that start no item.

use crate::core::diag::{Code, Diagnostic};
use crate::core::sources::{FileId, Span};

/// How many lines above the place where the scanner stops may hold the letter that misled it.
const ABOVE: usize = 3;

/// Whether a letter is taken for a space by a reader and for text by YAML.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() && !matches!(letter, ' ' | '\t' | '\n' | '\r') || has_no_width(letter)
}

fn has_no_width(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Whether a letter is taken for the `-` of a list item.
fn is_dash(letter: char) -> bool {
    matches!(letter, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The misleading letter at either end of a plain text, as a byte offset in it: nobody puts one there on purpose.
pub(super) fn misleading(plain: &str) -> Option<(usize, char)> {
    let mut letters = plain.char_indices();
    let first = letters.next()?;
    let item = is_dash(first.1) && letters.next().is_none_or(|(_, next)| next == ' ');
    if is_space(first.1) || item {
        return Some(first);
    }
    let last = plain.char_indices().next_back();
    last.filter(|(_, last)| is_space(*last))
        .or_else(|| behind_a_key(plain))
}

/// The misleading letter in the place of the space behind `key:`.
fn behind_a_key(plain: &str) -> Option<(usize, char)> {
    let (key, value) = plain.split_once(':')?;
    let is_key = key.starts_with(|first: char| first.is_ascii_lowercase())
        && key.chars().all(|letter| letter.is_ascii_alphanumeric());
    let next = value
        .chars()
        .next()
        .filter(|next| is_key && is_space(*next))?;
    Some((key.len() + 1, next))
}

/// The misleading letter in the indentation of a line, or of one of the lines above it.
pub(super) fn in_indentation(text: &str, at: usize) -> Option<(usize, char)> {
    let end = text
        .get(at..)?
        .find('\n')
        .map_or(text.len(), |end| at + end);
    let mut start = end;
    for line in text.get(..end)?.rsplit('\n').take(ABOVE + 1) {
        start -= line.len();
        let content = line.trim_start_matches(|letter: char| letter == ' ' || is_space(letter));
        let indent = line.len() - content.len();
        let mut letters = line.get(..indent)?.char_indices();
        let space = letters.find(|(_, letter)| is_space(*letter));
        let dash = content.chars().next().filter(|first| {
            is_dash(*first)
                && content
                    .get(first.len_utf8()..)
                    .is_some_and(|rest| rest.starts_with(' '))
        });
        if let Some((offset, letter)) = space.or(dash.map(|dash| (indent, dash))) {
            return Some((start + offset, letter));
        }
        start = start.saturating_sub(1);
    }
    None
}

/// What to say of such a letter.
pub(super) fn finding(file: FileId, at: u32, letter: char) -> Diagnostic {
    let span = Span {
        file,
        start: at,
        end: at + super::offset(letter.len_utf8()),
    };
    let number = u32::from(letter);
    let (message, help, instead) = if is_dash(letter) {
        (
            format!("a dash (U+{number:04X}) stands where the `-` of a list item is meant"),
            "write `-`".to_owned(),
            "-",
        )
    } else if has_no_width(letter) {
        (
            format!("a character of no width (U+{number:04X}) stands here, which nobody sees"),
            "remove it; in a text that is meant to have it, put the text in quotes".to_owned(),
            "",
        )
    } else {
        let name = if letter == '\u{a0}' {
            "a no-break space"
        } else {
            "a special space"
        };
        (
            format!("{name} (U+{number:04X}) stands where a space is meant"),
            "write a space; in a text that is meant to have it, put the text in quotes".to_owned(),
            " ",
        )
    };
    Diagnostic::new(Code::BrokenYaml, span, message)
        .help(help)
        .edit(span, instead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::yaml::parse::parse;

    /// Place, and what stands there instead.
    fn found(text: &str) -> Vec<(u32, String)> {
        let found = parse(FileId(0), text).findings.sorted();
        let edits = found.iter().flat_map(|finding| &finding.edits);
        edits
            .map(|edit| (edit.span.start, edit.replacement.clone()))
            .collect()
    }

    #[test]
    fn letters_that_mislead_are_found_where_they_stand() {
        for (text, at, instead) in [
            ("team:\n  a: x\n\u{a0} b: y\n  c: z\n", 13, " "),
            ("a: b\u{a0}\n", 4, " "),
            ("a: {b:\u{a0}c, d: e}\n", 6, " "),
            ("\u{200b}a: b\n", 0, ""),
            ("a:\n  \u{2013} name: x\n", 5, "-"),
            ("a:\n  - b\n  \u{2013} c\n", 11, "-"),
        ] {
            assert_eq!(found(text), [(at, instead.to_owned())], "{text:?}");
        }
    }

    #[test]
    fn texts_keep_their_letters() {
        for text in [
            "a: b\u{a0}c\n",
            "a: \"\u{a0}b\"\n",
            "a: |\n  \u{a0}b\n",
            "a: \u{2013}5\n",
        ] {
            assert_eq!(found(text), [], "{text:?}");
        }
    }
}
