//! `platgen new model` and `new subnet`: what is added fits, in every environment, and the rest of the files stays as it was.

#![cfg(test)]

use camino::{Utf8Path, Utf8PathBuf};

use crate::support::{copy_inputs, platgen, repository, scratch, texts};

fn demo(name: &str) -> Utf8PathBuf {
    let root = scratch(name);
    copy_inputs(&repository(), &root);
    root
}

fn read(root: &Utf8Path, path: &str) -> String {
    std::fs::read_to_string(root.join(path)).unwrap()
}

/// The lines that a file has got; it lost none.
fn added(before: &str, after: &str) -> Vec<String> {
    let mut old = before.lines().peekable();
    let mut new = Vec::new();
    for line in after.lines() {
        if old.peek() == Some(&line) {
            old.next();
        } else {
            new.push(line.trim().to_owned());
        }
    }
    assert_eq!(old.next(), None, "a line is gone");
    new
}

/// Runs it, and what the files of the catalog have got.
fn done(root: &Utf8Path, arguments: &[&str], paths: &[&str]) -> Vec<Vec<String>> {
    let before: Vec<String> = paths.iter().map(|path| read(root, path)).collect();
    let output = platgen(root, arguments);
    assert_eq!(output.status.code(), Some(0), "{}", texts(&output).1);
    let pairs = before.iter().zip(paths);
    pairs
        .map(|(before, path)| added(before, &read(root, path)))
        .collect()
}

#[test]
fn a_foundry_model_gets_the_version_that_is_served_longest() {
    let root = demo("new-foundry-model");
    let arguments = ["new", "model", "gpt-4.1-nano", "--capacity", "10"];
    let found = done(&root, &arguments, &["catalog/models.yaml"]);
    let wanted = [
        "- name: gpt-4.1-nano",
        "modelName: gpt-4.1-nano",
        "version: \"2025-04-14\"",
        "skuName: GlobalStandard",
        "capacity: 10",
        "enabled: true",
    ];
    assert_eq!(found, [wanted.map(str::to_owned)]);
    assert_eq!(platgen(&root, &["check"]).status.code(), Some(0));
}

#[test]
fn a_model_on_the_cluster_gets_a_size_and_an_address_in_every_network() {
    let root = demo("new-kaito-model");
    let (models, prod) = ("catalog/models.yaml", "catalog/environments/prod.yaml");
    let arguments = [
        "new",
        "model",
        "small",
        "--preset",
        "phi-4-mini-instruct",
        "--tokens-per-minute",
        "50000",
    ];
    let found = done(&root, &arguments, &[models, prod]);
    assert!(
        found[0].contains(&"instanceType: Standard_NV36ads_A10_v5".to_owned()),
        "{found:?}"
    );
    assert!(
        found[0]
            .iter()
            .any(|line| line.starts_with("staticIP: 10.10.7.")),
        "{found:?}"
    );
    assert!(
        found[1]
            .iter()
            .any(|line| line.contains("staticIP: 10.20.7.")),
        "{found:?}"
    );
    let output = platgen(&root, &["check"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        texts(&output).0,
        texts(&output).1
    );
}

#[test]
fn a_subnet_gets_a_free_range_in_every_network() {
    let root = demo("new-subnet");
    let (platform, prod) = ("catalog/platform.yaml", "catalog/environments/prod.yaml");
    let arguments = ["new", "subnet", "runners", "--prefix", "26"];
    let found = done(&root, &arguments, &[platform, prod]);
    assert_eq!(
        found,
        [["runners: 10.10.7.64/26"], ["runners: 10.20.2.64/26"]]
    );
    assert_eq!(platgen(&root, &["check"]).status.code(), Some(0));
}

#[test]
fn an_environment_gets_a_network_of_its_own() {
    for (name, inputs, networks) in [
        (
            "new-environment",
            "tests/cases/one-team",
            ["10.10.0.0/16", "10.11.0.0/16"],
        ),
        (
            "new-third-environment",
            "",
            ["10.20.0.0/16", "10.11.0.0/16"],
        ),
    ] {
        let root = scratch(name);
        copy_inputs(&repository().join(inputs), &root);
        let output = platgen(&root, &["new", "environment", "staging"]);
        assert_eq!(output.status.code(), Some(0), "{}", texts(&output).1);
        let output = platgen(&root, &["build"]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}{}",
            texts(&output).0,
            texts(&output).1
        );
        let printed: String = crate::support::files(&root.join("generated"))
            .into_iter()
            .filter(|(path, _)| path.as_str().ends_with("10-platform/networking.tf"))
            .map(|(_, text)| text)
            .collect();
        for network in networks {
            assert!(printed.contains(network), "{network} in\n{printed}");
        }
        assert!(root.join("generated/staging").is_dir() && root.join("generated/demo").is_dir());
    }
}

#[test]
fn what_cannot_be_added_is_refused_and_nothing_is_written() {
    let root = demo("new-refused");
    let before = read(&root, "catalog/models.yaml");
    for (arguments, words) in [
        (
            vec!["new", "model", "gpt-5.6-luna", "--capacity", "1"],
            "already",
        ),
        (
            vec!["new", "model", "gpt-55", "--capacity", "1"],
            "`--model-name gpt-5.5`",
        ),
        (
            vec![
                "new",
                "model",
                "x",
                "--preset",
                "phi-44",
                "--tokens-per-minute",
                "1",
            ],
            "did you mean `phi-4`?",
        ),
        (vec!["new", "model", "x"], "--capacity"),
        (vec!["new", "environment", "prod"], "already"),
        (
            vec![
                "new",
                "environment",
                "staging",
                "--vnet-cidr",
                "10.99.0.0/20",
            ],
            "is smaller than the network",
        ),
        (vec!["new", "subnet", "aks"], "already"),
        (
            vec!["new", "subnet", "big", "--prefix", "16"],
            "is free in the virtual network",
        ),
    ] {
        let output = platgen(&root, &arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            texts(&output).1.contains(words),
            "{arguments:?}: {}",
            texts(&output).1
        );
    }
    assert_eq!(read(&root, "catalog/models.yaml"), before);
}
