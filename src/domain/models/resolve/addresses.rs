//! Addresses that only make sense together: the models' static ones, and space for nodes and endpoints.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::Arc;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Origin;
use crate::domain::cluster::model::{Cluster, GpuNodes, Kaito};
use crate::domain::models::model::KaitoModel;
use crate::domain::network::model::Purpose;
use crate::domain::network::model::{Network, Subnet};
use crate::domain::resolving::DisabledDowngrade;

/// Azure keeps the first four addresses of a subnet and the last one.
const KEPT: u64 = 5;
/// Addresses of the private endpoint of a Foundry account: one per zone it answers in.
const PER_ACCOUNT: u64 = 3;

pub(crate) fn check(
    network: &Network,
    cluster: &Cluster,
    kaito: &Kaito,
    models: &[Arc<KaitoModel>],
    accounts: usize,
    findings: &mut Diagnostics,
) {
    // One that is not known is reported with its name.
    let subnet = network.subnets.get(&network.model_subnet.value);
    let mut taken: BTreeMap<Ipv4Addr, &KaitoModel> = BTreeMap::new();
    for model in models {
        let weight = DisabledDowngrade {
            enabled: model.enabled.value,
        };
        let misplaced = subnet.and_then(|subnet| misplaced(model, network, subnet));
        if let Some(finding) = misplaced {
            findings.push(weight.of(finding));
        }
        if let Some(first) = taken.get(&model.static_ip.value) {
            if first.name.value == model.name.value {
                continue; // one model twice, reported as such
            }
            let both = DisabledDowngrade {
                enabled: model.enabled.value && first.enabled.value,
            };
            let message = format!(
                "`{}` and `{}` have the same address",
                first.name.value, model.name.value
            );
            let finding =
                Diagnostic::about(Code::DuplicateAddress, model.static_ip.origin, message).with(
                    first.static_ip.origin,
                    format!("`{}` has it too", first.name.value),
                );
            findings.push(both.of(finding.help("give each model an address of its own")));
        } else {
            taken.insert(model.static_ip.value, model);
        }
    }
    check_space(network, cluster, kaito, models, accounts, findings);
}

fn misplaced(model: &KaitoModel, network: &Network, subnet: &Subnet) -> Option<Diagnostic> {
    let address = model.static_ip.value;
    let (net, name) = (subnet.cidr.value, &network.model_subnet.value);
    let first = u32::from(net.network()).saturating_add(4);
    let last = u32::from(net.broadcast()).saturating_sub(1);
    let (from, to) = (Ipv4Addr::from(first), Ipv4Addr::from(last));
    let (code, message) = if !net.contains(&address) {
        let message = format!(
            "the address {address} is not in the subnet `{name}`, where models take theirs"
        );
        (Code::AddressOutsideSubnet, message)
    } else if !(first..=last).contains(&u32::from(address)) {
        let message =
            format!("Azure keeps the address {address} of the subnet `{name}` for itself");
        (Code::ReservedAddress, message)
    } else {
        return None;
    };
    let finding = Diagnostic::about(code, model.static_ip.origin, message);
    let finding = finding.with(subnet.cidr.origin, format!("`{name}` is {net}"));
    Some(finding.help(format!("choose a free address from {from} to {to}")))
}

fn check_space(
    network: &Network,
    cluster: &Cluster,
    kaito: &Kaito,
    models: &[Arc<KaitoModel>],
    accounts: usize,
    findings: &mut Diagnostics,
) {
    let enabled = models.iter().filter(|model| model.enabled.value);
    let pools = enabled.clone().map(|model| match kaito.nodes.value {
        GpuNodes::OwnPools => u64::from(model.node_pool.count.value) + 1,
        GpuNodes::Addon | GpuNodes::Karpenter => u64::from(model.nodes.value),
    });
    // One node more per pool, which upgrades take for a while.
    let nodes = u64::from(cluster.system_pool.count.value) + 1 + pools.sum::<u64>();
    let frontends = enabled.count() as u64;
    for (name, subnet) in &network.subnets {
        let models_here = if *name == network.model_subnet.value {
            frontends
        } else {
            0
        };
        let needed = match subnet.purpose {
            Purpose::Nodes => nodes + models_here,
            Purpose::PrivateEndpoints => PER_ACCOUNT * accounts as u64 + 1 + models_here,
            Purpose::ApiServer
            | Purpose::Models
            | Purpose::Gateway
            | Purpose::Bastion
            | Purpose::Jump
            | Purpose::OnPremises
            | Purpose::Other => models_here,
        };
        let space = (1_u64 << (32 - u32::from(subnet.cidr.prefix_len()))).saturating_sub(KEPT);
        if needed > space {
            findings.push(crowded(name, subnet, needed, space));
        }
    }
    check_pods(cluster, nodes, network.vnet_cidr.origin, findings);
}

fn crowded(name: &str, subnet: &Subnet, needed: u64, space: u64) -> Diagnostic {
    let message =
        format!("the subnet `{name}` has space for {space} addresses, and {needed} are needed");
    Diagnostic::about(Code::CrowdedSubnet, subnet.cidr.origin, message)
        .resource("subnet", name)
        .help(format!(
            "give it at least a /{}",
            32 - (needed + KEPT).next_power_of_two().trailing_zeros()
        ))
}

/// Each node takes a /24 of the pod range (overlay).
fn check_pods(cluster: &Cluster, nodes: u64, otherwise: Origin, findings: &mut Diagnostics) {
    let pods = &cluster.pod_cidr;
    let space = 24_u8
        .checked_sub(pods.prefix_len())
        .map_or(0, |bits| 1_u64 << bits);
    if nodes > space {
        let message = format!(
            "the pod range {} has space for {space} nodes, and {nodes} are needed",
            pods.value
        );
        let written = [pods.origin, cluster.system_pool.count.origin, otherwise];
        let origin = written
            .into_iter()
            .find(|origin| origin.span().is_some())
            .unwrap_or(otherwise);
        let finding = Diagnostic::about(Code::CrowdedSubnet, origin, message);
        findings.push(finding.help("set `aks.podCidr` to a larger range: each node takes a /24"));
    }
}
