//! Policy elements. Sections are typed: an element that the service accepts in one section only cannot be built into another.

use super::elements::cors::Cors;
use super::expr::{Fact, Flag, Literal, Read, Text, TextVar};
use super::nonempty::NonEmpty;
use crate::core::origin::{Origin, Sourced};
use crate::domain::consumers::model::{Period, TokenQuota};

/// A policy document. The order of sections is the order of fields; none can be missing or stand twice.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Before the upstream is called.
    pub inbound: Vec<Inbound>,
    /// The call of the upstream: exactly one element, as the service demands.
    pub backend: Backend,
    /// After the upstream has answered. Nothing here reads the body: the service would hold streams back to read it.
    pub outbound: Vec<Outbound>,
    /// After an error in any section.
    pub on_error: Vec<OnError>,
}

/// What may stand in `inbound`.
pub type Inbound = Step<InboundOnly>;
/// What may stand in `outbound`.
pub type Outbound = Step<Never>;
/// What may stand in `on-error`.
pub type OnError = Step<Never>;

/// No element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Never {}

/// One step of a section; `X` are the elements that only this section takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Step<X> {
    /// A remark for the reader of the policy.
    Comment(String),
    /// Runs the outer scope's section here.
    Base,
    /// The first branch whose condition holds.
    Choose(Choose<X>),
    /// Sets a variable.
    SetVariable(Value),
    /// Changes a header: of the request in `inbound`, of the response elsewhere.
    SetHeader(Header),
    /// Answers at once; nothing that follows runs.
    Answer(Response),
    /// An element of this section only.
    Only(X),
}

/// `choose`
#[derive(Debug, Clone, PartialEq)]
pub struct Choose<X> {
    /// The branches, tried in order.
    pub whens: NonEmpty<When<X>>,
    /// What happens when none holds.
    pub otherwise: Option<NonEmpty<Step<X>>>,
}

/// `when`
#[derive(Debug, Clone, PartialEq)]
pub struct When<X> {
    /// Its condition.
    pub condition: Flag,
    /// What happens then.
    pub then: NonEmpty<Step<X>>,
    /// The input that it stands for.
    pub origin: Option<Origin>,
}

impl<X> Step<X> {
    /// `choose` with one branch and nothing otherwise.
    pub fn when(condition: Flag, then: NonEmpty<Self>) -> Self {
        let whens = NonEmpty::one(When {
            condition,
            then,
            origin: None,
        });
        Self::Choose(Choose {
            whens,
            otherwise: None,
        })
    }

    /// Refuses when a condition holds.
    pub fn refuse_when(condition: Flag, response: Response) -> Self {
        Self::when(condition, NonEmpty::one(Self::Answer(response)))
    }

    /// A remark.
    pub fn comment(text: impl Into<String>) -> Self {
        Self::Comment(text.into())
    }
}

/// A variable and what it is set to.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text.
    Text(TextVar, Text),
    /// A text that takes statements to find.
    Read(TextVar, Read),
    /// What the body says, if it has no more bytes than this: [`super::elements::body`].
    Body(usize),
    /// The names of headers that are not known: [`super::elements::headers`].
    Headers,
    /// The names of the models that the product lists.
    Listing(Vec<Literal>),
    /// Facts about every model.
    Facts(Vec<Fact>),
}

/// `set-header`
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// Its name.
    pub name: &'static str,
    /// What becomes of it.
    pub change: HeaderChange,
}

/// What becomes of a header.
#[derive(Debug, Clone, PartialEq)]
pub enum HeaderChange {
    /// It has this value alone.
    Override(Text),
    /// It is gone.
    Delete,
}

/// `return-response`
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Reason phrase.
    pub reason: &'static str,
    /// Headers, besides the content type of JSON.
    pub headers: Vec<(&'static str, Text)>,
    /// Body, always JSON.
    pub body: ResponseBody,
}

/// Stands in a message where a grant's limit of answers is shown.
pub const CAP: &str = "\u{2}";

/// The body of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum ResponseBody {
    /// JSON as it stands in the policy.
    Json(serde_json::Value),
    /// `OpenAI`'s shape of an error, whose `param` is in the variable [`TextVar::Param`]; [`CAP`] in it is the variable
    /// [`TextVar::OutputCap`].
    About(serde_json::Value),
    /// The listing as `OpenAI`'s list of models.
    Models,
    /// The one model of this name as that list has it. Only where [`Flag::Lists`] holds.
    Model(Text),
    /// The facts of the listed models, as the list of deployments that a Foundry connection reads.
    Deployments,
    /// The facts of the one model of this name. Only where [`Flag::Lists`] holds.
    Deployment(Text),
}

/// Elements of `inbound` only.
#[derive(Debug, Clone, PartialEq)]
pub enum InboundOnly {
    /// `cors`
    Cors(Cors),
    /// `llm-token-limit`
    LimitTokens(TokenLimit),
    /// `rate-limit-by-key`
    LimitCalls(CallLimit),
    /// `llm-emit-token-metric`
    EmitTokenMetric(TokenMetric),
    /// `validate-azure-ad-token`
    ValidateEntraToken(EntraToken),
    /// `authentication-managed-identity`: the request carries a token of the gateway's own identity for this resource.
    ManagedIdentity(&'static str),
    /// `rewrite-uri`: the path below the backend's address; the client's query is dropped.
    RewriteUri(Text),
    /// `set-backend-service`: the id of a backend.
    SetBackend(Literal),
    /// `set-body`: the text of the body's `model` becomes the upstream's name, which is put in where there is none; every other
    /// byte stays. Only where the body was read.
    NameModel,
    /// `set-header` that deletes the header in this slot: [`super::elements::headers::in_slot`].
    DeleteUnknownHeader(u8),
}

/// `rate-limit-by-key`: calls in a minute.
#[derive(Debug, Clone, PartialEq)]
pub struct CallLimit {
    /// Names the counter.
    pub counter: Literal,
    /// Calls.
    pub calls: Sourced<u64>,
}

/// `llm-token-limit`: the counter is the key, wherever it is used.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenLimit {
    /// Names the counter.
    pub counter: Literal,
    /// Tokens per minute.
    pub tokens_per_minute: Option<Sourced<u64>>,
    /// Whether prompts are estimated before they are sent; those of streams always are. None: yes, and no input says so.
    pub estimate: Option<Sourced<bool>>,
    /// Tokens per period.
    pub quota: Option<Sourced<TokenQuota>>,
    /// Where the quota's period is written, if it is.
    pub period_at: Option<Origin>,
    /// Response header that says how many tokens are left in this minute.
    pub remaining_header: Option<&'static str>,
}

impl TokenLimit {
    /// A limit, if there is anything to limit.
    pub fn new(
        counter: Literal,
        tokens_per_minute: Option<Sourced<u64>>,
        quota: Option<Sourced<TokenQuota>>,
    ) -> Option<Self> {
        let any = tokens_per_minute.is_some() || quota.is_some();
        any.then_some(Self {
            counter,
            tokens_per_minute,
            estimate: None,
            quota,
            period_at: None,
            remaining_header: None,
        })
    }

    /// Whether prompts are estimated.
    pub fn estimates(&self) -> bool {
        self.estimate.is_none_or(|estimate| estimate.value)
    }

    /// The quota's period.
    pub fn period(&self) -> Option<Period> {
        self.quota.as_ref().map(|quota| quota.value.period)
    }
}

/// `llm-emit-token-metric`: three dimensions with values and at most two of the service's own, five in all, which is what the
/// service takes.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenMetric {
    /// The metric's namespace.
    pub namespace: &'static str,
    /// Dimensions with a value. None of them is a client's to choose.
    pub dimensions: [(&'static str, Text); 3],
    /// Dimensions whose value the service knows.
    pub own: [&'static str; 2],
}

/// `validate-azure-ad-token`
#[derive(Debug, Clone, PartialEq)]
pub struct EntraToken {
    /// Tenant.
    pub tenant: Guid,
    /// Whom the token is issued for, one of these.
    pub audiences: NonEmpty<Literal>,
    /// Client applications.
    pub clients: NonEmpty<Guid>,
}

/// An id that Entra gives: it stands where the service takes no expression, so nothing else than an id may get there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guid(Literal);

impl Guid {
    /// An id, if the text is one: hex digits in groups of 8, 4, 4, 4 and 12.
    pub fn parse(text: &Sourced<String>) -> Option<Self> {
        let groups: Vec<&str> = text.value.split('-').collect();
        let hex = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
        let lengths = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]);
        (lengths && groups.iter().all(hex)).then(|| Self(Literal::from(text)))
    }

    /// The id.
    pub fn literal(&self) -> &Literal {
        &self.0
    }
}

/// The `backend` section.
#[derive(Debug, Clone, PartialEq)]
pub enum Backend {
    /// The outer scope's.
    Base,
    /// One call.
    Forward(Forward),
    /// A call that is repeated for some requests.
    RetrySome {
        /// Whose calls are repeated, and how; tried in order.
        whens: NonEmpty<(Flag, Retry)>,
        /// The call for all others.
        otherwise: Forward,
    },
    /// Some calls are limited in how many wait for an answer at the same time.
    Limited {
        /// How many, by the value of [`TextVar::Concurrency`] that means it; the counter is [`TextVar::InFlight`].
        levels: NonEmpty<Literal>,
        /// The calls.
        calls: Box<Self>,
    },
}

/// `forward-request` that passes an answer on as it comes, unbuffered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forward {
    /// Seconds until the upstream must have begun to answer.
    pub timeout_seconds: u16,
}

/// `retry` around a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Retry {
    /// When to call again.
    pub condition: Flag,
    /// How often at most, besides the first call.
    pub count: u8,
    /// The inputs that decide how often.
    pub count_at: Vec<Origin>,
    /// The call; the request's body is kept for the next one.
    pub forward: Forward,
}
