//! Faults of the gateway's surroundings, of Foundry and of how Terraform is written.

use super::*;

#[test]
fn fault_m11_a_refusal_trips_a_breaker_only_where_another_member_takes_over() {
    let outputs = outputs();
    let platform = module(&outputs, "modules/ai-platform");
    let single = platform.block("azurerm_api_management_backend.single");
    assert!(
        text(single).contains("var.circuit_breakers[each.value.breaker]"),
        "every backend has a breaker"
    );
    assert_eq!(argument(single, "for_each").to_string(), "var.backends");
    for environment in ["demo", "prod"] {
        let root = Module::of(&outputs, &format!("{environment}/terraform/10-platform"));
        let call = root.block("module.ai_platform");
        let breakers = argument(call, "circuit_breakers");
        let counts_429 = |kind: &str| {
            let Expression::Array(ranges) = member(breakers, &[kind, "status_codes"]) else {
                panic!("no list of {kind}")
            };
            ranges.iter().any(|range| {
                let bound = |key: &str| member(range, &[key]).to_string().parse::<u16>().unwrap();
                (bound("min")..=bound("max")).contains(&429)
            })
        };
        assert!(counts_429("reserved") && counts_429("pay_as_you_go"));
        assert!(!counts_429("last_resort"), "nobody takes over");
        let follows = |kind: &str| member(breakers, &[kind, "follows_retry_after"]).to_string();
        assert_eq!(follows("reserved"), "true");
        assert_eq!(
            follows("pay_as_you_go"),
            "false",
            "a day of Retry-After closes a backend for a day"
        );
        let mut before_others = Vec::new();
        for (pool, value) in members(argument(call, "backend_pools")) {
            let all = members(member(value, &["members"]));
            assert!(all.len() > 1, "{pool} has nobody to spill over to");
            let rank = |one: &Expression| {
                let priority = member(one, &["priority"]).to_string();
                priority.parse::<u8>().unwrap()
            };
            let last = all.iter().map(|(_, one)| rank(one)).max().unwrap();
            let first = all.into_iter().filter(|(_, one)| rank(one) < last);
            before_others.extend(first.map(|(name, _)| name));
        }
        for (name, backend) in members(argument(call, "backends")) {
            let last = string(member(backend, &["breaker"])) == "last_resort";
            assert_eq!(
                !last,
                before_others.contains(&name),
                "{environment}: {name}"
            );
        }
    }
}

#[test]
fn fault_m14_the_gateway_logs_and_meters_without_reading_messages() {
    let outputs = outputs();
    let platform = module(&outputs, "modules/ai-platform");
    let metrics = platform.block("azapi_resource.application_insights_diagnostic");
    let properties = member(argument(metrics, "body"), &["properties"]);
    assert_eq!(
        member(properties, &["metrics"]),
        &Expression::Bool(true),
        "without it no token is counted"
    );
    assert_eq!(
        member(properties, &["loggerId"]).to_string(),
        "azurerm_api_management_logger.application_insights.id"
    );
    let logger = platform.block("azurerm_api_management_logger.application_insights");
    assert!(text(logger).contains("var.monitoring.application_insights_id"));
    let tokens = platform.block("azapi_resource.azure_monitor_diagnostic");
    let logs = member(
        argument(tokens, "body"),
        &["properties", "largeLanguageModel"],
    )
    .to_string();
    assert!(logs.replace(' ', "").contains("logs=\"enabled\""), "{logs}");
    let nothing = platform.local("nothing_of_the_message");
    assert_eq!(
        member(nothing, &["body", "bytes"]).to_string(),
        "0",
        "reading a body stops streams"
    );
    for diagnostic in [metrics, tokens] {
        for (side, part) in [
            ("frontend", "request"),
            ("frontend", "response"),
            ("backend", "request"),
            ("backend", "response"),
        ] {
            let kept = member(argument(diagnostic, "body"), &["properties", side, part]);
            // Of a request the URL is logged, without a key.
            let nothing = match part {
                "request" => "local.no_request",
                _ => "local.nothing_of_the_message",
            };
            assert_eq!(kept.to_string(), nothing);
        }
        // Operations come last: nobody calls unmetered.
        platform.assert_after(
            "azurerm_api_management_api_operation.openai",
            &address(diagnostic),
        );
    }
    let root = module(&outputs, "10-platform");
    let monitoring = argument(root.block("module.ai_platform"), "monitoring");
    let wired = member(monitoring, &["application_insights_id"]).to_string();
    assert_eq!(wired, "module.monitoring.application_insights_id");
}

#[test]
fn fault_m19_deployments_go_by_name_whatever_their_order() {
    let outputs = outputs();
    for (folder, module) in modules(&outputs) {
        for block in module.blocks() {
            let name = address(block);
            assert!(
                !text(block).contains("count.index"),
                "{folder}: {name} goes by position"
            );
            // One or none is no position.
            if let Some(count) = try_argument(block, "count") {
                let Expression::Conditional(either) = count else {
                    panic!("{folder}: {name} counts")
                };
                let mut numbers = [either.true_expr.to_string(), either.false_expr.to_string()];
                numbers.sort();
                assert_eq!(numbers, ["0", "1"], "{folder}: {name}");
            }
        }
    }
    let platform = module(&outputs, "modules/ai-platform");
    let deployment = platform.block("azurerm_cognitive_deployment.model");
    assert_eq!(
        argument(deployment, "for_each").to_string(),
        "local.foundry_deployments"
    );
    // A model more at the top of the catalog leaves every other deployment as it was.
    let first = "foundryModels:\n";
    let entry = "  - {name: a-first, modelName: gpt-5.6-terra, version: \"2025-04-14\", skuName: GlobalStandard, capacity: 1, enabled: true}\n";
    let longer = Variant::repository()
        .with(MODELS, first, &format!("{first}{entry}"))
        .outputs();
    let deployments = |outputs: &BTreeMap<String, String>| -> BTreeMap<String, Expression> {
        let root = module(outputs, "10-platform");
        let accounts = argument(root.block("module.ai_platform"), "foundry_accounts");
        let all = members(member(accounts, &["swedencentral", "deployments"])).into_iter();
        all.map(|(name, value)| (name, value.clone())).collect()
    };
    let (before, mut after) = (deployments(&outputs), deployments(&longer));
    assert!(before.len() > 3 && after.remove("a-first").is_some());
    assert_eq!(before, after);
}

#[test]
fn fault_m20_outputs_know_no_day_no_subscription_and_no_other_state() {
    let outputs = outputs();
    for (path, text) in &outputs {
        for function in ["timestamp()", "plantimestamp()", "uuid()", "bcrypt("] {
            assert!(
                !text.contains(function),
                "{path}: {function} is new in every plan"
            );
        }
        // Ids of subscriptions are given when applying; those of built-in roles are Azure's own.
        for rest in text.split("/subscriptions/").skip(1) {
            let id: String = rest
                .chars()
                .take_while(|c| c.is_ascii_hexdigit() || *c == '-')
                .collect();
            assert!(id.len() < 36, "{path} names the subscription {id}");
        }
    }
    for (folder, module) in modules(&outputs) {
        for block in module.blocks() {
            let name = address(block);
            assert!(!name.contains("terraform_remote_state"), "{folder}: {name}");
            assert!(
                !text(block).contains("yamldecode("),
                "{folder}: {name} reads a generated file"
            );
        }
        let root = ["10-platform", "20-models", "30-tenants", "40-keys"]
            .iter()
            .any(|root| folder.ends_with(root));
        if root {
            let subscription = module.block("var.subscription_id");
            assert!(try_argument(subscription, "default").is_none(), "{folder}");
        }
    }
}
