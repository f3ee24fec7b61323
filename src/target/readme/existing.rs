//! What an environment's README says of a network that exists already.

use crate::core::document::views::ExistingLine;
use crate::core::origin::Origin;
use crate::domain::network::model::{Existing, Outbound, Purpose, Subnet};
use crate::domain::platform::model::Platform;

/// Everything that must exist, and what must be true of it; empty where the platform makes its network.
pub(super) fn lines(platform: &Platform) -> Vec<ExistingLine> {
    let Some(existing) = &platform.network.existing else {
        return Vec::new();
    };
    let line = |id: &dyn ToString, must: String| ExistingLine {
        id: id.to_string(),
        must,
    };
    let range = &platform.network.vnet_cidr;
    let network = format!("in `{}`, holds {}", platform.location.value, range.value);
    let mut lines = vec![line(&existing.virtual_network.value, network)];
    for (name, subnet) in &platform.network.subnets {
        if let Some(id) = existing.subnets.get(name) {
            let guard = guard(platform, subnet);
            lines.push(line(&id.value, must(existing, subnet) + &guard));
        }
    }
    for id in existing.zones.iter().flat_map(|zones| zones.values()) {
        lines.push(line(&id.value, "answers in the virtual network".to_owned()));
    }
    for id in &existing.resolver_networks {
        let must = "holds the DNS servers of the virtual network".to_owned();
        lines.push(line(&id.value, must));
    }
    lines
}

fn must(existing: &Existing, subnet: &Subnet) -> String {
    let more = match subnet.purpose {
        Purpose::Nodes => match existing.outbound.value {
            Outbound::UserDefinedRouting => "route table with a default route; no delegation",
            Outbound::NatGateway => "NAT gateway; no delegation",
        },
        Purpose::ApiServer => "delegated to Microsoft.ContainerService/managedClusters",
        Purpose::Gateway => "delegated to Microsoft.Web/serverFarms; network security group",
        Purpose::PrivateEndpoints | Purpose::Models => "no delegation",
        Purpose::Bastion | Purpose::Jump | Purpose::OnPremises | Purpose::Other => "",
    };
    let range = format!("range {}", subnet.cidr.value);
    if more.is_empty() {
        range
    } else {
        format!("{range}; {more}")
    }
}

/// What the group on the nodes' subnet has to do, which a network of the platform's own does for the models.
fn guard(platform: &Platform, subnet: &Subnet) -> String {
    let models: Vec<String> = platform
        .enabled_kaito()
        .map(|model| model.static_ip.value.to_string())
        .collect();
    let gateway = platform.network.subnets.values();
    let gateway = gateway
        .filter(|other| other.purpose == Purpose::Gateway)
        .map(|other| other.cidr.value.to_string());
    if subnet.purpose != Purpose::Nodes || models.is_empty() {
        return String::new();
    }
    format!(
        "; network security group that lets {} and AzureLoadBalancer reach {}, and nobody else",
        gateway.collect::<Vec<_>>().join(", "),
        models.join(", ")
    )
}

/// The inputs that these come from.
pub(super) fn origins(platform: &Platform) -> Vec<Origin> {
    let Some(existing) = &platform.network.existing else {
        return Vec::new();
    };
    let zones = existing.zones.iter().flat_map(|zones| zones.values());
    let ids = existing.subnets.values().chain(zones);
    let ids = ids.chain(&existing.resolver_networks);
    let ranges = platform.network.subnets.values();
    let mut all = vec![
        existing.virtual_network.origin,
        existing.outbound.origin,
        platform.network.vnet_cidr.origin,
        platform.location.origin,
    ];
    all.extend(ids.map(|id| id.origin));
    all.extend(platform.enabled_kaito().map(|model| model.static_ip.origin));
    all.extend(ranges.map(|subnet| subnet.cidr.origin));
    all
}
