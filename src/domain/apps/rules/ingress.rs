//! Hosts, certificates and routes.

use std::collections::BTreeMap;

use super::{push, shared};
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Origin;
use crate::domain::apps::model::Ingress;
use crate::domain::platform::model::{App, Platform};

/// Applications that users reach.
fn reached(platform: &Platform) -> impl Iterator<Item = (&App, &Ingress)> {
    let apps = platform.apps.iter();
    apps.filter_map(|app| Some((app, app.ingress.as_ref()?)))
}

pub(super) fn hosts(platform: &Platform, findings: &mut Diagnostics) {
    let hosts = reached(platform).map(|(app, ingress)| (app, &ingress.host));
    shared(hosts, |app, host, (other, first)| {
        let message = format!(
            "`{}` is the host of `{}` already",
            host.value, other.name.value
        );
        let finding = Diagnostic::about(Code::HostDuplicate, host.origin, message);
        let finding = finding.with(first, "here");
        push(app, finding.help("give one of them another host"), findings);
    });
}

pub(super) fn tls(platform: &Platform, findings: &mut Diagnostics) {
    for (app, ingress) in reached(platform) {
        if app.production.value && ingress.tls.is_none() {
            let message = format!("`{}` is reached by plain HTTP", ingress.host.value);
            let finding = Diagnostic::about(Code::TlsMissing, ingress.host.origin, message);
            let finding = finding.with(app.production.origin, "in production");
            let help = "add `ingress.tls`, with an `issuer` of cert-manager or a `certificate` that is there";
            push(app, finding.help(help), findings);
        }
    }
}

pub(super) fn shadowed(platform: &Platform, findings: &mut Diagnostics) {
    for (app, ingress) in reached(platform) {
        let mut seen: BTreeMap<&str, Origin> = BTreeMap::new();
        for route in &ingress.routes {
            let Some(first) = seen.get(route.path.value.as_str()) else {
                seen.insert(&route.path.value, route.path.origin);
                continue;
            };
            let message = format!("the path `{}` has a route already", route.path.value);
            let finding = Diagnostic::about(Code::RouteShadowed, route.path.origin, message);
            let finding = finding.with(*first, "the first one");
            push(
                app,
                finding.help("remove one of the two, or give it another path"),
                findings,
            );
        }
    }
}

/// Last parts of paths that only say whether something lives.
const HEALTH: &[&str] = &["health", "healthz", "live", "livez", "ready", "readyz"];

pub(super) fn public_api(platform: &Platform, findings: &mut Diagnostics) {
    for (app, ingress) in reached(platform) {
        for route in &ingress.routes {
            let path = &route.path;
            let is_api = path.value == "/api" || path.value.starts_with("/api/");
            let last = path.value.rsplit('/').next().unwrap_or_default();
            if route.auth.is_none() && is_api && !HEALTH.contains(&last) {
                let message = format!("`{}` is open to everybody who reaches the host", path.value);
                let finding = Diagnostic::about(Code::PublicApiWithoutAuth, path.origin, message);
                push(
                    app,
                    finding.help("add `auth: jwt`, or `auth: none` if that is meant"),
                    findings,
                );
            }
        }
    }
}
