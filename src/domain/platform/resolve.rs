//! From what is written to what is meant: defaults filled in, names looked up, every fault reported.
//!
//! [`resolve`] makes one [`Platform`] per environment. A fault never stops it: each part goes on as far as it can, so that
//! everything wrong is reported at once. A platform that comes out beside an error is good for further findings only; nothing
//! of it may be written.

use std::sync::Arc;

use rayon::prelude::*;

use crate::core::diag::Diagnostics;
use crate::domain::facts::FactSet;
use crate::domain::parsed::{Written, WrittenEnvironment};
use crate::domain::platform::model::{Inputs, Platform};

use crate::domain::addons::resolve as addons;
use crate::domain::apps::resolve as apps;
use crate::domain::cluster::resolve as cluster;
use crate::domain::consumers::resolve::grants;
use crate::domain::models::resolve::addresses;
use crate::domain::models::resolve::catalog;
use crate::domain::models::resolve::foundry;
mod cors;
mod identity;
use crate::domain::models::resolve::kaito;
use crate::domain::network::resolve as network;
mod services;
use crate::domain::consumers::resolve as teams;

pub use crate::expect::resolve::expectations;
pub use crate::guardrails::resolve::guardrails;

/// The platforms of all environments, by name, as far as they can be understood.
pub fn resolve(written: &Written, findings: &mut Diagnostics) -> Vec<Platform> {
    let teams = teams::known(written, findings);
    let apps = apps::known(written, findings);
    let facts = crate::domain::facts::resolve::facts(&written.facts, findings);
    let resolved: Vec<(Option<Platform>, Diagnostics)> = written
        .environments
        .par_iter()
        .map(|environment| {
            let mut findings = Diagnostics::new();
            let mut platform = platform(environment, &teams, &facts, &mut findings);
            if let Some(platform) = &mut platform {
                platform.apps = apps::of_environment(apps, platform, &mut findings);
            }
            (platform, findings)
        })
        .collect();
    let mut platforms = Vec::with_capacity(resolved.len());
    for (platform, found) in resolved {
        platforms.extend(platform);
        findings.append(found);
    }
    platforms
}

/// One environment. Parts that depend on nothing are looked at first, so that a fault in one hides none in another.
fn platform(
    written: &WrittenEnvironment,
    teams: &[teams::Known<'_>],
    facts: &FactSet,
    findings: &mut Diagnostics,
) -> Option<Platform> {
    let file = &written.platform;
    let identity = identity::identity(written, findings);
    let location = identity.as_ref().map(|identity| identity.location.clone());
    let region = location.as_ref().map(|location| &location.value);
    let network = network::network(&file.network, &written.removed_keys, region, findings);
    let kaito = cluster::kaito(file, findings);
    let cluster = cluster::cluster(file, network.as_ref(), findings);
    let apim = services::apim(&file.apim, findings);
    let monitoring = services::monitoring(file.monitoring.as_ref(), findings);
    let state = services::state(file.terraform.as_ref(), findings);
    let addons = written.addons.as_ref();
    let addons = addons.map(|file| addons::addons(file, findings));

    // By another KAITO than the one that is meant, models cannot be checked.
    let certain = kaito.as_ref().filter(|kaito| !cluster::is_synthetic(kaito));
    let kaito_models = kaito::models(&written.models, certain, facts, findings);
    let foundry_models = foundry::models(&written.models, location.as_ref(), facts, findings);
    let kaito_models: Vec<_> = kaito_models.into_iter().map(Arc::new).collect();
    let foundry_models: Vec<_> = foundry_models.into_iter().map(Arc::new).collect();
    let catalog = catalog::Catalog::of(written, &kaito_models, &foundry_models, findings);
    let groups = grants::groups(&written.models, &catalog, findings);
    let (teams, found) =
        teams::of_environment(teams, written, location.as_ref(), &catalog, &groups);
    findings.append(found);

    let (identity, network, kaito, cluster, state) =
        (identity?, network?, kaito?, cluster?, state?);
    let foundry = services::foundry(file.foundry.as_ref(), &identity, &foundry_models, findings);
    if !cluster::is_synthetic(&kaito) {
        addresses::check(
            &network,
            &cluster,
            &kaito,
            &kaito_models,
            foundry.accounts.len(),
            findings,
        );
    }
    Some(Platform {
        environment: identity.environment,
        base: identity.base,
        name: identity.name,
        suffix: identity.suffix,
        location: identity.location,
        tags: identity.tags,
        network,
        cluster,
        kaito,
        apim,
        foundry,
        key_vault: services::key_vault(file.key_vault.as_ref()),
        monitoring,
        state,
        kaito_models,
        foundry_models,
        addons,
        teams,
        apps: Vec::new(),
        facts: facts.clone(),
        inputs: Inputs {
            platform: written.platform_paths.clone(),
            models: written.model_paths.clone(),
            addons: written.addon_paths.clone(),
        },
    })
}

#[cfg(test)]
mod tests;
