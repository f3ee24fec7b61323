//! What the gateway would do with a request, without a gateway: the very trees that are printed as policies are evaluated,
//! so that what is said and what is emitted cannot differ.
//!
//! Whatever a policy says comes from the tree: limits, refusals, routes, changes. What the service does around policies (keys,
//! routing, counters, breakers, pools, the reading of JSON) is written down here, and a test compares all of it with a gateway
//! that runs the printed policies. One [`Simulator`] keeps counters, breakers and pools from request to request.

pub(crate) mod codes;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::core::document::Header;
use crate::gateway::{Operation, Policy};

mod answers;
mod body;
mod breakers;
pub mod calendar;
mod calls;
mod conditions;
mod counters;
mod cross_origin;
mod exchange;
mod forward;
mod json;
mod limits;
pub mod outcome;
mod pairs;
pub mod request;
mod route;
pub mod service;
mod steps;
mod text;
mod usage;
mod values;

pub use outcome::{Call, Decision, Limit, Outcome, Place, PolicyId, Refusal, Rule, Step, Touched};
pub use request::{Key, Reply, Request, Upstream};
pub use service::{KeyScope, Service};

/// 2026-01-01T00:00:00Z in milliseconds since 1970: when simulations start that say nothing else.
pub const START_MS: i64 = 1_767_225_600_000;

/// A policy as it is printed.
#[derive(Debug)]
pub struct PolicyFile {
    /// Its place below `generated/`.
    pub path: String,
    /// The comment at its top, which has lines of its own.
    pub header: Header,
    /// The policy.
    pub tree: Policy,
    lines: OnceLock<Lines>,
}

impl PolicyFile {
    /// A policy and where it is printed.
    pub fn new(path: String, header: Header, tree: Policy) -> Self {
        Self {
            path,
            header,
            tree,
            lines: OnceLock::new(),
        }
    }
}

/// The policies of one platform.
#[derive(Debug)]
pub struct Policies {
    /// The API's.
    pub api: PolicyFile,
    /// Of the operations that have one.
    pub operations: BTreeMap<Operation, PolicyFile>,
    /// Of the teams' products, by team.
    pub products: BTreeMap<String, PolicyFile>,
}

/// The line, from 1, of each element of a printed policy, by [`Place::path`].
pub type Lines = BTreeMap<Vec<u16>, u32>;

/// Gives the lines of a policy: the printer's own bookkeeping, which this module must not know.
pub type LinesOf = fn(&PolicyFile) -> Lines;

/// What outlives a request.
#[derive(Debug, Clone, Default)]
struct Memory {
    counters: counters::Counters,
    breakers: breakers::Breakers,
    waiting: calls::Waiting,
}

/// A gateway that serves one simulation.
#[derive(Debug)]
pub struct Simulator {
    /// What the service knows. It may be changed between requests: a key suspended, a token made known.
    pub service: Service,
    policies: Policies,
    lines: LinesOf,
    memory: Memory,
    start_ms: i64,
    now: i64,
}

impl Simulator {
    /// A gateway that has seen no request.
    pub fn new(service: Service, policies: Policies, lines: LinesOf) -> Self {
        Self {
            service,
            policies,
            lines,
            memory: Memory::default(),
            start_ms: START_MS,
            now: START_MS,
        }
    }

    /// Forgets everything, and starts again at a moment in milliseconds since 1970.
    pub fn restart(&mut self, start_ms: i64) {
        self.memory = Memory::default();
        self.start_ms = start_ms;
        self.now = start_ms;
    }

    /// Sends a request.
    pub fn send(&mut self, request: &Request) -> Outcome {
        let offset = i64::try_from(request.at_ms).unwrap_or(i64::MAX);
        self.now = self.now.max(self.start_ms.saturating_add(offset));
        let Self {
            service,
            policies,
            memory,
            now,
            ..
        } = self;
        exchange::Exchange::new(service, policies, memory, request, *now).run()
    }

    /// What would become of a request if it were the first: nothing is counted, and no memory is touched.
    pub fn first(&self, request: &Request) -> Outcome {
        let mut memory = Memory::default();
        let (service, policies) = (&self.service, &self.policies);
        exchange::Exchange::new(service, policies, &mut memory, request, self.start_ms).run()
    }

    /// When the simulation started, in milliseconds since 1970.
    pub fn start_ms(&self) -> i64 {
        self.start_ms
    }

    /// When the last request came, in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.now
    }

    /// The policies.
    pub fn policies(&self) -> &Policies {
        &self.policies
    }

    /// The policy of a place.
    pub fn file(&self, place: &Place) -> Option<&PolicyFile> {
        match &place.policy {
            PolicyId::Api => Some(&self.policies.api),
            PolicyId::Operation(operation) => self.policies.operations.get(operation),
            PolicyId::Product(team) => self.policies.products.get(team),
        }
    }

    /// The line of a place in its printed policy, from 1. A policy is printed when its first line is asked for.
    pub fn line(&self, place: &Place) -> Option<u32> {
        let file = self.file(place)?;
        let lines = file.lines.get_or_init(|| (self.lines)(file));
        lines.get(&place.path).copied()
    }
}
