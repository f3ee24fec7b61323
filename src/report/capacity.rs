//! Models: what carries them, and how much of that is granted.

use std::collections::BTreeMap;

use super::view::{Deployment, Kind, Model, Place, Price, Share, Unit};
use super::words;
use crate::core::origin::Origin;
use crate::domain::cluster::model::GpuNodes;
use crate::domain::models::capacity::{foundry_tokens_per_minute, kaito_tokens_per_minute};
use crate::domain::models::model::{FoundryModel, KaitoModel};
use crate::domain::platform::model::{self, Platform};

/// The models of the catalog, those in Foundry first.
pub(super) fn models(platform: &Platform, place: &dyn Fn(Origin) -> Option<Place>) -> Vec<Model> {
    let mut shares = shares(platform);
    let foundry = platform.foundry_models.iter().map(|model| Model {
        kind: Kind::Foundry,
        enabled: model.enabled.value,
        version: Some(model.version.value.clone()),
        retirement: retirement(platform, model),
        aliases: model
            .aliases
            .iter()
            .map(|alias| alias.to_string())
            .collect(),
        deployments: model.deployments.iter().map(deployment).collect(),
        capacity_tokens_per_minute: foundry_tokens_per_minute(model),
        price: price(model),
        at: place(model.name.origin),
        ..named(model.name.to_string())
    });
    let kaito = platform.kaito_models.iter().map(|model| Model {
        kind: Kind::Kaito,
        enabled: model.enabled.value,
        deployments: vec![nodes_of(platform, model)],
        capacity_tokens_per_minute: Some(kaito_tokens_per_minute(model)),
        at: place(model.name.origin),
        ..named(model.name.to_string())
    });
    let all = foundry.chain(kaito);
    all.map(|model| {
        let teams = shares.remove(&model.name).unwrap_or_default();
        granted(model, teams)
    })
    .collect()
}

/// A model of which nothing is known but the name.
fn named(name: String) -> Model {
    Model {
        name,
        kind: Kind::Foundry,
        enabled: false,
        version: None,
        retirement: None,
        aliases: Vec::new(),
        deployments: Vec::new(),
        capacity_tokens_per_minute: None,
        granted_tokens_per_minute: 0,
        overcommit: None,
        over_capacity: false,
        teams: Vec::new(),
        price: None,
        at: None,
    }
}

/// Who may use each model, largest grant first; suspended teams use nothing.
fn shares(platform: &Platform) -> BTreeMap<String, Vec<Share>> {
    let mut shares: BTreeMap<String, Vec<Share>> = BTreeMap::new();
    for team in platform.teams.iter().filter(|team| team.enabled.value) {
        for grant in &team.grants {
            let share = Share {
                team: team.name.to_string(),
                tokens_per_minute: grant.tokens_per_minute.value,
            };
            shares
                .entry(grant.model.name().to_string())
                .or_default()
                .push(share);
        }
    }
    for list in shares.values_mut() {
        list.sort_by(|a, b| {
            b.tokens_per_minute
                .cmp(&a.tokens_per_minute)
                .then_with(|| a.team.cmp(&b.team))
        });
    }
    shares
}

fn granted(model: Model, teams: Vec<Share>) -> Model {
    let granted = teams.iter().fold(0_u64, |sum, share| {
        sum.saturating_add(share.tokens_per_minute)
    });
    let capacity = model.capacity_tokens_per_minute;
    Model {
        granted_tokens_per_minute: granted,
        overcommit: capacity
            .map(|capacity| words::as_f64(words::hundredths(granted, capacity)) / 100.0),
        over_capacity: capacity.is_some_and(|capacity| granted > capacity),
        teams,
        ..model
    }
}

fn deployment(deployment: &model::Deployment) -> Deployment {
    let provisioned = deployment.is_reserved();
    Deployment {
        name: deployment.name.to_string(),
        location: deployment.location.to_string(),
        sku: deployment.sku_name.value.clone(),
        capacity: deployment.capacity.value.into(),
        unit: if provisioned {
            Unit::ProvisionedUnits
        } else {
            Unit::ThousandTokensPerMinute
        },
    }
}

fn nodes_of(platform: &Platform, model: &KaitoModel) -> Deployment {
    Deployment {
        name: model.preset.value.clone(),
        location: platform.location.to_string(),
        sku: model.instance_type.value.clone(),
        capacity: nodes(platform, model).into(),
        unit: Unit::Nodes,
    }
}

/// The nodes of a KAITO model: those of its own pool, or as many as KAITO makes.
pub(super) fn nodes(platform: &Platform, model: &KaitoModel) -> u32 {
    match platform.kaito.nodes.value {
        GpuNodes::OwnPools => model.node_pool.count.value,
        GpuNodes::Addon | GpuNodes::Karpenter => model.nodes.value,
    }
}

fn retirement(platform: &Platform, model: &FoundryModel) -> Option<String> {
    let facts = &platform.facts;
    let known = facts.model(&model.model_name.value, &model.version.value)?;
    known.retires.map(|day| day.to_string())
}

fn price(model: &FoundryModel) -> Option<Price> {
    model.price.as_ref().map(|price| Price {
        input_per_million: price.input_per_million.value,
        output_per_million: price.output_per_million.value,
    })
}
