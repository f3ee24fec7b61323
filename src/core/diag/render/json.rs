//! For programs: one array, one object per finding. Keys are never renamed once released.

use serde_json::{Map, Value, json};

use super::Place;
use crate::core::diag::{Diagnostic, Label};
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
    Value::Object(object)
}

fn of_label(label: &Label, sources: &Sources) -> Value {
    let mut object = Map::new();
    insert(&mut object, &Place::of(sources, label.span));
    object.insert("text".into(), label.text.as_str().into());
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
