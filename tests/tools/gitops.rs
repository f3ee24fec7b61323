//! Kubernetes, Argo CD and Flux take the trees of add-ons: each object by its schema, on the oldest and newest Kubernetes.

#![cfg(test)]

use crate::harness::{ignore, tests};
use crate::programs::{Tool, is_there, schemas};
use crate::support::{Scratch, compile_folder, repository};

tests![
    objects_are_what_their_programs_accept,
    a_misspelt_field_is_refused,
    folders_build_with_kustomize,
];

/// The `gitops/` of a case, in a folder of the test's own.
fn tree(test: &str, case: &str) -> Scratch {
    let compiled = compile_folder(&repository().join("tests/cases").join(case));
    let scratch = Scratch::new(&format!("gitops-{test}-{case}"));
    for (path, text) in &compiled.outputs {
        if let Some(below) = path.strip_prefix("demo/gitops/") {
            scratch.write(below, text);
        }
    }
    scratch
}

/// By what kubeconform checks.
fn arguments(kubernetes: &str) -> Vec<String> {
    let schemas = schemas();
    if !is_there(&schemas.join("crds/argoproj.io")) {
        ignore("schemas of Argo CD and Flux");
    }
    let schemas = schemas.to_str().unwrap();
    let location = |below: &str| format!("{schemas}/{below}.json");
    let built_in = format!("{kubernetes}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}");
    let custom = "crds/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}";
    vec![
        "-strict".into(),
        "-summary".into(),
        "-ignore-filename-pattern".into(),
        "(kustomization|values).yaml".into(),
        "-schema-location".into(),
        location(&built_in),
        "-schema-location".into(),
        location(custom),
        ".".into(),
    ]
}

fn objects_are_what_their_programs_accept() {
    let kubeconform = Tool::find("kubeconform");
    for kubernetes in ["kubernetes-v1.34", "kubernetes-v1.37"] {
        let arguments = arguments(kubernetes);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        for (case, least) in [("addons-argocd", 40), ("addons-flux", 50)] {
            let said = kubeconform.run(
                tree(&format!("accepted-{kubernetes}"), case).path(),
                &arguments,
            );
            let words: Vec<&str> = said.split_whitespace().collect();
            let valid = words.iter().position(|word| *word == "Valid:").unwrap();
            let valid: usize = words[valid + 1].trim_end_matches(',').parse().unwrap();
            assert!(valid >= least, "{case}: {said}");
        }
    }
}

fn a_misspelt_field_is_refused() {
    let kubeconform = Tool::find("kubeconform");
    let arguments = arguments("kubernetes-v1.34");
    let scratch = tree("misspelt", "addons-argocd");
    let path = "argocd/root.yaml";
    let text = std::fs::read_to_string(scratch.path().join(path)).unwrap();
    assert!(text.contains("selfHeal: true"));
    scratch.write(path, &text.replace("selfHeal: true", "selfheal: true"));
    let output = std::process::Command::new(kubeconform.program())
        .args(arguments)
        .current_dir(scratch.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        !output.status.success() && said.contains("selfheal"),
        "{said}"
    );
}

fn folders_build_with_kustomize() {
    let kubectl = Tool::find("kubectl");
    let folders = [
        ("addons-argocd", "namespaces", "kind: NetworkPolicy", 8),
        ("addons-argocd", "argocd", "kind: AppProject", 1),
        (
            "addons-argocd",
            "argocd/applications",
            "kind: Application\n",
            12,
        ),
        ("addons-flux", "namespaces", "kind: NetworkPolicy", 8),
        ("addons-flux", "flux/bootstrap", "kind: Kustomization", 3),
        ("addons-flux", "flux/sources", "kind: HelmRepository\n", 12),
        ("addons-flux", "flux/releases", "kind: HelmRelease\n", 12),
    ];
    for (case, folder, kind, least) in folders {
        let built = kubectl.run(tree("kustomize", case).path(), &["kustomize", folder]);
        let found = built.matches(kind).count();
        assert!(found >= least, "{case}, {folder}: {found} {kind}");
    }
}
