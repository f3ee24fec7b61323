//! What the service knows while it serves: keys by their text, backends by id. All of it is read from [`service::Service`], the
//! tree that Terraform makes.

use std::collections::BTreeMap;

use crate::core::origin::Origin;
use crate::domain::consumers::model::EntraAuth;
use crate::domain::platform::model::Platform;
use crate::gateway::service::{self, Breaker, Consumer};

/// The API Management service of one platform.
#[derive(Debug, Clone)]
pub struct Service {
    /// Host of the gateway: `apim-hai-iwjf.azure-api.net`.
    pub host: String,
    /// Whether a key may come as `Authorization: Bearer`.
    pub bearer_keys: bool,
    /// Keys by their text; in a simulation, [`super::Key::text`].
    pub keys: BTreeMap<String, Subscription>,
    /// Backends by id.
    pub backends: BTreeMap<String, Backend>,
    /// Entra tokens by the value of their header. Signatures cannot be checked here: what is not listed proves nothing.
    pub tokens: BTreeMap<String, EntraToken>,
}

/// A subscription of the service.
#[derive(Debug, Clone)]
pub struct Subscription {
    /// What it gives access to.
    pub scope: KeyScope,
    /// False: suspended.
    pub active: bool,
    /// The input that decides whether it is active.
    pub origin: Option<Origin>,
}

/// What a key gives access to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyScope {
    /// A team's product.
    Product(String),
    /// The API, without any product.
    Api,
    /// All APIs, without any product.
    AllApis,
}

/// What an Entra token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntraToken {
    /// Tenant.
    pub tenant: String,
    /// Whom it is issued for.
    pub audience: String,
    /// Client application.
    pub client: String,
}

impl EntraToken {
    /// A token of a client for the first audience of a team, and the value of the header that it comes in.
    pub fn of(team: &EntraAuth, client: String) -> (String, Self) {
        let tenant = team.tenant_id.value.clone();
        let header = format!("Bearer <token of client {client} of tenant {tenant}>");
        let audience = team.audiences.first();
        let token = Self {
            tenant,
            audience: audience.map(|one| one.value.clone()).unwrap_or_default(),
            client,
        };
        (header, token)
    }
}

/// A backend.
#[derive(Debug, Clone)]
pub struct Backend {
    /// The inputs that it comes from.
    pub origins: Vec<Origin>,
    /// What it is.
    pub kind: BackendKind,
}

/// What a backend is.
#[derive(Debug, Clone)]
pub enum BackendKind {
    /// One address.
    Single {
        /// Without a slash at its end.
        url: String,
        /// When it is not called for a while.
        breaker: Breaker,
    },
    /// Several backends, by name, as Terraform lists them.
    Pool(Vec<Member>),
}

/// A member of a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Id of a single backend.
    pub backend: String,
    /// A higher number is used only when all lower ones are tripped.
    pub priority: u8,
    /// Share among members of one priority.
    pub weight: u8,
}

impl Service {
    /// The service that Terraform makes of a platform.
    pub fn of(platform: &Platform) -> Self {
        let tree = service::Service::of(platform);
        let mut keys: BTreeMap<String, Subscription> =
            tree.consumers.iter().flat_map(keys_of).collect();
        for (key, scope) in [
            (super::Key::AllApis, KeyScope::AllApis),
            (super::Key::OneApi, KeyScope::Api),
        ] {
            let subscription = Subscription {
                scope,
                active: true,
                origin: None,
            };
            keys.extend(key.text().map(|text| (text, subscription)));
        }
        let singles = tree.backends.iter().map(single);
        Self {
            host: tree.host.text.clone(),
            bearer_keys: tree.api.bearer_keys,
            keys,
            backends: singles.chain(tree.pools.iter().map(pool)).collect(),
            tokens: BTreeMap::new(),
        }
    }
}

fn keys_of(consumer: &Consumer) -> impl Iterator<Item = (String, Subscription)> + use<> {
    let name = consumer.name.clone();
    let subscription = Subscription {
        scope: KeyScope::Product(name.clone()),
        active: consumer.active.value,
        origin: Some(consumer.active.origin),
    };
    [
        super::Key::Team(name.clone()),
        super::Key::TeamSecondary(name),
    ]
    .into_iter()
    .filter_map(move |key| Some((key.text()?, subscription.clone())))
}

fn single(backend: &service::Backend) -> (String, Backend) {
    let kind = BackendKind::Single {
        url: backend.url.text.clone(),
        breaker: backend.breaker,
    };
    let origins = backend.id.origins().collect();
    (backend.id.text.clone(), Backend { origins, kind })
}

fn pool(pool: &service::Pool) -> (String, Backend) {
    let member = |member: &service::Member| Member {
        backend: member.backend.text.clone(),
        priority: member.priority.value,
        weight: member.weight.value,
    };
    let kind = BackendKind::Pool(pool.members.iter().map(member).collect());
    let origins = pool.model.origins().collect();
    (pool.id.text.clone(), Backend { origins, kind })
}
