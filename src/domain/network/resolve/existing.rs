//! A network that exists already: ids that are of the right kind, lie in each other, and name all that private endpoints need.

use std::collections::BTreeMap;

use crate::core::diag::{Code, Diagnostic, Diagnostics, join_truncated};
use crate::core::origin::Sourced;
use crate::core::yaml::spanned::Spanned;
use crate::core::yaml::words;
use crate::domain::defaults;
use crate::domain::ids::Location;
use crate::domain::network::model::{ENDPOINT_ZONES, Existing, Outbound, api_server_zone};
use crate::domain::network::syntax::ExistingNetworkSection;
use crate::domain::platform::syntax::NetworkSection;
use crate::domain::resource_id::{self, Kind, ResourceId};

/// Something of what is written cannot be understood; there is a finding about it.
pub(super) struct Faulty;

/// What exists, if anything does.
pub(super) fn existing(
    section: &NetworkSection,
    location: Option<&Location>,
    findings: &mut Diagnostics,
) -> Result<Option<Existing>, Faulty> {
    let Some(written) = &section.existing else {
        return Ok(None);
    };
    let virtual_network = id(
        resource_id::VIRTUAL_NETWORK,
        &written.virtual_network,
        findings,
    );
    let subnets = subnets(section, written, virtual_network.as_ref(), findings);
    let zones = match &written.private_dns_zones {
        Some(ids) => zones(ids, location, findings).map(Some),
        None => Some(None),
    };
    let resolver_networks = networks(written.resolver_networks.as_ref(), findings);
    let parts = (virtual_network, subnets, zones, resolver_networks);
    let (Some(virtual_network), Some(subnets), Some(zones), Some(resolver_networks)) = parts else {
        return Err(Faulty);
    };
    Ok(Some(Existing {
        virtual_network,
        subnets,
        zones,
        resolver_networks,
        outbound: outbound(written),
    }))
}

/// An id of a kind, or a finding.
fn id(
    kind: Kind,
    written: &Spanned<String>,
    findings: &mut Diagnostics,
) -> Option<Sourced<ResourceId>> {
    match ResourceId::parse(kind, &written.value) {
        Ok(id) => Some(Sourced::new(id, written.origin)),
        Err(why) => {
            let message = format!("this is no id of {}: {why}", kind.what);
            let finding = Diagnostic::about(Code::InvalidResourceId, written.origin, message);
            findings.push(finding.help(format!("write {}", kind.form())));
            None
        }
    }
}

/// Every subnet by its id: the written one, or the one of its name in the virtual network.
fn subnets(
    section: &NetworkSection,
    written: &ExistingNetworkSection,
    network: Option<&Sourced<ResourceId>>,
    findings: &mut Diagnostics,
) -> Option<BTreeMap<String, Sourced<ResourceId>>> {
    let mut ids: BTreeMap<String, Sourced<ResourceId>> = BTreeMap::new();
    let mut whole = true;
    let known: Vec<&str> = section.subnets.value.keys().map(String::as_str).collect();
    for (name, text) in written.subnets.iter().flat_map(|all| &all.value) {
        let Some(id) = id(resource_id::SUBNET, text, findings) else {
            whole = false;
            continue;
        };
        if !section.subnets.value.contains_key(name) {
            let message = format!("`network.subnets` gives no range of `{name}`");
            let finding = Diagnostic::about(Code::UnknownReference, text.origin, message);
            findings.push(finding.help(words::named(name, &known, "subnet")));
            continue;
        }
        if let Some(network) = network.filter(|network| !id.value.is_inside(&network.value)) {
            let message =
                format!("the subnet `{name}` is not in the virtual network that is named");
            let finding = Diagnostic::about(Code::OutsideNetwork, text.origin, message)
                .with(network.origin, "the virtual network");
            findings.push(finding.help(format!("name a subnet of `{}`", network.value)));
        }
        ids.insert(name.clone(), id);
    }
    let network = network?;
    for name in section.subnets.value.keys() {
        let by_name = || {
            let id = network.value.child("subnets", name);
            Sourced::new(id, network.origin.derived())
        };
        ids.entry(name.clone()).or_insert_with(by_name);
    }
    once_each(&ids, findings);
    whole.then_some(ids)
}

/// That no two names stand for one subnet.
fn once_each(ids: &BTreeMap<String, Sourced<ResourceId>>, findings: &mut Diagnostics) {
    let mut seen: Vec<(&String, &Sourced<ResourceId>)> = Vec::new();
    for (name, id) in ids {
        if let Some((other, first)) = seen.iter().find(|(_, other)| other.value == id.value) {
            let message = format!("`{other}` and `{name}` are one subnet: {}", id.value.name());
            let finding = Diagnostic::about(Code::DuplicateName, id.origin, message)
                .with(first.origin, format!("`{other}` is here"));
            findings.push(finding.help("give each its own"));
        }
        seen.push((name, id));
    }
}

/// The zones by name: all that the platform's private endpoints need, and no other.
fn zones(
    written: &Spanned<Vec<Spanned<String>>>,
    location: Option<&Location>,
    findings: &mut Diagnostics,
) -> Option<BTreeMap<String, Sourced<ResourceId>>> {
    let api_server = location.map(api_server_zone);
    let mut zones: BTreeMap<String, Sourced<ResourceId>> = BTreeMap::new();
    let mut whole = true;
    for text in &written.value {
        let Some(id) = id(resource_id::PRIVATE_DNS_ZONE, text, findings) else {
            whole = false;
            continue;
        };
        let name = id.value.name().to_ascii_lowercase();
        let needed = ENDPOINT_ZONES.iter().any(|known| known.zone == name);
        if !needed && location.is_some() && api_server.as_deref() != Some(&name) {
            findings.push(not_needed(text, &name, api_server.as_deref()));
            continue;
        }
        let at = id.origin;
        if let Some(first) = zones.insert(name.clone(), id) {
            let message = format!("the zone `{name}` is named twice");
            let finding =
                Diagnostic::about(Code::DuplicateName, at, message).with(first.origin, "also here");
            findings.push(finding.help("leave one of them out"));
        }
    }
    let missing = ENDPOINT_ZONES
        .iter()
        .filter(|known| !zones.contains_key(known.zone));
    let missing: Vec<String> = missing.map(|known| format!("`{}`", known.zone)).collect();
    if whole && !missing.is_empty() {
        let message = format!(
            "ids of zones are missing that private endpoints need: {}",
            join_truncated(missing.iter().cloned(), missing.len())
        );
        let finding = Diagnostic::about(Code::MissingKey, written.origin, message);
        findings.push(finding.help(
            "add their ids, or leave `privateDnsZones` out, so that the platform makes all of its own",
        ));
    }
    (whole && missing.is_empty()).then_some(zones)
}

/// A zone that would be looked up and never used.
fn not_needed(text: &Spanned<String>, name: &str, api_server: Option<&str>) -> Diagnostic {
    let message = format!("the platform has no name in the zone `{name}`");
    let finding = Diagnostic::about(Code::UnknownReference, text.origin, message);
    let known = ENDPOINT_ZONES.iter().map(|known| known.zone);
    let known: Vec<&str> = known.chain(api_server).collect();
    finding.help(words::named(name, &known, "zone"))
}

fn networks(
    written: Option<&Spanned<Vec<Spanned<String>>>>,
    findings: &mut Diagnostics,
) -> Option<Vec<Sourced<ResourceId>>> {
    let mut all: Vec<Sourced<ResourceId>> = Vec::new();
    let mut whole = true;
    for text in written.iter().flat_map(|list| &list.value) {
        match id(resource_id::VIRTUAL_NETWORK, text, findings) {
            Some(id) => all.push(id),
            None => whole = false,
        }
    }
    whole.then_some(all)
}

fn outbound(written: &ExistingNetworkSection) -> Sourced<Outbound> {
    let chosen = defaults::or(
        written.outbound.as_ref(),
        "network.existing.outbound",
        Outbound::UserDefinedRouting.word(),
    );
    let outbound = if chosen.value == Outbound::NatGateway.word() {
        Outbound::NatGateway
    } else {
        Outbound::UserDefinedRouting
    };
    Sourced::new(outbound, chosen.origin)
}
