//! Tests of resolution, on a repository in memory.

mod models;
mod platform;
mod teams;

use std::path::Path;

use crate::inputs::read;
use crate::testing::{MODELS_PATH, PLATFORM_PATH, Repository, TEAM_PATH, compile};

#[test]
fn the_fixture_has_no_fault() {
    let compiled = Repository::new().compile();
    let platform = compiled.clean().platform("demo");
    assert_eq!(platform.base.as_str(), "hai-iwjf");
    assert_eq!(platform.kaito_models.len(), 2);
    assert_eq!(platform.foundry_models.len(), 2);
    assert_eq!(compiled.team("beta").grants.len(), 2);
}

#[test]
fn independent_faults_are_reported_together() {
    let compiled = Repository::new()
        .edit(
            "catalog/platform.yaml",
            "aks-api: 10.10.1.0/24",
            "aks-api: 10.10.0.128/25",
        )
        .edit(
            "catalog/models.yaml",
            "preset: mistral-7b-instruct",
            "preset: mistral-8b",
        )
        .edit("teams/beta/access.yaml", "name: gpt-4.1,", "name: gpt-41,")
        .compile();
    compiled.reports(&[
        "error[unknown-preset] catalog/models.yaml:4:13",
        "error[overlapping-ranges] catalog/platform.yaml:6:14 catalog/platform.yaml:5:10: the subnets `aks`",
        "error[unknown-reference] teams/beta/access.yaml:4:14: there is no model `gpt-41`",
    ]);
    assert!(compiled.fails());
}

#[test]
fn the_repositorys_own_platform_has_no_fault() {
    let (sources, findings) = read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert!(findings.sorted().is_empty());
    let compiled = compile(sources);
    let (demo, prod) = (compiled.clean().platform("demo"), compiled.platform("prod"));
    assert_eq!(
        (demo.base.as_str(), prod.base.as_str()),
        ("hai-iwjf", "hai-prod")
    );
    assert_eq!(
        (demo.kaito_models.len(), demo.enabled_kaito().count()),
        (6, 2)
    );
    assert_eq!(
        (demo.foundry_models.len(), prod.enabled_kaito().count()),
        (8, 3)
    );
    assert_eq!((demo.teams.len(), prod.teams.len()), (7, 8));
}

/// Every value of the fixture, each in turn, replaced by what nobody would write: findings at most, never a panic.
#[test]
fn hostile_values_are_findings() {
    let hostile = [
        "null",
        "''",
        "-1",
        "0",
        "18446744073709551615",
        "1.5",
        "[]",
        "{}",
        "[[]]",
        "{a: {b: c}}",
        "true",
        "'../x'",
        "'${x}'",
        "0.0.0.0/0",
        "255.255.255.255",
        "255.255.255.255/32",
        "0.0.0.0",
        "a",
        "'A B'",
        "none",
        "'\\u0000'",
    ];
    for path in [PLATFORM_PATH, MODELS_PATH, TEAM_PATH] {
        let text = Repository::new().text(path).to_owned();
        let values: Vec<usize> = text.match_indices(": ").map(|(at, _)| at + 2).collect();
        for start in values {
            let rest = &text[start..];
            let end = rest.find([',', '}', '\n', ']']).unwrap_or(rest.len());
            for value in hostile {
                let changed = format!("{}{value}{}", &text[..start], &rest[end..]);
                let compiled = Repository::new().with(path, &changed).compile();
                let placed = compiled
                    .findings
                    .iter()
                    .all(|finding| !finding.labels.is_empty());
                assert!(
                    placed,
                    "{path}: {value} at {start}: {:#?}",
                    compiled.reported()
                );
            }
        }
    }
}
