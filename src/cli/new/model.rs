//! `platgen new model`: one more model in the catalog, with a version that Azure serves, or a GPU size and an address that fit.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use camino::{Utf8Path, Utf8PathBuf};
use ipnet::Ipv4Net;

use super::super::change::{Change, write};
use super::super::{Failed, Format, Outcome, console, inputs as read};
use crate::core::document::yaml::Node as Tree;
use crate::core::yaml::words;
use crate::domain::models::resolve::kaito::smallest;
use crate::domain::platform::model::Platform;
use crate::facts::model_versions::{ModelVersion, Stage};
use crate::facts::presets::{self, Lookup};
use crate::inputs::Input;
use crate::scaffold::addition::{Field, with_entry, with_item};

/// A new model.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Model {
    /// What clients will send as `model`
    name: String,
    /// Of a Foundry model: thousand tokens per minute, or provisioned units
    #[arg(
        long,
        value_name = "N",
        conflicts_with = "preset",
        required_unless_present = "preset"
    )]
    capacity: Option<u32>,
    /// Of a Foundry model: the publisher's name of it; NAME if not given
    #[arg(long = "model-name", value_name = "NAME", conflicts_with = "preset")]
    published: Option<String>,
    /// Of a Foundry model: its version; the one that Azure serves longest if not given
    #[arg(long, value_name = "TEXT", conflicts_with = "preset")]
    version: Option<String>,
    /// Of a Foundry model: how it is deployed
    #[arg(
        long,
        value_name = "SKU",
        default_value = "GlobalStandard",
        conflicts_with = "preset"
    )]
    sku_name: String,
    /// Of a model on the cluster: KAITO's name of it
    #[arg(long, value_name = "PRESET", requires = "tokens_per_minute")]
    preset: Option<String>,
    /// Of a model on the cluster: how many tokens per minute it is expected to serve
    #[arg(long, value_name = "N", requires = "preset", value_parser = clap::value_parser!(u64).range(1..))]
    tokens_per_minute: Option<u64>,
    /// Of a model on the cluster: VM size of its nodes; the smallest that holds it if not given
    #[arg(long, value_name = "SIZE", requires = "preset")]
    instance_type: Option<String>,
    /// Of a model on the cluster: its name for people; NAME if not given
    #[arg(long, value_name = "TEXT", requires = "preset")]
    display_name: Option<String>,
    /// Show the change and write nothing
    #[arg(long)]
    diff: bool,
}

/// Adds the model to the first file that lists models of its kind.
pub(super) fn run(root: &Utf8Path, options: &Model) -> Result<Outcome, Failed> {
    let (sources, compilation) = read::compiled(root)?;
    if console::any_error(&compilation.findings) {
        console::findings(&sources, &compilation.findings, Format::Human)?;
        return Ok(Outcome::Findings);
    }
    let platforms = &compilation.platforms;
    let first = platforms.first().ok_or_else(|| {
        Failed("there is no platform yet\nwrite one with `platgen init`".to_owned())
    })?;
    let foundry_names = first.foundry_models.iter().map(|model| &model.name.value);
    let kaito_names = first.kaito_models.iter().map(|model| &model.name.value);
    let mut names = foundry_names.chain(kaito_names);
    if names.any(|name| name.as_str().eq_ignore_ascii_case(&options.name)) {
        return Err(Failed(format!(
            "the catalog has a model `{}` already\nchoose another name, or change the model by hand",
            options.name.escape_debug()
        )));
    }
    let (list, fields, addresses) = match &options.preset {
        None => ("foundryModels", foundry(options, first)?, Vec::new()),
        Some(preset) => {
            let addresses = platforms
                .iter()
                .map(|platform| free_address(platform, platforms))
                .collect::<Result<Vec<_>, _>>()?;
            let own = addresses.first().copied().unwrap_or(Ipv4Addr::UNSPECIFIED);
            (
                "kaitoModels",
                kaito(options, preset, first, own)?,
                addresses,
            )
        }
    };
    let mut files = sources.iter().map(|(_, file)| file);
    let listing = files.find(|file| Input::of(file.path()) == Some(Input::Models));
    let path = listing.map_or_else(
        || Utf8PathBuf::from("catalog/models.yaml"),
        |file| file.path().to_owned(),
    );
    let add = |text: &str| with_item(text, list, &fields).map(Some);
    let mut changes: Vec<Change> = Change::edit(root, path, add)?.into_iter().collect();
    let base = addresses.first().copied();
    for (platform, address) in platforms.iter().zip(&addresses) {
        if Some(*address) == base {
            continue;
        }
        // Another network, so another address.
        let path = format!("catalog/environments/{}.yaml", platform.environment.value);
        let value = Tree::from(address.to_string());
        let add =
            |text: &str| with_entry(text, &["models", &options.name], "staticIP", &value).map(Some);
        changes.extend(Change::edit(root, path.into(), add)?);
    }
    let next = format!(
        "next: `platgen grant TEAM {} --tpm N --daily N`, then `platgen build`\n",
        options.name
    );
    write(root, &changes, options.diff, &next)
}

fn foundry(options: &Model, platform: &Platform) -> Result<Vec<Field>, Failed> {
    let model = options.published.as_deref().unwrap_or(&options.name);
    let facts = &platform.facts;
    let living = |one: &&ModelVersion| one.version.is_some() && !one.has_ended_by(facts_day());
    let last = |one: &&ModelVersion| {
        let settled = one.stage != Stage::Preview;
        (
            settled,
            one.retires.is_none(),
            one.retires,
            one.version.clone(),
        )
    };
    let best = facts.versions(model).filter(living).max_by_key(last);
    let version = options.version.clone().or_else(|| best?.version.clone());
    let version = version.ok_or_else(|| {
        let known: BTreeSet<&str> = facts.models.iter().map(|one| one.name.as_str()).collect();
        let known: Vec<&str> = known.into_iter().collect();
        let near = words::nearest(model, &known)
            .map_or_else(String::new, |near| format!("did you mean `--model-name {near}`? "));
        Failed(format!(
            "no version of a model `{}` is known that Azure serves\n{near}write `--version TEXT` for one that it does",
            model.escape_debug()
        ))
    })?;
    let format = facts
        .model(model, &version)
        .map(|known| known.format.clone());
    let format = format.filter(|format| format != "OpenAI");
    let format = format.map(|format| ("format", Tree::from(format)));
    let capacity = options.capacity.unwrap_or_default();
    let mut fields = vec![
        ("name", Tree::from(options.name.as_str())),
        ("modelName", Tree::from(model)),
        ("version", Tree::from(version)),
    ];
    fields.extend(format);
    fields.extend([
        ("skuName", Tree::from(options.sku_name.as_str())),
        ("capacity", Tree::from(capacity)),
        ("enabled", Tree::from(true)),
    ]);
    Ok(fields)
}

/// The day that the facts about models are of: no clock is asked.
fn facts_day() -> crate::facts::Day {
    crate::facts::model_versions::about().as_of
}

fn kaito(
    options: &Model,
    preset: &str,
    platform: &Platform,
    address: Ipv4Addr,
) -> Result<Vec<Field>, Failed> {
    let kaito = &platform.kaito;
    let release = kaito.version.value.release();
    let (preset, needs) = match presets::lookup(release, preset) {
        Lookup::Known { name, preset } => (name, preset),
        Lookup::HuggingFace | Lookup::Meant(_) | Lookup::Elsewhere(_) | Lookup::Unknown => {
            return Err(Failed(format!(
                "KAITO {}.{} has no preset `{}`\n{}",
                release.0,
                release.1,
                preset.escape_debug(),
                words::named(preset, &presets::names(release), "preset")
            )));
        }
    };
    let size = match &options.instance_type {
        Some(size) => size.clone(),
        None => smallest(preset, needs, kaito, &platform.facts)
            .map(|size| size.name.clone())
            .ok_or_else(|| {
                Failed(format!(
                    "no size is known whose GPUs hold `{preset}` on one node\nwrite `--instance-type SIZE`"
                ))
            })?,
    };
    let tokens = options.tokens_per_minute.unwrap_or_default();
    let display = options.display_name.as_deref().unwrap_or(&options.name);
    Ok(vec![
        ("name", Tree::from(options.name.as_str())),
        ("displayName", Tree::from(display)),
        ("preset", Tree::from(preset)),
        ("instanceType", Tree::from(size)),
        ("staticIP", Tree::from(address.to_string())),
        (
            "estimatedTokensPerMinute",
            Tree::from(i64::try_from(tokens).unwrap_or(i64::MAX)),
        ),
        ("enabled", Tree::from(true)),
    ])
}

/// The first address of the models' subnet that no model has, in no environment with that subnet. Azure keeps the first four
/// and the last.
fn free_address(platform: &Platform, all: &[Platform]) -> Result<Ipv4Addr, Failed> {
    let name = &platform.network.model_subnet.value;
    let subnet = platform.network.subnets.get(name);
    let range: Option<Ipv4Net> = subnet.map(|subnet| subnet.cidr.value);
    let models = all.iter().flat_map(|platform| &platform.kaito_models);
    let taken: BTreeSet<Ipv4Addr> = models.map(|model| model.static_ip.value).collect();
    let mut free = range
        .into_iter()
        .flat_map(|range| range.hosts().skip(3))
        .filter(|address| !taken.contains(address));
    free.next().ok_or_else(|| {
        Failed(format!(
            "the subnet `{name}` of `{}` has no free address\nmake it larger, or let models have another one by `network.modelSubnet`",
            platform.environment.value
        ))
    })
}
