//! Every scalar, list item and key of rich inputs changed, one by one: each change shows, or nobody is affected and the reason
//! is declared. And policies in Rego see every field.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "trees of values: only the kinds named here occur at these places"
)]

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use platgen::core::fields::{Entity, Field, Node, Value};
use platgen::core::sources::Sources;
use platgen::domain::platform::fields::document;
use platgen::domain::platform::model::Platform;
use rayon::prelude::*;
use serde_json::Value as Json;

use super::{compiled, difference};
use crate::explain::rich;
use crate::explain::values::others;
use crate::support::variant::Variant;

/// Keys of which a change may affect nobody, with the reason.
const NOBODY: &[(&str, &str)] = &[(
    "accessGroups",
    "no team has this grant of the group, or it has one of its own in its place",
)];

/// What is done at a place of an input.
#[derive(Debug, Clone)]
enum Edit {
    Set(String),
    Remove,
}

/// A place in an input: its file, the JSON pointer of it, and what can be done to it.
struct Place {
    path: Utf8PathBuf,
    pointer: String,
    edits: Vec<Edit>,
}

fn places(path: &Utf8PathBuf, value: &Json, pointer: &str, found: &mut Vec<Place>) {
    let mut add = |edits| {
        let (path, pointer) = (path.clone(), pointer.to_owned());
        found.push(Place {
            path,
            pointer,
            edits,
        });
    };
    if !pointer.is_empty() {
        add(vec![Edit::Remove]);
    }
    let text = match value {
        Json::Object(map) => {
            for (key, below) in map {
                places(path, below, &format!("{pointer}/{key}"), found);
            }
            return;
        }
        Json::Array(items) => {
            for (index, below) in items.iter().enumerate() {
                places(path, below, &format!("{pointer}/{index}"), found);
            }
            return;
        }
        Json::String(text) => text.clone(),
        Json::Null | Json::Bool(_) | Json::Number(_) => value.to_string(),
    };
    let key = format!(".{}", pointer.rsplit('/').next().unwrap());
    add(others(&text, &key).into_iter().map(Edit::Set).collect());
}

/// The input with an edit made.
fn edited(value: &Json, pointer: &str, edit: &Edit) -> Json {
    let mut value = value.clone();
    match edit {
        Edit::Set(new) => {
            let old = value.pointer_mut(pointer).unwrap();
            *old = match &*old {
                Json::String(_) if !new.starts_with('{') => Json::String(new.clone()),
                _ => yaml_serde::from_str(new).unwrap(),
            };
        }
        Edit::Remove => {
            let (above, last) = pointer.rsplit_once('/').unwrap();
            match value.pointer_mut(above).unwrap() {
                Json::Object(map) => drop(map.remove(last)),
                Json::Array(items) => drop(items.remove(last.parse::<usize>().unwrap())),
                other => panic!("{other}"),
            }
        }
    }
    value
}

/// What is wrong with a place, and whether something could be done to it that compiles.
fn checked(
    before: &(Sources, Vec<Platform>),
    inputs: &Variant,
    file: &Json,
    place: &Place,
) -> (Vec<String>, bool) {
    let excused = NOBODY
        .iter()
        .any(|(key, _)| place.pointer.split('/').any(|part| part == *key));
    for edit in &place.edits {
        let text = edited(file, &place.pointer, edit).to_string();
        let Some(after) = compiled(inputs.clone().and(place.path.as_str(), &text)) else {
            continue;
        };
        let found = difference(before, &after);
        let unplaced = found.changes.iter().filter(|change| change.at.is_none());
        let mut wrong: Vec<String> = unplaced
            .map(|change| {
                format!(
                    "{} {}: no place: {}",
                    place.path, place.pointer, change.text
                )
            })
            .collect();
        if found.changes.is_empty() && !excused && !is_default(before, &after) {
            wrong.push(format!(
                "{} {} {edit:?}: nothing shows",
                place.path, place.pointer
            ));
        }
        return (wrong, true);
    }
    (Vec::new(), false)
}

/// Whether every printed output is the same: what was taken away was the default written out.
fn is_default(before: &(Sources, Vec<Platform>), after: &(Sources, Vec<Platform>)) -> bool {
    let hashes = |platforms: &[Platform]| platgen::hashes(&platforms.iter().collect::<Vec<_>>());
    hashes(&before.1) == hashes(&after.1)
}

#[test]
fn every_change_of_an_input_shows_or_is_declared_to_affect_nobody() {
    let inputs = rich::variant();
    let before = compiled(inputs.clone()).unwrap();
    let files: Vec<(Utf8PathBuf, Json)> = inputs
        .clone()
        .texts()
        .into_iter()
        .map(|(path, text)| (path, yaml_serde::from_str(&text).unwrap()))
        .collect();
    let mut all = Vec::new();
    for (index, (path, value)) in files.iter().enumerate() {
        let mut found = Vec::new();
        places(path, value, "", &mut found);
        all.extend(found.into_iter().map(|place| (index, place)));
    }
    let results: Vec<(Vec<String>, bool)> = all
        .par_iter()
        .map(|(index, place)| checked(&before, &inputs, &files[*index].1, place))
        .collect();
    let wrong: Vec<&String> = results.iter().flat_map(|(wrong, _)| wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let tried = results.iter().filter(|(_, tried)| *tried).count();
    assert!(tried > 200, "{tried} of {} places", results.len());
}

/// Keys of declared fields, and of those below them, that a node does not have.
fn missing(fields: &[Field], node: &Node, path: &str, missing_in: &mut BTreeSet<String>) {
    for field in fields {
        let path = format!("{path}.{}", field.key);
        let Value::Map(entries) = &node.value else {
            panic!("{path}: {node:?}")
        };
        let Some(below) = entries.get(field.key) else {
            missing_in.insert(path);
            continue;
        };
        if field.below.is_empty() {
            continue;
        }
        // One entity, or several by name or in a list.
        let is_entity = |node: &Node| matches!(&node.value, Value::Map(entries) if field.below.iter().any(|one| entries.contains_key(one.key)));
        let entities: Vec<&Node> = match &below.value {
            Value::Map(entries) if !entries.is_empty() && entries.values().all(is_entity) => {
                entries.values().collect()
            }
            Value::Map(_) => vec![below],
            Value::List(items) => items.iter().collect(),
            other => panic!("{path}: {other:?}"),
        };
        assert!(!entities.is_empty(), "{path} has none");
        // What is optional is there in one of them at least.
        let mut lacks = entities.into_iter().map(|entity| {
            let mut lacks = BTreeSet::new();
            missing(field.below, entity, &path, &mut lacks);
            lacks
        });
        let first = lacks.next().unwrap();
        missing_in.extend(lacks.fold(first, |all, one| &all & &one));
    }
}

#[test]
fn policies_in_rego_see_every_field() {
    let (_, platforms) = rich::variant().platforms();
    let mut lacks = BTreeSet::new();
    missing(Platform::FIELDS, &Node::of(&platforms[0]), "", &mut lacks);
    // A network is made or exists, and a platform has one.
    let (_, others) = rich::variant().with_existing_network().platforms();
    let mut others_lack = BTreeSet::new();
    missing(
        Platform::FIELDS,
        &Node::of(&others[0]),
        "",
        &mut others_lack,
    );
    let lacks: Vec<&String> = lacks.intersection(&others_lack).collect();
    assert_eq!(lacks, Vec::<&String>::new());
    // The document has them all, some in other places, and each model its kind.
    let whole = document(&platforms[0]);
    assert!(whole.len() >= Node::of(&platforms[0]).len());
    for path in [
        "platform/suffix",
        "platform/tags/owner",
        "models/mistral/kind",
        "models/pooled/deployments/0/weight",
        "teams/full/auth/tenantId",
        "teams/full/auth/audiences/0",
        "teams/full/auth/clientIds/0",
        "teams/full/keys/count",
        "teams/full/foundryProject/location",
        "network/subnets/aks",
        "terraform/backend/containerName",
        "monitoring/receivers/0/email",
    ] {
        let at = whole
            .find(path)
            .and_then(platgen::core::origin::Origin::span);
        assert!(at.is_some(), "{path}");
    }
}
