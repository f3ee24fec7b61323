//! Tree -> types, by serde: the deserializer reads nodes, so that every error has a place and [`Spanned`](super::spanned::Spanned)
//! gets its origin. [`validate`](super::validate) has checked the tree before and reports all faults at once; what fails here is
//! what a schema cannot say.

use serde::de::{DeserializeOwned, Deserializer, IntoDeserializer, Visitor};

use super::spanned;
use super::tree::{Node, Value};
use super::words;
use crate::core::diag::{Code, Diagnostic};

mod access;
mod fault;
#[cfg(test)]
mod tests;

use access::{Choice, Entries, Items, WithOrigin};
use fault::Fault;

/// Reads a value of an input type from a tree.
///
/// # Errors
/// The first fault, with its place.
pub fn read<T: DeserializeOwned>(tree: &Node) -> Result<T, Box<Diagnostic>> {
    T::deserialize(Reader(tree)).map_err(|fault| Box::new(fault.finding(tree.span)))
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
