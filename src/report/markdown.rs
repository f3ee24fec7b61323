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
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => escaped.extend(['\\', c]),
            // GitHub looks for mentions and issues in what the Markdown has become, so that only another character helps.
            '@' | '#' if !before.is_alphanumeric() => {
                escaped.push(c);
                escaped.push_str("&#8203;");
            }
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                escaped.push(' ');
            }
            _ if c.is_control() || turns(c) => escaped.push(char::REPLACEMENT_CHARACTER),
            _ => escaped.push(c),
        }
        before = c;
    }
    escaped
}

/// Whether a character changes the direction of what follows, past the end of its cell.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}
