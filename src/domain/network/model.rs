//! Addresses: the virtual network, its subnets, the models' zone.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;

use crate::core::origin::Sourced;
use crate::domain::ids::{HostName, Location};
use crate::domain::resource_id::ResourceId;

/// The virtual network.
#[derive(Debug)]
pub struct Network {
    /// Its range.
    pub vnet_cidr: Sourced<Ipv4Net>,
    /// Its subnets, by name as Azure will know them.
    pub subnets: BTreeMap<String, Subnet>,
    /// The subnet in which the models' load balancers take their addresses; a key of `subnets`.
    pub model_subnet: Sourced<String>,
    /// Private DNS zone of the models.
    pub dns_zone: Sourced<HostName>,
    /// What exists of it already; none where the platform makes it.
    pub existing: Option<Existing>,
}

/// A virtual network that somebody else made: nothing of it is made or changed.
#[derive(Debug)]
pub struct Existing {
    /// The virtual network.
    pub virtual_network: Sourced<ResourceId>,
    /// Every subnet by its name in [`Network::subnets`], whatever the network calls it.
    pub subnets: BTreeMap<String, Sourced<ResourceId>>,
    /// The private DNS zones of private endpoints by name, where they exist too.
    pub zones: Option<BTreeMap<String, Sourced<ResourceId>>>,
    /// The networks whose DNS servers answer in this one.
    pub resolver_networks: Vec<Sourced<ResourceId>>,
    /// How the nodes' subnet reaches the internet.
    pub outbound: Sourced<Outbound>,
}

/// How a subnet that exists reaches the internet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outbound {
    /// By a route to a firewall.
    UserDefinedRouting,
    /// By a NAT gateway on the subnet.
    NatGateway,
}

impl Outbound {
    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::UserDefinedRouting => "userDefinedRouting",
            Self::NatGateway => "natGateway",
        }
    }
}

/// The zone that names a private API server in a virtual network (Microsoft Learn, "Create a private AKS cluster": the form with API
/// Server `VNet` Integration).
pub fn api_server_zone(location: &Location) -> String {
    format!("private.{location}.azmk8s.io")
}

/// A private DNS zone that names private endpoints of the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndpointZone {
    /// In names of resources.
    pub key: &'static str,
    /// Its name.
    pub zone: &'static str,
}

/// The zones of the platform's private endpoints, by name (Microsoft Learn, "Azure Private Endpoint private DNS zone values").
pub const ENDPOINT_ZONES: [EndpointZone; 4] = [
    EndpointZone {
        key: "cognitiveservices",
        zone: "privatelink.cognitiveservices.azure.com",
    },
    EndpointZone {
        key: "openai",
        zone: "privatelink.openai.azure.com",
    },
    EndpointZone {
        key: "services-ai",
        zone: "privatelink.services.ai.azure.com",
    },
    EndpointZone {
        key: "vault",
        zone: "privatelink.vaultcore.azure.net",
    },
];

/// One subnet.
#[derive(Debug, Clone)]
pub struct Subnet {
    /// Its range.
    pub cidr: Sourced<Ipv4Net>,
    /// What it is for, by its name; a name platgen does not know is `Other`.
    pub purpose: Purpose,
}

/// What a subnet is for; decides delegation, security rules and outbound path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// `aks`: nodes.
    Nodes,
    /// `aks-api`: the API server.
    ApiServer,
    /// `models`: load balancer frontends only.
    Models,
    /// `api-management`: the gateway's outbound integration.
    Gateway,
    /// `private-endpoint`.
    PrivateEndpoints,
    /// `AzureBastionSubnet`.
    Bastion,
    /// `jump`.
    Jump,
    /// `onprem`.
    OnPremises,
    /// Anything else.
    Other,
}

impl Purpose {
    /// The purpose that a subnet's name stands for.
    pub fn of(name: &str) -> Self {
        match name {
            "aks" => Self::Nodes,
            "aks-api" => Self::ApiServer,
            "models" => Self::Models,
            "api-management" => Self::Gateway,
            "private-endpoint" => Self::PrivateEndpoints,
            "AzureBastionSubnet" => Self::Bastion,
            "jump" => Self::Jump,
            "onprem" => Self::OnPremises,
            _ => Self::Other,
        }
    }
}
