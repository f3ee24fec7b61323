//! JSON Schemas of the input files, made from their types: what editors check and what the compiler checks is one thing.

use serde_json::{Map, Value, json};

use crate::core::yaml::validate;
use crate::domain::addons::syntax::AddonsFile;
use crate::domain::apps::syntax::AppFile;
use crate::domain::consumers::syntax::TeamFile;
use crate::domain::facts::syntax::FactsFile;
use crate::domain::models::syntax::ModelsFile;
use crate::domain::patterns;
use crate::domain::platform::syntax::PlatformFile;
use crate::expect::syntax::ExpectationsFile;
use crate::guardrails::syntax::GuardrailsFile;
use crate::removals::syntax::RemovalsFile;

mod overlays;
pub mod repository;
pub mod vocabulary;

/// The kinds of input files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `catalog/platform.yaml`
    Platform,
    /// `catalog/models.yaml`, `catalog/models/*.yaml`
    Models,
    /// `teams/<team>/access.yaml`
    Team,
    /// `catalog/environments/<environment>.yaml`
    Environment,
    /// `catalog/expectations.yaml`
    Expectations,
    /// `catalog/guardrails.yaml`
    Guardrails,
    /// `catalog/facts/*.yaml`
    Facts,
    /// `teams/<team>/apps/<app>/app.yaml`
    App,
    /// `teams/<team>/apps/<app>/<environment>.yaml`
    AppEnvironment,
    /// `catalog/addons.yaml`
    Addons,
    /// `catalog/removals.yaml`
    Removals,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Platform,
        Self::Models,
        Self::Team,
        Self::Environment,
        Self::Expectations,
        Self::Guardrails,
        Self::Facts,
        Self::App,
        Self::AppEnvironment,
        Self::Addons,
        Self::Removals,
    ];

    /// The file name of its schema under `schemas/`.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Platform => "platform.schema.json",
            Self::Models => "models.schema.json",
            Self::Team => "team.schema.json",
            Self::Environment => "environment.schema.json",
            Self::Expectations => "expectations.schema.json",
            Self::Guardrails => "guardrails.schema.json",
            Self::Facts => "facts.schema.json",
            Self::App => "app.schema.json",
            Self::AppEnvironment => "app-environment.schema.json",
            Self::Addons => "addons.schema.json",
            Self::Removals => "removals.schema.json",
        }
    }
}

/// The schema files, by kind: name under `schemas/` and text.
pub fn files() -> Vec<(&'static str, String)> {
    Kind::ALL
        .iter()
        .map(|kind| (kind.file_name(), format!("{:#}\n", schema(*kind))))
        .collect()
}

/// The schema of a kind of input file, draft 2020-12.
pub fn schema(kind: Kind) -> Value {
    let schema = match kind {
        Kind::Platform => of::<PlatformFile>(),
        Kind::Models => of::<ModelsFile>(),
        Kind::Team => of::<TeamFile>(),
        Kind::Environment => overlays::environment(),
        Kind::Expectations => of::<ExpectationsFile>(),
        Kind::Guardrails => of::<GuardrailsFile>(),
        Kind::Facts => of::<FactsFile>(),
        Kind::App => of::<AppFile>(),
        Kind::AppEnvironment => overlays::app(),
        Kind::Addons => of::<AddonsFile>(),
        Kind::Removals => of::<RemovalsFile>(),
    };
    headed(schema, kind.file_name())
}

/// The schema that the compiler checks by: without the choices between keys that editors are shown, since `resolve`
/// makes the same demands and reports a breach with both places.
pub fn checked(kind: Kind) -> Value {
    let mut schema = schema(kind);
    if let Some(Value::Object(definitions)) = schema.get_mut("$defs") {
        for definition in definitions.values_mut().filter_map(Value::as_object_mut) {
            definition.shift_remove("oneOf");
        }
    }
    let words = patterns::all().map(|(pattern, words)| (pattern.to_owned(), words.into()));
    let words = Value::Object(words.collect());
    if let Some(root) = schema.as_object_mut() {
        root.insert(validate::PATTERNS.to_owned(), words);
    }
    schema
}

/// The schema of a type that platgen writes, as text for a file of this name.
pub fn of_output<T: schemars::JsonSchema>(file_name: &str) -> String {
    format!("{:#}\n", headed(of::<T>(), file_name))
}

fn of<T: schemars::JsonSchema>() -> Value {
    let generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    tidy(&mut schema);
    schema
}

/// `$schema`, `$id` and title first, as readers expect them.
fn headed(schema: Value, file_name: &str) -> Value {
    let Value::Object(mut rest) = schema else {
        return schema;
    };
    let mut whole = Map::new();
    rest.shift_remove("$schema");
    whole.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    whole.insert("$id".to_owned(), json!(file_name));
    for key in ["title", "description"] {
        if let Some(value) = rest.shift_remove(key) {
            whole.insert(key.to_owned(), value);
        }
    }
    whole.extend(rest);
    Value::Object(whole)
}

/// Takes out what the generator adds but the inputs do not mean: `null` for optional keys (absent is the only way to say
/// nothing), and number formats that no editor knows.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(object) => {
            if object.get("format").is_some_and(Value::is_string) {
                object.shift_remove("format");
            }
            without_null(object);
            for (key, value) in object.iter_mut() {
                if !matches!(key.as_str(), "examples" | "enum" | "const" | "default") {
                    tidy(value);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn without_null(object: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            object.insert("type".to_owned(), only);
        }
    }
    let Some(Value::Array(options)) = object.get("anyOf") else {
        return;
    };
    let null = json!({"type": "null"});
    if !options.contains(&null) {
        return;
    }
    let kept: Vec<Value> = options
        .iter()
        .filter(|option| **option != null)
        .cloned()
        .collect();
    object.shift_remove("anyOf");
    match <[Value; 1]>::try_from(kept) {
        Ok([Value::Object(only)]) => object.extend(only),
        Ok([other]) => drop(object.insert("anyOf".to_owned(), json!([other]))),
        Err(several) => drop(object.insert("anyOf".to_owned(), Value::Array(several))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each_property(schema: &Value, path: &str, visit: &mut impl FnMut(&str, &Value)) {
        let Value::Object(object) = schema else {
            return;
        };
        if let Some(Value::Object(properties)) = object.get("properties") {
            for (key, value) in properties {
                let here = format!("{path}/{key}");
                visit(&here, value);
                each_property(value, &here, visit);
            }
        }
        if let Some(Value::Object(definitions)) = object.get("$defs") {
            for (key, value) in definitions {
                each_property(value, &format!("{path}#{key}"), visit);
            }
        }
    }

    #[test]
    fn every_property_has_a_description_and_an_example() {
        for kind in Kind::ALL {
            let schema = schema(*kind);
            assert!(
                schema["title"].is_string() && schema["description"].is_string(),
                "{kind:?}"
            );
            each_property(&schema, kind.file_name(), &mut |path, property| {
                assert!(
                    property["description"].is_string(),
                    "no description: {path}"
                );
                assert!(
                    property["examples"]
                        .as_array()
                        .is_some_and(|all| !all.is_empty()),
                    "no example: {path}"
                );
            });
        }
    }

    #[test]
    fn every_pattern_has_words() {
        fn walk(value: &Value) {
            if let Some(pattern) = value.get("pattern").and_then(Value::as_str) {
                assert!(patterns::words(pattern).is_some(), "no words: {pattern}");
            }
            match value {
                Value::Array(items) => items.iter().for_each(walk),
                Value::Object(object) => object.values().for_each(walk),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        for kind in Kind::ALL {
            walk(&schema(*kind));
        }
    }

    #[test]
    fn schemas_are_strict_and_complete() {
        for kind in Kind::ALL {
            let schema = schema(*kind);
            assert_eq!(schema["$id"], kind.file_name());
            assert_eq!(schema["additionalProperties"], false);
            for (name, definition) in schema["$defs"].as_object().unwrap() {
                assert_eq!(definition["additionalProperties"], false, "{name}");
                assert!(definition["description"].is_string(), "{name}");
            }
            jsonschema::meta::validate(&schema).unwrap();
            jsonschema::draft202012::new(&schema).unwrap();
        }
    }

    #[test]
    fn examples_keep_their_own_schema() {
        for kind in Kind::ALL {
            let root = schema(*kind);
            each_property(&root, kind.file_name(), &mut |path, property| {
                if path.contains("/network") || path.contains("/subnets") {
                    return; // shown in part, for want of space
                }
                let mut alone = property.clone();
                alone["$defs"] = root["$defs"].clone();
                let partial = *kind == Kind::Platform && property.get("$ref").is_some();
                let validator = jsonschema::draft202012::new(&alone).unwrap();
                for example in property["examples"].as_array().unwrap() {
                    if let Err(fault) = validator.validate(example) {
                        assert!(partial, "{path}: {fault}");
                    }
                }
            });
        }
    }

    #[test]
    fn optional_keys_take_no_null_except_in_an_environment() {
        let takes = |kind, value: &Value| {
            jsonschema::draft202012::new(&schema(kind))
                .unwrap()
                .is_valid(value)
        };
        assert!(!takes(Kind::Models, &json!({"kaitoModels": null})));
        assert!(takes(
            Kind::Environment,
            &json!({"models": {"gpt-4.1": null, "phi-4": {"vllm": null}}, "monitoring": null})
        ));
        assert!(takes(
            Kind::Environment,
            &json!({"platform": {"name": "hai-p", "tags": {"a": null}}, "apim": {"sku": null}})
        ));
        assert!(!takes(
            Kind::Environment,
            &json!({"models": {"gpt-4.1": {"capactiy": 1}}})
        ));
    }

    #[test]
    fn editors_are_reported_that_keys_exclude_each_other() {
        let takes = |grant: Value| {
            let grants = json!({"team": {"name": "a", "displayName": "A", "owner": "a@b.c", "costCenter": "C"}, "models": {"foundry": [grant]}});
            jsonschema::draft202012::new(&schema(Kind::Team))
                .unwrap()
                .is_valid(&grants)
        };
        assert!(takes(
            json!({"name": "gpt", "tokensPerMinute": 1, "tokenQuota": "none"})
        ));
        assert!(!takes(json!({"name": "gpt", "tokensPerMinute": 1})));
        assert!(!takes(
            json!({"name": "gpt", "tokensPerMinute": 1, "tokenQuota": "none", "dailyTokenQuota": 1})
        ));
    }
}
