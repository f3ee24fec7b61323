//! Fields of the add-ons.

use super::model::{Addon, Addons, Quota, Repository};
use crate::core::fields::{by_name, fields};

fields! {
    Addons named |addons| Some(addons.delivery.origin);
    delivery: "delivery", [Operation];
    repository: "repository", [Operation];
    charts: "charts", [Operation], |charts: &Vec<Addon>| by_name(charts, |addon| addon.name.value.clone());
    given: "given", [Operation];
    quota: "quota", [Capacity];
    ! whole: "whether every entry of the list was understood";
}

fields! {
    Repository named |_| None;
    url: "url", [Operation];
    revision: "revision", [Operation];
    path: "path", [Operation];
}

fields! {
    Quota named |_| None;
    cpu: "cpu", [Capacity];
    memory_gib: "memoryGib", [Capacity];
    pods: "pods", [Capacity];
}

fields! {
    Addon named |addon| Some(addon.name.origin);
    chart: "chart", [Operation];
    repository: "repository", [Operation];
    version: "version", [Operation];
    namespace: "namespace", [Identity];
    pod_security: "podSecurity", [Access];
    ingress: "ingress", [Addresses];
    egress: "egress", [Addresses];
    provides: "provides", [Operation];
    needs: "needs", [Operation];
    after: "after", [Operation];
    signals: "signals", [Operation];
    values: "values", [Operation];
    ! name: "the key in the list";
}
