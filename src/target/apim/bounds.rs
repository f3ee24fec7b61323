//! What the API's policy holds requests to besides tokens, by what the product's policy has said of the grant: how long answers
//! may be, and how many calls may wait for an answer at the same time.

use std::collections::BTreeMap;

use super::errors::Refusal;
use crate::core::origin::Origin;
use crate::domain::models::model::Capability;
use crate::domain::platform::model::Platform;
use crate::gateway::{
    Backend, Flag, Inbound, Literal, NonEmpty, Operation, Read, Step, Text, TextVar, Value,
};

/// What makes a model write answers.
const WRITING: [Capability; 3] = [
    Capability::Chat,
    Capability::Completions,
    Capability::Responses,
];

/// Where the grant limits answers, the request has to limit its own.
pub(super) fn refuse_long_answers() -> Vec<Inbound> {
    let Some(writing) = Flag::operations(Operation::of_capabilities(&WRITING)) else {
        return Vec::new();
    };
    let capped = Flag::Empty(Text::Variable(TextVar::OutputCap)).negated();
    let long = Flag::Empty(Text::Variable(TextVar::Param)).negated();
    let read = NonEmpty::new(
        Step::SetVariable(Value::Read(TextVar::Param, Read::LongOutput)),
        [Step::refuse_when(
            long,
            Refusal::OutputTooLong.about_param(),
        )],
    );
    vec![
        Step::comment("Where the grant limits answers, the request has to limit its own."),
        Step::when(capped.and(writing), read),
    ]
}

/// How many calls of one team and model wait at the same time: the service takes no expression there, so there is a branch for
/// each number that some grant has.
pub(super) fn at_once(platform: &Platform, calls: Backend) -> Backend {
    let mut levels: BTreeMap<u64, Vec<Origin>> = BTreeMap::new();
    let active = platform.teams.iter().filter(|team| team.enabled.value);
    for team in active {
        for at_once in team.grants.iter().filter_map(|grant| grant.concurrency) {
            let at = levels.entry(at_once.value).or_default();
            at.extend([at_once.origin, team.enabled.origin.entry()]);
        }
    }
    let levels = levels.into_iter();
    let levels = levels.map(|(count, at)| Literal::fixed(count.to_string()).and_at(at));
    match NonEmpty::of(levels) {
        Some(levels) => Backend::Limited {
            levels,
            calls: Box::new(calls),
        },
        None => calls,
    }
}
