//! What goes wrong between a node and its type.

use std::fmt;

use serde::de::{Error, Unexpected};

use crate::core::diag::{Code, Diagnostic};
use crate::core::sources::Span;
use crate::core::yaml::words;

/// A fault, located as soon as it passes a node.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) code: Code,
    pub(super) message: String,
    help: Option<String>,
    span: Option<Span>,
}

impl Fault {
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: None,
            span: None,
        }
    }

    pub(super) fn helped(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Keeps the innermost place.
    pub(super) fn at(mut self, span: Span) -> Self {
        self.span = self.span.or(Some(span));
        self
    }

    pub(super) fn finding(self, otherwise: Span) -> Diagnostic {
        let finding = Diagnostic::new(self.code, self.span.unwrap_or(otherwise), self.message);
        match self.help {
            Some(help) => finding.help(help),
            None => finding,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Code::InvalidValue, message.to_string())
    }

    fn invalid_type(written: Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::new(
            Code::WrongType,
            format!("{written} stands where {expected} is expected"),
        )
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::new(
            Code::UnknownKey,
            format!("there is no key `{}` here", words::safe(field)),
        )
        .helped(words::known(field, expected, "keys"))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Code::MissingKey, format!("the key `{field}` is missing"))
            .helped(format!("add `{field}`"))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let message = format!(
            "`{}` is none of the values that fit here",
            words::safe(variant)
        );
        Self::new(Code::InvalidValue, message).helped(words::known(variant, expected, "values"))
    }
}
