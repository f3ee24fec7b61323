//! Every composed name keeps the rule of its kind, whatever the names it is composed of.
//!
//! The rules are those of Azure ("Naming rules and restrictions for Azure resources", Microsoft Learn, 2026), of azurerm 5.2's
//! own validation, and of Kubernetes (DNS-1123 labels, DNS-1035 for Services).

#![cfg(test)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use platgen::domain::cluster::model::KaitoVersion;
use platgen::domain::ids::{BaseName, ModelName, TeamName};
use platgen::domain::ids::{HostName, Location, ModelSlug};
use platgen::domain::names::{self, Names};
use proptest::prelude::*;
use serde_json::json;

use crate::support::platform::{kaito_model, model_name, written};

/// Kinds of names: pattern, fewest and most characters.
const RULES: &[(&str, &str, usize, usize)] = &[
    (
        "resource group",
        r"^[A-Za-z0-9_().-]*[A-Za-z0-9_()-]$",
        1,
        90,
    ),
    (
        "node resource group",
        r"^[A-Za-z0-9_().-]*[A-Za-z0-9_()-]$",
        1,
        80,
    ),
    (
        "network",
        r"^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$",
        1,
        80,
    ),
    (
        "virtual network",
        r"^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$",
        1,
        63,
    ),
    (
        "log analytics",
        "^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$",
        4,
        63,
    ),
    (
        "application insights",
        "^[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]$",
        1,
        260,
    ),
    (
        "monitor workspace",
        "^[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]$",
        4,
        63,
    ),
    ("grafana", r"^[a-zA-Z][-a-zA-Z0-9]{0,21}[a-zA-Z0-9]$", 2, 23),
    (
        "data collection",
        "^[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]$",
        3,
        44,
    ),
    ("alerts", "^[^:@/#{}%&+*<>?]+$", 1, 260),
    ("identity", "^[a-zA-Z0-9][a-zA-Z0-9_-]*$", 3, 128),
    (
        "cluster",
        "^[a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?$",
        1,
        63,
    ),
    (
        "cluster's DNS prefix",
        "^[a-zA-Z]([a-zA-Z0-9-]*[a-zA-Z0-9])?$",
        1,
        54,
    ),
    ("node pool", "^[a-z][a-z0-9]{0,11}$", 1, 12),
    (
        "api management",
        "^[a-zA-Z]([a-zA-Z0-9-]*[a-zA-Z0-9])?$",
        1,
        50,
    ),
    (
        "api management child",
        "^[a-zA-Z0-9]([a-zA-Z0-9_-]{0,78}[a-zA-Z0-9])?$",
        1,
        80,
    ),
    // A name that is a subdomain too: one lower-case label.
    ("foundry account", "^[a-z0-9][a-z0-9-]*[a-z0-9]$", 2, 63),
    (
        "foundry project",
        "^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,63}$",
        2,
        64,
    ),
    (
        "foundry connection",
        "^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$",
        3,
        33,
    ),
    ("key vault", "^[a-zA-Z]([a-zA-Z0-9]|-[a-zA-Z0-9])*$", 3, 24),
    ("secret", "^[0-9a-zA-Z-]+$", 1, 127),
    ("dns label", "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", 1, 63),
    ("kubernetes service", "^[a-z]([a-z0-9-]*[a-z0-9])?$", 1, 63),
    ("terraform name", "^[a-zA-Z_][a-zA-Z0-9_-]*$", 1, 64),
];

static VALIDATORS: LazyLock<BTreeMap<&str, Validator>> = LazyLock::new(|| {
    let check = |(kind, pattern, shortest, longest): &(&'static str, &str, usize, usize)| {
        let rule = json!({"type": "string", "pattern": pattern, "minLength": shortest, "maxLength": longest});
        (*kind, jsonschema::validator_for(&rule).unwrap())
    };
    RULES.iter().map(check).collect()
});

fn keeps(kind: &str, name: &str) -> Result<(), TestCaseError> {
    let fine = VALIDATORS[kind].is_valid(&json!(name));
    prop_assert!(fine, "{name} ({} characters) is no {kind}", name.len());
    Ok(())
}

/// Texts of a pattern and edge cases, as far as they are names of a kind.
fn legal<T: std::fmt::Debug + Clone + 'static, E>(
    pattern: &'static str,
    edges: &'static [&'static str],
    parse: impl Fn(&str) -> Result<T, E> + Clone + 'static,
) -> impl Strategy<Value = T> {
    let edges = proptest::sample::select(edges).prop_map(str::to_owned);
    let all = prop_oneof![4 => pattern, 1 => edges];
    all.prop_filter_map("a legal name", move |text| parse(&text).ok())
}

fn base() -> impl Strategy<Value = BaseName> {
    legal(
        "[a-z0-9-]{2,18}",
        &["ab", "a-b", "abcdefghijklmnopqr", "a-b-c-d-e-f-g-h-ij"],
        BaseName::parse,
    )
}

fn team() -> impl Strategy<Value = TeamName> {
    let edges = &["a", "0", "a--b", "1234567890123456789012345678901234567890"];
    legal("[a-z0-9-]{1,40}", edges, TeamName::parse)
}

fn location() -> impl Strategy<Value = Location> {
    legal(
        "[a-z][a-z0-9]{2,31}",
        &["abc", "abcdefghijklmnopqrstuvwxyz012345"],
        Location::parse,
    )
}

fn model() -> impl Strategy<Value = ModelName> {
    let edges = &[
        "1",
        "A",
        "4.1",
        "a._-b",
        "M-1.",
        "gpt-4.1",
        "A234567890.234567890_234567890-234567890.234567890_234567890.234",
        "0234567890123456789012345678901234567.-_123456789012345678901234",
    ];
    legal("[A-Za-z0-9._-]{1,64}", edges, ModelName::parse)
}

/// A subnet as the schema takes it.
fn subnet() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z0-9]([A-Za-z0-9_.-]{0,62}[A-Za-z0-9_])?",
        Just("AzureBastionSubnet".to_owned()),
        Just(format!("{}_", "-a".repeat(31).replacen('-', "b", 1))),
    ]
}

proptest! {
    #[test]
    fn names_of_a_platform(base in base(), location in location(), subnet in subnet()) {
        let names = Names::new(&base);
        keeps("resource group", &names.resource_group())?;
        keeps("node resource group", &names.node_resource_group())?;
        keeps("virtual network", &names.vnet())?;
        for name in [
            names.nat_gateway(), names.nat_public_ip(), names.api_management_nat_gateway(), names.api_management_nat_public_ip(),
            names.bastion(), names.bastion_public_ip(), names.security_group(&subnet), names.private_endpoint("key-vault"),
            names.private_endpoint(&format!("foundry-{location}")), names.zone_link("cognitive-services"),
        ] {
            keeps("network", &name)?;
        }
        keeps("log analytics", &names.log_analytics())?;
        keeps("application insights", &names.application_insights())?;
        keeps("monitor workspace", &names.monitor_workspace())?;
        keeps("grafana", &names.grafana())?;
        for name in [names.data_collection_endpoint(), names.prometheus_rule(), names.container_insights_rule()] {
            keeps("data collection", &name)?;
        }
        keeps("alerts", &names.action_group())?;
        keeps("alerts", &names.rule_group("kubernetes-recording-rules"))?;
        keeps("identity", &names.cluster_identity())?;
        keeps("cluster", &names.cluster())?;
        keeps("cluster's DNS prefix", base.as_str())?;
        keeps("api management", &names.apim())?;
        keeps("key vault", &names.key_vault())?;
        keeps("foundry account", &names.foundry_account())?;
        keeps("foundry account", &names.foundry_account_in(&location))?;
    }

    #[test]
    fn names_of_a_team(base in base(), team in team()) {
        let names = Names::new(&base);
        keeps("api management child", &names::product(&team))?;
        keeps("api management child", &names::subscription(&team))?;
        keeps("foundry account", &names.team_account(&team))?;
        keeps("foundry project", &names::project(&team))?;
        keeps("foundry connection", &names::connection(&team))?;
        keeps("secret", &names::secret(&team))?;
        keeps("secret", &names::secondary_secret(&team))?;
        keeps("terraform name", &names::terraform_team(&team))?;
    }

    #[test]
    fn two_teams_share_no_name(base in base(), one in team(), last in "[a-z0-9]", more in "[a-z0-9]{0,2}") {
        // Names that differ at their ends only, where they are cut.
        let text = one.as_str();
        let other = TeamName::parse(&format!("{}{last}{more}", &text[..text.len() - 1]));
        prop_assume!(other.is_ok());
        let other = other.unwrap();
        prop_assume!(one != other);
        let names = Names::new(&base);
        let all = |team: &TeamName| [
            names::product(team), names::subscription(team), names.team_account(team), names::project(team),
            names::connection(team), names::secret(team), names::secondary_secret(team), names::terraform_team(team),
        ];
        // Foundry accounts of teams stand beside each other, projects and connections each in a place of its own.
        for (one, other) in all(&one).iter().zip(&all(&other)) {
            prop_assert_ne!(one, other);
        }
    }

    #[test]
    fn names_of_a_model(model in model(), location in location(), minor in 6_u16..13, count in 1_u32..4) {
        let slug = names::slug(model.as_str());
        prop_assert!(slug.is_some(), "{} has no slug", model);
        let slug = slug.unwrap();
        keeps("dns label", slug.as_str())?;
        let host = HostName::parse(&format!("{slug}.kaito.internal"));
        prop_assert!(host.is_ok());
        keeps("api management child", &names::kaito_backend(&slug))?;
        keeps("api management child", &names::pool(&slug))?;
        keeps("api management child", &names::foundry_backend(&slug))?;
        keeps("api management child", &names::member_backend(&slug, &location))?;
        let mut kaito = kaito_model("phi-4");
        kaito.name = model_name(model.as_str());
        kaito.slug = written(ModelSlug::parse(slug.as_str()).unwrap());
        kaito.node_pool.count = written(count);
        let workspace = names::workspace(&kaito, KaitoVersion { major: 0, minor, patch: 0 });
        // KAITO calls a Service like the Workspace, and Karpenter's pool after namespace and Workspace.
        keeps("kubernetes service", &workspace)?;
        keeps("dns label", &format!("workspace-{workspace}"))?;
        keeps("dns label", &format!("{}-{workspace}", names::MODELS_NAMESPACE))?;
        keeps("dns label", &names::config(&kaito, "content"))?;
        keeps("kubernetes service", &names::load_balancer(&kaito))?;
        keeps("node pool", &names::gpu_pool(&kaito))?;
    }
}

#[test]
fn fixed_names_keep_their_rules() {
    for (kind, name) in [
        ("api management child", names::API),
        ("dns label", names::MODELS_NAMESPACE),
        ("dns label", names::MODELS_RELEASE),
    ] {
        assert!(VALIDATORS[kind].is_valid(&json!(name)), "{name}");
    }
}
