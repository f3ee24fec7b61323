//! Schemas of overlays: the keys of what they change, everything optional, and `null` to remove.

use serde_json::{Map, Value, json};

use super::of;
use crate::domain::addons::syntax::AddonsFile;
use crate::domain::apps::syntax::AppFile;
use crate::domain::models::syntax::ModelsFile;
use crate::domain::patterns;
use crate::domain::platform::syntax::PlatformFile;

/// An environment's overlay: the platform's keys, `models` and `addons`, everything optional, and `null` to remove.
pub(super) fn environment() -> Value {
    let mut schema = of::<PlatformFile>();
    let mut models = of::<ModelsFile>();
    let mut addons = of::<AddonsFile>();
    let mut definitions = Map::new();
    for source in [&mut schema, &mut models, &mut addons] {
        if let Some(Value::Object(found)) = source.get_mut("$defs") {
            definitions.extend(std::mem::take(found));
        }
    }
    let change = model_change(&definitions);
    for unused in [
        "KaitoModelEntry",
        "FoundryModelEntry",
        "AccessGroupEntry",
        "GrantEntry",
        "QuotaTokens",
    ] {
        definitions.shift_remove(unused);
    }
    definitions.insert("ModelChange".to_owned(), change);
    definitions.values_mut().for_each(optional);
    optional(&mut schema);
    if let Value::Object(root) = &mut schema {
        root.insert("title".to_owned(), json!("platgen environment"));
        let about = "What one environment changes: the platform's keys, its models and its add-ons; maps merge, `null` removes.";
        root.insert("description".to_owned(), json!(about));
        root.insert("$defs".to_owned(), Value::Object(definitions));
        if let Some(Value::Object(properties)) = root.get_mut("properties") {
            properties.insert("models".to_owned(), models_property());
            properties.insert("addons".to_owned(), addons_property());
        }
    }
    schema
}

/// An application's overlay: its keys, everything optional, and `null` to remove.
pub(super) fn app() -> Value {
    let mut schema = of::<AppFile>();
    if let Some(Value::Object(definitions)) = schema.get_mut("$defs") {
        definitions.values_mut().for_each(|one| {
            // Which keys exclude each other is seen once it is merged.
            if let Value::Object(definition) = one {
                definition.shift_remove("oneOf");
            }
            optional(one);
        });
    }
    optional(&mut schema);
    if let Value::Object(root) = &mut schema {
        root.insert(
            "title".to_owned(),
            json!("platgen application, environment"),
        );
        if let Some(Value::Object(properties)) = root.get_mut("properties") {
            properties.shift_remove("environments");
        }
        let about = "What one environment changes of an application: maps merge, `null` removes.";
        root.insert("description".to_owned(), json!(about));
    }
    schema
}

fn models_property() -> Value {
    json!({
        "description": "Changes to models of the catalog, by name; `null` removes a model.",
        "type": ["object", "null"],
        "propertyNames": {"pattern": patterns::MODEL},
        "additionalProperties": {"anyOf": [{"$ref": "#/$defs/ModelChange"}, {"type": "null"}]},
        "examples": [{"gpt-4.1": {"capacity": 500}, "phi-4": {"enabled": true}}]
    })
}

fn addons_property() -> Value {
    json!({
        "description": "Changes to the add-ons; `null` removes one.",
        "anyOf": [{"$ref": "#/$defs/AddonsSection"}, {"type": "null"}],
        "examples": [{"charts": {"tempo": null}}]
    })
}

/// The keys of both kinds of models, less `name`; whether a key fits the model's kind is seen once it is merged.
fn model_change(definitions: &Map<String, Value>) -> Value {
    let mut properties = Map::new();
    for kind in ["KaitoModelEntry", "FoundryModelEntry"] {
        let found = definitions
            .get(kind)
            .and_then(|entry| entry.get("properties"))
            .and_then(Value::as_object);
        for (key, value) in found
            .into_iter()
            .flatten()
            .filter(|(key, _)| *key != "name")
        {
            properties
                .entry(key.clone())
                .or_insert_with(|| value.clone());
        }
    }
    json!({
        "description": "What an environment changes of a model.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false
    })
}

/// Makes every property of an object's schema optional and nullable.
fn optional(schema: &mut Value) {
    let Value::Object(object) = schema else {
        return;
    };
    object.shift_remove("required");
    if let Some(Value::Object(properties)) = object.get_mut("properties") {
        properties.values_mut().for_each(nullable);
    }
    if let Some(values @ Value::Object(_)) = object.get_mut("additionalProperties") {
        nullable(values);
    }
}

fn nullable(schema: &mut Value) {
    optional(schema);
    let Value::Object(object) = schema else {
        return;
    };
    if let Some(target) = object.shift_remove("$ref") {
        object.insert(
            "anyOf".to_owned(),
            json!([{"$ref": target}, {"type": "null"}]),
        );
    } else if let Some(Value::Array(options)) = object.get_mut("oneOf") {
        options.push(json!({"type": "null"}));
    }
    match object.get_mut("type") {
        Some(Value::Array(types)) => types.push(json!("null")),
        Some(one) => *one = json!([one.clone(), "null"]),
        None => {}
    }
    if let Some(Value::Array(values)) = object.get_mut("enum") {
        values.push(Value::Null);
    }
}
