//! Faults of inputs that used to be planned, and now are reported with their place.

use super::*;

#[test]
fn fault_h1_limits_that_azure_would_refuse_are_not_compiled() {
    for limit in ["-5", "0", "\"lots\"", "null"] {
        let grant = GRANT.replace(
            "tokensPerMinute: 10000",
            &format!("tokensPerMinute: {limit}"),
        );
        reports(&refused_grant(&grant), &[&format!("--> {ALPHA}:10:")]);
    }
}

#[test]
fn fault_h6_two_folders_are_two_teams() {
    let alpha = std::fs::read_to_string(repository().join(ALPHA)).unwrap();
    let again = "teams/team-b/access.yaml";
    let findings = Variant::repository().and(again, &alpha).refused();
    reports(&findings, &["error[duplicate-name]", ALPHA, again]);
    // Alone, a folder still cannot take another team's name.
    let renamed = Variant::repository()
        .with(BETA, "name: beta\n", "name: betty\n")
        .refused();
    reports(&renamed, &["error[folder-mismatch]", BETA]);
}

#[test]
fn fault_h7_foundry_requests_are_looked_up_in_the_catalog() {
    let of = |name: &str| refused_grant(&GRANT.replace("gpt-5.6-terra", name));
    reports(&of("gpt-9"), &["error[unknown-reference]", "gpt-9", ALPHA]);
    reports(
        &of("gpt-6.1-sol"),
        &["error[disabled-reference]", ALPHA, MODELS],
    );
    reports(
        &of("GPT-5.6-terra"),
        &[
            "error[unknown-reference]",
            "did you mean `gpt-5.6-terra`?",
            ALPHA,
        ],
    );
}

#[test]
fn fault_h8_names_that_could_mean_more_are_refused() {
    let models = [
        "'x\" || true || \"'",
        "'x\" == \"x\" || \"'",
        "a<b&c",
        "a b",
        "'../x'",
    ];
    for name in models {
        let catalog = Variant::repository().with(
            MODELS,
            "  - name: gpt-5.6-terra\n",
            &format!("  - name: {name}\n"),
        );
        reports(&catalog.refused(), &[&format!("--> {MODELS}")]);
        reports(
            &refused_grant(&GRANT.replace("gpt-5.6-terra", name)),
            &[&format!("--> {ALPHA}")],
        );
    }
    for team in ["'a b/c'", "'a\"b'", "../alpha", "'a}b'"] {
        let named = Variant::repository().with(ALPHA, "name: alpha\n", &format!("name: {team}\n"));
        reports(&named.refused(), &[&format!("--> {ALPHA}")]);
    }
}

#[test]
fn fault_m9_presets_are_those_that_kaito_has() {
    for (preset, instead) in [
        ("phi-4-mini", "phi-4-mini-instruct"),
        ("llama-3-8b-instruct", "llama-3.1-8b-instruct"),
    ] {
        let written = "preset: phi-4-mini-instruct\n";
        let findings = Variant::repository()
            .with(MODELS, written, &format!("preset: {preset}\n"))
            .refused();
        reports(&findings, &["error[unknown-preset]", instead, MODELS]);
    }
    // vLLM is reported to serve the name that clients send, whatever the preset is called.
    let values: serde_json::Value =
        yaml_serde::from_str(&outputs()["demo/helm/kaito-models/values.yaml"]).unwrap();
    let models = values["models"].as_array().unwrap();
    let renamed = models
        .iter()
        .find(|model| model["name"] == "phi-4-mini")
        .unwrap();
    assert_eq!(renamed["workspace"]["preset"], "phi-4-mini-instruct");
    let content = renamed["config"]["content"].as_str().unwrap();
    let content: serde_json::Value = yaml_serde::from_str(content).unwrap();
    assert_eq!(content["vllm"]["served-model-name"], "phi-4-mini");
}

#[test]
fn fault_m15_a_model_is_granted_once_and_only_real_duplicates_are_reported() {
    let twice = refused_grant(&format!("{GRANT}\n    - {GRANT}"));
    reports(
        &twice,
        &[
            "error[duplicate-name]",
            "10 | - {name",
            "alpha/access.yaml:11:",
        ],
    );
    let in_both = format!("{GRANT}\n  kaito:\n    - {GRANT}");
    reports(
        &refused_grant(&in_both),
        &["error[duplicate-name]", "alpha/access.yaml:12:"],
    );
    // `data` + `gpt-6-luna` and `data-gpt` + `5-mini` used to be one key.
    let team = |name: &str, model: &str| {
        format!(
            "team: {{name: {name}, displayName: D, owner: d@contoso.com, costCenter: C}}\n\
             models: {{foundry: [{{name: {model}, tokensPerMinute: 1000, tokenQuota: none}}]}}\n"
        )
    };
    let models = Variant::repository()
        .with(MODELS, "foundryModels:\n", "foundryModels:\n  - {name: 5-mini, modelName: gpt-6-luna, version: \"2025-08-07\", skuName: GlobalStandard, capacity: 10, enabled: true}\n")
        .and("teams/data/access.yaml", &team("data", "gpt-6-luna"))
        .and("teams/data-gpt/access.yaml", &team("data-gpt", "5-mini"))
        .outputs();
    assert!(models["demo/policies/products/data.xml"].contains("counter-key=\"data/gpt-6-luna\""));
    assert!(
        models["demo/policies/products/data-gpt.xml"].contains("counter-key=\"data-gpt/5-mini\"")
    );
}

#[test]
fn fault_m16_missing_and_empty_parts_are_reported_or_mean_nothing() {
    let models = "models:\n  kaito:\n    - {name: mistral-7b-instruct, tokensPerMinute: 100000, dailyTokenQuota: 20000000}\n    - {name: phi-4-mini, tokensPerMinute: 50000, tokenQuota: none}\n";
    let gamma = "teams/gamma/access.yaml";
    let with = |text: &str| Variant::repository().with(gamma, models, text).compiled();
    let none = with("models: {}\n");
    reports(&none.findings, &["warning[no-grants]", gamma]);
    assert!(none.outputs["demo/policies/products/gamma.xml"].contains("<when "));
    for broken in [
        "models:\n  foundry:\n",
        "models: {foundry: [gpt-5.6-terra]}\n",
        "models: [gpt-5.6-terra]\n",
    ] {
        let Compiled { findings, outputs } = with(broken);
        assert!(outputs.is_empty(), "{broken} compiles");
        reports(&findings, &["error[wrong-type]", &format!("--> {gamma}:")]);
    }
    let ownerless = Variant::repository().with(ALPHA, "  owner: alpha-lead@contoso.com\n", "");
    reports(
        &ownerless.refused(),
        &["error[missing-key]", "owner", ALPHA],
    );
}

#[test]
fn fault_m17_nothing_is_ignored_and_nothing_is_made_up() {
    let typo = GRANT.replace("dailyTokenQuota", "dailyTokenQota");
    reports(
        &refused_grant(&typo),
        &[
            "error[unknown-key]",
            "dailyTokenQota",
            "did you mean `dailyTokenQuota`",
        ],
    );
    reports(
        &refused_grant("{name: gpt-5.6-terra, tokensPerMinute: 10000}"),
        &["error[missing-key]", ALPHA],
    );
    reports(
        &refused_grant("{name: gpt-5.6-terra, dailyTokenQuota: 1000000}"),
        &["error[missing-key]", "tokensPerMinute"],
    );
    for number in ["1.5e6", "1000.5", "\"10000\""] {
        let grant = GRANT.replace(
            "tokensPerMinute: 10000",
            &format!("tokensPerMinute: {number}"),
        );
        reports(&refused_grant(&grant), &["error[wrong-type]", ALPHA]);
    }
}

#[test]
fn fault_m17_files_that_look_like_inputs_and_are_not_read_are_reported() {
    let scratch = Scratch::new("fault-m17");
    let root = camino::Utf8Path::from_path(scratch.path()).unwrap();
    copy_inputs(&repository(), root);
    let team = std::fs::read_to_string(repository().join(ALPHA)).unwrap();
    for path in ["teams/omega/access.yml", "teams/org/omega/access.yaml"] {
        scratch.write(path, &team.replace("name: alpha", "name: omega"));
    }
    let found = compile_folder(root).findings;
    reports(
        &found,
        &[
            "error[misplaced-input]",
            "teams/omega/access.yml",
            "teams/org",
        ],
    );
}

#[test]
fn fault_m18_grants_are_held_against_capacity() {
    let grant = |rate: u32| {
        GRANT.replace(
            "tokensPerMinute: 10000",
            &format!("tokensPerMinute: {rate}"),
        )
    };
    // `capacity: 100` carries 100,000 tokens per minute; 500 in prod, where the same grant is fine.
    reports(
        &refused_grant(&grant(100_001)),
        &["error[over-capacity]", ALPHA, MODELS],
    );
    let together = Variant::repository()
        .with(ALPHA, GRANT, &grant(95_000))
        .compiled();
    reports(
        &together.findings,
        &["warning[overcommitted]", "alpha 95000", "beta 10000"],
    );
    assert!(!together.outputs.is_empty());
    let kaito = "{name: mistral-7b-instruct, tokensPerMinute: 50000,";
    let beyond = "{name: mistral-7b-instruct, tokensPerMinute: 600001,";
    let findings = Variant::repository().with(BETA, kaito, beyond).refused();
    reports(&findings, &["error[over-capacity]", BETA, MODELS]);
}

#[test]
fn fault_m22_static_addresses_are_checked_and_reached_by_name() {
    for (address, code) in [
        ("10.10.7.5", "error[duplicate-address]"),
        ("10.10.8.4", "error[address-outside-subnet]"),
        ("10.10.7.3", "error[reserved-address]"),
        ("10.10.7.31", "error[reserved-address]"),
    ] {
        let moved = Variant::repository().with(
            MODELS,
            "staticIP: 10.10.7.4\n",
            &format!("staticIP: {address}\n"),
        );
        let findings = moved.refused();
        reports(&findings, &[code, MODELS]);
    }
    let shared =
        Variant::repository().with(PLATFORM, "  modelSubnet: models\n", "  modelSubnet: aks\n");
    reports(
        &shared.refused(),
        &["error[address-outside-subnet]", MODELS],
    );
    let outputs = outputs();
    let platform = module(&outputs, "10-platform");
    let call = platform.block("module.ai_platform");
    let kaito = members(argument(call, "backends"))
        .into_iter()
        .filter(|(name, _)| name.starts_with("kaito-"));
    let urls: Vec<&str> = kaito
        .map(|(_, backend)| string(member(backend, &["url"])))
        .collect();
    assert_eq!(
        urls,
        [
            "http://mistral-7b-instruct.kaito.internal/v1",
            "http://phi-4-mini.kaito.internal/v1"
        ]
    );
}
