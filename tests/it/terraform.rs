//! Terraform judges the roots: format, `init`, `validate`, and the tests under `tests/terraform` on mocked providers.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use platgen::core::print::print;
use platgen::gateway::Operation;

use crate::support::hcl::{Module, member, members, string};
use crate::support::tools::{Lab, Scratch, Tool, in_lab};
use crate::support::variant::Variant;
use crate::support::{files, repository};

const ROOTS: [&str; 4] = ["10-platform", "20-models", "30-tenants", "40-keys"];

/// Every choice that changes what the roots hold.
fn variants() -> [(&'static str, Variant); 4] {
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

#[test]
fn every_file_is_formatted() {
    let Some(terraform) = Tool::find("terraform") else {
        return;
    };
    for (name, variant) in variants() {
        let scratch = written(&format!("terraform-fmt-{name}"), &variant.outputs());
        terraform.run(scratch.path(), &["fmt", "-check", "-diff", "-recursive"]);
    }
}

#[test]
fn every_root_is_valid_with_every_choice() {
    let Some(terraform) = with_providers() else {
        return;
    };
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

#[test]
fn platform_root_does_what_its_tests_say() {
    judge("10-platform");
}

#[test]
fn models_root_does_what_its_tests_say() {
    judge("20-models");
}

#[test]
fn tenants_root_does_what_its_tests_say() {
    judge("30-tenants");
}

#[test]
fn keys_root_does_what_its_tests_say() {
    judge("40-keys");
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
fn judge(root: &str) {
    let Some(terraform) = with_providers() else {
        return;
    };
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

/// Terraform with the lab's providers, unpacked once.
fn with_providers() -> Option<Tool> {
    static PROVIDERS: OnceLock<Lab> = OnceLock::new();
    let terraform = Tool::find("terraform")?;
    let install = in_lab("Terraform's providers", "bin/install.sh")?;
    let lab = PROVIDERS.get_or_init(|| Lab::unpacked(&install));
    Some(lab.providers_for(terraform))
}

#[test]
fn lines_know_where_their_values_were_written() {
    let (sources, platforms) = Variant::repository().platforms();
    let mut traced = BTreeMap::new();
    let planned = platforms.iter().flat_map(|platform| {
        platgen::target::ALL
            .iter()
            .flat_map(|target| target.plan(platform))
    });
    for file in planned {
        let printed = print(&(file.produce)());
        let lines: Vec<&str> = printed.text.lines().collect();
        for (line, span) in printed
            .trace
            .iter()
            .filter_map(|(line, origin)| Some((*line, origin.span()?)))
        {
            let input = sources.file(span.file).unwrap();
            let said = &input.text()[span.start as usize..span.end as usize];
            let shown = lines[line as usize - 1]
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            traced
                .entry(shown)
                .or_insert_with(Vec::new)
                .push((said.to_owned(), input.path().to_string()));
        }
    }
    let cases = [
        (
            r#"address_prefix = "10.10.7.0/27""#,
            "10.10.7.0/27",
            "catalog/platform.yaml",
        ),
        (
            r#"address_prefix = "10.20.7.0/27""#,
            "10.20.7.0/27",
            "catalog/environments/prod.yaml",
        ),
        (
            r#"destinations = ["10.10.7.4", "10.10.7.5"]"#,
            "10.10.7.5",
            "catalog/models.yaml",
        ),
        (
            r#"display_name = "AI Access - Team Alpha""#,
            "AI Access - Team Alpha",
            "teams/alpha/access.yaml",
        ),
        (
            r#"model_version = "2025-04-14""#,
            r#""2025-04-14""#,
            "catalog/models.yaml",
        ),
        (
            r#"sku_name = "StandardV2_2""#,
            "2",
            "catalog/environments/prod.yaml",
        ),
        (
            "- name: mistral-7b-instruct",
            "mistral-7b-instruct",
            "catalog/models.yaml",
        ),
    ];
    for (shown, said, path) in cases {
        let found = traced
            .get(shown)
            .unwrap_or_else(|| panic!("{shown} is traced to nothing"));
        assert!(
            found.contains(&(said.to_owned(), path.to_owned())),
            "{shown}: {found:?}"
        );
    }
}

#[test]
fn free_text_is_no_code() {
    let hostile = r#"displayName: "Daten & \"KI\" ${path.root} %{ if true } \\ # {{ .Values }}""#;
    let path = "teams/alpha/access.yaml";
    let outputs = Variant::repository().with(path, "displayName: AI Access - Team Alpha", hostile);
    let (sources, _) = outputs.clone().platforms();
    assert!(
        sources
            .iter()
            .any(|(_, file)| file.text().contains("${path.root}"))
    );
    let outputs = outputs.outputs();
    let printed = &outputs["demo/terraform/30-tenants/team-alpha.tf"];
    let read: hcl::Body = hcl::parse(printed).unwrap();
    assert_eq!(read.blocks().count(), 1);
    assert!(
        printed.contains(r#""Daten & \"KI\" $${path.root} %%{ if true } \\ # {{ .Values }}""#),
        "{printed}"
    );
}

#[test]
fn every_fixed_file_is_emitted_and_every_file_that_is_read_exists() {
    let outputs = Variant::repository().outputs();
    for folder in ["terraform", "helm"] {
        for (path, _) in files(&repository().join("templates").join(folder)) {
            let path = format!(
                "demo/{folder}/{}",
                path.as_str().trim_start_matches("roots/")
            );
            assert!(outputs.contains_key(&path), "{path} is embedded nowhere");
        }
    }
    for (path, text) in outputs
        .iter()
        .filter(|(path, _)| path.contains("/terraform/"))
    {
        let environment = path.split('/').next().unwrap();
        for read in text
            .split("${path.root}/../../")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            let file = format!("{environment}/{read}");
            assert!(
                outputs.keys().any(|other| other.starts_with(&file)),
                "{path} reads {file}"
            );
        }
    }
}

/// The module writes the operations down, and the policies decide by their ids: the two lists are one.
#[test]
fn the_api_has_the_operations_that_the_policies_know() {
    let outputs = Variant::repository().outputs();
    let module = Module::of(&outputs, "demo/terraform/modules/ai-platform");
    let described: BTreeMap<String, (String, String)> = members(module.local("operations"))
        .into_iter()
        .map(|(id, operation)| {
            let said = |key| string(member(operation, &[key])).to_owned();
            (id, (said("method"), said("url_template")))
        })
        .collect();
    let known = Operation::ALL.map(|operation| {
        let said = (
            operation.method().to_owned(),
            operation.url_template().to_owned(),
        );
        (operation.id().to_owned(), said)
    });
    assert_eq!(described, known.into());
}
