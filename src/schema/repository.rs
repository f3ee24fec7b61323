//! Schemas of one repository, for editors: those of the program, with the repository's own words where a file chooses from
//! them, so that an editor completes names of models, groups, regions, sizes and presets, and marks those that are none.

use serde_json::{Map, Value, json};

use super::vocabulary::{Vocabulary, Words};
use super::{Kind, headed, schema};
use crate::core::diag::Code;
use crate::domain::patterns;

/// The schema files of a repository: path under `schemas/` and text. The platform's own file and facts choose from no words of it.
pub fn files(words: &Vocabulary) -> Vec<(String, String)> {
    let kinds = Kind::ALL.iter().filter(|kind| {
        !matches!(
            kind,
            Kind::Platform | Kind::Facts | Kind::Addons | Kind::Removals | Kind::AppEnvironment
        )
    });
    kinds
        .copied()
        .map(|kind| {
            let path = format!("repository/{}", kind.file_name());
            let narrowed = headed(narrowed(kind, words), &path);
            (path, format!("{narrowed:#}\n"))
        })
        .collect()
}

/// The schema of a kind of file that takes this repository's words only.
pub fn narrowed(kind: Kind, words: &Vocabulary) -> Value {
    let mut schema = schema(kind);
    let mut narrow = Narrow(&mut schema);
    match kind {
        Kind::Platform | Kind::Facts | Kind::Addons | Kind::Removals | Kind::AppEnvironment => {}
        Kind::App => narrow.one_of("/properties/environments/items", &words.environments),
        Kind::Expectations => expectations(&mut narrow, words),
        Kind::Guardrails => guardrails(&mut narrow, words),
        Kind::Team => team(&mut narrow, words),
        Kind::Models => {
            narrow.one_of("/$defs/GrantEntry/properties/name", &words.grantable());
            models(&mut narrow, "KaitoModelEntry", "FoundryModelEntry", words);
        }
        Kind::Environment => {
            narrow.one_of("/properties/models/propertyNames", &words.models);
            models(&mut narrow, "ModelChange", "ModelChange", words);
        }
    }
    schema
}

fn team(narrow: &mut Narrow<'_>, words: &Vocabulary) {
    for (kind, names) in [("foundry", &words.foundry), ("kaito", &words.kaito)] {
        narrow.own_grants(kind);
        narrow.one_of(
            &format!("/$defs/{}/properties/name", grants_of(kind)),
            names,
        );
    }
    narrow.remove_definition("GrantEntry");
    narrow.one_of("/properties/groups/items", &words.groups);
    narrow.one_of("/properties/environments/items", &words.environments);
    narrow.suggest(
        "/$defs/FoundryProjectSection/properties/location",
        &words.regions,
    );
}

/// Teams are not offered: the schema would change with each team, and so would every request for one.
fn expectations(narrow: &mut Narrow<'_>, words: &Vocabulary) {
    let entry = "/$defs/ExpectationEntry/properties";
    narrow.suggest(&format!("{entry}/model"), &words.models);
    narrow.one_of(&format!("{entry}/environments/items"), &words.environments);
}

fn guardrails(narrow: &mut Narrow<'_>, words: &Vocabulary) {
    for entry in ["BoundEntry", "AllowEntry"] {
        let items = |list: &str| format!("/$defs/{entry}/properties/{list}/items");
        narrow.suggest(&items("models"), &words.models);
        narrow.suggest(&items("environments"), &words.environments);
    }
    let choices = "/$defs/AllowEntry/properties";
    narrow.suggest(&format!("{choices}/regions/items"), &words.regions);
    let skus = patterns::DEPLOYMENT_SKUS.iter();
    let mut skus: Words = skus
        .map(|sku| ((*sku).to_owned(), "SKU of Foundry deployments.".to_owned()))
        .collect();
    skus.extend(words.sizes.clone());
    narrow.suggest(&format!("{choices}/skus/items"), &skus);
    let exception = "/$defs/ExceptionEntry/properties";
    narrow.suggest(&format!("{exception}/model"), &words.models);
    narrow.one_of(
        &format!("{exception}/code"),
        &findings(Code::can_be_excepted),
    );
    narrow.names_of("/properties/severities", &findings(Code::can_be_raised));
}

/// Codes of findings, with what they are about.
fn findings(wanted: fn(Code) -> bool) -> Words {
    let codes = crate::codes::all().iter().filter(|code| wanted(**code));
    codes
        .map(|code| (code.name().to_owned(), code.entry().title.to_owned()))
        .collect()
}

fn models(narrow: &mut Narrow<'_>, kaito: &str, foundry: &str, words: &Vocabulary) {
    narrow.one_of(&format!("/$defs/{kaito}/properties/preset"), &words.presets);
    narrow.one_of(
        &format!("/$defs/{kaito}/properties/instanceType"),
        &words.sizes,
    );
    for entry in [foundry, "DeploymentEntry"] {
        narrow.suggest(
            &format!("/$defs/{entry}/properties/location"),
            &words.regions,
        );
    }
}

/// The definition of a team's grants of one kind of model.
fn grants_of(kind: &str) -> &'static str {
    match kind {
        "kaito" => "KaitoGrant",
        _ => "FoundryGrant",
    }
}

impl Vocabulary {
    /// Models of both kinds that can be granted.
    fn grantable(&self) -> Words {
        let all = self.foundry.iter().chain(&self.kaito);
        all.map(|(name, about)| (name.clone(), about.clone()))
            .collect()
    }
}

/// A schema that is being narrowed. Places are JSON pointers into it; tests hold that each exists.
struct Narrow<'s>(&'s mut Value);

impl Narrow<'_> {
    fn at(&mut self, place: &str) -> Option<&mut Map<String, Value>> {
        self.0.pointer_mut(place).and_then(Value::as_object_mut)
    }

    /// A text must be one of these words. Where there is none, the general schema stands: an empty choice is no schema.
    fn one_of(&mut self, place: &str, words: &Words) {
        let Some(schema) = self.at(place).filter(|_| !words.is_empty()) else {
            return;
        };
        let nullable = schema.get("type").is_some_and(Value::is_array);
        for replaced in ["pattern", "minLength", "maxLength", "examples"] {
            schema.shift_remove(replaced);
        }
        schema.extend(choice(words, nullable));
    }

    /// The keys of a mapping must be of these words.
    fn names_of(&mut self, place: &str, words: &Words) {
        if let Some(schema) = self.at(place) {
            schema.insert("propertyNames".to_owned(), choice(words, false).into());
        }
    }

    /// A text may be anything that the general schema takes; these words are offered.
    fn suggest(&mut self, place: &str, words: &Words) {
        let Some(schema) = self.at(place).filter(|_| !words.is_empty()) else {
            return;
        };
        let nullable = schema.get("type").is_some_and(Value::is_array);
        let Some(pattern) = schema.shift_remove("pattern") else {
            return;
        };
        schema.shift_remove("examples");
        let any = json!([choice(words, nullable), {"pattern": pattern}]);
        schema.insert("anyOf".to_owned(), any);
    }

    /// Gives the grants of one kind of model a definition of their own.
    fn own_grants(&mut self, kind: &str) {
        let name = grants_of(kind);
        let Some(definitions) = self.at("/$defs") else {
            return;
        };
        let Some(grant) = definitions.get("GrantEntry").cloned() else {
            return;
        };
        definitions.insert(name.to_owned(), grant);
        if let Some(items) = self.at(&format!("/$defs/TeamModels/properties/{kind}/items")) {
            items.insert("$ref".to_owned(), json!(format!("#/$defs/{name}")));
        }
    }

    fn remove_definition(&mut self, name: &str) {
        if let Some(definitions) = self.at("/$defs") {
            definitions.shift_remove(name);
        }
    }
}

/// `enum` with a description of each word, as editors read it (`enumDescriptions`, which validators ignore).
fn choice(words: &Words, nullable: bool) -> Map<String, Value> {
    let mut names: Vec<Value> = words.keys().map(|word| json!(word)).collect();
    let mut about: Vec<Value> = words.values().map(|about| json!(about)).collect();
    if nullable {
        names.push(Value::Null);
        about.push(json!("Removed in this environment."));
    }
    let pairs = [("enum", names), ("enumDescriptions", about)];
    pairs
        .into_iter()
        .map(|(key, list)| (key.to_owned(), Value::Array(list)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(all: &[&str]) -> Words {
        all.iter()
            .map(|word| ((*word).to_owned(), format!("about {word}")))
            .collect()
    }

    fn vocabulary() -> Vocabulary {
        Vocabulary {
            foundry: words(&["gpt-4.1"]),
            kaito: words(&["phi-4"]),
            models: words(&["gpt-4.1", "old", "phi-4"]),
            groups: words(&["standard"]),
            environments: words(&["demo", "prod"]),
            regions: words(&["swedencentral"]),
            sizes: words(&["Standard_NC24ads_A100_v4"]),
            presets: words(&["phi-4"]),
        }
    }

    fn takes(kind: Kind, value: &Value) -> bool {
        let schema = narrowed(kind, &vocabulary());
        jsonschema::meta::validate(&schema).unwrap();
        jsonschema::draft202012::new(&schema)
            .unwrap()
            .is_valid(value)
    }

    fn team(section: &str, value: &Value) -> Value {
        let mut file =
            json!({"team": {"name": "a", "displayName": "A", "owner": "a@b.c", "costCenter": "C"}});
        file[section] = value.clone();
        file
    }

    fn granted(kind: &str, name: &str) -> bool {
        let grant = json!({"name": name, "tokensPerMinute": 1, "tokenQuota": "none"});
        let mut models = json!({});
        models[kind] = json!([grant]);
        takes(Kind::Team, &team("models", &models))
    }

    #[test]
    fn a_team_chooses_from_the_models_of_each_kind() {
        assert!(granted("foundry", "gpt-4.1") && granted("kaito", "phi-4"));
        assert!(!granted("foundry", "phi-4") && !granted("kaito", "gpt-4.1"));
        assert!(!granted("foundry", "old") && !granted("foundry", "gpt-4"));
    }

    #[test]
    fn a_team_chooses_groups_and_environments_and_is_offered_regions() {
        assert!(takes(Kind::Team, &team("groups", &json!(["standard"]))));
        assert!(!takes(Kind::Team, &team("groups", &json!(["standart"]))));
        assert!(takes(Kind::Team, &team("environments", &json!(["prod"]))));
        assert!(!takes(
            Kind::Team,
            &team("environments", &json!(["production"]))
        ));
        let at = |region: &str| team("foundryProject", &json!({"location": region}));
        assert!(takes(Kind::Team, &at("swedencentral")) && takes(Kind::Team, &at("northeurope")));
        assert!(!takes(Kind::Team, &at("Sweden Central")));
    }

    #[test]
    fn an_environment_changes_known_models_and_may_remove_what_they_say() {
        let change = |name: &str, key: &str, value: Value| {
            let mut models = json!({});
            models[name] = json!({});
            models[name][key] = value;
            json!({ "models": models })
        };
        let size = "Standard_NC24ads_A100_v4";
        assert!(takes(
            Kind::Environment,
            &change("old", "enabled", json!(true))
        ));
        assert!(takes(
            Kind::Environment,
            &change("phi-4", "instanceType", json!(size))
        ));
        assert!(takes(
            Kind::Environment,
            &change("phi-4", "preset", json!(null))
        ));
        assert!(takes(
            Kind::Environment,
            &change("phi-4", "location", json!("westeurope"))
        ));
        assert!(!takes(
            Kind::Environment,
            &change("older", "enabled", json!(true))
        ));
        assert!(!takes(
            Kind::Environment,
            &change("phi-4", "preset", json!("phi-5"))
        ));
    }

    #[test]
    fn expectations_are_offered_models_and_take_patterns() {
        let asked = |model: &str, environment: &str| {
            let entry = json!({"team": "*", "model": model, "allowed": false, "environments": [environment]});
            takes(Kind::Expectations, &json!({ "expectations": [entry] }))
        };
        assert!(asked("gpt-4.1", "prod") && asked("gpt-*", "demo"));
        assert!(!asked("gpt-4.1", "production"));
    }

    #[test]
    fn guardrails_choose_from_the_findings_that_they_can_change() {
        let raised = |code: &str| {
            let mut severities = json!({});
            severities[code] = json!("error");
            takes(Kind::Guardrails, &json!({ "severities": severities }))
        };
        assert!(raised("overcommitted") && !raised("over-capacity") && !raised("overcomitted"));
        let excepted = |code: &str| {
            let entry =
                json!({"code": code, "model": "gpt-*", "reason": "Known", "expires": "2027-01-31"});
            takes(Kind::Guardrails, &json!({ "exceptions": [entry] }))
        };
        assert!(excepted("overcommitted") && excepted("guardrail-bound"));
        assert!(!excepted("over-capacity") && !excepted("unused-exception"));
    }

    #[test]
    fn every_place_that_is_narrowed_exists() {
        for kind in Kind::ALL.iter().copied() {
            let text = narrowed(kind, &vocabulary()).to_string();
            let expected: &[&str] = match kind {
                Kind::Team => &["gpt-4.1", "phi-4", "standard", "prod", "swedencentral"],
                Kind::Models => &[
                    "gpt-4.1",
                    "phi-4",
                    "swedencentral",
                    "Standard_NC24ads_A100_v4",
                ],
                Kind::Environment => &["old", "phi-4", "swedencentral", "Standard_NC24ads_A100_v4"],
                Kind::Expectations => &["old", "prod"],
                Kind::Guardrails => &["old", "prod", "swedencentral", "Standard_NC24ads_A100_v4"],
                Kind::App => &["prod"],
                Kind::Platform
                | Kind::Facts
                | Kind::Addons
                | Kind::Removals
                | Kind::AppEnvironment => &[],
            };
            for word in expected {
                assert!(
                    text.contains(&format!("\"about {word}\"")),
                    "{kind:?}: {word}"
                );
            }
        }
    }

    #[test]
    fn without_words_the_general_schema_stands() {
        let empty = Vocabulary::default();
        assert_eq!(narrowed(Kind::Models, &empty), schema(Kind::Models));
        assert_eq!(
            narrowed(Kind::Environment, &empty),
            schema(Kind::Environment)
        );
        let team = narrowed(Kind::Team, &empty);
        jsonschema::draft202012::new(&team).unwrap();
    }
}
