//! What the service does around the policies: keys, operations, backends with their breakers, pools. All of it is what the
//! Terraform modules make of a platform.

use std::collections::BTreeMap;

use crate::core::origin::Origin;
use crate::domain::consumers::model::Team;
use crate::domain::models::model::{Deployment, FoundryModel};
use crate::domain::names;
use crate::domain::platform::model::Platform;

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
    /// Entra tokens by the value of their header. Signatures cannot be judged here: what is not listed proves nothing.
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
    /// Client application.
    pub client: String,
}

/// A backend.
#[derive(Debug, Clone)]
pub struct Backend {
    /// The input that it comes from.
    pub origin: Origin,
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
        breaker: Option<Breaker>,
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

/// A circuit breaker: so many failures within an interval, and the backend is not called for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breaker {
    /// Failures.
    pub count: u32,
    /// Interval, in milliseconds.
    pub interval_ms: u64,
    /// How long it stays open, in milliseconds.
    pub trip_ms: u64,
    /// Ranges of status codes that are failures.
    pub failures: &'static [(u16, u16)],
}

/// Of a backend that stands alone; as in `templates/terraform/modules/ai-platform/backends.tf`, which a test compares.
pub const ALONE: Breaker = Breaker {
    count: 10,
    interval_ms: 60_000,
    trip_ms: 30_000,
    failures: &[(500, 599)],
};

/// Of a member of a pool; from the same file.
pub const POOL_MEMBER: Breaker = Breaker {
    count: 1,
    interval_ms: 10_000,
    trip_ms: 10_000,
    failures: &[(429, 429), (500, 599)],
};

impl Service {
    /// The service that Terraform makes of a platform.
    pub fn of(platform: &Platform) -> Self {
        let mut keys = BTreeMap::new();
        for team in &platform.teams {
            keys.extend(keys_of(team));
        }
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
        Self {
            host: format!("{}.azure-api.net", platform.names().apim()),
            bearer_keys: true,
            keys,
            backends: backends(platform),
            tokens: BTreeMap::new(),
        }
    }
}

fn keys_of(team: &Team) -> impl Iterator<Item = (String, Subscription)> {
    let name = team.name.value.to_string();
    let subscription = Subscription {
        scope: KeyScope::Product(name.clone()),
        active: team.enabled.value,
        origin: Some(team.enabled.origin),
    };
    [
        super::Key::Team(name.clone()),
        super::Key::TeamSecondary(name),
    ]
    .into_iter()
    .filter_map(move |key| Some((key.text()?, subscription.clone())))
}

fn backends(platform: &Platform) -> BTreeMap<String, Backend> {
    let mut all = BTreeMap::new();
    for account in &platform.foundry.accounts {
        let url = format!("https://{}.openai.azure.com/openai/v1", account.name.value);
        let backend = single(url, ALONE, account.location.origin);
        all.insert(account.backend(), backend);
    }
    for model in platform.enabled_kaito() {
        let url = format!(
            "http://{}.{}/v1",
            model.slug.value, platform.network.dns_zone.value
        );
        let backend = single(url, ALONE, model.name.origin);
        all.insert(names::kaito_backend(&model.slug.value), backend);
    }
    for model in platform.enabled_foundry().filter(|model| model.pooled) {
        all.extend(pool(platform, model));
    }
    all
}

fn single(url: String, breaker: Breaker, origin: Origin) -> Backend {
    let kind = BackendKind::Single {
        url,
        breaker: Some(breaker),
    };
    Backend { origin, kind }
}

fn pool(platform: &Platform, model: &FoundryModel) -> Vec<(String, Backend)> {
    let of = |one: &Deployment| {
        let accounts = &platform.foundry.accounts;
        let account = accounts
            .iter()
            .find(|account| account.location.value == one.location.value)?;
        let id = names::deployment_backend(&model.slug.value, &one.name.value)?;
        let url = format!(
            "https://{}.openai.azure.com/openai/deployments/{}",
            account.name.value, one.name.value
        );
        let member = Member {
            backend: id.clone(),
            priority: one.priority.value,
            weight: one.weight.value,
        };
        Some((id, single(url, POOL_MEMBER, one.name.origin), member))
    };
    let mut all = Vec::new();
    let mut members = Vec::new();
    for (id, backend, member) in model.deployments.iter().filter_map(of) {
        all.push((id, backend));
        members.push(member);
    }
    members.sort_by(|a, b| a.backend.cmp(&b.backend));
    let pool = Backend {
        origin: model.name.origin,
        kind: BackendKind::Pool(members),
    };
    all.push((names::pool(&model.slug.value), pool));
    all
}
