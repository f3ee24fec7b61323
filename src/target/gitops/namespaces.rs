//! Namespaces of add-ons: Pod Security, a quota, requests for containers that state none, and a network that is closed but for
//! what one of the add-ons needs.

use super::{Tree, object};
use crate::core::document::yaml::Node;
use crate::core::origin::Origin;
use crate::domain::addons::model::{Addons, Egress, Ingress, Namespace};
use crate::domain::network::model::Purpose;
use crate::domain::platform::model::Platform;

/// The folder below `gitops/`.
pub(super) const FOLDER: &str = "namespaces";

/// Requests of a container that states none: a quota counts requests, so that there must be some.
const CPU_REQUEST: &str = "50m";
/// See [`CPU_REQUEST`]. No limit is set: a chart that states none means none.
const MEMORY_REQUEST: &str = "64Mi";

/// An object of a namespace: its file, what it is for, and how it is made.
type Made = (
    &'static str,
    &'static str,
    fn(&Platform, &Addons, &Namespace<'_>) -> Node,
);

/// The objects of each namespace.
const OBJECTS: &[Made] = &[
    (
        "namespace",
        "The namespace, with the Pod Security level that its pods keep to.",
        |_, _, namespace| namespace_object(namespace),
    ),
    (
        "quota",
        "What the namespace's pods may ask for, all together.",
        |_, addons, namespace| quota(addons, namespace),
    ),
    (
        "limits",
        "Requests of containers that state none.",
        |_, _, namespace| limits(namespace),
    ),
    (
        "network",
        "Closed, but for what the add-ons of the namespace need.",
        |platform, _, namespace| network(platform, namespace),
    ),
];

pub(super) fn plan(tree: &mut Tree<'_, '_>) {
    let (platform, addons) = (tree.platform, tree.addons);
    let mut listed = Vec::new();
    for namespace in addons.namespaces() {
        let name = namespace.name;
        let origins = origins(&namespace);
        for (file, purpose, make) in OBJECTS {
            let path = format!("{name}/{file}.yaml");
            listed.push((path.clone(), origins.clone()));
            tree.object(
                &format!("{FOLDER}/{path}"),
                purpose,
                origins.clone(),
                move || {
                    let namespaces = addons.namespaces();
                    let own = namespaces.iter().find(|own| own.name == name);
                    own.map_or(Node::Null, |own| make(platform, addons, own))
                },
            );
        }
    }
    tree.kustomization(FOLDER, listed);
}

/// What a namespace is there for.
fn origins(namespace: &Namespace<'_>) -> Vec<Origin> {
    let addons = namespace.addons.iter();
    let of = addons.flat_map(|addon| [addon.namespace.origin, addon.name.origin.entry()]);
    of.collect()
}

fn name(namespace: &Namespace<'_>) -> Node {
    Node::from(namespace.name).at_all(origins(namespace))
}

fn own(namespace: &Namespace<'_>, own_name: &'static str) -> Vec<(&'static str, Node)> {
    vec![("name", own_name.into()), ("namespace", name(namespace))]
}

fn namespace_object(namespace: &Namespace<'_>) -> Node {
    let levels = namespace.addons.iter();
    let levels: Vec<Origin> = levels.map(|addon| addon.pod_security.origin).collect();
    let level = || Node::from(namespace.level().word()).at_all(levels.iter().copied());
    let labels = Node::map([
        ("pod-security.kubernetes.io/enforce", level()),
        ("pod-security.kubernetes.io/warn", level()),
        ("pod-security.kubernetes.io/audit", level()),
    ]);
    let metadata = vec![("name", name(namespace)), ("labels", labels)];
    object("v1", "Namespace", metadata, Vec::new())
}

fn quota(addons: &Addons, namespace: &Namespace<'_>) -> Node {
    let quota = &addons.quota;
    let memory = format!("{}Gi", quota.memory_gib.value);
    let hard = Node::map([
        ("requests.cpu", Node::sourced(&quota.cpu)),
        (
            "requests.memory",
            Node::from(memory).at(quota.memory_gib.origin),
        ),
        ("pods", Node::sourced(&quota.pods)),
    ]);
    let spec = vec![("spec", Node::map([("hard", hard)]))];
    object("v1", "ResourceQuota", own(namespace, "addons"), spec)
}

fn limits(namespace: &Namespace<'_>) -> Node {
    let requests = Node::map([
        ("cpu", CPU_REQUEST.into()),
        ("memory", MEMORY_REQUEST.into()),
    ]);
    let container = Node::map([("type", "Container".into()), ("defaultRequest", requests)]);
    let spec = Node::map([("limits", Node::List(vec![container]))]);
    object(
        "v1",
        "LimitRange",
        own(namespace, "addons"),
        vec![("spec", spec)],
    )
}

fn ports(ports: &[(&str, i64)]) -> Node {
    let port = |(protocol, port): &(&str, i64)| {
        Node::map([
            ("protocol", Node::from(*protocol)),
            ("port", Node::from(*port)),
        ])
    };
    Node::List(ports.iter().map(port).collect())
}

fn pods_inside() -> Node {
    Node::map([("podSelector", Node::map::<&str>([]))])
}

/// Closed both ways; then the namespace itself, DNS, and what one of the add-ons needs.
fn network(platform: &Platform, namespace: &Namespace<'_>) -> Node {
    let mut ingress = vec![Node::map([("from", Node::List(vec![pods_inside()]))])];
    ingress.extend(ingress_from(platform, namespace));
    let mut egress = vec![
        Node::map([("to", Node::List(vec![pods_inside()]))]),
        Node::map([
            ("to", Node::List(vec![of_namespace("kube-system")])),
            ("ports", ports(&[("UDP", 53), ("TCP", 53)])),
        ]),
    ];
    egress.push(egress_to(namespace));
    let spec = Node::map([
        ("podSelector", Node::map::<&str>([])),
        (
            "policyTypes",
            Node::List(vec!["Ingress".into(), "Egress".into()]),
        ),
        ("ingress", Node::List(ingress)),
        ("egress", Node::List(egress)),
    ]);
    object(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        own(namespace, "addons"),
        vec![("spec", spec)],
    )
}

fn of_namespace(name: &str) -> Node {
    let labels = Node::map([("kubernetes.io/metadata.name", Node::from(name))]);
    let selector = Node::map([("matchLabels", labels)]);
    Node::map([("namespaceSelector", selector)])
}

fn ingress_from(platform: &Platform, namespace: &Namespace<'_>) -> Option<Node> {
    let origins = namespace.addons.iter().map(|addon| addon.ingress.origin);
    let rule = match namespace.ingress() {
        Ingress::None => return None,
        Ingress::Any => Node::map::<&str>([]),
        Ingress::Cluster => {
            let mut from = vec![Node::map([("namespaceSelector", Node::map::<&str>([]))])];
            // The API server calls webhooks from the subnet that it stands in.
            let subnets = platform.network.subnets.values();
            let of_server = subnets.filter(|subnet| subnet.purpose == Purpose::ApiServer);
            from.extend(of_server.map(|subnet| {
                let block = Node::map([("cidr", Node::sourced(&subnet.cidr))]);
                Node::map([("ipBlock", block)])
            }));
            Node::map([("from", Node::List(from))])
        }
    };
    Some(rule.at_all(origins))
}

fn egress_to(namespace: &Namespace<'_>) -> Node {
    let origins = namespace.addons.iter().map(|addon| addon.egress.origin);
    let rule = match namespace.egress() {
        Egress::Https => Node::map([("ports", ports(&[("TCP", 443)]))]),
        Egress::Any => Node::map::<&str>([]),
    };
    rule.at_all(origins)
}
