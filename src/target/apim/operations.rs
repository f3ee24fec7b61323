//! Policies of single operations: the list of what passes to a model. The API's policy, which runs inside of them, refuses all
//! else; where an operation's policy is missing, it refuses everything.

use crate::gateway::elements::members;
use crate::gateway::{Backend, Operation, Policy, Step, Text, TextVar, Value};

/// The policy of an operation, if it needs one of its own.
pub fn policy(operation: Operation) -> Option<Policy> {
    operation.capability()?;
    let rules = Text::fixed(members::rules(operation).join(";"));
    Some(Policy {
        inbound: vec![
            Step::comment(
                "The members that pass, and with which values; `a?` needs the grant's switch `a`, `a!` its absence.",
            ),
            Step::SetVariable(Value::Text(TextVar::Rules, rules)),
            Step::Base,
        ],
        ..nothing()
    })
}

/// A policy that adds nothing to the API's.
pub fn nothing() -> Policy {
    Policy {
        inbound: vec![Step::Base],
        backend: Backend::Base,
        outbound: vec![Step::Base],
        on_error: vec![Step::Base],
    }
}
