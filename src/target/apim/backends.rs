//! Which backend of API Management serves a model, and what has to be done to a request that goes there.

use std::collections::BTreeMap;

use crate::core::origin::Origin;
use crate::gateway::service::{Route, Service};
use crate::gateway::{Flag, Inbound, InboundOnly, Literal, NonEmpty, Step, Text, TextVar, When};

/// What the gateway's identity asks a token for when it calls Foundry.
const FOUNDRY_AUDIENCE: &str = "https://cognitiveservices.azure.com";

/// The branches that route: one per model, since each has a backend and a breaker of its own.
pub fn routes(service: &Service) -> Vec<When<InboundOnly>> {
    service.routes.iter().map(route).collect()
}

fn route(route: &Route) -> When<InboundOnly> {
    let identity = route
        .foundry
        .then_some(Step::Only(InboundOnly::ManagedIdentity(FOUNDRY_AUDIENCE)));
    When {
        condition: Flag::equal(Text::Variable(TextVar::Model), route.model.clone()),
        then: NonEmpty::new(
            Step::Only(InboundOnly::SetBackend(route.backend.clone())),
            identity,
        ),
        origin: route.model.origin,
    }
}

/// Pooled models by how often their calls are repeated, with the inputs that decide on that.
pub fn pools_by_retries(service: &Service) -> BTreeMap<u8, (Vec<Literal>, Vec<Origin>)> {
    let mut all: BTreeMap<u8, (Vec<Literal>, Vec<Origin>)> = BTreeMap::new();
    for pool in service.pools.iter().filter(|pool| pool.members.len() > 1) {
        let (models, decided_at) = all.entry(pool.retries(service)).or_default();
        models.push(pool.model.clone());
        decided_at.extend(pool.retries_at(service));
    }
    all
}

/// Makes the body name the model that the upstream knows.
pub fn name_model() -> Inbound {
    let asked = Text::Variable(TextVar::AskedModel);
    let renamed = Flag::Equal(asked, Text::Variable(TextVar::UpstreamModel)).negated();
    let unnamed = Flag::BodyNamesModel.negated();
    let differs = Flag::Or(NonEmpty::new(renamed, [unnamed]));
    Step::when(differs, NonEmpty::one(Step::Only(InboundOnly::NameModel)))
}
