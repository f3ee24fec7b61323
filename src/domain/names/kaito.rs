//! Names of what KAITO runs. What cannot change in place is in a hash in the name, so that a change makes a new object.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::MODELS_NAMESPACE;
use crate::core::origin::Origin;
use crate::domain::cluster::model::KaitoVersion;
use crate::domain::models::model::KaitoModel;

/// Longest name of a Workspace: Karpenter's `NodePool` is called `<namespace>-<workspace>` in at most 63 characters (KAITO 0.12,
/// pkg/nodeprovision/karpenter/nodepool.go).
const LONGEST_WORKSPACE: usize = 63 - 1 - MODELS_NAMESPACE.len();

/// Hex digits of the hash in a Workspace's name.
const WORKSPACE_HASH: usize = 8;

/// Workspace of a model: its slug and a hash of everything that KAITO's webhook lets nobody change (KAITO 0.6 to 0.12,
/// `api/v1beta1/workspace_validation.go`, `validateUpdate`). KAITO's version is not in it, so that an upgrade renames nothing.
pub fn workspace(model: &KaitoModel, version: KaitoVersion) -> String {
    let slug = model.slug.as_str();
    let mut frozen = Map::new();
    // Keys in the order of the alphabet, absent ones left out: a key that is added later changes no name.
    let count = model.node_pool.count.value;
    if count > 1 && !version.at_least(0, 8) {
        frozen.insert("count".to_owned(), json!(count));
    }
    frozen.insert("instanceType".to_owned(), json!(model.instance_type.value));
    frozen.insert(
        "labelSelector".to_owned(),
        json!({"matchLabels": {"apps": slug}}),
    );
    if let Some(secret) = &model.model_access_secret {
        frozen.insert("modelAccessSecret".to_owned(), json!(secret.value));
    }
    frozen.insert("preset".to_owned(), json!(model.preset.value));
    frozen.insert("slug".to_owned(), json!(slug));
    let hash = hash(&Value::Object(frozen).to_string(), WORKSPACE_HASH);
    let kept: String = slug
        .chars()
        .take(LONGEST_WORKSPACE - 1 - WORKSPACE_HASH)
        .collect();
    format!("{}-{hash}", kept.trim_end_matches('-'))
}

/// The inputs that [`workspace`] depends on.
pub fn workspace_origins(model: &KaitoModel, version: KaitoVersion) -> Vec<Origin> {
    let mut origins = vec![
        model.slug.origin,
        model.instance_type.origin.derived(),
        model.preset.origin.derived(),
    ];
    origins.extend(
        model
            .model_access_secret
            .iter()
            .map(|text| text.origin.derived()),
    );
    if !version.at_least(0, 8) {
        origins.extend(model.count_origins(version.release()));
    }
    origins
}

/// `ConfigMap` of a model: new content gives a new name, which is what restarts the pod.
pub fn config(model: &KaitoModel, content: &str) -> String {
    format!("{}-config-{}", model.slug.value, hash(content, 10))
}

/// Load balancer Service of a model; KAITO's own Service is called like the Workspace.
pub fn load_balancer(model: &KaitoModel) -> String {
    format!("{}-ilb", model.slug.value)
}

/// AKS node pool of a model: at most 12 lower-case letters and digits. In the hash is what AKS cannot change in place, and the
/// model, since no two share a pool.
pub fn gpu_pool(model: &KaitoModel) -> String {
    let pool = &model.node_pool;
    let zones: Vec<String> = pool.zones.iter().map(ToString::to_string).collect();
    let fixed = json!([
        model.slug.as_str(),
        model.instance_type.value,
        zones,
        pool.spot.value
    ]);
    format!("g{}", hash(&fixed.to_string(), 11))
}

/// The inputs that [`gpu_pool`] depends on.
pub fn gpu_pool_origins(model: &KaitoModel) -> [Origin; 4] {
    let pool = &model.node_pool;
    let written = [
        model.instance_type.origin,
        pool.zones.origin,
        pool.spot.origin,
    ];
    let [size, zones, spot] = written.map(Origin::derived);
    [model.slug.origin, size, zones, spot]
}

/// The first hex digits of the SHA-256 of a text; at most 16.
fn hash(text: &str, digits: usize) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let word = digest
        .iter()
        .take(8)
        .fold(0_u64, |word, byte| (word << 8) | u64::from(*byte));
    let mut hex = format!("{word:016x}");
    hex.truncate(digits);
    hex
}
