//! What a plan of Terraform would change, read from its JSON.

#![cfg(test)]

use std::collections::BTreeMap;

use serde_json::Value;

use super::session::Session;

/// Where a root's plan is kept: with what `init` has put there.
const KEPT: &str = ".terraform/kept.tfplan";

/// Changes of resources by address: `update`, `delete`, `delete,create`.
pub(super) type Changes = BTreeMap<String, String>;

/// Plans a root and keeps the plan; gives its changes, after Terraform's exit code has said the same.
pub(super) fn plan(session: &Session, root: &str) -> Changes {
    let out = format!("-out={KEPT}");
    let done = session.terraform(
        root,
        &["plan", "-detailed-exitcode", "-parallelism=30", &out],
    );
    assert!(
        matches!(done.code, Some(0 | 2)),
        "plan of {root}:\n{}",
        done.said
    );
    let shown = session
        .terraform(root, &["show", "-json", KEPT])
        .expect("show");
    let plan: Value = serde_json::from_str(&shown).unwrap();
    let changes = resources(&plan);
    assert_eq!(
        done.code == Some(0),
        changes.is_empty() && outputs(&plan) == 0,
        "exit code and plan of {root} disagree: {changes:?}"
    );
    changes
}

/// Applies what [`plan`] has kept.
pub(super) fn apply(session: &Session, root: &str) {
    session
        .terraform(root, &["apply", "-parallelism=30", KEPT])
        .expect(root);
}

/// Fails unless nothing is left to do in a root.
#[track_caller]
pub(super) fn assert_settled(session: &Session, root: &str) {
    let arguments = ["plan", "-detailed-exitcode", "-parallelism=30"];
    let done = session.terraform(root, &arguments);
    assert_eq!(
        done.code,
        Some(0),
        "the second plan of {root} is not empty:\n{}",
        done.said
    );
}

fn resources(plan: &Value) -> Changes {
    let actions = |change: &Value| {
        let actions = change["change"]["actions"].as_array().unwrap().iter();
        let actions: Vec<&str> = actions.map(|action| action.as_str().unwrap()).collect();
        actions.join(",")
    };
    let all = plan["resource_changes"].as_array().into_iter().flatten();
    all.map(|change| {
        let address = change["address"].as_str().unwrap().to_owned();
        (address, actions(change))
    })
    .filter(|(_, actions)| actions != "no-op")
    .collect()
}

fn outputs(plan: &Value) -> usize {
    let all = plan["output_changes"].as_object().into_iter().flatten();
    all.filter(|(_, change)| change["actions"] != serde_json::json!(["no-op"]))
        .count()
}
