//! The inputs as written: YAML with positions, then typed one to one, nothing filled in and nothing looked up.
//!
//! text -> [`parse`] -> [`tree`] (every key and value with its span) -> [`overlay`] merges trees -> [`validate`] checks a tree by the JSON
//! Schema of its type -> [`typed`] turns it into the types of [`platform`], [`models`], [`team`], [`expectations`],
//! [`guardrails`]. The schemas of the same types
//! are what `platgen schema` writes, so what an editor checks and what the compiler checks cannot differ.

pub(crate) mod codes;

pub(crate) mod lookalikes;
pub mod overlay;
pub mod parse;
pub mod spanned;
pub mod tree;
pub mod typed;
pub mod validate;
pub mod words;
