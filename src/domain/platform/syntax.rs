//! `catalog/platform.yaml` as written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::core::yaml::spanned::Spanned;
use crate::domain::network::syntax::ExistingNetworkSection;
use crate::domain::patterns;

/// The platform: its names, network, cluster, gateway and services.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "platgen platform")]
pub struct PlatformFile {
    /// What the platform is called and where it stands.
    #[schemars(example = json!({"name": "hai", "suffix": "iwjf", "environment": "demo", "location": "swedencentral"}))]
    pub platform: Spanned<PlatformSection>,
    /// Addresses.
    #[schemars(example = json!({"vnetCidr": "10.10.0.0/16", "subnets": {"aks": "10.10.0.0/24"}}))]
    pub network: Spanned<NetworkSection>,
    /// Which KAITO serves models on the cluster's GPU nodes.
    #[schemars(example = json!({"mode": "addon", "version": "0.6.0"}))]
    pub kaito: Spanned<KaitoSection>,
    /// The API Management service that all requests go through.
    #[schemars(example = json!({"sku": "StandardV2", "publisherName": "Contoso", "publisherEmail": "ai@contoso.com"}))]
    pub apim: Spanned<ApimSection>,
    /// How Terraform is run; local state by default.
    #[schemars(example = json!({"backend": {"type": "local"}}))]
    pub terraform: Option<Spanned<TerraformSection>>,
    /// The AKS cluster.
    #[schemars(example = json!({"kubernetesVersion": "1.36", "nodeProvisioning": "auto"}))]
    pub aks: Option<Spanned<AksSection>>,
    /// Logs, metrics and alerts.
    #[schemars(example = json!({"retentionDays": 90, "grafana": true}))]
    pub monitoring: Option<Spanned<MonitoringSection>>,
    /// The Foundry accounts.
    #[schemars(example = json!({"publicNetworkAccess": false}))]
    pub foundry: Option<Spanned<FoundrySection>>,
    /// The Key Vault that holds the teams' keys.
    #[schemars(example = json!({"purgeProtection": true, "softDeleteDays": 90}))]
    pub key_vault: Option<Spanned<KeyVaultSection>>,
}

/// What the platform is called and where it stands.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlatformSection {
    /// First part of every Azure name (`rg-hai-iwjf`); `name-suffix` has at most 18 characters, which Grafana's name sets.
    #[schemars(example = &"hai", length(min = 1, max = 16), regex(pattern = patterns::BASE))]
    pub name: Spanned<String>,
    /// Last part of every Azure name; keeps global names apart from everybody else's.
    #[schemars(example = &"iwjf", length(min = 1, max = 16), regex(pattern = patterns::SUFFIX))]
    pub suffix: Spanned<String>,
    /// Name of the one environment, where `catalog/environments/` does not exist.
    #[schemars(example = &"demo", length(min = 1, max = 32), regex(pattern = patterns::DASHED))]
    pub environment: Option<Spanned<String>>,
    /// Azure region.
    #[schemars(example = &"swedencentral", regex(pattern = patterns::LOCATION))]
    pub location: Spanned<String>,
    /// Tags on every resource that takes tags; at most 10, since Key Vault secrets take 15 and platgen adds `environment`,
    /// `managedBy`, `owner`, `costCenter` and `team`.
    #[schemars(example = json!({"owner": "platform@contoso.com", "costCenter": "CC-1"}))]
    #[serde(default)]
    #[schemars(schema_with = "tags")]
    pub tags: Option<Spanned<BTreeMap<String, Spanned<String>>>>,
}

/// Addresses.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NetworkSection {
    /// Range of the virtual network.
    #[schemars(example = &"10.10.0.0/16", regex(pattern = patterns::CIDR))]
    pub vnet_cidr: Spanned<String>,
    /// Range of each subnet, by name. `aks`, `aks-api`, `api-management` and `private-endpoint` are required; `models`,
    /// `AzureBastionSubnet`, `jump` and `onprem` have their own rules; others are made as they are.
    #[schemars(example = json!({"aks": "10.10.0.0/24", "aks-api": "10.10.1.0/24", "private-endpoint": "10.10.3.0/24", "api-management": "10.10.6.0/24", "models": "10.10.7.0/27"}))]
    #[schemars(schema_with = "subnets")]
    pub subnets: Spanned<BTreeMap<String, Spanned<String>>>,
    /// Subnet in which the load balancers of KAITO models take their static addresses; by default `models` if there is
    /// one, else `aks`.
    #[schemars(example = &"models", regex(pattern = patterns::SUBNET))]
    pub model_subnet: Option<Spanned<String>>,
    /// Private DNS zone of the models; `kaito.internal` by default.
    #[schemars(example = &"kaito.internal", length(max = 190), regex(pattern = patterns::ZONE))]
    pub dns_zone: Option<Spanned<String>>,
    /// A virtual network that exists already, whose subnets `subnets` then describes; by default the platform makes its own.
    #[schemars(example = json!({"virtualNetwork": "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-spoke/providers/Microsoft.Network/virtualNetworks/vnet-spoke"}))]
    pub existing: Option<Spanned<ExistingNetworkSection>>,
}

/// Which KAITO serves models on the cluster's GPU nodes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KaitoSection {
    /// `addon`: the AKS managed add-on, whose version AKS chooses. `chart`: KAITO's Helm chart; nodes by Karpenter if
    /// `aks.nodeProvisioning` is `auto`, else one node pool per model.
    #[schemars(example = &"addon", extend("enum" = ["addon", "chart"]))]
    pub mode: Spanned<String>,
    /// KAITO's version, which decides on presets, GPU sizes and secrets. The add-on is 0.6.0.
    #[schemars(example = &"0.6.0", regex(pattern = patterns::VERSION))]
    pub version: Spanned<String>,
}

/// The API Management service that all requests go through.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApimSection {
    /// Tier; only those that reach the virtual network. `StandardV2` by default.
    #[schemars(example = &"StandardV2", extend("enum" = patterns::APIM_SKUS))]
    pub sku: Option<Spanned<String>>,
    /// Scale units; 1 by default. `StandardV2` has at most 10.
    #[schemars(example = 1, range(min = 1, max = 30))]
    pub capacity: Option<Spanned<u32>>,
    /// Who publishes the APIs, as developers see it.
    #[schemars(example = &"Contoso", length(min = 1, max = 100), regex(pattern = patterns::LINE))]
    pub publisher_name: Spanned<String>,
    /// Mail address that receives the service's notices.
    #[schemars(example = &"ai@contoso.com", length(max = 100), regex(pattern = patterns::EMAIL))]
    pub publisher_email: Spanned<String>,
    /// Scripts of websites that may call the gateway from a browser; none by default.
    #[schemars(example = json!({"origins": ["https://chat.contoso.com"]}))]
    pub cors: Option<Spanned<CorsSection>>,
}

/// Scripts of websites that may call the gateway from a browser. They need a key or a token as everybody does.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CorsSection {
    /// The websites, as browsers name them in `Origin`: `https://`, host in lower case, the port where it is not 443; no path, no
    /// `*`. `http://` only for `localhost`.
    #[schemars(example = json!(["https://chat.contoso.com", "http://localhost:3000"]), inner(length(min = 1, max = 262)), length(min = 1, max = 50), extend("uniqueItems" = true))]
    pub origins: Spanned<Vec<Spanned<String>>>,
}

/// How Terraform is run.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TerraformSection {
    /// Where state is kept.
    #[schemars(example = json!({"type": "local"}))]
    pub backend: Spanned<BackendSection>,
}

/// Where Terraform keeps its state.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackendSection {
    /// `local`: a file beside each root. `azurerm`: a blob per root; then the other three keys are required.
    #[serde(rename = "type")]
    #[schemars(example = &"azurerm", extend("enum" = ["local", "azurerm"]))]
    pub kind: Spanned<String>,
    /// Resource group of the storage account.
    #[schemars(example = &"rg-state", regex(pattern = patterns::RESOURCE_GROUP))]
    pub resource_group_name: Option<Spanned<String>>,
    /// Storage account.
    #[schemars(example = &"sthaistate", regex(pattern = patterns::STORAGE_ACCOUNT))]
    pub storage_account_name: Option<Spanned<String>>,
    /// Blob container.
    #[schemars(example = &"tfstate", regex(pattern = patterns::CONTAINER))]
    pub container_name: Option<Spanned<String>>,
}

/// The AKS cluster.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AksSection {
    /// Minor version of Kubernetes; AKS keeps to its newest patch. 1.36 by default.
    #[schemars(example = &"1.36", regex(pattern = patterns::KUBERNETES))]
    pub kubernetes_version: Option<Spanned<String>>,
    /// How long AKS supports a version: `KubernetesOfficial` a year, `AKSLongTermSupport` two, for which `tier` is `Premium`.
    /// `KubernetesOfficial` by default.
    #[schemars(example = &"AKSLongTermSupport", extend("enum" = patterns::SUPPORT_PLANS))]
    pub support_plan: Option<Spanned<String>>,
    /// Tier of the cluster's management; `Premium` by default with long-term support, else `Standard`.
    #[schemars(example = &"Standard", extend("enum" = patterns::AKS_TIERS))]
    pub tier: Option<Spanned<String>>,
    /// `auto`: AKS makes nodes as pods need them (node auto-provisioning). `manual`: node pools only. `auto` by default.
    #[schemars(example = &"auto", extend("enum" = ["auto", "manual"]))]
    pub node_provisioning: Option<Spanned<String>>,
    /// Nodes that run the cluster's own workloads.
    #[schemars(example = json!({"vmSize": "Standard_D4ads_v6", "count": 2, "zones": [1, 2, 3]}))]
    pub system_pool: Option<Spanned<SystemPoolSection>>,
    /// Entra groups whose members administer the cluster: object ids.
    #[schemars(example = json!(["11111111-2222-3333-4444-555555555555"]), inner(regex(pattern = patterns::UUID)), extend("uniqueItems" = true))]
    pub admin_group_ids: Option<Spanned<Vec<Spanned<String>>>>,
    /// Ranges that may reach the API server. Without any the API server is private.
    #[schemars(example = json!(["203.0.113.0/24"]), inner(regex(pattern = patterns::CIDR)), length(max = 200), extend("uniqueItems" = true))]
    pub api_server_authorized_ip_ranges: Option<Spanned<Vec<Spanned<String>>>>,
    /// Whether the API server has a private address only; by default yes, unless ranges are given.
    #[schemars(example = true)]
    pub private: Option<Spanned<bool>>,
    /// The weekly window for upgrades.
    #[schemars(example = json!({"day": "Sunday", "startTime": "02:00", "durationHours": 4, "utcOffset": "+01:00"}))]
    pub maintenance: Option<Spanned<MaintenanceSection>>,
    /// Range of pod addresses, /24 of which each node takes; 10.244.0.0/16 by default.
    #[schemars(example = &"10.244.0.0/16", regex(pattern = patterns::CIDR))]
    pub pod_cidr: Option<Spanned<String>>,
    /// Range of Kubernetes service addresses, /12 to /24; 10.200.0.0/16 by default.
    #[schemars(example = &"10.200.0.0/16", regex(pattern = patterns::CIDR))]
    pub service_cidr: Option<Spanned<String>>,
}

/// Nodes that run the cluster's own workloads.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SystemPoolSection {
    /// VM size; `Standard_D4ads_v6` by default.
    #[schemars(example = &"Standard_D4ads_v6", regex(pattern = patterns::VM_SIZE))]
    pub vm_size: Option<Spanned<String>>,
    /// Nodes; 2 by default.
    #[schemars(example = 2, range(min = 2, max = 1000))]
    pub count: Option<Spanned<u32>>,
    /// Availability zones; none by default, since not every region has them.
    #[schemars(example = json!([1, 2, 3]), inner(range(min = 1, max = 3)), extend("uniqueItems" = true))]
    pub zones: Option<Spanned<Vec<Spanned<u8>>>>,
}

/// The weekly window for upgrades.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MaintenanceSection {
    /// Day of the week; `Sunday` by default.
    #[schemars(example = &"Sunday", extend("enum" = patterns::DAYS))]
    pub day: Option<Spanned<String>>,
    /// Start, as `hh:mm`; `02:00` by default.
    #[schemars(example = &"02:00", regex(pattern = patterns::TIME))]
    pub start_time: Option<Spanned<String>>,
    /// Length in hours; 4 by default.
    #[schemars(example = 4, range(min = 4, max = 24))]
    pub duration_hours: Option<Spanned<u8>>,
    /// Difference to UTC; `+00:00` by default.
    #[schemars(example = &"+01:00", regex(pattern = patterns::UTC_OFFSET))]
    pub utc_offset: Option<Spanned<String>>,
}

/// Logs, metrics and alerts.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MonitoringSection {
    /// Days that logs are kept; 30 by default.
    #[schemars(example = 90, range(min = 30, max = 730))]
    pub retention_days: Option<Spanned<u16>>,
    /// Who is notified of alerts; nobody by default.
    #[schemars(example = json!([{"name": "on-call", "email": "ai-oncall@contoso.com"}]))]
    pub receivers: Option<Spanned<Vec<Spanned<ReceiverSection>>>>,
    /// Whether Azure Managed Grafana is made; yes by default.
    #[schemars(example = true)]
    pub grafana: Option<Spanned<bool>>,
}

/// Somebody who is notified of alerts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReceiverSection {
    /// Name of the receiver.
    #[schemars(example = &"on-call", length(min = 1, max = 64), regex(pattern = patterns::LINE))]
    pub name: Spanned<String>,
    /// Mail address.
    #[schemars(example = &"ai-oncall@contoso.com", length(max = 254), regex(pattern = patterns::EMAIL))]
    pub email: Spanned<String>,
}

/// The Foundry accounts.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FoundrySection {
    /// Whether the accounts answer outside the virtual network; no by default.
    #[schemars(example = false)]
    pub public_network_access: Option<Spanned<bool>>,
    /// Name and subdomain of the platform region's account, in place of `af-<name>-<suffix>`; they are unique in all of Azure.
    #[schemars(example = &"af-hai-iwjf", regex(pattern = patterns::ACCOUNT))]
    pub subdomain: Option<Spanned<String>>,
    /// Accounts of further regions, by region, where their names have to differ from `af-<name>-<suffix>-<region>`.
    #[schemars(example = json!({"germanywestcentral": {"name": "af-hai-iwjf-gwc"}}))]
    #[serde(default)]
    #[schemars(schema_with = "accounts")]
    pub accounts: Option<Spanned<BTreeMap<String, Spanned<AccountSection>>>>,
}

/// The Foundry account of a region.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountSection {
    /// Name and subdomain.
    #[schemars(example = &"af-hai-iwjf-gwc", regex(pattern = patterns::ACCOUNT))]
    pub name: Spanned<String>,
}

/// The Key Vault that holds the teams' keys.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyVaultSection {
    /// Whether nobody can purge what was deleted; yes by default, and never undone once set.
    #[schemars(example = true)]
    pub purge_protection: Option<Spanned<bool>>,
    /// Days that what was deleted can be restored; 90 by default, fixed once the vault exists.
    #[schemars(example = 90, range(min = 7, max = 90))]
    pub soft_delete_days: Option<Spanned<u8>>,
}

fn tags(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "maxProperties": 10,
        "propertyNames": {"pattern": patterns::TAG},
        "additionalProperties": {"type": "string", "pattern": patterns::TAG_VALUE}
    })
}

fn subnets(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let range = |what: &str, example: &str| json!({"description": what, "type": "string", "pattern": patterns::CIDR, "examples": [example]});
    schemars::json_schema!({
        "type": "object",
        "properties": {
            "aks": range("Nodes of the cluster.", "10.10.0.0/24"),
            "aks-api": range("The cluster's API server; /28 or larger.", "10.10.1.0/24"),
            "api-management": range("Outbound integration of the gateway; /27 or larger.", "10.10.6.0/24"),
            "private-endpoint": range("Private endpoints of Foundry and Key Vault.", "10.10.3.0/24"),
            "models": range("Load balancer frontends of KAITO models, and nothing else.", "10.10.7.0/27"),
            "AzureBastionSubnet": range("Bastion host; /26 or larger.", "10.10.4.0/24"),
            "jump": range("Jump hosts.", "10.10.5.0/24"),
            "onprem": range("Stands for the company's own network.", "10.10.2.0/24")
        },
        "required": ["aks", "aks-api", "api-management", "private-endpoint"],
        "propertyNames": {"pattern": patterns::SUBNET},
        "additionalProperties": {"type": "string", "pattern": patterns::CIDR}
    })
}

fn accounts(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "propertyNames": {"pattern": patterns::LOCATION},
        "additionalProperties": generator.subschema_for::<AccountSection>()
    })
}
