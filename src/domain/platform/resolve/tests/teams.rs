//! Teams, grants and access groups.

use crate::core::diag::Code;
use crate::core::origin::Origin;
use crate::domain::consumers::model::Period;
use crate::testing::{Compiled, MODELS_PATH, Repository, TEAM_PATH};

fn edited(from: &str, to: &str) -> Compiled {
    Repository::new().edit(TEAM_PATH, from, to).compile()
}

#[test]
fn grants_refer_to_enabled_models_of_the_right_kind() {
    edited("name: mistral,", "name: phi-4,").reports(&["error[disabled-reference]"]);
    edited(
        "  kaito:\n",
        "  kaito:\n    - {name: gpt-4o, tokensPerMinute: 1, tokenQuota: none}\n",
    )
    .reports(&["`gpt-4o` is a Foundry model"]);
    let alias = edited("name: gpt-4.1,", "name: gpt-4,");
    assert!(
        alias
            .only(Code::UnknownReference)
            .help
            .as_deref()
            .unwrap()
            .contains("write `gpt-4o`")
    );
}

#[test]
fn a_model_is_granted_once() {
    let again = "  kaito:\n    - {name: mistral, tokensPerMinute: 1, tokenQuota: none}\n";
    assert_eq!(
        edited("  kaito:\n", again)
            .only(Code::DuplicateName)
            .labels
            .len(),
        2
    );
}

#[test]
fn each_grant_has_one_quota() {
    edited(", dailyTokenQuota: 500000", "").reports(&["error[missing-key]"]);
    edited(
        "dailyTokenQuota: 500000",
        "dailyTokenQuota: 500000, tokenQuota: none",
    )
    .reports(&["both state the quota"]);
    let monthly = edited(
        "dailyTokenQuota: 500000",
        "tokenQuota: {tokens: 9000000, period: Monthly}",
    );
    let quota = monthly.clean().team("beta").grants[0].quota.unwrap();
    assert_eq!((quota.tokens, quota.period), (9_000_000, Period::Monthly));
    assert!(monthly.team("beta").grants[1].quota.is_none());
}

#[test]
fn the_own_grant_wins_over_a_groups() {
    let own = Repository::new()
        .append(TEAM_PATH, "groups: [standard]\n")
        .compile();
    let grants = &own.clean().team("beta").grants;
    assert_eq!(
        (
            grants.len(),
            grants[0].tokens_per_minute.value,
            grants[0].group.is_none()
        ),
        (2, 10_000, true)
    );
    let group = Repository::new()
        .append(TEAM_PATH, "groups: [standard]\n")
        .edit(
            TEAM_PATH,
            "    - {name: gpt-4.1, tokensPerMinute: 10000, dailyTokenQuota: 500000}\n",
            "    []\n",
        )
        .compile();
    let grant = &group.clean().team("beta").grants[0];
    assert_eq!(grant.group.as_ref().unwrap().as_str(), "standard");
    assert!(matches!(
        grant.tokens_per_minute.origin,
        Origin::Granted { .. }
    ));
}

#[test]
fn groups_exist_and_grant_what_exists() {
    let wrong = Repository::new()
        .append(TEAM_PATH, "groups: [standrad, standard, standard]\n")
        .compile();
    wrong.reports(&["error[unknown-reference]", "error[duplicate-name]"]);
    let group = Repository::new()
        .edit(
            MODELS_PATH,
            "models: [{name: gpt-4.1,",
            "models: [{name: gpt-9,",
        )
        .compile();
    group.reports(&["error[unknown-reference] catalog/models.yaml:"]);
}

#[test]
fn folder_and_name_agree() {
    let text = "team: {name: beta, displayName: B, owner: b@c.de, costCenter: C}\n";
    let other = Repository::new()
        .with("teams/alpha/access.yaml", text)
        .compile();
    other.reports(&[
        "error[folder-mismatch]",
        "warning[no-grants]",
        "error[duplicate-name]",
    ]);
}

#[test]
fn a_suspended_team_is_kept_with_its_faults_as_warnings() {
    let compiled = Repository::new()
        .edit(TEAM_PATH, "name: mistral,", "name: phi-4,")
        .append(TEAM_PATH, "enabled: false\n")
        .compile();
    compiled.reports(&["warning[disabled-reference]"]);
    assert!(!compiled.team("beta").enabled.value);
}

#[test]
fn teams_live_in_the_environments_they_name() {
    let repository = Repository::new()
        .with(
            "catalog/environments/prod.yaml",
            "platform: {suffix: prod}\n",
        )
        .with("catalog/environments/test.yaml", "");
    let compiled = repository
        .append(TEAM_PATH, "environments: [prod]\n")
        .compile();
    compiled.clean();
    assert_eq!(
        (
            compiled.platform("prod").teams.len(),
            compiled.platform("test").teams.len()
        ),
        (1, 0)
    );
    let unknown = Repository::new()
        .append(TEAM_PATH, "environments: [demos]\n")
        .compile();
    assert!(
        unknown
            .only(Code::UnknownReference)
            .help
            .as_deref()
            .unwrap()
            .contains("`demo`")
    );
}

#[test]
fn team_names_are_what_azure_takes() {
    Repository::new()
        .with("teams/windows-apps/access.yaml", "team: {name: windows-apps, displayName: W, owner: b@c.de, costCenter: C}\ngroups: [standard]\n")
        .compile()
        .reports(&["error[invalid-name] teams/windows-apps/access.yaml:1:14"]);
}

#[test]
fn a_broken_team_does_not_hide_the_others() {
    let compiled = Repository::new()
        .with("teams/alpha/access.yaml", "team: {nam: alpha}\n")
        .edit(TEAM_PATH, "name: mistral,", "name: mistrl,")
        .compile();
    assert!(compiled.findings.len() >= 2);
    assert_eq!(compiled.only(Code::UnknownReference).labels.len(), 1);
}
