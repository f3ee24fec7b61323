//! Policies of single operations: the list of what passes to a model. The API's policy, which runs inside of them, refuses all
//! else; where an operation's policy is missing, it refuses everything.

use crate::gateway::elements::members;
use crate::gateway::operation::DEPLOYMENT;
use crate::gateway::{Backend, Operation, Policy, Step, Text, TextVar, Value};

/// The policy of an operation, if it needs one of its own.
pub fn policy(operation: Operation) -> Option<Policy> {
    operation.capability()?;
    let rules = Text::fixed(members::rules(operation).join(";"));
    let path_model = operation.names_model_in_path().then(|| {
        let named = Text::PathParameter(DEPLOYMENT);
        Step::SetVariable(Value::Text(TextVar::PathModel, named))
    });
    let begin = vec![
        Step::comment(
            "The members that pass, and with which values; `a?` needs the grant's switch `a`, `a!` its absence.",
        ),
        Step::SetVariable(Value::Text(TextVar::Rules, rules)),
        Step::comment("Where it goes on to, below an upstream's address."),
        Step::SetVariable(Value::Text(
            TextVar::UpstreamPath,
            Text::fixed(operation.path()),
        )),
    ];
    let inbound = begin.into_iter().chain(path_model).chain([Step::Base]);
    Some(Policy {
        inbound: inbound.collect(),
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
