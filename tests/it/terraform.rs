//! What Terraform files hold, by looking at them. Terraform itself looks at them in `tests/tools/terraform.rs`.

use std::collections::BTreeMap;

use platgen::core::print::print;
use platgen::gateway::Operation;

use crate::support::hcl::{Module, member, members, string};
use crate::support::variant::Variant;
use crate::support::{files, repository};

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
            r#"model_version = "2026-07-09""#,
            r#""2026-07-09""#,
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
    // What belongs to applications is there only where one is.
    let with_app = crate::explain::rich::variant().outputs();
    let existing = Variant::existing_network().outputs();
    for folder in ["terraform", "helm"] {
        for (path, _) in files(&repository().join("templates").join(folder)) {
            let below = path.as_str().trim_start_matches("roots/");
            let (outputs, path) = match below.strip_prefix("app/") {
                Some(in_chart) => (&with_app, format!("lab/{folder}/chat/{in_chart}")),
                None if below.starts_with("modules/app/") => {
                    (&with_app, format!("lab/{folder}/{below}"))
                }
                None if below.starts_with("modules/existing-network/") => {
                    (&existing, format!("demo/{folder}/{below}"))
                }
                None => (&outputs, format!("demo/{folder}/{below}")),
            };
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
        let said = (operation.method().to_owned(), operation.url_template());
        (operation.id().to_owned(), said)
    });
    assert_eq!(described, known.into());
}

/// Without its subnet a Bastion host cannot be planned; that there is none is a note (`no-bastion`).
#[test]
fn a_bastion_stands_where_it_has_its_subnet() {
    let file = |variant: Variant| {
        let outputs = variant.compiled().outputs;
        outputs["demo/terraform/10-platform/networking.tf"].clone()
    };
    let line = "    AzureBastionSubnet: 10.10.4.0/24\n";
    assert!(file(Variant::repository()).contains("bastion = {"));
    let without = file(Variant::repository().with("catalog/platform.yaml", line, ""));
    assert!(!without.contains("bastion"), "{without}");
}
