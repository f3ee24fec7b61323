//! `values.yaml` of an application.

use super::of;
use crate::core::document::Header;
use crate::core::document::yaml::{File, Node};
use crate::core::origin::Origin;
use crate::domain::apps::model::{
    App, Auth, Component, Egress, Image, Ingress, Migrations, Reference, Replicas, Route, Tls,
    Variable,
};
use crate::domain::platform::model::Platform;

/// Seconds that a pod has to end: what its gateway was given and its requests need.
const GRACE: u32 = 60;
/// The same for pods that answer in parts.
const STREAMING_GRACE: u32 = 600;

pub(super) fn file(platform: &Platform, app: &App) -> File {
    let components = app.components.iter().map(|one| component(app, one));
    let mut entries = vec![
        ("app", about(platform, app)),
        ("identity", identity()),
        ("components", Node::List(components.collect())),
    ];
    if let Some(vault) = &app.key_vault {
        entries.push(("keyVault", Node::sourced(&vault.name)));
    }
    if let Some(ingress) = &app.ingress {
        entries.push(("gateway", gateway(app, ingress)));
    }
    entries.push(("egress", egress(&app.egress)));
    let migrated = app.migrations.as_ref();
    let job = migrated.and_then(|job| Some((job, app.component(&job.component.value)?)));
    if let Some((job, component)) = job {
        entries.push(("migrations", migrations(app, job, component)));
    }
    let stack = &app.monitoring.stack;
    entries.push((
        "monitoring",
        Node::map([
            ("stack", Node::from(stack.value.word()).at(stack.origin)),
            ("namespace", Node::sourced(&app.monitoring.namespace)),
        ]),
    ));
    let platform_files = platform.inputs.platform.iter();
    let header = Header {
        purpose: format!(
            "The application of {} in this environment, for the chart beside this file.",
            app.team.value
        ),
        inputs: app.paths.iter().chain(platform_files).cloned().collect(),
    };
    File {
        header,
        root: Node::map(entries),
    }
}

fn about(platform: &Platform, app: &App) -> Node {
    Node::map([
        ("name", Node::sourced(&app.name)),
        ("team", Node::sourced(&app.team)),
        ("environment", Node::sourced(&platform.environment)),
        (
            "namespace",
            Node::sourced(&app.namespace).at(platform.environment.origin.entry()),
        ),
    ])
}

/// What Azure decides and no input knows.
fn identity() -> Node {
    let why = "Given when the chart is installed: `clientId`, `tenantId` and `migrationsClientId` of the\nidentities that Terraform makes. Without them the schema refuses the installation.";
    Node::Commented(why.to_owned(), Box::new(Node::Map(Vec::new())))
}

fn image(app: &App, image: &Image) -> Node {
    let (mark, reference) = match &image.reference {
        Reference::Tag(tag) => (':', tag),
        Reference::Digest(digest) => ('@', digest),
    };
    let text = format!(
        "{}/{}{mark}{}",
        app.registry.value, image.repository.value, reference.value
    );
    Node::from(text).at_all([
        app.registry.origin,
        image.repository.origin,
        reference.origin,
    ])
}

fn component(app: &App, component: &Component) -> Node {
    let all: Vec<&Route> = app
        .ingress
        .iter()
        .flat_map(|ingress| &ingress.routes)
        .collect();
    let leads_here = |route: &&&Route| route.to.value == component.name.value;
    let streams = all
        .iter()
        .filter(leads_here)
        .any(|route| route.stream.value);
    let routed = all.iter().any(|route| leads_here(&route));
    // Another route that came to lead here, or to answer in parts, would change it.
    let by_routes = || all.iter().map(|route| route.to.origin.entry());
    let by_streams = all.iter().map(|route| route.stream.origin.entry());
    let grace = if streams { STREAMING_GRACE } else { GRACE };
    let mut entries = vec![
        (
            "name",
            Node::from(component.name.value.as_str())
                .at(of(component))
                .at_all(by_routes()),
        ),
        ("image", image(app, &component.image)),
        ("port", number(component.port.value, component.port.origin)),
        ("replicas", replicas(&component.replicas)),
        ("resources", resources(component)),
        (
            "probes",
            Node::map([
                ("live", Node::sourced(&component.live)),
                ("ready", Node::sourced(&component.ready)),
            ]),
        ),
        (
            "graceSeconds",
            Node::from(grace).at_all(by_routes().chain(by_streams)),
        ),
        ("routed", Node::from(routed).at_all(by_routes())),
        (
            "callers",
            callers(app, component, &by_routes().collect::<Vec<_>>()),
        ),
        ("writable", list(&component.writable)),
        ("env", env(&component.env)),
        ("secrets", secrets(&component.secrets)),
    ];
    if let Some(metrics) = &component.metrics {
        entries.push(("metrics", Node::sourced(metrics)));
    }
    Node::map(entries)
}

fn number(value: impl Into<u32>, origin: Origin) -> Node {
    Node::from(value.into()).at(origin)
}

fn list(values: &[crate::core::origin::Sourced<String>]) -> Node {
    Node::List(values.iter().map(Node::sourced).collect())
}

fn callers(app: &App, component: &Component, routes: &[Origin]) -> Node {
    let calls = app.components.iter().flat_map(|caller| {
        let calls = caller.calls.iter();
        let this = calls.filter(|called| called.value == component.name.value);
        this.map(move |called| {
            let name = Node::from(caller.name.value.as_str());
            name.at(called.origin.entry())
                .at_all(routes.iter().copied())
        })
    });
    Node::List(calls.collect())
}

fn replicas(replicas: &Replicas) -> Node {
    match replicas {
        Replicas::Fixed(count) => Node::map([("fixed", number(count.value, count.origin))]),
        Replicas::Scaled(scale) => {
            let measures = [("cpu", &scale.cpu), ("memory", &scale.memory)];
            let measures = measures.into_iter().filter_map(|(key, measure)| {
                let measure = measure.as_ref()?;
                Some((key, number(measure.value, measure.origin)))
            });
            let bounds = [("min", &scale.min), ("max", &scale.max)];
            let bounds = bounds.map(|(key, bound)| (key, number(bound.value, bound.origin)));
            Node::map(bounds.into_iter().chain(measures))
        }
    }
}

fn resources(component: &Component) -> Node {
    Node::map([
        ("cpu", Node::sourced(&component.resources.cpu)),
        ("memory", Node::sourced(&component.resources.memory)),
        (
            "memoryLimit",
            Node::sourced(&component.resources.memory_limit),
        ),
    ])
}

fn env(variables: &[Variable]) -> Node {
    let all = variables.iter().map(|variable| {
        let origin = variable.value.origin.entry();
        Node::map([
            ("name", Node::from(variable.name.as_str()).at(origin)),
            ("value", Node::sourced(&variable.value)),
        ])
    });
    Node::List(all.collect())
}

fn secrets(variables: &[Variable]) -> Node {
    let all = variables.iter().map(|variable| {
        let origin = variable.value.origin.entry();
        Node::map([
            ("variable", Node::from(variable.name.as_str()).at(origin)),
            ("secret", Node::sourced(&variable.value)),
        ])
    });
    Node::List(all.collect())
}

fn gateway(app: &App, ingress: &Ingress) -> Node {
    let mut entries = vec![
        ("host", Node::sourced(&ingress.host)),
        ("class", Node::sourced(&ingress.class)),
        ("namespace", Node::sourced(&ingress.namespace)),
    ];
    if let Some(tls) = &ingress.tls {
        entries.push(("tls", certificate(app, tls)));
    }
    entries.push(("origins", origins(ingress)));
    if let Some(jwt) = &ingress.jwt {
        entries.push((
            "jwt",
            Node::map([
                ("tenant", Node::sourced(&jwt.tenant)),
                ("audience", Node::sourced(&jwt.audience)),
                ("scopes", list(&jwt.scopes)),
            ]),
        ));
    }
    let routes = ingress.routes.iter().map(route).collect();
    entries.push(("routes", Node::List(routes)));
    Node::map(entries)
}

/// The Secret of the certificate, and who makes it if that is ours to ask for.
fn certificate(app: &App, tls: &Tls) -> Node {
    match tls {
        Tls::Secret(secret) => Node::map([("secret", Node::sourced(secret))]),
        Tls::Issuer(issuer) => {
            let secret = Node::from(format!("{}-tls", app.name.value));
            let secret = secret.at_all([app.name.origin.derived(), issuer.origin.entry()]);
            Node::map([("secret", secret), ("issuer", Node::sourced(issuer))])
        }
    }
}

/// Sites whose scripts may call it: its own first.
fn origins(ingress: &Ingress) -> Node {
    let (scheme, by) = match &ingress.tls {
        Some(Tls::Issuer(tls) | Tls::Secret(tls)) => ("https", Some(tls.origin.entry())),
        None => ("http", None),
    };
    let own = Node::from(format!("{scheme}://{}", ingress.host.value));
    let own = own.at(ingress.host.origin.derived()).at_all(by);
    let others = ingress.origins.iter().map(Node::sourced);
    Node::List(std::iter::once(own).chain(others).collect())
}

fn route(route: &Route) -> Node {
    let auth = match &route.auth {
        Some(auth) => Node::from(auth.value.word()).at(auth.origin),
        None => Node::from(Auth::Nobody.word()),
    };
    Node::map([
        (
            "name",
            Node::from(route.name.as_str()).at(route.path.origin.derived()),
        ),
        ("path", Node::sourced(&route.path)),
        ("to", Node::sourced(&route.to)),
        (
            "stream",
            Node::from(route.stream.value).at(route.stream.origin),
        ),
        ("auth", auth),
    ])
}

fn egress(egress: &Egress) -> Node {
    let to = egress.to.iter().map(|range| {
        Node::map([
            ("name", Node::sourced(&range.name)),
            ("cidr", Node::sourced(&range.cidr)),
            ("port", number(range.port.value, range.port.origin)),
        ])
    });
    Node::map([
        (
            "internet",
            Node::from(egress.internet.value).at(egress.internet.origin),
        ),
        ("to", Node::List(to.collect())),
    ])
}

fn migrations(app: &App, job: &Migrations, component: &Component) -> Node {
    let by = job.component.origin.entry();
    Node::map([
        ("image", everywhere(image(app, &component.image), by)),
        ("command", list(&job.command)),
        (
            "timeoutSeconds",
            number(job.timeout_seconds.value, job.timeout_seconds.origin),
        ),
        ("resources", everywhere(resources(component), by)),
        ("writable", everywhere(list(&component.writable), by)),
        ("env", everywhere(env(&component.env), by)),
        ("secrets", everywhere(secrets(&component.secrets), by)),
    ])
}

/// A tree with one more origin at each value.
fn everywhere(node: Node, origin: Origin) -> Node {
    match node {
        Node::Map(entries) => {
            let entries = entries.into_iter();
            Node::Map(
                entries
                    .map(|(key, value)| (key, everywhere(value, origin)))
                    .collect(),
            )
        }
        Node::List(items) => Node::List(
            items
                .into_iter()
                .map(|item| everywhere(item, origin))
                .collect(),
        ),
        value @ (Node::Null
        | Node::Bool(_)
        | Node::Integer(_)
        | Node::Float(_)
        | Node::Text(_)
        | Node::Block(_)
        | Node::Lines(_)
        | Node::At(..)
        | Node::Commented(..)) => value.at(origin),
    }
}
