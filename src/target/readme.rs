//! `README.md` of an environment: how to apply what lies beside it.

use super::terraform::roots::{ROOTS, Root};
use super::{Files, Target};
use crate::core::document::Document;
use crate::core::document::views::{EnvironmentReadme, RootLine, View};
use crate::core::origin::Origin;
use crate::core::plan::PlannedFile;
use crate::domain::cluster::model::GpuNodes;
use crate::domain::platform::model::Platform;
use crate::domain::platform::model::services::StateBackend;

mod existing;

/// See the module.
pub(super) struct Readme;

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

fn line(root: &Root) -> RootLine {
    RootLine {
        name: root.folder,
        purpose: root.purpose,
        needs: root.needs,
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
        roots: ROOTS.into_iter().map(line).collect(),
        existing: existing::lines(platform),
        origins: origins(platform),
    }
}

/// The inputs that each fact comes from.
fn origins(platform: &Platform) -> Vec<(&'static str, Vec<Origin>)> {
    let cluster = &platform.cluster;
    let base = || platform.base_origins().to_vec();
    let groups = cluster.admin_group_ids.iter().map(|id| id.origin);
    let gpu = platform.gpu_origins().into_iter();
    let mut origins = vec![
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
    ];
    origins.push(("existing", existing::origins(platform)));
    origins
}
