//! Models that Foundry serves: one deployment, or several behind a pool.

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::core::yaml::spanned::Spanned;
use crate::domain::defaults::{self, certain, or, sourced};
use crate::domain::facts::FactSet;
use crate::domain::ids::{DeploymentName, Location, ModelAlias, ModelName};
use crate::domain::models::model::Allow;
use crate::domain::models::model::{Capability, FoundryModel};
use crate::domain::models::model::{Deployment, Price};
use crate::domain::models::resolve::allow::{self, Able};
use crate::domain::models::syntax::{DeploymentEntry, FoundryModelEntry, ModelsFile};
use crate::domain::names::slug;
use crate::domain::resolving::{derived, name};

/// Every model whose entry can be understood, in the order of the files.
pub(crate) fn models(
    files: &[ModelsFile],
    main: Option<&Sourced<Location>>,
    facts: &FactSet,
    findings: &mut Diagnostics,
) -> Vec<FoundryModel> {
    let entries = files
        .iter()
        .flat_map(|file| &file.foundry_models)
        .flat_map(|entries| &entries.value);
    let of = |entry: &Spanned<FoundryModelEntry>| {
        let mut found = Diagnostics::new();
        let model = model(entry, main, facts, &mut found);
        findings.append(found.map(|finding| finding.model(&entry.name.value)));
        model
    };
    entries.filter_map(of).collect()
}

fn model(
    entry: &Spanned<FoundryModelEntry>,
    main: Option<&Sourced<Location>>,
    facts: &FactSet,
    findings: &mut Diagnostics,
) -> Option<FoundryModel> {
    let name = name(&entry.name, "model name", ModelName::parse, findings);
    let slug = slug(&entry.name.value).map(|slug| derived(slug, entry.name.origin));
    let aliases = entry.aliases.iter().flat_map(|aliases| &aliases.value);
    let aliases = aliases
        .filter_map(|alias| {
            crate::domain::resolving::name(alias, "alias", ModelAlias::parse, findings)
        })
        .collect();
    let deployments = match &entry.deployments {
        Some(written) => pooled(entry, written, main, findings),
        None => single(entry, main, findings).map(|deployment| vec![deployment]),
    };
    let format = or(
        entry.format.as_ref(),
        "foundryModels[].format",
        defaults::FORMAT,
    );
    let (model_name, version) = (&entry.model_name.value, &entry.version.value);
    let default = || Capability::offered(facts.capabilities(model_name, version, &format.value));
    // Other publishers' models refuse requests that ask for usage.
    let usual = Allow::foundry(format.value != defaults::FORMAT);
    let model = FoundryModel {
        name: name?,
        slug: slug?,
        model_name: sourced(&entry.model_name),
        version: sourced(&entry.version),
        description: entry.description.as_ref().map(sourced),
        enabled: certain(&entry.enabled, entry.origin),
        aliases,
        capabilities: capabilities(
            entry.capabilities.as_ref(),
            "foundryModels[].capabilities",
            default,
        ),
        capability_fact: facts.capabilities_origin(model_name, version),
        allow: allow::allow(entry.allow.as_ref(), &usual),
        content_filter: entry.content_filter.as_ref().map(sourced),
        version_upgrade: or(
            entry.version_upgrade.as_ref(),
            "foundryModels[].versionUpgrade",
            defaults::VERSION_UPGRADE,
        ),
        price: entry.price.as_ref().map(|price| Price {
            input_per_million: sourced(&price.input_per_million),
            output_per_million: sourced(&price.output_per_million),
        }),
        deployments: deployments?,
        pooled: entry.deployments.is_some(),
        format,
    };
    for fault in allow::faults(entry.allow.as_ref(), &Able::foundry(&model)) {
        findings.push(fault);
    }
    Some(model)
}

/// What a model can be called for, in order; `default` where `key` is not written.
pub(crate) fn capabilities(
    written: Option<&Spanned<Vec<Spanned<String>>>>,
    key: &'static str,
    default: impl FnOnce() -> Vec<Capability>,
) -> Sourced<Vec<Capability>> {
    let Some(written) = written else {
        return Sourced::default_of(key, default());
    };
    let mut found: Vec<Capability> = written
        .value
        .iter()
        .filter_map(|text| capability(&text.value))
        .collect();
    found.sort_unstable();
    found.dedup();
    Sourced::new(found, written.origin)
}

fn capability(text: &str) -> Option<Capability> {
    let mut all = Capability::ALL.into_iter();
    all.find(|capability| capability.word() == text)
}

/// The one deployment.
fn single(
    entry: &Spanned<FoundryModelEntry>,
    main: Option<&Sourced<Location>>,
    findings: &mut Diagnostics,
) -> Option<Deployment> {
    let missing = match (&entry.sku_name, &entry.capacity) {
        (None, None) => Some("`skuName` and `capacity`"),
        (None, Some(_)) => Some("`skuName`"),
        (Some(_), None) => Some("`capacity`"),
        (Some(_), Some(_)) => None,
    };
    if let Some(missing) = missing.filter(|_| !entry.origin.is_synthetic()) {
        let message = format!("the model `{}` lacks {missing}", entry.name.value);
        let finding = Diagnostic::about(Code::MissingKey, entry.name.origin, message);
        findings.push(finding.help(format!("add {missing}, or a list of `deployments`")));
    }
    let name = name(
        &entry.name,
        "deployment name",
        DeploymentName::parse,
        findings,
    )?;
    Some(Deployment {
        name: derived(name.value, entry.name.origin),
        location: region(entry.location.as_ref(), main, findings)?,
        sku_name: sourced(entry.sku_name.as_ref()?),
        capacity: sourced(entry.capacity.as_ref()?),
        priority: Sourced::default_of("foundryModels[].deployments[].priority", defaults::PRIORITY),
        weight: Sourced::default_of("foundryModels[].deployments[].weight", defaults::WEIGHT),
    })
}

fn pooled(
    entry: &FoundryModelEntry,
    written: &Spanned<Vec<Spanned<DeploymentEntry>>>,
    main: Option<&Sourced<Location>>,
    findings: &mut Diagnostics,
) -> Option<Vec<Deployment>> {
    let origin = |key: &'static str, origin: Option<Origin>| origin.map(|origin| (key, origin));
    let beside = [
        origin(
            "skuName",
            entry.sku_name.as_ref().map(|written| written.origin),
        ),
        origin(
            "capacity",
            entry.capacity.as_ref().map(|written| written.origin),
        ),
        origin(
            "location",
            entry.location.as_ref().map(|written| written.origin),
        ),
    ];
    for (key, at) in beside.into_iter().flatten() {
        let message = format!("`{key}` stands beside `deployments`, which have their own");
        let finding = Diagnostic::about(Code::InvalidValue, at, message)
            .with(written.origin, "the deployments");
        findings.push(finding.help(format!("remove `{key}` here, or remove `deployments`")));
    }
    // Deployments are called like their model, which `single` checks in the same way.
    name(
        &entry.name,
        "deployment name",
        DeploymentName::parse,
        findings,
    )?;
    let deployments: Vec<Deployment> = written
        .value
        .iter()
        .filter_map(|deployment| member(deployment, main, findings))
        .collect();
    if deployments.is_empty() {
        if written.value.is_empty() {
            let message = format!("the model `{}` has no deployment", entry.name.value);
            let finding = Diagnostic::about(Code::InvalidValue, written.origin, message);
            findings
                .push(finding.help("add a deployment, or write `skuName` and `capacity` instead"));
        }
        return None;
    }
    Some(deployments)
}

fn member(
    written: &DeploymentEntry,
    main: Option<&Sourced<Location>>,
    findings: &mut Diagnostics,
) -> Option<Deployment> {
    let name = name(
        &written.name,
        "deployment name",
        DeploymentName::parse,
        findings,
    );
    let location = region(written.location.as_ref(), main, findings);
    Some(Deployment {
        name: name?,
        location: location?,
        sku_name: sourced(&written.sku_name),
        capacity: sourced(&written.capacity),
        priority: or(
            written.priority.as_ref(),
            "foundryModels[].deployments[].priority",
            defaults::PRIORITY,
        ),
        weight: or(
            written.weight.as_ref(),
            "foundryModels[].deployments[].weight",
            defaults::WEIGHT,
        ),
    })
}

/// The written region, else the platform's.
pub(crate) fn region(
    written: Option<&Spanned<String>>,
    main: Option<&Sourced<Location>>,
    findings: &mut Diagnostics,
) -> Option<Sourced<Location>> {
    match written {
        Some(written) => name(written, "Azure region", Location::parse, findings),
        None => main.cloned(),
    }
}
