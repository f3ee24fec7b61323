//! A typed value together with the origin of the node it was read from.

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::origin::Origin;

/// A value of an input type with its origin. In a schema it is just the value.
#[derive(Debug, Clone, PartialEq)]
pub struct Spanned<T> {
    /// The value as written.
    pub value: T,
    /// Where.
    pub origin: Origin,
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
