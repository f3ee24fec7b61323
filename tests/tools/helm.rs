//! Helm and kubeconform validate the chart, in every mode of KAITO.

#![cfg(test)]

use crate::harness::tests;
use crate::programs::{Tool, schemas};
use crate::support::Scratch;
use crate::support::variant::Variant;

tests![
    charts_pass_lint,
    rendered_objects_are_what_kubernetes_and_kaito_accept,
    free_text_stays_text,
];

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

fn charts_pass_lint() {
    let helm = Tool::find("helm");
    for (mode, variant, _) in modes() {
        for chart in charts(&format!("helm-lint-{mode}"), variant) {
            helm.run(chart.path(), &["lint", "--strict", "."]);
        }
    }
}

fn rendered_objects_are_what_kubernetes_and_kaito_accept() {
    let (helm, kubeconform, schemas) = (Tool::find("helm"), Tool::find("kubeconform"), schemas());
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

fn free_text_stays_text() {
    let helm = Tool::find("helm");
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
