//! Answers for programs, complete. Keys are never renamed once released.

use serde_json::{Map, Value, json};

use super::fixed::Fixed;
use super::forward::{About, File, Line};
use super::keys::Leaf;
use super::origins::Source;
use super::{Answer, backward, forward};
use crate::core::sources::{Sources, Span};

/// An answer as one JSON object. `disk` distinguishes how the file on disk differs from what was explained, if it does.
pub fn render(answer: &Answer, disk: Option<&str>, sources: &Sources) -> String {
    let value = match answer {
        Answer::Forward(answer) => of_output(answer, disk, sources),
        Answer::Backward(answer) => of_input(answer, sources),
    };
    format!("{value:#}\n")
}

fn place(span: Span, sources: &Sources) -> Value {
    let (start, end) = (sources.position(span), sources.end_position(span));
    json!({
        "path": start.path.as_str(),
        "line": start.line,
        "column": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn source(one: &Source, sources: &Sources) -> Value {
    let mut object = Map::new();
    object.insert("kind".into(), one.kind.word().into());
    object.insert("name".into(), one.name.as_str().into());
    object.insert("text".into(), one.text.as_str().into());
    object.insert("words".into(), one.words.as_str().into());
    if let Some(span) = one.span {
        object.insert("place".into(), place(span, sources));
    }
    if let Some(span) = one.other {
        object.insert("other".into(), place(span, sources));
    }
    object.into()
}

fn all(these: &[Source], sources: &Sources) -> Value {
    these.iter().map(|one| source(one, sources)).collect()
}

fn of_output(answer: &forward::Answer, disk: Option<&str>, sources: &Sources) -> Value {
    let mut object = Map::new();
    object.insert("path".into(), answer.path.as_str().into());
    object.insert("target".into(), answer.owner.into());
    object.insert("purpose".into(), answer.purpose.as_str().into());
    match &answer.about {
        About::Line(line) => of_line(&mut object, line, sources),
        About::File(file) => of_file(&mut object, file, sources),
    }
    if let Some(fixed) = &answer.fixed {
        object.insert("fixed".into(), of_fixed(fixed));
    }
    if let Some(disk) = disk {
        object.insert("disk".into(), disk.into());
    }
    object.into()
}

fn of_line(object: &mut Map<String, Value>, line: &Line, sources: &Sources) {
    object.insert("line".into(), line.number.into());
    object.insert("text".into(), line.text.as_str().into());
    object.insert("sources".into(), all(&line.sources, sources));
    if let Some(around) = &line.enclosing {
        let enclosing = json!({
            "line": around.number,
            "text": around.text,
            "sources": all(&around.sources, sources),
        });
        object.insert("enclosing".into(), enclosing);
    }
    if !line.subject.is_empty() {
        object.insert("subject".into(), all(&line.subject, sources));
    }
    if let Some(file) = &line.hash_of {
        object.insert("hashOf".into(), file.as_str().into());
    }
}

fn of_file(object: &mut Map<String, Value>, file: &File, sources: &Sources) {
    let counts = file.counts.iter();
    let counts: Map<String, Value> = counts
        .map(|(kind, count)| (kind.word().to_owned(), (*count).into()))
        .collect();
    let inputs: Map<String, Value> = file
        .inputs
        .iter()
        .map(|(path, lines)| (path.to_string(), lines.iter().copied().collect()))
        .collect();
    object.insert("lines".into(), file.lines.into());
    object.insert("linesByOrigin".into(), counts.into());
    object.insert("sameForAll".into(), file.same_for_all.into());
    object.insert("subject".into(), all(&file.subject, sources));
    object.insert("inputs".into(), inputs.into());
}

fn of_fixed(fixed: &Fixed) -> Value {
    let givers = fixed.givers.iter();
    let givers: Vec<Value> = givers
        .map(|giver| json!({"path": giver.path.as_str(), "line": giver.line}))
        .collect();
    json!({
        "source": fixed.source,
        "module": fixed.module,
        "variable": fixed.variable,
        "valuesFrom": givers,
    })
}

fn of_input(answer: &backward::Answer, sources: &Sources) -> Value {
    let value = |leaf: &Leaf| {
        let at = place(leaf.span, sources);
        json!({"key": leaf.key, "place": at})
    };
    let reached = answer.reached.iter().flat_map(|(path, lines)| {
        lines.iter().map(move |one| {
            json!({
                "path": path.as_str(),
                "line": one.line,
                "text": one.text,
                "kind": one.kind.word(),
            })
        })
    });
    json!({
        "path": answer.path.as_str(),
        "line": answer.line,
        "column": answer.column,
        "values": answer.leaves.iter().map(value).collect::<Vec<_>>(),
        "reaches": reached.collect::<Vec<_>>(),
        "remarks": answer.remarks,
    })
}
