//! All models of one environment as one namespace: each name once, whatever it is turned into.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Origin;
use crate::core::sources::Span;
use crate::core::yaml::words;
use crate::domain::models::model::Deployment;
use crate::domain::models::model::{FoundryModel, KaitoModel, Model};
use crate::domain::models::syntax::ModelsFile;
use crate::domain::names;
use crate::domain::parsed::WrittenEnvironment;
use crate::domain::resolving::DisabledDowngrade;

/// The models by name.
pub(crate) struct Catalog {
    models: BTreeMap<String, Model>,
    /// Aliases, with the model each stands for.
    aliases: BTreeMap<String, String>,
    /// Names in entries that could not be understood: reported already, so not unknown.
    broken: Vec<String>,
    /// Whether entries without a usable name were left out: a name that is not here may be one of theirs.
    partial: bool,
    /// Models that the environment's overlay removes.
    removed: BTreeMap<String, Span>,
}

impl Catalog {
    pub(crate) fn of(
        written: &WrittenEnvironment,
        kaito: &[Arc<KaitoModel>],
        foundry: &[Arc<FoundryModel>],
        findings: &mut Diagnostics,
    ) -> Self {
        let models = kaito
            .iter()
            .cloned()
            .map(Model::Kaito)
            .chain(foundry.iter().cloned().map(Model::Foundry));
        let mut by_name: BTreeMap<String, Model> = BTreeMap::new();
        for model in models {
            let name = model.name().as_str().to_owned();
            if let Some(first) = by_name.get(&name) {
                let message = format!("the model `{name}` stands twice in the catalog");
                let finding = Diagnostic::about(Code::DuplicateName, model.origin(), message);
                findings.push(
                    finding
                        .with(first.origin(), "the first one")
                        .help("rename or remove one of them"),
                );
            } else {
                by_name.insert(name, model);
            }
        }
        check_slugs(&by_name, findings);
        check_deployments(foundry, findings);
        check_backends(&by_name, findings);
        let aliases = aliases(foundry, &by_name, findings);
        let broken = entry_names(written)
            .filter(|name| !by_name.contains_key(*name))
            .map(str::to_owned)
            .collect();
        Self {
            models: by_name,
            aliases,
            broken,
            partial: written.models.iter().any(is_partial),
            removed: written.removed.clone(),
        }
    }

    /// The model of a name, or a finding about the reference, which suggests models that fit there. A name whose entry is broken is
    /// passed over in silence.
    pub(crate) fn find(
        &self,
        name: &str,
        origin: Origin,
        fits: impl Fn(&Model) -> bool,
    ) -> Result<&Model, Option<Box<Diagnostic>>> {
        if let Some(model) = self.models.get(name) {
            return Ok(model);
        }
        if self.broken.iter().any(|broken| broken == name) {
            return Err(None);
        }
        let unknown = |message: String| {
            let finding = Diagnostic::about(Code::UnknownReference, origin, message);
            finding.by_rule("models-exist").model(name)
        };
        if let Some(at) = self.removed.get(name) {
            let message = format!("the model `{name}` does not exist in this environment");
            let finding = unknown(message).also(*at, "removed here");
            let finding = finding.help("remove the grant, or keep the model");
            return Err(Some(Box::new(finding)));
        }
        if let Some(model) = self.aliases.get(name) {
            let message = format!(
                "`{name}` is another name of `{model}`, and grants go by the model's own name"
            );
            let help = format!("write `{model}`: its other names come with it");
            return Err(Some(Box::new(unknown(message).help(help))));
        }
        if self.partial {
            return Err(None);
        }
        let fitting = self.models.iter().filter(|(_, model)| fits(model));
        let names: Vec<&str> = fitting.map(|(name, _)| name.as_str()).collect();
        let finding = unknown(format!("there is no model `{name}` in the catalog"));
        let others = self
            .models
            .iter()
            .filter(|(_, model)| model.is_enabled() && !fits(model));
        let others: BTreeMap<&str, &Model> =
            others.map(|(name, model)| (name.as_str(), model)).collect();
        let other_names: Vec<&str> = others.keys().copied().collect();
        let misplaced = words::meant(name, &other_names)
            .filter(|_| words::nearest(name, &names).is_none())
            .and_then(|other| Some((other, others.get(other)?)));
        let help = if let Some((other, model)) = misplaced {
            let list = match model {
                Model::Kaito(_) => "kaito",
                Model::Foundry(_) => "foundry",
            };
            format!("did you mean `{other}`? it belongs under `models.{list}`")
        } else if names.is_empty() && !self.models.is_empty() {
            "the catalog has no enabled model that fits here".to_owned()
        } else {
            words::named(name, &names, "model")
        };
        let letter = |other: &&&str| other.starts_with(|first: char| first.is_ascii_alphabetic());
        let mut same = names
            .iter()
            .filter(|other| other.eq_ignore_ascii_case(name))
            .filter(letter);
        let finding = match (same.next(), same.next(), origin) {
            (Some(other), None, Origin::Written(span)) => finding.edit(span, *other),
            _ => finding,
        };
        Err(Some(Box::new(finding.help(help))))
    }
}

fn is_partial(file: &ModelsFile) -> bool {
    let kaito = file.kaito_models.as_ref().map(|list| list.origin);
    let foundry = file.foundry_models.as_ref().map(|list| list.origin);
    kaito.into_iter().chain(foundry).any(Origin::is_synthetic)
}

fn entry_names(written: &WrittenEnvironment) -> impl Iterator<Item = &str> {
    written.models.iter().flat_map(|file| {
        let kaito = file
            .kaito_models
            .iter()
            .flat_map(|entries| &entries.value)
            .map(|entry| &entry.name);
        let foundry = file
            .foundry_models
            .iter()
            .flat_map(|entries| &entries.value)
            .map(|entry| &entry.name);
        kaito.chain(foundry).map(|name| name.value.as_str())
    })
}

fn enabled(model: &Model) -> bool {
    match model {
        Model::Kaito(model) => model.enabled.value,
        Model::Foundry(model) => model.enabled.value,
    }
}

fn check_slugs(models: &BTreeMap<String, Model>, findings: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, &Model> = BTreeMap::new();
    for model in models.values() {
        let slug = model.slug().as_str();
        let Some(first) = seen.get(slug) else {
            seen.insert(slug, model);
            continue;
        };
        let message = format!(
            "`{}` and `{}` both become `{slug}` in Azure and Kubernetes",
            first.name(),
            model.name()
        );
        let finding = Diagnostic::about(Code::SlugCollision, model.origin(), message)
            .with(first.origin(), format!("`{}` is here", first.name()))
            .help("rename one of them");
        findings.push(
            DisabledDowngrade {
                enabled: enabled(first) && enabled(model),
            }
            .of(finding),
        );
    }
}

/// A request's body names the deployment before a pool has chosen whom to call, so every deployment of a model is called like
/// the model, and an account, which is a region's, holds it once.
fn check_deployments(models: &[Arc<FoundryModel>], findings: &mut Diagnostics) {
    for model in models {
        let mut seen: BTreeMap<&str, &Deployment> = BTreeMap::new();
        let placed = |deployment: &&Deployment| !deployment.location.origin.is_synthetic();
        for deployment in model.deployments.iter().filter(placed) {
            let region = deployment.location.as_str();
            let Some(first) = seen.get(region) else {
                seen.insert(region, deployment);
                continue;
            };
            let message = format!(
                "`{}` would be deployed twice in `{region}`, where one account serves a model once",
                model.name.value
            );
            let finding = Diagnostic::about(Code::DuplicateName, deployment.name.origin, message)
                .with(first.name.origin, "the other one")
                .help("move one of them to another region, or give its capacity to the other");
            let enabled = model.enabled.value;
            findings.push(DisabledDowngrade { enabled }.of(finding));
        }
    }
}

/// Names of API Management backends, some of which are composed of two names: `a` in a region, and `a-region`.
fn check_backends(models: &BTreeMap<String, Model>, findings: &mut Diagnostics) {
    let mut seen: BTreeMap<String, (Origin, &str)> = BTreeMap::new();
    for model in models.values().filter(|model| enabled(model)) {
        let slug = model.slug().as_str();
        for (backend, origin) in backends(model) {
            if let Some((first, other)) = seen.get(&backend) {
                if *other == slug {
                    continue; // two models with one slug, or one region twice: reported as such
                }
                let message = format!("two backends would be called `{backend}`");
                let finding = Diagnostic::about(Code::SlugCollision, origin, message)
                    .with(*first, "the other one");
                findings.push(finding.help("rename one of the models"));
            } else {
                seen.insert(backend, (origin, slug));
            }
        }
    }
}

fn backends(model: &Model) -> Vec<(String, Origin)> {
    let (id, origin) = match model {
        Model::Kaito(model) => (names::kaito_backend(&model.slug.value), model.name.origin),
        Model::Foundry(model) if model.pooled => {
            let pool = (names::pool(&model.slug.value), model.name.origin);
            let members = model.deployments.iter().map(|one| {
                let id = names::member_backend(&model.slug.value, &one.location.value);
                (id, model.name.origin)
            });
            return std::iter::once(pool).chain(members).collect();
        }
        Model::Foundry(model) => (names::foundry_backend(&model.slug.value), model.name.origin),
    };
    vec![(id, origin)]
}

/// Aliases: none may be a model's name, or another's alias, since clients could mean either; nor look like one that stands for
/// another model, in other case.
fn aliases(
    foundry: &[Arc<FoundryModel>],
    models: &BTreeMap<String, Model>,
    findings: &mut Diagnostics,
) -> BTreeMap<String, String> {
    let mut owners = BTreeMap::new();
    let mut places: BTreeMap<&str, Origin> = BTreeMap::new();
    // What stands for what, whatever its case: the model's own name, and where that is written.
    let mut alike: BTreeMap<String, (&str, Origin)> = models
        .iter()
        .map(|(name, model)| {
            let known = (name.as_str(), model.origin());
            (name.to_ascii_lowercase(), known)
        })
        .collect();
    for model in foundry {
        for alias in model
            .aliases
            .iter()
            .filter(|alias| !alias.origin.is_synthetic())
        {
            let text = alias.value.as_str();
            let other = match (models.get(text), places.get(text)) {
                (Some(named), _) => Some((named.origin(), "a model has this name")),
                (None, Some(place)) => Some((*place, "the same alias")),
                (None, None) => None,
            };
            if let Some((place, part)) = other {
                let message = format!(
                    "the alias `{text}` of `{}` stands for something else already",
                    model.name.value
                );
                let finding = Diagnostic::about(Code::DuplicateName, alias.origin, message);
                findings.push(finding.with(place, part).help("choose another alias"));
                continue;
            }
            let own = model.name.value.as_str();
            let first = alike
                .entry(text.to_ascii_lowercase())
                .or_insert((own, alias.origin));
            if first.0 != own {
                let message = format!(
                    "the alias `{text}` of `{own}` differs only in case from a name of `{}`",
                    first.0
                );
                let finding = Diagnostic::about(Code::DuplicateName, alias.origin, message);
                findings.push(
                    finding
                        .with(first.1, "the other name")
                        .help("choose another alias"),
                );
                continue;
            }
            places.insert(text, alias.origin);
            owners.insert(text.to_owned(), model.name.value.to_string());
        }
    }
    owners
}
