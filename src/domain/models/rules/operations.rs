//! What models can be called for, by the facts: those that no operation of the gateway can call, and operations they do not have.

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::domain::models::model::{Capability, FoundryModel};
use crate::domain::platform::model::Platform;
use crate::facts::model_versions::{self, Capability as Known};

crate::domain::rule::rules! { Operations:
    "models-are-callable" UncallableModel Error Platform(uncallable) "A Foundry model can be called by an operation that the gateway offers";
    "operations-are-the-model-s" MissingCapability Error Platform(missing) "A Foundry model is called only for what the facts say of it";
}

fn known<'p>(platform: &'p Platform, model: &FoundryModel) -> &'p [Known] {
    let (name, version) = (&model.model_name.value, &model.version.value);
    let facts = &platform.facts;
    facts.capabilities(name, version, &model.format.value)
}

/// A fact that says of a model's version what it can be called for, as it is written.
fn fact(model: &FoundryModel, capabilities: &[Capability]) -> String {
    format!(
        "`{{name: {}, version: \"{}\", capabilities: [{}]}}`",
        model.model_name.value,
        model.version.value,
        words(capabilities.iter().map(|one| one.word()))
    )
}

fn words<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

fn uncallable(platform: &Platform, findings: &mut Diagnostics) {
    for model in platform.enabled_foundry() {
        let known = known(platform, model);
        if !Capability::offered(known).is_empty() {
            continue;
        }
        let kind = match known {
            [] => "only a service of its own calls it".to_owned(),
            known => format!("it is for {}", words(known.iter().map(|one| one.words()))),
        };
        let message = format!(
            "`{}` cannot be called through this gateway: {kind}",
            model.model_name.value
        );
        let mut finding =
            Diagnostic::about(Code::UncallableModel, model.model_name.origin, message);
        if model.capabilities.origin.span().is_some() {
            finding = finding.with(model.capabilities.origin, "which it does not have");
        }
        let finding = finding.model(&model.name.value).help(format!(
            "remove it with its grants; the gateway offers {}. If Azure answers it by one of these, say so below `models` in `catalog/facts/`: {}",
            words(Capability::ALL.into_iter().map(Capability::word)),
            fact(model, &[Capability::Chat])
        ));
        findings.push(finding);
    }
}

/// Of names that no fact is about, nothing is known that could be missing.
fn missing(platform: &Platform, findings: &mut Diagnostics) {
    for model in platform.enabled_foundry() {
        let (name, format) = (&model.model_name.value, &model.format.value);
        let heard_of = platform.facts.versions(name).next().is_some()
            || model_versions::has_family(name, format);
        let offered = Capability::offered(known(platform, model));
        let written = model.capabilities.origin.span().is_some();
        if !heard_of || offered.is_empty() || !written {
            continue;
        }
        let lacks = |one: &&Capability| !offered.contains(one);
        let lacking: Vec<&str> = model
            .capabilities
            .value
            .iter()
            .filter(lacks)
            .map(|one| one.word())
            .collect();
        if lacking.is_empty() {
            continue;
        }
        let message = format!("`{name}` cannot be called for {}", lacking.join(", "));
        let offered = words(offered.into_iter().map(Capability::word));
        let finding = Diagnostic::about(Code::MissingCapability, model.capabilities.origin, message)
            .with(model.model_name.origin, "the model")
            .model(&model.name.value)
            .help(format!(
                "write `capabilities: [{offered}]`, or leave the key out. If Azure answers it by more, say so below `models` in `catalog/facts/`: {}",
                fact(model, &model.capabilities.value)
            ));
        findings.push(finding);
    }
}
