//! A difference as GitHub's Markdown, for one comment on a pull request: never longer than a comment may be, and where
//! something is left out, it says so.

use super::human::{head, sections};
use super::view::Diff;
use super::words::Piece;
use crate::report::markdown::escaped;

/// The most characters of a comment.
///
/// Source: GitHub's API, "body is too long (maximum is 65536 characters)".
pub const LONGEST: usize = 65_536;

/// Space for the sentence that says what is left out.
const SPARE: usize = 400;

/// Lines of a section that are shown before the others are folded.
const SHOWN: usize = 40;

/// As Markdown.
pub fn print(diff: &Diff) -> String {
    let mut text = format!(
        "## What changes: {}\n\n{}\n",
        escaped(&diff.platform),
        escaped(&head(diff).join("; "))
    );
    let sections = sections(diff);
    if sections.is_empty() {
        text.push_str("\nNothing changes.\n");
    }
    let (mut length, mut left_out) = (text.chars().count(), 0_usize);
    for section in sections {
        let folded = section.lines.len() > SHOWN;
        let title = escaped(&section.title);
        let (start, end) = if folded {
            (
                format!(
                    "\n<details><summary>{title}: {} lines</summary>\n\n",
                    section.lines.len()
                ),
                "\n</details>\n",
            )
        } else {
            (format!("\n**{title}**\n\n"), "")
        };
        let around = start.chars().count() + end.len();
        let mut lines = String::new();
        let mut fits = true;
        for line in &section.lines {
            let line = format!("- {}\n", line.iter().map(marked).collect::<String>());
            let more = line.chars().count();
            fits = fits && length + around + more + SPARE <= LONGEST;
            if fits {
                lines.push_str(&line);
                length += more;
            } else {
                left_out += 1;
            }
        }
        if !lines.is_empty() {
            length += around;
            text.extend([start.as_str(), &lines, end]);
        }
    }
    if left_out > 0 {
        let sentence = format!(
            "\n**{left_out} lines are left out, since a comment has at most {LONGEST} characters: run `platgen diff` for all of them.**\n"
        );
        text.push_str(&sentence);
    }
    text
}

fn marked(piece: &Piece) -> String {
    match piece {
        Piece::Text(text) => (*text).to_owned(),
        Piece::Name(name) => format!("**{}**", escaped(name)),
        Piece::Value(value) => escaped(value),
    }
}
