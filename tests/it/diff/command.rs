//! The commands, in repositories of real git.

use serde_json::Value;

use crate::support::git::Git;
use crate::support::report::fixture;
use crate::support::{copy_inputs, scratch};

const BETA: &str = "teams/beta/access.yaml";

/// The fixture in a repository, committed on main, with a branch.
fn repository(name: &str) -> Git {
    let root = scratch(name);
    copy_inputs(&fixture(), &root);
    let git = Git::init(&root);
    git.commit_all("Begin");
    git.run(&["checkout", "--quiet", "-b", "change"]);
    git
}

fn changes(git: &Git) -> Vec<Value> {
    let (code, text) = git.platgen(&["diff", "--format", "json"]);
    assert_eq!(code, Some(0), "{text}");
    let value: Value = serde_json::from_str(&text).unwrap();
    value["changes"].as_array().unwrap().clone()
}

/// Topic, team, model, property and kind of each change.
fn reported(changes: &[Value]) -> Vec<[&str; 5]> {
    let keys = ["topic", "team", "model", "property", "kind"];
    changes
        .iter()
        .map(|change| keys.map(|key| change.get(key).and_then(Value::as_str).unwrap_or("")))
        .collect()
}

#[test]
fn nothing_changes() {
    let git = repository("diff-nothing");
    assert_eq!(changes(&git), Vec::<Value>::new());
    let (code, text) = git.platgen(&["diff", "--fail-on", "any"]);
    assert_eq!(code, Some(0));
    assert!(text.contains("Nothing changes."), "{text}");
    assert_eq!(git.platgen(&["affected"]), (Some(0), String::new()));
}

#[test]
fn changes_of_limits_grants_and_states_are_reported_once_for_all_environments() {
    let git = repository("diff-some");
    git.edit(
        BETA,
        "name: gpt-4.1, tokensPerMinute: 60000",
        "name: gpt-4.1, tokensPerMinute: 70000",
    );
    git.edit(
        BETA,
        "    - {name: gpt-4o, tokensPerMinute: 20000, tokenQuota: none}\n",
        "",
    );
    git.edit("teams/gamma/access.yaml", "enabled: false\n", "");
    let all = changes(&git);
    let wanted = [
        ["grant", "beta", "gpt-4o", "", "removed"],
        ["team", "gamma", "", "enabled", "changed"],
        ["grant", "beta", "gpt-4.1", "tokensPerMinute", "changed"],
    ];
    assert_eq!(reported(&all), wanted);
    assert_eq!(all[2]["environments"], serde_json::json!(["demo", "prod"]));
    assert_eq!(all[2]["at"]["path"], BETA);
    assert_eq!(
        (&all[2]["before"], &all[2]["after"]),
        (&"60,000".into(), &"70,000".into())
    );
    for kind in ["access", "any"] {
        assert_eq!(
            git.platgen(&["diff", "--fail-on", kind]).0,
            Some(1),
            "{kind}"
        );
    }
    assert_eq!(git.platgen(&["diff", "--fail-on", "replace"]).0, Some(0));
    let (_, roots) = git.platgen(&["affected", "--env", "demo", "--format", "json"]);
    let roots: Value = serde_json::from_str(&roots).unwrap();
    assert_eq!(roots["include"][0]["root"], "30-tenants", "{roots}");
}

#[test]
fn another_name_is_one_change() {
    let git = repository("diff-renamed");
    git.run(&["mv", "teams/beta", "teams/bravo"]);
    git.edit("teams/bravo/access.yaml", "name: beta,", "name: bravo,");
    let all = changes(&git);
    assert_eq!(reported(&all), [["team", "bravo", "", "", "renamed"]]);
    assert_eq!(
        (&all[0]["before"], &all[0]["after"]),
        (&"beta".into(), &"bravo".into())
    );
}

#[test]
fn an_environment_comes_and_goes() {
    let git = repository("diff-environment");
    git.run(&["rm", "--quiet", "catalog/environments/prod.yaml"]);
    git.run(&["rm", "-r", "--quiet", "teams/delta"]);
    let all = changes(&git);
    assert!(
        reported(&all).contains(&["environment", "", "", "prod", "removed"]),
        "{all:?}"
    );
    let (_, roots) = git.platgen(&["affected", "--env", "prod", "--format", "json"]);
    let roots: Value = serde_json::from_str(&roots).unwrap();
    assert_eq!(roots["include"][0]["gone"], true);
    git.commit_all("Remove");
    let (code, text) = git.platgen(&["diff", "--base", "HEAD", "--env", "prod"]);
    assert_eq!(code, Some(2));
    assert!(text.contains("there is no environment `prod`"), "{text}");
}

#[test]
fn a_comment_has_the_size_that_github_takes_and_says_what_is_left_out() {
    let git = repository("diff-large");
    for number in 0..400 {
        let name = format!("team-{number}");
        let text = std::fs::read_to_string(git.root.join(BETA)).unwrap();
        let text = text.replace("name: beta", &format!("name: {name}"));
        git.write(&format!("teams/{name}/access.yaml"), &text);
    }
    let (code, text) = git.platgen(&["diff", "--format", "markdown"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.chars().count() <= 65_536 && text.chars().count() > 60_000);
    assert!(text.contains("lines are left out"), "no word about it");
    assert_eq!(
        text.matches("<details>").count(),
        text.matches("</details>").count()
    );
}

#[test]
fn what_cannot_be_compared_is_refused_in_clear_words() {
    let git = repository("diff-refused");
    let refused = |arguments: &[&str], part: &str| {
        let (code, text) = git.platgen(arguments);
        assert_eq!(code, Some(2), "{text}");
        assert!(text.contains(part), "{part}: {text}");
    };
    refused(
        &["diff", "--base", "nowhere"],
        "there is no commit `nowhere`",
    );
    refused(&["diff", "--base=--output=x"], "there is no commit");
    // A detached HEAD has a merge base all the same.
    git.run(&["checkout", "--quiet", "--detach"]);
    assert_eq!(git.platgen(&["diff"]).0, Some(0));
    // An earlier version that does not compile.
    git.edit(BETA, "team:", "teem:");
    git.commit_all("Break");
    git.run(&["tag", "broken"]);
    git.edit(BETA, "teem:", "team:");
    git.commit_all("Repair");
    refused(
        &["diff", "--base", "broken"],
        "do not compile with this version",
    );
    // A merge that has not ended.
    git.run(&["checkout", "--quiet", "-b", "other", "main"]);
    git.edit(BETA, "team:", "team: # ours");
    git.commit_all("Ours");
    git.run(&["checkout", "--quiet", "-b", "third", "main"]);
    git.edit(BETA, "team:", "team: # theirs");
    git.commit_all("Theirs");
    assert!(!git.attempt(&["merge", "--quiet", "other"]).status.success());
    refused(&["diff"], "a merge is under way");
    git.run(&["merge", "--abort"]);
    // No branch that looks like the default one.
    git.run(&["branch", "--quiet", "-m", "main", "trunk"]);
    refused(&["diff"], "no default branch was found");
    // No repository.
    std::fs::rename(git.root.join(".git"), git.root.join("other")).unwrap();
    refused(&["diff"], "is in no git repository");
}

#[test]
fn a_shallow_clone_says_so() {
    let git = repository("diff-deep");
    git.edit(BETA, "tokensPerMinute: 60000", "tokensPerMinute: 61000");
    git.commit_all("One");
    git.run(&["checkout", "--quiet", "main"]);
    git.edit(BETA, "tokensPerMinute: 60000", "tokensPerMinute: 62000");
    git.commit_all("Two");
    let shallow = scratch("diff-shallow");
    std::fs::remove_dir(&shallow).unwrap();
    let from = format!("file://{}", git.root);
    git.run(&[
        "clone",
        "--quiet",
        "--depth",
        "1",
        "--no-single-branch",
        &from,
        shallow.as_str(),
    ]);
    let clone = Git { root: shallow };
    clone.run(&["checkout", "--quiet", "change"]);
    let (code, text) = clone.platgen(&["diff"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("this clone is shallow"), "{text}");
}

#[test]
fn the_older_spelling_says_what_it_is_now() {
    let git = repository("diff-older");
    let before = scratch("diff-older-before");
    copy_inputs(&fixture(), &before);
    git.edit(BETA, "tokensPerMinute: 60000", "tokensPerMinute: 61000");
    let (code, text) = git.platgen(&["report", "--against", before.as_str()]);
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("is now `platgen diff") && text.contains("61,000"),
        "{text}"
    );
}

/// Action and address of each resource of a root in an environment.
fn predicted(git: &Git, environment: &str, root: &str) -> Vec<(String, String)> {
    let (code, text) = git.platgen(&["diff", "--env", environment, "--format", "json"]);
    assert_eq!(code, Some(0), "{text}");
    let value: Value = serde_json::from_str(&text).unwrap();
    let roots = value["terraform"].as_array().unwrap();
    let found = roots.iter().find(|one| one["root"] == root);
    let resources = found.map_or(&[][..], |one| one["resources"].as_array().unwrap());
    let pair = |one: &Value| {
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        (text("action"), text("address"))
    };
    resources.iter().map(pair).collect()
}

#[test]
fn terraform_updates_what_a_text_changes_and_replaces_what_a_name_changes() {
    let git = repository("diff-terraform");
    git.edit(BETA, "displayName: AI Access - Beta", "displayName: Beta");
    let found = predicted(&git, "demo", "30-tenants");
    let product = "module.team_beta.azurerm_api_management_product.team".to_owned();
    assert!(found.contains(&("update".to_owned(), product)), "{found:?}");
    assert!(found.iter().all(|(action, _)| action == "update"));
    assert_eq!(predicted(&git, "demo", "10-platform"), []);
    assert_eq!(git.platgen(&["diff", "--fail-on", "replace"]).0, Some(0));
    // Every name has the suffix in it.
    git.run(&["checkout", "--quiet", "."]);
    git.edit("catalog/platform.yaml", "suffix: iwjf", "suffix: abcd");
    let found = predicted(&git, "demo", "10-platform");
    for address in [
        "azurerm_resource_group.this",
        "module.networking.azurerm_virtual_network.this",
        "module.aks_kaito.azurerm_kubernetes_cluster.this",
        "module.ai_platform.azurerm_key_vault.main",
        // It names nothing that changes: its resource is known by the id of one that is made anew.
        "module.ai_platform.azurerm_monitor_diagnostic_setting.key_vault",
    ] {
        let wanted = ("replace".to_owned(), address.to_owned());
        assert!(found.contains(&wanted), "{address}: {found:?}");
    }
    assert_eq!(git.platgen(&["diff", "--fail-on", "replace"]).0, Some(1));
    assert_eq!(git.platgen(&["diff", "--fail-on", "destroy"]).0, Some(0));
}

/// The place of a resource of the demo: path, line, whether it stands in the base only.
fn cause(git: &Git, address: &str) -> (String, u64, bool) {
    let (_, text) = git.platgen(&["diff", "--env", "demo", "--format", "json"]);
    let value: Value = serde_json::from_str(&text).unwrap();
    let roots = value["terraform"].as_array().unwrap().iter();
    let mut all = roots.flat_map(|root| root["resources"].as_array().unwrap());
    let found = all.find(|one| one["address"] == address);
    let at = &found.unwrap_or_else(|| panic!("no {address}: {text}"))["at"];
    (
        at["path"].as_str().unwrap().to_owned(),
        at["line"].as_u64().unwrap(),
        at["inBase"].as_bool().unwrap(),
    )
}

/// A policy is a file to Terraform: what changes in it is a limit, not the name by which it is called.
#[test]
fn the_cause_of_a_changed_policy_is_the_line_that_changed() {
    const POLICY: &str = "module.team_beta.azurerm_api_management_product_policy.team";
    const GONE: &str = "    - {name: gpt-4o, tokensPerMinute: 20000, tokenQuota: none}\n";
    let git = repository("diff-cause");
    let line_of = |part: &str| {
        let text = std::fs::read_to_string(git.root.join(BETA)).unwrap();
        let line = text.lines().position(|line| line.contains(part)).unwrap();
        u64::try_from(line + 1).unwrap()
    };
    git.edit(
        BETA,
        "name: gpt-4.1, tokensPerMinute: 60000",
        "name: gpt-4.1, tokensPerMinute: 70000",
    );
    let wanted = (BETA.to_owned(), line_of("70000"), false);
    assert_eq!(cause(&git, POLICY), wanted);
    git.run(&["checkout", "--quiet", "."]);
    let wanted = (BETA.to_owned(), line_of(GONE.trim_end()), true);
    git.edit(BETA, GONE, "");
    assert_eq!(cause(&git, POLICY), wanted);
}

#[test]
fn what_is_gone_is_destroyed_and_what_is_new_is_created() {
    let git = repository("diff-destroyed");
    git.run(&["mv", "teams/beta", "teams/bravo"]);
    git.edit("teams/bravo/access.yaml", "name: beta,", "name: bravo,");
    let found = predicted(&git, "demo", "30-tenants");
    let of = |action: &str, team: &str| {
        let module = format!("module.team_{team}.");
        found
            .iter()
            .filter(|(one, address)| one == action && address.starts_with(&module))
            .count()
    };
    assert!(
        of("destroy", "beta") > 3 && of("destroy", "beta") == of("create", "bravo"),
        "{found:?}"
    );
    assert_eq!(found.len(), 2 * of("create", "bravo"));
    assert_eq!(git.platgen(&["diff", "--fail-on", "destroy"]).0, Some(1));
}
