//! The gateway as one service: the API with its operations, and the backends, pools and breakers that its policies route to.
//! Terraform makes this tree, `simulate` calls it, the runtime document names it: none of them composes a URL of its own.

use super::expr::Literal;
use super::operation::Operation;
use crate::core::origin::{Origin, Sourced};
use crate::domain::consumers::model::Team;
use crate::domain::models::model::{Deployment, FoundryModel, KaitoModel};
use crate::domain::names;
use crate::domain::platform::model::Platform;
use crate::domain::platform::model::services::FoundryAccount;

/// The API Management service of one platform.
#[derive(Debug, Clone)]
pub struct Service {
    /// Host name under which clients call it.
    pub host: Literal,
    /// The one API.
    pub api: Api,
    /// Single backends, by id.
    pub backends: Vec<Backend>,
    /// Pools, by id.
    pub pools: Vec<Pool>,
    /// Where each enabled model is called: those of Foundry first, then those of the cluster, in the catalog's order.
    pub routes: Vec<Route>,
    /// Holders of keys, by name.
    pub consumers: Vec<Consumer>,
}

/// The API that all models are behind.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// Id.
    pub name: &'static str,
    /// Path below the gateway's URL.
    pub path: &'static str,
    /// Header that takes the key.
    pub key_header: &'static str,
    /// Query parameter in which the service would take the key as well. It cannot be switched off; the policy drops the
    /// query before a model is called.
    pub key_query: &'static str,
    /// Whether the key may also come as `Authorization: Bearer`, where stock `OpenAI` clients put it.
    pub bearer_keys: bool,
    /// Operations.
    pub operations: &'static [Operation],
}

/// A single backend: one deployment, or one model on the cluster, so that a model which fails closes no other.
#[derive(Debug, Clone)]
pub struct Backend {
    /// Id.
    pub id: Literal,
    /// For people.
    pub description: Literal,
    /// Address without a slash at its end; an operation's path is appended.
    pub url: Literal,
    /// When it is not called for a while.
    pub breaker: Breaker,
    /// The inputs that decide on its breaker.
    pub breaker_at: Vec<Origin>,
}

/// Several backends that serve one model.
#[derive(Debug, Clone)]
pub struct Pool {
    /// Id.
    pub id: Literal,
    /// For people.
    pub description: Literal,
    /// Members, by the id of their backend.
    pub members: Vec<Member>,
    /// The model's name, which is also the name of its deployment in every member's account.
    pub model: Literal,
}

/// A member of a pool.
#[derive(Debug, Clone)]
pub struct Member {
    /// Id of a single backend.
    pub backend: Literal,
    /// A higher number is used only when all lower ones are tripped.
    pub priority: Sourced<u8>,
    /// Share among members of one priority.
    pub weight: Sourced<u8>,
}

/// Where a model is called.
#[derive(Debug, Clone)]
pub struct Route {
    /// What clients send, and what the upstream is given.
    pub model: Literal,
    /// Id of a backend or of a pool.
    pub backend: Literal,
    /// Whether the upstream is Foundry, which is called with the gateway's own identity.
    pub foundry: bool,
}

/// Somebody who holds keys.
#[derive(Debug, Clone)]
pub struct Consumer {
    /// Name of the team.
    pub name: String,
    /// Product whose policy decides.
    pub product: String,
    /// Subscription that holds the keys.
    pub subscription: String,
    /// False: its keys are suspended.
    pub active: Sourced<bool>,
}

/// When a backend is not called for a while. The service takes one rule per backend; it counts per gateway instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Breaker {
    /// Nobody takes over: only failures of the server count. Answering 503 in place of its 429 would lock everybody out.
    LastResort,
    /// Pay-as-you-go with others behind it: a single 429 may be one large request, several mean that it is full. `Retry-After`
    /// is not followed: values of a day have been seen.
    PayAsYouGo,
    /// Reserved throughput with others behind it: its first 429 means that it is full, and its `Retry-After`, of seconds, says
    /// for how long (Microsoft Learn, "Provisioned throughput", 2026).
    Reserved,
}

/// The numbers of a [`Breaker`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerRule {
    /// Failures that trip it.
    pub count: u32,
    /// Seconds within which they are counted.
    pub interval_seconds: u32,
    /// Seconds for which it stays open.
    pub trip_seconds: u32,
    /// Ranges of status codes that are failures.
    pub failures: &'static [(u16, u16)],
    /// Whether an answer's `Retry-After` says how long it stays open, where there is one.
    pub follows_retry_after: bool,
}

impl Breaker {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::LastResort, Self::PayAsYouGo, Self::Reserved];

    /// As Terraform spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::LastResort => "last_resort",
            Self::PayAsYouGo => "pay_as_you_go",
            Self::Reserved => "reserved",
        }
    }

    /// Its numbers.
    pub fn rule(self) -> BreakerRule {
        let busy = |count, follows_retry_after| BreakerRule {
            count,
            interval_seconds: 10,
            trip_seconds: 10,
            failures: &[(429, 429), (500, 599)],
            follows_retry_after,
        };
        match self {
            Self::LastResort => BreakerRule {
                count: 10,
                interval_seconds: 60,
                trip_seconds: 30,
                failures: &[(500, 599)],
                follows_retry_after: false,
            },
            Self::PayAsYouGo => busy(3, false),
            Self::Reserved => busy(1, true),
        }
    }

    /// Of a member: those of the largest priority number have nobody behind them.
    fn of(deployment: &Deployment, all: &[Deployment]) -> Self {
        let last = all.iter().map(|one| one.priority.value).max();
        if last.is_none_or(|last| deployment.priority.value >= last) {
            Self::LastResort
        } else if deployment.is_reserved() {
            Self::Reserved
        } else {
            Self::PayAsYouGo
        }
    }
}

impl Pool {
    /// The backends of its members.
    fn backends<'s>(&'s self, service: &'s Service) -> impl Iterator<Item = &'s Backend> {
        let is_member = |backend: &&Backend| {
            let mut members = self.members.iter();
            members.any(|member| member.backend.text == backend.id.text)
        };
        service.backends.iter().filter(is_member)
    }

    /// How often a call is repeated at most, so that it comes to every member: each of them once, and those that are not
    /// closed by their first refusal once for each.
    pub fn retries(&self, service: &Service) -> u8 {
        let calls = self.backends(service).map(|backend| match backend.breaker {
            Breaker::LastResort => 1,
            Breaker::PayAsYouGo | Breaker::Reserved => backend.breaker.rule().count,
        });
        let calls: u32 = calls.sum();
        // The service takes at most 50, and nobody waits that long.
        u8::try_from(calls.saturating_sub(1).min(MOST_RETRIES)).unwrap_or(1)
    }

    /// The inputs that decide on [`Pool::retries`].
    pub fn retries_at<'s>(&'s self, service: &'s Service) -> impl Iterator<Item = Origin> + 's {
        let backends = self.backends(service);
        backends.flat_map(|backend| backend.breaker_at.iter().copied())
    }
}

/// Retries wait a second each, but for the first; clients give up before long.
const MOST_RETRIES: u32 = 29;

impl Service {
    /// The service of a platform.
    pub fn of(platform: &Platform) -> Self {
        let mut backends = Vec::new();
        let mut pools = Vec::new();
        let mut routes = Vec::new();
        for model in platform.enabled_foundry() {
            let members = deployments(platform, model);
            let pool = model.pooled.then(|| pool(model, &members));
            let single = members.first().map(|(backend, _)| &backend.id);
            let Some(called) = pool.as_ref().map(|pool| &pool.id).or(single) else {
                continue;
            };
            routes.push(Route {
                model: Literal::from(&model.name),
                backend: called.clone(),
                foundry: true,
            });
            pools.extend(pool);
            backends.extend(members.into_iter().map(|(backend, _)| backend));
        }
        for model in platform.enabled_kaito() {
            let backend = on_the_cluster(platform, model);
            routes.push(Route {
                model: Literal::from(&model.name),
                backend: backend.id.clone(),
                foundry: false,
            });
            backends.push(backend);
        }
        backends.sort_by(|a, b| a.id.text.cmp(&b.id.text));
        pools.sort_by(|a, b| a.id.text.cmp(&b.id.text));
        Self {
            host: Literal::fixed(format!("{}.azure-api.net", platform.names().apim()))
                .and_at(platform.base_origins()),
            api: Api {
                name: names::API,
                path: names::API_PATH,
                key_header: "api-key",
                key_query: "api-key",
                bearer_keys: true,
                operations: &Operation::ALL,
            },
            backends,
            pools,
            routes,
            consumers: platform.teams.iter().map(consumer).collect(),
        }
    }

    /// URL that clients of `OpenAI` call.
    pub fn api_url(&self) -> Literal {
        let below = format!("{}/{}", self.api.path, names::API_VERSION);
        let url = format!("{}/{below}", self.gateway_url().text);
        Literal {
            text: url,
            ..self.host.clone()
        }
    }

    /// The gateway's URL.
    pub fn gateway_url(&self) -> Literal {
        Literal {
            text: format!("https://{}", self.host.text),
            ..self.host.clone()
        }
    }
}

/// The `OpenAI` v1 endpoint of a Foundry account: it takes the deployment's name from the body and needs no api-version.
pub fn account_url(platform: &Platform, account: &FoundryAccount) -> Literal {
    let url = format!("https://{}.openai.azure.com/openai/v1", account.name.value);
    Literal::fixed(url).and_at(platform.account_origins(account))
}

/// Host name of a model on the cluster.
pub fn pod_host(platform: &Platform, model: &KaitoModel) -> Literal {
    let zone = &platform.network.dns_zone;
    Literal::fixed(format!("{}.{}", model.slug.value, zone.value))
        .and_at([model.slug.origin, zone.origin])
}

fn consumer(team: &Team) -> Consumer {
    let name = &team.name.value;
    Consumer {
        name: name.to_string(),
        product: names::product(name),
        subscription: names::subscription(name),
        active: team.enabled,
    }
}

fn on_the_cluster(platform: &Platform, model: &KaitoModel) -> Backend {
    let host = pod_host(platform, model);
    Backend {
        id: Literal::at(names::kaito_backend(&model.slug.value), model.slug.origin),
        description: Literal::at(
            format!("{} on the cluster", model.name.value),
            model.name.origin,
        ),
        url: Literal {
            text: format!("http://{}/v1", host.text),
            ..host
        },
        breaker: Breaker::LastResort,
        breaker_at: Vec::new(),
    }
}

/// The backends of a model's deployments, and how its pool uses them.
fn deployments(platform: &Platform, model: &FoundryModel) -> Vec<(Backend, Member)> {
    let ranks = model.deployments.iter().filter(|_| model.pooled);
    let ranks = ranks.map(|one| one.priority.origin.entry());
    let of = |one: &Deployment| {
        let mut accounts = platform.foundry.accounts.iter();
        let account = accounts.find(|account| account.location.value == one.location.value)?;
        let id = backend_id(model, one);
        let description = format!(
            "{}: {} in {}",
            if model.pooled {
                one.name.as_str()
            } else {
                model.name.as_str()
            },
            one.sku_name.value,
            one.location.value
        );
        let parts = [
            one.name.origin,
            one.sku_name.origin,
            one.location.origin.derived(),
        ];
        let url = account_url(platform, account)
            .and_at([one.location.origin, platform.location.origin].map(Origin::entry));
        let backend = Backend {
            id: id.clone(),
            description: Literal::fixed(description).and_at(parts),
            url,
            breaker: Breaker::of(one, &model.deployments),
            breaker_at: ranks.clone().chain([one.sku_name.origin.entry()]).collect(),
        };
        let member = Member {
            backend: id,
            priority: one.priority,
            weight: one.weight,
        };
        Some((backend, member))
    };
    model.deployments.iter().filter_map(of).collect()
}

/// A pool's member is called by the region of its account, which holds the model once.
fn backend_id(model: &FoundryModel, deployment: &Deployment) -> Literal {
    let slug = &model.slug;
    if model.pooled {
        let id = names::member_backend(&slug.value, &deployment.location.value);
        Literal::at(id, slug.origin).and_at([deployment.location.origin.derived()])
    } else {
        Literal::at(names::foundry_backend(&slug.value), slug.origin)
    }
}

fn pool(model: &FoundryModel, members: &[(Backend, Member)]) -> Pool {
    let mut members: Vec<Member> = members.iter().map(|(_, member)| member.clone()).collect();
    members.sort_by(|a, b| a.backend.text.cmp(&b.backend.text));
    let description = format!(
        "{}: the lowest priority number first, the next when it is full",
        model.name.value
    );
    Pool {
        id: Literal::at(names::pool(&model.slug.value), model.slug.origin),
        description: Literal::at(description, model.name.origin),
        members,
        model: Literal::from(&model.name),
    }
}
