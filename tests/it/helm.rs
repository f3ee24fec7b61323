//! What the chart's values hold. Helm and kubeconform look at the chart in `tests/tools/helm.rs`.

use std::collections::BTreeMap;

use crate::support::variant::Variant;

const CHART: &str = "helm/kaito-models/";

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
