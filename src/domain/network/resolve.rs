//! The virtual network and its subnets: ranges that Azure takes, and that keep out of each other's way.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::core::yaml::overlay::Removed;
use crate::core::yaml::spanned::Spanned;
use crate::core::yaml::words;
use crate::domain::defaults;
use crate::domain::ids::{HostName, Location};
use crate::domain::network::model::Purpose;
use crate::domain::network::model::{Network, Subnet};
use crate::domain::platform::syntax::NetworkSection;
use crate::facts::dns_zones::{self, Place, Taken, Why};

mod existing;

/// Subnets that every platform has.
const REQUIRED: &[&str] = &["aks", "aks-api", "api-management", "private-endpoint"];
/// Ranges that Azure refuses for virtual networks, or AKS for nodes, pods and services (Microsoft Learn, "Azure Virtual
/// Network FAQ"; "Azure CNI Overlay networking in AKS").
const REFUSED: &[&str] = &[
    "127.0.0.0/8",
    "168.63.129.16/32",
    "169.254.0.0/16",
    "172.30.0.0/16",
    "172.31.0.0/16",
    "192.0.2.0/24",
    "224.0.0.0/4",
    "255.255.255.255/32",
];

/// The network of a region; `removed` are keys that an overlay takes away.
pub(crate) fn network(
    section: &NetworkSection,
    removed: &[Removed],
    location: Option<&Location>,
    findings: &mut Diagnostics,
) -> Option<Network> {
    let vnet_cidr = range(&section.vnet_cidr, findings);
    let mut subnets = BTreeMap::new();
    let mut whole = true;
    for (name, cidr) in &section.subnets.value {
        match range(cidr, findings) {
            Some(cidr) => drop(subnets.insert(
                name.clone(),
                Subnet {
                    cidr,
                    purpose: Purpose::of(name),
                },
            )),
            None => whole = false,
        }
    }
    for name in REQUIRED
        .iter()
        .filter(|name| !section.subnets.value.contains_key(**name))
    {
        let message = format!("the subnet `{name}` is missing");
        let finding = Diagnostic::about(Code::MissingKey, section.subnets.origin, message);
        findings.push(finding.help(format!("add a range for `{name}`")));
        whole = false;
    }
    if let Some(vnet) = &vnet_cidr {
        check_vnet(vnet, findings);
        check_within(vnet, &subnets, findings);
    }
    check_sizes(&subnets, findings);
    check_apart(&subnets, findings);
    let model_subnet = model_subnet(section, removed, findings);
    let dns_zone = dns_zone(section, findings);
    let existing = existing::existing(section, location, findings);
    let (vnet_cidr, dns_zone, existing) = (vnet_cidr?, dns_zone?, existing.ok()?);
    whole.then_some(Network {
        vnet_cidr,
        subnets,
        model_subnet,
        dns_zone,
        existing,
    })
}

/// A range in the one form Azure knows: no host bits.
pub(crate) fn range(
    written: &Spanned<String>,
    findings: &mut Diagnostics,
) -> Option<Sourced<Ipv4Net>> {
    let fault = |message: String, help: String| {
        Diagnostic::about(Code::InvalidRange, written.origin, message).help(help)
    };
    let Ok(net) = written.value.parse::<Ipv4Net>() else {
        let message = format!("`{}` is no IPv4 range", written.value);
        findings.push(fault(
            message,
            "write an address and a prefix length, like 10.10.0.0/24".to_owned(),
        ));
        return None;
    };
    if net.trunc() != net {
        let message = format!("`{net}` names an address inside the range, not the range");
        findings.push(fault(message, format!("write {}", net.trunc())));
        return None;
    }
    Some(Sourced::new(net, written.origin))
}

/// Whether two ranges share an address.
pub(crate) fn overlap(a: Ipv4Net, b: Ipv4Net) -> bool {
    a.contains(&b) || b.contains(&a)
}

/// Reports a range that Azure refuses.
pub(crate) fn check_refused(net: Ipv4Net, origin: Origin, what: &str, findings: &mut Diagnostics) {
    let refused = REFUSED
        .iter()
        .filter_map(|text| text.parse::<Ipv4Net>().ok())
        .find(|refused| overlap(*refused, net));
    if let Some(refused) = refused {
        let message = format!("{what} {net} reaches into {refused}, which Azure keeps for itself");
        let finding = Diagnostic::about(Code::ReservedRange, origin, message);
        findings.push(finding.help("choose a private range outside it, like one in 10.0.0.0/8"));
    }
}

/// Prefix lengths of a virtual network that Azure takes and the platform's subnets fit in.
const VNET_SIZES: std::ops::RangeInclusive<u8> = 8..=26;

fn check_vnet(vnet: &Sourced<Ipv4Net>, findings: &mut Diagnostics) {
    check_refused(vnet.value, vnet.origin, "the virtual network", findings);
    if !VNET_SIZES.contains(&vnet.prefix_len()) {
        let message = format!(
            "a virtual network of /{} cannot hold the platform's subnets",
            vnet.prefix_len()
        );
        let finding = Diagnostic::about(Code::RangeSize, vnet.origin, message);
        findings.push(finding.help("use a range from /8 to /26, /16 for choice"));
    }
}

/// How many subnets outside the virtual network are reported each by itself.
const APART: usize = 3;

fn check_within(
    vnet: &Sourced<Ipv4Net>,
    subnets: &BTreeMap<String, Subnet>,
    findings: &mut Diagnostics,
) {
    // What lies outside a network of a wrong size may well lie inside the right one.
    if !VNET_SIZES.contains(&vnet.prefix_len()) {
        return;
    }
    let inside = |subnet: &Subnet| vnet.contains(&subnet.cidr.value);
    let outside: Vec<(&String, &Subnet)> = subnets
        .iter()
        .filter(|(_, subnet)| !inside(subnet))
        .collect();
    if outside.len() > APART && outside.len() * 2 > subnets.len() {
        findings.push(moved(vnet, &outside, subnets.len()));
        return;
    }
    for (name, subnet) in outside {
        let message = format!(
            "the subnet `{name}` ({}) is not inside the virtual network",
            subnet.cidr.value
        );
        let finding = Diagnostic::about(Code::OutsideNetwork, subnet.cidr.origin, message);
        findings.push(
            finding
                .with(
                    vnet.origin,
                    format!("the virtual network is {}", vnet.value),
                )
                .help(format!("choose a free range inside {}", vnet.value)),
        );
    }
}

/// Most subnets lie outside: somebody moved the virtual network, in an overlay for example, and not what is in it.
fn moved(vnet: &Sourced<Ipv4Net>, outside: &[(&String, &Subnet)], all: usize) -> Diagnostic {
    let names: Vec<String> = outside
        .iter()
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    let message = format!(
        "{} of {all} subnets are not inside the virtual network ({}): {}",
        outside.len(),
        vnet.value,
        names.join(", ")
    );
    let mut finding = Diagnostic::about(Code::OutsideNetwork, vnet.origin, message);
    let mut places: Vec<_> = outside
        .iter()
        .map(|(_, subnet)| subnet.cidr.origin)
        .collect();
    places.sort_by_key(|origin| origin.span());
    for origin in places {
        finding = finding.with(origin, "not inside");
    }
    finding.help(format!(
        "write `network.subnets` with ranges inside {} beside it, or give the virtual network a range that holds them",
        vnet.value
    ))
}

/// The largest prefix length, that is the smallest subnet, that a purpose takes (Microsoft Learn: API Management v2
/// integration /27, API server integration /28, Bastion /26; Azure in general /29).
fn longest_prefix(purpose: Purpose) -> u8 {
    match purpose {
        Purpose::Gateway | Purpose::Nodes => 27,
        Purpose::ApiServer => 28,
        Purpose::Bastion => 26,
        Purpose::Models
        | Purpose::PrivateEndpoints
        | Purpose::Jump
        | Purpose::OnPremises
        | Purpose::Other => 29,
    }
}

fn check_sizes(subnets: &BTreeMap<String, Subnet>, findings: &mut Diagnostics) {
    for (name, subnet) in subnets {
        let longest = longest_prefix(subnet.purpose);
        if subnet.cidr.prefix_len() > longest {
            let message = format!(
                "the subnet `{name}` is a /{}, too small for its use",
                subnet.cidr.prefix_len()
            );
            let finding = Diagnostic::about(Code::RangeSize, subnet.cidr.origin, message);
            findings.push(finding.help(format!("give it at least a /{longest}")));
        }
    }
}

fn check_apart(subnets: &BTreeMap<String, Subnet>, findings: &mut Diagnostics) {
    let mut ordered: Vec<(&String, &Subnet)> = subnets.iter().collect();
    ordered.sort_by_key(|(name, subnet)| (subnet.cidr.network(), subnet.cidr.prefix_len(), *name));
    for pair in ordered.windows(2) {
        let [(first_name, first), (second_name, second)] = pair else {
            continue;
        };
        if overlap(first.cidr.value, second.cidr.value) {
            let message = format!(
                "the subnets `{first_name}` ({}) and `{second_name}` ({}) overlap",
                first.cidr.value, second.cidr.value
            );
            let finding = Diagnostic::about(Code::OverlappingRanges, second.cidr.origin, message);
            findings.push(
                finding
                    .with(first.cidr.origin, format!("`{first_name}` is here"))
                    .help("move one of them to a free range"),
            );
        }
    }
}

fn model_subnet(
    section: &NetworkSection,
    removed: &[Removed],
    findings: &mut Diagnostics,
) -> Sourced<String> {
    let default = if section.subnets.value.contains_key("models") {
        "models"
    } else {
        "aks"
    };
    let chosen = defaults::or(
        section.model_subnet.as_ref(),
        "network.modelSubnet",
        default,
    );
    if !section.subnets.value.contains_key(&chosen.value) {
        if !section.subnets.origin.is_synthetic() {
            findings.push(unknown_subnet(section, &chosen, removed));
        }
        // What does not depend on which subnet it is can still be checked.
        return chosen;
    }
    let taken = match Purpose::of(&chosen.value) {
        Purpose::Gateway => Some("the gateway's subnet takes nothing else"),
        Purpose::ApiServer => Some("the API server's subnet takes nothing else"),
        Purpose::Bastion => Some("the Bastion host's subnet takes nothing else"),
        Purpose::Nodes
        | Purpose::Models
        | Purpose::PrivateEndpoints
        | Purpose::Jump
        | Purpose::OnPremises
        | Purpose::Other => None,
    };
    if let Some(reason) = taken {
        let message = format!(
            "load balancers cannot be placed in `{}`: {reason}",
            chosen.value
        );
        let finding = Diagnostic::about(Code::WrongSubnet, chosen.origin, message);
        findings.push(finding.help("add a subnet `models` of its own, /27 for choice"));
    }
    chosen
}

fn unknown_subnet(
    section: &NetworkSection,
    chosen: &Sourced<String>,
    removed: &[Removed],
) -> Diagnostic {
    let subnets = &section.subnets;
    let names: Vec<&str> = subnets.value.keys().map(String::as_str).collect();
    let message = format!("`modelSubnet` names `{}`, which is no subnet", chosen.value);
    let finding = Diagnostic::about(Code::UnknownReference, chosen.origin, message);
    let gone = removed
        .iter()
        .find(|one| Some(one.mapping) == subnets.origin.span() && one.key == chosen.value);
    let finding = match gone {
        Some(gone) => finding.also(gone.at, "the environment removes it here"),
        None => finding,
    };
    finding.help(words::named(&chosen.value, &names, "subnet"))
}

fn dns_zone(section: &NetworkSection, findings: &mut Diagnostics) -> Option<Sourced<HostName>> {
    let written = defaults::or(
        section.dns_zone.as_ref(),
        "network.dnsZone",
        defaults::DNS_ZONE,
    );
    let Ok(zone) = HostName::parse(&written.value) else {
        let message = format!("`{}` is no valid DNS zone", written.value);
        let finding = Diagnostic::about(Code::InvalidName, written.origin, message);
        findings.push(finding.help(format!("use {}", HostName::RULE)));
        return None;
    };
    if let Some((taken, place)) = dns_zones::taken(zone.as_str()) {
        findings.push(not_free(&zone, written.origin, taken, place));
    }
    Some(Sourced::new(zone, written.origin))
}

/// A zone that Azure refuses, or that hides hosts which somebody needs.
fn not_free(zone: &HostName, origin: Origin, taken: &Taken, place: Place) -> Diagnostic {
    let Taken {
        zone: name,
        why,
        of,
    } = taken;
    let hosts = match why {
        Why::Source => format!("hosts that {of} come from"),
        Why::Reserved | Why::Service | Why::Cluster => format!("hosts of {of}"),
    };
    let message = match (why, place) {
        (Why::Reserved, Place::Same) => {
            format!("Azure refuses a private zone `{zone}`: it is reserved for {of}")
        }
        (_, Place::Same) => format!("a private zone `{zone}` hides the {hosts}"),
        (_, Place::Below) => {
            format!("a private zone `{zone}` stands below `{name}`, and hides {hosts}")
        }
        (_, Place::Above) => format!("a private zone `{zone}` hides `{name}`: {hosts}"),
    };
    let finding = Diagnostic::about(Code::InvalidName, origin, message);
    finding.help("choose a zone of the company's, or one under `.internal`")
}
