//! Conditions of policies in words, for those who ask why a branch was taken.

use crate::diag::few;
use crate::gateway::{Flag, StatusTest, Text};

/// How many words of a list are told.
const SHOWN: usize = 4;

/// What a condition demands, in the words of the policy's variables: "asked is `gpt-4.1`".
pub(super) fn words(condition: &Flag) -> String {
    match condition {
        Flag::NoProduct => "the key belongs to no product".to_owned(),
        Flag::Equal(one, other) => format!("{} is {}", text(one), text(other)),
        Flag::In(one, all) => {
            let names = all.iter().map(|literal| format!("`{}`", literal.text));
            format!("{} is one of {}", text(one), few(names, SHOWN))
        }
        Flag::Empty(one) => format!("{} is empty", text(one)),
        Flag::Set(flag) => format!("{} is true", flag.name()),
        Flag::HasListing => "the product lists its models".to_owned(),
        Flag::Lists(one) => format!("the product lists {}", text(one)),
        Flag::Status(StatusTest::Is(status)) => format!("the status is {status}"),
        Flag::Status(StatusTest::AtLeast(status)) => format!("the status is {status} or more"),
        Flag::FailedInBackend => "the call of the backend failed".to_owned(),
        Flag::TimedOut => "the backend did not answer in time".to_owned(),
        Flag::And(all) => all.iter().map(words).collect::<Vec<_>>().join(", and "),
        Flag::Or(any) => any.iter().map(words).collect::<Vec<_>>().join(", or "),
        Flag::Not(inner) => negated(inner),
    }
}

fn negated(condition: &Flag) -> String {
    match condition {
        Flag::Equal(one, other) => format!("{} is not {}", text(one), text(other)),
        Flag::Empty(one) => format!("{} is not empty", text(one)),
        Flag::HasListing => "the product lists no models".to_owned(),
        Flag::Set(flag) => format!("{} is not true", flag.name()),
        Flag::Not(inner) => words(inner),
        Flag::NoProduct
        | Flag::In(..)
        | Flag::Lists(_)
        | Flag::Status(_)
        | Flag::FailedInBackend
        | Flag::TimedOut
        | Flag::And(_)
        | Flag::Or(_) => format!("it does not hold that {}", words(condition)),
    }
}

fn text(text: &Text) -> String {
    match text {
        Text::Literal(literal) => format!("`{}`", literal.text),
        Text::Variable(variable) => variable.name().to_owned(),
        Text::OperationId => "the operation".to_owned(),
        Text::OperationTemplate => "the operation's path".to_owned(),
        Text::PathParameter(name) => format!("the path's {name}"),
        Text::RetryAfterOr(seconds) => format!("the seconds to wait, or {seconds}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::{FlagVar, Literal, NonEmpty, TextVar};

    #[test]
    fn conditions_are_told_in_the_words_of_the_policy() {
        let asked = || Text::Variable(TextVar::AskedModel);
        let is = |name: &str| Flag::equal(asked(), Literal::fixed(name));
        let names = ["a", "b", "c", "d", "e", "f"].map(Literal::fixed);
        let all = NonEmpty::of(names).unwrap();
        let odd = Flag::Set(FlagVar::ModelSpelledOddly);
        let both = || Flag::And(NonEmpty::new(is("a"), [Flag::Empty(Text::OperationId)]));
        for (condition, told) in [
            (is("gpt-4.1"), "asked is `gpt-4.1`"),
            (
                Flag::In(asked(), all),
                "asked is one of `a`, `b`, `c`, `d` and 2 more",
            ),
            (is("a").negated(), "asked is not `a`"),
            (Flag::Empty(asked()).negated(), "asked is not empty"),
            (odd.clone(), "model-spelled-oddly is true"),
            (odd.negated(), "model-spelled-oddly is not true"),
            (both(), "asked is `a`, and the operation is empty"),
            (
                Flag::Status(StatusTest::AtLeast(500)),
                "the status is 500 or more",
            ),
        ] {
            assert_eq!(words(&condition), told);
        }
    }
}
