//! A platform made by hand, for tests of what comes after `resolve`: small defaults, changed where a test needs it.

#![cfg(test)]

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::Arc;

use platgen::core::origin::{Origin, Sourced};
use platgen::core::sources::{FileId, Span};
use platgen::domain::cluster::model::{Cluster, GpuNodes, Kaito, KaitoVersion};
use platgen::domain::cluster::model::{Maintenance, SystemPool};
use platgen::domain::consumers::model::{FoundryProject, Keys, TeamLimits};
use platgen::domain::consumers::model::{Grant, Period, Team, TokenQuota};
use platgen::domain::ids::{AccessGroupName, HostName, Location};
use platgen::domain::ids::{
    BaseName, DeploymentName, EnvironmentName, ModelAlias, ModelName, TeamName,
};
use platgen::domain::models::model::Allow;
use platgen::domain::models::model::NodePool;
use platgen::domain::models::model::{Capability, Deployment, FoundryModel, KaitoModel, Model};
use platgen::domain::names;
use platgen::domain::network::model::Purpose;
use platgen::domain::network::model::{Network, Subnet};
use platgen::domain::platform::model::services::{
    Apim, Foundry, FoundryAccount, KeyVault, Monitoring, StateBackend,
};
use platgen::domain::platform::model::{Inputs, Platform};

/// A value that seems to be written in an input.
pub(crate) fn written<T>(value: T) -> Sourced<T> {
    Sourced::new(
        value,
        Origin::Written(Span {
            file: FileId(0),
            start: 0,
            end: 1,
        }),
    )
}

/// A text that seems to be written in an input.
pub(crate) fn text(value: &str) -> Sourced<String> {
    written(value.to_owned())
}

/// The region of the platform and of a deployment that says nothing else.
pub(crate) fn home() -> Location {
    Location::parse("swedencentral").unwrap()
}

/// Another name of a model.
pub(crate) fn alias(name: &str) -> Sourced<ModelAlias> {
    written(ModelAlias::parse(name).unwrap())
}

/// A model's name.
pub(crate) fn model_name(name: &str) -> Sourced<ModelName> {
    written(ModelName::parse(name).unwrap())
}

/// A quota.
pub(crate) fn quota(tokens: u64, period: Period) -> Sourced<TokenQuota> {
    written(TokenQuota { tokens, period })
}

/// A pay-as-you-go deployment in the platform's region.
pub(crate) fn deployment(name: &str) -> Deployment {
    Deployment {
        name: written(DeploymentName::parse(name).unwrap()),
        location: written(home()),
        sku_name: text("GlobalStandard"),
        capacity: written(100),
        priority: written(1),
        weight: written(1),
    }
}

/// A chat model in Foundry.
pub(crate) fn foundry_model(name: &str) -> FoundryModel {
    FoundryModel {
        name: model_name(name),
        slug: written(names::slug(name).unwrap()),
        model_name: text(name),
        version: text("2025-04-14"),
        format: text("OpenAI"),
        description: None,
        enabled: written(true),
        aliases: Vec::new(),
        capabilities: written(vec![Capability::Chat, Capability::Responses]),
        capability_fact: None,
        allow: Allow::foundry(false),
        content_filter: None,
        version_upgrade: text("NoAutoUpgrade"),
        price: None,
        deployments: vec![deployment(name)],
        pooled: false,
    }
}

/// A chat model on the cluster.
pub(crate) fn kaito_model(name: &str) -> KaitoModel {
    KaitoModel {
        name: model_name(name),
        slug: written(names::slug(name).unwrap()),
        display_name: text(name),
        description: None,
        preset: text(name),
        instance_type: text("Standard_NC24ads_A100_v4"),
        size_fact: None,
        static_ip: written(Ipv4Addr::new(10, 10, 0, 200)),
        estimated_tokens_per_minute: written(600_000),
        enabled: written(true),
        capabilities: written(vec![Capability::Chat, Capability::Completions]),
        allow: Allow::foundry(false),
        model_access_secret: None,
        max_model_len: None,
        vllm: BTreeMap::new(),
        node_pool: NodePool {
            count: written(1),
            spot: written(false),
            zones: written(Vec::new()),
        },
        nodes: written(1),
    }
}

/// Builds a platform. Start with [`builder`].
pub(crate) struct Builder {
    kaito: Vec<Arc<KaitoModel>>,
    foundry: Vec<Arc<FoundryModel>>,
    teams: Vec<Team>,
}

/// A platform without models and teams.
pub(crate) fn builder() -> Builder {
    Builder {
        kaito: Vec::new(),
        foundry: Vec::new(),
        teams: Vec::new(),
    }
}

impl Builder {
    /// With a model in Foundry.
    pub(crate) fn foundry(mut self, model: FoundryModel) -> Self {
        self.foundry.push(Arc::new(model));
        self
    }

    /// With a model on the cluster.
    pub(crate) fn kaito(mut self, model: KaitoModel) -> Self {
        self.kaito.push(Arc::new(model));
        self
    }

    /// With a team that may use some of the models added before, 1,000 tokens a minute and 100,000 a day each.
    pub(crate) fn team(self, name: &str, models: &[&str]) -> Self {
        self.team_with(name, models, |_| {})
    }

    /// With a team that is changed before it is added.
    pub(crate) fn team_with(
        mut self,
        name: &str,
        models: &[&str],
        change: impl FnOnce(&mut Team),
    ) -> Self {
        let grants = models.iter().map(|model| self.grant(model)).collect();
        let mut team = Team {
            name: written(TeamName::parse(name).unwrap()),
            display_name: text(name),
            owner: text("lead@example.com"),
            cost_center: text("CC-1"),
            enabled: written(true),
            grants,
            limits: TeamLimits::default(),
            entra_group_id: None,
            entra: None,
            keys: Keys {
                count: written(1),
                key_vault: written(true),
            },
            foundry_project: FoundryProject {
                enabled: written(false),
                location: written(home()),
            },
            environment: None,
            groups: Vec::<Sourced<AccessGroupName>>::new(),
            path: format!("teams/{name}/access.yaml"),
        };
        change(&mut team);
        self.teams.push(team);
        self
    }

    fn grant(&self, name: &str) -> Grant {
        let kaito = self
            .kaito
            .iter()
            .find(|model| model.name.value.as_str() == name)
            .cloned()
            .map(Model::Kaito);
        let foundry = || {
            self.foundry
                .iter()
                .find(|model| model.name.value.as_str() == name)
                .cloned()
        };
        Grant {
            model: kaito
                .or_else(|| foundry().map(Model::Foundry))
                .expect("the model is added before the team"),
            source: written(()).origin,
            group: None,
            tokens_per_minute: written(1_000),
            quota: Some(quota(100_000, Period::Daily)),
            period: None,
            allow: Allow::foundry(false),
            estimate_prompts: written(true),
            max_output_tokens: None,
            calls_per_minute: None,
            concurrency: None,
        }
    }

    /// The platform.
    pub(crate) fn build(self) -> Platform {
        let base = BaseName::parse("hai-iwjf").unwrap();
        let mut locations: Vec<Location> = self
            .foundry
            .iter()
            .flat_map(|model| &model.deployments)
            .map(|one| one.location.value.clone())
            .collect();
        locations.sort();
        locations.dedup();
        locations.retain(|location| *location != home());
        let main = FoundryAccount {
            location: written(home()),
            name: written(format!("af-{base}")),
            main: true,
        };
        let further = locations.into_iter().map(|location| FoundryAccount {
            name: written(names::Names::new(&base).foundry_account_in(&location)),
            location: written(location),
            main: false,
        });
        Platform {
            environment: written(EnvironmentName::parse("demo").unwrap()),
            base: written(base.clone()),
            name: text("hai"),
            suffix: text("iwjf"),
            location: written(home()),
            tags: BTreeMap::new(),
            network: network(),
            cluster: cluster(),
            kaito: Kaito {
                version: written(KaitoVersion {
                    major: 0,
                    minor: 6,
                    patch: 0,
                }),
                nodes: written(GpuNodes::Addon),
            },
            apim: Apim {
                sku: text("StandardV2"),
                capacity: written(1),
                publisher_name: text("Contoso"),
                publisher_email: text("ai@example.com"),
                cors_origins: Vec::new(),
            },
            foundry: Foundry {
                public_network_access: written(false),
                accounts: std::iter::once(main).chain(further).collect(),
            },
            key_vault: KeyVault {
                purge_protection: written(true),
                soft_delete_days: written(90),
            },
            monitoring: Monitoring {
                retention_days: written(30),
                grafana: written(true),
                receivers: Vec::new(),
            },
            state: written(StateBackend::Local),
            kaito_models: self.kaito,
            foundry_models: self.foundry,
            apps: Vec::new(),
            addons: None,
            teams: self.teams,
            facts: platgen::domain::facts::FactSet::default(),
            inputs: Inputs {
                platform: vec!["catalog/platform.yaml".to_owned()],
                models: vec!["catalog/models.yaml".to_owned()],
                addons: Vec::new(),
            },
        }
    }
}

fn network() -> Network {
    let subnet = Subnet {
        cidr: written("10.10.0.0/24".parse().unwrap()),
        purpose: Purpose::Nodes,
    };
    Network {
        vnet_cidr: written("10.10.0.0/16".parse().unwrap()),
        subnets: BTreeMap::from([("aks".to_owned(), subnet)]),
        model_subnet: text("aks"),
        dns_zone: written(HostName::parse("kaito.internal").unwrap()),
        existing: None,
    }
}

fn cluster() -> Cluster {
    Cluster {
        kubernetes_version: text("1.34"),
        support_plan: text("KubernetesOfficial"),
        tier: text("Standard"),
        system_pool: SystemPool {
            vm_size: text("Standard_D4ds_v5"),
            count: written(2),
            zones: written(Vec::new()),
        },
        admin_group_ids: Vec::new(),
        authorized_ip_ranges: Vec::new(),
        private: written(false),
        maintenance: Maintenance {
            day: text("Sunday"),
            start_time: text("02:00"),
            duration_hours: written(4),
            utc_offset: text("+00:00"),
        },
        pod_cidr: written("10.244.0.0/16".parse().unwrap()),
        service_cidr: written("10.0.0.0/16".parse().unwrap()),
        auto_provisioning: written(false),
    }
}
