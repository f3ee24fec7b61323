//! Applications as meant: every default filled in, every reference looked up.

use ipnet::Ipv4Net;

use crate::core::origin::{Origin, Sourced};
use crate::domain::ids::{AppName, TeamName};

/// One application in one environment.
#[derive(Debug)]
pub struct App {
    /// Its name: of its folder, its chart and its release.
    pub name: Sourced<AppName>,
    /// Whose it is.
    pub team: Sourced<TeamName>,
    /// For people.
    pub display_name: Sourced<String>,
    /// Where it runs; nothing else does there.
    pub namespace: Sourced<String>,
    /// Whether people depend on it.
    pub production: Sourced<bool>,
    /// Login server of its images' registry.
    pub registry: Sourced<String>,
    /// Key Vault of its secrets.
    pub key_vault: Option<Vault>,
    /// What runs, by name.
    pub components: Vec<Component>,
    /// How users reach it.
    pub ingress: Option<Ingress>,
    /// What its pods reach.
    pub egress: Egress,
    /// What runs before an installation or upgrade.
    pub migrations: Option<Migrations>,
    /// Who scrapes metrics.
    pub monitoring: Monitoring,
    /// `app.yaml`, and the environment's overlay if there is one.
    pub paths: Vec<String>,
}

impl App {
    /// The inputs that whatever is the application's is there for.
    pub fn origins(&self) -> Vec<Origin> {
        vec![self.name.origin, self.team.origin]
    }

    /// The component of a name.
    pub fn component(&self, name: &str) -> Option<&Component> {
        let mut all = self.components.iter();
        all.find(|component| component.name.value == name)
    }
}

/// A Key Vault of the platform's subscription.
#[derive(Debug)]
pub struct Vault {
    /// Its name.
    pub name: Sourced<String>,
    /// Its resource group.
    pub resource_group: Sourced<String>,
}

/// One component.
#[derive(Debug)]
pub struct Component {
    /// Its name in the application.
    pub name: Sourced<String>,
    /// What runs.
    pub image: Image,
    /// Port that it listens on.
    pub port: Sourced<u16>,
    /// How many pods there are.
    pub replicas: Replicas,
    /// What each pod gets.
    pub resources: Resources,
    /// Path that answers while it lives.
    pub live: Sourced<String>,
    /// Path that answers while it takes requests.
    pub ready: Sourced<String>,
    /// Variables, by name.
    pub env: Vec<Variable>,
    /// Variables with secrets, by name: the value is the name of a vault secret.
    pub secrets: Vec<Variable>,
    /// Path of its metrics.
    pub metrics: Option<Sourced<String>>,
    /// Folders that it may write to.
    pub writable: Vec<Sourced<String>>,
    /// Components that it calls.
    pub calls: Vec<Sourced<String>>,
}

/// An image.
#[derive(Debug)]
pub struct Image {
    /// Repository in the application's registry.
    pub repository: Sourced<String>,
    /// Which of the repository's images.
    pub reference: Reference,
}

/// Which image of a repository.
#[derive(Debug)]
pub enum Reference {
    /// Whatever has the tag.
    Tag(Sourced<String>),
    /// The one that it is made of.
    Digest(Sourced<String>),
}

/// How many pods there are.
#[derive(Debug)]
pub enum Replicas {
    /// Always as many.
    Fixed(Sourced<u32>),
    /// As many as the load asks for.
    Scaled(Scale),
}

impl Replicas {
    /// The fewest that there are.
    pub fn least(&self) -> &Sourced<u32> {
        match self {
            Self::Fixed(count) => count,
            Self::Scaled(scale) => &scale.min,
        }
    }
}

/// Bounds and measures of scaling.
#[derive(Debug)]
pub struct Scale {
    /// At least as many.
    pub min: Sourced<u32>,
    /// At most as many.
    pub max: Sourced<u32>,
    /// Percent of the requested CPU.
    pub cpu: Option<Sourced<u32>>,
    /// Percent of the requested memory.
    pub memory: Option<Sourced<u32>>,
}

/// What each pod gets, as quantities of Kubernetes.
#[derive(Debug)]
pub struct Resources {
    /// Requested CPU.
    pub cpu: Sourced<String>,
    /// Requested memory.
    pub memory: Sourced<String>,
    /// Limit of memory.
    pub memory_limit: Sourced<String>,
}

/// A variable of a component's environment.
#[derive(Debug)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value, or the name of the secret that holds it.
    pub value: Sourced<String>,
}

/// How users reach an application.
#[derive(Debug)]
pub struct Ingress {
    /// Name in DNS.
    pub host: Sourced<String>,
    /// `GatewayClass`.
    pub class: Sourced<String>,
    /// Where the proxies run.
    pub namespace: Sourced<String>,
    /// Its certificate; none: plain HTTP.
    pub tls: Option<Tls>,
    /// Routes in order.
    pub routes: Vec<Route>,
    /// Which tokens are accepted.
    pub jwt: Option<Jwt>,
    /// Other sites whose scripts may call it.
    pub origins: Vec<Sourced<String>>,
}

/// Where a certificate comes from.
#[derive(Debug)]
pub enum Tls {
    /// cert-manager makes it by this `ClusterIssuer`.
    Issuer(Sourced<String>),
    /// Somebody keeps it in this Secret.
    Secret(Sourced<String>),
}

/// What is reached under a path.
#[derive(Debug)]
pub struct Route {
    /// Name of its objects in the application: made of the path.
    pub name: String,
    /// Start of the path.
    pub path: Sourced<String>,
    /// Component.
    pub to: Sourced<String>,
    /// Whether answers come in parts.
    pub stream: Sourced<bool>,
    /// Who may call it, where that is written.
    pub auth: Option<Sourced<Auth>>,
}

impl Route {
    /// Whether a token is required.
    pub fn needs_token(&self) -> bool {
        self.auth
            .as_ref()
            .is_some_and(|auth| auth.value == Auth::Jwt)
    }
}

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth {
    /// Who has a token.
    Jwt,
    /// Everybody, on purpose.
    Nobody,
}

impl Auth {
    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Jwt => "jwt",
            Self::Nobody => "none",
        }
    }
}

/// Which tokens of Entra ID are accepted.
#[derive(Debug)]
pub struct Jwt {
    /// Tenant, a UUID.
    pub tenant: Sourced<String>,
    /// Whom they are for.
    pub audience: Sourced<String>,
    /// What they hold, all of it.
    pub scopes: Vec<Sourced<String>>,
}

/// What pods reach besides DNS.
#[derive(Debug)]
pub struct Egress {
    /// Public addresses at port 443.
    pub internet: Sourced<bool>,
    /// Private ranges.
    pub to: Vec<EgressRange>,
}

/// A range at a port.
#[derive(Debug)]
pub struct EgressRange {
    /// What is there.
    pub name: Sourced<String>,
    /// The range.
    pub cidr: Sourced<Ipv4Net>,
    /// The port.
    pub port: Sourced<u16>,
}

/// A Job before each installation and upgrade.
#[derive(Debug)]
pub struct Migrations {
    /// Component whose image and environment it has.
    pub component: Sourced<String>,
    /// Program and arguments.
    pub command: Vec<Sourced<String>>,
    /// Seconds after which it has failed.
    pub timeout_seconds: Sourced<u32>,
}

/// Who scrapes metrics.
#[derive(Debug)]
pub struct Monitoring {
    /// Which agent.
    pub stack: Sourced<Stack>,
    /// Where it runs, if it is the operator's.
    pub namespace: Sourced<String>,
}

/// Which agent scrapes metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stack {
    /// Azure Monitor's.
    Azure,
    /// The Prometheus operator's.
    Prometheus,
}

impl Stack {
    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Azure => "azure",
            Self::Prometheus => "prometheus",
        }
    }
}
