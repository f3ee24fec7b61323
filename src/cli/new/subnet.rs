//! `platgen new subnet`: one more subnet, in a range that nothing has.

use std::net::Ipv4Addr;

use camino::{Utf8Path, Utf8PathBuf};
use ipnet::Ipv4Net;

use super::super::change::{Change, write};
use super::super::{Failed, Format, Outcome, console, inputs as read};
use crate::core::document::yaml::Node as Tree;
use crate::domain::platform::model::Platform;
use crate::scaffold::addition::{has_key, with_entry};

/// A new subnet.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Subnet {
    /// Its name
    name: String,
    /// Its prefix length
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u8).range(8..=29))]
    prefix: u8,
    /// Show the change and write nothing
    #[arg(long)]
    diff: bool,
}

/// Adds the subnet to every environment's network: to the platform's file, and to overlays that have networks of their own.
pub(super) fn run(root: &Utf8Path, options: &Subnet) -> Result<Outcome, Failed> {
    let (sources, compilation) = read::compiled(root)?;
    if console::any_error(&compilation.findings) {
        console::findings(&sources, &compilation.findings, Format::Human)?;
        return Ok(Outcome::Findings);
    }
    let text_of = |path: &str| {
        let mut files = sources.iter().map(|(_, file)| file);
        files
            .find(|file| file.path() == path)
            .map_or("", |file| file.text())
    };
    let mut changes = Vec::new();
    let add = |path: Utf8PathBuf, range: Ipv4Net| {
        let value = Tree::from(range.to_string());
        let name = options.name.as_str();
        Change::edit(root, path, |text| {
            with_entry(text, &["network", "subnets"], name, &value).map(Some)
        })
    };
    let mut base = None;
    for platform in &compilation.platforms {
        if platform.network.subnets.contains_key(&options.name) {
            return Err(Failed(format!(
                "`{}` has a subnet `{}` already",
                platform.environment.value, options.name
            )));
        }
        let overlay = format!("catalog/environments/{}.yaml", platform.environment.value);
        let own = has_key(text_of(&overlay), &["network"]);
        if !own && base.is_some() {
            continue;
        }
        let range = free(platform, options.prefix)?;
        if own {
            changes.extend(add(overlay.into(), range)?);
        } else {
            base = Some(range);
            changes.extend(add("catalog/platform.yaml".into(), range)?);
        }
    }
    write(root, &changes, options.diff, "next: run `platgen build`\n")
}

/// The first range of this size inside the virtual network that overlaps no subnet.
fn free(platform: &Platform, prefix: u8) -> Result<Ipv4Net, Failed> {
    let network = &platform.network;
    let vnet = network.vnet_cidr.value;
    let taken: Vec<Ipv4Net> = network
        .subnets
        .values()
        .map(|subnet| subnet.cidr.value)
        .collect();
    let overlaps = |range: &Ipv4Net| {
        taken
            .iter()
            .any(|other| other.contains(range) || range.contains(other))
    };
    let mut ranges = vnet.subnets(prefix).into_iter().flatten();
    ranges.find(|range| !overlaps(range)).ok_or_else(|| {
        let free: u32 = u32::from(vnet.broadcast()) - u32::from(vnet.network());
        Failed(format!(
            "no range of /{prefix} is free in the virtual network of `{}` ({vnet}, {} addresses up to {})\nask for a smaller one with `--prefix N`, or make the network larger",
            platform.environment.value,
            u64::from(free) + 1,
            Ipv4Addr::from(u32::from(vnet.broadcast()))
        ))
    })
}
