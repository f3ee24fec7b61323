//! The fixed files under `templates/terraform`: modules, and those files of roots that are the same for every platform.
//!
//! A module gets every name and address from its root, so its bytes never depend on an input.

use crate::core::document::Asset;
use crate::domain::platform::model::Platform;

macro_rules! assets {
    ($($path:literal)*) => {
        &[$(Asset {
            source: $path,
            text: include_str!(concat!("../../../templates/", $path)),
            comment: Some("#"),
        },)*]
    };
}

/// Every fixed Terraform file, by its place under `templates/`.
const TERRAFORM: &[Asset] = assets! {
    "terraform/modules/ai-platform/api-management.tf"
    "terraform/modules/ai-platform/api.tf"
    "terraform/modules/ai-platform/backends.tf"
    "terraform/modules/ai-platform/diagnostics.tf"
    "terraform/modules/ai-platform/foundry.tf"
    "terraform/modules/ai-platform/key-vault.tf"
    "terraform/modules/ai-platform/outputs.tf"
    "terraform/modules/ai-platform/roles.tf"
    "terraform/modules/ai-platform/variables.tf"
    "terraform/modules/ai-platform/versions.tf"
    "terraform/modules/aks-kaito/cluster.tf"
    "terraform/modules/aks-kaito/gpu-node-pools.tf"
    "terraform/modules/aks-kaito/identity.tf"
    "terraform/modules/aks-kaito/model-alerts.tf"
    "terraform/modules/aks-kaito/monitoring.tf"
    "terraform/modules/aks-kaito/outputs.tf"
    "terraform/modules/aks-kaito/recording-rules-kubernetes.tf"
    "terraform/modules/aks-kaito/recording-rules-node.tf"
    "terraform/modules/aks-kaito/recording-rules.tf"
    "terraform/modules/aks-kaito/variables-operations.tf"
    "terraform/modules/aks-kaito/variables.tf"
    "terraform/modules/aks-kaito/versions.tf"
    "terraform/modules/app/identity.tf"
    "terraform/modules/app/outputs.tf"
    "terraform/modules/app/variables.tf"
    "terraform/modules/app/versions.tf"
    "terraform/modules/kaito-models/kaito.tf"
    "terraform/modules/kaito-models/models.tf"
    "terraform/modules/kaito-models/outputs.tf"
    "terraform/modules/kaito-models/variables.tf"
    "terraform/modules/kaito-models/versions.tf"
    "terraform/modules/existing-network/dns.tf"
    "terraform/modules/existing-network/network.tf"
    "terraform/modules/existing-network/outputs.tf"
    "terraform/modules/existing-network/variables.tf"
    "terraform/modules/existing-network/versions.tf"
    "terraform/modules/keys/foundry.tf"
    "terraform/modules/keys/outputs.tf"
    "terraform/modules/keys/secrets.tf"
    "terraform/modules/keys/variables.tf"
    "terraform/modules/keys/versions.tf"
    "terraform/modules/monitoring/alerts.tf"
    "terraform/modules/monitoring/container-insights.tf"
    "terraform/modules/monitoring/grafana.tf"
    "terraform/modules/monitoring/logs.tf"
    "terraform/modules/monitoring/outputs.tf"
    "terraform/modules/monitoring/prometheus.tf"
    "terraform/modules/monitoring/variables.tf"
    "terraform/modules/monitoring/versions.tf"
    "terraform/modules/networking/bastion.tf"
    "terraform/modules/networking/dns.tf"
    "terraform/modules/networking/nat.tf"
    "terraform/modules/networking/network.tf"
    "terraform/modules/networking/outputs.tf"
    "terraform/modules/networking/security.tf"
    "terraform/modules/networking/variables.tf"
    "terraform/modules/networking/versions.tf"
    "terraform/modules/tenant/access.tf"
    "terraform/modules/tenant/foundry.tf"
    "terraform/modules/tenant/outputs.tf"
    "terraform/modules/tenant/variables.tf"
    "terraform/modules/tenant/versions.tf"
    "terraform/roots/10-platform/outputs.tf"
    "terraform/roots/10-platform/providers.tf"
    "terraform/roots/20-models/outputs.tf"
    "terraform/roots/20-models/providers.tf"
    "terraform/roots/20-models/variables.tf"
    "terraform/roots/30-tenants/providers.tf"
    "terraform/roots/30-tenants/variables.tf"
    "terraform/roots/40-keys/providers.tf"
    "terraform/roots/40-keys/variables.tf"
};

/// Which platforms call a module, of those that not all do; by the beginning of its files' places.
type Caller = (&'static str, fn(&Platform) -> bool);

/// Modules that only some platforms call; the others are everybody's.
const CALLED_BY: &[Caller] = &[
    ("modules/app/", |platform| !platform.apps.is_empty()),
    ("modules/networking/", |platform| {
        platform.network.existing.is_none()
    }),
    ("modules/existing-network/", |platform| {
        platform.network.existing.is_some()
    }),
    ("modules/app/", |platform| !platform.apps.is_empty()),
];

/// The fixed files of a platform, with their place under `<environment>/terraform/`.
pub(super) fn files(platform: &Platform) -> impl Iterator<Item = (&'static str, Asset)> {
    let called = |path: &str| {
        let mut of = CALLED_BY.iter();
        of.find(|(begin, _)| path.starts_with(begin))
            .is_none_or(|(_, calls)| calls(platform))
    };
    TERRAFORM.iter().filter_map(move |asset| {
        let path = asset.source.strip_prefix("terraform/")?;
        let path = path.strip_prefix("roots/").unwrap_or(path);
        called(path).then_some((path, *asset))
    })
}
