//! What became of a request.

use super::service::KeyScope;
use crate::core::origin::Origin;
use crate::gateway::Operation;

/// Everything that a request led to.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Whether it was let through, or what refused it.
    pub decision: Decision,
    /// HTTP status of the answer.
    pub status: u16,
    /// `error.code` of an answer that the gateway's policies gave.
    pub code: Option<String>,
    /// Headers of the answer, in order.
    pub headers: Vec<(String, String)>,
    /// Body of the answer.
    pub body: Vec<u8>,
    /// The operation that was called.
    pub operation: Option<Operation>,
    /// What the key gives access to, if there is such a key.
    pub key: Option<KeyScope>,
    /// What the request asked for as `model`.
    pub asked: Option<String>,
    /// The catalog's name of the model that was granted.
    pub model: Option<String>,
    /// Calls of upstreams, in order; retries make several.
    pub calls: Vec<Call>,
    /// Counters that were looked at, in order.
    pub touched: Vec<Touched>,
    /// What policies did, in order.
    pub steps: Vec<Step>,
}

impl Outcome {
    /// Whether the request was let through and an upstream, or the gateway itself, served it.
    pub fn allowed(&self) -> bool {
        self.decision == Decision::Allowed
    }
}

/// Whether a request was let through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// No rule refused it: an upstream answered (whatever it said), or the gateway did what was asked.
    Allowed,
    /// A rule refused it.
    Refused(Refusal),
    /// No rule refused it, but no upstream answered.
    Failed(Refusal),
}

/// What refused a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule.
    pub rule: Rule,
    /// Where in the policies; none for what the service does before them.
    pub place: Option<Place>,
    /// The inputs that decided, as far as there are any.
    pub inputs: Vec<Origin>,
}

/// Rules that refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// No operation has this method and path.
    NoOperation,
    /// A browser asks whether it may send a request, and no `cors` says so.
    Origin,
    /// No key was sent.
    KeyMissing,
    /// The service knows no such key.
    KeyUnknown,
    /// The key's subscription is suspended.
    KeySuspended,
    /// A policy answers with this error code.
    Policy(String),
    /// The Entra token is missing or not one of the team's clients.
    EntraToken,
    /// The tokens per minute of a counter are used up.
    TokensPerMinute(String),
    /// The token quota of a counter is used up.
    TokenQuota(String),
    /// The calls per minute of a counter are used up.
    CallsPerMinute(String),
    /// As many calls of a counter wait for an answer as may.
    Concurrency(String),
    /// A policy failed.
    PolicyFault(String),
    /// The circuit breaker of a backend, or of all members of a pool, is open.
    BreakerOpen(String),
    /// The upstream did not answer in time.
    UpstreamTimeout(String),
    /// The upstream could not be reached.
    UpstreamUnreachable(String),
}

impl Rule {
    /// Why it refuses, as the end of a sentence.
    pub fn words(&self) -> String {
        match self {
            Self::NoOperation => "no operation of the gateway has this method and path".to_owned(),
            Self::Origin => "the browser may not send this: the origin, the method or a header of the request is not allowed".to_owned(),
            Self::KeyMissing => "no key was sent".to_owned(),
            Self::KeyUnknown => "the gateway knows no such key".to_owned(),
            Self::KeySuspended => "the team is disabled, so its keys are suspended".to_owned(),
            Self::Policy(code) => format!("a policy answers {code}"),
            Self::EntraToken => "no Entra token of one of the team's clients was sent".to_owned(),
            Self::TokensPerMinute(counter) => {
                format!("the tokens per minute of {counter} are used up")
            }
            Self::TokenQuota(counter) => format!("the token quota of {counter} is used up"),
            Self::CallsPerMinute(counter) => {
                format!("the calls per minute of {counter} are used up")
            }
            Self::Concurrency(counter) => {
                format!("as many calls of {counter} wait for an answer as may at the same time")
            }
            Self::PolicyFault(reason) => format!("a policy fails: {reason}"),
            Self::BreakerOpen(backend) => format!("the circuit breaker of {backend} is open"),
            Self::UpstreamTimeout(backend) => format!("{backend} did not answer in time"),
            Self::UpstreamUnreachable(backend) => format!("{backend} could not be reached"),
        }
    }
}

/// An element of a policy. [`super::Simulator::file`] and [`super::Simulator::line`] say where it is printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The policy.
    pub policy: PolicyId,
    /// From the root: which child of which child, elements and remarks counted from 0.
    pub path: Vec<u16>,
}

/// Which policy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PolicyId {
    /// The API's.
    Api,
    /// An operation's.
    Operation(Operation),
    /// A team's product's.
    Product(String),
}

/// A call of an upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The backend that the policy chose: a single one or a pool.
    pub backend: String,
    /// The single backend that was called.
    pub member: String,
    /// HTTP method.
    pub method: String,
    /// URL with query.
    pub url: String,
    /// Headers, in order.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Option<Vec<u8>>,
    /// What the upstream answered; none if it did not.
    pub status: Option<u16>,
    /// The element that called.
    pub place: Place,
    /// The inputs that the backend comes from.
    pub inputs: Vec<Origin>,
}

/// A counter that a limit looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Touched {
    /// Its key.
    pub counter: String,
    /// What it counts.
    pub limit: Limit,
    /// Tokens or calls used in its window or period when the request came; calls that waited for an answer.
    pub before: f64,
    /// The same when the request was done.
    pub after: f64,
    /// Whether it refused the request.
    pub refused: bool,
    /// The element.
    pub place: Place,
    /// The inputs that limit and counter come from.
    pub inputs: Vec<Origin>,
}

/// A limit of a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Tokens per minute, in a bucket that is refilled all the time.
    PerMinute(u64),
    /// Calls per minute, in a bucket that is refilled all the time.
    Calls(u64),
    /// Calls that wait for an answer.
    AtOnce(u64),
    /// Tokens per calendar period.
    Quota {
        /// Tokens.
        tokens: u64,
        /// The period.
        period: crate::domain::consumers::model::Period,
        /// Its first millisecond, since 1970.
        from_ms: i64,
        /// The first millisecond of the next one, since 1970.
        until_ms: i64,
    },
}

/// One thing that a policy did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which element.
    pub place: Place,
    /// What it did, in a few words.
    pub did: String,
    /// The inputs that it shows.
    pub inputs: Vec<Origin>,
}
