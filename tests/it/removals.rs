//! What a change destroys has to be agreed on: `platgen check --base`, in repositories of real git.

#![cfg(test)]

use serde_json::Value;

use crate::support::git::Git;
use crate::support::report::fixture;
use crate::support::{copy_inputs, scratch};

const REMOVALS: &str = "catalog/removals.yaml";

/// The fixture in a repository, committed on main, with a branch.
fn repository(name: &str) -> Git {
    let root = scratch(name);
    copy_inputs(&fixture(), &root);
    let git = Git::init(&root);
    git.commit_all("Begin");
    git.run(&["checkout", "--quiet", "-b", "change"]);
    git
}

/// Exit code, and the findings about removals: code and message.
fn checked(git: &Git, arguments: &[&str]) -> (Option<i32>, Vec<(String, String)>) {
    let all = [&["check", "--format", "json"], arguments].concat();
    let (code, text) = git.platgen(&all);
    let findings: Value =
        serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{fault}: {text}"));
    let findings = findings.as_array().unwrap().iter();
    let pair = |one: &Value| {
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        (text("code"), text("message"))
    };
    let of_removals = findings
        .map(pair)
        .filter(|(code, _)| code.ends_with("-removal"));
    (code, of_removals.collect())
}

fn against_main(git: &Git) -> (Option<i32>, Vec<(String, String)>) {
    checked(git, &["--base", "main"])
}

fn agree(git: &Git, entries: &[&str]) {
    let entry =
        |what: &&str| format!("  - {{{what}, reason: It has ended, expires: \"2027-01-31\"}}\n");
    let entries: String = entries.iter().map(entry).collect();
    git.write(REMOVALS, &format!("removals:\n{entries}"));
}

#[test]
fn a_team_goes_only_where_it_is_agreed_on() {
    let git = repository("removals-team");
    assert_eq!(against_main(&git), (Some(0), vec![]));
    git.run(&["rm", "-r", "--quiet", "teams/beta"]);
    // Without a commit to compare with, nothing is predicted.
    assert_eq!(checked(&git, &[]), (Some(0), vec![]));
    let (code, found) = against_main(&git);
    assert_eq!((code, found.len()), (Some(1), 1), "{found:?}");
    let (code, message) = &found[0];
    assert_eq!(code, "unacknowledged-removal");
    for part in [
        "in demo, prod, things of team `beta` would go, because of teams/beta/access.yaml:",
        "module.team_beta.azurerm_api_management_product.team (destroy)",
        "module.team_beta.azapi_resource.subscription (destroy)",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    // In one of two environments only.
    agree(&git, &["team: beta, environments: [demo]"]);
    let (code, found) = against_main(&git);
    assert_eq!((code, found.len()), (Some(1), 1), "{found:?}");
    assert!(found[0].1.starts_with("in prod, "), "{found:?}");
    agree(&git, &["team: beta"]);
    assert_eq!(against_main(&git), (Some(0), vec![]));
    assert_eq!(checked(&git, &["--today", "2027-01-31"]).0, Some(0));
    let (code, found) = checked(&git, &["--base", "main", "--today", "2027-02-01"]);
    assert_eq!((code, found.len()), (Some(1), 1));
    assert_eq!(found[0].0, "expired-removal");
    // Once it has gone, the entry has no business there.
    git.commit_all("Remove beta");
    let (code, found) = checked(&git, &["--base", "HEAD"]);
    assert_eq!((code, found.len()), (Some(0), 1));
    assert_eq!(found[0].0, "stale-removal");
    assert!(found[0].1.contains("there is no team `beta`"), "{found:?}");
}

#[test]
fn what_everything_stands_on_is_named_one_by_one() {
    let git = repository("removals-suffix");
    git.edit("catalog/platform.yaml", "suffix: iwjf", "suffix: abcd");
    let (code, found) = against_main(&git);
    assert_eq!(code, Some(1));
    for address in [
        "azurerm_resource_group.this",
        "module.networking.azurerm_virtual_network.this",
        "module.aks_kaito.azurerm_kubernetes_cluster.this",
        "module.ai_platform.azurerm_api_management.main",
        "module.ai_platform.azurerm_key_vault.main",
    ] {
        let named = found
            .iter()
            .any(|(_, message)| message.contains(&format!("`{address}` would go")));
        assert!(named, "{address}: {found:?}");
    }
    // What holds nothing and serves nobody is replaced in silence, and an entry may name many.
    assert!(
        !found
            .iter()
            .any(|(_, message)| message.contains("role_assignment"))
    );
    agree(&git, &["resource: \"*\""]);
    assert_eq!(against_main(&git), (Some(0), vec![]));
}

#[test]
fn a_model_that_teams_use_goes_only_where_it_is_agreed_on() {
    const ON_THE_CLUSTER: &str =
        "    - {name: phi-4-mini, tokensPerMinute: 50000, tokenQuota: none}\n";
    const ENTRY: &str =
        "estimatedTokensPerMinute: 200000\n    maxModelLen: 8192\n    enabled: true";
    let git = repository("removals-model");
    git.edit("teams/epsilon/access.yaml", ON_THE_CLUSTER, "");
    git.edit("teams/epsilon/access.yaml", "  kaito:\n", "  kaito: []\n");
    git.edit(
        "catalog/models.yaml",
        ENTRY,
        &ENTRY.replace("true", "false"),
    );
    git.edit(
        "teams/beta/access.yaml",
        "    - {name: gpt-4o, tokensPerMinute: 20000, tokenQuota: none}\n",
        "",
    );
    git.edit(
        "catalog/models.yaml",
        "version: \"2024-11-20\"\n    enabled: true",
        "version: \"2024-11-20\"\n    enabled: false",
    );
    let (code, found) = against_main(&git);
    assert_eq!(code, Some(1));
    let of = |model: &str| {
        let part = format!("model `{model}`, which teams use, would go");
        found
            .iter()
            .filter(|(_, message)| message.contains(&part))
            .count()
    };
    assert_eq!((of("phi-4-mini"), of("gpt-4o")), (1, 1), "{found:?}");
    agree(&git, &["model: phi-4-mini", "model: gpt-4o"]);
    let (_, found) = against_main(&git);
    assert!(
        !found.iter().any(|(_, message)| message.contains("model `")),
        "{found:?}"
    );
}

#[test]
fn an_entry_that_nothing_needs_is_reported_with_the_name_that_is_meant() {
    let git = repository("removals-stale");
    git.edit(
        "teams/beta/access.yaml",
        "tokensPerMinute: 60000",
        "tokensPerMinute: 61000",
    );
    agree(
        &git,
        &[
            "team: bta",
            "team: beta",
            "model: gpt-4.1",
            "resource: module.x.y",
        ],
    );
    let (code, found) = against_main(&git);
    assert_eq!((code, found.len()), (Some(0), 4), "{found:?}");
    assert!(found.iter().all(|(code, _)| code == "stale-removal"));
    for part in [
        "there is no team `bta`",
        "nothing of team `beta` goes",
        "nothing of model `gpt-4.1` goes",
        "no resource `module.x.y` goes",
    ] {
        assert!(
            found.iter().any(|(_, message)| message.contains(part)),
            "{part}"
        );
    }
    // What cannot be compared is no clean check.
    let (code, text) = git.platgen(&["check", "--base", "nowhere"]);
    assert_eq!(code, Some(2), "{text}");
}

/// Suspended, merged, removed: each call takes the next step, and none is skipped by accident.
#[test]
fn a_team_goes_in_steps() {
    let git = repository("removals-steps-team");
    let path = "teams/beta/access.yaml";
    git.edit(path, "team:", "# Ours.\nteam:");
    git.commit_all("A comment");
    git.run(&["branch", "--quiet", "--force", "main"]);
    let read = || std::fs::read_to_string(git.root.join(path)).unwrap_or_default();
    let before = read();
    let remove = ["remove", "team", "beta"];
    let (code, said) = git.platgen(&[&remove[..], &["--diff"]].concat());
    assert_eq!((code, read()), (Some(0), before.clone()), "{said}");
    assert!(said.contains("+enabled: false"), "{said}");
    assert_eq!(git.platgen(&remove).0, Some(0));
    assert_eq!(read().replace("enabled: false\n", ""), before);
    // Suspended and not merged.
    let last = [
        &remove[..],
        &["--reason", "It has ended", "--until", "2027-01-31"],
    ]
    .concat();
    let (code, said) = git.platgen(&last);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("not merged yet") && !git.root.join(REMOVALS).exists(),
        "{said}"
    );
    git.commit_all("Suspend beta");
    git.run(&["branch", "--quiet", "--force", "main"]);
    let (code, said) = git.platgen(&remove);
    assert!(
        code == Some(2) && said.contains("--reason TEXT --until DAY"),
        "{said}"
    );
    let (code, said) = git.platgen(&last);
    assert_eq!(code, Some(0), "{said}");
    assert!(!git.root.join("teams/beta").exists());
    assert_eq!(against_main(&git), (Some(0), vec![]));
    let (code, said) = git.platgen(&remove);
    assert!(
        code == Some(2) && said.contains("there is no team `beta`"),
        "{said}"
    );
}

/// Taken from everybody, merged, removed; or all at once, with the entry.
#[test]
fn a_model_goes_in_steps() {
    let git = repository("removals-steps-model");
    let listed = || {
        let (code, said) = git.platgen(&["report", "--format", "json"]);
        assert_eq!(code, Some(0), "{said}");
        said.contains("gpt-4.1-mini")
    };
    assert!(listed());
    let remove = ["remove", "model", "gpt-4.1-mini"];
    let (code, said) = git.platgen(&remove);
    assert_eq!(code, Some(0), "{said}");
    assert!(listed() && said.contains("nobody reaches it"), "{said}");
    let (code, said) = git.platgen(&remove);
    assert!(code == Some(2) && said.contains("not merged yet"), "{said}");
    git.commit_all("Take it away");
    git.run(&["branch", "--quiet", "--force", "main"]);
    let (code, said) = git.platgen(&remove);
    assert_eq!(code, Some(0), "{said}");
    assert!(!listed() && !git.root.join(REMOVALS).exists());
    assert_eq!(against_main(&git), (Some(0), vec![]));
    git.run(&["checkout", "--quiet", "--force", "HEAD~1"]);
    git.run(&["branch", "--quiet", "--force", "main"]);
    let now = [
        &remove[..],
        &["--now", "--reason", "Too dear", "--until", "2027-01-31"],
    ]
    .concat();
    let (code, said) = git.platgen(&now);
    assert_eq!(code, Some(0), "{said}");
    assert!(!listed() && git.root.join(REMOVALS).exists());
    assert_eq!(against_main(&git), (Some(0), vec![]));
}
