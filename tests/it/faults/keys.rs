//! Faults of tenants, keys and connections.

use super::*;

#[test]
fn fault_h1_no_key_works_before_its_policy_stands() {
    let outputs = outputs();
    let tenant = module(&outputs, "modules/tenant");
    let policy = "azurerm_api_management_product_policy.team";
    let link = "azurerm_api_management_product_api.openai";
    tenant.assert_after(policy, "azurerm_api_management_product.team");
    tenant.assert_after(link, policy);
    tenant.assert_after("azapi_resource.subscription", policy);
    tenant.assert_after("azapi_resource.subscription", link);
    let written = argument(tenant.block(policy), "xml_content").to_string();
    assert_eq!(written, "file(var.product.policy_file)");
    // The API has its guard before it has operations, and teams are not planned without it.
    let platform = module(&outputs, "modules/ai-platform");
    let guard = "azurerm_api_management_api_policy.openai";
    platform.assert_after("azurerm_api_management_api_operation.openai", guard);
    let tenants = module(&outputs, "30-tenants");
    let looked = argument(
        tenants.block("data.azapi_resource.api_policy"),
        "resource_id",
    );
    assert!(
        looked
            .to_string()
            .contains("/apis/openai-api/policies/policy"),
        "{looked}"
    );
    // Every team of the root goes through this module, with the policy of its own.
    let mut teams = 0;
    for call in tenants.all("module") {
        let team = address(call).replace("module.team_", "");
        assert_eq!(string(argument(call, "source")), "../modules/tenant");
        let file = member(argument(call, "product"), &["policy_file"]).to_string();
        assert!(
            file.ends_with(&format!("/policies/products/{team}.xml\"")),
            "{file}"
        );
        teams += 1;
    }
    assert_eq!(teams, 7);
    let products = tenants
        .all("resource")
        .filter(|block| text(block).contains("azurerm_api_management"));
    assert_eq!(products.count(), 0, "a product beside the module");
}

#[test]
fn fault_m10_foundry_connections_call_what_exists_and_follow_changes() {
    let kaito_only = Variant::repository()
        .with(
            "teams/gamma/access.yaml",
            "foundryProject: {enabled: false}\n",
            "",
        )
        .outputs();
    let keys = module(&kaito_only, "modules/keys");
    let connection = keys.block("azapi_resource.foundry_connection");
    let metadata = member(argument(connection, "body"), &["properties", "metadata"]);
    assert_eq!(string(member(metadata, &["deploymentInPath"])), "false");
    assert_eq!(string(member(metadata, &["inferenceAPIVersion"])), "");
    let target = member(argument(connection, "body"), &["properties", "target"]).to_string();
    assert_eq!(target, "var.foundry_connection.target");
    assert!(!text(connection).contains("ignore_changes"));
    assert!(
        try_argument(connection, "sensitive_body_version").is_some(),
        "rotated keys never arrive"
    );
    let platform = module(&kaito_only, "10-platform");
    let path = string(member(
        argument(platform.block("module.ai_platform"), "api"),
        &["path"],
    ))
    .to_owned();
    for root in ["demo", "prod"] {
        let tenants = Module::of(&kaito_only, &format!("{root}/terraform/40-keys"));
        for call in tenants.all("module") {
            let target = string(member(argument(call, "foundry_connection"), &["target"]));
            assert!(
                target.starts_with("https://")
                    && target.ends_with(&format!(".azure-api.net/{path}/v1")),
                "{target}"
            );
        }
    }
    // A team with models on the cluster only has a project too, unless it wants none.
    let call = module(&kaito_only, "30-tenants");
    assert!(try_argument(call.block("module.team_gamma"), "foundry").is_some());
    let wanted = module(&outputs(), "30-tenants");
    assert!(try_argument(wanted.block("module.team_gamma"), "foundry").is_none());
}

#[test]
fn fault_m13_the_openai_sdk_s_bearer_key_is_a_subscription_key() {
    let outputs = outputs();
    let platform = module(&outputs, "modules/ai-platform");
    let bearer = platform.block("azapi_resource.api");
    let names = member(
        argument(bearer, "body"),
        &["properties", "subscriptionKeyParameterNames"],
    );
    assert_eq!(
        member(names, &["bearer"]).to_string(),
        r#"var.api.bearer_keys ? "enabled" : "disabled""#
    );
    assert_eq!(member(names, &["header"]).to_string(), "var.api.key_header");
    assert_eq!(
        string(argument(bearer, "type")),
        "Microsoft.ApiManagement/service/apis@2025-03-01-preview"
    );
    // azurerm's own API would drop it with each of its changes.
    let by_azurerm = |block: &hcl::Block| address(block) == "azurerm_api_management_api.openai";
    assert!(!platform.blocks().any(by_azurerm));
    for environment in ["demo", "prod"] {
        let root = Module::of(&outputs, &format!("{environment}/terraform/10-platform"));
        let api = argument(root.block("module.ai_platform"), "api");
        assert_eq!(member(api, &["bearer_keys"]), &Expression::Bool(true));
    }
}

#[test]
fn fault_m21_keys_are_in_the_key_vault_and_in_no_state() {
    let outputs = outputs();
    for (folder, module) in modules(&outputs) {
        for block in module.blocks() {
            let name = address(block);
            assert!(
                !name.starts_with("azurerm_api_management_subscription"),
                "{folder}: {name} keeps keys"
            );
            let said = text(block);
            if mentions(&said, "ephemeral.azapi_resource_action.keys") {
                assert!(
                    [
                        "azurerm_key_vault_secret.key",
                        "azapi_resource.foundry_connection"
                    ]
                    .contains(&name.as_str()),
                    "{folder}: {name}"
                );
            }
            let shows = said.contains("primaryKey") || said.contains("primary_key");
            assert!(
                block.identifier() != "output" || !shows,
                "{folder}: {name} shows a key"
            );
        }
    }
    let keys = module(&outputs, "modules/keys");
    let secret = keys.block("azurerm_key_vault_secret.key");
    assert!(try_argument(secret, "value").is_none() && try_argument(secret, "value_wo").is_some());
    let connection = keys.block("azapi_resource.foundry_connection");
    assert!(
        !argument(connection, "body").to_string().contains("key"),
        "a key in the state"
    );
    let beta = module(&outputs, "40-keys");
    assert_eq!(
        argument(beta.block("module.team_beta"), "secrets")
            .to_string()
            .matches("apim-beta")
            .count(),
        1
    );
    // A grace state: keys suspended, nothing destroyed.
    let tenants = module(&outputs, "30-tenants");
    for (team, suspended) in [("delta", true), ("beta", false)] {
        let call = tenants.block(&format!("module.team_{team}"));
        let subscription = argument(call, "subscription");
        assert_eq!(
            member(subscription, &["suspended"]),
            &Expression::Bool(suspended)
        );
        assert!(try_argument(call, "foundry").is_some());
    }
    // And a state that is shared and locked, where people work together.
    let shared = Module::of(&outputs, "prod/terraform/30-tenants");
    let backend = shared
        .block("terraform")
        .body()
        .blocks()
        .find(|block| block.identifier() == "backend")
        .unwrap();
    assert_eq!(address(backend), "backend.azurerm");
}

#[test]
fn fault_l24_nothing_needs_two_applies_or_contradicts_the_catalog() {
    let outputs = outputs();
    for (folder, module) in modules(&outputs) {
        for block in module.blocks() {
            let said = text(block);
            assert!(
                !said.contains("precondition"),
                "{folder}: {} checks what was checked",
                address(block)
            );
            if block.identifier() == "provider"
                && mentions(&said, "data.azurerm_kubernetes_cluster.main")
            {
                assert!(
                    folder.ends_with("/20-models"),
                    "{folder}: a provider waits for a cluster"
                );
            }
            let own = said.contains("module.") || said.contains("azurerm_kubernetes_cluster.main.");
            let cluster = folder.ends_with("/20-models");
            assert!(
                block.identifier() != "provider" || cluster || !own,
                "{folder}: {}",
                address(block)
            );
        }
        // The root whose provider reads the cluster makes none.
        let makes = module
            .all("resource")
            .any(|block| address(block).starts_with("azurerm_kubernetes_cluster."));
        assert_eq!(makes, folder.ends_with("/modules/aks-kaito"), "{folder}");
    }
    let calls: Vec<String> = module(&outputs, "20-models")
        .all("module")
        .map(|call| string(argument(call, "source")).to_owned())
        .collect();
    assert_eq!(calls, ["../modules/kaito-models"]);
    let disabled = Variant::repository()
        .with(BETA, "name: mistral-7b-instruct", "name: phi-4")
        .refused();
    reports(&disabled, &["error[disabled-reference]", BETA, MODELS]);
}

#[test]
fn fault_l25_known_provider_faults_are_kept_away_from() {
    let outputs = outputs();
    let wanted = [
        ("azapi", "~> 2.12"),
        ("azurerm", "~> 5.2"),
        ("helm", "~> 3.1"),
    ];
    for (folder, module) in modules(&outputs) {
        for terraform in module.all("terraform") {
            let providers = terraform
                .body()
                .blocks()
                .filter(|block| block.identifier() == "required_providers");
            for provider in providers.flat_map(|block| block.body().attributes()) {
                let pin = (
                    provider.key(),
                    string(member(provider.expr(), &["version"])),
                );
                assert!(wanted.contains(&pin), "{folder}: {pin:?}");
            }
        }
        for resource in module.all("resource") {
            let name = address(resource);
            assert!(
                !name.starts_with("kubernetes_"),
                "{folder}: {name} needs a cluster at plan"
            );
            if name.starts_with("azapi_") {
                let exported = argument(resource, "response_export_values");
                assert_eq!(
                    exported,
                    &Expression::Array(Vec::new()),
                    "{folder}: {name} keeps what it reads"
                );
                let kind = string(argument(resource, "type"));
                assert!(!kind.contains("apiLinks"), "{folder}: {name} answers 409");
            }
        }
    }
    let tenant = module(&outputs, "modules/tenant");
    tenant.block("azurerm_api_management_product_api.openai");
    module(&outputs, "modules/kaito-models").block("helm_release.models");
}
