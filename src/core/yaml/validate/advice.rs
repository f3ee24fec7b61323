//! What to write instead, from a schema: its type and limits in words, its example, its meaning.

use serde_json::Value as Json;

use super::keywords::Pattern;
use super::{shape, type_names};
use crate::core::yaml::lookalikes::Alike;
use crate::core::yaml::tree::Value;

/// How long an example may be to stand in a sentence.
const SHORT: usize = 60;
/// A maximum from which on nobody needs to know of it beforehand: those of a type that the target uses.
const ENDLESS: u64 = 2_147_483_647;
/// Words that keep their capital inside a sentence.
const PROPER: &[&str] = &["Azure", "Kubernetes", "Entra", "Helm", "Bastion"];

/// What a schema takes as the end of a sentence: `a whole number of at least 1, such as 10000 (tokens per minute)`.
pub(super) fn expected(root: &Json, schema: &Json) -> String {
    let whole = shape::resolved(root, schema);
    let example = example(schema, whole).or_else(|| sketch(root, whole));
    let example = example.map_or_else(String::new, |example| format!(", such as {example}"));
    kind(root, whole) + &example + &about(root, schema)
}

/// A text in the spelling that fits, if there is one: `Sweden Central` as `swedencentral`, `My_Team` as `my-team`. Nothing is
/// proposed for mail addresses, which are nobody's to correct, but the one in brackets behind a name.
pub(super) fn corrected(root: &Json, schema: &Json, value: &Value) -> Option<String> {
    let Value::Text(text) = value else {
        return None;
    };
    let whole = shape::resolved(root, schema);
    let pattern = whole.get("pattern")?;
    if text.contains('@') {
        // As mail programs copy it: a name, and the address in brackets.
        let (_, address) = text.trim().strip_suffix('>')?.rsplit_once('<')?;
        let fits = Pattern::of(pattern).fits(address);
        return fits.then(|| address.to_owned());
    }
    let longest = whole.get("maxLength").and_then(Json::as_u64);
    let pattern = Pattern::of(pattern);
    let alike = Alike::of(text).map(|alike| alike.plain);
    if let Some(alike) = alike.filter(|alike| pattern.fits(alike)) {
        return Some(alike);
    }
    let (own, small) = (text.trim(), text.trim().to_ascii_lowercase());
    let between = [' ', '_'];
    [
        own.to_owned(),
        own.replace(between, "-"),
        own.trim_start_matches(['v', 'V']).to_owned(),
        small.clone(),
        small.replace(between, "-"),
        small.replace(between, ""),
    ]
    .into_iter()
    .filter(|other| other != text && longest.is_none_or(|most| other.len() as u64 <= most))
    .find(|other| pattern.fits(other))
}

/// What a schema takes for "no limit", where the value says that in other words.
pub(super) fn no_limit<'s>(schema: &'s Json, value: &Value) -> Option<&'s str> {
    let instead = schema.get("x-no-limit")?.as_str()?;
    let means_none = match value {
        Value::Null => true,
        Value::Integer(number) => *number <= 0,
        Value::Text(text) => {
            let letters = text.chars().filter(char::is_ascii_alphabetic);
            let word = letters.collect::<String>().to_ascii_lowercase();
            [
                "unlimited",
                "nolimit",
                "none",
                "infinite",
                "infinity",
                "inf",
                "max",
                "all",
                "off",
            ]
            .contains(&word.as_str())
        }
        Value::Bool(_) | Value::Float(_) | Value::List(_) | Value::Map(_) => false,
    };
    means_none.then_some(instead)
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
        Json::Number(example) => number(example),
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => flow(example),
    };
    (text.len() <= SHORT).then(|| match example {
        Json::Null | Json::Bool(_) | Json::Number(_) => text,
        Json::String(_) | Json::Array(_) | Json::Object(_) => format!("`{text}`"),
    })
}

/// What a mapping has to hold, by the examples of its keys; of a list, one item.
fn sketch(root: &Json, schema: &Json) -> Option<String> {
    let text = bare_sketch(root, schema)?;
    (text.len() <= SHORT).then(|| format!("`{text}`"))
}

fn bare_sketch(root: &Json, schema: &Json) -> Option<String> {
    if let Some(items) = schema.get("items") {
        let items = shape::resolved(root, items);
        let item = shape::example(items).map(flow);
        return Some(format!(
            "[{}]",
            item.or_else(|| object_sketch(root, items))?
        ));
    }
    object_sketch(root, schema)
}

fn object_sketch(root: &Json, schema: &Json) -> Option<String> {
    let required = schema.get("required")?.as_array()?;
    let entry = |key: &Json| {
        let key = key.as_str()?;
        let value = schema.get("properties")?.get(key)?;
        let example =
            shape::example(value).or_else(|| shape::example(shape::resolved(root, value)));
        Some(format!("{key}: {}", flow(example?)))
    };
    let entries: Option<Vec<String>> = required.iter().map(entry).collect();
    Some(format!("{{{}}}", entries?.join(", ")))
}

/// A value as it is written in one line of YAML.
fn flow(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(value) => value.to_string(),
        Json::Number(value) => number(value),
        Json::String(text) => {
            let plain =
                |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '/');
            let means_itself = text.starts_with(|c: char| c.is_ascii_alphabetic())
                && text.chars().all(plain)
                && !matches!(text.as_str(), "true" | "false" | "null");
            if means_itself {
                text.clone()
            } else {
                value.to_string()
            }
        }
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{key}: {}", flow(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// A number for people: whole ones without a point, as authors write them.
pub(super) fn number(number: &impl std::fmt::Display) -> String {
    let text = number.to_string();
    text.strip_suffix(".0")
        .map_or_else(|| text.clone(), str::to_owned)
}

fn kind(root: &Json, schema: &Json) -> String {
    let types = schema.get("type").map(type_names).unwrap_or_default();
    let is = |name: &str| types.iter().any(|one| one == name);
    let words = schema
        .get("pattern")
        .and_then(Json::as_str)
        .and_then(|pattern| root.get(super::PATTERNS)?.get(pattern)?.as_str());
    match words {
        _ if is("string") && is("number") => shape::takes(root, schema),
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

fn length(schema: &Json, reported: bool) -> String {
    match schema.get("maxLength").and_then(Json::as_u64) {
        Some(most) if !reported => format!(", at most {most} characters"),
        _ => String::new(),
    }
}

fn range(schema: &Json) -> String {
    let most = schema.get("maximum");
    let most = most.filter(|most| most.as_u64().is_none_or(|most| most < ENDLESS));
    match (schema.get("minimum"), most) {
        (Some(least), Some(most)) => format!(" from {} to {}", number(least), number(most)),
        (Some(least), None) => format!(" of at least {}", number(least)),
        (None, Some(most)) => format!(" of at most {}", number(most)),
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
