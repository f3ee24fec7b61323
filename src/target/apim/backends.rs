//! Which backend of API Management serves a model, and what has to be done to a request that goes there.

use std::collections::BTreeMap;

use crate::core::origin::Origin;
use crate::domain::ids::Location;
use crate::domain::models::model::{Capability, FoundryModel};
use crate::domain::names;
use crate::domain::platform::model::Platform;
use crate::gateway::{
    Choose, Flag, Inbound, InboundOnly, Literal, NonEmpty, Operation, QueryChange, Step, Text,
    TextVar, Value, When,
};

/// Version of Azure `OpenAI`'s path API, which the members of a pool are called with: `/openai/deployments/<name>/...` demands
/// one, `/openai/v1` does not. 2024-10-21 is its last stable version (Microsoft Learn, "Azure `OpenAI` API version lifecycle").
pub const POOL_API_VERSION: &str = "2024-10-21";

/// What the gateway's identity asks a token for when it calls Foundry.
const FOUNDRY_AUDIENCE: &str = "https://cognitiveservices.azure.com";

/// The backend of the Foundry account in a region.
pub fn foundry_backend(platform: &Platform, location: &Location) -> String {
    if platform.location.value == *location {
        names::FOUNDRY_BACKEND.to_owned()
    } else {
        names::foundry_backend_in(location)
    }
}

/// The branches that route: models that go to the same place share one.
pub fn routes(platform: &Platform) -> Vec<When<InboundOnly>> {
    let mut accounts: BTreeMap<String, (Vec<Literal>, Vec<Origin>)> = BTreeMap::new();
    let mut pools = Vec::new();
    for model in platform.enabled_foundry() {
        match model.deployments.first() {
            Some(_) if model.pooled => pools.extend(pool_route(platform, model)),
            Some(only) => {
                let place = only.location.origin;
                let own = platform.location.origin;
                let place = (place != own).then(|| [place.derived(), own.entry()]);
                let place = place.into_iter().flatten();
                let (models, places) = accounts
                    .entry(foundry_backend(platform, &only.location.value))
                    .or_default();
                let moved = place.clone().map(Origin::entry);
                models.push(Literal::from(&model.name).and_at(moved));
                places.extend(place);
            }
            None => {}
        }
    }
    let accounts = accounts
        .into_iter()
        .filter_map(|(backend, (models, places))| {
            let condition = Flag::one_of(Text::Variable(TextVar::Model), NonEmpty::of(models)?);
            let then = NonEmpty::new(
                to_backend(Literal::fixed(backend).and_at(places)),
                [managed_identity()],
            );
            Some(When {
                condition,
                then,
                origin: None,
            })
        });
    let kaito = platform.enabled_kaito().map(|model| When {
        condition: named(Literal::from(&model.name)),
        then: NonEmpty::one(to_backend(Literal::at(
            names::kaito_backend(&model.slug.value),
            model.slug.origin,
        ))),
        origin: Some(model.name.origin),
    });
    accounts.chain(pools).chain(kaito).collect()
}

fn named(model: Literal) -> Flag {
    Flag::equal(Text::Variable(TextVar::Model), model)
}

fn to_backend(id: Literal) -> Inbound {
    Step::Only(InboundOnly::SetBackend(id))
}

fn managed_identity() -> Inbound {
    Step::Only(InboundOnly::ManagedIdentity(FOUNDRY_AUDIENCE))
}

/// A pool's members are deployments by path, which know no Responses API: such a call goes to the deployment that the pool
/// prefers, by its account's `/openai/v1`, with the deployment's name as model.
fn pool_route(platform: &Platform, model: &FoundryModel) -> Option<When<InboundOnly>> {
    let preferred = model
        .deployments
        .iter()
        .min_by_key(|one| one.priority.value)?;
    let ranks = || {
        model
            .deployments
            .iter()
            .map(|one| one.priority.origin.entry())
    };
    let name = Literal::from(&model.name);
    let pool = Literal::at(names::pool(&model.slug.value), model.slug.origin);
    let version = QueryChange {
        name: "api-version",
        value: Text::fixed(POOL_API_VERSION),
    };
    let through_pool = NonEmpty::new(
        to_backend(pool),
        [Step::Only(InboundOnly::SetQuery(version))],
    );
    let account = Literal::at(
        foundry_backend(platform, &preferred.location.value),
        preferred.location.origin.derived(),
    )
    .and_at(ranks().chain([platform.location.origin.entry()]));
    let to_account = NonEmpty::new(
        to_backend(account),
        [Step::SetVariable(Value::Text(
            TextVar::UpstreamModel,
            Literal::from(&preferred.name).and_at(ranks()).into(),
        ))],
    );
    let able = model.capabilities_origins().into_iter().map(Origin::entry);
    let origin = Some(model.name.origin);
    let then = if model.capabilities.value.contains(&Capability::Responses) {
        let condition = Flag::operation(Operation::Responses);
        let whens = NonEmpty::one(When {
            condition,
            then: to_account,
            origin: Some(preferred.name.origin.entry()),
        });
        let choose = Step::Choose(Choose {
            whens,
            otherwise: Some(through_pool),
        });
        NonEmpty::new(choose, [managed_identity()])
    } else {
        through_pool.and([managed_identity()])
    };
    Some(When {
        condition: named(name.and_at(able)),
        then,
        origin,
    })
}

/// Pooled models by how many members their pools have, for retries.
pub fn pools_by_size(platform: &Platform) -> BTreeMap<usize, Vec<(Literal, Origin)>> {
    let mut sizes: BTreeMap<usize, Vec<(Literal, Origin)>> = BTreeMap::new();
    for model in platform
        .enabled_foundry()
        .filter(|model| model.pooled && model.deployments.len() > 1)
    {
        let entry = (Literal::from(&model.name), model.name.origin);
        sizes
            .entry(model.deployments.len())
            .or_default()
            .push(entry);
    }
    sizes
}

/// Makes the body name the model that the upstream knows.
pub fn name_model() -> Inbound {
    let asked = Text::Variable(TextVar::AskedModel);
    let renamed = Flag::Equal(asked, Text::Variable(TextVar::UpstreamModel)).negated();
    Step::when(renamed, NonEmpty::one(Step::Only(InboundOnly::NameModel)))
}
