//! Addresses: where things stand in the network, and what may come to stand there.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::domain::cluster::model::GpuNodes;
use crate::domain::models::model::KaitoModel;
use crate::domain::network::model::Purpose;
use crate::domain::network::model::Subnet;
use crate::domain::platform::model::Platform;

crate::domain::rule::rules! { Network:
    "ranges-are-canonical" InvalidRange Error Stage("resolve") "Ranges and addresses are written in their one form: no host bits, no leading zeros";
    "vnet-fits-azure" ReservedRange Error Stage("resolve") "The virtual network is a /8 to /26 outside the ranges that Azure keeps";
    "subnets-inside-vnet" OutsideNetwork Error Stage("resolve") "Every subnet lies inside the virtual network";
    "subnets-apart" OverlappingRanges Error Stage("resolve") "No two subnets overlap";
    "subnets-large-enough" RangeSize Error Stage("resolve") "Each subnet has the size that its purpose needs, and space for what will stand in it";
    "existing-ids-are-of-their-kind" InvalidResourceId Error Stage("resolve") "What exists is named by an id of its kind: a virtual network, a subnet of it, a private DNS zone";
    "endpoint-zones-are-whole" MissingKey Error Stage("resolve") "Where zones of private endpoints exist, all that the platform needs are named";
    "subnets-present" MissingKey Error Stage("resolve") "The subnets `aks`, `aks-api`, `api-management` and `private-endpoint` are there";
    "subnet-names-apart" DuplicateName Error Platform(names_apart) "Subnets' names differ by more than case, which Azure does not distinguish";
    "subnet-names-known" MisspeltSubnet Warning Platform(misspelt) "A subnet is not called like one with a purpose but for its case";
    "subnets-not-reserved" ReservedSubnet Error Platform(reserved) "No subnet has a name whose service takes no network security group";
    "model-subnet-fits" WrongSubnet Error Stage("resolve") "Models take their addresses in a subnet that exists and takes load balancers";
    "model-subnet-apart" SharedModelSubnet Note Platform(model_subnet) "Models take their addresses in a subnet of their own";
    "static-addresses-free" ReservedAddress Error Stage("resolve") "A model's address lies in the models' subnet, is none of Azure's five, and nobody else's";
    "static-addresses-above-growth" ContestedAddress Warning Platform(among_others) "A model's address in a shared subnet is none of those that nodes or endpoints take first";
    "cluster-ranges-apart" OverlappingRanges Error Stage("resolve") "Pods and services overlap neither each other nor the virtual network, the company's own range in it included";
    "cluster-ranges-large-enough" RangeSize Error Stage("resolve") "The service range is a /12 to /24, and the pod range has a /24 for every node";
    "ranges-are-private" PublicRange Warning Platform(private_ranges) "The virtual network, pods and services use private addresses";
    "authorized-ranges-are-public" PrivateCallers Warning Platform(authorized_ranges) "Ranges that may reach a public API server are public ones";
    "api-server-not-open" OpenApiServer Error Stage("resolve") "A public API server is not open to everybody";
    "private-cluster-has-a-way-in" NoBastion Note Platform(bastion) "A private API server can be reached through a bastion host";
}

/// Subnets' names with a purpose.
const KNOWN: &[&str] = &[
    "aks",
    "aks-api",
    "models",
    "api-management",
    "private-endpoint",
    "AzureBastionSubnet",
    "jump",
    "onprem",
];

/// Subnets that take no network security group (Microsoft Learn: "About VPN Gateway configuration settings", "Azure Firewall
/// FAQ", "Azure Route Server FAQ"), which every subnet gets here.
const RESERVED: &[&str] = &[
    "GatewaySubnet",
    "AzureFirewallSubnet",
    "AzureFirewallManagementSubnet",
    "RouteServerSubnet",
];

fn names_apart(platform: &Platform, findings: &mut Diagnostics) {
    let mut seen: BTreeMap<String, (&String, &Subnet)> = BTreeMap::new();
    for (name, subnet) in &platform.network.subnets {
        if let Some((other, first)) = seen.insert(name.to_ascii_lowercase(), (name, subnet)) {
            let message = format!("Azure takes the subnets `{other}` and `{name}` for one");
            let finding = Diagnostic::about(Code::DuplicateName, subnet.cidr.origin, message)
                .with(first.cidr.origin, format!("`{other}` is here"));
            findings.push(finding.help("rename one of them"));
        }
    }
}

fn misspelt(platform: &Platform, findings: &mut Diagnostics) {
    for (name, subnet) in &platform.network.subnets {
        let meant = KNOWN
            .iter()
            .find(|known| known.eq_ignore_ascii_case(name) && **known != name);
        if let Some(meant) = meant.filter(|meant| !platform.network.subnets.contains_key(**meant)) {
            let message =
                format!("the subnet `{name}` has no purpose, since it is not called `{meant}`");
            let finding = Diagnostic::about(Code::MisspeltSubnet, subnet.cidr.origin, message);
            let finding = finding.resource("subnet", name);
            findings.push(finding.help(format!("write `{meant}`")));
        }
    }
}

fn reserved(platform: &Platform, findings: &mut Diagnostics) {
    if platform.network.existing.is_some() {
        return;
    }
    for (name, subnet) in &platform.network.subnets {
        if RESERVED
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
        {
            let message = format!(
                "Azure takes no network security group on `{name}`, and every subnet gets one here"
            );
            let finding = Diagnostic::about(Code::ReservedSubnet, subnet.cidr.origin, message);
            findings.push(
                finding.help(
                    "leave this subnet to whoever runs that service, in a network of its own",
                ),
            );
        }
    }
}

/// Static addresses among the nodes': nothing reserves them before the load balancer exists.
fn model_subnet(platform: &Platform, findings: &mut Diagnostics) {
    let Some((origin, subnet)) = chosen_subnet(platform) else {
        return;
    };
    if subnet.purpose != Purpose::Nodes {
        return;
    }
    let message =
        "models take their addresses among the nodes', and a node may take one of them first";
    let finding = Diagnostic::about(Code::SharedModelSubnet, origin, message);
    findings.push(
        finding.help(
            "add a subnet `models` of its own, /27 for choice, and name it under `modelSubnet`",
        ),
    );
}

/// The models' subnet and where it is chosen, if there are models.
fn chosen_subnet(platform: &Platform) -> Option<(Origin, &Subnet)> {
    let chosen = &platform.network.model_subnet;
    let subnet = platform.network.subnets.get(&chosen.value)?;
    platform.enabled_kaito().next()?;
    let origin = if chosen.origin.span().is_some() {
        chosen.origin
    } else {
        subnet.cidr.origin
    };
    Some((origin, subnet))
}

/// Addresses that a shared subnet hands out from its low end, before or beside the models'.
fn handed_out(platform: &Platform, purpose: Purpose) -> Option<(u32, &'static str)> {
    let nodes = |model: &std::sync::Arc<KaitoModel>| match platform.kaito.nodes.value {
        GpuNodes::OwnPools => model.node_pool.count.value.saturating_add(1),
        GpuNodes::Addon | GpuNodes::Karpenter => model.nodes.value,
    };
    match purpose {
        // One node more than there are, which an upgrade takes for a while.
        Purpose::Nodes => {
            let gpu = platform.enabled_kaito().map(nodes);
            let system = platform.cluster.system_pool.count.value;
            let all = gpu.fold(system.saturating_add(1), u32::saturating_add);
            Some((all, "nodes"))
        }
        // Three names per Foundry account and one for the vault.
        Purpose::PrivateEndpoints => {
            let accounts = u32::try_from(platform.foundry.accounts.len()).unwrap_or(u32::MAX);
            Some((accounts.saturating_mul(3).saturating_add(1), "endpoints"))
        }
        Purpose::ApiServer
        | Purpose::Models
        | Purpose::Gateway
        | Purpose::Bastion
        | Purpose::Jump
        | Purpose::OnPremises
        | Purpose::Other => None,
    }
}

fn among_others(platform: &Platform, findings: &mut Diagnostics) {
    let Some((_, subnet)) = chosen_subnet(platform) else {
        return;
    };
    let Some((taken, what)) = handed_out(platform, subnet.purpose) else {
        return;
    };
    // Azure keeps the first four addresses.
    let first = u32::from(subnet.cidr.network()).saturating_add(4);
    let free = Ipv4Addr::from(first.saturating_add(taken));
    for model in platform.enabled_kaito() {
        let address = model.static_ip.value;
        if (Ipv4Addr::from(first)..free).contains(&address) {
            let message = format!(
                "`{}` has the address {address}, which one of the {taken} {what} of this subnet may take first",
                model.name.value
            );
            let finding =
                Diagnostic::about(Code::ContestedAddress, model.static_ip.origin, message)
                    .model(&model.name.value)
                    .with(subnet.cidr.origin, "handed out from its low end");
            findings.push(finding.help(format!(
                "choose an address far above {free}, or give models a subnet of their own"
            )));
        }
    }
}

/// Ranges for private use (RFC 1918), and for what stands behind a carrier's gateway (RFC 6598).
fn is_private(net: Ipv4Net) -> bool {
    let within = |address: Ipv4Addr, length| {
        Ipv4Net::new(address, length).is_ok_and(|private| private.contains(&net))
    };
    within(Ipv4Addr::new(10, 0, 0, 0), 8)
        || within(Ipv4Addr::new(172, 16, 0, 0), 12)
        || within(Ipv4Addr::new(192, 168, 0, 0), 16)
        || within(Ipv4Addr::new(100, 64, 0, 0), 10)
}

fn private_ranges(platform: &Platform, findings: &mut Diagnostics) {
    let ranges: [(&str, &Sourced<Ipv4Net>); 3] = [
        ("the virtual network", &platform.network.vnet_cidr),
        ("`aks.podCidr`", &platform.cluster.pod_cidr),
        ("`aks.serviceCidr`", &platform.cluster.service_cidr),
    ];
    for (what, range) in ranges {
        if !is_private(range.value) {
            let message = format!(
                "{what} ({}) uses public addresses, whose owners nobody in it can reach any more",
                range.value
            );
            let finding = Diagnostic::about(Code::PublicRange, range.origin, message);
            findings
                .push(finding.help("use a range in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16"));
        }
    }
}

fn authorized_ranges(platform: &Platform, findings: &mut Diagnostics) {
    for range in &platform.cluster.authorized_ip_ranges {
        if is_private(range.value) {
            let message = format!(
                "nobody comes to a public API server from {}: it is a private range",
                range.value
            );
            let finding = Diagnostic::about(Code::PrivateCallers, range.origin, message);
            findings.push(finding.help("write the public addresses that administrators and pipelines come from, or leave the API server private"));
        }
    }
}

/// A private API server that nobody in the virtual network can be reached from.
fn bastion(platform: &Platform, findings: &mut Diagnostics) {
    let bastion = platform
        .network
        .subnets
        .values()
        .any(|subnet| subnet.purpose == Purpose::Bastion);
    // The way into a network that exists is its owner's.
    let own = platform.network.existing.is_none();
    if platform.cluster.private.value && !bastion && own {
        let message = "the API server is private, and there is no subnet `AzureBastionSubnet` to reach it through";
        let finding =
            Diagnostic::about(Code::NoBastion, platform.network.vnet_cidr.origin, message);
        let help =
            "add the subnet (/26), or make sure that Terraform and Helm run inside the network";
        findings.push(finding.help(help));
    }
}
