//! Fields of applications.

use crate::core::fields::{Field, Node, ToNode, Value, by_name, fields};
use crate::core::origin::Sourced;
use crate::domain::apps::model::{
    App, Auth, Component, Egress, EgressRange, Image, Ingress, Jwt, Migrations, Monitoring,
    Reference, Replicas, Resources, Route, Scale, Stack, Tls, Variable, Vault,
};

fields! {
    App named |app| Some(app.name.origin);
    name: "name" as "app.name", [Identity];
    team: "team" as "app.team", [Identity];
    display_name: "displayName" as "app.displayName", [Labels];
    namespace: "namespace" as "app.namespace", [Identity];
    production: "production" as "app.production", [Operation];
    registry: "registry", [Behaviour];
    key_vault: "keyVault", [Keys];
    components: "components" as "components.<name>", [Behaviour], |all: &Vec<Component>| by_name(all, |component| component.name.value.clone());
    ingress: "ingress", [Addresses];
    egress: "egress", [Addresses];
    migrations: "migrations", [Operation];
    monitoring: "monitoring", [Operation];
    ! paths: "the files that hold all the others";
}

fields! {
    Vault named |vault| Some(vault.name.origin);
    name: "name", [Keys];
    resource_group: "resourceGroup", [Keys];
}

fields! {
    Component named |component| Some(component.name.origin);
    image: "image", [Behaviour];
    port: "port", [Behaviour];
    replicas: "replicas", [Capacity, Cost];
    resources: "resources", [Capacity, Cost];
    live: "live" as "probes.live", [Operation];
    ready: "ready" as "probes.ready", [Operation];
    env: "env", [Behaviour], |all: &Vec<Variable>| variables(all);
    secrets: "secrets", [Keys], |all: &Vec<Variable>| variables(all);
    metrics: "metrics", [Operation];
    writable: "writable", [Operation];
    calls: "calls", [Addresses];
    ! name: "the key under which it stands";
}

/// Values by the name of their variable.
fn variables(all: &[Variable]) -> Node {
    let shown = all.iter().filter_map(|variable| {
        let node = variable.value.to_node()?;
        Some((variable.name.clone().into(), node))
    });
    Node::map(shown)
}

/// The places of a list of values that have a type of their own.
impl ToNode for Variable {
    fn to_node(&self) -> Option<Node> {
        self.value.to_node()
    }
}

fields! {
    Image named |image| Some(image.repository.origin);
    repository: "repository", [Behaviour];
    reference: "reference" as "tag" | "digest", [Behaviour];
}

impl ToNode for Reference {
    fn to_node(&self) -> Option<Node> {
        match self {
            Self::Tag(text) | Self::Digest(text) => text.to_node(),
        }
    }
}

impl ToNode for Replicas {
    const BELOW: &'static [Field] = Scale::BELOW;

    fn to_node(&self) -> Option<Node> {
        match self {
            Self::Fixed(count) => Some(Node::map([("fixed".into(), count.to_node()?)])),
            Self::Scaled(scale) => scale.to_node(),
        }
    }
}

fields! {
    Scale named |scale| Some(scale.min.origin);
    min: "min", [Capacity, Cost];
    max: "max", [Capacity, Cost];
    cpu: "cpu", [Capacity];
    memory: "memory", [Capacity];
}

fields! {
    Resources named |resources| Some(resources.cpu.origin);
    cpu: "cpu", [Capacity, Cost];
    memory: "memory", [Capacity, Cost];
    memory_limit: "memoryLimit", [Capacity];
}

fields! {
    Ingress named |ingress| Some(ingress.host.origin);
    host: "host", [Addresses];
    class: "class", [Operation];
    namespace: "namespace", [Operation];
    tls: "tls", [Authentication];
    routes: "routes" as "routes[]", [Access];
    jwt: "jwt", [Authentication];
    origins: "origins", [Access];
}

impl ToNode for Tls {
    fn to_node(&self) -> Option<Node> {
        let (key, text) = match self {
            Self::Issuer(text) => ("issuer", text),
            Self::Secret(text) => ("certificate", text),
        };
        Some(Node::map([(key.into(), text.to_node()?)]))
    }
}

fields! {
    Route named |route| Some(route.path.origin);
    path: "path", [Access];
    to: "to", [Access];
    stream: "stream", [Behaviour];
    auth: "auth", [Authentication];
    ! name: "made of the path";
}

impl ToNode for Sourced<Auth> {
    fn to_node(&self) -> Option<Node> {
        Some(Node::at(
            Value::Text(self.value.word().to_owned()),
            Some(self.origin),
        ))
    }
}

fields! {
    Jwt named |jwt| Some(jwt.tenant.origin);
    tenant: "tenant", [Authentication];
    audience: "audience", [Authentication];
    scopes: "scopes", [Authentication];
}

fields! {
    Egress named |_| None;
    internet: "internet", [Addresses];
    to: "to" as "to[]", [Addresses];
}

fields! {
    EgressRange named |range| Some(range.name.origin);
    name: "name", [Addresses];
    cidr: "cidr", [Addresses];
    port: "port", [Addresses];
}

fields! {
    Migrations named |migrations| Some(migrations.component.origin);
    component: "component", [Operation];
    command: "command", [Operation];
    timeout_seconds: "timeoutSeconds", [Operation];
}

fields! {
    Monitoring named |_| None;
    stack: "stack", [Operation];
    namespace: "namespace", [Operation];
}

impl ToNode for Sourced<Stack> {
    fn to_node(&self) -> Option<Node> {
        Some(Node::at(
            Value::Text(self.value.word().to_owned()),
            Some(self.origin),
        ))
    }
}
