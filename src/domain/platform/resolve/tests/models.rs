//! Models of both kinds, and the namespaces they share.

use crate::core::diag::Code;
use crate::domain::models::model::Capability;
use crate::testing::{Compiled, MODELS_PATH, PLATFORM_PATH, Repository};

fn edited(from: &str, to: &str) -> Compiled {
    Repository::new().edit(MODELS_PATH, from, to).compile()
}

/// The fixture under KAITO's chart of another version, with own node pools.
fn chart(version: &str) -> Repository {
    Repository::new()
        .edit(
            PLATFORM_PATH,
            "mode: addon, version: 0.6.0",
            &format!("mode: chart, version: {version}"),
        )
        .append(PLATFORM_PATH, "aks: {nodeProvisioning: manual}\n")
}

#[test]
fn presets_depend_on_the_version() {
    let wrong = edited("preset: mistral-7b-instruct", "preset: phi-4-mini");
    assert!(
        wrong
            .only(Code::UnknownPreset)
            .help
            .as_deref()
            .unwrap()
            .contains("`phi-4-mini-instruct`")
    );
    edited("preset: mistral-7b-instruct", "preset: gpt-oss-20b")
        .reports(&["KAITO 0.6.0 has no preset `gpt-oss-20b`"]);
    edited("preset: phi-4", "preset: phi-44").reports(&["warning[unknown-preset]"]);
    let spelled = edited("preset: mistral-7b-instruct", "preset: Mistral-7B-Instruct");
    assert_eq!(
        spelled.clean().platform("demo").kaito_models[0]
            .preset
            .value,
        "mistral-7b-instruct"
    );
    let stranger = chart("0.12.0")
        .edit(
            MODELS_PATH,
            "preset: mistral-7b-instruct",
            "preset: acme/model",
        )
        .compile();
    stranger.reports(&["of a publisher that KAITO's catalog does not know"]);
}

#[test]
fn sizes_depend_on_the_version() {
    let size = "preset: mistral-7b-instruct\n    instanceType: Standard_NC24ads_A100_v4";
    let with = |to: &str| {
        edited(
            size,
            &format!("preset: mistral-7b-instruct\n    instanceType: {to}"),
        )
    };
    with("Standard_NC6s_v3").reports(&["Azure withdrew it on 2025-09-30"]);
    with("Standard_D4s_v5").reports(&["is no GPU size that KAITO knows"]);
    with("Standard_ND96asr_A100_v4").reports(&["Azure has no size of this name"]);
    let spelled = with("Standard_nc24ads_a100_v4");
    assert_eq!(
        spelled.clean().platform("demo").kaito_models[0]
            .instance_type
            .value,
        "Standard_NC24ads_A100_v4"
    );
}

#[test]
fn models_must_fit_their_gpus() {
    let model = "preset: mistral-7b-instruct\n    instanceType: Standard_NC24ads_A100_v4";
    let a10 = "preset: phi-4\n    instanceType: Standard_NV36ads_A10_v5";
    edited(model, a10).reports(&["`phi-4` does not fit the GPUs of `Standard_NV36ads_A10_v5`"]);
    let two = chart("0.12.0").edit(MODELS_PATH, model, a10).compile();
    two.reports(&["takes 2 nodes of `Standard_NV36ads_A10_v5`"]);
    assert_eq!(
        two.platform("demo").kaito_models[0].node_pool.count.value,
        2
    );
    let few = chart("0.12.0")
        .edit(
            MODELS_PATH,
            model,
            &format!("{a10}\n    nodePool: {{count: 1}}"),
        )
        .compile();
    few.reports(&["takes 2 nodes", "needs 2 nodes, and its pool has 1"]);
}

#[test]
fn node_pools_belong_to_one_mode() {
    edited(
        "preset: mistral-7b-instruct",
        "nodePool: {spot: true}\n    preset: mistral-7b-instruct",
    )
    .reports(&["`nodePool` has no effect"]);
}

#[test]
fn secrets_are_ruled_by_version() {
    let gated = edited(
        "preset: mistral-7b-instruct",
        "preset: llama-3.1-8b-instruct",
    );
    gated.reports(&["are gated, and no `modelAccessSecret` is named"]);
    edited(
        "preset: mistral-7b-instruct",
        "modelAccessSecret: hf\n    preset: mistral-7b-instruct",
    )
    .reports(&["refuses a secret"]);
    let named = "modelAccessSecret: hf\n    preset: llama-3.1-8b-instruct";
    edited("preset: mistral-7b-instruct", named).clean();
}

#[test]
fn vllm_arguments_keep_off_what_is_set_elsewhere() {
    let with = |arguments: &str| {
        edited(
            "preset: mistral-7b-instruct",
            &format!("vllm: {{{arguments}}}\n    preset: mistral-7b-instruct"),
        )
    };
    with("gpu-memory-utilization: 0.9, max-num-seqs: 64").clean();
    with("served-model-name: x").reports(&["`served-model-name` cannot be set here"]);
    with("ssl-keyfile: x").reports(&["unreachable for the gateway"]);
    with("enable-lora: true").reports(&["error[invalid-argument]"]);
    with("dtype: true").reports(&["error[wrong-type]"]);
}

#[test]
fn contexts_are_bounded_by_the_model() {
    edited(
        "preset: mistral-7b-instruct",
        "maxModelLen: 65536\n    preset: mistral-7b-instruct",
    )
    .reports(&["at most 32768 tokens"]);
}

#[test]
fn addresses_are_free_ones_of_the_model_subnet() {
    edited("staticIP: 10.10.7.4", "staticIP: 10.10.7.3")
        .reports(&["Azure keeps the address 10.10.7.3"]);
    edited("staticIP: 10.10.7.4", "staticIP: 10.10.7.31")
        .reports(&["Azure keeps the address 10.10.7.31"]);
    edited("staticIP: 10.10.7.4", "staticIP: 10.10.0.4")
        .reports(&["is not in the subnet `models`"]);
    edited("staticIP: 10.10.7.4", "staticIP: 10.10.7.5").reports(&["warning[duplicate-address]"]);
    edited("staticIP: 10.10.7.4", "staticIP: 10.10.7.04").reports(&["error[invalid-value]"]);
    let both = Repository::new()
        .edit(MODELS_PATH, "staticIP: 10.10.7.4", "staticIP: 10.10.7.5")
        .edit(MODELS_PATH, "enabled: false", "enabled: true")
        .compile();
    assert_eq!(both.only(Code::DuplicateAddress).labels.len(), 2);
}

#[test]
fn names_that_become_one_are_reported_with_both_places() {
    let alike = edited(
        "  - name: gpt-4o\n",
        "  - {name: gpt-4-1, modelName: gpt, version: '1', skuName: Standard, capacity: 1, enabled: true}\n  - name: gpt-4o\n",
    );
    assert_eq!(alike.only(Code::SlugCollision).labels.len(), 2);
    edited("name: phi-4\n", "name: mistral\n").reports(&["error[duplicate-name]"]);
}

#[test]
fn aliases_stand_for_one_thing() {
    edited("aliases: [gpt-4]", "aliases: [gpt-4.1]").reports(&["error[duplicate-name]"]);
    edited("aliases: [gpt-4]", "aliases: [gpt-4, gpt-4]").reports(&["error[duplicate-name]"]);
}

#[test]
fn deployments_are_written_one_way() {
    edited(
        "skuName: GlobalStandard, capacity: 100, enabled",
        "capacity: 100, enabled",
    )
    .reports(&["error[missing-key]"]);
    edited("    deployments:", "    capacity: 3\n    deployments:")
        .reports(&["`capacity` stands beside `deployments`"]);
    let region = "location: germanywestcentral, skuName: GlobalStandard";
    let twice = Repository::new()
        .edit(MODELS_PATH, region, "skuName: Standard")
        .edit(MODELS_PATH, "gpt-4o-paygo", "GPT-4o-PTU");
    let compiled = twice.compile();
    assert_eq!(compiled.only(Code::DuplicateName).labels.len(), 2);
}

#[test]
fn composed_backend_names_stay_apart() {
    let entry = |name: &str, how: &str| {
        format!(
            "  - {{name: {name}, modelName: gpt-4.1, version: '2025-04-14', enabled: true, {how}}}\n"
        )
    };
    let pooled = "deployments: [{name: one, location: westus, skuName: Standard, capacity: 1}]";
    let both = [
        entry("aa", pooled),
        entry("aa-westus", "skuName: Standard, capacity: 1"),
    ];
    edited("accessGroups:", &format!("{}accessGroups:", both.concat()))
        .reports(&["two backends would be called `foundry-aa-westus`"]);
}

#[test]
fn capabilities_follow_from_what_a_model_is() {
    let compiled = edited("modelName: gpt-4.1", "modelName: text-embedding-3-large");
    assert_eq!(
        compiled.platform("demo").foundry_models[0]
            .capabilities
            .value,
        [Capability::Embeddings]
    );
    let other = edited("modelName: gpt-4.1", "format: Mistral AI, modelName: large");
    assert_eq!(
        other.platform("demo").foundry_models[0].capabilities.value,
        [Capability::Chat]
    );
}

#[test]
fn nodes_of_the_cluster_need_space() {
    let small = Repository::new()
        .append(PLATFORM_PATH, "aks: {systemPool: {count: 300}}\n")
        .compile();
    small.reports(&[
        "the subnet `aks` has space for 251 addresses",
        "catalog/platform.yaml:13:27: the pod range 10.244.0.0/16",
    ]);
}
