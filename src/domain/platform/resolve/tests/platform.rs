//! Names, network, cluster and services.

use crate::core::diag::Code;
use crate::core::origin::Origin;
use crate::domain::cluster::model::GpuNodes;
use crate::domain::platform::model::services::StateBackend;
use crate::testing::{Compiled, MODELS_PATH, PLATFORM_PATH, Repository};

fn edited(from: &str, to: &str) -> Compiled {
    Repository::new().edit(PLATFORM_PATH, from, to).compile()
}

fn added(more: &str) -> Compiled {
    Repository::new().append(PLATFORM_PATH, more).compile()
}

#[test]
fn defaults_say_which_key_they_stand_in_for() {
    let compiled = Repository::new().compile();
    let platform = compiled.platform("demo");
    assert_eq!(platform.apim.sku.origin, Origin::Default("apim.sku"));
    assert_eq!(
        platform.cluster.private.origin,
        Origin::Default("aks.private")
    );
    assert!(
        platform.cluster.private.value,
        "nothing is open because a key was forgotten"
    );
    assert_eq!(platform.network.model_subnet.value, "models");
    assert!(matches!(platform.state.value, StateBackend::Local));
}

#[test]
fn the_base_of_all_names_is_bounded() {
    edited("name: hai", "name: averylongnames").reports(&["cannot be the base of Azure names"]);
    edited("name: hai", "name: windows").reports(&["hold `windows`"]);
}

#[test]
fn ranges_are_checked_against_azure_and_each_other() {
    edited("10.10.3.0/24", "10.10.3.1/24")
        .reports(&["error[invalid-range] catalog/platform.yaml:7:23: `10.10.3.1/24` names"]);
    edited("10.10.3.0/24", "10.11.3.0/24").reports(&["is not inside the virtual network"]);
    edited(
        "api-management: 10.10.6.0/24",
        "api-management: 10.10.6.0/28",
    )
    .reports(&["too small for its use"]);
    edited(
        "AzureBastionSubnet: 10.10.4.0/24",
        "AzureBastionSubnet: 10.10.4.0/27",
    )
    .reports(&["too small"]);
    edited("    aks: 10.10.0.0/24", "    aks: 10.10.0.0/20").reports(&["overlap"]);
}

#[test]
fn required_subnets_are_asked_for() {
    edited("    private-endpoint: 10.10.3.0/24\n", "").reports(&["error[missing-key]"]);
}

#[test]
fn the_model_subnet_exists_and_may_be_shared() {
    let compiled = edited(
        "    models: 10.10.7.0/27\n",
        "    models: 10.10.7.0/27\n  modelSubnet: model\n",
    );
    compiled.reports(&["error[unknown-reference]"]);
    let shared = edited(
        "    models: 10.10.7.0/27\n",
        "  modelSubnet: api-management\n",
    );
    assert!(
        shared
            .reported()
            .iter()
            .any(|line| line.contains("the gateway's subnet takes nothing else"))
    );
}

#[test]
fn pods_and_services_keep_out_of_the_network() {
    added("aks: {podCidr: 10.10.64.0/18}\n")
        .reports(&["`aks.podCidr` (10.10.64.0/18) overlaps the virtual network"]);
    added("aks: {serviceCidr: 10.244.0.0/20}\n").reports(&["overlap"]);
    added("aks: {serviceCidr: 10.200.0.0/28}\n").reports(&["a service range of /28"]);
    added("aks: {podCidr: 10.200.0.0/24, serviceCidr: 10.201.0.0/16}\n")
        .reports(&["has space for 1 nodes"]);
    added("aks: {podCidr: 172.30.0.0/16}\n").reports(&["which Azure keeps for itself"]);
}

#[test]
fn a_public_api_server_needs_ranges() {
    added("aks: {private: false}\n").reports(&["error[missing-key]"]);
    added("aks: {private: true, apiServerAuthorizedIpRanges: [203.0.113.0/24]}\n")
        .reports(&["takes no authorized ranges"]);
    added("aks: {apiServerAuthorizedIpRanges: [0.0.0.0/0]}\n")
        .reports(&["opens the API server to everybody"]);
    let compiled = added("aks: {apiServerAuthorizedIpRanges: [203.0.113.0/24]}\n");
    assert!(!compiled.clean().platform("demo").cluster.private.value);
}

#[test]
fn kaito_modes_follow_from_two_keys() {
    let chart = "kaito: {mode: chart, version: 0.12.0}";
    let nodes = |compiled: &Compiled| compiled.platform("demo").kaito.nodes.value;
    let karpenter = edited("kaito: {mode: addon, version: 0.6.0}", chart);
    assert_eq!(nodes(karpenter.clean()), GpuNodes::Karpenter);
    let own = Repository::new()
        .edit(PLATFORM_PATH, "kaito: {mode: addon, version: 0.6.0}", chart)
        .append(PLATFORM_PATH, "aks: {nodeProvisioning: manual}\n")
        .compile();
    assert_eq!(nodes(own.clean()), GpuNodes::OwnPools);
    assert_eq!(nodes(&Repository::new().compile()), GpuNodes::Addon);
}

#[test]
fn kaito_versions_are_known_ones() {
    edited("version: 0.6.0", "version: 0.5.0").reports(&["nothing is known about KAITO 0.5.0"]);
    edited("version: 0.6.0", "version: 0.12.0").reports(&["warning[untested-kaito]"]);
    edited("mode: addon, version: 0.6.0", "mode: chart, version: 0.8.0")
        .reports(&["cannot take its nodes"]);
}

#[test]
fn an_azurerm_backend_is_whole() {
    added("terraform: {backend: {type: azurerm, containerName: tfstate}}\n")
        .reports(&["lacks `resourceGroupName`, `storageAccountName`"]);
    added("terraform: {backend: {type: local, containerName: tfstate}}\n")
        .reports(&["takes no further keys"]);
}

#[test]
fn accounts_follow_deployments() {
    let compiled = Repository::new().compile();
    let accounts = &compiled.platform("demo").foundry.accounts;
    let names: Vec<&str> = accounts
        .iter()
        .map(|account| account.name.as_str())
        .collect();
    assert_eq!(names, ["af-hai-iwjf", "af-hai-iwjf-germanywestcentral"]);
    let renamed = added(
        "foundry: {subdomain: main, accounts: {germanywestcentral: {name: second}, westus: {name: no}}}\n",
    );
    renamed.reports(&["note[unused-account] catalog/platform.yaml:13:"]);
    let accounts = &renamed.platform("demo").foundry.accounts;
    assert_eq!(
        (accounts[0].name.as_str(), accounts[1].name.as_str()),
        ("main", "second")
    );
    added("foundry: {subdomain: one, accounts: {germanywestcentral: {name: one}}}\n")
        .reports(&["have one name"]);
}

#[test]
fn tags_and_receivers_are_distinguished_as_azure_does() {
    edited(
        "location: swedencentral}",
        "location: swedencentral, tags: {a: x, A: y}}",
    )
    .reports(&["differs from another only by case"]);
    edited(
        "location: swedencentral}",
        "location: swedencentral, tags: {azure-x: y}}",
    )
    .reports(&["which Azure keeps"]);
    added("monitoring: {receivers: [{name: a, email: a@b.c}, {name: A, email: a@b.c}]}\n")
        .reports(&["two receivers"]);
}

#[test]
fn overlays_change_platform_and_models() {
    let compiled = Repository::new()
        .with("catalog/environments/prod.yaml", "platform: {suffix: prod}\napim: {capacity: 2}\nmodels:\n  gpt-4.1: {capacity: 500}\n  phi-4: {enabled: true}\n")
        .with("catalog/environments/test.yaml", "")
        .compile();
    compiled.clean();
    let (test, prod) = (compiled.platform("test"), compiled.platform("prod"));
    assert_eq!(
        (test.base.as_str(), prod.base.as_str()),
        ("hai-iwjf", "hai-prod")
    );
    assert_eq!(prod.foundry_models[0].deployments[0].capacity.value, 500);
    assert!(matches!(
        prod.foundry_models[0].deployments[0].capacity.origin,
        Origin::Overlaid { base: Some(_), .. }
    ));
    assert!(prod.kaito_models[1].enabled.value && !test.kaito_models[1].enabled.value);
    assert_eq!(
        prod.inputs.platform,
        ["catalog/platform.yaml", "catalog/environments/prod.yaml"]
    );
}

#[test]
fn overlays_change_only_what_there_is() {
    let overlay = |text: &str| {
        Repository::new()
            .with("catalog/environments/prod.yaml", text)
            .compile()
    };
    overlay("models: {gpt-9: {capacity: 1}}\n")
        .reports(&["error[unknown-reference] catalog/environments/prod.yaml:1:10: the environment changes the model `gpt-9`"]);
    let removed = overlay("models: {mistral: null}\n");
    removed.reports(&[
        "error[unknown-reference] teams/beta/access.yaml:6:14 catalog/environments/prod.yaml:1:10",
    ]);
    overlay("models: {mistral: {capacity: 1}}\n")
        .reports(&["error[unknown-key] catalog/environments/prod.yaml:1:20"]);
    overlay("platform: {environment: test}\n").reports(&["error[invalid-value]"]);
}

#[test]
fn one_environment_needs_a_name() {
    edited("environment: demo, ", "").reports(&["error[missing-key] catalog/platform.yaml:1:"]);
}

#[test]
fn models_may_be_spread_over_files() {
    let model = "- {name: gpt-9, modelName: gpt-4.1, version: '2025-04-14', skuName: Standard, capacity: 1, enabled: true}";
    let again = model.replace("gpt-9", "gpt-4.1");
    let repository = Repository::new().with(
        "catalog/models/more.yaml",
        &format!("foundryModels: [{}]\n", &model[2..]),
    );
    let compiled = repository.compile();
    assert_eq!(compiled.clean().platform("demo").foundry_models.len(), 3);
    assert_eq!(
        compiled.platform("demo").inputs.models,
        ["catalog/models/more.yaml", MODELS_PATH]
    );
    let twice = Repository::new().with(
        "catalog/models/more.yaml",
        &format!("foundryModels: [{}]\n", &again[2..]),
    );
    let finding = twice.compile();
    assert_eq!(finding.only(Code::DuplicateName).labels.len(), 2);
}
