//! SARIF 2.1.0 (OASIS, 27 March 2020, with errata 01), as code scanning services take it.
//!
//! Columns are UTF-16 code units, which the format takes for granted and editors count in. Fingerprints rest on the code,
//! the path and the words of the line, never on its number, so that a finding stays the same one when lines move.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use camino::Utf8Path;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::core::diag::code::Entry;
use crate::core::diag::{Code, Diagnostic, Label, Severity, explain};
use crate::core::sources::{FileId, Sources, Span};

pub(super) fn render(findings: &[Diagnostic], sources: &Sources, codes: &[Code]) -> String {
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code)).collect();
    let mut prints = Fingerprints::default();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| {
            let rule = codes.iter().position(|code| *code == finding.code);
            result(finding, rule, sources, &mut prints)
        })
        .collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "platgen",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn rule(code: Code) -> Value {
    let entry: &Entry = code.entry();
    let mut rule = json!({
        "id": entry.name,
        "shortDescription": {"text": format!("{}.", entry.title)},
        "fullDescription": {"text": entry.cause},
        "help": {"text": format!("{} {}", entry.cause, entry.fix), "markdown": explain::body(entry)},
        "defaultConfiguration": {"level": level(entry.severity)},
        "properties": {"tags": [code.family().name()]},
    });
    let url = entry.source.and_then(|source| source.url);
    if let (Some(url), Some(rule)) = (url, rule.as_object_mut()) {
        rule.insert("helpUri".into(), url.into());
    }
    rule
}

fn result(
    finding: &Diagnostic,
    rule: Option<usize>,
    sources: &Sources,
    prints: &mut Fingerprints,
) -> Value {
    let mut text = format!("{}.", finding.message);
    if let Some(words) = super::omitted(finding) {
        let _ = write!(text, " {words}.");
    }
    if let Some(help) = &finding.help {
        let _ = write!(text, " Help: {help}.");
    }
    let mut result = json!({
        "ruleId": finding.code.name(),
        "ruleIndex": rule,
        "level": level(finding.severity),
        "message": message(&text),
    });
    let place = finding
        .labels
        .first()
        .map(|label| physical(label.span, sources));
    let location = place.or_else(|| {
        finding
            .whole_file()
            .map(|path| json!({"artifactLocation": artifact(path)}))
    });
    let Some(object) = result.as_object_mut() else {
        return result;
    };
    if let Some(location) = location {
        object.insert("locations".into(), json!([{"physicalLocation": location}]));
    }
    let related: Vec<Value> = finding
        .others()
        .chain(&finding.elsewhere)
        .zip(1..)
        .map(|(label, id)| related(label, id, sources))
        .collect();
    if !related.is_empty() {
        object.insert("relatedLocations".into(), related.into());
    }
    if !finding.edits.is_empty() {
        object.insert("fixes".into(), json!([fix(finding, sources)]));
    }
    object.insert("properties".into(), properties(finding));
    let print = prints.of(finding, sources);
    object.insert(
        "partialFingerprints".into(),
        json!({"platgenFinding/v1": print}),
    );
    result
}

/// Words that hold text of inputs. Viewers show `[text](target)` in them as a link, so brackets are escaped (section 3.11.6
/// of the format).
fn message(text: &str) -> Value {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '[' | ']' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    json!({"text": escaped})
}

/// What the finding is about, and how many like it are not listed.
fn properties(finding: &Diagnostic) -> Value {
    let subject = &finding.subject;
    json!({
        "rule": finding.rule(),
        "environments": subject.environments,
        "teams": subject.teams,
        "models": subject.models,
        "omitted": finding.omitted,
    })
}

/// The change that resolves a finding, as programs can make it (section 3.55).
fn fix(finding: &Diagnostic, sources: &Sources) -> Value {
    let mut by_file: BTreeMap<FileId, Vec<Value>> = BTreeMap::new();
    for edit in &finding.edits {
        let region = physical(edit.span, sources);
        by_file.entry(edit.span.file).or_default().push(json!({
            "deletedRegion": region.get("region"),
            "insertedContent": {"text": edit.replacement},
        }));
    }
    let changes = by_file.into_iter().filter_map(|(file, replacements)| {
        let path = artifact(sources.file(file)?.path());
        Some(json!({"artifactLocation": path, "replacements": replacements}))
    });
    json!({
        "description": message(finding.help.as_deref().unwrap_or(&finding.message)),
        "artifactChanges": changes.collect::<Vec<_>>(),
    })
}

fn related(label: &Label, id: u32, sources: &Sources) -> Value {
    let text = if label.text.is_empty() {
        "also here"
    } else {
        &label.text
    };
    json!({"id": id, "physicalLocation": physical(label.span, sources), "message": message(text)})
}

fn physical(span: Span, sources: &Sources) -> Value {
    let Some(file) = sources.file(span.file) else {
        return json!({});
    };
    let (start_line, start_column) = file.line_column_utf16(span.start);
    let (end_line, end_column) = file.line_column_utf16(span.end);
    json!({
        "artifactLocation": artifact(file.path()),
        "region": {
            "startLine": start_line,
            "startColumn": start_column,
            "endLine": end_line,
            "endColumn": end_column,
        },
    })
}

/// A path relative to the repository as a URI reference (RFC 3986).
fn artifact(path: &Utf8Path) -> Value {
    let mut uri = String::with_capacity(path.as_str().len());
    for byte in path.as_str().bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            uri.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    json!({"uri": uri})
}

/// Fingerprints given so far, with how often each was: equal lines are distinguished by their order.
#[derive(Default)]
struct Fingerprints(BTreeMap<String, u32>);

/// As much of a line as a fingerprint looks at on each side of the place, in bytes.
const AROUND: usize = 200;

impl Fingerprints {
    /// `<hash>:<count>`, as code scanning services form theirs.
    fn of(&mut self, finding: &Diagnostic, sources: &Sources) -> String {
        let mut hash = Sha256::new();
        let mut add = |part: &str| {
            hash.update(part.as_bytes());
            hash.update([0]);
        };
        add(finding.code.name());
        let label = finding.labels.first();
        let written = label.and_then(|label| Some((sources.file(label.span.file)?, label.span)));
        if let Some((file, span)) = written {
            add(file.path().as_str());
            for part in around(file.text(), span) {
                add(part);
            }
        } else {
            add(finding.path.as_ref().map_or("", |path| path.as_str()));
            add(&finding.message);
        }
        let mut print = String::with_capacity(32);
        for byte in hash.finalize().iter().take(16) {
            // Writing to a String cannot fail.
            let _ = write!(print, "{byte:02x}");
        }
        let count = self.0.entry(print.clone()).or_default();
        *count += 1;
        format!("{print}:{count}")
    }
}

/// What stands in the line before a place, at it, and behind it, without the spaces at the line's ends.
fn around(text: &str, span: Span) -> [&str; 3] {
    let start = (span.start as usize).min(text.len());
    let end = (span.end as usize).clamp(start, text.len());
    let before = text.get(..start).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or_default();
    let before = before.get(boundary(before, before.len().saturating_sub(AROUND))..);
    let at = text.get(start..end).unwrap_or_default();
    let behind = text.get(end..).unwrap_or_default();
    let behind = behind.get(..boundary(behind, AROUND)).unwrap_or_default();
    let behind = behind.split('\n').next().unwrap_or_default();
    [
        before.unwrap_or_default().trim_start(),
        at.lines().next().unwrap_or_default(),
        behind.trim_end(),
    ]
}

/// The first boundary of a letter at or behind an offset.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}
