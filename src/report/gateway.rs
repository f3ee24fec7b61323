//! The API Management service against its limits: how many entities, and how large its policies are.

use super::FileSize;
use super::view::{Entity, Gateway, Policy};
use crate::domain::platform::model::Platform;
use crate::facts::limits;
use crate::gateway::service::Service;

/// Entities and policies of one environment's gateway.
pub(super) fn gateway(platform: &Platform, sizes: &[FileSize]) -> Gateway {
    let mut policies: Vec<Policy> = sizes
        .iter()
        .filter_map(|size| policy(platform, size))
        .collect();
    policies.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.path.cmp(&b.path)));
    Gateway {
        sku: platform.apim.sku.value.clone(),
        units: platform.apim.capacity.value,
        entities: entities(platform),
        policies,
    }
}

/// The policy in a file, if it is one of this environment's: `<environment>/policies/api.xml` or `.../products/<team>.xml`.
fn policy(platform: &Platform, size: &FileSize) -> Option<Policy> {
    let path = size.path.as_path();
    let below = path
        .strip_prefix(platform.environment.as_str())
        .ok()?
        .strip_prefix("policies")
        .ok()?;
    let product = below.strip_prefix("products").ok();
    Some(Policy {
        path: format!("generated/{path}"),
        team: product.and_then(|file| file.file_stem().map(str::to_owned)),
        bytes: size.bytes,
        limit: size.limit,
    })
}

fn entities(platform: &Platform) -> Vec<Entity> {
    let tier = limits::apim(&platform.apim.sku.value);
    let teams = platform.teams.len();
    let entity = |kind, count, limit: Option<usize>| Entity { kind, count, limit };
    let service = Service::of(platform);
    let backends = service.backends.len() + service.pools.len();
    let operations = service.api.operations.len();
    vec![
        entity("products", teams, tier.map(|tier| tier.products)),
        entity("subscriptions", teams, tier.map(|tier| tier.subscriptions)),
        entity("apis", 1, None),
        entity("operations", operations, tier.map(|tier| tier.operations)),
        entity("backends", backends, None),
    ]
}
