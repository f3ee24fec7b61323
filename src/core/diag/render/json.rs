//! For programs: one array, one object per finding. Keys are never renamed once released.

use serde_json::{Map, Value, json};

use super::Place;
use crate::core::diag::{Diagnostic, Edit, Label};
use crate::core::sources::Sources;

pub(super) fn render(findings: &[Diagnostic], sources: &Sources) -> String {
    let all: Vec<Value> = findings
        .iter()
        .map(|finding| one(finding, sources))
        .collect();
    format!("{:#}\n", Value::Array(all))
}

fn one(finding: &Diagnostic, sources: &Sources) -> Value {
    let mut object = Map::new();
    object.insert("code".into(), finding.code.name().into());
    object.insert("rule".into(), finding.rule().into());
    object.insert("severity".into(), finding.severity.word().into());
    object.insert("message".into(), finding.message.as_str().into());
    if let Some(place) = finding.place(sources) {
        insert(&mut object, &place);
    } else if let Some(path) = finding.whole_file() {
        object.insert("path".into(), path.as_str().into());
    }
    let labels: Vec<Value> = finding
        .labels
        .iter()
        .map(|label| of_label(label, sources))
        .collect();
    object.insert("labels".into(), labels.into());
    let elsewhere = finding.elsewhere.iter();
    let elsewhere: Vec<Value> = elsewhere.map(|label| of_label(label, sources)).collect();
    object.insert("elsewhere".into(), elsewhere.into());
    object.insert("help".into(), json!(finding.help));
    let edits = finding.edits.iter().map(|edit| of_edit(edit, sources));
    object.insert("edits".into(), edits.collect::<Vec<_>>().into());
    let subject = &finding.subject;
    object.insert("environments".into(), json!(subject.environments));
    object.insert("teams".into(), json!(subject.teams));
    object.insert("models".into(), json!(subject.models));
    let resource = subject.resource.as_ref();
    let resource = resource.map(|resource| json!({"kind": resource.kind, "name": resource.name}));
    object.insert("resource".into(), json!(resource));
    // Of this code, severity and file; they are counted, and not listed.
    object.insert("omitted".into(), finding.omitted.into());
    Value::Object(object)
}

fn of_label(label: &Label, sources: &Sources) -> Value {
    let mut object = Map::new();
    insert(&mut object, &Place::of(sources, label.span));
    object.insert("text".into(), label.text.as_str().into());
    Value::Object(object)
}

/// What stands from one byte to another, end exclusive, is replaced; the bytes are those of the file without its byte order mark.
fn of_edit(edit: &Edit, sources: &Sources) -> Value {
    let mut object = Map::new();
    insert(&mut object, &Place::of(sources, edit.span));
    object.insert("startByte".into(), edit.span.start.into());
    object.insert("endByte".into(), edit.span.end.into());
    object.insert("replacement".into(), edit.replacement.as_str().into());
    Value::Object(object)
}

fn insert(object: &mut Map<String, Value>, place: &Place) {
    object.insert("path".into(), place.path.as_str().into());
    for (key, number) in [
        ("line", place.line),
        ("column", place.column),
        ("endLine", place.end_line),
        ("endColumn", place.end_column),
    ] {
        object.insert(key.into(), number.into());
    }
}
