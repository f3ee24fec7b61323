//! Root 10-platform: everything that all models and teams share.

use super::expr::{Object, named, var};
use super::{
    Files, header,
    roots::{self, Root},
};
use crate::core::document::hcl::{Body, Expr, File};
use crate::domain::platform::model::Platform;

mod ai;
mod cluster;
mod monitoring;
mod networking;

const ROOT: &Root = &roots::PLATFORM;

pub(super) fn plan(files: &mut Files<'_>) {
    files.settings(ROOT);
    files.root_file(ROOT, "variables.tf", variables);
    files.root_file(ROOT, "main.tf", main);
    files.root_file(ROOT, "networking.tf", networking::file);
    files.root_file(ROOT, "monitoring.tf", monitoring::file);
    files.root_file(ROOT, "aks-kaito.tf", cluster::file);
    files.root_file(ROOT, "ai-platform.tf", ai::file);
}

fn main(platform: &Platform) -> File {
    let tags = super::tags(platform)
        .into_iter()
        .fold(Object::new(), |all, (key, value)| all.set(key, value));
    let locals = Body::new()
        .set("location", Expr::sourced(&platform.location))
        .blank()
        .set("tags", tags);
    let group = Body::new()
        .set("name", named(platform, platform.names().resource_group()))
        .set("location", Expr::reference("local", &["location"]))
        .set("tags", Expr::reference("local", &["tags"]));
    let body = Body::new()
        .block("locals", &[], locals)
        .block("data", &["azurerm_client_config", "current"], Body::new())
        .block("resource", &["azurerm_resource_group", "this"], group);
    File {
        header: header(
            platform,
            "The resource group, and what all of it has in common.",
        ),
        body: body.items(),
    }
}

/// `azurerm_resource_group.this.<attribute>`: a reference, so that the group comes first.
fn resource_group(attribute: &'static str) -> Expr {
    Expr::reference("azurerm_resource_group", &["this", attribute])
}

fn variables(platform: &Platform) -> File {
    let cluster = &platform.cluster;
    let groups = Expr::List(cluster.admin_group_ids.iter().map(Expr::sourced).collect());
    let mut body = Body::new()
        .block("variable", &["subscription_id"], subscription())
        .block(
            "variable",
            &["admin_group_object_ids"],
            administrators(groups),
        );
    if !cluster.private.value {
        let ranges = Expr::List(
            cluster
                .authorized_ip_ranges
                .iter()
                .map(Expr::sourced)
                .collect(),
        );
        body = body.block_at(
            "variable",
            &["api_server_authorized_ip_ranges"],
            authorized_ranges(ranges),
            vec![cluster.private.origin.entry()],
        );
    }
    File {
        header: header(platform, "What only whoever applies this root can know."),
        body: body.items(),
    }
}

fn subscription() -> Body {
    let condition =
        r#"can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.subscription_id))"#;
    Body::new()
        .set(
            "description",
            "Id of the subscription that the platform is deployed to.",
        )
        .set("type", Expr::Fixed("string"))
        .set("nullable", false)
        .block(
            "validation",
            &[],
            validation(condition, "subscription_id must be a UUID in lower case."),
        )
}

fn administrators(default: Expr) -> Body {
    let condition = r#"length(var.admin_group_object_ids) > 0 && alltrue([for id in var.admin_group_object_ids : can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", id))])"#;
    let body = Body::new()
        .set(
            "description",
            "Object ids of the Entra groups that administer the cluster, Grafana and the Key Vault; whoever applies 20-models or 40-keys must be a member of one.",
        )
        .set("type", Expr::Fixed("set(string)"));
    with_default(body, default).set("nullable", false).block(
        "validation",
        &[],
        validation(
            condition,
            "Name at least one group, by its object id (a UUID in lower case).",
        ),
    )
}

fn authorized_ranges(default: Expr) -> Body {
    let body = Body::new()
        .set(
            "description",
            "IPv4 ranges (CIDR) that may reach the API server of the cluster, such as the egress of the office and of CI.",
        )
        .set("type", Expr::Fixed("set(string)"));
    with_default(body, default).set("nullable", false)
}

/// With a default where the catalog gives one.
fn with_default(body: Body, default: Expr) -> Body {
    if default == Expr::List(Vec::new()) {
        body
    } else {
        body.set("default", default)
    }
}

fn validation(condition: &'static str, message: &'static str) -> Body {
    Body::new()
        .set("condition", Expr::Fixed(condition))
        .set("error_message", message)
}

/// The id of a subnet, from an output that waits for its security group and its way out.
fn subnet_id(name: &str) -> Expr {
    super::expr::output_of("networking", "subnet_ids", name)
}

/// The administrators' groups.
fn admin_groups() -> Expr {
    var("admin_group_object_ids")
}
