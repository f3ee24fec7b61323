//! Requests sent for expectations, one for each team and model that any is about, and what became of them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::core::origin::Origin;
use crate::domain::consumers::model::Team;
use crate::domain::platform::model::Platform;
use crate::expect::model::{Asked, Expectation};
use crate::gateway::Operation;
use crate::simulate::request::smallest_body;
use crate::simulate::service::EntraToken;
use crate::simulate::{Decision, Key, Limit, Outcome, Place, Refusal, Request, Simulator};

/// What became of a request.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It was let through, by the limit of its model if there is one.
    Served(Option<Enforced>),
    /// It was not.
    Refused(Refusal),
}

/// The limit that a request met for its model.
#[derive(Debug)]
pub(super) struct Enforced {
    pub(super) tokens_per_minute: u64,
    pub(super) place: Place,
    pub(super) inputs: Vec<Origin>,
}

/// A platform's gateway, and the verdicts on what was asked of it.
pub(super) struct Gateway<'p> {
    pub(super) platform: &'p Platform,
    pub(super) simulator: Simulator,
    // By team and by what was asked for.
    verdicts: BTreeMap<(&'p str, &'p str), Verdict>,
}

impl<'p> Gateway<'p> {
    /// Sends every request that expectations are about, each once.
    pub(super) fn new(
        platform: &'p Platform,
        expectations: &[&Expectation],
        mut simulator: Simulator,
    ) -> Self {
        let tokens = platform.teams.iter().filter_map(token);
        simulator.service.tokens.extend(tokens);
        let mut cases: BTreeMap<(&str, &str), (&Team, Asked<'p>)> = BTreeMap::new();
        for expectation in expectations {
            let models = expectation.models(platform);
            for team in expectation.teams(platform) {
                let name = team.name.value.as_str();
                let these = models
                    .iter()
                    .map(|asked| ((name, asked.name), (team, *asked)));
                cases.extend(these);
            }
        }
        let sent = cases.into_par_iter().map(|(key, (team, asked))| {
            let outcome = simulator.first(&request(team, &asked));
            (key, verdict(team, outcome))
        });
        let verdicts: Vec<((&str, &str), Verdict)> = sent.collect();
        Self {
            platform,
            simulator,
            verdicts: verdicts.into_iter().collect(),
        }
    }

    /// What became of a request that an expectation is about.
    pub(super) fn verdict(&self, team: &'p Team, asked: &Asked<'p>) -> Option<&Verdict> {
        self.verdicts.get(&(team.name.value.as_str(), asked.name))
    }
}

/// What the header of a token of the team's first client says, and what that is worth; none where no token is demanded.
fn token(team: &Team) -> Option<(String, EntraToken)> {
    let entra = team.entra.as_ref()?;
    let client = entra.client_ids.first()?.value.clone();
    Some(EntraToken::of(entra, client))
}

/// The smallest request that a model takes, chat first, as a client of the team sends it.
fn request(team: &Team, asked: &Asked<'_>) -> Request {
    let able = |operation: &Operation| {
        let needed = operation.capability();
        needed.is_some_and(|needed| asked.capabilities.contains(&needed))
    };
    let operation = Operation::ALL.into_iter().find(able);
    let operation = operation.unwrap_or(Operation::ChatCompletions);
    let body = smallest_body(operation, Some(asked.name), team.caps_answers(asked.name));
    let length = body.as_ref().map_or(0, Vec::len).to_string();
    let mut headers = vec![
        ("Content-Type".to_owned(), "application/json".to_owned()),
        ("Content-Length".to_owned(), length),
    ];
    headers.extend(token(team).map(|(header, _)| ("Authorization".to_owned(), header)));
    Request {
        method: operation.method().to_owned(),
        path: operation.whole_path(),
        headers,
        body,
        key: Key::Team(team.name.value.to_string()),
        ..Request::default()
    }
}

fn verdict(team: &Team, outcome: Outcome) -> Verdict {
    match outcome.decision {
        Decision::Allowed => {}
        Decision::Refused(refusal) | Decision::Failed(refusal) => return Verdict::Refused(refusal),
    }
    // The counter of the team's name counts all its models together.
    let of_model = |counter: &str| counter != team.name.value.as_str();
    let limit = outcome
        .touched
        .into_iter()
        .find_map(|touched| match touched.limit {
            Limit::PerMinute(tokens_per_minute) if of_model(&touched.counter) => Some(Enforced {
                tokens_per_minute,
                place: touched.place,
                inputs: touched.inputs,
            }),
            Limit::PerMinute(_) | Limit::Calls(_) | Limit::AtOnce(_) | Limit::Quota { .. } => None,
        });
    Verdict::Served(limit)
}
