//! What a schema takes, in words.

use serde_json::Value as Json;

use crate::core::yaml::words::safe;

/// How far references are followed; schemas of our types nest far less.
const FAR: usize = 16;

/// The schema itself, or the one it refers to.
pub(super) fn resolved<'a>(root: &'a Json, mut schema: &'a Json) -> &'a Json {
    for _ in 0..FAR {
        let Some(target) = schema.get("$ref").and_then(Json::as_str) else {
            break;
        };
        let Some(next) = target
            .strip_prefix('#')
            .and_then(|pointer| root.pointer(pointer))
        else {
            break;
        };
        schema = next;
    }
    schema
}

/// Where a file of this schema has a key, in words: "`version` is a key of `kaito`".
pub(super) fn homes(root: &Json, key: &str) -> Vec<Home> {
    let mut found = Vec::new();
    let top = resolved(root, root)
        .get("properties")
        .and_then(Json::as_object);
    for (name, below) in top.into_iter().flatten() {
        if name == key {
            found.push(Home::Top {
                beside: first(root, key),
            });
        }
        let below = resolved(root, below);
        let items = below
            .get("items")
            .map_or(below, |items| resolved(root, items));
        if items
            .get("properties")
            .and_then(|keys| keys.get(key))
            .is_some()
        {
            found.push(Home::Below(name.clone()));
        }
    }
    found
}

/// Where a key belongs.
pub(super) enum Home {
    /// At the top of the file, beside this key.
    Top {
        /// The key.
        beside: String,
    },
    /// Below this key of the file.
    Below(String),
}

impl Home {
    /// The same as a sentence.
    pub(super) fn words(&self, key: &str) -> String {
        match self {
            Self::Top { beside } => format!("`{key}` is a key of the file, beside `{beside}`"),
            Self::Below(home) => format!("`{key}` is a key of `{home}`"),
        }
    }
}

/// Another key of the file.
fn first(root: &Json, key: &str) -> String {
    let keys = keys(root, root).into_iter();
    keys.filter(|other| other != key).take(1).collect()
}

/// The parts of a choice, or the schema alone.
pub(super) fn parts(schema: &Json) -> Option<&Vec<Json>> {
    schema
        .get("anyOf")
        .or_else(|| schema.get("oneOf"))
        .and_then(Json::as_array)
}

/// What fits, for "where ... is expected": `a whole number`, `one of ...`, `a mapping or none`.
pub(super) fn takes(root: &Json, schema: &Json) -> String {
    let (mut types, mut words) = (Vec::new(), Vec::new());
    collect(root, schema, &mut types, &mut words, FAR);
    if types.iter().any(|word| word == "a number") {
        types.retain(|word| word != "a whole number");
    }
    // Where a text fits too, true and false are read only to be refused in better words later.
    if types.iter().any(|word| word == "text") {
        types.retain(|word| word != "true or false");
    }
    match words.as_slice() {
        [] => {}
        [word] => types.push(format!("`{}`", safe(word))),
        many => {
            let list: Vec<String> = many
                .iter()
                .map(|word| format!("`{}`", safe(word)))
                .collect();
            types.push(format!("one of {}", list.join(", ")));
        }
    }
    if types.is_empty() {
        "something else".to_owned()
    } else {
        types.join(" or ")
    }
}

/// The texts that a schema lists one by one.
pub(super) fn listed(root: &Json, schema: &Json) -> Vec<String> {
    let (mut types, mut words) = (Vec::new(), Vec::new());
    collect(root, schema, &mut types, &mut words, FAR);
    words
}

fn collect(
    root: &Json,
    schema: &Json,
    types: &mut Vec<String>,
    words: &mut Vec<String>,
    far: usize,
) {
    let schema = resolved(root, schema);
    if far == 0 {
        return;
    }
    if let Some(parts) = parts(schema) {
        for part in parts {
            collect(root, part, types, words, far - 1);
        }
        return;
    }
    let constant = schema.get("const").into_iter();
    let several = schema
        .get("enum")
        .and_then(Json::as_array)
        .into_iter()
        .flatten();
    let fixed: Vec<&Json> = constant.chain(several).collect();
    if !fixed.is_empty() {
        let new = fixed
            .into_iter()
            .filter(|value| !value.is_null())
            .map(plain);
        for word in new {
            add(words, word);
        }
        return;
    }
    for name in schema
        .get("type")
        .map(super::type_names)
        .unwrap_or_default()
    {
        let word = match name.as_str() {
            "string" => "text",
            "integer" => "a whole number",
            "number" => "a number",
            "boolean" => "true or false",
            "array" => "a list",
            "object" => "a mapping",
            // What may be left out may be null; nobody writes it on purpose.
            _ => continue,
        };
        add(types, word.to_owned());
    }
}

fn add(list: &mut Vec<String>, word: String) {
    if !list.contains(&word) {
        list.push(word);
    }
}

/// A fixed value as a reader writes it.
pub(super) fn plain(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// The keys that a mapping's schema names, its choices included.
pub(super) fn keys(root: &Json, schema: &Json) -> Vec<String> {
    let schema = resolved(root, schema);
    let own = schema
        .get("properties")
        .and_then(Json::as_object)
        .into_iter()
        .flat_map(|keys| keys.keys().cloned());
    own.collect()
}

/// The first example of a schema.
pub(super) fn example(schema: &Json) -> Option<&Json> {
    schema.get("examples")?.get(0)
}

/// The first sentence of a schema's description.
pub(super) fn meaning(schema: &Json) -> Option<String> {
    let text = schema.get("description").and_then(Json::as_str)?;
    let text = text.split("\n\n").next().unwrap_or(text).replace('\n', " ");
    let sentence = text
        .split_once(". ")
        .map_or(text.as_str(), |(first, _)| first);
    Some(sentence.trim_end_matches('.').to_owned()).filter(|sentence| !sentence.is_empty())
}
