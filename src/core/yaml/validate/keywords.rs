//! Keywords that are checked here in another way than the validator has it.

use std::sync::OnceLock;

use jsonschema::json::{Json, Node};
use jsonschema::{JsonType, Keyword, ValidationError};
use regex::Regex;
use serde_json::Value;

use super::tree::Tree;

/// `type` as JSON Schema has it, except that a number with a point or an exponent is never an integer.
pub(super) struct StrictType(pub(super) Vec<String>);

impl StrictType {
    fn fits<F: Json>(&self, value: &F::Node<'_>) -> bool {
        let kind = value.json_type();
        self.0.iter().any(|name| match (name.as_str(), kind) {
            ("null", JsonType::Null)
            | ("boolean", JsonType::Boolean)
            | ("number", JsonType::Number)
            | ("string", JsonType::String)
            | ("array", JsonType::Array)
            | ("object", JsonType::Object) => true,
            ("integer", JsonType::Number) => {
                use jsonschema::json::JsonNumber as _;
                value
                    .as_number()
                    .is_some_and(|number| number.as_i64().is_some())
            }
            _ => false,
        })
    }
}

impl<'i, F: Json> Keyword<'i, F> for StrictType {
    fn validate(&self, value: F::Node<'i>) -> Result<(), ValidationError<'i>> {
        if self.fits::<F>(&value) {
            Ok(())
        } else {
            Err(ValidationError::custom("another type"))
        }
    }

    fn is_valid(&self, value: F::Node<'i>) -> bool {
        self.fits::<F>(&value)
    }
}

/// `pattern`, made ready when a text is first checked by it: most patterns of a schema meet none, and each takes longer to make
/// than a file takes to check. The patterns of the input types mean the same to every engine, which a test holds.
pub(super) struct Pattern {
    written: String,
    ready: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// The pattern of a schema.
    pub(super) fn of(value: &Value) -> Self {
        Self {
            written: value.as_str().unwrap_or_default().to_owned(),
            ready: OnceLock::new(),
        }
    }

    /// What is no pattern fits nothing: the validator's own judgement follows then.
    pub(super) fn fits(&self, text: &str) -> bool {
        let ready = self.ready.get_or_init(|| Regex::new(&self.written).ok());
        ready.as_ref().is_some_and(|ready| ready.is_match(text))
    }
}

impl<'i> Keyword<'i, Tree> for Pattern {
    fn validate(
        &self,
        value: &'i crate::core::yaml::tree::Node,
    ) -> Result<(), ValidationError<'i>> {
        if Keyword::<Tree>::is_valid(self, value) {
            Ok(())
        } else {
            Err(ValidationError::custom("another form"))
        }
    }

    fn is_valid(&self, value: &'i crate::core::yaml::tree::Node) -> bool {
        value.as_string().is_none_or(|text| self.fits(&text))
    }
}
