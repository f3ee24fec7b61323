//! The call of module aks-kaito.

use std::collections::BTreeSet;

use super::networking::existing::{api_server_zone, outbound_type};
use super::{admin_groups, resource_group, subnet_id};
use crate::core::document::hcl::{Body, Expr, File};
use crate::core::origin::Origin;
use crate::domain::cluster::model::GpuNodes;
use crate::domain::models::model::KaitoModel;
use crate::domain::names;
use crate::domain::platform::model::Platform;
use crate::facts::Release;
use crate::target::terraform::expr::{Object, local, named, output, source, texts, var};
use crate::target::terraform::header_with_models;

pub(super) fn file(platform: &Platform) -> File {
    let mut call = Body::new()
        .set("source", source("aks-kaito"))
        .blank()
        .set("resource_group_name", resource_group("name"))
        .set("location", local("location"))
        .set("tags", local("tags"))
        .blank()
        .set("cluster", cluster(platform))
        .blank()
        .set("access", access())
        .blank()
        .set("api_server", api_server(platform))
        .blank()
        .set("network", network(platform))
        .blank()
        .set("gpu_nodes", gpu_nodes(platform))
        .set("node_provisioning", node_provisioning(platform))
        .blank()
        .set("system_pool", system_pool(platform))
        .blank();
    if platform.kaito.nodes.value == GpuNodes::OwnPools {
        call = call.set("gpu_node_pools", gpu_node_pools(platform)).blank();
    }
    call = call
        .set("maintenance", maintenance(platform))
        .blank()
        .set("monitoring", monitoring())
        .blank()
        .set("recording_rules", recording_rules(platform));
    if let Some(alerts) = model_alerts(platform) {
        call = call.blank().set("model_alerts", alerts);
    }
    let body = Body::new().block("module", &["aks_kaito"], call);
    File {
        header: header_with_models(platform, "The cluster, its GPU nodes, and KAITO in it."),
        body: body.items(),
    }
}

fn cluster(platform: &Platform) -> Object {
    let names = platform.names();
    Object::new()
        .set("name", named(platform, names.cluster()))
        .set("dns_prefix", named(platform, platform.base.as_str()))
        .set("identity_name", named(platform, names.cluster_identity()))
        .set(
            "node_resource_group",
            named(platform, names.node_resource_group()),
        )
        .set(
            "kubernetes_version",
            Expr::sourced(&platform.cluster.kubernetes_version),
        )
}

fn access() -> Object {
    Object::new()
        .set(
            "tenant_id",
            Expr::reference("data", &["azurerm_client_config", "current", "tenant_id"]),
        )
        .set("admin_group_object_ids", admin_groups())
}

fn api_server(platform: &Platform) -> Object {
    let private = &platform.cluster.private;
    let ranges = || var("api_server_authorized_ip_ranges").at(private.origin.entry());
    let ranges = (!private.value).then(ranges);
    Object::new()
        .set("subnet_id", subnet_id("aks-api"))
        .set("private", private)
        .maybe("authorized_ip_ranges", ranges)
        .maybe("private_dns_zone_id", api_server_zone(platform))
}

fn network(platform: &Platform) -> Object {
    let cluster = &platform.cluster;
    let subnets = BTreeSet::from(["aks", "aks-api", platform.network.model_subnet.as_str()]);
    let scopes = subnets.into_iter().fold(Object::new(), |scopes, name| {
        let chosen = (name == platform.network.model_subnet.as_str())
            .then_some(platform.network.model_subnet.origin);
        scopes.set(name, subnet_id(name).at_all(chosen))
    });
    // The first addresses of the range are Kubernetes' own; AKS suggests the tenth for DNS.
    let dns = cluster.service_cidr.value.network();
    let dns = std::net::Ipv4Addr::from(u32::from(dns).saturating_add(10)).to_string();
    let dns = Expr::text(dns).at(cluster.service_cidr.origin.derived());
    Object::new()
        .set("node_subnet_id", subnet_id("aks"))
        .set("contributor_scopes", scopes)
        .set("pod_cidr", Expr::sourced(&cluster.pod_cidr))
        .set("service_cidr", Expr::sourced(&cluster.service_cidr))
        .set("dns_service_ip", dns)
        .maybe("outbound_type", outbound_type(platform))
}

fn gpu_nodes(platform: &Platform) -> Expr {
    Expr::from(platform.kaito.nodes.value.word()).at_all(platform.gpu_origins())
}

fn node_provisioning(platform: &Platform) -> Expr {
    let auto = &platform.cluster.auto_provisioning;
    Expr::from(if auto.value { "Auto" } else { "Manual" }).at(auto.origin)
}

fn system_pool(platform: &Platform) -> Object {
    let pool = &platform.cluster.system_pool;
    Object::new()
        .set("vm_size", Expr::sourced(&pool.vm_size))
        .set("node_count", &pool.count)
        .set("zones", texts(&pool.zones))
}

fn gpu_node_pools(platform: &Platform) -> Expr {
    let mut models: Vec<&KaitoModel> = platform.enabled_kaito().map(AsRef::as_ref).collect();
    models.sort_by_key(|model| &model.slug.value);
    let release = platform.kaito.version.release();
    let pools = models.into_iter().fold(Object::new(), |pools, model| {
        let pool = Expr::from(gpu_node_pool(model, release)).at(model.slug.origin);
        pools.set(model.slug.as_str(), pool)
    });
    let because = platform.gpu_origins();
    Expr::from(pools).at_all(because.into_iter().map(Origin::entry))
}

fn gpu_node_pool(model: &KaitoModel, release: Release) -> Object {
    let pool = &model.node_pool;
    let count = Expr::from(pool.count.value).at_all(model.count_origins(release));
    let labels = Object::new().set("apps", Expr::sourced(&model.slug));
    Object::new()
        .set(
            "name",
            Expr::text(names::gpu_pool(model)).at_all(names::gpu_pool_origins(model)),
        )
        .set(
            "vm_size",
            Expr::sourced(&model.instance_type).at_all(model.size_fact),
        )
        .set("node_count", count)
        .set("node_labels", labels)
        .maybe(
            "zones",
            (!pool.zones.value.is_empty()).then(|| texts(&pool.zones)),
        )
        .maybe("spot", pool.spot.value.then_some(&pool.spot))
}

fn maintenance(platform: &Platform) -> Object {
    let window = || {
        let maintenance = &platform.cluster.maintenance;
        Object::new()
            .set("day_of_week", Expr::sourced(&maintenance.day))
            .set("start_time", Expr::sourced(&maintenance.start_time))
            .set("utc_offset", Expr::sourced(&maintenance.utc_offset))
            .set("duration", &maintenance.duration_hours)
    };
    Object::new()
        .set("kubernetes", window())
        .set("node_images", window())
}

fn monitoring() -> Object {
    let outputs = [
        "log_analytics_workspace_id",
        "monitor_workspace_id",
        "data_collection_endpoint_id",
        "prometheus_rule_id",
        "container_insights_rule_id",
    ];
    outputs.into_iter().fold(Object::new(), |object, name| {
        object.set(name, output("monitoring", name))
    })
}

fn recording_rules(platform: &Platform) -> Object {
    let names = platform.names();
    Object::new()
        .set("node_group_name", named(platform, names.rule_group("node")))
        .set(
            "kubernetes_group_name",
            named(platform, names.rule_group("kubernetes")),
        )
}

/// Alerts on the models, if there are any.
fn model_alerts(platform: &Platform) -> Option<Object> {
    let release = platform.kaito.version.release();
    let pods: u32 = platform
        .enabled_kaito()
        .map(|model| model.nodes.value)
        .sum();
    let counted = platform
        .enabled_kaito()
        .flat_map(|model| model.nodes_origins(release));
    let alerts = Object::new()
        .set(
            "group_name",
            named(platform, platform.names().rule_group("models")),
        )
        .set("namespace", names::MODELS_NAMESPACE)
        .set("expected_pods", Expr::from(pods).at_all(counted))
        .set("action_group_ids", output("monitoring", "action_group_ids"));
    (pods > 0).then_some(alerts)
}
