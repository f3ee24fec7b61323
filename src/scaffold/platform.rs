//! `catalog/platform.yaml` to begin with.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::network::{NoSpace, network};
use super::{placeholder, with_modeline};
use crate::core::document::yaml::Node;

/// What somebody said of the platform; the rest becomes placeholders.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// `platform.name`
    pub name: Option<String>,
    /// `platform.suffix`
    pub suffix: Option<String>,
    /// `platform.environment`
    pub environment: Option<String>,
    /// `platform.location`
    pub location: Option<String>,
    /// `network.vnetCidr`
    pub vnet_cidr: Option<Ipv4Net>,
    /// `apim.publisherName`
    pub publisher_name: Option<String>,
    /// `apim.publisherEmail`
    pub publisher_email: Option<String>,
}

/// A platform's file.
#[derive(Debug)]
pub struct Platform {
    /// The file.
    pub root: Node,
}

/// The platform's file. `models` are addresses that models have already.
///
/// # Errors
/// No network holds what is asked for.
pub fn platform(said: &Said, models: &[Ipv4Addr]) -> Result<Platform, NoSpace> {
    let value = |key: &'static str, said: Option<&String>, what: &str, usual: &str| {
        let node = if let Some(text) = said {
            Node::from(text.as_str())
        } else {
            placeholder(what, usual)
        };
        (key, node)
    };
    let about = [
        value(
            "name",
            said.name.as_ref(),
            "first part of every Azure name",
            "ai",
        ),
        value(
            "suffix",
            said.suffix.as_ref(),
            "last part of every Azure name, which keeps them apart from everybody else's",
            "changeme",
        ),
        value(
            "environment",
            said.environment.as_ref(),
            "what this environment is called",
            "dev",
        ),
        value(
            "location",
            said.location.as_ref(),
            "Azure region",
            "swedencentral",
        ),
    ];
    let publisher = [
        value(
            "publisherName",
            said.publisher_name.as_ref(),
            "who publishes the APIs",
            "Platform team",
        ),
        value(
            "publisherEmail",
            said.publisher_email.as_ref(),
            "who receives the service's notices",
            "platform@example.com",
        ),
    ];
    let kaito = [("mode", "addon"), ("version", "0.6.0")];
    let kaito = Node::map(kaito.map(|(key, value)| (key, Node::from(value))));
    let apim = std::iter::once(("sku", Node::from("StandardV2"))).chain(publisher);
    let local = Node::map([("type", Node::from("local"))]);
    let root = Node::map([
        ("platform", Node::map(about)),
        ("network", network(said.vnet_cidr, models)?),
        ("kaito", kaito),
        ("apim", Node::map(apim)),
        ("terraform", Node::map([("backend", local)])),
    ]);
    Ok(Platform {
        root: with_modeline("../schemas/platform.schema.json", root),
    })
}
