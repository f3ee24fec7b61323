//! The closed set of expressions: each node says what it means, so that it can be printed as C# and evaluated without.

use super::elements::body::FaultKind;
use super::nonempty::NonEmpty;
use super::operation::Operation;
use crate::core::origin::{Origin, Sourced};

/// A text that stands in the policy, with the input it came from, if it came from one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// The text.
    pub text: String,
    /// The input.
    pub origin: Option<Origin>,
    /// Further inputs that have a part in the text, or in its being there.
    pub also: Vec<Origin>,
}

impl Literal {
    /// A text of the program.
    pub fn fixed(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            origin: None,
            also: Vec::new(),
        }
    }

    /// A text made out of an input.
    pub fn at(text: impl Into<String>, origin: Origin) -> Self {
        Self {
            text: text.into(),
            origin: Some(origin),
            also: Vec::new(),
        }
    }

    /// With further inputs that have a part in it.
    #[must_use]
    pub fn and_at(mut self, origins: impl IntoIterator<Item = Origin>) -> Self {
        self.also.extend(origins);
        self
    }

    /// Every input that has a part in it.
    pub fn origins(&self) -> impl Iterator<Item = Origin> {
        self.origin.into_iter().chain(self.also.iter().copied())
    }
}

impl<T: ToString> From<&Sourced<T>> for Literal {
    fn from(value: &Sourced<T>) -> Self {
        Self::at(value.value.to_string(), value.origin)
    }
}

/// Variables that hold text. A variable that nobody has set is null, which equals no literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextVar {
    /// The model that the client asks for, in the body or in the path; empty when it names none.
    AskedModel,
    /// The model that the path names; null where the path names none.
    PathModel,
    /// The path below the upstream's address.
    UpstreamPath,
    /// The catalog's name of the granted model: the product policy's decision.
    Model,
    /// What the upstream gets as `model`.
    UpstreamModel,
    /// What the operation lets pass: rules of [`super::elements::members`].
    Rules,
    /// Switches that the grant has, with `;` between them.
    Allowed,
    /// The member or header that is refused; empty when none is.
    Param,
    /// How many tokens an answer may have; null where the grant does not say.
    OutputCap,
    /// How many calls may wait for an answer at the same time; null where the grant does not say.
    Concurrency,
    /// Names the counter of those calls.
    InFlight,
}

impl TextVar {
    /// As the policy spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::AskedModel => "asked",
            Self::PathModel => "path-model",
            Self::UpstreamPath => "upstream-path",
            Self::Model => "model",
            Self::UpstreamModel => "upstream-model",
            Self::Rules => "rules",
            Self::Allowed => "allowed",
            Self::Param => "param",
            Self::OutputCap => "output-cap",
            Self::Concurrency => "concurrency",
            Self::InFlight => "in-flight",
        }
    }
}

/// The variable that holds what was read of the request's body: [`super::elements::body`].
pub const REQUEST: &str = "request";

/// The variable that holds names of headers: [`super::elements::headers::unknown`].
pub const HEADERS: &str = "headers";

/// The variable in which a product policy lists the names of its models.
pub const LISTING: &str = "listing";

/// The variable that holds facts about every model, a list of [`Fact`].
pub const FACTS: &str = "facts";

/// The variable in which token limits leave how many seconds to wait.
pub const RETRY_AFTER: &str = "retry-after";

/// A text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// A constant.
    Literal(Literal),
    /// A variable; null when nobody has set it.
    Variable(TextVar),
    /// The id of the operation that was called.
    OperationId,
    /// A parameter of the operation's path. Only where the operation has it.
    PathParameter(&'static str),
    /// Seconds to wait, as the token limit that refused has said, or else this many.
    RetryAfterOr(u32),
}

impl Text {
    /// A constant of the program.
    pub fn fixed(text: impl Into<String>) -> Self {
        Self::Literal(Literal::fixed(text))
    }

    /// The inputs that it shows.
    pub fn origins(&self) -> Vec<Origin> {
        match self {
            Self::Literal(literal) => literal.origins().collect(),
            Self::Variable(_)
            | Self::OperationId
            | Self::PathParameter(_)
            | Self::RetryAfterOr(_) => Vec::new(),
        }
    }
}

impl From<Literal> for Text {
    fn from(literal: Literal) -> Self {
        Self::Literal(literal)
    }
}

/// True or false.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flag {
    /// The key belongs to no product: it is one of an API, of all APIs, or the service's own.
    NoProduct,
    /// Two texts are the same, case included.
    Equal(Text, Text),
    /// A text is one of these, case included.
    In(Text, NonEmpty<Literal>),
    /// A text is null or empty.
    Empty(Text),
    /// The body has a fault of this kind. False where no body was read.
    BodyFault(FaultKind),
    /// The body has a member `model`, of whatever value. False where no body was read.
    BodyNamesModel,
    /// There are headers of names that are not known. False where their names were not read.
    UnknownHeaders,
    /// The product policy has listed its models.
    HasListing,
    /// The listing has a model of this name.
    Lists(Text),
    /// What the response's status is. False when there is no response.
    Status(StatusTest),
    /// The error came up in the section that calls the upstream.
    FailedInBackend,
    /// The error is that of a limit on calls.
    FailedBy(CallLimitKind),
    /// The upstream did not answer in time.
    TimedOut,
    /// All are true.
    And(NonEmpty<Flag>),
    /// Any is true.
    Or(NonEmpty<Flag>),
    /// It is not true.
    Not(Box<Flag>),
}

/// What limits calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallLimitKind {
    /// How many come in a minute.
    PerMinute,
    /// How many wait for an answer at the same time.
    AtOnce,
}

impl CallLimitKind {
    /// The element, which is the source of its errors.
    pub fn element(self) -> &'static str {
        match self {
            Self::PerMinute => "rate-limit-by-key",
            Self::AtOnce => "limit-concurrency",
        }
    }
}

/// What to compare a status with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusTest {
    /// Exactly.
    Is(u16),
    /// This or above.
    AtLeast(u16),
}

impl Flag {
    /// A text equals a constant.
    pub fn equal(text: Text, literal: Literal) -> Self {
        Self::Equal(text, Text::Literal(literal))
    }

    /// The operation that was called is this one.
    pub fn operation(operation: Operation) -> Self {
        Self::Equal(Text::OperationId, Text::fixed(operation.id()))
    }

    /// The operation that was called is one of these; none if there are none.
    pub fn operations(all: impl Iterator<Item = Operation>) -> Option<Self> {
        let ids = NonEmpty::of(all.map(|one| Literal::fixed(one.id())))?;
        Some(Self::one_of(Text::OperationId, ids))
    }

    /// A text is one of some; a plain comparison when there is one.
    pub fn one_of(text: Text, literals: NonEmpty<Literal>) -> Self {
        let mut all = literals.iter();
        match (all.next(), all.next()) {
            (Some(only), None) => Self::equal(text, only.clone()),
            _ => Self::In(text, literals),
        }
    }

    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::And(NonEmpty::new(self, [other]))
    }

    /// The inputs that it shows.
    pub fn origins(&self) -> Vec<Origin> {
        match self {
            Self::Equal(a, b) => [a, b].into_iter().flat_map(Text::origins).collect(),
            Self::In(text, all) => text
                .origins()
                .into_iter()
                .chain(all.iter().flat_map(Literal::origins))
                .collect(),
            Self::Empty(text) | Self::Lists(text) => text.origins(),
            Self::And(all) | Self::Or(all) => all.iter().flat_map(Self::origins).collect(),
            Self::Not(inner) => inner.origins(),
            Self::NoProduct
            | Self::BodyFault(_)
            | Self::BodyNamesModel
            | Self::UnknownHeaders
            | Self::HasListing
            | Self::Status(_)
            | Self::FailedInBackend
            | Self::FailedBy(_)
            | Self::TimedOut => Vec::new(),
        }
    }
}

/// A text that takes statements to find. It stands only where a variable is set, never inside a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// The text of the member `model`; empty when there is none. Only where the body was read.
    BodyModel,
    /// The name in the fault that the body has: [`super::elements::body::Fault::name`].
    FaultName,
    /// The member that the rules do not let pass: [`super::elements::members::evaluate`].
    RefusedMember,
    /// The header that is refused: [`super::elements::headers::refused`].
    RefusedHeader,
    /// The member that asks for a longer answer than the cap: [`super::elements::output::evaluate`].
    LongOutput,
}

/// What is notified of one model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What clients send.
    pub name: String,
    /// Publisher format as Foundry names it: `OpenAI`.
    pub format: String,
    /// The publisher's name of the model.
    pub model: String,
    /// Its version; empty where there is none.
    pub version: String,
    /// The inputs that all of this comes from.
    pub origins: Vec<Origin>,
}
