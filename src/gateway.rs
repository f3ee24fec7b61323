//! Gateway policies as a typed tree: what is printed as a policy is also what is simulated, so the two cannot differ.
//!
//! * [`expr`]: a closed set of expressions, each with a meaning of its own that does not need C#;
//! * [`policy`]: the policy elements, with sections typed so that an element cannot stand where the service refuses it;
//! * [`elements`]: elements that decide over requests, each with tree, lowering and evaluation in one file;
//! * [`csharp`]: expressions to the text of a policy expression, with the one escape of string literals;
//! * [`service`]: what stands around the policies: backends, pools, breakers, keys;
//! * [`lower`]: the tree to a [`crate::core::document::xml::File`], one element for one step.

pub mod csharp;
pub mod elements;
pub mod expr;
pub mod lower;
pub mod nonempty;
pub mod operation;
pub mod policy;
pub mod service;

pub use expr::{CallLimitKind, Fact, Flag, Literal, Read, StatusTest, Text, TextVar};
pub use nonempty::NonEmpty;
pub use operation::Operation;
pub use policy::{
    Backend, CallLimit, Choose, EntraToken, Forward, Guid, Header, HeaderChange, Inbound,
    InboundOnly, OnError, Outbound, Policy, Response, ResponseBody, Retry, Step, TokenLimit,
    TokenMetric, Value, When,
};
