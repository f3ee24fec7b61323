//! Gateway policies, checked by a gateway: what is printed is checked, compiled and called.

#![cfg(test)]

use std::path::{Path, PathBuf};

use platgen::core::origin::{Origin, Sourced};
use platgen::core::sources::{FileId, Span};
use platgen::domain::consumers::model::EntraAuth;
use platgen::domain::consumers::model::{Period, Team};
use platgen::domain::models::model::Capability;
use platgen::domain::platform::model::Platform;
use platgen::gateway::Operation;
use serde_json::{Value, json};

pub(crate) use crate::harness::tests;
use crate::reference::{
    Answer, chat, complaints, complaints_about, get, policies, post, printed, run, run_described,
    used, with,
};
use crate::support::Scratch;
use crate::support::platform::{
    alias, builder, deployment, foundry_model, kaito_model, quota, text, written,
};
use crate::support::variant::Variant;
use crate::support::{files, repository};

pub(crate) mod entra;
mod faults;
mod limits;
mod paths;
mod scenarios;

tests![
    every_policy_passes_the_static_check,
    every_policy_of_the_repository_passes_the_static_check,
    a_product_with_490_models_stays_below_256_kib,
    printed_lines_state_the_inputs_of_their_limits;
    entra, faults, limits, paths, scenarios,
];

/// Every kind of model and team: an alias, an embedding model, a pool over two regions, a model on the cluster; a team with
/// limits of its own, one without grants, one disabled, one with Entra.
pub(crate) fn demo() -> Platform {
    let mut aliased = foundry_model("gpt-4.1");
    aliased.aliases = vec![
        alias("gpt-4"),
        alias("smart"),
        alias("openai/GPT-4.1:latest"),
    ];
    let mut embedding = foundry_model("text-embedding-3-small");
    embedding.capabilities = written(vec![Capability::Embeddings]);
    let mut mistral = foundry_model("Mistral-Large");
    mistral.format = text("Mistral AI");
    mistral.capabilities = written(vec![Capability::Chat]);
    mistral.deployments[0].location =
        written(platgen::domain::ids::Location::parse("westus3").unwrap());
    let mut pooled = foundry_model("gpt-5.2");
    pooled.pooled = true;
    let mut spill = deployment("gpt-5.2-west");
    spill.location = written(platgen::domain::ids::Location::parse("westus3").unwrap());
    spill.priority = written(2);
    let mut reserved = deployment("gpt-5.2-ptu");
    reserved.sku_name = text("ProvisionedManaged");
    pooled.deployments = vec![spill, reserved];
    let all = [
        "gpt-4.1",
        "text-embedding-3-small",
        "Mistral-Large",
        "gpt-5.2",
        "phi-4-mini-instruct",
    ];
    let mut platform = builder()
        .foundry(aliased)
        .foundry(embedding)
        .foundry(mistral)
        .foundry(pooled)
        .kaito(kaito_model("phi-4-mini-instruct"))
        .team("alpha", &["gpt-4.1"])
        .team_with("beta", &all, |team| {
            team.limits.tokens_per_minute = Some(written(5_000));
            team.limits.quota = Some(quota(20_000, Period::Monthly));
        })
        .team_with("bounded", &["gpt-4.1"], |team| {
            team.limits.calls_per_minute = Some(written(40));
            let grant = &mut team.grants[0];
            grant.calls_per_minute = Some(written(3));
            grant.concurrency = Some(written(2));
            grant.max_output_tokens = Some(written(100));
            grant.allow.headers = written(vec!["x-title".to_owned()]);
        })
        .team("empty", &[])
        .team_with("off", &["gpt-4.1"], |team| team.enabled = written(false))
        .team_with("entra", &["gpt-4.1"], |team| {
            team.entra = Some(EntraAuth {
                tenant_id: text("11111111-2222-3333-4444-555555555555"),
                audiences: vec![text("api://gateway")],
                client_ids: vec![text("66666666-7777-8888-9999-000000000000")],
            });
        })
        .build();
    platform.apim.cors_origins = vec![
        text("https://chat.example.com"),
        text("http://localhost:3000"),
    ];
    platform
}

fn every_policy_passes_the_static_check() {
    for platform in [demo(), builder().team("lonely", &[]).build()] {
        let complaints = complaints(&platform);
        assert_eq!(complaints, "");
    }
}

/// What this repository's inputs compile to, and what is committed: in every environment.
fn every_policy_of_the_repository_passes_the_static_check() {
    let scratch = Scratch::new("repository-policies");
    let outputs = Variant::repository().outputs();
    let is_policy = |path: &str| path.contains("/policies/");
    let mut compiled = Vec::new();
    for (path, text) in outputs.iter().filter(|(path, _)| is_policy(path)) {
        scratch.write(path, text);
        compiled.push(scratch.path().join(path));
    }
    let generated = repository().join("generated");
    let committed: Vec<_> = files(&generated)
        .into_keys()
        .filter(|path| is_policy(path.as_str()))
        .map(|path| generated.join(path).into_std_path_buf())
        .collect();
    assert_eq!(compiled.len(), committed.len());
    for environment in ["demo", "prod"] {
        let of = |paths: &[PathBuf]| {
            let folder = Path::new(environment).join("policies");
            let below = |path: &&PathBuf| path.to_string_lossy().contains(folder.to_str().unwrap());
            paths.iter().filter(below).count()
        };
        // The API, three operations and a product per team.
        assert!(of(&compiled) > 4 && of(&compiled) == of(&committed));
    }
    let complaints = complaints_about(&[compiled, committed].concat());
    assert_eq!(complaints, "");
}

fn a_product_with_490_models_stays_below_256_kib() {
    let names: Vec<String> = (0..490)
        .map(|n| format!("some-model-name-{n:03}"))
        .collect();
    let mut platform = builder();
    for name in &names {
        platform = platform.foundry(foundry_model(name));
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let platform = platform.team("largest-team", &names).build();
    for (path, text) in policies(&platform) {
        assert!(text.len() < 256 * 1024, "{path} has {} bytes", text.len());
    }
}

fn printed_lines_state_the_inputs_of_their_limits() {
    let at = |start| {
        Origin::Written(Span {
            file: FileId(1),
            start,
            end: start + 1,
        })
    };
    let platform = builder()
        .foundry(foundry_model("gpt-4.1"))
        .team_with("alpha", &["gpt-4.1"], |team| {
            team.grants[0].source = at(1);
            team.grants[0].tokens_per_minute = Sourced::new(7_777, at(2));
            team.cost_center = Sourced::new("CC-9".to_owned(), at(3));
        })
        .build();
    let printed = printed(&platform);
    let (_, product) = printed
        .iter()
        .find(|(path, _)| path.ends_with("alpha.xml"))
        .unwrap();
    let shows = |origin: Origin| -> Vec<&str> {
        let lines = product.trace.iter().filter(|(_, from)| *from == origin);
        lines
            .map(|(line, _)| product.text.lines().nth(*line as usize - 1).unwrap().trim())
            .collect()
    };
    assert!(
        shows(at(1))
            .iter()
            .any(|line| line.starts_with("<when condition="))
    );
    assert!(shows(at(2))[0].contains("tokens-per-minute=\"7777\""));
    assert_eq!(
        shows(at(3)),
        ["<dimension name=\"cost-center\" value=\"CC-9\" />"]
    );
}
