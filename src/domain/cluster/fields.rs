//! Fields of the cluster and of KAITO in it.

use super::model::{Cluster, Kaito, Maintenance, SystemPool};
use crate::core::fields::fields;

fields! {
    Cluster named |_| None;
    kubernetes_version: "kubernetesVersion", [Operation];
    support_plan: "supportPlan", [Operation, Cost];
    tier: "tier", [Operation, Cost];
    system_pool: "systemPool", [Capacity, Cost];
    admin_group_ids: "adminGroupIds", [Authentication];
    authorized_ip_ranges: "apiServerAuthorizedIpRanges", [Addresses];
    private: "private" as "apiServerAuthorizedIpRanges", [Addresses];
    maintenance: "maintenance", [Operation];
    pod_cidr: "podCidr", [Addresses];
    service_cidr: "serviceCidr", [Addresses];
    auto_provisioning: "nodeProvisioning", [Capacity];
}

fields! {
    SystemPool named |_| None;
    vm_size: "vmSize", [Capacity, Cost];
    count: "count", [Capacity, Cost];
    zones: "zones", [Capacity];
}

fields! {
    Maintenance named |_| None;
    day: "day", [Operation];
    start_time: "startTime", [Operation];
    duration_hours: "durationHours", [Operation];
    utc_offset: "utcOffset", [Operation];
}

fields! {
    Kaito named |_| None;
    version: "version", [Operation];
    nodes: "nodes" as "mode", [Operation, Capacity];
}
