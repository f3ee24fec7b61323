//! Fields of the network.

use super::model::{Existing, Network, Subnet};
use crate::core::fields::{Node, ToNode, fields};

fields! {
    Network named |network| Some(network.vnet_cidr.origin);
    vnet_cidr: "vnetCidr", [Addresses];
    subnets: "subnets", [Addresses];
    model_subnet: "modelSubnet", [Addresses];
    dns_zone: "dnsZone", [Addresses, Identity];
    existing: "existing", [Addresses, Identity];
}

fields! {
    Existing named |existing| Some(existing.virtual_network.origin);
    virtual_network: "virtualNetwork", [Addresses, Identity];
    subnets: "subnets", [Addresses, Identity];
    zones: "privateDnsZones", [Addresses];
    resolver_networks: "resolverNetworks", [Addresses];
    outbound: "outbound", [Addresses];
}

impl ToNode for Subnet {
    fn to_node(&self) -> Option<Node> {
        // Its purpose follows from its name, which is its key.
        let Self { cidr, purpose: _ } = self;
        cidr.to_node()
    }
}
