//! Terraform judges the roots: format, `init`, `validate`, and the tests under `tests/terraform` on mocked providers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use platgen::document::Document;
use platgen::model::GpuNodes;
use platgen::print::print;

use crate::demo;
use crate::tools::{Lab, Scratch, Tool, skip};

const ROOTS: [&str; 4] = ["10-platform", "20-models", "30-tenants", "40-keys"];

/// What another target makes and roots read with `file()`, where this platform has none.
const POLICY: &str = "<policies />\n";

/// A platform's files in a folder, the way they lie under `generated/`, with policies wherever a root reads one.
fn written(name: &str, nodes: GpuNodes) -> (Scratch, PathBuf) {
    let scratch = Scratch::new(name);
    let platform = demo::platform(nodes);
    let files = demo::files(&platform);
    let teams = platform
        .teams
        .iter()
        .map(|team| format!("products/{}", team.name.value));
    let operations =
        ["chat-completions", "completions", "responses"].map(|id| format!("operations/{id}"));
    for policy in teams.chain(operations).chain(["api".to_owned()]) {
        let path = format!("demo/policies/{policy}.xml");
        if !files.contains_key(&path) {
            scratch.write(&path, POLICY);
        }
    }
    for (path, text) in &files {
        scratch.write(path, text);
    }
    let terraform = scratch.path().join("demo/terraform");
    (scratch, terraform)
}

fn all_modes() -> [(&'static str, GpuNodes); 3] {
    [
        ("addon", GpuNodes::Addon),
        ("karpenter", GpuNodes::Karpenter),
        ("own-pools", GpuNodes::OwnPools),
    ]
}

#[test]
fn every_file_is_formatted() {
    let Some(terraform) = Tool::find("terraform") else {
        return;
    };
    for (mode, nodes) in all_modes() {
        let (_scratch, folder) = written(&format!("terraform-fmt-{mode}"), nodes);
        terraform.run(&folder, &["fmt", "-check", "-diff", "-recursive"]);
    }
}

#[test]
fn every_root_is_valid_in_every_mode() {
    let Some(terraform) = with_providers() else {
        return;
    };
    for (mode, nodes) in all_modes() {
        let (_scratch, folder) = written(&format!("terraform-validate-{mode}"), nodes);
        for root in ROOTS {
            init(&terraform, &folder.join(root));
            terraform.run(&folder.join(root), &["validate"]);
        }
    }
}

fn init(terraform: &Tool, root: &Path) {
    terraform.run(root, &["init", "-backend=false"]);
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

/// `terraform test` with every test file of a root.
fn judge(root: &str) {
    let Some(terraform) = with_providers() else {
        return;
    };
    let (scratch, folder) = written(&format!("terraform-test-{root}"), GpuNodes::Addon);
    let tests = test_files(root);
    assert!(!tests.is_empty(), "no tests for {root}");
    for (name, text) in tests {
        scratch.write(&format!("demo/terraform/{root}/tests/{name}"), &text);
    }
    init(&terraform, &folder.join(root));
    terraform.run(&folder.join(root), &["test"]);
}

#[expect(clippy::disallowed_methods, reason = "tests read test files")]
fn test_files(root: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/terraform");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(root))
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| {
            (
                name.clone(),
                std::fs::read_to_string(folder.join(name)).unwrap(),
            )
        })
        .collect()
}

/// Terraform with the lab's providers, unpacked once.
fn with_providers() -> Option<Tool> {
    static PROVIDERS: OnceLock<Option<Lab>> = OnceLock::new();
    let terraform = Tool::find("terraform")?;
    let Some(lab) = PROVIDERS.get_or_init(Lab::unpacked) else {
        skip("the lab with Terraform's providers (PLATGEN_LAB)");
        return None;
    };
    Some(lab.providers_for(terraform))
}

#[test]
fn every_value_of_an_input_is_traced() {
    let platform = demo::platform(GpuNodes::Addon);
    let terraform = platgen::target::ALL
        .iter()
        .find(|target| target.name() == "terraform")
        .unwrap();
    let mut traced = BTreeMap::new();
    for file in terraform.plan(&platform) {
        if let Document::Hcl(_) = (file.produce)() {
            let printed = print(&(file.produce)());
            let lines: Vec<&str> = printed.text.lines().collect();
            for (line, origin) in &printed.trace {
                assert_eq!(*origin, demo::ORIGIN);
                traced.insert(
                    lines[*line as usize - 1].trim().to_owned(),
                    file.path.to_string(),
                );
            }
        }
    }
    let lines = [
        r#"name     = "rg-hai-iwjf""#,
        r#"address_prefix = "10.10.7.0/27""#,
        r#"destinations = ["10.10.7.4", "10.10.7.5"]"#,
        r#"display_name = "AI Access - Team beta""#,
        r#"project_id = "${local.foundry_accounts}/foundry-beta-hai-iwjf/projects/beta""#,
        r#"sku_name        = "StandardV2_1""#,
    ];
    for line in lines {
        assert!(traced.contains_key(line), "{line}");
    }
}

#[test]
fn every_fixed_file_is_emitted() {
    let files = demo::files(&demo::platform(GpuNodes::Addon));
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut folders = vec![templates.join("terraform"), templates.join("helm")];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let below = path
                .strip_prefix(&templates)
                .unwrap()
                .to_str()
                .unwrap()
                .replace("roots/", "");
            assert!(
                files.contains_key(&format!("demo/{below}")),
                "{below} is embedded nowhere"
            );
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests compare the table of fixed files with the folder"
)]
fn entries(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect()
}
