//! One type per namespace of names, so that a team can never be passed where a model is meant.
//!
//! Each has one fallible constructor, `parse`, which is where its rule is written down.

use std::fmt;
use std::sync::Arc;

use crate::core::sources::portable;

/// A name that breaks its namespace's rule: what the rule is, in words for the author of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameError(pub &'static str);

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $rule:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The rule, in words.
            pub const RULE: &'static str = $rule;

            /// A name that keeps the rule.
            ///
            /// # Errors
            /// The rule that is broken.
            pub fn parse(text: &str) -> Result<Self, NameError> {
                let check: fn(&str) -> bool = $check;
                if check(text) { Ok(Self(Arc::from(text))) } else { Err(NameError(Self::RULE)) }
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

fn all(text: &str, allowed: fn(char) -> bool) -> bool {
    text.chars().all(allowed)
}

fn lower_alnum(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

fn ends_with(text: &str, allowed: fn(char) -> bool) -> bool {
    text.chars().next().is_some_and(allowed) && text.chars().next_back().is_some_and(allowed)
}

fn dashed_lower(text: &str) -> bool {
    all(text, |c| lower_alnum(c) || c == '-') && ends_with(text, lower_alnum)
}

name!(
    /// The base of every Azure name of a platform, `<name>-<suffix>`: `hai-iwjf`.
    BaseName,
    "lower-case letters, digits and single dashes, starting with a letter, ending with a letter or digit, 2 to 18 characters",
    |text| (2..=18).contains(&text.len()) && dashed_lower(text) && !text.contains("--")
        && text.starts_with(|c: char| c.is_ascii_lowercase())
);
name!(
    /// An environment: a folder under `generated/`.
    EnvironmentName,
    "lower-case letters, digits and dashes, starting and ending with a letter or digit, 1 to 32 characters, and no device of Windows (`con`, `nul`)",
    |text| (1..=32).contains(&text.len()) && dashed_lower(text) && !portable::is_device(text)
);
name!(
    /// An Azure region as Resource Manager spells it: `swedencentral`.
    Location,
    "lower-case letters and digits, starting with a letter, 3 to 32 characters",
    |text| (3..=32).contains(&text.len()) && all(text, lower_alnum) && text.starts_with(|c: char| c.is_ascii_lowercase())
);
name!(
    /// A team, and the name of its folder under `teams/`.
    TeamName,
    "lower-case letters, digits and dashes, starting and ending with a letter or digit, 1 to 40 characters, and no device of Windows (`con`, `nul`)",
    |text| (1..=40).contains(&text.len()) && dashed_lower(text) && !portable::is_device(text)
);
name!(
    /// An application: one DNS label that starts with a letter, short enough for the names of its objects.
    AppName,
    "lower-case letters, digits and dashes, starting with a letter, ending with a letter or digit, 1 to 20 characters, and no device of Windows (`con`, `nul`)",
    |text| (1..=20).contains(&text.len()) && dashed_lower(text) && text.starts_with(|c: char| c.is_ascii_lowercase()) && !portable::is_device(text)
);
name!(
    /// What clients send as `model`: matched exactly, case and dots included.
    ModelName,
    "letters, digits, dots, dashes and underscores, starting and ending with a letter or digit, 1 to 64 characters",
    |text| (1..=64).contains(&text.len())
        && all(text, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        && ends_with(text, |c| c.is_ascii_alphanumeric())
);
name!(
    /// Another name that clients may send as `model`, and nobody else: names like those of models, with `/` or `:` between them.
    ModelAlias,
    "letters, digits, dots, dashes and underscores, with `/` or `:` between such names, each starting and ending with a letter or digit, 1 to 64 characters",
    |text| (1..=64).contains(&text.len())
        && text.split(['/', ':']).all(|part| {
            all(part, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
                && ends_with(part, |c| c.is_ascii_alphanumeric())
        })
);
name!(
    /// A Foundry deployment's name within its account.
    DeploymentName,
    "letters, digits, dots, dashes and underscores, starting and ending with a letter or digit, 2 to 64 characters",
    |text| (2..=64).contains(&text.len())
        && all(text, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        && ends_with(text, |c| c.is_ascii_alphanumeric())
);
name!(
    /// A set of grants that teams share.
    AccessGroupName,
    "lower-case letters, digits and dashes, starting and ending with a letter or digit, 1 to 40 characters",
    |text| (1..=40).contains(&text.len()) && dashed_lower(text)
);
name!(
    /// A model's name as Azure and Kubernetes accept it: one DNS label that starts with a letter, `gpt-4-1`.
    ModelSlug,
    "lower-case letters, digits and dashes, starting with a letter, ending with a letter or digit, at most 40 characters",
    |text| (1..=40).contains(&text.len()) && dashed_lower(text) && text.starts_with(|c: char| c.is_ascii_lowercase())
);
name!(
    /// A DNS zone: lower-case labels with dots.
    HostName,
    "two or more lower-case DNS labels of 1 to 63 characters each, 253 in all",
    |text| text.len() <= 253 && text.split('.').count() >= 2 && text.split('.').all(|label| label.len() <= 63 && dashed_lower(label))
);
