//! Images, variables, replicas and memory of components.

use super::{components, push};
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::domain::apps::model::{Reference, Replicas};
use crate::domain::platform::model::Platform;

/// `latest` is whatever was pushed last: two pods of one Deployment may run two programs.
pub(super) fn latest(platform: &Platform, findings: &mut Diagnostics) {
    for (app, component) in components(platform) {
        let Reference::Tag(tag) = &component.image.reference else {
            continue;
        };
        if tag.value == "latest" {
            let message = format!(
                "the image of `{}` is whatever was pushed last",
                component.name.value
            );
            let finding = Diagnostic::about(Code::ImageLatest, tag.origin, message);
            push(
                app,
                finding.help("write the version's tag, or `digest`"),
                findings,
            );
        }
    }
}

pub(super) fn foreign(platform: &Platform, findings: &mut Diagnostics) {
    for (app, component) in components(platform) {
        let repository = &component.image.repository;
        let Some((host, rest)) = repository.value.split_once('/') else {
            continue;
        };
        if host.contains(['.', ':']) || host == "localhost" {
            let message = format!("`{host}` is a registry, and images come from `registry` alone");
            let finding = Diagnostic::about(Code::ImageForeignRegistry, repository.origin, message);
            let finding = finding.with(app.registry.origin, "the application's registry");
            let help = format!(
                "write `{rest}`; an image of another registry is imported first (`az acr import`)"
            );
            push(app, finding.help(help), findings);
        }
    }
}

pub(super) fn by_tag(platform: &Platform, findings: &mut Diagnostics) {
    for (app, component) in components(platform) {
        let Reference::Tag(tag) = &component.image.reference else {
            continue;
        };
        if app.production.value && tag.value != "latest" {
            let message = format!(
                "the image of `{}` is named by a tag, which can be moved to another one",
                component.name.value
            );
            let finding = Diagnostic::about(Code::ImageByTag, tag.origin, message);
            let finding = finding.with(app.production.origin, "in production");
            push(
                app,
                finding.help("write `digest: sha256:...` in its place"),
                findings,
            );
        }
    }
}

/// How names of variables end that hold secrets.
const SECRET_ENDS: &[&str] = &[
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "CREDENTIALS",
    "API_KEY",
    "APIKEY",
    "ACCESS_KEY",
    "ACCOUNT_KEY",
    "PRIVATE_KEY",
    "SECRET_KEY",
    "SHARED_KEY",
    "SIGNING_KEY",
    "SEARCH_KEY",
    "CONNECTION_STRING",
];

pub(super) fn secrets(platform: &Platform, findings: &mut Diagnostics) {
    for (app, component) in components(platform) {
        for variable in &component.env {
            let upper = variable.name.to_ascii_uppercase();
            let named = SECRET_ENDS.iter().any(|end| upper.ends_with(end));
            let why = if named {
                "is called like a secret"
            } else if holds_password(&variable.value.value) {
                "holds a user and a password"
            } else {
                continue;
            };
            let message = format!("the variable `{}` {why}", variable.name);
            let finding = Diagnostic::about(Code::SecretInEnv, variable.value.origin, message);
            let help = format!(
                "put the secret into the vault and write its name: `secrets: {{{}: <name>}}`; with an identity of Entra none is needed",
                variable.name
            );
            push(app, finding.help(help), findings);
        }
    }
}

/// `scheme://user:password@host`
fn holds_password(value: &str) -> bool {
    let after = value.split_once("://").map(|(_, after)| after);
    let authority = after.and_then(|after| after.split('/').next());
    let user = authority.and_then(|authority| authority.rsplit_once('@'));
    user.is_some_and(|(user, _)| {
        user.split_once(':')
            .is_some_and(|(_, word)| !word.is_empty())
    })
}

/// How names of variables start that others set: the webhook of workload identity and client libraries of Azure, the
/// platform's gateway, and Postgres' own library.
const RESERVED: &[&str] = &["AZURE_", "AI_", "PG"];

pub(super) fn reserved(platform: &Platform, findings: &mut Diagnostics) {
    for (app, component) in components(platform) {
        for variable in component.env.iter().chain(&component.secrets) {
            let start = RESERVED
                .iter()
                .find(|start| variable.name.starts_with(*start));
            if let Some(start) = start {
                let message = format!(
                    "the variable `{}` is not the application's: those that start with `{start}` are set for it",
                    variable.name
                );
                let finding = Diagnostic::about(Code::EnvReserved, variable.value.origin, message);
                push(
                    app,
                    finding.help("remove it, or call it otherwise"),
                    findings,
                );
            }
        }
    }
}

pub(super) fn replicas(platform: &Platform, findings: &mut Diagnostics) {
    for (app, component) in components(platform) {
        if let Replicas::Scaled(scale) = &component.replicas
            && scale.min.value > scale.max.value
        {
            let message = format!(
                "`{}` has at least {} replicas and at most {}",
                component.name.value, scale.min.value, scale.max.value
            );
            let finding = Diagnostic::about(Code::ReplicasRange, scale.max.origin, message);
            let finding = finding.with(scale.min.origin, "at least");
            push(
                app,
                finding.help("make `max` as large as `min` or larger"),
                findings,
            );
        }
        let least = component.replicas.least();
        if app.production.value && least.value < 2 {
            let message = format!(
                "`{}` may have one replica only, so that it is away whenever its node is",
                component.name.value
            );
            let finding = Diagnostic::about(Code::ReplicasRange, least.origin, message);
            let finding = finding.with(app.production.origin, "in production");
            push(app, finding.help("write 2 or more"), findings);
        }
    }
}

pub(super) fn limits(platform: &Platform, findings: &mut Diagnostics) {
    for (app, component) in components(platform) {
        let (request, limit) = (
            &component.resources.memory,
            &component.resources.memory_limit,
        );
        let (Some(requested), Some(most)) = (mebibytes(&request.value), mebibytes(&limit.value))
        else {
            continue;
        };
        if most < requested {
            let message = format!(
                "`{}` requests {} of memory and is ended above {}",
                component.name.value, request.value, limit.value
            );
            let finding = Diagnostic::about(Code::LimitBelowRequest, limit.origin, message);
            let finding = finding.with(request.origin, "requested here");
            push(
                app,
                finding.help(format!("write {} or more", request.value)),
                findings,
            );
        }
    }
}

/// A quantity of memory in MiB; the schema takes `Mi` and `Gi` only.
fn mebibytes(quantity: &str) -> Option<u64> {
    match quantity.strip_suffix("Gi") {
        Some(number) => number.parse::<u64>().ok()?.checked_mul(1024),
        None => quantity.strip_suffix("Mi")?.parse().ok(),
    }
}
