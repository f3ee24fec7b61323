//! The programs of `tests/lab/`, which other tests rely on, by their own tests.

#![cfg(test)]

use std::path::PathBuf;

use crate::harness::tests;
use crate::programs::{Tool, reference_gateway, terraform_with_providers};
use crate::support::repository;

tests![
    the_local_cloud_passes_its_tests,
    the_stand_in_for_providers_passes_its_tests,
    the_reference_gateway_passes_its_tests,
];

fn folder(name: &str) -> PathBuf {
    repository().join("tests/lab").join(name).into()
}

fn the_local_cloud_passes_its_tests() {
    let go = Tool::find("go");
    go.run(&folder("armlab"), &["vet", "./..."]);
    go.run(&folder("armlab"), &["test", "./..."]);
}

/// The modules that it links are there once it has been installed, which having the providers shows.
fn the_stand_in_for_providers_passes_its_tests() {
    terraform_with_providers();
    Tool::find("go").run(&folder("standin"), &["test", "./..."]);
}

fn the_reference_gateway_passes_its_tests() {
    reference_gateway();
    let python = Tool::find("python3");
    python.run(&folder("gateway/tests"), &["run"]);
}
