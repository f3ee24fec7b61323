//! Money, capacity, GPU quota and secrets of one environment, before and now.

use std::collections::{BTreeMap, BTreeSet};

use super::Version;
use super::view::{Figures, Load, Pair, Quota};
use crate::domain::platform::model::Platform;
use crate::report::collect;
use crate::report::view::{Cost, Environment};

/// The figures of an environment that are others now.
pub(super) fn of(name: &str, before: Version<'_>, after: Version<'_>) -> Figures {
    let (old, new) = (before.environment(name), after.environment(name));
    let viewed = |version: Version<'_>, platform: Option<&Platform>| {
        let environments = collect::report(version.sources, platform, &[]).environments;
        environments.into_iter().next()
    };
    let (seen_before, seen_after) = (viewed(before, old), viewed(after, new));
    let cost = |of: fn(&Cost) -> f64| {
        let sum = |environment: Option<&Environment>| -> f64 {
            let teams = environment.into_iter().flat_map(|one| &one.teams);
            teams
                .filter_map(|team| team.monthly_cost.as_ref())
                .map(of)
                .fold(0.0, |sum, one| sum + one)
        };
        let pair = Pair {
            before: sum(seen_before.as_ref()),
            after: sum(seen_after.as_ref()),
        };
        ((pair.before - pair.after).abs() >= 0.5).then_some(pair)
    };
    Figures {
        environment: name.to_owned(),
        all_prompt: cost(|cost| cost.all_prompt),
        all_answer: cost(|cost| cost.all_answer),
        load: load(seen_before.as_ref(), seen_after.as_ref()),
        quota: quota(seen_before.as_ref(), seen_after.as_ref()),
        secrets: secrets(new)
            .difference(&secrets(old))
            .map(|name| (*name).to_owned())
            .collect(),
    }
}

fn load(before: Option<&Environment>, after: Option<&Environment>) -> Vec<Load> {
    let of = |environment: Option<&Environment>| -> BTreeMap<String, (u64, Option<u64>, bool)> {
        let models = environment.into_iter().flat_map(|one| &one.models);
        let served = models.filter(|model| model.enabled);
        served
            .map(|model| {
                let figures = (
                    model.granted_tokens_per_minute,
                    model.capacity_tokens_per_minute,
                    model.over_capacity,
                );
                (model.name.clone(), figures)
            })
            .collect()
    };
    let (before, after) = (of(before), of(after));
    let changed = after
        .iter()
        .filter(|(name, figures)| before.get(*name) != Some(figures));
    changed
        .map(|(name, (granted, capacity, over))| {
            let was = before.get(name).copied().unwrap_or_default();
            Load {
                model: name.clone(),
                granted: Pair {
                    before: was.0,
                    after: *granted,
                },
                capacity_before: was.1,
                capacity: *capacity,
                newly_over: *over && !was.2,
            }
        })
        .collect()
}

fn quota(before: Option<&Environment>, after: Option<&Environment>) -> Vec<Quota> {
    let of = |environment: Option<&Environment>| -> BTreeMap<(String, String), (u32, u32)> {
        let families = environment.into_iter().flat_map(|one| &one.gpu.families);
        families
            .map(|one| {
                (
                    (one.family.clone(), one.location.clone()),
                    (one.vcpus, one.nodes),
                )
            })
            .collect()
    };
    let (before, after) = (of(before), of(after));
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let pairs = keys.into_iter().map(|key| {
        let (old, new) = (
            before.get(key).copied().unwrap_or_default(),
            after.get(key).copied().unwrap_or_default(),
        );
        Quota {
            family: key.0.clone(),
            location: key.1.clone(),
            vcpus: Pair {
                before: old.0,
                after: new.0,
            },
            nodes: Pair {
                before: old.1,
                after: new.1,
            },
        }
    });
    pairs
        .filter(|one| one.vcpus.before != one.vcpus.after || one.nodes.before != one.nodes.after)
        .collect()
}

/// Secrets that have to be there before a model is deployed.
fn secrets(platform: Option<&Platform>) -> BTreeSet<&str> {
    let models = platform.into_iter().flat_map(Platform::enabled_kaito);
    models
        .filter_map(|model| model.model_access_secret.as_ref())
        .map(|name| name.value.as_str())
        .collect()
}
