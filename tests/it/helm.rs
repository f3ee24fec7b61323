//! Helm and kubeconform judge the chart, in every mode of KAITO.

use platgen::model::{GpuNodes, KaitoVersion, names};

use crate::demo;
use crate::tools::{Scratch, Tool, schemas};

/// The chart of a platform, in a folder.
fn chart(name: &str, nodes: GpuNodes) -> Scratch {
    let scratch = Scratch::new(name);
    for (path, text) in demo::files(&demo::platform(nodes)) {
        if let Some(below) = path.strip_prefix("demo/helm/kaito-models/") {
            scratch.write(below, &text);
        }
    }
    scratch
}

fn modes() -> [(&'static str, GpuNodes, &'static str); 3] {
    [
        ("addon", GpuNodes::Addon, "0.6.0"),
        ("karpenter", GpuNodes::Karpenter, "0.12.0"),
        ("own-pools", GpuNodes::OwnPools, "0.12.0"),
    ]
}

#[test]
fn chart_passes_lint() {
    let Some(helm) = Tool::find("helm") else {
        return;
    };
    for (mode, nodes, _) in modes() {
        let chart = chart(&format!("helm-lint-{mode}"), nodes);
        helm.run(chart.path(), &["lint", "--strict", "."]);
    }
}

#[test]
fn rendered_objects_are_what_kubernetes_and_kaito_accept() {
    let (Some(helm), Some(kubeconform), Some(schemas)) =
        (Tool::find("helm"), Tool::find("kubeconform"), schemas())
    else {
        return;
    };
    for (mode, nodes, version) in modes() {
        let chart = chart(&format!("helm-template-{mode}"), nodes);
        let rendered = helm.run(
            chart.path(),
            &[
                "template",
                "kaito-models",
                ".",
                "--namespace",
                names::MODELS_NAMESPACE,
            ],
        );
        chart.write("rendered.yaml", &rendered);
        let schemas = schemas.to_str().unwrap();
        let kubernetes =
            format!("{schemas}/kubernetes-v1.34/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json");
        let kaito = format!(
            "{schemas}/kaito-v{version}/{{{{.Group}}}}/{{{{.ResourceKind}}}}_{{{{.ResourceAPIVersion}}}}.json"
        );
        let locations = ["-schema-location", &kubernetes, "-schema-location", &kaito];
        kubeconform.run(
            chart.path(),
            &[&["-strict", "-summary"], &locations[..], &["rendered.yaml"]].concat(),
        );
        assert_eq!(rendered.matches("kind: Workspace").count(), 2);
    }
}

#[test]
fn free_text_stays_text() {
    let Some(helm) = Tool::find("helm") else {
        return;
    };
    let chart = chart("helm-text", GpuNodes::Addon);
    let rendered = helm.run(chart.path(), &["template", "kaito-models", "."]);
    assert!(
        rendered.contains(r#"Small and quick.\n{{ .Values }} ${x} \"quoted\" # no comment"#),
        "{rendered}"
    );
}

#[test]
fn names_follow_what_cannot_change() {
    let version = |minor| KaitoVersion {
        major: 0,
        minor,
        patch: 0,
    };
    let model = |name, preset, size| demo::kaito_model(name, preset, size, "10.10.7.9");
    let mistral = model(
        "mistral-7b-instruct",
        "mistral-7b-instruct",
        "Standard_NC24ads_A100_v4",
    );
    assert_eq!(
        names::workspace(&mistral, version(6)),
        "mistral-7b-instruct-2fe74837"
    );
    assert_eq!(
        names::workspace(&mistral, version(12)),
        "mistral-7b-instruct-2fe74837"
    );
    let smaller = model(
        "mistral-7b-instruct",
        "mistral-7b-instruct",
        "Standard_NV36ads_A10_v5",
    );
    assert_eq!(
        names::workspace(&smaller, version(6)),
        "mistral-7b-instruct-44d5c25b"
    );
    let phi = model(
        "phi-3.5-mini",
        "phi-3.5-mini-instruct",
        "Standard_NV36ads_A10_v5",
    );
    assert_eq!(names::workspace(&phi, version(6)), "phi-3-5-mini-45d1bb74");
    let content = "vllm:\n  max-model-len: 32768\n  served-model-name: \"mistral-7b-instruct\"\n";
    assert_eq!(
        names::config(&mistral, content),
        "mistral-7b-instruct-config-fe6000005b"
    );
    assert!(
        names::gpu_pool(&phi).len() == 12 && names::gpu_pool(&phi) != names::gpu_pool(&mistral)
    );
}

#[test]
fn values_follow_the_version() {
    let values = |nodes| {
        demo::files(&demo::platform(nodes))
            .remove("demo/helm/kaito-models/values.yaml")
            .unwrap()
    };
    let addon = values(GpuNodes::Addon);
    let content = "content: |\n        vllm:\n          max-model-len: 32768\n          served-model-name: \"mistral-7b-instruct\"\n";
    assert!(addon.contains(content), "{addon}");
    assert!(
        addon.contains("count: 1\n")
            && addon.contains("instanceType: ")
            && !addon.contains("pod-index"),
        "{addon}"
    );
    let karpenter = values(GpuNodes::Karpenter);
    assert!(
        karpenter.contains("apps.kubernetes.io/pod-index: \"0\"\n")
            && !karpenter.contains("count: "),
        "{karpenter}"
    );
    assert!(!values(GpuNodes::OwnPools).contains("instanceType"));
}

#[test]
fn chart_version_follows_its_templates_only() {
    let chart = |nodes| {
        demo::files(&demo::platform(nodes))
            .remove("demo/helm/kaito-models/Chart.yaml")
            .unwrap()
    };
    let version = |text: &str| {
        text.lines()
            .find(|line| line.starts_with("version: "))
            .unwrap()
            .to_owned()
    };
    let (addon, karpenter) = (chart(GpuNodes::Addon), chart(GpuNodes::Karpenter));
    assert_eq!(version(&addon), version(&karpenter));
    assert_ne!(addon, karpenter);
}
