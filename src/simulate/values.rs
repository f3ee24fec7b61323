//! Variables, texts and conditions: each has the meaning that its node in [`crate::gateway::expr`] states.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::exchange::{Exchange, Failure, Section};
use super::outcome::Rule;
use crate::core::origin::Origin;
use crate::gateway::elements::body::Scan;
use crate::gateway::{CallLimitKind, Fact, Flag, Literal, StatusTest, Text, TextVar};

/// What policies have set.
#[derive(Debug, Default)]
pub(super) struct Variables<'s> {
    /// A text that is null is one that nobody has set.
    pub(super) texts: BTreeMap<TextVar, String>,
    /// Names of headers that are not known.
    pub(super) headers: Option<String>,
    pub(super) listing: Option<&'s [Literal]>,
    pub(super) facts: Option<&'s [Fact]>,
    pub(super) retry_after: Option<u64>,
}

impl Variables<'_> {
    /// What the request asked for.
    pub(super) fn asked(&self) -> Option<String> {
        let asked = self.texts.get(&TextVar::AskedModel);
        asked.filter(|name| !name.is_empty()).cloned()
    }

    /// The model that was granted.
    pub(super) fn model(&self) -> Option<String> {
        self.texts.get(&TextVar::Model).cloned()
    }

    /// Whether the listing has a name.
    pub(super) fn lists(&self, name: &str) -> bool {
        self.listing
            .unwrap_or_default()
            .iter()
            .any(|one| one.text == name)
    }
}

impl Exchange<'_> {
    /// A text; none is null.
    pub(super) fn text<'t>(&'t self, text: &'t Text) -> Result<Option<Cow<'t, str>>, Failure> {
        Ok(match text {
            Text::Literal(literal) => Some(Cow::Borrowed(&literal.text)),
            Text::Variable(name) => self
                .variables
                .texts
                .get(name)
                .map(|text| Cow::Borrowed(text.as_str())),
            Text::OperationId => self.route.operation.map(|one| Cow::Borrowed(one.id())),
            Text::PathParameter(name) => {
                let found = self
                    .route
                    .parameters
                    .iter()
                    .find(|(key, _)| key.eq_ignore_ascii_case(name));
                let Some((_, value)) = found else {
                    return Err(self.fault("the path has no such parameter"));
                };
                Some(Cow::Borrowed(value))
            }
            Text::RetryAfterOr(seconds) => {
                let reported = self.variables.retry_after.unwrap_or(u64::from(*seconds));
                Some(Cow::Owned(reported.to_string()))
            }
        })
    }

    /// Whether a condition holds.
    pub(super) fn flag(&self, flag: &Flag) -> Result<bool, Failure> {
        Ok(match flag {
            Flag::NoProduct => !self.has_product(),
            Flag::Equal(a, b) => self.text(a)? == self.text(b)?,
            Flag::In(text, all) => {
                let text = self.text(text)?;
                all.iter()
                    .any(|one| text.as_deref() == Some(one.text.as_str()))
            }
            Flag::Empty(text) => self.text(text)?.is_none_or(|text| text.is_empty()),
            Flag::BodyFault(kind) => {
                matches!(&self.body.scan, Some(Scan::Refused(fault)) if fault.kind() == *kind)
            }
            Flag::BodyNamesModel => {
                let request = self.body.request();
                request.is_some_and(crate::gateway::elements::body::Request::names_model)
            }
            Flag::UnknownHeaders => {
                let names = self.variables.headers.as_ref();
                names.is_some_and(|names| names.len() > 1)
            }
            Flag::HasListing => self.variables.listing.is_some(),
            Flag::Lists(name) => self
                .text(name)?
                .is_some_and(|name| self.variables.lists(&name)),
            Flag::Status(test) => self.answer.as_ref().is_some_and(|answer| match test {
                StatusTest::Is(status) => answer.status == *status,
                StatusTest::AtLeast(status) => answer.status >= *status,
            }),
            Flag::FailedInBackend => matches!(self.error, Some((Section::Backend, _))),
            Flag::FailedBy(kind) => match (kind, &self.error) {
                (CallLimitKind::PerMinute, Some((_, rule))) => {
                    matches!(rule, Rule::CallsPerMinute(_))
                }
                (CallLimitKind::AtOnce, Some((_, rule))) => matches!(rule, Rule::Concurrency(_)),
                (_, None) => false,
            },
            Flag::TimedOut => matches!(self.error, Some((_, Rule::UpstreamTimeout(_)))),
            Flag::And(all) => {
                for one in all {
                    if !self.flag(one)? {
                        return Ok(false);
                    }
                }
                true
            }
            Flag::Or(all) => {
                for one in all {
                    if self.flag(one)? {
                        return Ok(true);
                    }
                }
                false
            }
            Flag::Not(inner) => !self.flag(inner)?,
        })
    }

    /// The input that made a condition hold: of many names, the one that was sent.
    pub(super) fn deciding(&self, flag: &Flag) -> Option<Origin> {
        match flag {
            Flag::Equal(a, b) => [a, b].into_iter().find_map(origin),
            Flag::In(text, all) => {
                let text = self.text(text).ok()??;
                let found = all.iter().find(|one| one.text == text)?;
                found.origin
            }
            Flag::And(all) | Flag::Or(all) => all.iter().find_map(|one| self.deciding(one)),
            Flag::Lists(name) => {
                let name = self.text(name).ok()??;
                let names = self.variables.listing.unwrap_or_default();
                names.iter().find(|one| one.text == name)?.origin
            }
            Flag::NoProduct
            | Flag::Empty(_)
            | Flag::BodyFault(_)
            | Flag::BodyNamesModel
            | Flag::UnknownHeaders
            | Flag::HasListing
            | Flag::Status(_)
            | Flag::FailedInBackend
            | Flag::FailedBy(_)
            | Flag::TimedOut
            | Flag::Not(_) => None,
        }
    }
}

/// The input of a text that stands in the policy.
pub(super) fn origin(text: &Text) -> Option<Origin> {
    match text {
        Text::Literal(literal) => literal.origin,
        Text::Variable(_) | Text::OperationId | Text::PathParameter(_) | Text::RetryAfterOr(_) => {
            None
        }
    }
}
