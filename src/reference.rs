//! The reference of all input keys, made from the same JSON Schemas that validate the inputs.

use serde_json::Value;

use crate::inputs;
use crate::schema;

/// The line before the reference in a file that holds it.
pub const START: &str = "<!-- platgen:reference -->";
/// The line after it.
pub const END: &str = "<!-- /platgen:reference -->";

/// The reference as Markdown: a table per kind of file.
pub fn markdown() -> String {
    let mut text = String::new();
    for (file, kind) in inputs::described() {
        let schema = schema::schema(kind);
        text.extend([
            "## `",
            &file,
            "`\n\n| key | type | what it is | example |\n|---|---|---|---|\n",
        ]);
        let mut rows = Vec::new();
        Walk {
            root: &schema,
            rows: &mut rows,
        }
        .properties(&schema, "", 0);
        text.extend(rows);
        text.push('\n');
    }
    text.push_str("Keys in **bold** are required where their mapping is written.\n");
    text
}

/// `text` with what stands between two markers replaced; none if the markers are not there.
pub fn between(text: &str, (start, end): (&str, &str), inner: &str) -> Option<String> {
    let (before, rest) = text.split_once(start)?;
    let (_, after) = rest.split_once(end)?;
    Some(format!("{before}{start}\n{inner}{end}{after}"))
}

/// The file that has a key, and what the key is; none if no file has it.
pub fn described(key: &str) -> Option<(String, String)> {
    let names = [format!("`{key}`"), format!("**`{key}`**")];
    inputs::described().find_map(|(file, kind)| {
        let schema = schema::schema(kind);
        let mut rows = Vec::new();
        Walk {
            root: &schema,
            rows: &mut rows,
        }
        .properties(&schema, "", 0);
        let mut cells = rows.iter().map(|row| row.split(" | "));
        let what = cells.find_map(|mut row| {
            let name = row.next()?.trim_start_matches("| ").to_owned();
            names
                .contains(&name)
                .then(|| row.nth(1).map(str::to_owned))?
        })?;
        Some((file, what))
    })
}

struct Walk<'a> {
    root: &'a Value,
    rows: &'a mut Vec<String>,
}

/// Deeper than any key of the contract: bounds the walk should a type ever refer to itself.
const DEEPEST: usize = 8;

impl<'a> Walk<'a> {
    fn properties(&mut self, schema: &'a Value, prefix: &str, depth: usize) {
        let schema = self.resolved(schema);
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return;
        };
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for (key, property) in properties {
            let path = if prefix.is_empty() {
                key.clone()
            } else {
                format!("{prefix}.{key}")
            };
            let inner = self.resolved(property);
            let shown = if required.contains(&key.as_str()) {
                format!("**`{path}`**")
            } else {
                format!("`{path}`")
            };
            let description = text_of(property, inner, "description");
            self.rows.push(format!(
                "| {shown} | {} | {description} | {} |\n",
                self.kind(inner),
                example(property, inner)
            ));
            if depth < DEEPEST {
                self.below(inner, &path, depth + 1);
            }
        }
    }

    fn below(&mut self, schema: &'a Value, path: &str, depth: usize) {
        self.properties(schema, path, depth);
        if let Some(items) = schema.get("items") {
            self.properties(items, &format!("{path}[]"), depth);
        }
        if let Some(values) = schema
            .get("additionalProperties")
            .filter(|values| values.is_object())
        {
            self.properties(values, &format!("{path}.<name>"), depth);
        }
        for choice in choices(schema) {
            self.properties(choice, path, depth);
        }
    }

    /// Follows `$ref`, and looks through the `null` that optional keys may also take.
    fn resolved(&self, schema: &'a Value) -> &'a Value {
        let mut schema = schema;
        for _ in 0..DEEPEST {
            let reference = schema.get("$ref").and_then(Value::as_str);
            if let Some(target) = reference
                .and_then(|path| path.strip_prefix('#'))
                .and_then(|path| self.root.pointer(path))
            {
                schema = target;
                continue;
            }
            let not_null: Vec<&Value> = choices(schema)
                .filter(|choice| choice.get("type") != Some(&"null".into()))
                .collect();
            match not_null.as_slice() {
                [only] => schema = only,
                [] | [_, ..] => break,
            }
        }
        schema
    }

    fn kind(&self, schema: &'a Value) -> String {
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            let words: Vec<String> = words
                .iter()
                .map(|word| format!("`{}`", plain(word)))
                .collect();
            return words.join(", ");
        }
        if let Some(items) = schema.get("items") {
            return format!("list of {}", self.kind(self.resolved(items)));
        }
        // Choices beside a type only say which keys go together.
        let kinds: Vec<String> = choices(schema)
            .filter(|_| schema.get("type").is_none())
            .map(|choice| self.kind(self.resolved(choice)))
            .collect();
        if !kinds.is_empty() {
            return kinds.join(" or ");
        }
        let word = |name: &str| match name {
            "object" => "mapping".to_owned(),
            "integer" => "whole number".to_owned(),
            "boolean" => "true or false".to_owned(),
            "string" => "text".to_owned(),
            other => other.to_owned(),
        };
        match (schema.get("const"), schema.get("type")) {
            (Some(value), _) => format!("`{}`", plain(value)),
            (None, Some(Value::String(name))) => word(name),
            (None, Some(Value::Array(names))) => {
                let names = names
                    .iter()
                    .filter_map(Value::as_str)
                    .filter(|name| *name != "null");
                names.map(word).collect::<Vec<_>>().join(" or ")
            }
            (None, _) => "any".to_owned(),
        }
    }
}

fn choices(schema: &Value) -> impl Iterator<Item = &Value> {
    ["anyOf", "oneOf"]
        .into_iter()
        .filter_map(|word| schema.get(word)?.as_array())
        .flatten()
}

/// A property's own word, else its type's.
fn text_of(property: &Value, schema: &Value, key: &str) -> String {
    let found = property
        .get(key)
        .or_else(|| schema.get(key))
        .and_then(Value::as_str)
        .unwrap_or_default();
    cell(found)
}

fn example(property: &Value, schema: &Value) -> String {
    let examples = property
        .get("examples")
        .or_else(|| schema.get("examples"))
        .and_then(Value::as_array);
    examples
        .and_then(|all| all.first())
        .map(|value| format!("`{}`", cell(&plain(value))))
        .unwrap_or_default()
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.to_string()
        }
    }
}

/// Text in one table cell.
fn cell(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}
