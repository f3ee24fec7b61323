//! SARIF 2.1.0 (OASIS, 27 March 2020), as code scanning services take it.

use std::fmt::Write as _;

use camino::Utf8Path;
use serde_json::{Value, json};

use super::Place;
use crate::diag::{Code, Diagnostic, Severity};
use crate::sources::Sources;

pub(super) fn render(findings: &[Diagnostic], sources: &Sources) -> String {
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| result(finding, sources))
        .collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "platgen", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
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
    json!({
        "id": code.name(),
        "shortDescription": {"text": format!("{}.", code.description())},
        "defaultConfiguration": {"level": level(code.severity())},
    })
}

fn result(finding: &Diagnostic, sources: &Sources) -> Value {
    let text = match &finding.help {
        Some(help) => format!("{}. Help: {help}.", finding.message),
        None => format!("{}.", finding.message),
    };
    let mut result = json!({
        "ruleId": finding.code.name(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == finding.code),
        "level": level(finding.severity),
        "message": {"text": text},
    });
    let place = finding.place(sources).map(|place| physical(&place));
    let location = place.or_else(|| {
        finding
            .whole_file()
            .map(|path| json!({"artifactLocation": artifact(path)}))
    });
    if let (Some(location), Some(object)) = (location, result.as_object_mut()) {
        object.insert("locations".into(), json!([{"physicalLocation": location}]));
        let related: Vec<Value> = finding
            .others()
            .zip(1..)
            .map(|(label, id)| {
                let location = physical(&Place::of(sources, label.span));
                json!({"id": id, "physicalLocation": location, "message": {"text": label.text}})
            })
            .collect();
        if !related.is_empty() {
            object.insert("relatedLocations".into(), related.into());
        }
    }
    result
}

fn physical(place: &Place) -> Value {
    json!({
        "artifactLocation": artifact(&place.path),
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
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
