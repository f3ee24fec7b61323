//! Tree -> types, by serde: the deserializer reads nodes, so that every error has a place and [`Spanned`](super::spanned::Spanned)
//! gets its origin. [`validate`](super::validate) has judged the tree before and tells all faults at once; what fails here is
//! what a schema cannot say.

use std::fmt;

use serde::de::value::{SeqDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer,
    MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};

use super::spanned;
use super::tree::{Entry, Node, Value};
use super::words;
use crate::diag::{Code, Diagnostic};
use crate::sources::Span;

#[cfg(test)]
mod tests;

/// Reads a value of an input type from a tree.
///
/// # Errors
/// The first fault, with its place.
pub fn read<T: DeserializeOwned>(tree: &Node) -> Result<T, Box<Diagnostic>> {
    T::deserialize(Reader(tree)).map_err(|fault| Box::new(fault.finding(tree.span)))
}

/// A fault, located as soon as it passes a node.
#[derive(Debug)]
struct Fault {
    code: Code,
    message: String,
    help: Option<String>,
    span: Option<Span>,
}

impl Fault {
    fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: None,
            span: None,
        }
    }

    fn helped(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Keeps the innermost place.
    fn at(mut self, span: Span) -> Self {
        self.span = self.span.or(Some(span));
        self
    }

    fn finding(self, otherwise: Span) -> Diagnostic {
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
            format!("unknown key `{}`", words::safe(field)),
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

/// A node, as serde reads it.
#[derive(Clone, Copy)]
struct Reader<'a>(&'a Node);

impl<'de> Reader<'de> {
    fn wrong(self, takes: &str) -> Fault {
        let (message, help) = words::wrong_type(self.0, None, takes);
        let fault = Fault::new(Code::WrongType, message).at(self.0.span);
        match help {
            Some(help) => fault.helped(help),
            None => fault,
        }
    }

    fn whole(self, least: i128, most: i128) -> Result<i64, Fault> {
        let Value::Integer(number) = self.0.value else {
            return Err(self.wrong("a whole number"));
        };
        if (least..=most).contains(&i128::from(number)) {
            return Ok(number);
        }
        let message = format!("{number} is not a whole number from {least} to {most}");
        Err(Fault::new(Code::InvalidValue, message).at(self.0.span))
    }

    fn text(self) -> Result<&'de str, Fault> {
        match &self.0.value {
            Value::Text(text) => Ok(text),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::List(_)
            | Value::Map(_) => Err(self.wrong("text")),
        }
    }

    fn map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.0.value {
            Value::Map(entries) => visitor.visit_map(Entries {
                rest: entries.iter(),
                value: None,
            }),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::List(_) => Err(self.wrong("a mapping")),
        }
    }

    fn list<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.0.value {
            Value::List(items) => visitor.visit_seq(Items(items.iter())),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::Map(_) => Err(self.wrong("a list")),
        }
    }
}

macro_rules! whole_numbers {
    ($($method:ident $type:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            let number = self.whole(i128::from(<$type>::MIN), i128::from(<$type>::MAX))?;
            visitor.visit_i64(number).map_err(|fault: Fault| fault.at(self.0.span))
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.0.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Integer(number) => visitor.visit_i64(*number),
            Value::Float(number) => visitor.visit_f64(*number),
            Value::Text(text) => visitor.visit_borrowed_str(text),
            Value::List(_) => self.list(visitor),
            Value::Map(_) => self.map(visitor),
        }
        .map_err(|fault| fault.at(self.0.span))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Value::Bool(value) = self.0.value else {
            return Err(self.wrong("true or false"));
        };
        visitor
            .visit_bool(value)
            .map_err(|fault: Fault| fault.at(self.0.span))
    }

    whole_numbers! {
        deserialize_i8 i8; deserialize_i16 i16; deserialize_i32 i32; deserialize_i64 i64;
        deserialize_u8 u8; deserialize_u16 u16; deserialize_u32 u32; deserialize_u64 u64;
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0.value {
            Value::Float(number) => visitor.visit_f64(number),
            // Serde makes the float of it; only whole numbers beyond 2^53 lose their last digits.
            Value::Integer(number) => visitor.visit_i64(number),
            Value::Null | Value::Bool(_) | Value::Text(_) | Value::List(_) | Value::Map(_) => {
                Err(self.wrong("a number"))
            }
        }
        .map_err(|fault| fault.at(self.0.span))
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor
            .visit_borrowed_str(self.text()?)
            .map_err(|fault: Fault| fault.at(self.0.span))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0.value {
            Value::Null => visitor.visit_none(),
            Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::List(_)
            | Value::Map(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Value::Null = self.0.value else {
            return Err(self.wrong("nothing"));
        };
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let read = if name == spanned::CHANNEL {
            visitor.visit_seq(WithOrigin {
                node: self.0,
                step: 0,
            })
        } else {
            visitor.visit_newtype_struct(self)
        };
        read.map_err(|fault| fault.at(self.0.span))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.list(visitor).map_err(|fault| fault.at(self.0.span))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.map(visitor).map_err(|fault| fault.at(self.0.span))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let access = match &self.0.value {
            Value::Text(text) => Choice {
                name: text,
                at: self.0.span,
                content: None,
            },
            Value::Map(entries) => match entries.as_slice() {
                [entry] => Choice {
                    name: &entry.key,
                    at: entry.key_span,
                    content: Some(&entry.value),
                },
                _ => return Err(self.wrong("a mapping with one key")),
            },
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::List(_) => {
                return Err(self.wrong("text or a mapping with one key"));
            }
        };
        visitor
            .visit_enum(access)
            .map_err(|fault| fault.at(self.0.span))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! { i128 u128 bytes byte_buf unit_struct tuple_struct identifier }
}

impl<'de> IntoDeserializer<'de, Fault> for Reader<'de> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

struct Items<'a>(std::slice::Iter<'a, Node>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        self.0
            .next()
            .map(|node| {
                seed.deserialize(Reader(node))
                    .map_err(|fault| fault.at(node.span))
            })
            .transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Entries<'a> {
    rest: std::slice::Iter<'a, Entry>,
    value: Option<&'a Node>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        let Some(entry) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(&entry.value);
        let key: StrDeserializer<'_, Fault> = entry.key.as_str().into_deserializer();
        seed.deserialize(key)
            .map(Some)
            .map_err(|fault| fault.at(entry.key_span))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let node = self
            .value
            .take()
            .ok_or_else(|| Fault::custom("a value was asked for before its key"))?;
        seed.deserialize(Reader(node))
            .map_err(|fault| fault.at(node.span))
    }
}

/// First the origin in words, then the value itself.
struct WithOrigin<'a> {
    node: &'a Node,
    step: u8,
}

impl<'de> SeqAccess<'de> for WithOrigin<'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        self.step += 1;
        if self.step == 1 {
            let words = SeqDeserializer::<_, Fault>::new(spanned::to_words(self.node).into_iter());
            return seed.deserialize(words).map(Some);
        }
        seed.deserialize(Reader(self.node)).map(Some)
    }
}

/// One variant of an enum: `name`, or `name: content`.
struct Choice<'a> {
    name: &'a str,
    at: Span,
    content: Option<&'a Node>,
}

impl<'de> EnumAccess<'de> for Choice<'de> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        let name: StrDeserializer<'_, Fault> = self.name.into_deserializer();
        let variant = seed.deserialize(name).map_err(|fault| fault.at(self.at))?;
        Ok((variant, self))
    }
}

impl<'de> Choice<'de> {
    fn content(self) -> Result<Reader<'de>, Fault> {
        let fault = || {
            Fault::new(
                Code::WrongType,
                format!("`{}` needs a value", words::safe(self.name)),
            )
            .at(self.at)
        };
        self.content.map(Reader).ok_or_else(fault)
    }
}

impl<'de> VariantAccess<'de> for Choice<'de> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.content {
            None => Ok(()),
            Some(node) => Err(Fault::new(
                Code::WrongType,
                format!("`{}` takes no value", words::safe(self.name)),
            )
            .at(node.span)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        seed.deserialize(self.content()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Fault> {
        self.content()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.content()?.deserialize_map(visitor)
    }
}
