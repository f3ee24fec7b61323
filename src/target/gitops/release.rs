//! What a release of an add-on is, whichever form delivers it: the values that platgen sets, with those of the input over them.

use crate::core::document::yaml::Node;
use crate::core::origin::{Origin, Sourced};
use crate::domain::addons::model::{Addon, Addons, Delivery, Values};

/// The values of an add-on's chart; none where there are none.
pub(super) fn values(addons: &Addons, addon: &Addon) -> Option<Node> {
    let own = own_values(addons, addon);
    let written = addon.values.as_ref().map(node);
    match (own, written) {
        (None, written) => written,
        (Some(own), None) => Some(own),
        (Some(own), Some(written)) => Some(over(own, written)),
    }
}

/// A value as written. What holds others is only there because of them.
fn node(values: &Sourced<Values>) -> Node {
    let node = match &values.value {
        Values::Null => Node::Null,
        Values::Bool(value) => Node::Bool(*value),
        Values::Integer(number) => Node::Integer(*number),
        Values::Float(number) => Node::Float(*number),
        Values::Text(text) => Node::Text(text.clone()),
        Values::List(items) => {
            let items = Node::List(items.iter().map(node).collect());
            return items.at(values.origin.entry());
        }
        Values::Map(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, value)| (key.clone(), node(value)));
            return Node::Map(entries.collect()).at(values.origin.entry());
        }
    };
    node.at(values.origin)
}

/// A tree with another one over it: maps merge, the rest is replaced.
fn over(below: Node, above: Node) -> Node {
    match (below, above) {
        (Node::At(origin, below), above) => over(*below, above).at(origin),
        (below @ Node::Map(_), Node::At(origin, above)) => over(below, *above).at(origin),
        (Node::Map(mut below), Node::Map(above)) => {
            for (key, value) in above {
                match below.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, known)) => {
                        let old = std::mem::replace(known, Node::Null);
                        *known = over(old, value);
                    }
                    None => below.push((key, value)),
                }
            }
            Node::Map(below)
        }
        (_, above) => above,
    }
}

/// A map of one key in a map of one key, and so on, around a value.
fn nested(path: &[&str], value: Node) -> Node {
    let keys = path.iter().rev();
    keys.fold(value, |value, key| Node::map([(*key, value)]))
}

/// Values that platgen sets.
fn own_values(addons: &Addons, addon: &Addon) -> Option<Node> {
    let there = addon.name.origin.entry();
    match addon.name.value.as_str() {
        "argocd" if addons.delivery.value == Delivery::ArgoCd => {
            // Without it the root's waves do not wait for each other (Argo CD, "Resource Health": removed in 1.8).
            let key = "resource.customizations.health.argoproj.io_Application";
            let script = Node::Block(APPLICATION_HEALTH.to_owned());
            let origins = [there, addons.delivery.origin.entry()];
            Some(nested(&["configs", "cm", key], script).at_all(origins))
        }
        // The chart installs no CRDs by default.
        "certManager" => Some(nested(&["crds", "enabled"], true.into()).at(there)),
        "kubePrometheusStack" => Some(prometheus(addons, there)),
        "otelCollector" => Some(collector(addons, addon)),
        "loki" => one_tenant(addons),
        _ => None,
    }
}

/// How Argo CD sees whether an application is healthy: as the application itself says.
const APPLICATION_HEALTH: &str = "\
local health = {status = \"Progressing\", message = \"waiting for the first health report\"}
if obj.status ~= nil and obj.status.health ~= nil then
  health.status = obj.status.health.status
  health.message = obj.status.health.message or \"\"
end
return health
";

/// Where the collector sends each signal that goes to a backend.
fn sent(addons: &Addons, signal: &str, backend: &str) -> Vec<Origin> {
    let charts = addons.charts.iter();
    let all = charts.filter_map(|addon| addon.signals.get(signal));
    let own = all.filter(|to| to.value == backend);
    own.map(|to| to.origin).collect()
}

/// The collector names no tenant, and with tenants Loki refuses what names none.
fn one_tenant(addons: &Addons) -> Option<Node> {
    let sent = sent(addons, "logs", "loki");
    let off = || Node::from(false).at_all(sent.iter().copied());
    (!sent.is_empty()).then(|| nested(&["loki", "auth_enabled"], off()))
}

/// Monitors and rules of all namespaces count, not only those of the chart; metrics of the collector come in where it sends any.
fn prometheus(addons: &Addons, there: Origin) -> Node {
    let mut spec: Vec<(&str, Node)> = [
        "podMonitorSelectorNilUsesHelmValues",
        "probeSelectorNilUsesHelmValues",
        "ruleSelectorNilUsesHelmValues",
        "serviceMonitorSelectorNilUsesHelmValues",
    ]
    .map(|key| (key, false.into()))
    .into();
    let sent = sent(addons, "metrics", "kubePrometheusStack");
    if !sent.is_empty() {
        spec.push(("enableRemoteWriteReceiver", Node::from(true).at_all(sent)));
    }
    nested(&["prometheus", "prometheusSpec"], Node::map(spec)).at(there)
}

/// The collector as a deployment that takes OTLP and sends each signal to its backend, and nowhere else.
fn collector(addons: &Addons, addon: &Addon) -> Node {
    let there = addon.name.origin.entry();
    let mut exporters = Vec::new();
    let mut pipelines = Vec::new();
    for signal in ["metrics", "traces", "logs"] {
        let backend = addon.signals.get(signal);
        let endpoint = backend.and_then(|name| endpoint(addons, signal, &name.value));
        let (Some(backend), Some(endpoint)) = (backend, endpoint) else {
            // The chart brings a pipeline of its own for each signal, which sends to the log.
            pipelines.push((signal, Node::Null));
            continue;
        };
        let (exporter, settings) = exporter(signal, endpoint);
        let origin = backend.origin;
        exporters.push((exporter, settings.at(origin)));
        let pipeline = Node::map([
            ("receivers", Node::List(vec!["otlp".into()])),
            (
                "processors",
                Node::List(vec!["memory_limiter".into(), "batch".into()]),
            ),
            ("exporters", Node::List(vec![exporter.into()])),
        ]);
        pipelines.push((signal, pipeline.at(origin)));
    }
    let image = nested(
        &["repository"],
        "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib"
            .into(),
    );
    let mut values = vec![("mode", Node::from("deployment")), ("image", image)];
    if !exporters.is_empty() {
        let config = Node::map([
            ("exporters", Node::map(exporters)),
            ("service", nested(&["pipelines"], Node::map(pipelines))),
        ]);
        values.push(("config", config));
    }
    Node::map(values).at(there)
}

/// Where a backend takes a signal.
fn endpoint(addons: &Addons, signal: &str, backend: &str) -> Option<Node> {
    let backend = addons.find(backend)?;
    let known = backend.fact()?.receives.get(signal)?;
    let namespace = &backend.namespace;
    let endpoint = known.replace("{namespace}", &namespace.value);
    Some(Node::from(endpoint).at(namespace.origin))
}

fn exporter(signal: &str, endpoint: Node) -> (&'static str, Node) {
    match signal {
        "metrics" => ("prometheusremotewrite", Node::map([("endpoint", endpoint)])),
        "traces" => {
            // Inside the cluster, between two namespaces that the network policies open to each other.
            let plain = Node::map([("insecure", Node::from(true))]);
            ("otlp", Node::map([("endpoint", endpoint), ("tls", plain)]))
        }
        _ => ("otlphttp", Node::map([("endpoint", endpoint)])),
    }
}
