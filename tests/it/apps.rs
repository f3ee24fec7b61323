//! Applications: the example as its users get it, and the table of what applications get.

#![cfg(test)]

use std::collections::BTreeSet;

use crate::faults::table::{is_test, named};
use crate::support::{compile_folder, platgen, repository, scratch, texts};

#[test]
fn the_example_builds_as_the_readme_says() {
    let root = scratch("init-example");
    let output = platgen(&root, &["init", "--example", "chat", "."]);
    let (stdout, stderr) = texts(&output);
    assert_eq!(output.status.code(), Some(0), "{stdout}{stderr}");
    let output = platgen(&root, &["build"]);
    let (stdout, stderr) = texts(&output);
    assert_eq!(output.status.code(), Some(0), "{stdout}{stderr}");
    assert_eq!(
        platgen(&root, &["schema", "--check"]).status.code(),
        Some(0)
    );
    for environment in ["dev", "sit", "uat", "prod"] {
        assert!(
            root.join(format!("generated/{environment}/helm/chat/values.yaml"))
                .exists()
        );
    }
    let output = platgen(&root, &["init", "--example", "chat", "--name", "hai", "."]);
    assert_eq!(
        output.status.code(),
        Some(2),
        "options that an example does not take"
    );
}

#[test]
fn an_overlay_changes_one_environment() {
    let compiled = compile_folder(&repository().join("templates/examples/chat"));
    assert_eq!(compiled.findings, "", "the example has no findings");
    let values =
        |environment: &str| &compiled.outputs[&format!("{environment}/helm/chat/values.yaml")];
    assert!(values("sit").contains("image: \"contosochat.azurecr.io/chat/backend:1.4.0"));
    assert!(values("prod").contains("image: \"contosochat.azurecr.io/chat/backend@sha256:e3b0c4"));
    assert!(values("dev").contains("fixed: 1") && !values("dev").contains("min:"));
    assert!(values("prod").contains("min: 3") && values("sit").contains("min: 2"));
    assert!(values("prod").contains("host: chat.contoso.com"));
    assert!(values("uat").contains("keyVault: kv-chat-uat"));
}

#[test]
fn the_table_names_tests_and_templates_that_exist() {
    let text = std::fs::read_to_string(repository().join("tests/APPS.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| A"));
    let (mut count, mut templates) = (0, BTreeSet::new());
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [id, what, of, shown] = cells[..] else {
            panic!("four cells are wanted: {row}");
        };
        count += 1;
        assert_eq!(id, format!("A{count}"));
        assert!(what.len() > 20, "{id} says too little");
        templates.extend(named(of));
        let tests = named(shown);
        assert!(!tests.is_empty(), "{id} names no test");
        for test in tests {
            let (path, name) = test.split_once("::").unwrap();
            let file = std::fs::read_to_string(repository().join(path)).unwrap();
            assert!(is_test(&file, name), "{id}: {test}");
        }
    }
    let folder = repository().join("templates/helm/app/templates");
    let there: BTreeSet<String> = folder
        .read_dir_utf8()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_owned())
        .collect();
    assert_eq!(templates, there);
}
