//! What is well formed in an application and still would not run, or not safely.

mod components;
mod ingress;

use std::collections::BTreeMap;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::domain::apps::model::{App, Component};
use crate::domain::platform::model::Platform;

crate::domain::rule::rules! { Apps:
    "images-have-a-version" ImageLatest Error Platform(components::latest) "No image is named by the tag `latest`";
    "images-are-of-the-registry" ImageForeignRegistry Error Platform(components::foreign) "An image is a repository of the application's registry, not of another one";
    "production-by-digest" ImageByTag Warning Platform(components::by_tag) "An application in production names its images by digest";
    "secrets-are-no-variables" SecretInEnv Error Platform(components::secrets) "What looks like a password, a key or a token stands under `secrets`, by the name of a vault secret";
    "variables-are-the-application-s" EnvReserved Error Platform(components::reserved) "No variable is one that the platform or a client library of Azure sets";
    "replicas-are-a-range" ReplicasRange Error Platform(components::replicas) "The fewest replicas are no more than the most, and two at least in production";
    "limits-hold-requests" LimitBelowRequest Error Platform(components::limits) "The limit of memory is not below the requested memory";
    "hosts-are-unique" HostDuplicate Error Platform(ingress::hosts) "No two applications of an environment have one host";
    "production-has-tls" TlsMissing Error Platform(ingress::tls) "An application in production has a certificate";
    "paths-are-unique" RouteShadowed Error Platform(ingress::shadowed) "No two routes of an application have one path";
    "apis-ask-for-tokens" PublicApiWithoutAuth Warning Platform(ingress::public_api) "A route below `/api` says who may call it, health checks apart";
    "egress-is-narrow" EgressOpen Error Platform(egress) "A range of `egress` is a subnet: `/16` or smaller, and not the one of the nodes' metadata service";
    "namespaces-are-own" DuplicateName Error Platform(namespaces) "No two applications of an environment share a namespace";
    "components-exist" UnknownReference Error Stage("resolve") "Routes, calls and migrations name components of the application";
    "app-folders-are-apps" FolderMismatch Error Stage("resolve") "An application stands in the folder of its name and its team";
    "app-environments-exist" UnknownReference Error Stage("resolve") "An application names environments of the catalog, and overlays are for those that it is in";
}

/// Every component with its application.
fn components(platform: &Platform) -> impl Iterator<Item = (&App, &Component)> {
    let apps = platform.apps.iter();
    apps.flat_map(|app| app.components.iter().map(move |component| (app, component)))
}

/// Adds a finding about an application.
fn push(app: &App, finding: Diagnostic, findings: &mut Diagnostics) {
    findings.push(
        finding
            .team(&app.team.value)
            .resource("app", &app.name.value),
    );
}

/// Values that two applications have, each reported with the first place.
fn shared<'p>(
    values: impl Iterator<Item = (&'p App, &'p Sourced<String>)>,
    mut found: impl FnMut(&'p App, &'p Sourced<String>, (&'p App, Origin)),
) {
    let mut seen: BTreeMap<&str, (&App, Origin)> = BTreeMap::new();
    for (app, value) in values {
        match seen.get(value.value.as_str()) {
            Some(first) => found(app, value, *first),
            None => drop(seen.insert(&value.value, (app, value.origin))),
        }
    }
}

/// Applications in one namespace: the policies of each would hold for the pods of the other.
fn namespaces(platform: &Platform, findings: &mut Diagnostics) {
    let all = platform.apps.iter().map(|app| (app, &app.namespace));
    shared(all, |app, namespace, (other, first)| {
        let message = format!(
            "`{}` and `{}` are both in the namespace `{}`",
            other.name.value, app.name.value, namespace.value
        );
        let finding = Diagnostic::about(Code::DuplicateName, namespace.origin, message);
        let finding = finding.with(first, "the first one");
        push(
            app,
            finding.help("give one of them a `namespace` of its own"),
            findings,
        );
    });
}

/// Where the nodes' metadata service is, which hands out the node's identity.
const METADATA: std::net::Ipv4Addr = std::net::Ipv4Addr::new(169, 254, 169, 254);
/// The widest range that still is a declared flow.
const WIDEST: u8 = 16;

fn egress(platform: &Platform, findings: &mut Diagnostics) {
    for app in &platform.apps {
        for range in &app.egress.to {
            let net = range.cidr.value;
            let why = if net.contains(&METADATA) {
                "holds the address of the nodes' metadata service"
            } else if net.prefix_len() < WIDEST {
                "is wider than any subnet"
            } else {
                continue;
            };
            let message = format!("the egress `{}` to {net} {why}", range.name.value);
            let finding = Diagnostic::about(Code::EgressOpen, range.cidr.origin, message);
            let help = "write the range of the subnet that is meant; public addresses are reached by `egress.internet`";
            push(app, finding.help(help), findings);
        }
    }
}
