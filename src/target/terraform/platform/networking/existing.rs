//! The call of module existing-network, in place of networking: what exists is looked up, and only zones are made.

use super::{link, models_zone};
use crate::core::document::hcl::{Body, Expr, File};
use crate::core::origin::Sourced;
use crate::domain::network::model::{ENDPOINT_ZONES, Existing, Outbound, Purpose};
use crate::domain::platform::model::Platform;
use crate::domain::resource_id::ResourceId;
use crate::target::terraform::expr::{Object, local, output_of, source};
use crate::target::terraform::header_with_models;
use crate::target::terraform::platform::resource_group;

pub(super) fn file(platform: &Platform, existing: &Existing) -> File {
    let network = &platform.network;
    let virtual_network = Object::new()
        .set("id", Expr::sourced(&existing.virtual_network))
        .set("address_prefix", Expr::sourced(&network.vnet_cidr));
    let call = Body::new()
        .set("source", source("existing-network"))
        .blank()
        .set("resource_group_name", resource_group("name"))
        .set("location", local("location"))
        .set("tags", local("tags"))
        .blank()
        .set("virtual_network", virtual_network)
        .blank()
        .set("subnets", subnets(platform, existing))
        .blank()
        .set("resolver_networks", resolver_networks(existing))
        .blank()
        .set("private_dns_zones", zones(platform, existing));
    let because = vec![existing.virtual_network.origin.entry()];
    let body = Body::new().block_at("module", &["networking"], call, because);
    let purpose = "The virtual network that exists, what must be true of it, and the names of models in private DNS.";
    File {
        header: header_with_models(platform, purpose),
        body: body.items(),
    }
}

fn subnets(platform: &Platform, existing: &Existing) -> Object {
    let all = platform.network.subnets.iter();
    all.fold(Object::new(), |all, (name, subnet)| {
        let id = existing.subnets.get(name).map(Expr::sourced);
        let delegations = match subnet.purpose {
            Purpose::ApiServer => Some(Expr::texts(["Microsoft.ContainerService/managedClusters"])),
            Purpose::Gateway => Some(Expr::texts(["Microsoft.Web/serverFarms"])),
            Purpose::Nodes | Purpose::Models | Purpose::PrivateEndpoints => {
                Some(Expr::List(Vec::new()))
            }
            Purpose::Bastion | Purpose::Jump | Purpose::OnPremises | Purpose::Other => None,
        };
        let guarded = match subnet.purpose {
            Purpose::Gateway => true,
            Purpose::Nodes => platform.enabled_kaito().next().is_some(),
            Purpose::ApiServer
            | Purpose::Models
            | Purpose::PrivateEndpoints
            | Purpose::Bastion
            | Purpose::Jump
            | Purpose::OnPremises
            | Purpose::Other => false,
        };
        let outbound = (subnet.purpose == Purpose::Nodes)
            .then(|| Expr::from(existing.outbound.value.word()).at(existing.outbound.origin));
        let object = Object::new()
            .maybe("id", id)
            .set("address_prefix", Expr::sourced(&subnet.cidr))
            .maybe("delegations", delegations)
            .maybe("network_security_group", guarded.then_some(true))
            .maybe("outbound", outbound);
        all.set(name, Expr::from(object).at(subnet.cidr.origin.entry()))
    })
}

fn resolver_networks(existing: &Existing) -> Object {
    let all = existing.resolver_networks.iter().enumerate();
    all.fold(Object::new(), |all, (index, network)| {
        let name = format!("resolver-{}", index.saturating_add(1));
        all.set(name, Expr::sourced(network))
    })
}

fn zones(platform: &Platform, existing: &Existing) -> Object {
    let mut zones: Vec<(&str, Expr)> = vec![(
        platform.network.dns_zone.as_str(),
        Expr::from(models_zone(
            platform,
            link(platform, "models").set("everywhere", true),
        ))
        .at(platform.network.dns_zone.origin),
    )];
    if let Some((name, id)) = api_server(existing) {
        zones.push((name, Object::new().set("id", Expr::sourced(id)).into()));
    }
    for known in ENDPOINT_ZONES {
        let exists = existing.zones.as_ref().and_then(|all| all.get(known.zone));
        let zone = match exists {
            Some(id) => Object::new().set("id", Expr::sourced(id)),
            None => link(platform, known.key)
                .set("resolution_policy", "NxDomainRedirect")
                .set("everywhere", true),
        };
        zones.push((known.zone, zone.into()));
    }
    zones.sort_by_key(|(name, _)| *name);
    let zones = zones.into_iter();
    zones.fold(Object::new(), |all, (name, zone)| all.set(name, zone))
}

/// The zone that names the API server, where it exists: the one that no private endpoint is named in.
fn api_server(existing: &Existing) -> Option<(&str, &Sourced<ResourceId>)> {
    let mut zones = existing.zones.iter().flatten();
    let of_endpoints = |name: &str| ENDPOINT_ZONES.iter().any(|known| known.zone == name);
    zones
        .find(|(name, _)| !of_endpoints(name))
        .map(|(name, id)| (name.as_str(), id))
}

/// The id of that zone, for the cluster.
pub(in crate::target::terraform::platform) fn api_server_zone(platform: &Platform) -> Option<Expr> {
    let (name, id) = api_server(platform.network.existing.as_ref()?)?;
    let zone = output_of("networking", "private_dns_zone_ids", name);
    platform
        .cluster
        .private
        .value
        .then(|| zone.at(id.origin.entry()))
}

/// How AKS calls the nodes' way out, where it is another than that of a network which the platform makes.
pub(in crate::target::terraform::platform) fn outbound_type(platform: &Platform) -> Option<Expr> {
    let outbound = &platform.network.existing.as_ref()?.outbound;
    match outbound.value {
        Outbound::UserDefinedRouting => Some(Expr::from("userDefinedRouting").at(outbound.origin)),
        Outbound::NatGateway => None,
    }
}
