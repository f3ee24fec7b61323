//! The words of one repository that its input files choose from: names of its models, groups and environments, and what its
//! KAITO releases take.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::diag::Diagnostics;
use crate::core::origin::Origin;
use crate::core::yaml::spanned::Spanned;
use crate::domain::facts::resolve;
use crate::domain::models::syntax::{AccessGroupEntry, FoundryModelEntry, KaitoModelEntry};
use crate::domain::parsed::{Written, WrittenEnvironment};
use crate::facts::{self, Facts, Release, presets};

/// Words with what each stands for, by word.
pub type Words = BTreeMap<String, String>;

/// Everything that a repository's files may choose from, all environments together. What a fault keeps from being read is
/// not in it, so editors take it for a mistake until the fault is repaired.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Foundry models that are enabled in some environment.
    pub foundry: Words,
    /// KAITO models that are enabled in some environment.
    pub kaito: Words,
    /// All models of the catalog, disabled ones included: what an environment may change.
    pub models: Words,
    /// Access groups.
    pub groups: Words,
    /// Environments.
    pub environments: Words,
    /// Regions that the repository uses.
    pub regions: Words,
    /// VM sizes that a KAITO release of the repository can use, and those of disabled models.
    pub sizes: Words,
    /// Presets that a KAITO release of the repository takes, and those of disabled models.
    pub presets: Words,
}

impl Vocabulary {
    /// The words of a repository.
    pub fn of(written: &Written) -> Self {
        let mut words = Self::default();
        for name in &written.environment_names {
            let about = format!("Environment {name} of this repository.");
            words.environments.insert(name.clone(), about);
        }
        let facts = resolve::facts(&written.facts, &mut Diagnostics::new());
        for environment in &written.environments {
            words.add(environment, &facts);
        }
        for team in &written.teams {
            let project = team.file.foundry_project.as_ref();
            words.add_region(project.and_then(|project| project.location.as_ref()));
        }
        words
    }

    fn add(&mut self, environment: &WrittenEnvironment, facts: &Facts) {
        let file = &environment.platform;
        self.add_region(Some(&file.platform.location));
        let accounts = file
            .foundry
            .as_ref()
            .and_then(|foundry| foundry.accounts.as_ref());
        for region in accounts.into_iter().flat_map(|accounts| accounts.keys()) {
            self.regions.insert(region.clone(), used(region));
        }
        if let Some(release) = facts::release(&file.kaito.version.value) {
            self.add_facts(facts, release);
        }
        let removed = &environment.removed;
        for models in &environment.models {
            for model in listed(models.kaito_models.as_ref()) {
                self.add_kaito(model, removed.contains_key(&model.name.value));
            }
            for model in listed(models.foundry_models.as_ref()) {
                self.add_foundry(model, removed.contains_key(&model.name.value));
            }
            for group in listed(models.access_groups.as_ref()) {
                self.add_group(group);
            }
        }
    }

    fn add_region(&mut self, written: Option<&Spanned<String>>) {
        if let Some(region) = written.filter(|region| is_written(region)) {
            self.regions
                .insert(region.value.clone(), used(&region.value));
        }
    }

    fn add_facts(&mut self, facts: &Facts, (major, minor): Release) {
        for size in facts.usable_sizes((major, minor)) {
            let about = format!(
                "{} x {}, {} GiB of GPU memory in all; {} vCPUs of family {}.",
                size.gpus,
                size.gpu.as_deref().unwrap_or("GPU"),
                size.memory_gib,
                size.vcpus,
                size.family.as_deref().unwrap_or("unknown"),
            );
            self.sizes.insert(size.name.clone(), about);
        }
        for name in presets::names((major, minor)) {
            let needs = presets::catalog(name).map_or_else(String::new, |preset| {
                format!(
                    ": {}, {} GiB of weights, context up to {} tokens",
                    preset.name, preset.size_gib, preset.max_tokens
                )
            });
            let about = format!("Preset of KAITO {major}.{minor}{needs}.");
            self.presets.insert(name.to_owned(), about);
        }
    }

    fn add_kaito(&mut self, model: &KaitoModelEntry, removed: bool) {
        if !is_written(&model.name) {
            return;
        }
        let about = format!(
            "{}: KAITO preset {} on {}, {} tokens per minute.",
            model.display_name.value,
            model.preset.value,
            model.instance_type.value,
            model.estimated_tokens_per_minute.value
        );
        if model.enabled.value && !removed {
            self.kaito.insert(model.name.value.clone(), about.clone());
        }
        // What nobody deploys may name what no release takes; a spelling in other case is taken too.
        let odd = |word: &Spanned<String>, known: &Words| {
            let same = |name: &String| name.eq_ignore_ascii_case(&word.value);
            is_written(word) && (!model.enabled.value || known.keys().any(same))
        };
        if odd(&model.preset, &self.presets) {
            let word = self.presets.entry(model.preset.value.clone());
            word.or_insert_with(|| format!("As model {} says.", model.name.value));
        }
        if odd(&model.instance_type, &self.sizes) {
            let word = self.sizes.entry(model.instance_type.value.clone());
            word.or_insert_with(|| format!("As model {} says.", model.name.value));
        }
        self.models.insert(model.name.value.clone(), about);
    }

    fn add_foundry(&mut self, model: &FoundryModelEntry, removed: bool) {
        if !is_written(&model.name) {
            return;
        }
        let format = model
            .format
            .as_ref()
            .map_or("OpenAI", |format| format.value.as_str());
        let mut about = format!(
            "{format} {} {}",
            model.model_name.value, model.version.value
        );
        let deployments: Vec<_> = listed(model.deployments.as_ref()).collect();
        let skus: BTreeSet<&str> = deployments
            .iter()
            .map(|one| one.sku_name.value.as_str())
            .chain(model.sku_name.as_ref().map(|sku| sku.value.as_str()))
            .collect();
        for sku in skus {
            about.push_str(", ");
            about.push_str(sku);
        }
        about.push('.');
        if let Some(words) = &model.description {
            about.push(' ');
            about.push_str(&words.value);
        }
        if model.enabled.value && !removed {
            self.foundry.insert(model.name.value.clone(), about.clone());
        }
        self.models.insert(model.name.value.clone(), about);
        self.add_region(model.location.as_ref());
        for one in deployments {
            self.add_region(one.location.as_ref());
        }
    }

    fn add_group(&mut self, group: &AccessGroupEntry) {
        if !is_written(&group.name) {
            return;
        }
        let grants: Vec<String> = group
            .models
            .iter()
            .map(|grant| {
                format!(
                    "{} ({} tokens per minute)",
                    grant.name.value, grant.tokens_per_minute.value
                )
            })
            .collect();
        let about = format!("Grants {}.", grants.join(", "));
        self.groups.insert(group.name.value.clone(), about);
    }
}

fn listed<T>(list: Option<&Spanned<Vec<Spanned<T>>>>) -> impl Iterator<Item = &T> {
    list.into_iter()
        .flat_map(|list| &list.value)
        .map(|one| &one.value)
}

/// Whether somebody wrote it: not what stands in for a fault.
fn is_written<T>(value: &Spanned<T>) -> bool {
    match value.origin {
        Origin::Written(_) | Origin::Overlaid { .. } => !value.origin.is_synthetic(),
        Origin::Granted { .. }
        | Origin::Default(_)
        | Origin::Derived(_)
        | Origin::Entry(_)
        | Origin::Fact(_) => false,
    }
}

fn used(region: &str) -> String {
    format!("{region}, a region that this repository uses.")
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{MODELS_PATH, Repository};

    fn words(changes: &[(&str, &str)]) -> Vocabulary {
        let mut repository = Repository::new();
        for (from, to) in changes {
            repository = repository.edit(MODELS_PATH, from, to);
        }
        Vocabulary::of(&crate::read::read(&repository.sources()).0)
    }

    fn names(words: &Words) -> Vec<&str> {
        words.keys().map(String::as_str).collect()
    }

    #[test]
    fn names_come_from_the_catalog() {
        let words = words(&[]);
        assert_eq!(names(&words.kaito), ["mistral"]);
        assert_eq!(names(&words.foundry), ["gpt-4.1", "gpt-4o"]);
        assert_eq!(
            names(&words.models),
            ["gpt-4.1", "gpt-4o", "mistral", "phi-4"]
        );
        assert_eq!(names(&words.groups), ["standard"]);
        assert_eq!(names(&words.environments), ["demo"]);
        assert_eq!(
            names(&words.regions),
            ["germanywestcentral", "swedencentral"]
        );
        assert!(words.sizes.contains_key("Standard_NC24ads_A100_v4"));
        assert!(words.presets.contains_key("phi-4") && !words.presets.contains_key("gpt-oss-20b"));
        assert_eq!(
            words.groups["standard"],
            "Grants gpt-4.1 (1000 tokens per minute)."
        );
    }

    #[test]
    fn odd_spellings_are_words_only_where_check_takes_them() {
        let words = words(&[
            ("preset: mistral-7b-instruct", "preset: Mistral-7B-instruct"),
            ("preset: phi-4", "preset: phi-5"),
        ]);
        assert!(words.presets.contains_key("Mistral-7B-instruct"));
        assert!(words.presets.contains_key("phi-5"), "its model is disabled");
        let words = self::words(&[("preset: mistral-7b-instruct", "preset: mistral-8b")]);
        assert!(!words.presets.contains_key("mistral-8b"));
    }

    #[test]
    fn a_fault_elsewhere_leaves_the_other_words() {
        let words = words(&[
            ("capacity: 100", "capacity: many"),
            ("name: gpt-4o\n", "name: 'x y'\n"),
        ]);
        assert_eq!(names(&words.foundry), ["gpt-4.1"]);
        assert_eq!(names(&words.kaito), ["mistral"]);
    }
}
