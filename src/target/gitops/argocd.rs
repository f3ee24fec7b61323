//! `gitops/argocd/`: a root application, the project that it is bound to, and an application for each add-on, in waves.

use std::collections::BTreeSet;

use super::{Tree, folder, namespaces, object, release, slug, subject, text};
use crate::core::document::yaml::Node;
use crate::core::origin::Origin;
use crate::domain::addons::model::{Addon, Addons, Delivery};
use crate::domain::platform::model::Platform;

/// The folder below `gitops/`.
const FOLDER: &str = "argocd";
/// The folder of the applications that the root finds.
const APPLICATIONS: &str = "argocd/applications";
/// Values of Argo CD's chart, for the first installation: without them the first rollout would not wait between waves.
const BOOTSTRAP_VALUES: &str = "argocd/values.yaml";
/// The project of all applications.
const PROJECT: &str = "addons";
/// The cluster that Argo CD itself runs in.
const HERE: &str = "https://kubernetes.default.svc";

pub(super) fn plan(tree: &mut Tree<'_, '_>) {
    let (platform, addons) = (tree.platform, tree.addons);
    let there = vec![addons.delivery.origin.entry()];
    let own = |file: &str| (file.to_owned(), Vec::new());
    tree.kustomization(FOLDER, vec![own("project.yaml"), own("root.yaml")]);
    tree.object(
        "argocd/project.yaml",
        "What the applications of add-ons may use and write.",
        there.clone(),
        move || project(addons),
    );
    tree.object(
        "argocd/root.yaml",
        "The application that finds all others.",
        there.clone(),
        move || root(platform, addons),
    );
    if let Some(addon) = addons.find("argocd") {
        tree.object(
            BOOTSTRAP_VALUES,
            "Values for the first installation of Argo CD, which then updates itself.",
            subject(addon),
            move || release::values(addons, addon).unwrap_or(Node::Map(Vec::new())),
        );
    }
    tree.object(
        &format!("{APPLICATIONS}/namespaces.yaml"),
        "The namespaces of all add-ons, before any of them.",
        there,
        move || namespaces_application(platform, addons),
    );
    let mut listed = vec![own("namespaces.yaml")];
    let order = addons.order();
    for (wave, applied) in order.waves.iter().enumerate() {
        for addon in applied {
            let addon: &Addon = addon;
            let file = format!("addon-{}.yaml", addon.slug());
            listed.push((file.clone(), subject(addon)));
            tree.object(
                &format!("{APPLICATIONS}/{file}"),
                "One add-on, in the wave after those that it needs.",
                subject(addon),
                move || application(addons, addon, wave),
            );
        }
    }
    tree.kustomization(APPLICATIONS, listed);
}

fn own_namespace() -> Node {
    Delivery::ArgoCd.namespace().into()
}

fn project(addons: &Addons) -> Node {
    let repositories: Vec<(Node, &str)> = addons
        .charts
        .iter()
        .map(|addon| (repository(addon), addon.repository.value.as_str()))
        .collect();
    let mut seen = BTreeSet::new();
    let charts = repositories.into_iter();
    let charts = charts.filter_map(|(node, url)| seen.insert(url).then_some(node));
    let own = std::iter::once(text(&addons.repository.url));
    let mut seen = BTreeSet::new();
    let destinations = addons.charts.iter();
    let destinations = destinations.filter(|addon| seen.insert(addon.namespace.value.as_str()));
    let other = |addon: &&Addon| addon.namespace.value != Delivery::ArgoCd.namespace();
    let destinations = destinations.filter(other);
    let destinations = destinations.map(|addon| text(&addon.namespace));
    let destinations = std::iter::once(own_namespace()).chain(destinations);
    let destinations = destinations
        .map(|namespace| Node::map([("server", Node::from(HERE)), ("namespace", namespace)]));
    let any = Node::map([("group", Node::from("*")), ("kind", "*".into())]);
    let spec = Node::map([
        ("description", "Add-ons of the platform's team".into()),
        ("sourceRepos", Node::List(own.chain(charts).collect())),
        ("destinations", Node::List(destinations.collect())),
        // Add-ons bring CRDs, webhooks and roles of the whole cluster.
        ("clusterResourceWhitelist", Node::List(vec![any])),
    ]);
    let metadata = vec![("name", PROJECT.into()), ("namespace", own_namespace())];
    object(
        "argoproj.io/v1alpha1",
        "AppProject",
        metadata,
        vec![("spec", spec)],
    )
}

/// Drift is undone, and what is gone from git goes from the cluster; large CRDs need to be applied by the server.
fn sync_policy() -> Node {
    let automated = Node::map([("prune", Node::from(true)), ("selfHeal", true.into())]);
    let backoff = Node::map([
        ("duration", Node::from("10s")),
        ("factor", Node::Integer(2)),
        ("maxDuration", "5m".into()),
    ]);
    let retry = Node::map([("limit", Node::Integer(10)), ("backoff", backoff)]);
    let options = ["ServerSideApply=true", "PruneLast=true"];
    Node::map([
        ("automated", automated),
        ("syncOptions", Node::List(options.map(Node::from).into())),
        ("retry", retry),
    ])
}

fn application_of(name: Node, wave: Option<Node>, source: Node, namespace: Node) -> Node {
    let mut metadata = vec![("name", name), ("namespace", own_namespace())];
    if let Some(wave) = wave {
        let waves = Node::map([("argocd.argoproj.io/sync-wave", wave)]);
        metadata.push(("annotations", waves));
    }
    let destination = Node::map([("server", Node::from(HERE)), ("namespace", namespace)]);
    let spec = Node::map([
        ("project", PROJECT.into()),
        ("source", source),
        ("destination", destination),
        ("syncPolicy", sync_policy()),
    ]);
    object(
        "argoproj.io/v1alpha1",
        "Application",
        metadata,
        vec![("spec", spec)],
    )
}

/// A folder of the repository that holds the outputs.
fn folder_source(platform: &Platform, addons: &Addons, below: &str) -> Node {
    Node::map([
        ("repoURL", text(&addons.repository.url)),
        ("targetRevision", text(&addons.repository.revision)),
        ("path", folder(platform, addons, below)),
    ])
}

fn root(platform: &Platform, addons: &Addons) -> Node {
    let source = folder_source(platform, addons, APPLICATIONS);
    application_of("addons".into(), None, source, own_namespace())
}

fn namespaces_application(platform: &Platform, addons: &Addons) -> Node {
    let source = folder_source(platform, addons, namespaces::FOLDER);
    application_of(
        "namespaces".into(),
        Some("-1".into()),
        source,
        own_namespace(),
    )
}

/// A chart's repository as Argo CD names it: of an OCI registry without the scheme.
fn repository(addon: &Addon) -> Node {
    let url = &addon.repository.value;
    let bare = url.strip_prefix("oci://").unwrap_or(url);
    Node::from(bare).at(addon.repository.origin)
}

fn application(addons: &Addons, addon: &Addon, wave: usize) -> Node {
    let mut helm = vec![("releaseName", slug(addon))];
    if let Some(values) = release::values(addons, addon) {
        helm.push(("valuesObject", values));
    }
    let source = Node::map([
        ("repoURL", repository(addon)),
        ("chart", text(&addon.chart)),
        ("targetRevision", text(&addon.version)),
        ("helm", Node::map(helm)),
    ]);
    let before: Vec<Origin> = addons
        .before(addon)
        .iter()
        .map(|before| before.name.origin.entry())
        .chain(addon.needs.iter().map(|need| need.origin))
        .chain(addon.after.iter().map(|after| after.origin))
        .chain(addon.signals.values().map(|backend| backend.origin))
        .collect();
    let wave = Node::from(wave.to_string()).at_all(before);
    let name = Node::from(format!("addon-{}", addon.slug())).at(addon.name.origin.entry());
    application_of(name, Some(wave), source, text(&addon.namespace))
}
