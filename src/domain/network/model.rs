//! Addresses: the virtual network, its subnets, the models' zone.

use ipnet::Ipv4Net;

use crate::core::origin::Sourced;
use crate::domain::ids::HostName;

/// The virtual network.
#[derive(Debug)]
pub struct Network {
    /// Its range.
    pub vnet_cidr: Sourced<Ipv4Net>,
    /// Its subnets, by name as Azure will know them.
    pub subnets: std::collections::BTreeMap<String, Subnet>,
    /// The subnet in which the models' load balancers take their addresses; a key of `subnets`.
    pub model_subnet: Sourced<String>,
    /// Private DNS zone of the models.
    pub dns_zone: Sourced<HostName>,
}

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
