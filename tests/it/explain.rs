//! `platgen explain`: traces are complete and claim nothing else, and answers are reported in clear words.

#![cfg(test)]

mod answers;
mod command;
mod every_line;
mod lines;
mod reached;
pub(crate) mod rich;
pub(crate) mod values;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use platgen::core::explain::backward;
use platgen::core::explain::origins::Kind;
use rayon::prelude::*;

use crate::support::variant::Variant;
use world::{Change, World};

/// Every scalar of the inputs changed: what changes in the outputs is reached by it, and what it is said to reach changes.
/// `fixed` are the keys of values that no other value could stand in for.
#[track_caller]
fn check(variant: &Variant, fixed: &[&str]) {
    let world = World::of(variant.clone()).expect("the inputs compile");
    let leaves = world.leaves();
    let checked: Vec<Checked> = leaves
        .par_iter()
        .map(|leaf| checked(&world, leaf))
        .collect();
    let wrong: Vec<&String> = checked.iter().flat_map(|one| &one.wrong).collect();
    assert!(
        wrong.is_empty(),
        "{} faults:\n{}",
        wrong.len(),
        wrong
            .iter()
            .map(|one| one.chars().take(260).collect())
            .collect::<Vec<String>>()
            .join("\n")
    );
    let kept: BTreeSet<&str> = checked
        .iter()
        .filter_map(|one| one.kept.as_deref())
        .collect();
    assert_eq!(
        kept,
        fixed.iter().copied().collect::<BTreeSet<_>>(),
        "values that cannot be changed"
    );
    assert!(checked.len() > 100, "{} values", checked.len());
}

#[derive(Default)]
struct Checked {
    wrong: Vec<String>,
    kept: Option<String>,
}

/// Changes that are tried on one value until each line that is said to show it has changed.
const TRIES: usize = 4;

fn checked(world: &World, leaf: &world::Place) -> Checked {
    let mut checked = Checked::default();
    let mut claims = world.claims(leaf);
    let mut tries = 0;
    for change in world.changes(leaf).take(TRIES) {
        tries += 1;
        let changed = compared(world, leaf, &change, &mut checked.wrong);
        claims.retain(|(path, line)| {
            let lines = changed.get(path);
            lines.is_some_and(|lines| {
                !lines.contains(&lines::plain(&line.text)) && !lines.contains("*")
            })
        });
        if claims.is_empty() {
            break;
        }
    }
    if tries == 0 {
        checked.kept = Some(leaf.key.clone());
        return checked;
    }
    let unfounded = claims
        .into_iter()
        .filter(|(_, line)| !counts_nodes(line) && !shares_region(leaf, line));
    let say = |(path, line): (String, backward::Reached)| {
        format!(
            "{leaf}: {path}:{}: {} is claimed, and does not change",
            line.line,
            line.text.trim()
        )
    };
    checked.wrong.extend(unfounded.map(say));
    checked
}

/// How many nodes a model takes follows from its preset, size and context, but changes in steps: few changes show.
fn counts_nodes(line: &backward::Reached) -> bool {
    let counts = [
        "count: ",
        "expected_pods ",
        "node_count ",
        "kaito.sh/workspace: ",
        "name: ",
    ];
    line.kind == Kind::Computed
        && counts
            .iter()
            .any(|start| line.text.trim_start().starts_with(start))
}

/// What stands for a region is there for every deployment in it, and names the first; gateways are of one kind in most regions.
fn shares_region(leaf: &world::Place, line: &backward::Reached) -> bool {
    let text = line.text.trim_start();
    leaf.key.ends_with("location") && (text.contains(&leaf.text) || text.starts_with("sku "))
}

/// The lines of each output that a change changes; `*` if the whole output goes. What is not reached is noted.
fn compared(
    world: &World,
    leaf: &world::Place,
    Change {
        other,
        places,
        rule,
    }: &Change,
    wrong: &mut Vec<String>,
) -> BTreeMap<String, BTreeSet<String>> {
    let before = world.reached(places);
    let after = other.reached(&other.same(places, rule));
    let mut changed = BTreeMap::new();
    for (path, old) in &world.files {
        let new_path = rule.path(path);
        let Some(new) = other.files.get(&new_path) else {
            if !lines::reaches_file(&before, path) {
                wrong.push(format!("{leaf}: {path} goes unreached ({rule})"));
            }
            changed.insert(path.clone(), BTreeSet::from(["*".to_owned()]));
            continue;
        };
        let (gone, come) = (lines::only_in(old, new), lines::only_in(new, old));
        let (missed_before, reported_before) = lines::missed(&gone, before.get(path));
        let (missed_after, reported_after) = lines::missed(&come, after.get(&new_path));
        // A line that lacks a value is reported by the line that has it.
        for (sign, missed, reported) in [
            ("-", missed_before, reported_after),
            ("+", missed_after, reported_before),
        ] {
            for line in missed
                .iter()
                .filter(|line| !reported.iter().any(|other| lines::alike(line, other)))
            {
                wrong.push(format!(
                    "{leaf}: {path}: {sign}{line} is not reached ({rule})"
                ));
            }
        }
        changed.insert(path.clone(), gone.into_keys().collect());
    }
    for path in other
        .files
        .keys()
        .filter(|path| !world.files.contains_key(&rule.back(path)))
    {
        if !lines::reaches_file(&after, path) {
            wrong.push(format!("{leaf}: {path} comes unreached ({rule})"));
        }
    }
    changed
}

#[test]
fn every_change_of_the_repository_s_inputs_is_reached_and_nothing_else_is_claimed() {
    // Each other value is an error here: grants need their models, zones are all taken, the state needs keys of its own.
    let fixed = [
        "aks.systemPool.zones[0]",
        "aks.systemPool.zones[1]",
        "aks.systemPool.zones[2]",
        "environments[0]",
        "foundryModels[gpt-5.6-luna].enabled",
        "foundryModels[gpt-5.6-terra].enabled",
        "foundryModels[gpt-6-astra].enabled",
        "foundryModels[gpt-6-luna].enabled",
        "foundryModels[gpt-6-sol].enabled",
        "foundryModels[text-embedding-3-large].enabled",
        "kaito.mode",
        "kaitoModels[mistral-7b-instruct].enabled",
        "kaitoModels[mistral-7b-instruct].name",
        "kaitoModels[phi-4-mini].enabled",
        "kaitoModels[phi-4].name",
        "models.kaito[mistral-7b-instruct].name",
        "models.kaito[phi-4].name",
        "models.phi-4.enabled",
        "network.modelSubnet",
        "terraform.backend.type",
    ];
    // Expectations and guardrails hold for the values as they are.
    let inputs = Variant::repository()
        .without("catalog/expectations.yaml")
        .without("catalog/guardrails.yaml");
    check(&inputs, &fixed);
}

#[test]
fn every_change_of_a_platform_that_writes_every_key_is_reached_and_nothing_else_is_claimed() {
    // Teams are granted every model, addresses lie in the one subnet, another state needs other keys, and long-term support a tier;
    // one add-on takes traces, only the one form is installed, and what is needed is made by one. An application's name is its
    // folder's, its components are few, a digest and a quantity have forms that a changed letter breaks, and facts say what a
    // model can do.
    let fixed = [
        "addons.charts.otelCollector.signals.traces",
        "addons.charts.own.needs[0]",
        "addons.delivery",
        "aks.tier",
        "app.name",
        "components.backend.image.digest",
        "components.backend.resources.cpu",
        "components.backend.resources.memory",
        "components.backend.resources.memoryLimit",
        "components.frontend.calls[0]",
        "components.frontend.image.digest",
        "components.frontend.resources.cpu",
        "components.frontend.resources.memory",
        "components.frontend.resources.memoryLimit",
        "foundryModels[embed].enabled",
        "foundryModels[gpt-main].enabled",
        "foundryModels[gpt-west].capabilities[0]",
        "foundryModels[gpt-west].capabilities[1]",
        "foundryModels[gpt-west].enabled",
        "foundryModels[pooled].enabled",
        "ingress.routes[0].auth",
        "ingress.routes[0].to",
        "ingress.routes[1].auth",
        "kaitoModels[gemma].enabled",
        "kaitoModels[mistral].enabled",
        "kaitoModels[phi].enabled",
        "migrations.component",
        "monitoring.stack",
        "network.modelSubnet",
        "terraform.backend.type",
    ];
    check(&rich::variant(), &fixed);
}
