//! Tests of the rules, on a repository in memory.

use crate::core::diag::Code;
use crate::testing::{MODELS_PATH, PLATFORM_PATH, Repository, TEAM_PATH};

const ALPHA: &str = "\
team: {name: alpha, displayName: Team Alpha, owner: a@contoso.com, costCenter: CC-2}
models: {foundry: [{name: gpt-4.1, tokensPerMinute: 95000, dailyTokenQuota: 9000000}]}
";

#[test]
fn rules_have_ids_of_their_own() {
    let mut names: Vec<&str> = super::all().map(|rule| rule.id).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), super::all().count());
}

#[test]
fn one_grant_fits_its_deployments() {
    let compiled = Repository::new()
        .edit(
            TEAM_PATH,
            "tokensPerMinute: 10000",
            "tokensPerMinute: 100001",
        )
        .compile();
    let finding = compiled.only(Code::OverCapacity);
    assert!(compiled.fails() && finding.labels.len() == 2, "{finding:?}");
    let ptu = "    - {name: gpt-4o, tokensPerMinute: 900000, tokenQuota: none}\n  kaito:\n";
    Repository::new()
        .edit(TEAM_PATH, "  kaito:\n", ptu)
        .compile()
        .clean();
}

#[test]
fn all_grants_of_a_model_are_added_up_once() {
    let compiled = Repository::new()
        .with("teams/alpha/access.yaml", ALPHA)
        .compile();
    let finding = compiled.only(Code::Overcommitted);
    assert!(
        finding.message.contains("105000") && finding.message.contains("1.0 times"),
        "{}",
        finding.message
    );
    assert!(
        finding.message.contains("alpha 95000, beta 10000"),
        "{}",
        finding.message
    );
    assert!(!compiled.fails());
}

#[test]
fn quotas_outlast_a_minute() {
    let compiled = Repository::new()
        .edit(
            TEAM_PATH,
            "dailyTokenQuota: 500000",
            "dailyTokenQuota: 9999",
        )
        .append(
            TEAM_PATH,
            "limits: {tokensPerMinute: 100, dailyTokenQuota: 99}\n",
        )
        .compile();
    compiled.reports(&[
        "`beta` may use 10000 tokens per minute of `gpt-4.1`, and 100 over all models",
        "is less than the 10000 tokens that one minute may use",
        "9999 tokens per day, is never used up: over all models it is 99",
        "`beta` may use 50000 tokens per minute of `mistral`, and 100 over all models",
        "over all models, 99 tokens per day, is less than",
    ]);
}

#[test]
fn a_team_without_grants_is_reported() {
    let text = "team: {name: zeta, displayName: Z, owner: z@contoso.com, costCenter: C}\n";
    Repository::new()
        .with("teams/zeta/access.yaml", text)
        .compile()
        .reports(&["warning[no-grants]"]);
    Repository::new()
        .with("teams/zeta/access.yaml", &format!("{text}enabled: false\n"))
        .compile()
        .clean();
}

#[test]
fn placement_is_noted() {
    let shared = Repository::new()
        .edit(
            PLATFORM_PATH,
            "    models: 10.10.7.0/27\n",
            "  modelSubnet: aks\n",
        )
        .edit(MODELS_PATH, "10.10.7.4", "10.10.0.200")
        .edit(MODELS_PATH, "10.10.7.5", "10.10.0.201")
        .compile();
    shared.reports(&["note[shared-model-subnet] catalog/platform.yaml:10:16"]);
    Repository::new()
        .edit(PLATFORM_PATH, "    AzureBastionSubnet: 10.10.4.0/24\n", "")
        .compile()
        .reports(&["note[no-bastion]"]);
}

#[test]
fn gateways_hold_so_many_teams() {
    let mut repository = Repository::new();
    for number in 0..500 {
        let text = format!(
            "team: {{name: t{number}, displayName: T, owner: t@c.de, costCenter: C}}\nenabled: false\n"
        );
        repository = repository.with(&format!("teams/t{number}/access.yaml"), &text);
    }
    let compiled = repository.compile();
    compiled.reports(&["501 teams in `demo`, and StandardV2 holds 500 products"]);
    repository
        .append(PLATFORM_PATH, "")
        .edit(PLATFORM_PATH, "apim: {", "apim: {sku: PremiumV2, ")
        .compile()
        .clean();
}
