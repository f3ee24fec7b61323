//! What is known about codes, for people, for machines and as Markdown.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::code::{Code, Entry, Example, Family, Source};
use super::render::wrap::wrapped;

/// The width that explanations keep to.
const WIDTH: usize = 80;

/// The line before the list of codes in a file that holds it.
pub const START: &str = "<!-- platgen:findings -->";
/// The line after it.
pub const END: &str = "<!-- /platgen:findings -->";

/// The codes of each family, in the order of the table.
fn families(codes: &[Code]) -> Vec<(Family, Vec<Code>)> {
    let mut families: Vec<(Family, Vec<Code>)> = Vec::new();
    for code in codes {
        match families.last_mut() {
            Some((family, codes)) if *family == code.family() => codes.push(*code),
            Some(_) | None => families.push((code.family(), vec![*code])),
        }
    }
    families
}

/// All codes by family, with severity and title.
pub fn list(codes: &[Code]) -> String {
    let width = codes
        .iter()
        .map(|code| code.name().len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for (family, codes) in families(codes) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.extend([family.title(), "\n"]);
        for code in codes {
            let (word, name) = (code.severity().word(), code.name());
            let title = wrapped(code.entry().title, WIDTH - width - 13);
            let indent = format!("\n{:width$}", "", width = width + 13);
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "  {word:7}  {name:width$}  {}",
                title.replace('\n', &indent)
            );
        }
    }
    text
}

/// One code: cause, example, what to do, source.
pub fn one(code: Code) -> String {
    let entry = code.entry();
    let family = code.family().name();
    let mut text = wrapped(&format!("{}: {}", entry.name, entry.title), WIDTH);
    text.extend([
        "\nseverity: ",
        entry.severity.word(),
        ", family: ",
        family,
        "\n",
    ]);
    section(&mut text, "Cause", &wrapped(entry.cause, WIDTH - 2));
    match entry.example {
        Example::Input { path, text: input } => {
            section(&mut text, &format!("Example: {path}"), input.trim_end());
        }
        Example::Words(words) => section(&mut text, "Example", &wrapped(words, WIDTH - 2)),
    }
    section(&mut text, "Fix", &wrapped(entry.fix, WIDTH - 2));
    if let Some(source) = entry.source {
        let mut lines = wrapped(&stated(source), WIDTH - 2);
        if let Some(url) = source.url {
            lines.extend(["\n", url]);
        }
        section(&mut text, "Source", &lines);
    }
    text
}

fn section(text: &mut String, title: &str, lines: &str) {
    text.extend(["\n", title, "\n"]);
    for line in lines.lines() {
        text.extend(["  ", line, "\n"]);
    }
}

/// The document and its date.
fn stated(source: Source) -> String {
    format!("{} ({})", source.document, source.dated)
}

/// One code as a JSON object, ending with a line end.
pub fn one_as_json(code: Code) -> String {
    format!("{:#}\n", object(code))
}

/// All codes as a JSON array, ending with a line end.
pub fn all_as_json(codes: &[Code]) -> String {
    let all: Vec<Value> = codes.iter().map(|code| object(*code)).collect();
    format!("{:#}\n", Value::Array(all))
}

fn object(code: Code) -> Value {
    let entry = code.entry();
    let mut object = Map::new();
    for (key, text) in [
        ("code", entry.name),
        ("severity", entry.severity.word()),
        ("family", code.family().name()),
        ("title", entry.title),
        ("cause", entry.cause),
    ] {
        object.insert(key.into(), text.into());
    }
    let example = match entry.example {
        Example::Input { path, text } => json!({"path": path, "text": text}),
        Example::Words(words) => json!({"words": words}),
    };
    object.insert("example".into(), example);
    object.insert("fix".into(), entry.fix.into());
    let source = entry.source.map(
        |source| json!({"document": source.document, "dated": source.dated, "url": source.url}),
    );
    object.insert("source".into(), json!(source));
    Value::Object(object)
}

/// One code as Markdown, under a heading of the third level.
pub fn one_as_markdown(code: Code) -> String {
    let entry = code.entry();
    format!(
        "### {}\n\n**{}**, {}.\n\n{}",
        entry.name,
        capital(entry.severity.word()),
        small(entry.title),
        body(entry)
    )
}

/// All codes as Markdown: a table, then each of them.
pub fn all_as_markdown(codes: &[Code]) -> String {
    let mut text = String::from("\n| code | severity | what it means |\n|---|---|---|\n");
    for code in codes {
        let entry = code.entry();
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| [`{0}`](#{0}) | {1} | {2} |",
            entry.name,
            entry.severity.word(),
            entry.title.replace('|', "\\|")
        );
    }
    for (family, codes) in families(codes) {
        text.extend(["\n## ", family.title(), "\n"]);
        for code in codes {
            text.push('\n');
            text.push_str(&one_as_markdown(code));
        }
    }
    text.push('\n');
    text
}

/// Cause, example, what to do and source as Markdown; also the help text of a SARIF rule.
pub(super) fn body(entry: &Entry) -> String {
    let mut text = format!("{}\n\n", entry.cause);
    match entry.example {
        Example::Input { path, text: input } => {
            text.extend(["Example, `", path, "`:\n\n```yaml\n", input, "```\n"]);
        }
        Example::Words(words) => text.extend(["Example: ", words, "\n"]),
    }
    text.extend(["\nFix: ", entry.fix, "\n"]);
    if let Some(source) = entry.source {
        let stated = stated(source);
        match source.url {
            Some(url) => text.extend(["\nSource: [", &stated, "](", url, ")\n"]),
            None => text.extend(["\nSource: ", &stated, "\n"]),
        }
    }
    text
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
        .unwrap_or_default()
}

/// A title inside a sentence: `A key` becomes `a key`, `YAML` stays.
fn small(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().to_string() + letters.as_str()
        }
        (Some(_) | None, _) => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_explained() {
        insta::assert_snapshot!(one(Code::ReservedAddress), @r"
        reserved-address: An address that Azure keeps for itself
        severity: error, family: network

        Cause
          The first four addresses and the last one of every subnet belong to Azure. A
          load balancer never gets one.

        Example: catalog/environments/demo.yaml
          models: {mistral-7b-instruct: {staticIP: 10.10.7.3}}

        Fix
          Choose a free address from the range that the finding states.

        Source
          Microsoft Learn: Azure Virtual Network frequently asked questions (the first
          four addresses and the last of each subnet are reserved) (read 2026-08-21)
          https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
        ");
    }

    #[test]
    fn everything_fits_a_terminal() {
        let mut all = list(crate::codes::all());
        for code in crate::codes::all() {
            all.push_str(&one(*code));
        }
        // Addresses of documents and lines of examples are not ours to break.
        let ours = |line: &&str| !line.contains("https://") && !line.contains('{');
        for line in all.lines().filter(ours) {
            assert!(line.chars().count() <= WIDTH, "{line}");
        }
    }

    #[test]
    fn every_code_is_listed_once() {
        let (people, markdown) = (
            list(crate::codes::all()),
            all_as_markdown(crate::codes::all()),
        );
        let json: Vec<Value> = serde_json::from_str(&all_as_json(crate::codes::all())).unwrap();
        assert_eq!(json.len(), crate::codes::all().len());
        for code in crate::codes::all() {
            let name = code.name();
            assert_eq!(people.matches(&format!("  {name} ")).count(), 1, "{name}");
            assert_eq!(
                markdown.matches(&format!("\n### {name}\n")).count(),
                1,
                "{name}"
            );
        }
    }
}
