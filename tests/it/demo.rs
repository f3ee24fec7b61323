//! A platform made by hand, with the values that the Terraform tests assert: for judging targets without the input side.

use std::collections::BTreeMap;
use std::sync::Arc;

use platgen::model::cluster::{Maintenance, SystemPool};
use platgen::model::models::{NodePool, VllmValue};
use platgen::model::network::Purpose;
use platgen::model::services::Receiver;
use platgen::model::teams::{FoundryProject, Keys};
use platgen::model::*;
use platgen::origin::{Origin, Sourced};
use platgen::sources::{FileId, Span};

/// Where everything in this platform was written.
pub(crate) const ORIGIN: Origin = Origin::Written(Span {
    file: FileId(0),
    start: 7,
    end: 8,
});

fn sourced<T>(value: T) -> Sourced<T> {
    Sourced::new(value, ORIGIN)
}

fn text(value: &str) -> Sourced<String> {
    sourced(value.to_owned())
}

fn location(name: &str) -> Sourced<Location> {
    sourced(Location::parse(name).unwrap())
}

/// The platform, with KAITO in one of its modes.
pub(crate) fn platform(nodes: GpuNodes) -> Platform {
    let minor = if nodes == GpuNodes::Addon { 6 } else { 12 };
    let tags = [
        ("costCenter", "CC-1"),
        ("owner", "platform@contoso.com"),
        ("purpose", "ai-platform"),
    ];
    Platform {
        environment: sourced(EnvironmentName::parse("demo").unwrap()),
        base: sourced(BaseName::parse("hai-iwjf").unwrap()),
        name: text("hai"),
        suffix: text("iwjf"),
        location: location("swedencentral"),
        tags: tags
            .into_iter()
            .map(|(key, value)| (key.to_owned(), text(value)))
            .collect(),
        network: network(),
        cluster: cluster(nodes),
        kaito: Kaito {
            version: sourced(KaitoVersion {
                major: 0,
                minor,
                patch: 0,
            }),
            nodes: sourced(nodes),
        },
        apim: Apim {
            sku: text("StandardV2"),
            capacity: sourced(1),
            publisher_name: text("Contoso"),
            publisher_email: text("ai@contoso.com"),
        },
        foundry: Foundry {
            public_network_access: sourced(false),
            accounts: accounts(),
        },
        key_vault: KeyVault {
            purge_protection: sourced(true),
            soft_delete_days: sourced(90),
        },
        monitoring: Monitoring {
            retention_days: sourced(30),
            grafana: sourced(true),
            receivers: vec![Receiver {
                name: text("platform"),
                email: text("platform@contoso.com"),
            }],
        },
        state: StateBackend::Local,
        kaito_models: vec![
            kaito_model(
                "mistral-7b-instruct",
                "mistral-7b-instruct",
                "Standard_NC24ads_A100_v4",
                "10.10.7.4",
            ),
            kaito_model(
                "phi-4-mini",
                "phi-4-mini-instruct",
                "Standard_NV36ads_A10_v5",
                "10.10.7.5",
            ),
        ],
        foundry_models: foundry_models(),
        teams: teams(),
        inputs: Inputs {
            platform: vec!["catalog/platform.yaml".into()],
            models: vec!["catalog/models.yaml".into()],
        },
    }
}

fn network() -> Network {
    let subnets = [
        ("AzureBastionSubnet", "10.10.4.0/24"),
        ("aks", "10.10.0.0/24"),
        ("aks-api", "10.10.1.0/24"),
        ("api-management", "10.10.6.0/24"),
        ("jump", "10.10.5.0/24"),
        ("models", "10.10.7.0/27"),
        ("onprem", "10.10.2.0/24"),
        ("private-endpoint", "10.10.3.0/24"),
    ];
    let subnet = |(name, cidr): (&str, &str)| {
        (
            name.to_owned(),
            Subnet {
                cidr: sourced(cidr.parse().unwrap()),
                purpose: Purpose::of(name),
            },
        )
    };
    Network {
        vnet_cidr: sourced("10.10.0.0/16".parse().unwrap()),
        subnets: subnets.into_iter().map(subnet).collect(),
        model_subnet: text("models"),
        dns_zone: sourced(HostName::parse("kaito.internal").unwrap()),
    }
}

fn cluster(nodes: GpuNodes) -> Cluster {
    Cluster {
        kubernetes_version: text("1.34"),
        system_pool: SystemPool {
            vm_size: text("Standard_D4ads_v6"),
            count: sourced(2),
            zones: sourced(vec![1, 2, 3]),
        },
        admin_group_ids: Vec::new(),
        authorized_ip_ranges: Vec::new(),
        private: sourced(false),
        maintenance: Maintenance {
            day: text("Sunday"),
            start_time: text("02:00"),
            duration_hours: sourced(4),
            utc_offset: text("+00:00"),
        },
        pod_cidr: sourced("10.244.0.0/16".parse().unwrap()),
        service_cidr: sourced("10.200.0.0/16".parse().unwrap()),
        auto_provisioning: sourced(nodes != GpuNodes::OwnPools),
    }
}

fn accounts() -> Vec<FoundryAccount> {
    vec![
        FoundryAccount {
            location: location("swedencentral"),
            name: text("af-hai-iwjf"),
            main: true,
        },
        FoundryAccount {
            location: location("germanywestcentral"),
            name: text("af-hai-iwjf-germanywestcentral"),
            main: false,
        },
    ]
}

/// A model on the cluster.
pub(crate) fn kaito_model(name: &str, preset: &str, size: &str, address: &str) -> Arc<KaitoModel> {
    let max_model_len = if name.starts_with("mistral") {
        32_768
    } else {
        8192
    };
    let temperature = (
        "temperature-like".to_owned(),
        sourced(VllmValue::Text("yes".into())),
    );
    Arc::new(KaitoModel {
        name: sourced(ModelName::parse(name).unwrap()),
        slug: sourced(names::slug(name).unwrap()),
        display_name: text(name),
        description: name
            .starts_with("phi")
            .then(|| text("Small and quick.\n{{ .Values }} ${x} \"quoted\" # no comment")),
        preset: text(preset),
        instance_type: text(size),
        static_ip: sourced(address.parse().unwrap()),
        estimated_tokens_per_minute: sourced(600_000),
        enabled: sourced(true),
        capabilities: sourced(vec![Capability::Chat, Capability::Completions]),
        model_access_secret: None,
        max_model_len: Some(sourced(max_model_len)),
        vllm: name
            .starts_with("phi")
            .then_some(temperature)
            .into_iter()
            .collect(),
        node_pool: NodePool {
            count: sourced(1),
            spot: sourced(false),
            zones: sourced(Vec::new()),
        },
        nodes: sourced(1),
    })
}

fn deployment(name: &str, region: &str, sku: &str, capacity: u32, priority: u8) -> Deployment {
    Deployment {
        name: sourced(DeploymentName::parse(name).unwrap()),
        location: location(region),
        sku_name: text(sku),
        capacity: sourced(capacity),
        priority: sourced(priority),
        weight: sourced(1),
    }
}

fn foundry_models() -> Vec<Arc<FoundryModel>> {
    let single = [
        ("gpt-4.1", "2025-04-14", 100),
        ("gpt-4.1-mini", "2025-04-14", 200),
        ("gpt-5.2", "2025-12-11", 100),
        ("gpt-5-mini", "2025-08-07", 150),
        ("text-embedding-3-large", "1", 120),
    ];
    let single = single.map(|(name, version, capacity)| {
        foundry_model(
            name,
            version,
            vec![deployment(
                name,
                "swedencentral",
                "GlobalStandard",
                capacity,
                1,
            )],
        )
    });
    let pool = vec![
        deployment("gpt-4o-ptu", "swedencentral", "ProvisionedManaged", 50, 1),
        deployment(
            "gpt-4o-overflow",
            "germanywestcentral",
            "GlobalStandard",
            200,
            2,
        ),
    ];
    single
        .into_iter()
        .chain([foundry_model("gpt-4o", "2024-11-20", pool)])
        .collect()
}

fn foundry_model(name: &str, version: &str, deployments: Vec<Deployment>) -> Arc<FoundryModel> {
    Arc::new(FoundryModel {
        name: sourced(ModelName::parse(name).unwrap()),
        slug: sourced(names::slug(name).unwrap()),
        model_name: text(name),
        version: text(version),
        format: text("OpenAI"),
        description: None,
        enabled: sourced(true),
        aliases: Vec::new(),
        capabilities: sourced(vec![Capability::Chat, Capability::Responses]),
        content_filter: None,
        version_upgrade: text("NoAutoUpgrade"),
        price: None,
        pooled: deployments.len() > 1,
        deployments,
    })
}

fn teams() -> Vec<Team> {
    let mut alpha = team("alpha");
    alpha.entra_group_id = Some(text("3b1f7c52-5a0e-4c55-9d1e-0d5b6f1f2a10"));
    alpha.keys.count = sourced(2);
    let mut data_science = team("data-science");
    data_science.display_name = text(&format!(
        "Daten & \"KI\" ${{x}} %{{y}} {}",
        "lang ".repeat(30)
    ));
    let mut delta = team("delta");
    delta.enabled = sourced(false);
    delta.foundry_project.enabled = sourced(false);
    let mut gamma = team("gamma");
    gamma.foundry_project.enabled = sourced(false);
    gamma.keys.key_vault = sourced(false);
    vec![alpha, team("beta"), data_science, delta, gamma]
}

fn team(name: &str) -> Team {
    Team {
        name: sourced(TeamName::parse(name).unwrap()),
        display_name: text(&format!("AI Access - Team {name}")),
        owner: text(&format!("{name}-lead@contoso.com")),
        cost_center: text("CC-67890"),
        enabled: sourced(true),
        grants: Vec::new(),
        limits: TeamLimits::default(),
        entra_group_id: None,
        entra: None,
        keys: Keys {
            count: sourced(1),
            key_vault: sourced(true),
        },
        foundry_project: FoundryProject {
            enabled: sourced(true),
            location: location("swedencentral"),
        },
        groups: Vec::new(),
        path: format!("teams/{name}/access.yaml"),
    }
}

/// Every file of a platform by path below `generated/`.
pub(crate) fn files(platform: &Platform) -> BTreeMap<String, String> {
    let planned = platgen::target::ALL
        .iter()
        .flat_map(|target| target.plan(platform));
    let plan = platgen::plan::Plan::collect(planned);
    assert_eq!(plan.collisions(), []);
    plan.files()
        .map(|file| {
            (
                file.path.to_string(),
                platgen::print::print(&(file.produce)()).text,
            )
        })
        .collect()
}
