//! The resource instances of a root, with their arguments.

use std::collections::{BTreeMap, BTreeSet};

use super::config::{Block, Source};
use super::eval::{Scope, World};
use super::replacing;
use super::value::{Kind, Val};
use crate::core::origin::Origin;

/// Arguments that Terraform itself takes.
const META: [&str; 5] = ["for_each", "count", "provider", "depends_on", "source"];

/// A resource instance.
#[derive(Debug)]
pub(super) struct Instance {
    /// `azurerm_subnet`
    kind: String,
    /// Every argument by its path: `sku.capacity`, `tags.owner`.
    pub(super) leaves: BTreeMap<String, Val>,
    /// Instances that it is replaced with, and whether by any change of theirs.
    pub(super) triggers: Vec<(String, bool)>,
    /// The input that its call or its key comes from.
    origin: Option<Origin>,
}

impl Instance {
    /// Whether another value of an argument makes another resource.
    pub(super) fn is_forced_by(&self, path: &str) -> bool {
        let forcing = replacing().get(&self.kind).into_iter().flatten();
        let plain: Vec<&str> = path
            .split('.')
            .filter(|part| part.parse::<u32>().is_err())
            .collect();
        let plain = plain.join(".");
        let mut all = forcing.filter(|one| plain == **one || plain.starts_with(&format!("{one}.")));
        all.next().is_some()
    }

    /// The input that some arguments come from; the first that any does, if none of them has one.
    pub(super) fn origin(&self, arguments: &[String]) -> Option<Origin> {
        let mut named = arguments.iter().filter_map(|path| self.leaves.get(path));
        let own = named.find_map(Val::any_origin);
        own.or(self.origin)
            .or_else(|| self.leaves.values().find_map(Val::any_origin))
    }
}

/// An address as Terraform writes it.
pub(super) fn shown(address: &str) -> String {
    match address.split_once('/') {
        Some(("", resource)) => resource.to_owned(),
        Some((module, resource)) => format!("module.{module}.{resource}"),
        None => address.to_owned(),
    }
}

/// Every instance, by its address; those of `skipped` modules left out.
pub(super) fn of(world: &World<'_>, skipped: &BTreeSet<String>) -> BTreeMap<String, Instance> {
    let mut all = BTreeMap::new();
    for (module, config) in world
        .modules
        .iter()
        .filter(|(module, _)| !skipped.contains(*module))
    {
        let called = world
            .modules
            .get("")
            .and_then(|root| root.modules.get(module));
        for (resource, block) in &config.resources {
            for (key, scope) in world.keys(module, block) {
                let named = scope.values().find_map(Val::any_origin);
                let mut instance = Instance {
                    kind: block.labels.first().cloned().unwrap_or_default(),
                    leaves: BTreeMap::new(),
                    triggers: triggers(world, module, block, &scope),
                    origin: named
                        .or(block.origin)
                        .or(called.and_then(|call| call.origin)),
                };
                leaves(world, module, block, &scope, "", &mut instance.leaves);
                all.insert(format!("{module}/{resource}{key}"), instance);
            }
        }
    }
    all
}

/// The arguments of a module's call.
pub(super) fn arguments(world: &World<'_>, module: &str) -> Option<Val> {
    let call = world.modules.get("")?.modules.get(module)?;
    let argument = |(name, source): &(String, Source)| {
        Some((name.clone(), world.eval("", source, &Scope::new())?))
    };
    let all: Option<BTreeMap<String, Val>> = call.attributes.iter().map(argument).collect();
    Some(Val::new(Kind::Map(all?)))
}

/// Paths of files in arguments, below the environment.
pub(super) fn files(arguments: &Val) -> Vec<String> {
    let mut leaves = BTreeMap::new();
    arguments.leaves("", &mut leaves);
    let texts = leaves.values().filter_map(Val::as_text);
    let paths = texts.filter_map(|text| text.strip_prefix("./../../").map(str::to_owned));
    paths.collect()
}

fn leaves(
    world: &World<'_>,
    module: &str,
    block: &Block,
    scope: &Scope,
    path: &str,
    found: &mut BTreeMap<String, Val>,
) {
    let below = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    for (name, source) in block
        .attributes
        .iter()
        .filter(|(name, _)| !META.contains(&name.as_str()))
    {
        let value = world
            .eval(module, source, scope)
            .unwrap_or_else(|| Val::unknown("error", &[]));
        value.leaves(&below(name), found);
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for inner in block
        .blocks
        .iter()
        .filter(|inner| inner.kind != "lifecycle")
    {
        if inner.kind != "dynamic" {
            let count = counts.entry(&inner.kind).or_default();
            leaves(
                world,
                module,
                inner,
                scope,
                &below(&format!("{}.{count}", inner.kind)),
                found,
            );
            *count += 1;
            continue;
        }
        let (Some(kind), Some(content)) = (inner.labels.first(), inner.blocks.first()) else {
            continue;
        };
        let each = inner
            .attribute("for_each")
            .and_then(|each| world.eval(module, each, scope));
        let each = each.unwrap_or_else(Val::null);
        let Some(parts) = each.parts() else {
            found.insert(below(kind), each);
            continue;
        };
        for (key, value) in parts {
            let mut scope = scope.clone();
            let pair = [("key".to_owned(), key), ("value".to_owned(), value)];
            scope.insert(kind.clone(), Val::new(Kind::Map(pair.into())));
            let count = counts.entry(kind).or_default();
            leaves(
                world,
                module,
                content,
                &scope,
                &below(&format!("{kind}.{count}")),
                found,
            );
            *count += 1;
        }
    }
}

/// What `replace_triggered_by` names.
fn triggers(world: &World<'_>, module: &str, block: &Block, scope: &Scope) -> Vec<(String, bool)> {
    let lifecycle = block.blocks.iter().find(|inner| inner.kind == "lifecycle");
    let named = lifecycle.and_then(|inner| inner.attribute("replace_triggered_by"));
    let Some(Val {
        kind: Kind::List(items),
        ..
    }) = named.and_then(|named| world.eval(module, named, scope))
    else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for item in items {
        let whole = matches!(item.kind, Kind::Instance(_));
        let mut addresses = Vec::new();
        item.collect_known_from(&mut addresses);
        all.extend(addresses.into_iter().map(|address| (address, whole)));
    }
    all
}
