//! Security rules of a subnet by its purpose.

use crate::core::document::hcl::Expr;
use crate::domain::network::model::Purpose;
use crate::domain::network::model::Subnet;
use crate::domain::platform::model::Platform;
use crate::target::terraform::expr::Object;

/// What a reader of a subnet's group wants to know.
pub(super) fn why(purpose: Purpose) -> Option<&'static str> {
    match purpose {
        Purpose::Nodes => Some(
            "Nodes are the backends of the models' load balancers. Azure checks a packet where it meets a node, and it still\n\
             bears the address of the load balancer: so this is the group that guards the models.",
        ),
        Purpose::Gateway => {
            Some("API Management asks for a group on its subnet, not for rules in it.")
        }
        Purpose::ApiServer
        | Purpose::Models
        | Purpose::PrivateEndpoints
        | Purpose::Bastion
        | Purpose::Jump
        | Purpose::OnPremises
        | Purpose::Other => None,
    }
}

/// The rules by name.
pub(super) fn of(platform: &Platform, subnet: &Subnet) -> Object {
    match subnet.purpose {
        Purpose::Nodes => models(platform),
        Purpose::ApiServer => api_server(platform, subnet),
        Purpose::PrivateEndpoints => private_endpoints(platform, subnet),
        Purpose::Jump | Purpose::OnPremises => sessions(platform, subnet),
        Purpose::Models | Purpose::Gateway | Purpose::Bastion | Purpose::Other => Object::new(),
    }
}

/// One rule in the making; TCP unless said otherwise.
struct Rule {
    description: &'static str,
    priority: u16,
    access: &'static str,
    protocol: Option<&'static str>,
    sources: Expr,
    destinations: Expr,
    ports: &'static [&'static str],
}

impl From<Rule> for Expr {
    fn from(rule: Rule) -> Self {
        Object::new()
            .set("description", rule.description)
            .set("priority", rule.priority)
            .set("access", rule.access)
            .maybe("protocol", rule.protocol)
            .set("sources", rule.sources)
            .set("destinations", rule.destinations)
            .set("ports", Self::texts(rule.ports.iter().copied()))
            .into()
    }
}

/// A service tag or `*`.
fn tag(name: &'static str) -> Expr {
    Expr::texts([name])
}

fn ranges<'s>(subnets: impl IntoIterator<Item = &'s Subnet>) -> Expr {
    Expr::List(
        subnets
            .into_iter()
            .map(|subnet| Expr::sourced(&subnet.cidr))
            .collect(),
    )
}

/// The ranges of the subnets that serve these purposes, in their order.
fn ranges_of(platform: &Platform, purposes: &[Purpose]) -> Option<Expr> {
    let subnets: Vec<&Subnet> = purposes
        .iter()
        .flat_map(|purpose| {
            platform
                .network
                .subnets
                .values()
                .filter(|subnet| subnet.purpose == *purpose)
        })
        .collect();
    (!subnets.is_empty()).then(|| ranges(subnets))
}

fn models(platform: &Platform) -> Object {
    let addresses: Vec<Expr> = platform
        .enabled_kaito()
        .map(|model| Expr::sourced(&model.static_ip))
        .collect();
    if addresses.is_empty() {
        // A rule without a destination is refused.
        return Object::new();
    }
    let destinations = Expr::List(addresses);
    let gateway = ranges_of(platform, &[Purpose::Gateway]).map(|sources| Rule {
        description: "The gateway is the only way to a model.",
        priority: 200,
        access: "Allow",
        protocol: None,
        sources,
        destinations: destinations.clone(),
        ports: &["80"],
    });
    let probes = Rule {
        description: "Health probes come from an address that the tag VirtualNetwork includes.",
        priority: 210,
        access: "Allow",
        protocol: Some("*"),
        sources: tag("AzureLoadBalancer"),
        destinations: destinations.clone(),
        ports: &["*"],
    };
    let others = Rule {
        description: "The models know no users; nobody else may call them.",
        priority: 4000,
        access: "Deny",
        protocol: Some("*"),
        sources: tag("VirtualNetwork"),
        destinations,
        ports: &["*"],
    };
    Object::new()
        .maybe("allow-api-management-to-models", gateway)
        .set("allow-load-balancer-probes", probes)
        .set("deny-virtual-network-to-models", others)
}

fn api_server(platform: &Platform, subnet: &Subnet) -> Object {
    let nodes = ranges_of(platform, &[Purpose::Nodes]).map(|sources| Rule {
        description: "Nodes to the API server and its tunnel.",
        priority: 200,
        access: "Allow",
        protocol: None,
        sources,
        destinations: ranges([subnet]),
        ports: &["443", "4443"],
    });
    let probes = Rule {
        description: "Health probes of the API server's load balancer.",
        priority: 210,
        access: "Allow",
        protocol: None,
        sources: tag("AzureLoadBalancer"),
        destinations: ranges([subnet]),
        ports: &["9988"],
    };
    Object::new()
        .maybe("allow-aks-to-api-server", nodes)
        .set("allow-load-balancer-probes", probes)
}

fn private_endpoints(platform: &Platform, subnet: &Subnet) -> Object {
    let callers =
        ranges_of(platform, &[Purpose::Nodes, Purpose::Jump, Purpose::Gateway]).map(|sources| {
            Rule {
                description: "API Management, the cluster and the jump hosts.",
                priority: 200,
                access: "Allow",
                protocol: None,
                sources,
                destinations: ranges([subnet]),
                ports: &["443"],
            }
        });
    let others = Rule {
        description: "Private endpoints answer nobody else.",
        priority: 4096,
        access: "Deny",
        protocol: Some("*"),
        sources: tag("*"),
        destinations: ranges([subnet]),
        ports: &["*"],
    };
    Object::new()
        .maybe("allow-https-from-platform", callers)
        .set("deny-everything-else", others)
}

fn sessions(platform: &Platform, subnet: &Subnet) -> Object {
    const SSH_AND_RDP: &[&str] = &["22", "3389"];
    let bastion = ranges_of(platform, &[Purpose::Bastion]).map(|sources| Rule {
        description: "SSH and RDP through Bastion.",
        priority: 200,
        access: "Allow",
        protocol: None,
        sources,
        destinations: ranges([subnet]),
        ports: SSH_AND_RDP,
    });
    let others = Rule {
        description: "No other way in, not even from inside.",
        priority: 4000,
        access: "Deny",
        protocol: None,
        sources: tag("VirtualNetwork"),
        destinations: ranges([subnet]),
        ports: SSH_AND_RDP,
    };
    Object::new()
        .maybe("allow-bastion-sessions", bastion)
        .set("deny-other-sessions", others)
}
