//! What to write instead, from a schema: its type and limits in words, its example, its meaning.

use serde_json::Value as Json;

use super::{shape, type_names};
use crate::syntax::patterns;

/// How long an example may be to stand in a sentence.
const SHORT: usize = 60;
/// A maximum from which on nobody has to be told of it beforehand: those of a type that the target uses.
const ENDLESS: u64 = 2_147_483_647;
/// Words that keep their capital inside a sentence.
const PROPER: &[&str] = &["Azure", "Kubernetes", "Entra", "Helm", "Bastion"];

/// What a schema takes as the end of a sentence: `a whole number of at least 1, such as 10000 (tokens per minute)`.
pub(super) fn wish(root: &Json, schema: &Json) -> String {
    let whole = shape::resolved(root, schema);
    let example =
        example(schema, whole).map_or_else(String::new, |example| format!(", such as {example}"));
    kind(root, whole) + &example + &about(root, schema)
}

/// The meaning in brackets, or nothing.
pub(super) fn about(root: &Json, schema: &Json) -> String {
    let meaning = shape::meaning(schema).or_else(|| shape::meaning(shape::resolved(root, schema)));
    meaning.map_or_else(String::new, |meaning| format!(" ({})", lowered(&meaning)))
}

/// `key: value` with the example, where that is short.
pub(super) fn entry(root: &Json, key: &str, schema: &Json) -> Option<String> {
    let value = example(schema, shape::resolved(root, schema))?;
    Some(format!("`{key}: {}`", value.trim_matches('`')))
}

fn example(schema: &Json, whole: &Json) -> Option<String> {
    let example = shape::example(schema).or_else(|| shape::example(whole))?;
    let text = match example {
        // Plain, it would be read as a number.
        Json::String(text) if text.parse::<f64>().is_ok() => format!("\"{text}\""),
        Json::String(text) => text.clone(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => {
            example.to_string()
        }
    };
    (text.len() <= SHORT).then(|| match example {
        Json::Null | Json::Bool(_) | Json::Number(_) => text,
        Json::String(_) | Json::Array(_) | Json::Object(_) => format!("`{text}`"),
    })
}

fn kind(root: &Json, schema: &Json) -> String {
    let types = schema.get("type").map(type_names).unwrap_or_default();
    let is = |name: &str| types.iter().any(|one| one == name);
    let words = schema
        .get("pattern")
        .and_then(Json::as_str)
        .and_then(patterns::words);
    match words {
        Some(words) if is("string") => {
            format!("{words}{}", length(schema, words.contains("at most")))
        }
        _ if is("integer") && !is("number") => format!("a whole number{}", range(schema)),
        _ if is("number") && !is("string") => format!("a number{}", range(schema)),
        _ if is("string") && schema.get("enum").is_none() => match schema.get("pattern") {
            Some(pattern) => format!("text that matches `{}`", shape::plain(pattern)),
            None => format!("text{}", length(schema, false)),
        },
        _ => shape::takes(root, schema),
    }
}

fn length(schema: &Json, told: bool) -> String {
    match schema.get("maxLength").and_then(Json::as_u64) {
        Some(most) if !told => format!(", at most {most} characters"),
        _ => String::new(),
    }
}

fn range(schema: &Json) -> String {
    let most = schema.get("maximum");
    let most = most.filter(|most| most.as_u64().is_none_or(|most| most < ENDLESS));
    match (schema.get("minimum"), most) {
        (Some(least), Some(most)) => format!(" from {least} to {most}"),
        (Some(least), None) => format!(" of at least {least}"),
        (None, Some(most)) => format!(" of at most {most}"),
        (None, None) => String::new(),
    }
}

/// A description as part of a sentence.
fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second))
            if !second.is_uppercase() && !PROPER.iter().any(|word| text.starts_with(word)) =>
        {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}
