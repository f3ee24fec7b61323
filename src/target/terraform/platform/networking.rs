//! The call of module networking: subnets by their purpose, outbound paths, private DNS with a record per model.

use super::resource_group;
use crate::core::document::hcl::{Body, Expr, File};
use crate::domain::models::model::KaitoModel;
use crate::domain::network::model::Subnet;
use crate::domain::network::model::{ENDPOINT_ZONES, Purpose};
use crate::domain::platform::model::Platform;
use crate::target::terraform::expr::{Object, local, named, source};
use crate::target::terraform::header_with_models;

pub(super) mod existing;
mod rules;

/// Regions without NAT gateways of SKU `StandardV2` (Microsoft Learn, "What is Azure NAT Gateway?", 2026-08).
const WITHOUT_STANDARD_V2: &[&str] = &[
    "canadaeast",
    "chilecentral",
    "indonesiacentral",
    "israelnorthwest",
    "malaysiawest",
    "qatarcentral",
    "swedensouth",
    "westcentralus",
    "westindia",
];

pub(super) fn file(platform: &Platform) -> File {
    match &platform.network.existing {
        Some(existing) => existing::file(platform, existing),
        None => own(platform),
    }
}

/// The call of module networking.
fn own(platform: &Platform) -> File {
    let names = platform.names();
    let network = Object::new()
        .set("name", named(platform, names.vnet()))
        .set(
            "address_space",
            Expr::List(vec![Expr::sourced(&platform.network.vnet_cidr)]),
        );
    let mut call = Body::new()
        .set("source", source("networking"))
        .blank()
        .set("resource_group_name", resource_group("name"))
        .set("location", local("location"))
        .set("tags", local("tags"))
        .blank()
        .set("virtual_network", network)
        .blank()
        .set("subnets", subnets(platform))
        .blank()
        .set("nat_gateways", nat_gateways(platform))
        .blank()
        .set("private_dns_zones", zones(platform));
    // Without its subnet there can be none: then Terraform and Helm have to run inside the network.
    let subnets = platform.network.subnets.values();
    let has_subnet = subnets
        .into_iter()
        .any(|subnet| subnet.purpose == Purpose::Bastion);
    if platform.cluster.private.value && has_subnet {
        let bastion = Object::new()
            .set("name", named(platform, names.bastion()))
            .set("public_ip_name", named(platform, names.bastion_public_ip()));
        // The only way to a private API server.
        call = call.blank().set(
            "bastion",
            Expr::from(bastion).at(platform.cluster.private.origin.entry()),
        );
    }
    let body = Body::new().block("module", &["networking"], call);
    let purpose =
        "The virtual network, its guards and ways out, and the names of models in private DNS.";
    File {
        header: header_with_models(platform, purpose),
        body: body.items(),
    }
}

fn subnets(platform: &Platform) -> Object {
    platform.network.subnets.iter().fold(Object::new(), |all, (name, subnet)| {
        let described = match subnet.purpose {
            Purpose::Models => Some("Only addresses of load balancers, no network card: the group on `aks` guards them."),
            Purpose::Nodes
            | Purpose::ApiServer
            | Purpose::Gateway
            | Purpose::PrivateEndpoints
            | Purpose::Bastion
            | Purpose::Jump
            | Purpose::OnPremises
            | Purpose::Other => None,
        };
        let value = Expr::from(self::subnet(platform, name, subnet)).at(subnet.cidr.origin.entry());
        all.set(name, described.map_or_else(|| value.clone(), |text| value.clone().commented(text)))
    })
}

fn subnet(platform: &Platform, name: &str, subnet: &Subnet) -> Object {
    let object = Object::new().set("address_prefix", Expr::sourced(&subnet.cidr));
    let object = object.maybe("nat_gateway", nat_gateway_of(platform, subnet.purpose));
    let object = match subnet.purpose {
        Purpose::ApiServer => object.set(
            "delegation",
            delegation(
                "Microsoft.ContainerService/managedClusters",
                "Microsoft.Network/virtualNetworks/subnets/join/action",
            ),
        ),
        Purpose::Gateway => object.set(
            "delegation",
            delegation(
                "Microsoft.Web/serverFarms",
                "Microsoft.Network/virtualNetworks/subnets/action",
            ),
        ),
        Purpose::PrivateEndpoints => object.set(
            "private_endpoint_network_policies",
            "NetworkSecurityGroupEnabled",
        ),
        Purpose::Nodes
        | Purpose::Models
        | Purpose::Bastion
        | Purpose::Jump
        | Purpose::OnPremises
        | Purpose::Other => object,
    };
    if subnet.purpose == Purpose::Bastion {
        // Azure refuses a group on this subnet unless it holds the whole set of rules that Bastion needs.
        return object;
    }
    let rules = rules::of(platform, subnet);
    let group = Object::new()
        .set(
            "name",
            named(platform, platform.names().security_group(name)).at(subnet.cidr.origin.entry()),
        )
        .maybe("rules", (!rules.is_empty()).then_some(rules));
    let group = match rules::why(subnet.purpose) {
        Some(text) => Expr::from(group).commented(text),
        None => group.into(),
    };
    object.set("network_security_group", group)
}

fn delegation(service: &'static str, action: &'static str) -> Object {
    Object::new()
        .set("service", service)
        .set("actions", Expr::texts([action]))
}

fn has_standard_v2(platform: &Platform) -> bool {
    !WITHOUT_STANDARD_V2.contains(&platform.location.as_str())
}

fn nat_gateway_of(platform: &Platform, purpose: Purpose) -> Option<Expr> {
    let by_region = |name: &str| Some(Expr::text(name).at(platform.location.origin.derived()));
    match purpose {
        Purpose::Gateway if has_standard_v2(platform) => by_region("api-management"),
        Purpose::Gateway => by_region("cluster"),
        Purpose::Nodes | Purpose::Jump => Some(Expr::from("cluster")),
        Purpose::ApiServer
        | Purpose::Models
        | Purpose::PrivateEndpoints
        | Purpose::Bastion
        | Purpose::OnPremises
        | Purpose::Other => None,
    }
}

fn nat_gateways(platform: &Platform) -> Expr {
    let names = platform.names();
    let gateway = |name: String, public_ip: String, sku: &'static str| {
        Object::new()
            .set("name", named(platform, name))
            .set("public_ip_name", named(platform, public_ip))
            .set(
                "sku",
                Expr::from(sku).at(platform.location.origin.derived()),
            )
    };
    let cluster = |sku| gateway(names.nat_gateway(), names.nat_public_ip(), sku);
    let by_region = platform.location.origin.entry();
    if !has_standard_v2(platform) {
        return Expr::from(Object::new().set("cluster", cluster("Standard"))).at(by_region);
    }
    let own = gateway(
        names.api_management_nat_gateway(),
        names.api_management_nat_public_ip(),
        "Standard",
    );
    let both = Object::new()
        .set("api-management", Expr::from(own).at(by_region))
        .set("cluster", cluster("StandardV2"));
    let why = "Two, because a StandardV2 gateway cannot serve the subnet of API Management: it is delegated to Microsoft.Web.";
    Expr::from(both).at(by_region).commented(why)
}

fn zones(platform: &Platform) -> Object {
    let models = Expr::from(models_zone(platform, link(platform, "models")));
    let models = models.at(platform.network.dns_zone.origin);
    let mut zones = vec![(platform.network.dns_zone.as_str(), models)];
    for known in ENDPOINT_ZONES {
        let zone = link(platform, known.key).set("resolution_policy", "NxDomainRedirect");
        zones.push((known.zone, zone.into()));
    }
    zones.sort_by_key(|(name, _)| *name);
    zones
        .into_iter()
        .fold(Object::new(), |all, (name, zone)| all.set(name, zone))
}

/// A zone that is made, by the name of its link.
fn link(platform: &Platform, key: &str) -> Object {
    Object::new().set(
        "link_name",
        named(platform, platform.names().zone_link(key)),
    )
}

fn models_zone(platform: &Platform, zone: Object) -> Object {
    let mut models: Vec<&KaitoModel> = platform.enabled_kaito().map(AsRef::as_ref).collect();
    models.sort_by_key(|model| &model.slug.value);
    let records = models.into_iter().fold(Object::new(), |records, model| {
        let address = Expr::sourced(&model.static_ip).at(model.slug.origin);
        records.set(model.slug.as_str(), address)
    });
    zone.maybe("a_records", (!records.is_empty()).then_some(records))
}
