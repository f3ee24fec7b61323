//! Figures of a report against what can be computed from the inputs and outputs without platgen's own types.

use std::collections::BTreeMap;

use platgen::report::view::{Environment, Report, Source};
use yaml_serde::Value;

use super::{fixture, report_of, report_on};
use crate::support::hcl::Module;
use crate::support::variant::Variant;
use crate::support::{compile_folder, repository};

fn yaml(path: &str) -> Value {
    yaml_serde::from_str(&std::fs::read_to_string(fixture().join(path)).unwrap()).unwrap()
}

fn list(value: &Value) -> Vec<Value> {
    value.as_sequence().cloned().unwrap_or_default()
}

fn environment<'r>(report: &'r Report, name: &str) -> &'r Environment {
    let mut all = report.environments.iter();
    all.find(|environment| environment.name == name).unwrap()
}

/// Tokens per minute by team and model in `demo`, with the group that grants, straight from the YAML.
fn granted() -> BTreeMap<(String, String), (u64, Option<String>)> {
    let catalog = yaml("catalog/models.yaml");
    let mut all = BTreeMap::new();
    for team in ["alpha", "beta", "gamma", "epsilon"] {
        let file = yaml(&format!("teams/{team}/access.yaml"));
        let mut put = |grants: Vec<Value>, group: Option<&str>| {
            for grant in grants {
                let name = grant["name"].as_str().unwrap().to_owned();
                let rate = grant["tokensPerMinute"].as_u64().unwrap();
                all.insert((team.to_owned(), name), (rate, group.map(str::to_owned)));
            }
        };
        for group in list(&file["groups"]) {
            let groups = list(&catalog["accessGroups"]);
            let found = groups.iter().find(|one| one["name"] == group).unwrap();
            put(list(&found["models"]), group.as_str());
        }
        // A grant of the team's own wins over a group's.
        put(list(&file["models"]["foundry"]), None);
        put(list(&file["models"]["kaito"]), None);
    }
    all
}

#[test]
fn grants_are_those_of_the_files() {
    let report = report_on(&fixture());
    let demo = environment(&report, "demo");
    let reported: BTreeMap<(String, String), (u64, Option<String>)> = demo
        .grants
        .iter()
        .map(|grant| {
            assert_eq!(grant.source == Source::Group, grant.group.is_some());
            assert_eq!(grant.through.is_some(), grant.group.is_some());
            let key = (grant.team.clone(), grant.model.clone());
            (key, (grant.tokens_per_minute, grant.group.clone()))
        })
        .collect();
    assert_eq!(reported, granted());
    assert_eq!(reported.len(), demo.grants.len());
    assert_eq!(demo.summary.grants, reported.len());
    // Every grant is written where it says, and a group is named where it says.
    for grant in &demo.grants {
        let text = |place: &platgen::report::view::Place| {
            let text = std::fs::read_to_string(fixture().join(&place.path)).unwrap();
            let line = text.lines().nth(place.line as usize - 1).unwrap();
            line.chars()
                .skip(place.column as usize - 1)
                .collect::<String>()
        };
        assert!(
            text(grant.at.as_ref().unwrap()).starts_with(&grant.model),
            "{grant:?}"
        );
        if let (Some(through), Some(group)) = (&grant.through, &grant.group) {
            assert!(text(through).starts_with(group), "{grant:?}");
        }
    }
    let suspended: Vec<&str> = demo
        .grants
        .iter()
        .filter(|grant| !grant.active)
        .map(|grant| grant.team.as_str())
        .collect();
    assert_eq!(suspended, ["gamma"]);
}

#[test]
fn loads_are_grants_by_capacity() {
    let report = report_on(&fixture());
    let catalog = yaml("catalog/models.yaml");
    let granted = granted();
    for (name, factor) in [("demo", 1), ("prod", 5)] {
        let environment = environment(&report, name);
        for model in &environment.models {
            let find = |key: &str| {
                let all = list(&catalog[key]);
                all.into_iter()
                    .find(|one| one["name"].as_str() == Some(&model.name))
            };
            let carried = match (find("foundryModels"), find("kaitoModels")) {
                (Some(foundry), _) => foundry["capacity"].as_u64().map(|thousands| {
                    thousands * 1000 * if model.name == "gpt-4.1" { factor } else { 1 }
                }),
                (_, kaito) => kaito.unwrap()["estimatedTokensPerMinute"].as_u64(),
            };
            assert_eq!(
                model.capacity_tokens_per_minute, carried,
                "{name} {}",
                model.name
            );
            let mut sum: u64 = granted
                .iter()
                .filter(|((team, one), _)| *one == model.name && team != "gamma")
                .map(|(_, (rate, _))| rate)
                .sum();
            // Delta lives in production only, from the group.
            sum += match (name, model.name.as_str()) {
                ("prod", "gpt-4.1-mini") => 5_000,
                ("prod", "mistral-7b-instruct") => 8_000,
                _ => 0,
            };
            assert_eq!(
                model.granted_tokens_per_minute, sum,
                "{name} {}",
                model.name
            );
            assert_eq!(
                model.over_capacity,
                carried.is_some_and(|carried| sum > carried)
            );
            let figure = |tokens: u64| f64::from(u32::try_from(tokens).unwrap());
            let factor = |carried| (figure(sum) / figure(carried) * 100.0).round() / 100.0;
            assert_eq!(
                model.overcommit,
                carried.map(factor),
                "{name} {}",
                model.name
            );
            let shares: u64 = model
                .teams
                .iter()
                .map(|share| share.tokens_per_minute)
                .sum();
            assert_eq!(shares, sum);
        }
    }
    assert_eq!(
        environment(&report, "demo").summary.over_capacity,
        ["gpt-4.1"]
    );
    assert!(
        environment(&report, "prod")
            .summary
            .over_capacity
            .is_empty()
    );
}

#[test]
fn gateway_figures_are_those_of_the_outputs() {
    for root in [
        fixture(),
        repository(),
        repository().join("tests/cases/pooled-model"),
    ] {
        let report = report_on(&root);
        let outputs = compile_folder(&root).outputs;
        for environment in &report.environments {
            let name = &environment.name;
            let sizes: BTreeMap<String, usize> = environment
                .gateway
                .policies
                .iter()
                .map(|policy| {
                    assert_eq!(policy.limit, 524_288);
                    (policy.path.replacen("generated/", "", 1), policy.bytes)
                })
                .collect();
            let printed: BTreeMap<String, usize> = outputs
                .iter()
                .filter(|(path, _)| {
                    path.starts_with(&format!("{name}/policies/products/"))
                        || **path == format!("{name}/policies/api.xml")
                })
                .map(|(path, text)| (path.clone(), text.len()))
                .collect();
            assert_eq!(sizes, printed);
            let largest = environment.summary.largest_policy.as_ref().unwrap();
            assert_eq!(Some(&largest.bytes), printed.values().max());

            let count = |kind: &str| {
                let mut all = environment.gateway.entities.iter();
                all.find(|entity| entity.kind == kind).unwrap().count
            };
            // What Terraform is asked to make: a file with one module call per team, and the maps of the platform's module.
            let teams = outputs
                .keys()
                .filter(|path| path.starts_with(&format!("{name}/terraform/30-tenants/team-")));
            assert_eq!(count("products"), teams.count());
            assert_eq!(count("subscriptions"), count("products"));
            let platform = Module::of(&outputs, &format!("{name}/terraform/10-platform"));
            let call = platform.block("module.ai_platform");
            let keys = |argument: &str| {
                let attribute = call.body().attributes().find(|one| one.key() == argument);
                match attribute.map(hcl::Attribute::expr) {
                    Some(hcl::Expression::Object(object)) => object.len(),
                    Some(other) => panic!("{argument} is {other:?}"),
                    None => 0,
                }
            };
            assert_eq!(count("backends"), keys("backends") + keys("backend_pools"));
            let module = Module::of(&outputs, &format!("{name}/terraform/modules/ai-platform"));
            let hcl::Expression::Object(operations) = module.local("operations") else {
                panic!("operations are no map")
            };
            assert_eq!(count("operations"), operations.len());
        }
    }
}

#[test]
fn gpu_quota_is_counted_per_family() {
    let report = report_on(&fixture());
    let gpu = &environment(&report, "demo").gpu;
    // Azure's sizes say their vCPUs: NC24ads has 24, NV36ads 36.
    let reported: Vec<(&str, u32, u32)> = gpu
        .families
        .iter()
        .map(|family| (family.family.as_str(), family.nodes, family.vcpus))
        .collect();
    let wanted = [
        ("StandardNCADSA100v4Family", 1, 24),
        ("StandardNVADSA10v5Family", 1, 36),
    ];
    assert_eq!(reported, wanted);
    let summary = &environment(&report, "demo").summary;
    assert_eq!((summary.gpu_nodes, summary.gpu_vcpus), (2, 60));

    // Spot machines are counted elsewhere, and own pools have as many nodes as they say.
    let (sources, platforms) = Variant::own_pools()
        .with(
            "catalog/models.yaml",
            "    estimatedTokensPerMinute: 600000\n",
            "    estimatedTokensPerMinute: 600000\n    nodePool: {count: 3, spot: true}\n",
        )
        .platforms();
    let report = report_of(&sources, &platforms);
    let families = &environment(&report, "demo").gpu.families;
    let spot: Vec<(u32, u32)> = families
        .iter()
        .filter(|family| family.family == "Total Regional Low-priority vCPUs")
        .map(|family| (family.nodes, family.vcpus))
        .collect();
    assert_eq!(spot, [(3, 72)]);
    assert!(
        families
            .iter()
            .all(|family| family.family != "StandardNCADSA100v4Family")
    );
}

#[test]
fn full_use_has_a_price() {
    let report = report_on(&fixture());
    let cost = |team: &str| {
        let demo = environment(&report, "demo");
        let mut all = demo.teams.iter();
        all.find(|one| one.name == team).unwrap().monthly_cost
    };
    // 40 million tokens a month over all models: gpt-4.1 may take 30 million (a million a day), at 2 and 8 per million; the
    // other 10 million go to gpt-4.1-mini at 0.4 and 1.6.
    let alpha = cost("alpha").unwrap();
    assert_eq!(
        (alpha.all_prompt, alpha.all_answer, alpha.complete),
        (64.0, 256.0, false)
    );
    // 15 million tokens of gpt-4.1; its other models have no price.
    let beta = cost("beta").unwrap();
    assert_eq!(
        (beta.all_prompt, beta.all_answer, beta.complete),
        (30.0, 120.0, false)
    );
    assert_eq!(
        (cost("gamma"), cost("epsilon")),
        (None, None),
        "suspended, and without a price"
    );
}

#[test]
fn environments_differ_where_they_differ() {
    let report = report_on(&fixture());
    let reported: Vec<(&str, &str)> = report
        .differences
        .iter()
        .map(|one| {
            let about = one
                .about
                .team
                .as_deref()
                .or(one.about.model.as_deref())
                .unwrap_or("platform");
            (about, one.about.property)
        })
        .collect();
    let wanted = [
        ("platform", "API Management"),
        ("gpt-4.1", "deployments"),
        ("gpt-4.1", "capacity, tokens per minute"),
        ("gpt-4.1", "granted / capacity"),
        ("gpt-4.1-mini", "granted, tokens per minute"),
        ("gpt-4.1-mini", "granted / capacity"),
        ("mistral-7b-instruct", "granted, tokens per minute"),
        ("mistral-7b-instruct", "granted / capacity"),
        ("delta", "state"),
    ];
    assert_eq!(reported, wanted);
    let capacity = &report.differences[2].values;
    assert_eq!(
        (capacity["demo"].as_str(), capacity["prod"].as_str()),
        ("100,000", "500,000")
    );
    assert!(!report.differences[8].values.contains_key("demo"));
}
