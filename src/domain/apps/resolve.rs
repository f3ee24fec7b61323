//! Applications: in each environment that their team is in, every reference looked up.

mod component;
mod ingress;

use std::collections::BTreeMap;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::core::yaml::overlay::Removed;
use crate::core::yaml::spanned::Spanned;
use crate::core::yaml::words;
use crate::domain::apps::model::{App, Egress, EgressRange, Migrations, Monitoring, Stack, Vault};
use crate::domain::apps::syntax::{AppFile, EgressSection, MigrationsSection, MonitoringSection};
use crate::domain::consumers::model::Team;
use crate::domain::defaults::{or, sourced};
use crate::domain::ids::AppName;
use crate::domain::network::resolve::range;
use crate::domain::parsed::{Written, WrittenApp, WrittenAppEnvironment};
use crate::domain::platform::model::Platform;
use crate::domain::resolving::{derived, name};

/// Charts that platgen has besides those of applications.
const CHARTS: &[&str] = &["kaito-models"];

/// The applications, with what can be wrong about them whatever the environment.
pub(crate) fn known<'w>(written: &'w Written, findings: &mut Diagnostics) -> &'w [WrittenApp] {
    let names: Vec<&str> = written
        .environment_names
        .iter()
        .map(String::as_str)
        .collect();
    for app in written.apps.iter().filter(|_| !names.is_empty()) {
        for named in app.named.iter().chain(&app.overlays) {
            if !names.contains(&named.value.as_str()) {
                let message = format!("there is no environment `{}`", named.value);
                let finding = Diagnostic::about(Code::UnknownReference, named.origin, message);
                findings.push(finding.help(words::named(&named.value, &names, "environment")));
            }
        }
        let is_in = |name: &str| app.named.iter().any(|one| one.value == name);
        let idle = app.overlays.iter().filter(|overlay| {
            !app.named.is_empty()
                && names.contains(&overlay.value.as_str())
                && !is_in(&overlay.value)
        });
        for overlay in idle {
            let message = format!("the application is not in `{}`", overlay.value);
            let finding = Diagnostic::about(Code::UnknownReference, overlay.origin, message);
            findings.push(finding.help(format!(
                "add `{}` to the application's `environments`, or remove the overlay",
                overlay.value
            )));
        }
    }
    &written.apps
}

/// The applications of an environment, by name.
pub(crate) fn of_environment(
    apps: &[WrittenApp],
    platform: &Platform,
    findings: &mut Diagnostics,
) -> Vec<App> {
    let environment = platform.environment.as_str();
    let mut places: BTreeMap<String, Origin> = BTreeMap::new();
    let mut found = Vec::new();
    for written in apps {
        let team = platform
            .teams
            .iter()
            .find(|team| team.name.as_str() == written.team);
        let (Some(team), Some(here)) = (team, written.environments.get(environment)) else {
            continue;
        };
        let mut faults = Diagnostics::new();
        let resolved = app(written, here, team, platform, &mut faults);
        let of_team = |finding: Diagnostic| finding.team(&written.team).environment(environment);
        findings.append(faults.map(of_team));
        let Some(app) = resolved else { continue };
        if let Some(first) = places.get(app.name.as_str()) {
            let message = format!("two applications are called `{}`", app.name.value);
            let finding = Diagnostic::about(Code::DuplicateName, app.name.origin, message);
            let finding = finding
                .with(*first, "the first one")
                .environment(environment);
            findings.push(finding.help("rename one of them, and its folder"));
            continue;
        }
        places.insert(app.name.to_string(), app.name.origin);
        found.push(app);
    }
    found.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    found
}

fn app(
    written: &WrittenApp,
    here: &WrittenAppEnvironment,
    team: &Team,
    platform: &Platform,
    findings: &mut Diagnostics,
) -> Option<App> {
    let file = &here.file;
    let section = &file.app;
    let name = name(&section.name, "application name", AppName::parse, findings)?;
    check_names(written, file, &name, findings);
    let names = Names {
        of: file,
        removed: &here.removed_keys,
    };
    let components = component::components(&names, findings);
    let ingress = file
        .ingress
        .as_ref()
        .map(|ingress| ingress::ingress(ingress, &names, findings));
    let migrations = file
        .migrations
        .as_ref()
        .map(|migrations| self::migrations(migrations, &names, findings));
    let namespace = match &section.namespace {
        Some(written) => sourced(written),
        None => derived(
            format!("{}-{}", name.value, platform.environment.value),
            name.origin,
        ),
    };
    let overlay = here.overlay.iter();
    Some(App {
        team: match &section.team {
            Some(written) => Sourced::new(team.name.value.clone(), written.origin),
            None => team.name.clone(),
        },
        display_name: sourced(&section.display_name),
        namespace,
        production: or(section.production.as_ref(), "app.production", false),
        registry: sourced(&file.registry),
        key_vault: file.key_vault.as_ref().map(|vault| Vault {
            name: sourced(&vault.name),
            resource_group: sourced(&vault.resource_group),
        }),
        components: components?,
        ingress: match ingress {
            Some(ingress) => Some(ingress?),
            None => None,
        },
        egress: egress(file.egress.as_ref().map(|egress| &egress.value), findings),
        migrations,
        monitoring: monitoring(file.monitoring.as_ref().map(|section| &section.value)),
        paths: std::iter::once(&written.path)
            .chain(overlay)
            .cloned()
            .collect(),
        name,
    })
}

/// That an application's name and team are those of its folders, and its chart its own.
fn check_names(
    written: &WrittenApp,
    file: &AppFile,
    name: &Sourced<AppName>,
    findings: &mut Diagnostics,
) {
    if name.as_str() != written.folder {
        let message = format!(
            "the application `{}` stands in the folder `{}`",
            name.value, written.folder
        );
        let finding = Diagnostic::about(Code::FolderMismatch, name.origin, message);
        findings.push(finding.help(format!(
            "rename the folder to `{}`, or the application to the folder's name",
            name.value
        )));
    }
    let team = file.app.team.as_ref();
    if let Some(team) = team.filter(|team| team.value != written.team) {
        let message = format!(
            "the application of the team `{}` stands in the folder of `{}`",
            team.value, written.team
        );
        let finding = Diagnostic::about(Code::FolderMismatch, team.origin, message);
        findings.push(finding.help(format!(
            "write `{}`, leave `team` out, or move the folder",
            written.team
        )));
    }
    if CHARTS.contains(&name.as_str()) {
        let message = format!("`{}` is the name of a chart of the platform", name.value);
        let finding = Diagnostic::about(Code::InvalidName, name.origin, message);
        findings.push(finding.help("choose another name"));
    }
}

/// The names that keys of an application refer to.
struct Names<'w> {
    of: &'w AppFile,
    removed: &'w [Removed],
}

impl Names<'_> {
    /// A component that is named by a key.
    fn component(&self, written: &Spanned<String>, findings: &mut Diagnostics) -> Sourced<String> {
        let components = &self.of.components;
        if !components.value.contains_key(&written.value) && !components.origin.is_synthetic() {
            let names: Vec<&str> = components.value.keys().map(String::as_str).collect();
            let message = format!("there is no component `{}`", written.value);
            let finding = Diagnostic::about(Code::UnknownReference, written.origin, message);
            let at = self.removed.iter().find(|one| one.key == written.value);
            let finding = match at {
                Some(removed) => finding.also(removed.at, "removed here"),
                None => finding,
            };
            findings.push(finding.help(words::named(&written.value, &names, "component")));
        }
        sourced(written)
    }
}

fn migrations(
    written: &MigrationsSection,
    names: &Names<'_>,
    findings: &mut Diagnostics,
) -> Migrations {
    Migrations {
        component: names.component(&written.component, findings),
        command: written.command.value.iter().map(sourced).collect(),
        timeout_seconds: or(
            written.timeout_seconds.as_ref(),
            "migrations.timeoutSeconds",
            600_u32,
        ),
    }
}

fn egress(written: Option<&EgressSection>, findings: &mut Diagnostics) -> Egress {
    let list = written.and_then(|written| written.to.as_ref());
    let mut places: BTreeMap<&str, Origin> = BTreeMap::new();
    let mut to = Vec::new();
    for entry in list.iter().flat_map(|list| &list.value) {
        if let Some(first) = places.insert(&entry.name.value, entry.name.origin) {
            let message = format!("two ranges are called `{}`", entry.name.value);
            let finding = Diagnostic::about(Code::DuplicateName, entry.name.origin, message);
            findings.push(
                finding
                    .with(first, "the first one")
                    .help("rename one of them"),
            );
        }
        if let Some(cidr) = range(&entry.cidr, findings) {
            to.push(EgressRange {
                name: sourced(&entry.name),
                cidr,
                port: sourced(&entry.port),
            });
        }
    }
    Egress {
        internet: or(
            written.and_then(|written| written.internet.as_ref()),
            "egress.internet",
            true,
        ),
        to,
    }
}

fn monitoring(written: Option<&MonitoringSection>) -> Monitoring {
    let stack = written.and_then(|written| written.stack.as_ref());
    Monitoring {
        stack: match stack {
            Some(stack) if stack.value == Stack::Prometheus.word() => {
                Sourced::new(Stack::Prometheus, stack.origin)
            }
            Some(stack) => Sourced::new(Stack::Azure, stack.origin),
            None => Sourced::default_of("monitoring.stack", Stack::Azure),
        },
        namespace: or(
            written.and_then(|written| written.namespace.as_ref()),
            "monitoring.namespace",
            "monitoring",
        ),
    }
}
