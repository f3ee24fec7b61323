//! Helm and kubeconform judge the chart, in every mode of KAITO.

use std::collections::BTreeMap;

use crate::support::tools::{Scratch, Tool, schemas};
use crate::support::variant::Variant;

const CHART: &str = "helm/kaito-models/";

/// KAITO's modes, with the version that each is compiled for.
fn modes() -> [(&'static str, Variant, &'static str); 3] {
    [
        ("addon", Variant::repository(), "0.6.0"),
        ("karpenter", Variant::karpenter(), "0.12.0"),
        ("own-pools", Variant::own_pools(), "0.12.0"),
    ]
}

/// The charts of every environment, in a folder each.
fn charts(name: &str, variant: Variant) -> Vec<Scratch> {
    let outputs = variant.outputs();
    let chart = |environment: &str| {
        let scratch = Scratch::new(&format!("{name}-{environment}"));
        for (path, text) in &outputs {
            if let Some(below) = path.strip_prefix(&format!("{environment}/{CHART}")) {
                scratch.write(below, text);
            }
        }
        scratch
    };
    ["demo", "prod"].map(chart).into()
}

#[test]
fn charts_pass_lint() {
    let Some(helm) = Tool::find("helm") else {
        return;
    };
    for (mode, variant, _) in modes() {
        for chart in charts(&format!("helm-lint-{mode}"), variant) {
            helm.run(chart.path(), &["lint", "--strict", "."]);
        }
    }
}

#[test]
fn rendered_objects_are_what_kubernetes_and_kaito_accept() {
    let (Some(helm), Some(kubeconform), Some(schemas)) =
        (Tool::find("helm"), Tool::find("kubeconform"), schemas())
    else {
        return;
    };
    let schemas = schemas.to_str().unwrap();
    let kubernetes =
        format!("{schemas}/kubernetes-v1.34/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json");
    for (mode, variant, version) in modes() {
        let kaito = format!(
            "{schemas}/kaito-v{version}/{{{{.Group}}}}/{{{{.ResourceKind}}}}_{{{{.ResourceAPIVersion}}}}.json"
        );
        for chart in charts(&format!("helm-template-{mode}"), variant) {
            let rendered = helm.run(
                chart.path(),
                &[
                    "template",
                    "kaito-models",
                    ".",
                    "--namespace",
                    "kaito-models",
                ],
            );
            chart.write("rendered.yaml", &rendered);
            assert!(rendered.matches("kind: Workspace").count() >= 2);
            let locations = ["-schema-location", &kubernetes, "-schema-location", &kaito];
            kubeconform.run(
                chart.path(),
                &[&["-strict", "-summary"], &locations[..], &["rendered.yaml"]].concat(),
            );
        }
    }
}

#[test]
fn free_text_stays_text() {
    let Some(helm) = Tool::find("helm") else {
        return;
    };
    let name = "displayName: Mistral 7B Instruct";
    let hostile = r#"displayName: "{{ .Values }} ${x} \"quoted\" # no comment""#;
    let variant = Variant::repository().with("catalog/models.yaml", name, hostile);
    for chart in charts("helm-text", variant) {
        let rendered = helm.run(chart.path(), &["template", "kaito-models", "."]);
        assert!(
            rendered.contains(r#""{{ .Values }} ${x} \"quoted\" # no comment""#),
            "{rendered}"
        );
    }
}

/// The demo's `values.yaml`.
fn values(variant: Variant) -> String {
    variant
        .outputs()
        .remove(&format!("demo/{CHART}values.yaml"))
        .unwrap()
}

/// The entry of a model of the demo's `values.yaml`.
fn entry(variant: Variant, model: &str) -> String {
    let values = values(variant);
    let start = values.find(&format!("  - name: {model}\n")).unwrap();
    let rest = &values[start..];
    rest[..rest[1..]
        .find("\n  - name: ")
        .map_or(rest.len(), |end| end + 2)]
        .to_owned()
}

#[test]
fn a_workspace_is_named_after_what_cannot_change() {
    let named = |variant, name: &str| {
        let entry = entry(variant, "mistral-7b-instruct");
        assert!(
            entry.contains(&format!("name: mistral-7b-instruct-{name}\n")),
            "{entry}"
        );
    };
    named(Variant::repository(), "2fe74837");
    named(Variant::karpenter(), "2fe74837");
    named(Variant::own_pools(), "2fe74837");
    let size = "instanceType: Standard_NC24ads_A100_v4";
    let smaller = Variant::repository().with(
        "catalog/models.yaml",
        size,
        "instanceType: Standard_NV36ads_A10_v5",
    );
    named(smaller, "44d5c25b");
}

#[test]
fn a_configuration_is_named_after_its_content() {
    let path = "catalog/models.yaml";
    let name = "displayName: Mistral 7B Instruct";
    let longer = Variant::repository().with(path, name, &format!("{name}\n    maxModelLen: 32768"));
    let entry = entry(longer, "mistral-7b-instruct");
    let content = concat!(
        "      name: mistral-7b-instruct-config-fe6000005b\n",
        "      content: |\n",
        "        vllm:\n",
        "          max-model-len: 32768\n",
        "          served-model-name: \"mistral-7b-instruct\"\n",
    );
    assert!(entry.contains(content), "{entry}");
}

#[test]
fn values_follow_the_version_and_who_makes_nodes() {
    let addon = entry(Variant::repository(), "mistral-7b-instruct");
    assert!(
        addon.contains("count: 1\n")
            && addon.contains("instanceType: ")
            && !addon.contains("pod-index"),
        "{addon}"
    );
    let karpenter = entry(Variant::karpenter(), "mistral-7b-instruct");
    assert!(
        karpenter.contains("apps.kubernetes.io/pod-index: \"0\"\n"),
        "{karpenter}"
    );
    assert!(
        !karpenter.contains("count: ") && karpenter.contains("instanceType: "),
        "{karpenter}"
    );
    assert!(!values(Variant::own_pools()).contains("instanceType"));
}

#[test]
fn the_chart_s_version_follows_its_templates_only() {
    let versions = |variant: Variant| -> BTreeMap<String, String> {
        let outputs = variant.outputs().into_iter();
        let charts = outputs.filter(|(path, _)| path.ends_with("Chart.yaml"));
        charts
            .map(|(path, text)| {
                (
                    path,
                    text.lines()
                        .find(|line| line.starts_with("version: "))
                        .unwrap()
                        .to_owned(),
                )
            })
            .collect()
    };
    let addon = versions(Variant::repository());
    assert_eq!(addon, versions(Variant::karpenter()));
    assert_eq!(addon.len(), 2);
}
