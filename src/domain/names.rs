//! Every Azure and Kubernetes name, composed in one place.
//!
//! Fixed names follow from the base name, whose length is bounded so that none of them can become too long. Names that
//! hold a team or a model may be too long or too short for their kind; [`fit`] adapts them by one stable rule:
//!
//! * longer than the kind allows: cut, and the last nine characters become `-` and eight hex digits of the SHA-256 of the whole;
//! * shorter than the kind allows: `-` and eight hex digits of the SHA-256 are appended.

use sha2::{Digest, Sha256};

use super::ids::{AppName, BaseName, Location, ModelSlug, TeamName};

mod kaito;

pub use kaito::{config, gpu_pool, gpu_pool_origins, load_balancer, workspace, workspace_origins};

/// Eight hex digits of the SHA-256 of a text: short, stable, and enough to keep names of one platform apart.
pub fn short_hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let word = digest
        .iter()
        .take(4)
        .fold(0u32, |word, byte| (word << 8) | u32::from(*byte));
    format!("{word:08x}")
}

/// A name adapted to the lengths that its kind allows; see the module.
pub fn fit(text: &str, shortest: usize, longest: usize) -> String {
    let length = text.chars().count();
    if (shortest..=longest).contains(&length) {
        return text.to_owned();
    }
    let kept: String = text
        .chars()
        .take(longest.saturating_sub(9).min(length))
        .collect();
    format!("{}-{}", kept.trim_end_matches('-'), short_hash(text))
}

/// Names of one platform's resources. The rules are those of the Azure name-rules page and the azurerm 5.2 provider.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    base: &'a BaseName,
}

macro_rules! fixed_names {
    ($($(#[$doc:meta])* $method:ident = $prefix:literal $suffix:literal;)*) => {
        $($(#[$doc])* pub fn $method(self) -> String { format!(concat!($prefix, "{}", $suffix), self.base) })*
    };
}

impl<'a> Names<'a> {
    /// Names on a base.
    pub fn new(base: &'a BaseName) -> Self {
        Self { base }
    }

    fixed_names! {
        /// Resource group.
        resource_group = "rg-" "";
        /// Resource group that AKS makes for its nodes.
        node_resource_group = "rg-" "-nodes";
        /// Virtual network.
        vnet = "vnet-" "";
        /// NAT gateway.
        nat_gateway = "ngw-" "";
        /// Public address of the NAT gateway.
        nat_public_ip = "pip-nat-" "";
        /// NAT gateway of the API Management subnet, which Microsoft.Web's delegation keeps from sharing the other one.
        api_management_nat_gateway = "ngw-api-management-" "";
        /// Public address of that NAT gateway.
        api_management_nat_public_ip = "pip-nat-api-management-" "";
        /// Bastion host.
        bastion = "bastion-" "";
        /// Public address of the bastion host.
        bastion_public_ip = "pip-bastion-" "";
        /// Log Analytics workspace.
        log_analytics = "log-" "";
        /// Application Insights.
        application_insights = "appi-" "";
        /// Azure Monitor workspace.
        monitor_workspace = "prom-" "";
        /// Managed Grafana: at most 23 characters, which bounds the base at 18.
        grafana = "graf-" "";
        /// Data collection endpoint.
        data_collection_endpoint = "dce-" "";
        /// Data collection rule of Prometheus metrics.
        prometheus_rule = "dcr-prom-" "";
        /// Data collection rule of container logs.
        container_insights_rule = "dcr-ci-" "";
        /// Action group.
        action_group = "ag-" "";
        /// Identity of the cluster.
        cluster_identity = "uai-" "";
        /// AKS cluster.
        cluster = "aks-" "";
        /// API Management service.
        apim = "apim-" "";
        /// Key Vault: at most 24 characters.
        key_vault = "kv-" "";
        /// Foundry account of the platform's region.
        foundry_account = "af-" "";
    }

    /// Foundry account of a further region.
    pub fn foundry_account_in(self, location: &Location) -> String {
        fit(&format!("af-{}-{location}", self.base), 2, 63)
    }

    /// Network security group of a subnet.
    pub fn security_group(self, subnet: &str) -> String {
        fit(
            &format!("nsg-{}-{}", subnet.to_ascii_lowercase(), self.base),
            1,
            80,
        )
    }

    /// Private endpoint of a service.
    pub fn private_endpoint(self, service: &str) -> String {
        fit(&format!("pe-{service}-{}", self.base), 1, 80)
    }

    /// Link of a private DNS zone.
    pub fn zone_link(self, key: &str) -> String {
        fit(&format!("lnk-{key}-{}", self.base), 1, 80)
    }

    /// Prometheus rule group.
    pub fn rule_group(self, what: &str) -> String {
        format!("prg-{what}-{}", self.base)
    }

    /// The gateway's URL.
    pub fn gateway_url(self) -> String {
        format!("https://{}.azure-api.net", self.apim())
    }

    /// URL that clients of `OpenAI` call.
    pub fn gateway_api_url(self) -> String {
        format!("{}/{API_PATH}/{API_VERSION}", self.gateway_url())
    }

    /// Managed identity of an application.
    pub fn app_identity(self, app: &AppName) -> String {
        format!("id-{}-{app}", self.base)
    }

    /// Foundry account of a team; also its subdomain, so one DNS label.
    pub fn team_account(self, team: &TeamName) -> String {
        fit(&format!("foundry-{team}-{}", self.base), 2, 63)
    }
}

/// API Management API that all models are behind.
pub const API: &str = "openai-api";

/// Its path below the gateway's URL.
pub const API_PATH: &str = "openai";

/// What its paths in `OpenAI`'s form begin with; those in Azure's form stand beside it.
pub const API_VERSION: &str = "v1";

/// Kubernetes namespace of the models. [`workspace`] counts on its length.
pub const MODELS_NAMESPACE: &str = "kaito-models";

/// Helm release of the models.
pub const MODELS_RELEASE: &str = "kaito-models";

/// API Management product of a team.
pub fn product(team: &TeamName) -> String {
    format!("product-{team}")
}

/// API Management subscription of a team.
pub fn subscription(team: &TeamName) -> String {
    format!("sub-{team}")
}

/// Foundry project of a team: 2 to 64 characters.
pub fn project(team: &TeamName) -> String {
    fit(team.as_str(), 2, 64)
}

/// Foundry connection of a team: 3 to 33 characters.
pub fn connection(team: &TeamName) -> String {
    fit(&format!("apim-{team}"), 3, 33)
}

/// Key Vault secret that holds a team's primary key.
pub fn secret(team: &TeamName) -> String {
    format!("apim-{team}")
}

/// Key Vault secret that holds a team's secondary key.
pub fn secondary_secret(team: &TeamName) -> String {
    format!("{}-secondary", secret(team))
}

/// Text for people, cut where a service allows no more characters, which Azure counts as UTF-16 does.
pub fn shortened(text: &str, longest: usize) -> String {
    let length = |text: &str| text.encode_utf16().count();
    if length(text) <= longest {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if length(&kept) + c.len_utf16() + 3 > longest {
            break;
        }
        kept.push(c);
    }
    format!("{}...", kept.trim_end())
}

/// Terraform identifier of a team: `team_<name>` with `_` for `-`. Team names hold no `_`, so no two become one.
pub fn terraform_team(team: &TeamName) -> String {
    format!("team_{}", team.as_str().replace('-', "_"))
}

/// Terraform's word for an application's module.
pub fn terraform_app(app: &AppName) -> String {
    format!("app_{}", app.as_str().replace('-', "_"))
}

/// API Management backend of a KAITO model.
pub fn kaito_backend(slug: &ModelSlug) -> String {
    format!("kaito-{slug}")
}

/// API Management backend of a Foundry model with one deployment.
pub fn foundry_backend(slug: &ModelSlug) -> String {
    format!("foundry-{slug}")
}

/// API Management backend pool of a model with several deployments.
pub fn pool(slug: &ModelSlug) -> String {
    format!("pool-{slug}")
}

/// API Management backend of a pool's member, by the region of its account: at most 80 characters.
pub fn member_backend(slug: &ModelSlug, location: &Location) -> String {
    fit(&format!("foundry-{slug}-{location}"), 1, 80)
}

/// A model's name as one DNS label that starts with a letter and has at most 40 characters: lower case, anything else a dash.
pub fn slug(name: &str) -> Option<ModelSlug> {
    let mut text = String::with_capacity(name.len());
    for c in name.chars() {
        let c = c.to_ascii_lowercase();
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            text.push(c);
        } else if !text.ends_with('-') {
            text.push('-');
        }
    }
    let trimmed = text.trim_matches('-');
    let lettered = if trimmed.starts_with(|c: char| c.is_ascii_digit()) {
        format!("m-{trimmed}")
    } else {
        trimmed.to_owned()
    };
    ModelSlug::parse(&fit(&lettered, 1, 40)).ok()
}
