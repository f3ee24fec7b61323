//! `README.md` of an environment: how to apply what lies beside it.

use super::terraform::roots::{ROOTS, Root};
use super::{Files, Target};
use crate::core::document::Document;
use crate::core::document::views::{EnvironmentReadme, RootLine, View};
use crate::core::origin::Origin;
use crate::core::plan::PlannedFile;
use crate::domain::addons::model::{Addon, Delivery};
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
        add_ons_by: by(platform).to_owned(),
        add_ons_first: first(platform),
        add_on_waves: waves(platform),
        existing: existing::lines(platform),
        origins: origins(platform),
    }
}

/// Who applies add-ons.
fn by(platform: &Platform) -> &'static str {
    let delivery = platform.addons.as_ref().map(|addons| addons.delivery.value);
    match delivery {
        Some(Delivery::ArgoCd) => "Argo CD",
        Some(Delivery::Flux) => "Flux",
        None => "",
    }
}

/// The commands that put whoever applies add-ons into an empty cluster, and point it at this folder. The chart's values come
/// with the first application, so that nothing has to be written twice.
fn first(platform: &Platform) -> Vec<String> {
    let Some(addons) = &platform.addons else {
        return Vec::new();
    };
    let (name, folder, values) = match addons.delivery.value {
        Delivery::ArgoCd => (
            "argocd",
            "gitops/argocd",
            " --values gitops/argocd/values.yaml",
        ),
        Delivery::Flux => ("flux", "gitops/flux/bootstrap", ""),
    };
    let install = addons.find(name).map(|addon| {
        let (chart, repository) = (&addon.chart.value, &addon.repository.value);
        let chart = match repository.strip_prefix("oci://") {
            Some(_) => format!("{repository}/{chart}"),
            None => format!("{chart} --repo {repository}"),
        };
        format!(
            "helm upgrade --install {} {chart} --version {} --namespace {} --create-namespace{values} --wait",
            addon.slug(),
            addon.version.value,
            addon.namespace.value
        )
    });
    let apply = format!("kubectl apply -k {folder}");
    install.into_iter().chain([apply]).collect()
}

/// The add-ons, wave by wave.
fn waves(platform: &Platform) -> Vec<Vec<String>> {
    let Some(addons) = &platform.addons else {
        return Vec::new();
    };
    let order = addons.order();
    let names = |wave: &Vec<&Addon>| wave.iter().map(|addon| addon.slug()).collect();
    order.waves.iter().map(names).collect()
}

/// The inputs that add-ons in the text come from.
fn addon_origins(platform: &Platform) -> Vec<Origin> {
    let addons = platform.addons.iter();
    let all = addons.flat_map(|addons| {
        let charts = addons.charts.iter().flat_map(|addon| {
            let needs = addon.needs.iter().map(|need| need.origin);
            let makes = addon.provides.iter().map(|made| made.origin);
            let after = addon.after.iter().map(|after| after.origin);
            let signals = addon.signals.values().map(|backend| backend.origin);
            let order = needs.chain(makes).chain(after).chain(signals);
            order.chain([addon.name.origin])
        });
        let given = addons.given.iter().map(|given| given.origin);
        charts.chain(given).chain([addons.delivery.origin])
    });
    all.map(Origin::entry).collect()
}

/// The inputs that the command shows by which whoever applies add-ons is installed.
fn first_origins(platform: &Platform) -> Vec<Origin> {
    let installed = platform.addons.as_ref().and_then(|addons| {
        addons.find(match addons.delivery.value {
            Delivery::ArgoCd => "argocd",
            Delivery::Flux => "flux",
        })
    });
    let shown = installed.into_iter().flat_map(|addon| {
        let texts = [&addon.chart, &addon.repository, &addon.version];
        let texts = texts.map(|text| text.origin).into_iter();
        texts.chain([addon.namespace.origin])
    });
    shown.collect()
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
        ("add_ons_by", addon_origins(platform)),
        ("add_ons_first", first_origins(platform)),
    ];
    origins.push(("existing", existing::origins(platform)));
    origins
}
