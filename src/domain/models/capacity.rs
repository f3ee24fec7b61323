//! What deployments carry, in tokens per minute.

use crate::domain::models::model::{Deployment, FoundryModel, KaitoModel};

/// Tokens per minute of one deployment, where its SKU says so.
///
/// Pay-as-you-go capacity is counted in thousands of tokens per minute. Provisioned capacity is counted in units (PTU)
/// whose tokens per minute depend on model and version, so nothing is claimed for it.
pub fn deployment_tokens_per_minute(deployment: &Deployment) -> Option<u64> {
    if deployment.is_reserved() {
        return None;
    }
    Some(u64::from(deployment.capacity.value) * 1000)
}

/// Tokens per minute of all deployments of a model together; none if any of them is provisioned.
pub fn foundry_tokens_per_minute(model: &FoundryModel) -> Option<u64> {
    model
        .deployments
        .iter()
        .map(deployment_tokens_per_minute)
        .sum()
}

/// Tokens per minute that a KAITO model is estimated to serve.
pub fn kaito_tokens_per_minute(model: &KaitoModel) -> u64 {
    model.estimated_tokens_per_minute.value
}
