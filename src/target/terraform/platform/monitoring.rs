//! The call of module monitoring.

use super::{admin_groups, resource_group};
use crate::core::document::hcl::{Body, Expr, File};
use crate::domain::platform::model::Platform;
use crate::target::terraform::expr::{Object, local, named, source};
use crate::target::terraform::header;

/// An action group's short name, which is what a text message shows: at most 12 characters.
const SHORT_NAME: usize = 12;

pub(super) fn file(platform: &Platform) -> File {
    let names = platform.names();
    let name = |name: String| named(platform, name);
    let group = Object::new()
        .set("name", resource_group("name"))
        .set("id", resource_group("id"));
    let logs = Object::new()
        .set("name", name(names.log_analytics()))
        .set("retention_in_days", &platform.monitoring.retention_days);
    let collection = Object::new()
        .set("endpoint_name", name(names.data_collection_endpoint()))
        .set("prometheus_rule_name", name(names.prometheus_rule()))
        .set(
            "container_insights_rule_name",
            name(names.container_insights_rule()),
        );
    let mut call = Body::new()
        .set("source", source("monitoring"))
        .blank()
        .set("resource_group", group)
        .set("location", local("location"))
        .set("tags", local("tags"))
        .blank()
        .set("log_analytics", logs)
        .blank()
        .set(
            "application_insights_name",
            name(names.application_insights()),
        )
        .set("monitor_workspace_name", name(names.monitor_workspace()))
        .blank()
        .set("data_collection", collection);
    if platform.monitoring.grafana.value {
        let grafana = Object::new()
            .set("name", name(names.grafana()))
            .set("major_version", "12")
            .set("admin_group_object_ids", admin_groups());
        call = call.blank().set(
            "grafana",
            Expr::from(grafana).at(platform.monitoring.grafana.origin.entry()),
        );
    }
    if !platform.monitoring.receivers.is_empty() {
        call = call.blank().set("action_group", action_group(platform));
    }
    let body = Body::new().block("module", &["monitoring"], call);
    File {
        header: header(
            platform,
            "Logs, metrics, dashboards and who is notified of alerts.",
        ),
        body: body.items(),
    }
}

fn action_group(platform: &Platform) -> Object {
    let receivers = &platform.monitoring.receivers;
    let emails = receivers.iter().fold(Object::new(), |emails, receiver| {
        let email = Expr::sourced(&receiver.email).at(receiver.name.origin);
        emails.set(&*receiver.name.value, email)
    });
    let short: String = platform.base.as_str().chars().take(SHORT_NAME).collect();
    Object::new()
        .set("name", named(platform, platform.names().action_group()))
        .set("short_name", named(platform, short.trim_end_matches('-')))
        .set("emails", emails)
}
