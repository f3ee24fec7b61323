//! A walk over the objects of one application: every reference leads somewhere, selectors match, names are unique, ports exist, pods are
//! restricted, and network policies admit each declared flow.

use std::collections::BTreeSet;

use platgen::core::sources::FileId;
use platgen::core::yaml::parse::parse;
use platgen::core::yaml::tree::{Node, Value as Tree};
use serde_json::{Map, Value};

/// The objects of a rendered chart.
pub(super) fn objects(rendered: &str) -> Vec<Value> {
    let documents = rendered
        .split("\n---\n")
        .map(|text| text.trim_start_matches("---\n"));
    let parsed = documents.filter_map(|text| {
        let parsed = parse(FileId(0), text);
        let found = parsed.findings.into_unfolded();
        assert!(found.is_empty(), "{found:#?}\n{text}");
        parsed.tree.map(|tree| plain(&tree))
    });
    parsed.filter(Value::is_object).collect()
}

fn plain(node: &Node) -> Value {
    match &node.value {
        Tree::Null => Value::Null,
        Tree::Bool(yes) => Value::from(*yes),
        Tree::Integer(number) => Value::from(*number),
        Tree::Float(number) => Value::from(*number),
        Tree::Text(text) => Value::from(text.as_str()),
        Tree::List(items) => items.iter().map(plain).collect(),
        Tree::Map(entries) => {
            let entries = entries.iter();
            Value::Object(
                entries
                    .map(|one| (one.key.clone(), plain(&one.value)))
                    .collect::<Map<_, _>>(),
            )
        }
    }
}

/// The text at a place; empty if there is none.
pub(super) fn text<'v>(value: &'v Value, place: &str) -> &'v str {
    value
        .pointer(place)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn list<'v>(value: &'v Value, place: &str) -> impl Iterator<Item = &'v Value> {
    value
        .pointer(place)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// Whether labels hold all that a selector asks for. One that asks for nothing selects everything.
fn selects(selector: Option<&Value>, labels: Option<&Value>) -> bool {
    let mut wanted = selector.and_then(Value::as_object).into_iter().flatten();
    wanted.all(|(key, value)| labels.and_then(|labels| labels.get(key)) == Some(value))
}

struct Walk<'o> {
    objects: &'o [Value],
    faults: Vec<String>,
}

/// What is wrong with the objects of one application.
pub(super) fn faults(objects: &[Value]) -> Vec<String> {
    let mut walk = Walk {
        objects,
        faults: Vec::new(),
    };
    walk.names();
    for object in objects {
        match text(object, "/kind") {
            "Deployment" => walk.deployment(object),
            "Job" => walk.job(object),
            "Service" => walk.service(object),
            "HorizontalPodAutoscaler" => {
                walk.exists(
                    object,
                    "Deployment",
                    text(object, "/spec/scaleTargetRef/name"),
                );
            }
            "PodDisruptionBudget" => {
                walk.selects_a_pod(object, object.pointer("/spec/selector/matchLabels"));
            }
            "HTTPRoute" => walk.route(object),
            "Gateway" => walk.gateway(object),
            "BackendTrafficPolicy" | "SecurityPolicy" | "ClientTrafficPolicy" => {
                for target in list(object, "/spec/targetRefs") {
                    walk.exists(object, text(target, "/kind"), text(target, "/name"));
                }
            }
            "ServiceMonitor" => walk.monitor(object),
            "NetworkPolicy" => walk.policy(object),
            _ => {}
        }
    }
    walk.flows();
    walk.faults
}

impl<'o> Walk<'o> {
    fn of(&self, kind: &'static str) -> impl Iterator<Item = &'o Value> + use<'o> {
        let objects = self.objects.iter();
        objects.filter(move |object| text(object, "/kind") == kind)
    }

    fn fault(&mut self, object: &Value, what: &str) {
        let (kind, name) = (text(object, "/kind"), text(object, "/metadata/name"));
        self.faults.push(format!("{kind} {name}: {what}"));
    }

    fn find(&self, kind: &str, name: &str) -> Option<&'o Value> {
        let mut all = self.objects.iter();
        all.find(|object| text(object, "/kind") == kind && text(object, "/metadata/name") == name)
    }

    fn exists(&mut self, object: &Value, kind: &str, name: &str) {
        if self.find(kind, name).is_none() {
            self.fault(object, &format!("no {kind} {name}"));
        }
    }

    /// Labels of the pods of each component.
    fn pods(&self) -> impl Iterator<Item = &'o Value> + use<'o> {
        self.of("Deployment")
            .filter_map(|object| object.pointer("/spec/template"))
    }

    fn names(&mut self) {
        let mut seen = BTreeSet::new();
        let namespaces: BTreeSet<&str> = self
            .objects
            .iter()
            .map(|one| text(one, "/metadata/namespace"))
            .collect();
        if namespaces.len() != 1 || namespaces.contains("") {
            self.faults.push(format!("namespaces: {namespaces:?}"));
        }
        for object in self.objects {
            let (kind, name) = (text(object, "/kind"), text(object, "/metadata/name"));
            if !seen.insert((kind, name)) {
                self.fault(object, "is there twice");
            }
            if name.len() > 63 {
                self.fault(object, "has a name of more than 63 characters");
            }
        }
    }

    fn selects_a_pod(&mut self, object: &Value, selector: Option<&Value>) {
        let found = selector.is_some()
            && self
                .pods()
                .any(|pod| selects(selector, pod.pointer("/metadata/labels")));
        if !found {
            self.fault(object, "selects no pod");
        }
    }

    fn deployment(&mut self, object: &Value) {
        let labels = object.pointer("/spec/template/metadata/labels");
        if !selects(object.pointer("/spec/selector/matchLabels"), labels) {
            self.fault(object, "selects none of its own pods");
        }
        let name = text(object, "/metadata/name");
        let scaled = self
            .of("HorizontalPodAutoscaler")
            .any(|one| text(one, "/spec/scaleTargetRef/name") == name);
        if scaled == object.pointer("/spec/replicas").is_some() {
            self.fault(
                object,
                "has replicas of its own and an autoscaler, or neither",
            );
        }
        self.pod(object);
        self.exists(
            object,
            "ServiceAccount",
            text(object, "/spec/template/spec/serviceAccountName"),
        );
    }

    fn job(&mut self, object: &Value) {
        self.pod(object);
        let account = text(object, "/spec/template/spec/serviceAccountName");
        let weight = |one: &Value| {
            text(one, "/metadata/annotations/helm.sh~1hook-weight")
                .parse::<i32>()
                .ok()
        };
        let account = self.find("ServiceAccount", account);
        let before = account.and_then(weight).zip(weight(object));
        if before.is_none_or(|(account, job)| account >= job) {
            self.fault(object, "its ServiceAccount is no hook before it");
        }
    }

    fn pod(&mut self, object: &Value) {
        let Some(pod) = object.pointer("/spec/template/spec") else {
            return self.fault(object, "no pod");
        };
        let yes = |value: &Value, place: &str, wanted: bool| {
            value.pointer(place) == Some(&Value::from(wanted))
        };
        let mut restricted = yes(pod, "/securityContext/runAsNonRoot", true)
            && text(pod, "/securityContext/seccompProfile/type") == "RuntimeDefault"
            && yes(pod, "/automountServiceAccountToken", false);
        for key in ["hostNetwork", "hostPID", "hostIPC"] {
            restricted &= pod.get(key).is_none();
        }
        let volumes: BTreeSet<&str> = list(pod, "/volumes")
            .map(|volume| text(volume, "/name"))
            .collect();
        let classes: Vec<&str> = list(pod, "/volumes")
            .map(|volume| text(volume, "/csi/volumeAttributes/secretProviderClass"))
            .filter(|class| !class.is_empty())
            .collect();
        let given = self.given(object, &classes);
        for container in list(pod, "/containers") {
            restricted &= yes(
                container,
                "/securityContext/allowPrivilegeEscalation",
                false,
            ) && yes(container, "/securityContext/readOnlyRootFilesystem", true)
                && container.pointer("/securityContext/capabilities/drop")
                    == Some(&serde_json::json!(["ALL"]))
                && container.pointer("/resources/limits/memory").is_some()
                && container.pointer("/resources/requests/cpu").is_some();
            for mount in list(container, "/volumeMounts") {
                if !volumes.contains(text(mount, "/name")) {
                    self.fault(object, &format!("no volume {}", text(mount, "/name")));
                }
            }
            for from in list(container, "/envFrom") {
                self.exists(object, "ConfigMap", text(from, "/configMapRef/name"));
            }
            for variable in list(container, "/env") {
                let Some(from) = variable.pointer("/valueFrom/secretKeyRef") else {
                    continue;
                };
                let wanted = (
                    text(from, "/name").to_owned(),
                    text(from, "/key").to_owned(),
                );
                if !given.contains(&wanted) {
                    self.fault(
                        object,
                        &format!("no SecretProviderClass of its pod gives {wanted:?}"),
                    );
                }
            }
        }
        if !restricted {
            self.fault(object, "is not restricted");
        }
    }

    /// Secrets and their keys that the classes of a pod give it.
    fn given(&mut self, object: &Value, classes: &[&str]) -> BTreeSet<(String, String)> {
        let mut given = BTreeSet::new();
        for class in classes {
            let Some(found) = self.find("SecretProviderClass", class) else {
                self.fault(object, &format!("no SecretProviderClass {class}"));
                continue;
            };
            let fetched = text(found, "/spec/parameters/objects");
            for secret in list(found, "/spec/secretObjects") {
                for item in list(secret, "/data") {
                    if !fetched.contains(&format!("objectName: {}\n", text(item, "/objectName"))) {
                        self.fault(found, &format!("fetches no {}", text(item, "/objectName")));
                    }
                    given.insert((
                        text(secret, "/secretName").to_owned(),
                        text(item, "/key").to_owned(),
                    ));
                }
            }
        }
        given
    }

    fn service(&mut self, object: &Value) {
        let selector = object.pointer("/spec/selector");
        self.selects_a_pod(object, selector);
        let pods = self
            .pods()
            .filter(|pod| selects(selector, pod.pointer("/metadata/labels")));
        let ports: BTreeSet<&str> = pods
            .flat_map(|pod| list(pod, "/spec/containers"))
            .flat_map(|container| list(container, "/ports"))
            .map(|port| text(port, "/name"))
            .collect();
        for port in list(object, "/spec/ports") {
            let target = text(port, "/targetPort");
            if !ports.is_empty() && !ports.contains(target) {
                self.fault(object, &format!("no port {target}"));
            }
        }
    }

    fn route(&mut self, object: &Value) {
        for parent in list(object, "/spec/parentRefs") {
            let (name, section) = (text(parent, "/name"), text(parent, "/sectionName"));
            self.exists(object, "Gateway", name);
            let gateway = self.find("Gateway", name);
            let mut listeners = gateway
                .into_iter()
                .flat_map(|one| list(one, "/spec/listeners"));
            let listener = listeners.find(|one| text(one, "/name") == section);
            if listener
                .is_none_or(|one| text(one, "/hostname") != text(object, "/spec/hostnames/0"))
            {
                self.fault(object, &format!("no listener {section} of its host"));
            }
        }
        for backend in list(object, "/spec/rules").flat_map(|rule| list(rule, "/backendRefs")) {
            let name = text(backend, "/name");
            self.exists(object, "Service", name);
            let service = self.find("Service", name);
            let mut ports = service.into_iter().flat_map(|one| list(one, "/spec/ports"));
            if !ports.any(|port| port.get("port") == backend.get("port")) {
                self.fault(object, &format!("no port {} of {name}", backend["port"]));
            }
        }
    }

    fn gateway(&mut self, object: &Value) {
        let listeners: Vec<&str> = list(object, "/spec/listeners")
            .map(|one| text(one, "/name"))
            .collect();
        if listeners.iter().collect::<BTreeSet<_>>().len() != listeners.len() {
            self.fault(object, "two listeners of one name");
        }
        let made: Vec<&str> = self
            .of("Certificate")
            .map(|one| text(one, "/spec/secretName"))
            .collect();
        for listener in list(object, "/spec/listeners") {
            for certificate in list(listener, "/tls/certificateRefs") {
                let name = text(certificate, "/name");
                if !made.is_empty() && !made.contains(&name) {
                    self.fault(object, &format!("no Certificate makes {name}"));
                }
            }
        }
    }

    fn monitor(&mut self, object: &Value) {
        let selector = object.pointer("/spec/selector/matchLabels");
        let services: Vec<&Value> = self
            .of("Service")
            .filter(|one| selects(selector, one.pointer("/metadata/labels")))
            .collect();
        let ports: BTreeSet<&str> = services
            .iter()
            .flat_map(|one| list(one, "/spec/ports"))
            .map(|port| text(port, "/name"))
            .collect();
        for endpoint in list(object, "/spec/endpoints") {
            if !ports.contains(text(endpoint, "/port")) {
                self.fault(
                    object,
                    &format!("no port {} of a Service", text(endpoint, "/port")),
                );
            }
        }
    }

    fn policy(&mut self, object: &Value) {
        for (rules, peers) in [("/spec/ingress", "/from"), ("/spec/egress", "/to")] {
            for rule in list(object, rules) {
                if list(rule, peers).next().is_none() || list(rule, "/ports").next().is_none() {
                    self.fault(object, "a rule is open to everybody or at every port");
                }
                let open = list(rule, peers).any(|peer| {
                    text(peer, "/ipBlock/cidr") == "0.0.0.0/0"
                        && list(peer, "/ipBlock/except").count() < 5
                });
                if open {
                    self.fault(object, "a rule admits private addresses");
                }
            }
        }
    }

    /// Whether a policy admits requests of certain pods to a component at its port.
    fn admits(&self, labels: &Value, port: &Value, from: impl Fn(&Value) -> bool) -> bool {
        let policies = self.of("NetworkPolicy");
        let mut of_pod = policies.filter(|policy| {
            selects(
                policy.pointer("/spec/podSelector/matchLabels"),
                Some(labels),
            )
        });
        of_pod.any(|policy| {
            list(policy, "/spec/ingress").any(|rule| {
                list(rule, "/ports").any(|one| one.get("port") == Some(port))
                    && list(rule, "/from").any(&from)
            })
        })
    }

    /// That everything is closed, and that each route, monitor and call gets through.
    fn flows(&mut self) {
        let closed = self.of("NetworkPolicy").any(|policy| {
            policy
                .pointer("/spec/podSelector")
                .and_then(Value::as_object)
                .is_some_and(Map::is_empty)
                && list(policy, "/spec/policyTypes").count() == 2
                && policy.pointer("/spec/ingress").is_none()
                && policy.pointer("/spec/egress").is_none()
        });
        if !closed {
            self.faults
                .push("no policy closes the namespace".to_owned());
        }
        let routed: BTreeSet<&str> = self
            .of("HTTPRoute")
            .flat_map(|route| list(route, "/spec/rules"))
            .flat_map(|rule| list(rule, "/backendRefs"))
            .map(|backend| text(backend, "/name"))
            .collect();
        let watched: BTreeSet<&str> = self
            .of("ServiceMonitor")
            .map(|one| text(one, "/metadata/name"))
            .collect();
        for deployment in self.of("Deployment") {
            let name = text(deployment, "/metadata/name");
            let (Some(labels), Some(port)) = (
                deployment.pointer("/spec/template/metadata/labels"),
                deployment.pointer("/spec/template/spec/containers/0/ports/0/containerPort"),
            ) else {
                self.fault(deployment, "has no labels or no port");
                continue;
            };
            let label = |peer: &Value, key: &str| {
                peer.pointer(&format!("/podSelector/matchLabels/{key}"))
                    .is_some()
            };
            let gateway = |peer: &Value| {
                let owner = "gateway.envoyproxy.io~1owning-gateway-name";
                label(peer, owner)
                    && label(peer, &owner.replace("-name", "-namespace"))
                    && peer.get("namespaceSelector").is_some()
            };
            let agent = |peer: &Value| {
                peer.get("namespaceSelector").is_some()
                    && (label(peer, "rsName")
                        || text(peer, "/podSelector/matchLabels/app.kubernetes.io~1name")
                            == "prometheus")
            };
            let flows = [
                (
                    "the gateway",
                    routed.contains(name),
                    self.admits(labels, port, gateway),
                ),
                (
                    "the monitoring",
                    watched.contains(name),
                    self.admits(labels, port, agent),
                ),
            ];
            for (who, wanted, admitted) in flows {
                if wanted && !admitted {
                    self.fault(deployment, &format!("{who} is not admitted"));
                }
                if admitted && !wanted {
                    self.fault(deployment, &format!("{who} is admitted for nothing"));
                }
            }
        }
    }
}
