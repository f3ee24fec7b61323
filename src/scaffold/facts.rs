//! A file of facts out of what the Azure CLI prints: `az cognitiveservices model list`, `az vm list-skus`, `az aks get-versions`.
//!
//! Only what an input can say is taken over. A list that holds nothing of that is no such list.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::with_modeline;
use crate::core::document::yaml::Node;
use crate::facts::Day;

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// `az cognitiveservices model list`
    Models,
    /// `az vm list-skus`
    Sizes,
    /// `az aks get-versions`
    Kubernetes,
}

impl List {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Models, Self::Sizes, Self::Kubernetes];

    /// Its key in a file of facts.
    pub fn key(self) -> &'static str {
        match self {
            Self::Models => "models",
            Self::Sizes => "sizes",
            Self::Kubernetes => "kubernetes",
        }
    }

    /// The command that prints it.
    pub fn command(self) -> &'static str {
        match self {
            Self::Models => "az cognitiveservices model list",
            Self::Sizes => "az vm list-skus",
            Self::Kubernetes => "az aks get-versions",
        }
    }

    fn entries(self, json: &Value) -> Vec<Node> {
        match self {
            Self::Models => models(json),
            Self::Sizes => sizes(json),
            Self::Kubernetes => minors(json),
        }
    }
}

/// What was made of a list.
#[derive(Debug)]
pub struct Imported {
    /// What it is of.
    pub list: List,
    /// How many facts.
    pub count: usize,
    /// The file.
    pub tree: Node,
}

/// A file of facts; none where the text is no list that is known.
pub fn imported(json: &Value, date: Day, source: Option<&str>) -> Option<Imported> {
    let mut all = List::ALL.into_iter().map(|list| (list, list.entries(json)));
    let (list, entries) = all.find(|(_, entries)| !entries.is_empty())?;
    let count = entries.len();
    let root = Node::map([
        ("date", Node::from(date.to_string())),
        ("source", Node::from(source.unwrap_or(list.command()))),
        (list.key(), Node::List(entries)),
    ]);
    Some(Imported {
        list,
        count,
        tree: with_modeline("../../schemas/facts.schema.json", root),
    })
}

/// Entries that are as they should be; others are of no use to a compiler.
fn each<T: for<'de> Deserialize<'de>>(list: Option<&Value>) -> Vec<T> {
    let entries = list.and_then(Value::as_array).into_iter().flatten();
    entries
        .filter_map(|entry| T::deserialize(entry).ok())
        .collect()
}

/// Keys that have a value.
fn entry(pairs: impl IntoIterator<Item = (&'static str, Option<Node>)>) -> Node {
    let said = pairs
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)));
    Node::map(said)
}

#[derive(Deserialize)]
struct ListedModel {
    model: Model,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Model {
    format: String,
    name: String,
    version: String,
    #[serde(default)]
    lifecycle_status: Option<String>,
    #[serde(default)]
    deprecation: Option<Deprecation>,
    #[serde(default)]
    capabilities: Option<BTreeMap<String, Value>>,
}

#[derive(Deserialize)]
struct Deprecation {
    #[serde(default)]
    inference: Option<String>,
}

/// Words of the service, and those of an input. Only words that were seen in what the service answered stand here: what it says
/// of sound, of ranking and of others is not taken over, and then the model's family says it.
///
/// Sources, read 2026-12-01: a list of 2026-08-20 (`chatCompletion`, `completion`, `realtime`), Microsoft Learn's quota article
/// (`embeddings`, with `text-embedding-ada-002`), an answer of `az cognitiveservices account deployment create`
/// (`responses`, with gpt-4.1-mini), azure.azcollection's `azure_rm_cognitiveservicesmodel_info` (`imageGenerations`, with dall-e-3).
const CAPABILITIES: &[(&str, &str)] = &[
    ("chatCompletion", "chat"),
    ("completion", "completions"),
    ("embeddings", "embeddings"),
    ("responses", "responses"),
    ("imageGenerations", "images"),
    ("realtime", "realtime"),
];

/// Words of the service for the stages of a version, and those of an input: what the service calls deprecating is closed to new
/// customers, and what it calls deprecated answers 410, so that it is retired.
///
/// Source: Azure/azure-rest-api-specs 0000bae, specification/cognitiveservices/CognitiveServices.Management/models.tsp,
/// `ModelLifecycleStatus` (read 2026-12-01).
const STAGES: &[(&str, &str)] = &[
    ("GenerallyAvailable", "GA"),
    ("Stable", "GA"),
    ("Preview", "Preview"),
    ("Legacy", "Legacy"),
    ("Deprecating", "Deprecated"),
    ("Deprecated", "Retired"),
];

fn word(words: &[(&str, &'static str)], given: &str) -> Option<&'static str> {
    let mut all = words.iter();
    let found = all.find(|(word, _)| word.eq_ignore_ascii_case(given))?;
    Some(found.1)
}

/// The list has a model once for each kind of account and region.
fn models(json: &Value) -> Vec<Node> {
    let mut all: BTreeMap<(String, String, String), Node> = BTreeMap::new();
    for ListedModel { model } in each::<ListedModel>(Some(json)) {
        let key = (
            model.format.clone(),
            model.name.clone(),
            model.version.clone(),
        );
        all.entry(key).or_insert_with(|| of_model(&model));
    }
    all.into_values().collect()
}

fn of_model(model: &Model) -> Node {
    let stage = model.lifecycle_status.as_deref();
    let ends = model.deprecation.as_ref();
    let ends = ends.and_then(|ends| ends.inference.as_deref()?.get(..10));
    let ends = ends.and_then(|day| day.parse::<Day>().ok());
    let can = |name: &str| {
        let said = model.capabilities.as_ref()?.get(name)?;
        (said == "true" || said == true).then_some(())
    };
    let capabilities: Vec<Node> = CAPABILITIES
        .iter()
        .filter_map(|(name, word)| can(name).map(|()| Node::from(*word)))
        .collect();
    entry([
        ("name", Some(Node::from(model.name.as_str()))),
        ("version", Some(Node::from(model.version.as_str()))),
        ("format", Some(Node::from(model.format.as_str()))),
        (
            "stage",
            stage.and_then(|stage| word(STAGES, stage)).map(Node::from),
        ),
        ("retires", ends.map(|day| Node::from(day.to_string()))),
        (
            "capabilities",
            (!capabilities.is_empty()).then_some(Node::List(capabilities)),
        ),
    ])
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListedSize {
    name: String,
    resource_type: String,
    #[serde(default)]
    family: Option<String>,
    #[serde(default)]
    capabilities: Option<Vec<SizeCapability>>,
}

#[derive(Deserialize)]
struct SizeCapability {
    name: String,
    value: String,
}

fn sizes(json: &Value) -> Vec<Node> {
    let mut all: BTreeMap<String, Node> = BTreeMap::new();
    for size in each::<ListedSize>(Some(json)) {
        if size.resource_type == "virtualMachines" {
            all.entry(size.name.clone())
                .or_insert_with(|| of_size(&size));
        }
    }
    all.into_values().collect()
}

fn of_size(size: &ListedSize) -> Node {
    let number = |name: &str| {
        let mut all = size.capabilities.iter().flatten();
        let found = all.find(|capability| capability.name == name)?;
        found.value.parse::<u32>().ok().filter(|number| *number > 0)
    };
    // Of a constrained size, the virtual CPUs that can be used are counted apart (`vCPUsAvailable`); quota is taken for all.
    // Source: lists of `az vm list-skus` in public repositories, NC sizes with 16 and 8 of them (read 2026-12-01).
    entry([
        ("name", Some(Node::from(size.name.as_str()))),
        ("vcpus", number("vCPUs").map(Node::from)),
        ("family", size.family.as_deref().map(Node::from)),
        ("gpus", number("GPUs").map(Node::from)),
    ])
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListedMinor {
    version: String,
    #[serde(default)]
    is_preview: Option<bool>,
}

fn minors(json: &Value) -> Vec<Node> {
    let all = each::<ListedMinor>(json.get("values"));
    let all = all.into_iter().map(|minor| {
        entry([
            ("minor", Some(Node::from(minor.version))),
            (
                "preview",
                Some(Node::from(minor.is_preview.unwrap_or(false))),
            ),
        ])
    });
    all.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::core::print;

    fn text(json: &Value) -> Option<String> {
        let day = "2026-11-30".parse().unwrap();
        imported(json, day, None).map(|imported| print::yaml::bare(&imported.tree))
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for json in [
            json!({}),
            json!([]),
            json!([{"name": "x", "resourceType": "disks"}]),
            json!({"values": [{}]}),
            json!("text"),
        ] {
            assert_eq!(text(&json), None, "{json}");
        }
    }

    #[test]
    fn words_of_the_service_become_those_of_an_input() {
        let of = |status: &str| {
            let model = json!({"model": {"format": "OpenAI", "name": "m", "version": "1", "lifecycleStatus": status, "capabilities": {"realtime": "true", "chatCompletion": "false", "audio": "true"}}});
            text(&json!([model])).unwrap()
        };
        for (status, stage) in [
            ("GenerallyAvailable", "stage: GA"),
            ("Stable", "stage: GA"),
            ("Preview", "stage: Preview"),
            ("Legacy", "stage: Legacy"),
            ("Deprecating", "stage: Deprecated"),
            ("Deprecated", "stage: Retired"),
        ] {
            assert!(of(status).contains(stage), "{status}");
        }
        assert!(!of("Retired").contains("stage"));
        let said = of("Preview");
        let words = |word: &str| said.contains(word);
        assert!(
            words("realtime") && !words("chat") && !words("audio"),
            "{said}"
        );
    }

    #[test]
    fn entries_that_stand_twice_are_taken_once() {
        let model = json!({"kind": "OpenAI", "model": {"format": "OpenAI", "name": "a: b", "version": "1", "deprecation": {"inference": "soon"}}});
        let text = text(&json!([model, model, {"model": 3}])).unwrap();
        assert_eq!(text.matches("name:").count(), 1, "{text}");
        assert!(
            text.contains("\"a: b\"") && !text.contains("retires"),
            "{text}"
        );
    }
}
