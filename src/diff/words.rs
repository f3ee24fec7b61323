//! Values and changes in words.

use super::changes::{Change, Kind, Topic, entries};
use crate::core::fields::{Node, Value};

/// A part of a sentence: what is fixed, and what comes of an input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// Fixed words.
    Text(&'static str),
    /// A name, for emphasis.
    Name(String),
    /// Something that an input says.
    Value(String),
}

/// The sentence as text.
pub fn plain(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Text(text) => (*text).to_owned(),
        Piece::Name(name) => format!("`{name}`"),
        Piece::Value(value) => value.clone(),
    };
    pieces.iter().map(text).collect()
}

/// Whether a node is shown as one value: a scalar, a list of them, a quota.
pub(super) fn is_leaf(node: &Node) -> bool {
    match &node.value {
        Value::Text(_)
        | Value::Number(_)
        | Value::Negative(_)
        | Value::Float(_)
        | Value::Bool(_) => true,
        Value::List(items) => items
            .iter()
            .all(|item| !matches!(item.value, Value::List(_) | Value::Map(_))),
        Value::Map(_) => quota(node).is_some(),
    }
}

/// A node in words.
pub(super) fn value(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => thousands(*number),
        Value::Negative(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::List(items) if items.is_empty() => "none".to_owned(),
        Value::List(items) => items.iter().map(value).collect::<Vec<_>>().join(", "),
        Value::Map(below) => quota(node).unwrap_or_else(|| {
            let part = |(key, node): (&_, &Node)| format!("{} {}", phrase(key), value(node));
            below
                .iter()
                .map(|(key, node)| part((key.as_ref(), node)))
                .collect::<Vec<_>>()
                .join(", ")
        }),
    }
}

/// `500,000 per day`
fn quota(node: &Node) -> Option<String> {
    let Value::Map(below) = &node.value else {
        return None;
    };
    let (tokens, period) = (below.get("tokens")?, below.get("period")?);
    let Value::Text(period) = &period.value else {
        return None;
    };
    let unit = match period.as_str() {
        "Hourly" => "hour",
        "Weekly" => "week",
        "Monthly" => "month",
        "Yearly" => "year",
        _ => "day",
    };
    Some(format!("{} per {unit}", value(tokens)))
}

/// A whole entity in words: what somebody who reviews it has to know.
pub(super) fn entity(topic: Topic, node: &Node) -> String {
    let below = entries(node);
    let of = |key: &str| below.get(key).copied();
    let shown = |key: &str| of(key).map(value);
    match topic {
        Topic::Grant => grant(node),
        Topic::Team => {
            let grants = of("models").map(entries).unwrap_or_default();
            let mut parts = Vec::new();
            if grants.is_empty() {
                parts.push("no models".to_owned());
            }
            parts.extend(
                grants
                    .iter()
                    .map(|(model, node)| format!("{model} ({})", grant(node))),
            );
            parts.extend(of("auth").map(|auth| format!("Entra token: {}", value(auth))));
            parts.extend(
                shown("enabled")
                    .filter(|yes| yes == "no")
                    .map(|_| "suspended".to_owned()),
            );
            parts.join("; ")
        }
        Topic::Model => {
            let keys = [
                "kind",
                "preset",
                "modelName",
                "version",
                "instanceType",
                "staticIP",
            ];
            let mut parts: Vec<String> = keys.into_iter().filter_map(shown).collect();
            let deployments = of("deployments").map(entries).unwrap_or_default();
            parts.extend(deployments.values().map(|one| deployment(one)));
            parts.extend(
                shown("enabled")
                    .filter(|yes| yes == "no")
                    .map(|_| "disabled".to_owned()),
            );
            parts.join(", ")
        }
        Topic::Environment => {
            let count = |key| of(key).map_or(0, |list| entries(list).len());
            format!("{} teams, {} models", count("teams"), count("models"))
        }
        Topic::Platform => value(node),
    }
}

fn grant(node: &Node) -> String {
    let below = entries(node);
    let shown = |key: &str| below.get(key).map(|node| value(node));
    let mut text = format!(
        "{} tokens per minute, {}",
        shown("tokensPerMinute").unwrap_or_default(),
        shown("tokenQuota").unwrap_or_else(|| "no quota".to_owned())
    );
    for (key, behind) in [
        ("callsPerMinute", "calls per minute"),
        ("concurrency", "at the same time"),
        ("maxOutputTokens", "tokens of output"),
    ] {
        if let Some(number) = shown(key) {
            text = format!("{text}, {number} {behind}");
        }
    }
    if let Some(group) = shown("group") {
        text = format!("{text}, by group {group}");
    }
    text
}

fn deployment(node: &Node) -> String {
    let below = entries(node);
    let shown = |key: &str| below.get(key).map(|node| value(node)).unwrap_or_default();
    format!(
        "{} {} in {}",
        shown("capacity"),
        shown("skuName"),
        shown("location")
    )
}

/// `tokensPerMinute` as `tokens per minute`.
fn phrase(key: &str) -> String {
    let mut text = String::with_capacity(key.len() + 4);
    let mut before = ' ';
    for letter in key.chars() {
        if letter.is_ascii_uppercase() && before.is_ascii_lowercase() {
            text.push(' ');
        }
        let abbreviation = letter.is_ascii_uppercase() && (before.is_ascii_uppercase());
        text.push(if abbreviation {
            letter
        } else {
            letter.to_ascii_lowercase()
        });
        before = letter;
    }
    text
}

/// A whole number with its thousands apart.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A change as a sentence.
pub(super) fn sentence(change: &Change) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let name = |name: &Option<String>| Piece::Name(name.clone().unwrap_or_default());
    match change.topic {
        Topic::Environment => {
            pieces.push(Piece::Text("environment "));
            pieces.push(Piece::Name(change.property.join(".")));
        }
        Topic::Platform => pieces.push(Piece::Text("platform")),
        Topic::Model => pieces.extend([Piece::Text("model "), name(&change.model)]),
        Topic::Team | Topic::Grant => pieces.extend([Piece::Text("team "), name(&change.team)]),
    }
    match special(change) {
        Some(rest) => pieces.extend(rest),
        None => pieces.extend(general(change)),
    }
    pieces
}

/// What deserves words of its own.
fn special(change: &Change) -> Option<Vec<Piece>> {
    let before = || Piece::Value(change.before.clone().unwrap_or_default());
    let after = || Piece::Value(change.after.clone().unwrap_or_default());
    let model = || Piece::Name(change.model.clone().unwrap_or_default());
    let property: Vec<&str> = change.property.iter().map(String::as_str).collect();
    let text = Piece::Text;
    Some(match (change.topic, property.as_slice(), change.kind) {
        (Topic::Environment | Topic::Team | Topic::Model, _, Kind::Added) if change.is_whole() => {
            vec![text(" is new: "), after()]
        }
        (Topic::Team, [], Kind::Removed) => {
            vec![text(" is gone, and its keys with it: "), before()]
        }
        (Topic::Environment | Topic::Model, _, Kind::Removed) if change.is_whole() => {
            vec![text(" is gone: "), before()]
        }
        (Topic::Team, [], Kind::Renamed) => vec![
            text(" was called "),
            Piece::Name(change.before.clone().unwrap_or_default()),
            text(": its product, subscription and keys are made anew"),
        ],
        (_, [], Kind::Renamed) => vec![
            text(" was called "),
            Piece::Name(change.before.clone().unwrap_or_default()),
            text(": clients have to send the new name"),
        ],
        (Topic::Grant, [], Kind::Added) => vec![text(" may use "), model(), text(": "), after()],
        (Topic::Grant, [], Kind::Removed) => {
            vec![
                text(" may no longer use "),
                model(),
                text(" ("),
                before(),
                text(")"),
            ]
        }
        (Topic::Team, ["enabled"], _) if change.after.as_deref() == Some("no") => {
            vec![text(" is suspended: its keys are refused")]
        }
        (Topic::Team, ["enabled"], _) => vec![text(" is active again")],
        (Topic::Model, ["enabled"], _) if change.after.as_deref() == Some("no") => {
            vec![text(" is no longer deployed")]
        }
        (Topic::Model, ["enabled"], _) => vec![text(" is deployed")],
        (Topic::Team, ["auth"], Kind::Added) => {
            vec![text(" must show an Entra token besides its key: "), after()]
        }
        (Topic::Team, ["auth"], Kind::Removed) => {
            vec![
                text(" needs no Entra token any more, the key is enough ("),
                before(),
                text(")"),
            ]
        }
        _ => return None,
    })
}

fn general(change: &Change) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if change.topic == Topic::Grant {
        pieces.extend([
            Piece::Text(" for "),
            Piece::Name(change.model.clone().unwrap_or_default()),
        ]);
    }
    let words: Vec<String> = change.property.iter().map(|key| phrase(key)).collect();
    pieces.extend([
        Piece::Text(": "),
        Piece::Value(words.join(", ")),
        Piece::Text(" "),
    ]);
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            pieces.extend([
                Piece::Value(before.clone()),
                Piece::Text(" \u{2192} "),
                Piece::Value(after.clone()),
            ]);
        }
        (None, Some(after)) => pieces.extend([Piece::Text("is now "), Piece::Value(after.clone())]),
        (Some(before), None) => {
            pieces.extend([
                Piece::Text("is no longer set (was "),
                Piece::Value(before.clone()),
                Piece::Text(")"),
            ]);
        }
        (None, None) => {}
    }
    pieces
}

impl Change {
    /// Whether it is about the whole of its subject.
    fn is_whole(&self) -> bool {
        self.property.is_empty() || self.topic == Topic::Environment
    }
}
