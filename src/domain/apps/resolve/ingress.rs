//! How users reach an application.

use std::collections::BTreeSet;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::core::yaml::spanned::Spanned;
use crate::domain::apps::model::{Auth, Ingress, Jwt, Route, Tls};
use crate::domain::apps::resolve::Names;
use crate::domain::apps::syntax::{IngressSection, JwtSection, RouteEntry, TlsSection};
use crate::domain::defaults::{or, sourced};

/// The ingress; none if its certificate cannot be made out.
pub(super) fn ingress(
    written: &IngressSection,
    names: &Names<'_>,
    findings: &mut Diagnostics,
) -> Option<Ingress> {
    let routes = routes(written, names, findings);
    let tls = match &written.tls {
        Some(tls) => Some(self::tls(tls, findings)?),
        None => None,
    };
    Some(Ingress {
        host: sourced(&written.host),
        class: or(written.class.as_ref(), "ingress.class", "eg"),
        namespace: or(
            written.namespace.as_ref(),
            "ingress.namespace",
            "envoy-gateway-system",
        ),
        tls,
        routes,
        jwt: written.jwt.as_ref().map(|section| jwt(&section.value)),
        origins: written
            .origins
            .iter()
            .flat_map(|all| &all.value)
            .map(sourced)
            .collect(),
    })
}

fn tls(written: &Spanned<TlsSection>, findings: &mut Diagnostics) -> Option<Tls> {
    match (&written.issuer, &written.certificate) {
        (Some(issuer), None) => Some(Tls::Issuer(sourced(issuer))),
        (None, Some(own)) => Some(Tls::Secret(sourced(own))),
        (Some(issuer), Some(own)) => {
            let message = "`issuer` and `certificate` both say where the certificate comes from";
            let finding = Diagnostic::about(Code::InvalidValue, own.origin, message);
            let finding = finding.with(issuer.origin, "also here");
            findings.push(finding.help("keep one of the two keys"));
            None
        }
        (None, None) => {
            let message = "it is not said where the certificate comes from";
            let finding = Diagnostic::about(Code::MissingKey, written.origin, message);
            findings.push(finding.help("add `issuer`, or `certificate`"));
            None
        }
    }
}

fn jwt(written: &JwtSection) -> Jwt {
    let scopes = written.scopes.iter().flat_map(|all| &all.value);
    Jwt {
        tenant: sourced(&written.tenant),
        audience: sourced(&written.audience),
        scopes: scopes.map(sourced).collect(),
    }
}

fn routes(written: &IngressSection, names: &Names<'_>, findings: &mut Diagnostics) -> Vec<Route> {
    let mut slugs: BTreeSet<String> = BTreeSet::new();
    let mut routes = Vec::new();
    for entry in &written.routes.value {
        let route = route(entry, &mut slugs, names, findings);
        let jwt = route.auth.as_ref().filter(|auth| auth.value == Auth::Jwt);
        if let (Some(auth), None) = (jwt, &written.jwt) {
            let message = format!(
                "the route `{}` requires a token, and nothing says which",
                route.path.value
            );
            let finding = Diagnostic::about(Code::MissingKey, auth.origin, message);
            findings.push(finding.help("add `ingress.jwt`: the tenant and the audience"));
        }
        routes.push(route);
    }
    routes
}

fn route(
    written: &RouteEntry,
    slugs: &mut BTreeSet<String>,
    known: &Names<'_>,
    findings: &mut Diagnostics,
) -> Route {
    let slug = slug(&written.path.value);
    let more = (2_u32..).map(|count| format!("{slug}-{count}"));
    let mut names = std::iter::once(slug.clone()).chain(more);
    let name = names
        .find(|name| slugs.insert(name.clone()))
        .unwrap_or(slug);
    Route {
        name,
        path: sourced(&written.path),
        to: known.component(&written.to, findings),
        stream: or(written.stream.as_ref(), "ingress.routes[].stream", false),
        auth: written.auth.as_ref().map(self::auth),
    }
}

fn auth(written: &Spanned<String>) -> Sourced<Auth> {
    let origin: Origin = written.origin;
    let all = [Auth::Jwt, Auth::Nobody];
    let known = all.into_iter().find(|auth| auth.word() == written.value);
    // Another word has been refused by the schema: a token is the safe guess.
    Sourced::new(known.unwrap_or(Auth::Jwt), origin)
}

/// A path as part of a name: `/api/v1` is `api-v1`, `/` is `root`.
fn slug(path: &str) -> String {
    let mut slug = String::new();
    for letter in path.chars().take(40) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-').to_owned();
    if slug.is_empty() {
        return "root".to_owned();
    }
    slug
}
