//! Terraform validates the roots: format, `init`, `validate`, and the tests under `tests/terraform` on mocked providers.

#![cfg(test)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::harness::tests;
use crate::programs::{Tool, terraform_with_providers};
use crate::support::variant::Variant;
use crate::support::{Scratch, files, repository};

tests![
    every_file_is_formatted,
    every_root_is_valid_with_every_choice,
    platform_root_does_what_its_tests_say,
    models_root_does_what_its_tests_say,
    tenants_root_does_what_its_tests_say,
    keys_root_does_what_its_tests_say,
];

const ROOTS: [&str; 4] = ["10-platform", "20-models", "30-tenants", "40-keys"];

/// Every choice that changes what the roots hold.
fn variants() -> [(&'static str, Variant); 5] {
    let public = "\naks:\n  apiServerAuthorizedIpRanges: [198.51.100.0/24]\n";
    let elsewhere = Variant::repository()
        .with("catalog/platform.yaml", "\naks:\n", public)
        .with(
            "catalog/platform.yaml",
            "monitoring:\n",
            "monitoring:\n  grafana: false\n",
        )
        .with(
            "catalog/platform.yaml",
            "location: swedencentral",
            "location: westcentralus",
        );
    [
        ("repository", Variant::repository()),
        ("karpenter", Variant::karpenter()),
        ("own-pools", Variant::own_pools()),
        ("elsewhere", elsewhere),
        ("existing-network", Variant::existing_network()),
    ]
}

/// The files as they lie under `generated/`.
fn written(name: &str, outputs: &BTreeMap<String, String>) -> Scratch {
    let scratch = Scratch::new(name);
    for (path, text) in outputs {
        scratch.write(path, text);
    }
    scratch
}

/// The roots of an environment.
fn roots(scratch: &Scratch, environment: &str) -> [PathBuf; 4] {
    ROOTS.map(|root| {
        scratch
            .path()
            .join(environment)
            .join("terraform")
            .join(root)
    })
}

fn every_file_is_formatted() {
    let terraform = Tool::find("terraform");
    for (name, variant) in variants() {
        let scratch = written(&format!("terraform-fmt-{name}"), &variant.outputs());
        terraform.run(scratch.path(), &["fmt", "-check", "-diff", "-recursive"]);
    }
}

fn every_root_is_valid_with_every_choice() {
    let terraform = terraform_with_providers();
    for (name, variant) in variants() {
        let scratch = written(&format!("terraform-validate-{name}"), &variant.outputs());
        for root in roots(&scratch, "demo") {
            terraform.run(&root, &["init", "-backend=false"]);
            terraform.run(&root, &["validate"]);
        }
    }
    let scratch = written("terraform-validate-prod", &Variant::repository().outputs());
    for root in roots(&scratch, "prod") {
        terraform.run(&root, &["init", "-backend=false"]);
        terraform.run(&root, &["validate"]);
    }
}

fn platform_root_does_what_its_tests_say() {
    validate("10-platform");
}

fn models_root_does_what_its_tests_say() {
    validate("20-models");
}

fn tenants_root_does_what_its_tests_say() {
    validate("30-tenants");
}

fn keys_root_does_what_its_tests_say() {
    validate("40-keys");
}

/// What the tests, which know the demo, have to say of `prod`.
const OF_PROD: &[(&str, &str)] = &[
    ("hai-iwjf", "hai-prod"),
    (
        r#"tags["environment"] == "demo""#,
        r#"tags["environment"] == "prod""#,
    ),
    (
        r#""jump", "models", "onprem", "private"#,
        r#""jump", "models", "private"#,
    ),
    (
        r#""mistral-7b-instruct.kaito.internal" = "10.10.7.4""#,
        r#""mistral-7b-instruct.kaito.internal" = "10.20.7.4""#,
    ),
    (
        r#""phi-4-mini.kaito.internal"          = "10.10.7.5""#,
        r#""phi-4-mini.kaito.internal" = "10.20.7.5", "phi-4.kaito.internal" = "10.20.7.6""#,
    ),
];

/// `terraform test` with the test files of a root, in every environment.
fn validate(root: &str) {
    let terraform = terraform_with_providers();
    let scratch = written(
        &format!("terraform-test-{root}"),
        &Variant::repository().outputs(),
    );
    let tests: Vec<(String, String)> = files(&repository().join("tests/terraform"))
        .into_iter()
        .map(|(path, text)| (path.to_string(), text))
        .filter(|(name, _)| name.starts_with(root))
        .collect();
    assert!(!tests.is_empty(), "no tests for {root}");
    for (name, text) in &tests {
        scratch.write(&format!("demo/terraform/{root}/tests/{name}"), text);
        // A file that calls modules only says nothing about an environment.
        if text.matches("\nrun ").count() > text.matches("\n  module {").count() {
            let text = OF_PROD
                .iter()
                .fold(text.clone(), |text, (demo, prod)| text.replace(demo, prod));
            scratch.write(&format!("prod/terraform/{root}/tests/{name}"), &text);
        }
    }
    for environment in ["demo", "prod"] {
        let folder = scratch
            .path()
            .join(environment)
            .join("terraform")
            .join(root);
        terraform.run(&folder, &["init", "-backend=false"]);
        terraform.run(&folder, &["test"]);
    }
}
