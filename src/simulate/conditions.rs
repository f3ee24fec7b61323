//! Conditions of policies in words, for those who ask why a branch was taken.

use std::fmt;

use crate::core::diag::join_truncated;
use crate::gateway::elements::body::FaultKind;
use crate::gateway::{CallLimitKind, Flag, NonEmpty, StatusTest, Text};

/// How many words of a list are shown.
const SHOWN: usize = 4;

/// What a condition demands, in the words of the policy's variables: "asked is `gpt-4.1`". Written straight into a text, since
/// every request passes several branches.
pub(super) struct Words<'p>(pub(super) &'p Flag);

impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Flag::NoProduct => f.write_str("the key belongs to no product"),
            Flag::Equal(one, other) => write!(f, "{} is {}", Named(one), Named(other)),
            Flag::In(one, all) => {
                let names = all.iter().map(|literal| format!("`{}`", literal.text));
                write!(
                    f,
                    "{} is one of {}",
                    Named(one),
                    join_truncated(names, SHOWN)
                )
            }
            Flag::Empty(one) => write!(f, "{} is empty", Named(one)),
            Flag::BodyFault(kind) => f.write_str(fault(*kind)),
            Flag::BodyNamesModel => f.write_str("the body names a model"),
            Flag::UnknownHeaders => f.write_str("there are headers that are not known"),
            Flag::HasListing => f.write_str("the product lists its models"),
            Flag::Lists(one) => write!(f, "the product lists {}", Named(one)),
            Flag::Status(StatusTest::Is(status)) => write!(f, "the status is {status}"),
            Flag::Status(StatusTest::AtLeast(status)) => {
                write!(f, "the status is {status} or more")
            }
            Flag::FailedInBackend => f.write_str("the call of the backend failed"),
            Flag::FailedBy(CallLimitKind::PerMinute) => {
                f.write_str("the calls per minute are used up")
            }
            Flag::FailedBy(CallLimitKind::AtOnce) => {
                f.write_str("too many calls wait for an answer")
            }
            Flag::TimedOut => f.write_str("the backend did not answer in time"),
            Flag::And(all) => joined(f, all, ", and "),
            Flag::Or(any) => joined(f, any, ", or "),
            Flag::Not(inner) => negated(f, inner),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &NonEmpty<Flag>, between: &str) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        let before = if index == 0 { "" } else { between };
        write!(f, "{before}{}", Words(part))?;
    }
    Ok(())
}

fn negated(f: &mut fmt::Formatter<'_>, condition: &Flag) -> fmt::Result {
    match condition {
        Flag::Equal(one, other) => write!(f, "{} is not {}", Named(one), Named(other)),
        Flag::Empty(one) => write!(f, "{} is not empty", Named(one)),
        Flag::HasListing => f.write_str("the product lists no models"),
        Flag::BodyNamesModel => f.write_str("the body names no model"),
        Flag::Not(inner) => write!(f, "{}", Words(inner)),
        Flag::NoProduct
        | Flag::In(..)
        | Flag::Lists(_)
        | Flag::Status(_)
        | Flag::FailedInBackend
        | Flag::FailedBy(_)
        | Flag::TimedOut
        | Flag::BodyFault(_)
        | Flag::UnknownHeaders
        | Flag::And(_)
        | Flag::Or(_) => write!(f, "it does not hold that {}", Words(condition)),
    }
}

fn fault(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::TooLarge => "the body is too large",
        FaultKind::NotJson => "the body is no JSON object, or readers could differ about it",
        FaultKind::Twice => "a member stands twice",
        FaultKind::OddName => "a member has a name that no operation has",
    }
}

/// A text inside a condition.
struct Named<'p>(&'p Text);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Text::Literal(literal) => write!(f, "`{}`", literal.text),
            Text::Variable(variable) => f.write_str(variable.name()),
            Text::OperationId => f.write_str("the operation"),
            Text::PathParameter(name) => write!(f, "the path's {name}"),
            Text::RetryAfterOr(seconds) => write!(f, "the seconds to wait, or {seconds}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::{Literal, TextVar};

    #[test]
    fn conditions_are_reported_in_the_words_of_the_policy() {
        let asked = || Text::Variable(TextVar::AskedModel);
        let is = |name: &str| Flag::equal(asked(), Literal::fixed(name));
        let names = ["a", "b", "c", "d", "e", "f"].map(Literal::fixed);
        let all = NonEmpty::of(names).unwrap();
        let large = Flag::BodyFault(FaultKind::TooLarge);
        let both = || Flag::And(NonEmpty::new(is("a"), [Flag::Empty(Text::OperationId)]));
        for (condition, reported) in [
            (is("gpt-4.1"), "asked is `gpt-4.1`"),
            (
                Flag::In(asked(), all),
                "asked is one of `a`, `b`, `c`, `d` and 2 more",
            ),
            (is("a").negated(), "asked is not `a`"),
            (Flag::Empty(asked()).negated(), "asked is not empty"),
            (large.clone(), "the body is too large"),
            (
                large.negated(),
                "it does not hold that the body is too large",
            ),
            (both(), "asked is `a`, and the operation is empty"),
            (
                Flag::Status(StatusTest::AtLeast(500)),
                "the status is 500 or more",
            ),
        ] {
            assert_eq!(Words(&condition).to_string(), reported);
        }
    }
}
