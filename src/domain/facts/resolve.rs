//! From `catalog/facts/*.yaml` to the facts that a repository is checked by.

use std::str::FromStr;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use super::FactSet;
use super::syntax::{FactsFile, MinorFact, ModelFact, RegionFact, SizeFact};
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::yaml::spanned::Spanned;
use crate::facts::gpu::{Size, vcpus_in_name};
use crate::facts::kubernetes::Minor;
use crate::facts::model_versions::{Capability, ModelVersion, Stage};
use crate::facts::regions::Region;
use crate::facts::{Day, Facts};

/// The embedded facts, changed by the files in order: of two that say something about the same thing, the later day holds.
pub fn facts(files: &[FactsFile], findings: &mut Diagnostics) -> FactSet {
    let mut set = FactSet::default();
    if files.is_empty() {
        return set;
    }
    let mut dated: Vec<(Day, &FactsFile)> = Vec::new();
    for file in files {
        dated.extend(day(&file.date, findings).map(|day| (day, file)));
    }
    dated.sort_by_key(|(day, _)| *day);
    let mut facts = Facts::clone(&set);
    for (day, file) in dated {
        let listed = file.sizes.iter().flat_map(|list| &list.value);
        for fact in listed {
            put_size(&mut facts, day, fact, findings);
            let name = fact.name.value.to_ascii_lowercase();
            set.sizes.insert(name, fact.name.origin.derived());
        }
        for fact in file.models.iter().flat_map(|list| &list.value) {
            put_model(&mut facts, fact, findings);
            if let Some(written) = &fact.capabilities {
                let version = text(fact.version.as_ref());
                let key = (fact.name.value.to_ascii_lowercase(), version);
                set.capabilities.insert(key, written.origin);
            }
        }
        for fact in file.kubernetes.iter().flat_map(|list| &list.value) {
            put_minor(&mut facts, fact, findings);
        }
        for fact in file.regions.iter().flat_map(|list| &list.value) {
            put_region(&mut facts, fact);
        }
    }
    set.facts = Arc::new(facts);
    set
}

/// A day that the calendar has: the schema has looked at its form only.
fn day(written: &Spanned<String>, findings: &mut Diagnostics) -> Option<Day> {
    if written.origin.is_synthetic() {
        return None;
    }
    let day = Day::from_str(&written.value).ok();
    if day.is_none() {
        let message = format!("`{}` is no day of the calendar", written.value);
        let finding = Diagnostic::about(Code::InvalidValue, written.origin, message);
        findings.push(finding.help("write year, month and day: 2026-11-30"));
    }
    day
}

fn day_of(written: Option<&Spanned<String>>, findings: &mut Diagnostics) -> Option<Day> {
    written.and_then(|written| day(written, findings))
}

/// A word of the schema as the variant that it names.
fn variant<'de, T: Deserialize<'de>>(word: &'de str) -> Option<T> {
    let deserializer: StrDeserializer<'de, Error> = word.into_deserializer();
    T::deserialize(deserializer).ok()
}

/// Sets what is said, and leaves what is not.
fn set<T>(place: &mut T, said: Option<T>) {
    if let Some(said) = said {
        *place = said;
    }
}

fn text(written: Option<&Spanned<String>>) -> Option<String> {
    written.map(|written| written.value.clone())
}

fn put_model(facts: &mut Facts, fact: &ModelFact, findings: &mut Diagnostics) {
    let version = text(fact.version.as_ref());
    let stage = fact.stage.as_ref();
    let stage = stage.and_then(|stage| variant::<Stage>(&stage.value));
    let retires = day_of(fact.retires.as_ref(), findings);
    let capabilities = fact.capabilities.as_ref().map(|words| {
        let known = words.value.iter().filter_map(|word| variant(&word.value));
        known.collect::<Vec<Capability>>()
    });
    facts.models.put(
        |known| known.name.eq_ignore_ascii_case(&fact.name.value) && known.version == version,
        || ModelVersion {
            name: fact.name.value.clone(),
            version: version.clone(),
            format: "OpenAI".to_owned(),
            stage: Stage::Unknown,
            retires: None,
            replacement: None,
            capabilities: None,
        },
        |known| {
            set(&mut known.format, text(fact.format.as_ref()));
            set(&mut known.stage, stage);
            set(&mut known.retires, retires.map(Some));
            let replacement = text(fact.replacement.as_ref());
            set(&mut known.replacement, replacement.map(Some));
            set(&mut known.capabilities, capabilities.map(Some));
        },
    );
}

fn put_size(facts: &mut Facts, as_of: Day, fact: &SizeFact, findings: &mut Diagnostics) {
    let retirement = day_of(fact.retirement.as_ref(), findings);
    facts.sizes.put(
        |known| known.name.eq_ignore_ascii_case(&fact.name.value),
        || Size {
            name: fact.name.value.clone(),
            kaito: None,
            vendor: None,
            gpu: None,
            gpus: 0,
            memory_gib: 0.0,
            capability: None,
            vcpus: vcpus_in_name(&fact.name.value).unwrap_or(0),
            family: None,
            azure: None,
            aks: true,
            retired: false,
            retirement: None,
        },
        |known| {
            set(
                &mut known.vcpus,
                fact.vcpus.as_ref().map(|vcpus| vcpus.value),
            );
            set(&mut known.family, text(fact.family.as_ref()).map(Some));
            set(&mut known.gpus, fact.gpus.as_ref().map(|gpus| gpus.value));
            if let Some(day) = retirement {
                known.retirement = Some(day);
                known.retired = day <= as_of;
            }
        },
    );
}

fn put_minor(facts: &mut Facts, fact: &MinorFact, findings: &mut Diagnostics) {
    let standard = day_of(fact.standard.as_ref(), findings);
    let long_term = day_of(fact.long_term.as_ref(), findings);
    facts.kubernetes.put(
        |known| known.minor == fact.minor.value,
        || Minor {
            minor: fact.minor.value.clone(),
            standard: None,
            long_term: None,
            preview: false,
            addon: None,
        },
        |known| {
            set(&mut known.standard, standard.map(Some));
            set(&mut known.long_term, long_term.map(Some));
            set(
                &mut known.preview,
                fact.preview.as_ref().map(|said| said.value),
            );
            set(&mut known.addon, text(fact.addon.as_ref()).map(Some));
        },
    );
}

fn put_region(facts: &mut Facts, fact: &RegionFact) {
    let tiers = fact.api_management.as_ref().map(|tiers| {
        let names = tiers.value.iter().map(|tier| tier.value.clone());
        names.collect::<Vec<_>>()
    });
    facts.regions.put(
        |known| known.name == fact.name.value,
        || Region {
            name: fact.name.value.clone(),
            zones: false,
            apim: Vec::new(),
        },
        |known| {
            set(&mut known.zones, fact.zones.as_ref().map(|said| said.value));
            set(&mut known.apim, tiers);
        },
    );
}
