//! The overlay of a new environment: a network of its own beside those that there are, with the same subnets in it, and addresses of
//! models at the same places.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::with_modeline;
use crate::core::document::yaml::Node;

/// What the new environment is made like.
#[derive(Debug)]
pub struct Environment<'a> {
    /// Last part of its Azure names.
    pub suffix: &'a str,
    /// Its region, if it is another one.
    pub location: Option<&'a str>,
    /// The network that its own is like.
    pub like: Ipv4Net,
    /// Its own.
    pub network: Ipv4Net,
    /// Subnets of the other network.
    pub subnets: Vec<(String, Ipv4Net)>,
    /// Addresses of models in the other network, by the model's name.
    pub models: Vec<(String, Ipv4Addr)>,
}

/// The overlay that leaves an environment as it is.
pub fn unchanged(name: &str) -> Node {
    let platform = Node::map([("environment", Node::from(name))]);
    overlay([("platform", platform)])
}

/// The overlay of a new environment.
pub fn environment(new: &Environment<'_>) -> Node {
    let suffix = [("suffix", Node::from(new.suffix))];
    let location = new
        .location
        .map(|location| ("location", Node::from(location)));
    let platform = Node::map(suffix.into_iter().chain(location));
    let subnets = new.subnets.iter().map(|(name, range)| {
        let moved = Ipv4Net::new(new.moved(range.network()), range.prefix_len());
        let moved = moved.map_or_else(|_| range.to_string(), |moved| moved.to_string());
        (name.as_str(), Node::from(moved))
    });
    let network = Node::map([
        ("vnetCidr", Node::from(new.network.to_string())),
        ("subnets", Node::map(subnets)),
    ]);
    let mut sections = vec![("platform", platform), ("network", network)];
    let models = new.models.iter().map(|(name, address)| {
        let address = Node::from(new.moved(*address).to_string());
        (name.as_str(), Node::map([("staticIP", address)]))
    });
    if !new.models.is_empty() {
        sections.push(("models", Node::map(models)));
    }
    overlay(sections)
}

fn overlay<'k>(sections: impl IntoIterator<Item = (&'k str, Node)>) -> Node {
    with_modeline(
        "../../schemas/repository/environment.schema.json",
        Node::map(sections),
    )
}

impl Environment<'_> {
    /// The address at the same place of the new network.
    fn moved(&self, address: Ipv4Addr) -> Ipv4Addr {
        let offset = u32::from(address).wrapping_sub(u32::from(self.like.network()));
        Ipv4Addr::from(u32::from(self.network.network()).wrapping_add(offset))
    }
}

/// The first network of the same size behind another one that overlaps none of these; none in the whole of IPv4's private ranges.
pub fn beside(like: Ipv4Net, taken: &[Ipv4Net]) -> Option<Ipv4Net> {
    let size = 1_u64 << (32 - u32::from(like.prefix_len()));
    let mut start = u64::from(u32::from(like.network()));
    loop {
        start += size;
        let address = Ipv4Addr::from(u32::try_from(start).ok()?);
        let range = Ipv4Net::new(address, like.prefix_len()).ok()?;
        if !address.is_private() {
            return None;
        }
        let overlaps = |other: &&Ipv4Net| other.contains(&range) || range.contains(*other);
        if !taken.iter().any(|other| overlaps(&other)) {
            return Some(range);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_stand_beside_each_other() {
        let net = |text: &str| text.parse::<Ipv4Net>().unwrap();
        let like = net("10.10.0.0/16");
        assert_eq!(beside(like, &[like]), Some(net("10.11.0.0/16")));
        assert_eq!(
            beside(like, &[like, net("10.11.128.0/20")]),
            Some(net("10.12.0.0/16"))
        );
        assert_eq!(beside(net("192.168.255.0/24"), &[]), None);
    }

    #[test]
    fn subnets_and_addresses_keep_their_places() {
        let new = Environment {
            suffix: "prod",
            location: None,
            like: "10.10.0.0/16".parse().unwrap(),
            network: "10.11.0.0/16".parse().unwrap(),
            subnets: vec![("models".to_owned(), "10.10.7.0/27".parse().unwrap())],
            models: vec![("phi-4".to_owned(), Ipv4Addr::new(10, 10, 7, 5))],
        };
        let text = crate::core::print::yaml::bare(&environment(&new));
        assert!(
            text.contains("10.11.7.0/27") && text.contains("10.11.7.5"),
            "{text}"
        );
    }
}
