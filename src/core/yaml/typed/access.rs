//! How serde walks through lists, mappings, enums and values with their origins.

use serde::de::value::{SeqDeserializer, StrDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::{Fault, Reader};
use crate::core::diag::Code;
use crate::core::sources::Span;
use crate::core::yaml::tree::{Entry, Node};
use crate::core::yaml::{spanned, words};

pub(super) struct Items<'a>(pub(super) std::slice::Iter<'a, Node>);

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

pub(super) struct Entries<'a> {
    pub(super) rest: std::slice::Iter<'a, Entry>,
    pub(super) value: Option<&'a Node>,
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
pub(super) struct WithOrigin<'a> {
    pub(super) node: &'a Node,
    pub(super) step: u8,
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
pub(super) struct Choice<'a> {
    pub(super) name: &'a str,
    pub(super) at: Span,
    pub(super) content: Option<&'a Node>,
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
