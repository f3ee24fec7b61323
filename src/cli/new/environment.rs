//! `platgen new environment`: one more environment, in a network of its own.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use camino::{Utf8Path, Utf8PathBuf};
use ipnet::Ipv4Net;

use super::super::{Failed, Format, Outcome, console, inputs as read, proposal};
use crate::core::output::fresh::{self, NewFile};
use crate::domain::ids::EnvironmentName;
use crate::inputs::Input;
use crate::scaffold::environment::{Environment as Overlay, beside, environment, unchanged};

/// A new environment.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Environment {
    /// Its name: lower-case letters, digits and dashes
    #[arg(value_parser = environment_name)]
    name: String,
    /// Last part of its Azure names; NAME if not given
    #[arg(long, value_name = "TEXT")]
    suffix: Option<String>,
    /// Its region; the platform's if not given
    #[arg(long, value_name = "REGION")]
    location: Option<String>,
    /// The range of its virtual network; the next free one if not given
    #[arg(long, value_name = "CIDR")]
    vnet_cidr: Option<Ipv4Net>,
}

fn environment_name(text: &str) -> Result<String, String> {
    match EnvironmentName::parse(text) {
        Ok(name) => Ok(name.to_string()),
        Err(_) => Err(format!("use {}", EnvironmentName::RULE)),
    }
}

/// Writes the overlay, and that of the one environment that there was without any.
pub(super) fn run(root: &Utf8Path, options: &Environment) -> Result<Outcome, Failed> {
    let (sources, compilation) = read::compiled(root)?;
    if console::any_error(&compilation.findings) {
        console::findings(&sources, &compilation.findings, Format::Human)?;
        return Ok(Outcome::Findings);
    }
    let platforms = &compilation.platforms;
    let first = platforms.first().ok_or_else(|| {
        Failed("there is no platform yet\nwrite one with `platgen init`".to_owned())
    })?;
    let mut names = platforms
        .iter()
        .map(|platform| platform.environment.value.as_str());
    if names.any(|name| name == options.name) {
        return Err(Failed(format!(
            "there is an environment `{}` already",
            options.name
        )));
    }
    let like = first.network.vnet_cidr.value;
    let taken: Vec<Ipv4Net> = platforms
        .iter()
        .map(|one| one.network.vnet_cidr.value)
        .collect();
    let network = options.vnet_cidr.or_else(|| beside(like, &taken)).ok_or_else(|| {
        Failed(format!(
            "no network as large as {like} is free behind it\nchoose one with `--vnet-cidr CIDR`"
        ))
    })?;
    if network.prefix_len() > like.prefix_len() {
        return Err(Failed(format!(
            "{network} is smaller than the network that its subnets are like, {like}\nchoose one of /{} or larger",
            like.prefix_len()
        )));
    }
    let subnets = first.network.subnets.iter();
    let models: BTreeMap<String, Ipv4Addr> = first
        .kaito_models
        .iter()
        .map(|model| (model.name.value.to_string(), model.static_ip.value))
        .collect();
    let tree = environment(&Overlay {
        suffix: options.suffix.as_deref().unwrap_or(&options.name),
        location: options.location.as_deref(),
        like,
        network,
        subnets: subnets
            .map(|(name, subnet)| (name.clone(), subnet.cidr.value))
            .collect(),
        models: models.into_iter().collect(),
    });
    let path = |name: &str| Utf8PathBuf::from(format!("catalog/environments/{name}.yaml"));
    let mut files: Vec<NewFile> = vec![proposal::input(path(&options.name), &tree)];
    let is_overlay = |path: &Utf8Path| matches!(Input::of(path), Some(Input::Environment(_)));
    if !sources.iter().any(|(_, file)| is_overlay(file.path())) {
        // With one overlay, environments are those that have one.
        let name = first.environment.value.as_str();
        files.push(proposal::input(path(name), &unchanged(name)));
    }
    let (sources, compiled) = proposal::compiled(root, &files)?;
    if console::any_error(&compiled) {
        console::findings(&sources, &compiled, Format::Human)?;
        return Ok(Outcome::Findings);
    }
    let (missing, in_the_way) = fresh::missing(root, &files)?;
    console::findings(&sources, &in_the_way, Format::Human)?;
    if console::any_error(&in_the_way) {
        return Ok(Outcome::Findings);
    }
    let next =
        "next: look at what should differ (sizes, models, receivers), then run `platgen build`\n";
    proposal::write(root, &missing, next)
}
