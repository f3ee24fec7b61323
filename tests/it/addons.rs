//! Add-ons of the cluster: both forms of delivery carry the same releases in the same order, and what of the wanted add-ons there is.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use yaml_serde::Value;

use crate::support::{compile_folder, docs, platgen, repository, texts};

/// A release, whichever form delivers it.
#[derive(Debug, PartialEq)]
struct Release {
    repository: String,
    chart: String,
    version: String,
    name: String,
    namespace: String,
    values: Value,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The objects of a case's one environment, by path below `gitops/`.
fn objects(case: &str) -> BTreeMap<String, Value> {
    let compiled = compile_folder(&repository().join("tests/cases").join(case));
    assert!(!compiled.outputs.is_empty(), "{}", compiled.findings);
    let outputs = compiled.outputs.iter();
    let found = outputs.filter_map(|(path, text)| {
        let path = path.strip_prefix("demo/gitops/")?;
        Some((path.to_owned(), yaml_serde::from_str(text).unwrap()))
    });
    found.collect()
}

/// Objects of one kind by their name.
fn of_kind(objects: &BTreeMap<String, Value>, kind: &str) -> BTreeMap<String, Value> {
    let all = objects.values().filter(|object| object["kind"] == kind);
    all.map(|object| (text(&object["metadata"]["name"]), object.clone()))
        .collect()
}

fn argo_releases(objects: &BTreeMap<String, Value>) -> BTreeMap<String, Release> {
    let applications = of_kind(objects, "Application").into_iter();
    let charts = applications.filter(|(_, object)| !object["spec"]["source"]["chart"].is_null());
    let release = |(name, object): (String, Value)| {
        let (spec, source) = (&object["spec"], &object["spec"]["source"]);
        let release = Release {
            repository: text(&source["repoURL"]),
            chart: text(&source["chart"]),
            version: text(&source["targetRevision"]),
            name: text(&source["helm"]["releaseName"]),
            namespace: text(&spec["destination"]["namespace"]),
            values: source["helm"]["valuesObject"].clone(),
        };
        (name, release)
    };
    charts.map(release).collect()
}

fn flux_releases(objects: &BTreeMap<String, Value>) -> BTreeMap<String, Release> {
    let sources = of_kind(objects, "HelmRepository");
    let release = |(name, object): (String, Value)| {
        let (spec, chart) = (&object["spec"], &object["spec"]["chart"]["spec"]);
        let source = &sources[&text(&chart["sourceRef"]["name"])]["spec"];
        let url = text(&source["url"]);
        assert_eq!(source["type"] == "oci", url.starts_with("oci://"), "{name}");
        let release = Release {
            repository: url.trim_start_matches("oci://").to_owned(),
            chart: text(&chart["chart"]),
            version: text(&chart["version"]),
            name: text(&spec["releaseName"]),
            namespace: text(&spec["targetNamespace"]),
            values: spec["values"].clone(),
        };
        (name, release)
    };
    let releases = of_kind(objects, "HelmRelease").into_iter();
    releases.map(release).collect()
}

/// What is for one form only: the program that applies the others, and values that make it do so.
const OWN: &[&str] = &["addon-argocd", "addon-flux"];

#[test]
fn both_forms_carry_the_same_releases() {
    let mut argo = argo_releases(&objects("addons-argocd"));
    let mut flux = flux_releases(&objects("addons-flux"));
    for own in OWN {
        let ([a, b], here) = ([argo.remove(*own), flux.remove(*own)], *own);
        assert!(a.is_some() != b.is_some(), "{here}");
    }
    assert!(argo.len() >= 10, "{argo:#?}");
    assert_eq!(argo, flux);
}

#[test]
fn both_forms_share_their_namespaces() {
    // The namespace of whoever applies the others is there in its own form only.
    let shared = |case: &str| {
        let other = |(path, _): &(String, Value)| {
            let own = ["namespaces/argocd/", "namespaces/flux-system/"];
            path.starts_with("namespaces/")
                && !path.ends_with("kustomization.yaml")
                && !own.iter().any(|own| path.starts_with(own))
        };
        let all = objects(case).into_iter().filter(other);
        all.collect::<BTreeMap<_, _>>()
    };
    let (argo, flux) = (shared("addons-argocd"), shared("addons-flux"));
    assert!(argo.len() >= 4 * 6, "{argo:#?}");
    assert_eq!(argo, flux);
    for (path, object) in &argo {
        if object["kind"] == "NetworkPolicy" {
            let types = object["spec"]["policyTypes"].as_sequence().unwrap();
            assert_eq!(types.len(), 2, "{path} is open in one direction");
            let empty = object["spec"]["podSelector"].as_mapping();
            assert!(empty.is_some_and(yaml_serde::Mapping::is_empty), "{path}");
        }
    }
    // Namespaces of Kubernetes itself are left as they are.
    assert!(argo.keys().all(|path| !path.contains("kube-system")));
}

#[test]
fn waves_respect_what_releases_depend_on() {
    let waves: BTreeMap<String, i64> = of_kind(&objects("addons-argocd"), "Application")
        .into_iter()
        .filter_map(|(name, object)| {
            let wave = &object["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"];
            Some((name, wave.as_str()?.parse().ok()?))
        })
        .collect();
    assert!(waves["namespaces"] < 0);
    let mut pairs = 0;
    for (name, object) in of_kind(&objects("addons-flux"), "HelmRelease") {
        for before in object["spec"]["dependsOn"]
            .as_sequence()
            .into_iter()
            .flatten()
        {
            let before = text(&before["name"]);
            assert!(waves[&before] < waves[&name], "{before} before {name}");
            pairs += 1;
        }
    }
    assert!(pairs >= 6, "{pairs}");
    // What follows from products alone: certificates before the operator, the operator before what uses its kinds.
    let order = ["cert-manager", "azure-service-operator", "landing-groups"];
    let order = order.map(|name| waves[&format!("addon-{name}")]);
    assert!(order.is_sorted_by(|one, other| one < other), "{order:?}");
}

#[test]
fn every_file_of_a_folder_is_listed_for_kustomize() {
    for case in ["addons-argocd", "addons-flux"] {
        let objects = objects(case);
        let lists = objects.iter();
        let lists = lists.filter_map(|(path, object)| {
            let folder = path.strip_suffix("kustomization.yaml")?;
            Some((folder, object["resources"].as_sequence()?))
        });
        let mut listed = BTreeSet::new();
        for (folder, files) in lists {
            for file in files {
                let path = format!("{folder}{}", text(file));
                assert!(objects.contains_key(&path), "{case}: {path} is not there");
                listed.insert(path);
            }
        }
        let all = objects
            .keys()
            .filter(|path| !path.ends_with("kustomization.yaml"))
            .filter(|path| *path != "argocd/values.yaml");
        let missing: Vec<_> = all.filter(|path| !listed.contains(*path)).collect();
        assert!(missing.is_empty(), "{case}: {missing:?}");
    }
}

#[test]
fn a_rollout_is_simulated_from_an_empty_cluster() {
    let case = |name: &str| repository().join("tests/cases").join(name);
    let ask = |name: &str, arguments: &[&str]| {
        let output = platgen(&case(name), &[&["simulate", "rollout"], arguments].concat());
        (output.status.code(), texts(&output))
    };
    let (status, (said, _)) = ask("addons-argocd", &["--env", "demo", "--format", "json"]);
    assert_eq!(status, Some(0));
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let waves = said["waves"].as_array().unwrap();
    let mut there: BTreeSet<String> = BTreeSet::new();
    let mut products: BTreeSet<String> = BTreeSet::new();
    let all = |value: &serde_json::Value| -> Vec<String> {
        let items = value.as_array().unwrap().iter();
        items
            .map(|item| item.as_str().unwrap().to_owned())
            .collect()
    };
    products.extend(all(&said["given"]));
    for wave in waves {
        let wave = wave.as_array().unwrap();
        for addon in wave {
            for need in addon["needs"].as_array().unwrap() {
                let product = need["product"].as_str().unwrap();
                assert!(products.contains(product), "{product} is not there yet");
            }
            assert!(
                all(&addon["after"]).iter().all(|name| there.contains(name)),
                "{addon}"
            );
        }
        for addon in wave {
            there.insert(addon["name"].as_str().unwrap().to_owned());
            products.extend(all(&addon["provides"]));
        }
    }
    assert_eq!((there.len(), waves.len() > 2), (12, true), "{said:#}");
    let (status, (said, _)) = ask("addons-argocd", &[]);
    assert_eq!(status, Some(0));
    assert!(
        said.contains("needs certificates from certManager"),
        "{said}"
    );
    assert!(said.contains("after tempo"), "{said}");
    let (status, (said, _)) = ask("minimal", &[]);
    assert_eq!((status, said.as_str()), (Some(0), "demo has no add-ons\n"));
    for refused in ["err-addon-circle", "err-addon-needs"] {
        let (status, (said, error)) = ask(refused, &[]);
        assert_eq!((status, said.is_empty()), (Some(1), true), "{error}");
    }
}

/// What add-ons are wanted, by the row of the list of capabilities: where each is shown, or why the page on add-ons says that it is not
/// made.
const WANTED: &[(u8, &str, Shown)] = &[
    (
        22,
        "schema and roles in databases",
        Shown::Refused("schemas and roles in databases"),
    ),
    (
        38,
        "Kustomize",
        Shown::At("tests/tools/gitops.rs", "fn folders_build_with_kustomize"),
    ),
    (
        39,
        "Argo CD",
        Shown::At(
            "tests/snapshots/cases__addons-argocd.snap",
            "selfHeal: true",
        ),
    ),
    (
        40,
        "ingress",
        Shown::At("tests/snapshots/cases__addons-argocd.snap", "gateway-helm"),
    ),
    (
        40,
        "the end of ingress-nginx",
        Shown::At(
            "tests/snapshots/cases__warn-addon-ended.snap",
            "move to `envoyGateway`",
        ),
    ),
    (
        41,
        "certificates",
        Shown::At("tests/snapshots/cases__addons-argocd.snap", "cert-manager"),
    ),
    (
        41,
        "issuers and public DNS",
        Shown::Refused("issuers of certificates and public DNS"),
    ),
    (
        42,
        "Prometheus",
        Shown::At(
            "tests/snapshots/cases__addons-argocd.snap",
            "serviceMonitorSelectorNilUsesHelmValues: false",
        ),
    ),
    (
        43,
        "telemetry",
        Shown::At(
            "tests/snapshots/cases__err-addon-signals.snap",
            "signal-without-backend",
        ),
    ),
    (
        44,
        "one KEDA",
        Shown::At(
            "tests/snapshots/cases__err-addon-twice.snap",
            "`keda` and `given` both own",
        ),
    ),
    (
        45,
        "alerts on objectives",
        Shown::Refused("alerts on service level objectives"),
    ),
    (
        46,
        "CI of the platform",
        Shown::Refused("pipelines that apply"),
    ),
    (47, "a tunnel", Shown::Refused("`cloudflared`")),
    (
        48,
        "Application Gateway",
        Shown::Refused("Application Gateway"),
    ),
    (
        49,
        "Dapr",
        Shown::At("src/facts/addons.yaml", "name: dapr,"),
    ),
    (
        50,
        "applications",
        Shown::Refused("applications: this list"),
    ),
    (
        51,
        "drills as overlays",
        Shown::At("tests/snapshots/cases__addons-overlay.snap", "1.26.2"),
    ),
];

/// Where something is shown.
enum Shown {
    /// In a file of this repository that holds these words.
    At(&'static str, &'static str),
    /// In the page on add-ons, as what is not made, with the reason.
    Refused(&'static str),
}

#[test]
fn what_is_wanted_is_shown_or_refused_with_a_reason() {
    let read = |path: &str| std::fs::read_to_string(repository().join(path)).unwrap();
    let text = docs::page("add-ons");
    let (_, refused) = text.split_once("Not made of add-ons").unwrap();
    let rows: BTreeSet<u8> = WANTED.iter().map(|(row, _, _)| *row).collect();
    let all: BTreeSet<u8> = [22].into_iter().chain(38..=51).collect();
    assert_eq!(rows, all);
    for (row, what, shown) in WANTED {
        let is_shown = match shown {
            Shown::At(path, words) => read(path).contains(words),
            Shown::Refused(words) => refused.contains(words),
        };
        assert!(is_shown, "row {row}, {what}");
    }
}
