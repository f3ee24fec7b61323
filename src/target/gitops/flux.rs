//! `gitops/flux/`: what is applied once, a source for each chart, and a release for each add-on that depends on those it needs.

use super::{Tree, folder, namespaces, object, release, slug, subject, text};
use crate::core::document::yaml::Node;
use crate::domain::addons::model::{Addon, Addons, Delivery};
use crate::domain::platform::model::Platform;

/// The folder of what is applied once by hand.
const BOOTSTRAP: &str = "flux/bootstrap";
/// The folder of the charts' repositories.
const SOURCES: &str = "flux/sources";
/// The folder of the releases.
const RELEASES: &str = "flux/releases";
/// The name of the repository that holds the outputs.
const REPOSITORY: &str = "addons";

/// What Flux applies, in order: name, folder, what comes before.
const FOLDERS: &[(&str, &str, &[&str])] = &[
    ("addon-namespaces", namespaces::FOLDER, &[]),
    ("addon-sources", SOURCES, &[]),
    (
        "addon-releases",
        RELEASES,
        &["addon-namespaces", "addon-sources"],
    ),
];

pub(super) fn plan(tree: &mut Tree<'_, '_>) {
    let (platform, addons) = (tree.platform, tree.addons);
    let there = vec![addons.delivery.origin.entry()];
    tree.object(
        &format!("{BOOTSTRAP}/repository.yaml"),
        "The repository that holds these files.",
        there.clone(),
        move || repository(addons),
    );
    let mut listed = vec![("repository.yaml".to_owned(), Vec::new())];
    for (name, path, before) in FOLDERS {
        let file = format!("{name}.yaml");
        listed.push((file.clone(), Vec::new()));
        tree.object(
            &format!("{BOOTSTRAP}/{file}"),
            "A folder that Flux applies.",
            there.clone(),
            move || kustomization(platform, addons, name, path, before),
        );
    }
    tree.kustomization(BOOTSTRAP, listed);
    let mut files = Vec::new();
    for addon in &addons.charts {
        let file = format!("addon-{}.yaml", addon.slug());
        files.push((file.clone(), subject(addon)));
        tree.object(
            &format!("{SOURCES}/{file}"),
            "Where the chart of an add-on is.",
            subject(addon),
            move || source(addon),
        );
        tree.object(
            &format!("{RELEASES}/{file}"),
            "One add-on, after those that it needs.",
            subject(addon),
            move || helm_release(addons, addon),
        );
    }
    tree.kustomization(SOURCES, files.clone());
    tree.kustomization(RELEASES, files);
}

fn metadata(name: Node) -> Vec<(&'static str, Node)> {
    vec![
        ("name", name),
        ("namespace", Delivery::Flux.namespace().into()),
    ]
}

fn name(addon: &Addon) -> Node {
    Node::from(format!("addon-{}", addon.slug())).at(addon.name.origin.entry())
}

fn repository(addons: &Addons) -> Node {
    let repository = &addons.repository;
    let spec = Node::map([
        ("interval", "5m".into()),
        ("timeout", "60s".into()),
        ("url", text(&repository.url)),
        ("ref", Node::map([("branch", text(&repository.revision))])),
    ]);
    object(
        "source.toolkit.fluxcd.io/v1",
        "GitRepository",
        metadata(REPOSITORY.into()),
        vec![("spec", spec)],
    )
}

fn kustomization(
    platform: &Platform,
    addons: &Addons,
    name: &'static str,
    path: &str,
    before: &'static [&'static str],
) -> Node {
    let source = Node::map([
        ("kind", Node::from("GitRepository")),
        ("name", REPOSITORY.into()),
    ]);
    let mut spec = vec![
        ("interval", "10m".into()),
        ("retryInterval", "1m".into()),
        ("timeout", "30m".into()),
        ("path", folder(platform, addons, path)),
        ("prune", true.into()),
        ("wait", true.into()),
        ("sourceRef", source),
    ];
    if !before.is_empty() {
        let before = before
            .iter()
            .map(|name| Node::map([("name", Node::from(*name))]));
        spec.push(("dependsOn", Node::List(before.collect())));
    }
    object(
        "kustomize.toolkit.fluxcd.io/v1",
        "Kustomization",
        metadata(name.into()),
        vec![("spec", Node::map(spec))],
    )
}

fn source(addon: &Addon) -> Node {
    let url = &addon.repository;
    let mut spec = vec![("interval", "1h".into()), ("url", text(url))];
    if url.value.starts_with("oci://") {
        spec.push(("type", Node::from("oci").at(url.origin)));
    }
    object(
        "source.toolkit.fluxcd.io/v1",
        "HelmRepository",
        metadata(name(addon)),
        vec![("spec", Node::map(spec))],
    )
}

fn helm_release(addons: &Addons, addon: &Addon) -> Node {
    let source = Node::map([
        ("kind", Node::from("HelmRepository")),
        ("name", name(addon)),
    ]);
    let chart = Node::map([
        ("chart", text(&addon.chart)),
        ("version", text(&addon.version)),
        ("sourceRef", source),
    ]);
    let retries = || Node::map([("retries", Node::Integer(3))]);
    let mut spec = vec![
        ("interval", "10m".into()),
        ("timeout", "10m".into()),
        ("releaseName", slug(addon)),
        ("targetNamespace", text(&addon.namespace)),
        ("storageNamespace", text(&addon.namespace)),
        ("chart", Node::map([("spec", chart)])),
        (
            "install",
            Node::map([
                ("crds", Node::from("CreateReplace")),
                ("remediation", retries()),
            ]),
        ),
        (
            "upgrade",
            Node::map([
                ("crds", Node::from("CreateReplace")),
                ("remediation", retries()),
            ]),
        ),
        (
            "driftDetection",
            Node::map([("mode", Node::from("enabled"))]),
        ),
    ];
    let before: Vec<Node> = addons
        .before(addon)
        .into_iter()
        .map(|before| Node::map([("name", name(before))]))
        .collect();
    if !before.is_empty() {
        let needs = addon.needs.iter().map(|need| need.origin);
        let after = addon.after.iter().map(|after| after.origin);
        let signals = addon.signals.values().map(|backend| backend.origin);
        let before = Node::List(before).at_all(needs.chain(after).chain(signals));
        spec.push(("dependsOn", before));
    }
    if let Some(values) = release::values(addons, addon) {
        spec.push(("values", values));
    }
    object(
        "helm.toolkit.fluxcd.io/v2",
        "HelmRelease",
        metadata(name(addon)),
        vec![("spec", Node::map(spec))],
    )
}
