//! A typed value together with the origin of the node it was read from.

use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use super::tree::{Node, Overlay};
use crate::core::origin::Origin;
use crate::core::sources::{FileId, Span};

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

/// The name by which [`super::typed`] knows that a node's origin is wanted. No type of a user can have it.
pub(super) const CHANNEL: &str = "$platgen::Spanned";

/// An origin as serde can carry it: what kind, then file, start and end of both places.
pub(super) type OriginWords = [u32; 7];

/// The words for the origin of a node.
pub(super) fn to_words(node: &Node) -> OriginWords {
    let at = node.span;
    let (kind, base) = match node.overlay {
        Overlay::No => (0, at),
        Overlay::Added => (1, at),
        Overlay::Replaced(base) => (2, base),
    };
    [
        kind,
        at.file.0,
        at.start,
        at.end,
        base.file.0,
        base.start,
        base.end,
    ]
}

fn from_words([kind, file, start, end, base_file, base_start, base_end]: OriginWords) -> Origin {
    let at = Span {
        file: FileId(file),
        start,
        end,
    };
    match kind {
        0 => Origin::Written(at),
        1 => Origin::Overlaid { at, base: None },
        _ => Origin::Overlaid {
            at,
            base: Some(Span {
                file: FileId(base_file),
                start: base_start,
                end: base_end,
            }),
        },
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    /// Works from a syntax tree only: no other deserializer knows origins.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(CHANNEL, SpannedVisitor(PhantomData))
    }
}

struct SpannedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for SpannedVisitor<T> {
    type Value = Spanned<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of a syntax tree")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
        let missing = || A::Error::custom("a value without its origin");
        let words = parts.next_element::<OriginWords>()?.ok_or_else(missing)?;
        let value = parts.next_element::<T>()?.ok_or_else(missing)?;
        Ok(Spanned {
            value,
            origin: from_words(words),
        })
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
