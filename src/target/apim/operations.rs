//! Policies of single operations: what only one of them needs.

use super::errors::Refusal;
use crate::gateway::{
    Backend, BodyEdit, Flag, FlagVar, Inbound, InboundOnly, NonEmpty, Operation, Policy, Read,
    Step, Value,
};

/// The policy of an operation, if it needs one of its own.
pub fn policy(operation: Operation) -> Option<Policy> {
    let inbound = match operation {
        Operation::ChatCompletions | Operation::Completions => ask_for_usage(),
        Operation::Responses => refuse_stored(),
        Operation::Embeddings
        | Operation::ModelsList
        | Operation::DeploymentsList
        | Operation::DeploymentGet => return None,
    };
    Some(Policy {
        inbound,
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

fn ask_for_usage() -> Vec<Inbound> {
    let ask = NonEmpty::one(Step::Only(InboundOnly::EditBody(BodyEdit::AskForUsage)));
    vec![
        Step::Base,
        Step::comment(
            "A stream tells what it used only if it is asked to. A client that sends stream_options has its own will.",
        ),
        Step::SetVariable(Value::Flag(
            FlagVar::StreamsWithoutOptions,
            Read::StreamsWithoutOptions,
        )),
        Step::when(Flag::Set(FlagVar::StreamsWithoutOptions), ask),
    ]
}

fn refuse_stored() -> Vec<Inbound> {
    vec![
        Step::Base,
        Step::comment(
            "Foundry keeps responses per account, which teams share. Whose they are could only be told by reading every answer, which holds streams back; so none is continued.",
        ),
        Step::SetVariable(Value::Flag(
            FlagVar::RefersToStoredResponses,
            Read::RefersToStoredResponses,
        )),
        Step::refuse_when(
            Flag::Set(FlagVar::RefersToStoredResponses),
            Refusal::StoredResponses.response(),
        ),
    ]
}
