//! Ranges for a platform of which no network is known: the subnets that every platform has, side by side.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::core::document::yaml::Node;

/// The range, where neither somebody nor an address says otherwise.
const USUAL: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(10, 10, 0, 0), 16);
/// The largest subnet that is handed out, and the widest that models' addresses are gathered in.
const SUBNET: u8 = 24;
const WIDEST: u8 = 18;
/// How many times the network is halved at least, to have a block for each subnet.
const HALVINGS: u8 = 3;
/// The subnet of the models' load balancers: /27 in a block of its own.
const MODELS: u8 = 27;

/// The virtual network has no space for the subnets, or the models' addresses lie too far apart for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSpace(String);

impl std::fmt::Display for NoSpace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoSpace {}

/// The section `network`. Load balancers of `models` that have addresses already stand among the cluster's nodes, as they
/// do in the older system; otherwise they get a subnet of their own.
pub(super) fn network(said: Option<Ipv4Net>, models: &[Ipv4Addr]) -> Result<Node, NoSpace> {
    let nodes = gathered(models)?;
    let vnet = said
        .or_else(|| nodes.and_then(|nodes| Ipv4Net::new(nodes.network(), 16).ok()))
        .unwrap_or(USUAL)
        .trunc();
    let none = || {
        NoSpace(format!(
            "{vnet} has no space for the platform's subnets: a /16 has"
        ))
    };
    let block = vnet.prefix_len().saturating_add(HALVINGS).max(SUBNET);
    let mut free = vnet
        .subnets(block)
        .map_err(|_| none())?
        .filter(|net| nodes.is_none_or(|nodes| !nodes.contains(net)));
    let mut next = || free.next().ok_or_else(none);
    let mut subnets = vec![("aks", nodes.map_or_else(&mut next, Ok)?)];
    for name in ["aks-api", "private-endpoint", "api-management"] {
        subnets.push((name, next()?));
    }
    let model_subnet = if nodes.is_some() {
        "aks"
    } else {
        let block = next()?;
        let part = Ipv4Net::new(block.network(), MODELS.max(block.prefix_len()));
        subnets.push(("models", part.map_err(|_| none())?));
        "models"
    };
    let subnets = subnets
        .into_iter()
        .map(|(name, net)| (name, Node::from(net.to_string())));
    let vnet = Node::from(vnet.to_string());
    let vnet = match said {
        Some(_) => vnet,
        None => super::placeholder(
            "a range that nothing else in the company's network has",
            vnet,
        ),
    };
    Ok(Node::map([
        ("vnetCidr", vnet),
        ("subnets", Node::map(subnets)),
        ("modelSubnet", Node::from(model_subnet)),
    ]))
}

/// The smallest usual subnet that holds all addresses; none if there are none.
fn gathered(models: &[Ipv4Addr]) -> Result<Option<Ipv4Net>, NoSpace> {
    let Some((first, others)) = models.split_first() else {
        return Ok(None);
    };
    let holds = |length: &u8| {
        let net = Ipv4Net::new(*first, *length).ok()?.trunc();
        others
            .iter()
            .all(|other| net.contains(other))
            .then_some(net)
    };
    let net = (WIDEST..=SUBNET).rev().find_map(|length| holds(&length));
    net.map(Some).ok_or_else(|| {
        let mut sorted = models.to_vec();
        sorted.sort();
        let (from, to) = (
            sorted.first().unwrap_or(first),
            sorted.last().unwrap_or(first),
        );
        NoSpace(format!(
            "the models' addresses, {from} to {to}, lie too far apart for one subnet"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(said: Option<&str>, models: &[&str]) -> Result<String, NoSpace> {
        let models: Vec<Ipv4Addr> = models.iter().map(|text| text.parse().unwrap()).collect();
        network(said.map(|text| text.parse().unwrap()), &models).map(|node| format!("{node:?}"))
    }

    #[test]
    fn nodes_stand_where_the_models_do() {
        let found = text(None, &["10.20.1.200", "10.20.1.7"]).unwrap();
        assert!(
            found.contains("10.20.0.0/16") && found.contains("(\"aks\", Text(\"10.20.1.0/24\"))"),
            "{found}"
        );
        assert!(
            found.contains("(\"aks-api\", Text(\"10.20.0.0/24\"))"),
            "{found}"
        );
        let wide = text(None, &["10.20.1.200", "10.20.2.7"]).unwrap();
        assert!(
            wide.contains("(\"aks\", Text(\"10.20.0.0/22\"))")
                && wide.contains("(\"aks-api\", Text(\"10.20.4.0/24\"))"),
            "{wide}"
        );
        assert!(text(None, &["10.20.1.200", "10.21.1.200"]).is_err());
    }

    #[test]
    fn a_small_network_is_shared_out() {
        let small = text(Some("10.1.8.0/22"), &[]).unwrap();
        assert!(
            small.contains("10.1.8.0/25") && small.contains("(\"models\", Text(\"10.1.10.0/27\"))"),
            "{small}"
        );
        assert!(text(Some("10.1.8.0/31"), &[]).is_err());
    }
}
