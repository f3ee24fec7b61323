//! `teams/<team>/apps/<app>/app.yaml` as written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::core::yaml::spanned::Spanned;
use crate::domain::patterns;

/// One application of a team: its components, who reaches them, and what they reach.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "platgen application")]
pub struct AppFile {
    /// What the application is called.
    #[schemars(example = json!({"name": "chat", "displayName": "AI chat"}))]
    pub app: Spanned<AppSection>,
    /// Environments that it exists in; all of its team by default.
    #[schemars(example = json!(["prod"]), inner(length(min = 1, max = 32), regex(pattern = patterns::DASHED)), length(min = 1))]
    pub environments: Option<Spanned<Vec<Spanned<String>>>>,
    /// Login server of the registry that all images are pulled from, with the cluster's own identity.
    #[schemars(example = &"contoso.azurecr.io", length(max = 190), regex(pattern = patterns::ZONE))]
    pub registry: Spanned<String>,
    /// Key Vault that `secrets` of the components are read from, with the application's identity.
    #[schemars(example = json!({"name": "kv-chat-dev", "resourceGroup": "rg-chat-dev"}))]
    pub key_vault: Option<Spanned<VaultSection>>,
    /// What runs, by name: a Deployment and a Service each.
    #[schemars(example = json!({"backend": {"image": {"repository": "chat/backend", "tag": "1.4.0"}, "port": 8000, "replicas": {"fixed": 2}, "resources": {"cpu": "250m", "memory": "512Mi", "memoryLimit": "1Gi"}, "probes": {"live": "/healthz", "ready": "/readyz"}}}))]
    #[schemars(schema_with = "components")]
    pub components: Spanned<BTreeMap<String, Spanned<ComponentSection>>>,
    /// How users reach it; without it nothing outside the namespace does.
    #[schemars(example = json!({"host": "chat.contoso.com", "routes": [{"path": "/", "to": "frontend"}]}))]
    pub ingress: Option<Spanned<IngressSection>>,
    /// What its pods reach; by default DNS and public addresses at port 443.
    #[schemars(example = json!({"internet": true, "to": [{"name": "postgres", "cidr": "10.10.3.0/24", "port": 5432}]}))]
    pub egress: Option<Spanned<EgressSection>>,
    /// A Job before each installation and upgrade.
    #[schemars(example = json!({"component": "backend", "command": ["alembic", "upgrade", "head"], "timeoutSeconds": 600}))]
    pub migrations: Option<Spanned<MigrationsSection>>,
    /// Who scrapes `metrics` of the components.
    #[schemars(example = json!({"stack": "azure"}))]
    pub monitoring: Option<Spanned<MonitoringSection>>,
}

/// What an application is called.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppSection {
    /// Its name, which is also its folder's; one application of all teams has it.
    #[schemars(example = &"chat", length(min = 1, max = 20), regex(pattern = patterns::LABEL))]
    pub name: Spanned<String>,
    /// Its team, which is the one of the folder.
    #[schemars(example = &"beta", length(min = 1, max = 40), regex(pattern = patterns::DASHED))]
    pub team: Option<Spanned<String>>,
    /// Its name for people.
    #[schemars(example = &"AI chat", length(min = 1, max = 100), regex(pattern = patterns::LINE))]
    pub display_name: Spanned<String>,
    /// Kubernetes namespace, which holds nothing else; `<name>-<environment>` by default.
    #[schemars(example = &"chat-dev", length(min = 1, max = 63), regex(pattern = patterns::LABEL))]
    pub namespace: Option<Spanned<String>>,
    /// Whether people depend on it: then it has TLS and at least two replicas of each component. `false` by default.
    #[schemars(example = true)]
    pub production: Option<Spanned<bool>>,
}

/// A Key Vault of the platform's subscription.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VaultSection {
    /// Its name.
    #[schemars(example = &"kv-chat-dev", regex(pattern = patterns::VAULT))]
    pub name: Spanned<String>,
    /// Its resource group.
    #[schemars(example = &"rg-chat-dev", regex(pattern = patterns::RESOURCE_GROUP))]
    pub resource_group: Spanned<String>,
}

/// One component: a Deployment and a Service.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ComponentSection {
    /// What runs.
    #[schemars(example = json!({"repository": "chat/backend", "tag": "1.4.0"}))]
    pub image: Spanned<ImageSection>,
    /// Port that it listens on, for HTTP; its Service has port 80.
    #[schemars(example = 8000, range(min = 1024, max = 65535))]
    pub port: Spanned<u16>,
    /// How many pods there are.
    #[schemars(example = json!({"min": 2, "max": 10, "cpu": 70}))]
    pub replicas: Spanned<ReplicasSection>,
    /// What each pod gets of its node.
    #[schemars(example = json!({"cpu": "250m", "memory": "512Mi", "memoryLimit": "1Gi"}))]
    pub resources: Spanned<ResourcesSection>,
    /// How the kubelet asks for its health.
    #[schemars(example = json!({"live": "/healthz", "ready": "/readyz"}))]
    pub probes: Spanned<ProbesSection>,
    /// Variables of its environment; no secrets.
    #[serde(default)]
    #[schemars(example = json!({"LOG_LEVEL": "info"}), schema_with = "variables")]
    pub env: Option<Spanned<BTreeMap<String, Spanned<String>>>>,
    /// Variables that hold secrets: the name of a secret in `keyVault` for each. A variable that is only called `PASSWORD`,
    /// `TOKEN` or the like is taken for a secret itself; `DATABASE_PASSWORD` is not.
    #[serde(default)]
    #[schemars(example = json!({"SEARCH_KEY": "search-key"}), schema_with = "secrets")]
    pub secrets: Option<Spanned<BTreeMap<String, Spanned<String>>>>,
    /// Path at which it shows metrics of Prometheus.
    #[schemars(example = &"/metrics", length(max = 200), regex(pattern = patterns::HTTP_PATH))]
    pub metrics: Option<Spanned<String>>,
    /// Folders that it may write to, 1 GiB each and gone with the pod; `/tmp` by default.
    #[schemars(example = json!(["/tmp"]), inner(length(max = 200), regex(pattern = patterns::FOLDER)), length(max = 8), extend("uniqueItems" = true))]
    pub writable: Option<Spanned<Vec<Spanned<String>>>>,
    /// Components that it calls inside the cluster.
    #[schemars(example = json!(["backend"]), inner(length(min = 1, max = 20), regex(pattern = patterns::LABEL)), length(max = 20), extend("uniqueItems" = true))]
    pub calls: Option<Spanned<Vec<Spanned<String>>>>,
}

/// An image. Exactly one of `tag` and `digest` is required.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("oneOf" = [{"required": ["tag"]}, {"required": ["digest"]}]))]
pub struct ImageSection {
    /// Repository in the application's registry, without its host.
    #[schemars(example = &"chat/backend", length(max = 200), regex(pattern = patterns::REPOSITORY))]
    pub repository: Spanned<String>,
    /// Tag, which may be moved to another image.
    #[schemars(example = &"1.4.0", regex(pattern = patterns::IMAGE_TAG))]
    pub tag: Option<Spanned<String>>,
    /// Digest, which is the same image for ever.
    #[schemars(example = &"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", regex(pattern = patterns::DIGEST))]
    pub digest: Option<Spanned<String>>,
}

/// How many pods there are: `fixed`, or from `min` to `max` by `cpu` and `memory`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReplicasSection {
    /// Always as many.
    #[schemars(example = 2, range(min = 1, max = 500))]
    pub fixed: Option<Spanned<u32>>,
    /// At least as many.
    #[schemars(example = 2, range(min = 1, max = 500))]
    pub min: Option<Spanned<u32>>,
    /// At most as many.
    #[schemars(example = 10, range(min = 1, max = 500))]
    pub max: Option<Spanned<u32>>,
    /// More pods above this share of the requested CPU, in percent; 70 by default if `memory` is not given either.
    #[schemars(example = 70, range(min = 1, max = 100))]
    pub cpu: Option<Spanned<u32>>,
    /// More pods above this share of the requested memory, in percent.
    #[schemars(example = 80, range(min = 1, max = 100))]
    pub memory: Option<Spanned<u32>>,
}

/// What each pod gets of its node. CPU has no limit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResourcesSection {
    /// Requested CPU: thousandths of a core, `250m`, or whole cores.
    #[schemars(example = &"250m", regex(pattern = patterns::CPU))]
    pub cpu: Spanned<String>,
    /// Requested memory.
    #[schemars(example = &"512Mi", regex(pattern = patterns::MEMORY))]
    pub memory: Spanned<String>,
    /// Above this memory a pod is ended.
    #[schemars(example = &"1Gi", regex(pattern = patterns::MEMORY))]
    pub memory_limit: Spanned<String>,
}

/// Paths that answer 200 to the kubelet.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProbesSection {
    /// While it fails, the pod is started again; the first 150 seconds belong to its start.
    #[schemars(example = &"/healthz", length(max = 200), regex(pattern = patterns::HTTP_PATH))]
    pub live: Spanned<String>,
    /// While it fails, the pod gets no requests.
    #[schemars(example = &"/readyz", length(max = 200), regex(pattern = patterns::HTTP_PATH))]
    pub ready: Spanned<String>,
}

/// How users reach an application: a Gateway of its own, by Envoy Gateway.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IngressSection {
    /// Its name in DNS; no other application of the environment has it.
    #[schemars(example = &"chat.contoso.com", length(max = 190), regex(pattern = patterns::ZONE))]
    pub host: Spanned<String>,
    /// `GatewayClass`; `eg` by default.
    #[schemars(example = &"eg", length(max = 63), regex(pattern = patterns::LABEL))]
    pub class: Option<Spanned<String>>,
    /// Namespace in which Envoy Gateway runs its proxies; `envoy-gateway-system` by default.
    #[schemars(example = &"envoy-gateway-system", length(max = 63), regex(pattern = patterns::LABEL))]
    pub namespace: Option<Spanned<String>>,
    /// Where its certificate comes from; without it there is plain HTTP only.
    #[schemars(example = json!({"issuer": "public"}))]
    pub tls: Option<Spanned<TlsSection>>,
    /// What is reached under which path.
    #[schemars(example = json!([{"path": "/api", "to": "backend", "stream": true, "auth": "jwt"}]), length(min = 1, max = 50))]
    pub routes: Spanned<Vec<Spanned<RouteEntry>>>,
    /// Which tokens routes with `auth: jwt` accept.
    #[schemars(example = json!({"tenant": "11111111-2222-3333-4444-555555555555", "audience": "api://chat", "scopes": ["chat.use"]}))]
    pub jwt: Option<Spanned<JwtSection>>,
    /// Origins of other sites whose scripts may call it, besides its own.
    #[schemars(example = json!(["https://portal.contoso.com"]), inner(length(max = 200), regex(pattern = patterns::WEB_ORIGIN)), length(max = 20), extend("uniqueItems" = true))]
    pub origins: Option<Spanned<Vec<Spanned<String>>>>,
}

/// A certificate. Exactly one of the two keys is required.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("oneOf" = [{"required": ["issuer"]}, {"required": ["certificate"]}]))]
pub struct TlsSection {
    /// `ClusterIssuer` of cert-manager that makes and renews it.
    #[schemars(example = &"public", length(max = 200), regex(pattern = patterns::KUBERNETES_NAME))]
    pub issuer: Option<Spanned<String>>,
    /// Secret of the namespace that somebody else keeps it in.
    #[schemars(example = &"chat-certificate", length(max = 200), regex(pattern = patterns::KUBERNETES_NAME))]
    pub certificate: Option<Spanned<String>>,
}

/// What is reached under a path.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RouteEntry {
    /// Start of the path; the longest one that fits counts.
    #[schemars(example = &"/api", length(max = 200), regex(pattern = patterns::HTTP_PATH))]
    pub path: Spanned<String>,
    /// Component.
    #[schemars(example = &"backend", length(min = 1, max = 20), regex(pattern = patterns::LABEL))]
    pub to: Spanned<String>,
    /// Whether answers come in parts over a long time: no limit on their time, 5 minutes without a part, no second try.
    /// `false` by default: an answer is there within 60 seconds.
    #[schemars(example = true)]
    pub stream: Option<Spanned<bool>>,
    /// `jwt`: a token of `jwt` is required. `none`: open to everybody, said on purpose.
    #[schemars(example = &"jwt", extend("enum" = ["jwt", "none"]))]
    pub auth: Option<Spanned<String>>,
}

/// Which tokens of Entra ID are accepted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JwtSection {
    /// The tenant that issues them.
    #[schemars(example = &"11111111-2222-3333-4444-555555555555", regex(pattern = patterns::UUID))]
    pub tenant: Spanned<String>,
    /// Whom they are for.
    #[schemars(example = &"api://chat", length(max = 200), regex(pattern = patterns::PLAIN))]
    pub audience: Spanned<String>,
    /// Scopes that each of them holds.
    #[schemars(example = json!(["chat.use"]), inner(length(max = 120), regex(pattern = patterns::FILTER)), length(min = 1, max = 20), extend("uniqueItems" = true))]
    pub scopes: Option<Spanned<Vec<Spanned<String>>>>,
}

/// What pods of an application reach besides DNS.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EgressSection {
    /// Public addresses at port 443, which Entra ID needs that gives the identity its tokens; `true` by default.
    #[schemars(example = true)]
    pub internet: Option<Spanned<bool>>,
    /// Private ranges, each at one port.
    #[schemars(example = json!([{"name": "postgres", "cidr": "10.10.3.0/24", "port": 5432}]), length(max = 50))]
    pub to: Option<Spanned<Vec<Spanned<EgressEntry>>>>,
}

/// A range at a port.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EgressEntry {
    /// What is there.
    #[schemars(example = &"postgres", length(min = 1, max = 20), regex(pattern = patterns::LABEL))]
    pub name: Spanned<String>,
    /// Its range.
    #[schemars(example = &"10.10.3.0/24", regex(pattern = patterns::CIDR))]
    pub cidr: Spanned<String>,
    /// Its port.
    #[schemars(example = 5432, range(min = 1, max = 65535))]
    pub port: Spanned<u16>,
}

/// A Job before each installation and upgrade, with an identity of its own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MigrationsSection {
    /// Component whose image and environment it has.
    #[schemars(example = &"backend", length(min = 1, max = 20), regex(pattern = patterns::LABEL))]
    pub component: Spanned<String>,
    /// What it runs: the program and its arguments.
    #[schemars(example = json!(["alembic", "upgrade", "head"]), inner(length(min = 1, max = 1000), regex(pattern = patterns::LINE)), length(min = 1, max = 50))]
    pub command: Spanned<Vec<Spanned<String>>>,
    /// After this time it has failed, and so has the upgrade; 600 by default.
    #[schemars(example = 600, range(min = 10, max = 86400))]
    pub timeout_seconds: Option<Spanned<u32>>,
}

/// Who scrapes metrics.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MonitoringSection {
    /// `azure`: Azure Monitor's agent. `prometheus`: the Prometheus operator, which gets alerts too. `azure` by default.
    #[schemars(example = &"azure", extend("enum" = ["azure", "prometheus"]))]
    pub stack: Option<Spanned<String>>,
    /// Namespace of the Prometheus operator's Prometheus; `monitoring` by default.
    #[schemars(example = &"monitoring", length(max = 63), regex(pattern = patterns::LABEL))]
    pub namespace: Option<Spanned<String>>,
}

fn components(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "minProperties": 1,
        "maxProperties": 20,
        "propertyNames": {"pattern": patterns::COMPONENT},
        "additionalProperties": generator.subschema_for::<ComponentSection>()
    })
}

fn variables(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "maxProperties": 100,
        "propertyNames": {"pattern": patterns::VARIABLE},
        "additionalProperties": {"type": "string", "maxLength": 4000, "pattern": patterns::TEXT}
    })
}

fn secrets(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "maxProperties": 50,
        "propertyNames": {"pattern": patterns::VARIABLE},
        "additionalProperties": {"type": "string", "pattern": patterns::VAULT_SECRET}
    })
}
