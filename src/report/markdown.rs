//! Reports as GitHub's Markdown, for comments on pull requests: a summary first, large tables folded.
//!
//! Every value is escaped by the template engine, for the cell of a table: what is written in an input can neither end a cell
//! nor become markup, and it mentions nobody and links to no issue.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::template::{Syntax, render};
use super::view::{Difference, Environment, Report};

/// Differences that are shown; there may be one for each grant.
const SHOWN: usize = 200;

#[derive(Serialize)]
struct View<'r> {
    platform: &'r str,
    environments: &'r [Environment],
    differences: &'r [Difference],
    more_differences: usize,
}

/// The report as Markdown.
pub fn print(report: &Report) -> String {
    let view = View {
        platform: &report.platform,
        environments: &report.environments,
        differences: report
            .differences
            .get(..SHOWN)
            .unwrap_or(&report.differences),
        more_differences: report.differences.len().saturating_sub(SHOWN),
    };
    let template = include_str!("../../templates/report/report.md.j2");
    render(template, Syntax::Markdown, Value::from(Serde(&view)))
}

/// A text for the cell of a table.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => escaped.extend(['\\', c]),
            // GitHub looks for mentions, issues and addresses in what the Markdown has become, so that only another
            // character helps: `@team`, `owner/repo#1`, `GH-7`, `https://`, `www.`.
            '@' | '#' | '-' | ':' if links(c, text, at) => {
                escaped.push(c);
                escaped.push_str(APART);
            }
            '.' if ends_with(text, at, "www") => {
                escaped.push_str(APART);
                escaped.push(c);
            }
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                escaped.push(' ');
            }
            _ if c.is_control() || turns(c) => escaped.push(char::REPLACEMENT_CHARACTER),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// A space of no width, as an entity: what stands on both sides of it is no longer one word.
const APART: &str = "&#8203;";

/// Whether a character is the middle of what GitHub links.
fn links(c: char, text: &str, at: usize) -> bool {
    match c {
        '-' => ends_with(text, at, "gh"),
        ':' => text.get(at..).is_some_and(|rest| rest.starts_with("://")),
        _ => true,
    }
}

/// Whether what stands before a place ends with a word, in any case of its letters.
fn ends_with(text: &str, at: usize, word: &str) -> bool {
    let start = at.checked_sub(word.len());
    let before = start.and_then(|start| text.get(start..at));
    before.is_some_and(|before| before.eq_ignore_ascii_case(word))
}

/// Whether a character changes the direction of what follows, past the end of its cell.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_inputs_become_no_links() {
        for (text, shown) in [
            ("a@b", "a@&#8203;b"),
            ("owner/repo#1", "owner/repo#&#8203;1"),
            ("GH-7 gh-8", "GH-&#8203;7 gh-&#8203;8"),
            ("see https://x.y", "see https:&#8203;//x.y"),
            ("WWW.x.y", "WWW&#8203;.x.y"),
            ("10:30 a-b v1.2", "10:30 a-b v1.2"),
        ] {
            assert_eq!(escaped(text), shown);
        }
    }
}
