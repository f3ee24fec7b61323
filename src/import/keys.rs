//! Keys in the older spelling, `model_name`, as the schema of the file spells them, `modelName`.

use serde_json::Value as Json;

use super::Edit;
use crate::core::yaml::tree::{Entry, Node, Value};

/// How far references and choices are followed; schemas of our types nest far less.
const FAR: usize = 16;

/// The schemas that a value may follow.
pub(super) struct Keys<'s> {
    root: &'s Json,
    schemas: Vec<&'s Json>,
}

impl<'s> Keys<'s> {
    /// The keys of a whole file.
    pub(super) fn of(root: &'s Json) -> Self {
        Self::at(root, root)
    }

    fn at(root: &'s Json, schema: &'s Json) -> Self {
        let mut schemas = Vec::new();
        collect(root, schema, &mut schemas, FAR);
        Self { root, schemas }
    }

    /// Edits for every key that is one of the schema's in the older spelling; others stay, and are reported later if unknown.
    pub(super) fn rename(&self, node: &Node, edits: &mut Vec<Edit>) {
        match &node.value {
            Value::Map(entries) => {
                for entry in entries {
                    self.entry(entry, edits);
                }
            }
            Value::List(items) => {
                let mut schemas = self.schemas.iter();
                let Some(of_items) = schemas.find_map(|schema| schema.get("items")) else {
                    return;
                };
                let of_items = Self::at(self.root, of_items);
                for item in items {
                    of_items.rename(item, edits);
                }
            }
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) => {
            }
        }
    }

    fn entry(&self, entry: &Entry, edits: &mut Vec<Edit>) {
        let mut properties = self
            .schemas
            .iter()
            .filter_map(|schema| schema.get("properties")?.as_object())
            .flatten();
        let known = properties
            .clone()
            .find(|(name, _)| **name == entry.key)
            .or_else(|| properties.find(|(name, _)| is_older(&entry.key, name)));
        let Some((name, schema)) = known else { return };
        if *name != entry.key {
            let (start, end) = (entry.key_span.start as usize, entry.key_span.end as usize);
            edits.push(Edit::new(start, end, name));
        }
        Self::at(self.root, schema).rename(&entry.value, edits);
    }
}

/// The schema and everything it refers to or lets one choose from.
fn collect<'s>(root: &'s Json, schema: &'s Json, found: &mut Vec<&'s Json>, far: usize) {
    if far == 0 {
        return;
    }
    found.push(schema);
    let target = schema.get("$ref").and_then(Json::as_str);
    let target = target.and_then(|target| root.pointer(target.strip_prefix('#')?));
    let choices = ["anyOf", "oneOf"]
        .iter()
        .filter_map(|key| schema.get(key)?.as_array())
        .flatten();
    for next in target.into_iter().chain(choices) {
        collect(root, next, found, far - 1);
    }
}

/// Whether a key is the older spelling of a name: the same letters, words divided by `_`.
fn is_older(key: &str, name: &str) -> bool {
    let letters = key.split('_').flat_map(str::chars);
    key.contains('_')
        && key.split('_').all(|word| !word.is_empty())
        && letters
            .map(|letter| letter.to_ascii_lowercase())
            .eq(name.chars().map(|letter| letter.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_underscores_make_a_key_older() {
        assert!(is_older("model_name", "modelName"));
        assert!(is_older("static_ip", "staticIP"));
        assert!(!is_older("modelname", "modelName"));
        assert!(!is_older("_model_name", "modelName"));
        assert!(!is_older("model__name", "modelName"));
        assert!(!is_older("model_names", "modelName"));
    }
}
