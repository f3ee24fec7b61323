//! `README.md` of an environment: how to apply what lies beside it.

use super::{Files, Target};
use crate::core::document::Document;
use crate::core::document::views::{EnvironmentReadme, RootLine, View};
use crate::core::origin::Origin;
use crate::core::plan::PlannedFile;
use crate::domain::cluster::model::GpuNodes;
use crate::domain::platform::model::Platform;
use crate::domain::platform::model::services::StateBackend;

/// See the module.
pub(super) struct Readme;

const ROOTS: &[RootLine] = &[
    RootLine {
        name: "10-platform",
        purpose: "network, cluster, gateway, Foundry accounts, Key Vault, monitoring",
        needs: "Contributor and Role Based Access Control Administrator on the subscription",
    },
    RootLine {
        name: "20-models",
        purpose: "the models on the cluster, as a Helm release",
        needs: "membership of an administrators' group, `kubelogin`, and a way to the cluster's API server",
    },
    RootLine {
        name: "30-tenants",
        purpose: "a product, a subscription and a Foundry project for each team",
        needs: "Contributor and Role Based Access Control Administrator on the resource group",
    },
    RootLine {
        name: "40-keys",
        purpose: "the teams' keys into the Key Vault and their Foundry connections",
        needs: "membership of an administrators' group, and a way to the Key Vault's private endpoint",
    },
];

impl Target for Readme {
    fn name(&self) -> &'static str {
        "readme"
    }

    fn plan<'p>(&self, platform: &'p Platform) -> Vec<PlannedFile<'p>> {
        let mut files = Files::new(platform, self.name());
        files.add("README.md", || {
            Document::Prose(View::EnvironmentReadme(facts(platform)))
        });
        files.planned
    }
}

fn facts(platform: &Platform) -> EnvironmentReadme {
    let names = platform.names();
    EnvironmentReadme {
        environment: platform.environment.to_string(),
        location: platform.location.to_string(),
        resource_group: names.resource_group(),
        api_url: names.gateway_api_url(),
        cluster: names.cluster(),
        private_cluster: platform.cluster.private.value,
        kaito_by_chart: match platform.kaito.nodes.value {
            GpuNodes::Addon => false,
            GpuNodes::Karpenter | GpuNodes::OwnPools => true,
        },
        local_state: matches!(platform.state.value, StateBackend::Local),
        administrators_given: !platform.cluster.admin_group_ids.is_empty(),
        ranges_wanted: !platform.cluster.private.value
            && platform.cluster.authorized_ip_ranges.is_empty(),
        roots: ROOTS.to_vec(),
        origins: origins(platform),
    }
}

/// The inputs that each fact comes from.
fn origins(platform: &Platform) -> Vec<(&'static str, Vec<Origin>)> {
    let cluster = &platform.cluster;
    let base = || platform.base_origins().to_vec();
    let groups = cluster.admin_group_ids.iter().map(|id| id.origin);
    let gpu = platform.gpu_origins().into_iter();
    vec![
        ("environment", vec![platform.environment.origin]),
        ("location", vec![platform.location.origin]),
        ("resource_group", base()),
        ("api_url", base()),
        ("cluster", base()),
        ("private_cluster", vec![cluster.private.origin.entry()]),
        ("kaito_by_chart", gpu.map(Origin::entry).collect()),
        ("local_state", vec![platform.state.origin.entry()]),
        ("administrators_given", groups.map(Origin::entry).collect()),
        ("ranges_wanted", vec![cluster.private.origin.entry()]),
    ]
}
