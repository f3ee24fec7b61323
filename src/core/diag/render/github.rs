//! GitHub's workflow commands (`::error file=..::text`), escaped as the Actions toolkit does (`@actions/core`, command.ts).

use std::fmt::Write as _;

use crate::core::diag::{Diagnostic, Severity};
use crate::core::sources::Sources;

pub(super) fn render(findings: &[Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for finding in findings {
        one(&mut text, finding, sources);
    }
    text
}

fn one(text: &mut String, finding: &Diagnostic, sources: &Sources) {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = vec![("title", finding.code.name().to_owned())];
    if let Some(place) = finding.place(sources) {
        properties.push(("file", place.path.into_string()));
        properties.push(("line", place.line.to_string()));
        properties.push(("endLine", place.end_line.to_string()));
        // Columns over several lines are refused.
        if place.line == place.end_line {
            properties.push(("col", place.column.to_string()));
            properties.push(("endColumn", place.end_column.to_string()));
        }
    } else if let Some(path) = finding.whole_file() {
        properties.push(("file", path.to_string()));
    }
    let properties: Vec<String> = properties
        .iter()
        .map(|(key, value)| format!("{key}={}", in_property(value)))
        .collect();
    let mut message = finding.message.clone();
    for label in finding.others() {
        // Writing to a String cannot fail.
        let _ = write!(
            message,
            "\n{}: {}",
            sources.position(label.span),
            label.text
        );
    }
    let (near, more) = finding.shown();
    for label in near {
        let _ = write!(
            message,
            "\n{}: {}",
            sources.position(label.span),
            label.text
        );
    }
    if more > 0 {
        let _ = write!(message, "\n{}", super::more_places(more));
    }
    if let Some(words) = super::omitted(finding) {
        let _ = write!(message, "\n{words}");
    }
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    let _ = writeln!(
        text,
        "::{command} {}::{}",
        properties.join(","),
        in_text(&message)
    );
}

/// Control characters other than line ends would reach the terminal that shows the log.
fn in_text(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|letter| {
            if control(letter) {
                char::REPLACEMENT_CHARACTER
            } else {
                letter
            }
        })
        .collect();
    visible
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn in_property(text: &str) -> String {
    in_text(text).replace(':', "%3A").replace(',', "%2C")
}

fn control(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\r')
}
