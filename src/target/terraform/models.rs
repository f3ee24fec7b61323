//! Root 20-models: the Helm release of the models, which needs a living cluster.

use super::expr::{Object, file_path, named, source};
use super::{
    Files, header_with_models,
    roots::{self, Root},
};
use crate::core::document::hcl::{Body, Expr, File};
use crate::core::origin::Origin;
use crate::domain::cluster::model::GpuNodes;
use crate::domain::names;
use crate::domain::platform::model::Platform;

const ROOT: &Root = &roots::MODELS;

pub(super) fn plan(files: &mut Files<'_>) {
    files.settings(ROOT);
    files.root_file(ROOT, "main.tf", main);
}

fn main(platform: &Platform) -> File {
    let names = platform.names();
    let cluster = Body::new()
        .set("name", named(platform, names.cluster()))
        .set(
            "resource_group_name",
            named(platform, names.resource_group()),
        );
    let release = Object::new()
        .set("name", names::MODELS_RELEASE)
        .set("namespace", names::MODELS_NAMESPACE)
        .set("chart_path", file_path("helm/kaito-models"))
        .set("values_file", file_path("helm/kaito-models/values.yaml"));
    let mut call = Body::new().set("source", source("kaito-models"));
    if let Some(kaito) = kaito(platform) {
        let because = platform.gpu_origins().into_iter().map(Origin::entry);
        call = call.blank().set("kaito", Expr::from(kaito).at_all(because));
    }
    let body = Body::new()
        .block("data", &["azurerm_kubernetes_cluster", "main"], cluster)
        .block(
            "module",
            &["kaito_models"],
            call.blank().set("release", release),
        );
    File {
        header: header_with_models(platform, "The models on the cluster, as a Helm release."),
        body: body.items(),
    }
}

/// KAITO's own chart; nothing where the AKS add-on brings KAITO.
fn kaito(platform: &Platform) -> Option<Object> {
    let nodes = &platform.kaito.nodes;
    let provisioner = match nodes.value {
        GpuNodes::Addon => return None,
        GpuNodes::Karpenter => "karpenter",
        GpuNodes::OwnPools => "byo",
    };
    let spot = nodes.value == GpuNodes::OwnPools
        && platform
            .enabled_kaito()
            .any(|model| model.node_pool.spot.value);
    let chosen = platform
        .enabled_kaito()
        .map(|model| model.node_pool.spot.origin)
        .filter(|origin| origin.span().is_some());
    let kaito = Object::new()
        .set("version", Expr::sourced(&platform.kaito.version))
        .set("cluster_name", named(platform, platform.names().cluster()))
        .set(
            "node_provisioner",
            Expr::from(provisioner).at_all(platform.gpu_origins()),
        )
        .set("spot_nodes", Expr::from(spot).at_all(chosen));
    Some(kaito)
}
