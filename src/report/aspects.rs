//! Two environments, or two versions of one, side by side: every property in words, and what is not the same.

use std::collections::{BTreeMap, BTreeSet};

use super::view::{
    Deployment, Difference, Environment, Grant, Kind, Model, Property, Source, Team, Topic, Unit,
};
use super::words;

/// One property of one thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Aspect {
    /// What it is about.
    pub topic: Topic,
    /// The team, for teams and grants.
    pub team: Option<String>,
    /// The model, for models and grants.
    pub model: Option<String>,
    /// The property; its place in the order of the thing's properties comes first.
    property: (usize, &'static str),
}

impl Aspect {
    /// The property, in words.
    pub fn property(&self) -> &'static str {
        self.property.1
    }

    /// The same without its place in the order.
    pub fn about(&self) -> Property {
        Property {
            topic: self.topic,
            team: self.team.clone(),
            model: self.model.clone(),
            property: self.property(),
        }
    }
}

/// Every property of an environment, in words.
pub fn aspects(environment: &Environment) -> BTreeMap<Aspect, String> {
    let mut all = BTreeMap::new();
    let mut say = |topic, team: Option<&str>, model: Option<&str>, properties: Properties| {
        for (order, (property, value)) in properties.into_iter().enumerate() {
            let aspect = Aspect {
                topic,
                team: team.map(str::to_owned),
                model: model.map(str::to_owned),
                property: (order, property),
            };
            if let Some(value) = value {
                all.insert(aspect, value);
            }
        }
    };
    say(Topic::Platform, None, None, platform(environment));
    for one in &environment.models {
        say(Topic::Model, None, Some(&one.name), model(one));
    }
    for one in &environment.teams {
        say(Topic::Team, Some(&one.name), None, team(one));
    }
    for one in &environment.grants {
        say(Topic::Grant, Some(&one.team), Some(&one.model), grant(one));
    }
    all
}

/// Properties with their values, in the order in which they are shown; none where one does not apply.
type Properties = Vec<(&'static str, Option<String>)>;

fn platform(environment: &Environment) -> Properties {
    let gateway = &environment.gateway;
    vec![
        ("base of names", Some(environment.base_name.clone())),
        ("region", Some(environment.location.clone())),
        (
            "API Management",
            Some(format!("{}, {} units", gateway.sku, gateway.units)),
        ),
        (
            "system pool",
            Some(format!(
                "{} × {}",
                environment.gpu.system_nodes, environment.gpu.system_size
            )),
        ),
    ]
}

fn model(model: &Model) -> Properties {
    let capacity = model.capacity_tokens_per_minute;
    let load = capacity.map(|capacity| words::times(model.granted_tokens_per_minute, capacity));
    // Of a model that is not deployed, nothing else matters to anybody.
    let shown = |text: Option<String>| text.filter(|_| model.enabled);
    let aliases = (!model.aliases.is_empty()).then(|| model.aliases.join(", "));
    let price = model.price.map(|price| {
        format!(
            "{} in, {} out per million",
            price.input_per_million, price.output_per_million
        )
    });
    vec![
        (
            "state",
            Some(
                if model.enabled {
                    "deployed"
                } else {
                    "disabled"
                }
                .to_owned(),
            ),
        ),
        ("served by", shown(Some(kind(model.kind).to_owned()))),
        ("version", shown(model.version.clone())),
        ("withdrawn on", shown(model.retirement.clone())),
        ("deployments", shown(Some(deployments(&model.deployments)))),
        (
            "capacity, tokens per minute",
            shown(capacity.map(words::thousands)),
        ),
        (
            "granted, tokens per minute",
            shown(Some(words::thousands(model.granted_tokens_per_minute))),
        ),
        ("granted / capacity", shown(load)),
        ("aliases", shown(aliases)),
        ("price", shown(price)),
    ]
}

/// What something is about, in words, for templates.
pub(super) fn topic(name: &str) -> &'static str {
    match name {
        "platform" => "platform",
        "model" => "model",
        "team" => "team",
        _ => "grant",
    }
}

/// Who serves a model, in words.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Foundry => "Foundry",
        Kind::Kaito => "KAITO",
    }
}

/// What serves a model, in words: `50 PTU ProvisionedManaged in swedencentral`.
pub(super) fn deployments(deployments: &[Deployment]) -> String {
    let one = |one: &Deployment| {
        let Deployment {
            location,
            sku,
            capacity,
            unit,
            ..
        } = one;
        match unit {
            Unit::ThousandTokensPerMinute => format!("{capacity}k {sku} in {location}"),
            Unit::ProvisionedUnits => format!("{capacity} PTU {sku} in {location}"),
            Unit::Nodes => format!("{capacity} × {sku} in {location}"),
        }
    };
    let all: Vec<String> = deployments.iter().map(one).collect();
    all.join(", ")
}

fn team(team: &Team) -> Properties {
    vec![
        (
            "state",
            Some(if team.enabled { "active" } else { "suspended" }.to_owned()),
        ),
        ("display name", Some(team.display_name.clone())),
        ("owner", Some(team.owner.clone())),
        ("cost centre", Some(team.cost_center.clone())),
        (
            "limit over all models, tokens per minute",
            team.tokens_per_minute.map(words::thousands),
        ),
        (
            "quota over all models",
            team.quota.map(|quota| words::quota(Some(quota))),
        ),
    ]
}

fn grant(grant: &Grant) -> Properties {
    let source = match (grant.source, &grant.group) {
        (Source::Group, Some(group)) => format!("group {group}"),
        (Source::Own | Source::Group, _) => "own".to_owned(),
    };
    let text = format!(
        "{} tokens per minute, {}{} ({source})",
        words::thousands(grant.tokens_per_minute),
        words::quota(grant.quota),
        words::more_limits(grant)
    );
    vec![("may use", Some(text))]
}

/// What is not the same in all environments. Names differ by design, and where a team does not exist, neither do its grants:
/// neither is reported.
pub(super) fn differences(environments: &[Environment]) -> Vec<Difference> {
    let all: Vec<(&str, BTreeMap<Aspect, String>)> = environments
        .iter()
        .map(|environment| (environment.name.as_str(), aspects(environment)))
        .collect();
    let everywhere = |team: &str| {
        environments
            .iter()
            .all(|environment| environment.teams.iter().any(|one| one.name == team))
    };
    let known: BTreeSet<&Aspect> = all.iter().flat_map(|(_, aspects)| aspects.keys()).collect();
    let mut found = Vec::new();
    for aspect in known {
        let values: BTreeMap<String, String> = all
            .iter()
            .filter_map(|(name, aspects)| Some(((*name).to_owned(), aspects.get(aspect)?.clone())))
            .collect();
        let mut texts = values.values();
        let first = texts.next();
        let same = values.len() == all.len() && texts.all(|text| Some(text) == first);
        let reported = match (aspect.topic, &aspect.team) {
            (Topic::Platform, _) => aspect.property() != "base of names",
            (Topic::Team, Some(team)) => aspect.property() == "state" || everywhere(team),
            (Topic::Grant, Some(team)) => everywhere(team),
            (Topic::Model | Topic::Team | Topic::Grant, _) => true,
        };
        if !same && reported {
            found.push(Difference {
                about: aspect.about(),
                values,
            });
        }
    }
    found
}
