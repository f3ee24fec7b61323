//! Charts of applications: linted, rendered, held against the schemas of Kubernetes and of the custom resources, and walked over.

#![cfg(test)]

mod variants;
mod walk;

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use serde_json::Value;

use crate::harness::tests;
use crate::programs::{Tool, schemas, terraform_with_providers};
use crate::support::{Compiled, Scratch, compile_folder, compile_texts, files, repository};

tests![
    the_example_is_linted_and_its_objects_are_valid,
    no_chart_is_installed_without_identities,
    every_branch_of_the_templates_gives_whole_objects,
    each_fault_of_objects_is_found,
    answers_in_parts_are_not_cut,
    the_api_asks_for_tokens,
    free_text_stays_text,
    identities_are_what_the_charts_ask_for,
    custom_resources_keep_their_rules,
];

/// A client and a tenant, as Terraform would give them.
const IDENTITIES: &str = "identity.clientId=11111111-2222-3333-4444-555555555555,identity.tenantId=11111111-2222-3333-4444-555555555555";
const MIGRATIONS: &str = "identity.migrationsClientId=11111111-2222-3333-4444-666666666666";
/// The oldest and the newest Kubernetes whose schemas are at hand.
const KUBERNETES: [&str; 2] = ["1.34", "1.37"];

/// A chart on disk.
struct Chart {
    name: String,
    folder: Scratch,
    values: String,
}

/// The charts of applications among some outputs, in a folder each.
fn charts(name: &str, compiled: &Compiled) -> Vec<Chart> {
    assert!(!compiled.outputs.is_empty(), "{}", compiled.findings);
    let mut charts: BTreeMap<(String, String), BTreeMap<String, String>> = BTreeMap::new();
    for (path, text) in &compiled.outputs {
        let mut parts = path.splitn(4, '/');
        if let (Some(environment), Some("helm"), Some(app), Some(below)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
            && app != "kaito-models"
        {
            let key = (environment.to_owned(), app.to_owned());
            charts
                .entry(key)
                .or_default()
                .insert(below.to_owned(), text.clone());
        }
    }
    let on_disk = |((environment, app), files): ((String, String), BTreeMap<String, String>)| {
        let folder = Scratch::new(&format!("app-{name}-{environment}-{app}"));
        for (below, text) in &files {
            folder.write(below, text);
        }
        Chart {
            name: app,
            folder,
            values: files["values.yaml"].clone(),
        }
    };
    charts.into_iter().map(on_disk).collect()
}

fn example() -> Compiled {
    compile_folder(&repository().join("templates/examples/chat"))
}

impl Chart {
    /// Its objects as Helm renders them.
    fn render(&self, helm: &Tool) -> String {
        let mut arguments = vec!["template", &self.name, ".", "--kube-version", KUBERNETES[0]];
        arguments.extend([
            "--api-versions",
            "azmonitoring.coreos.com/v1/ServiceMonitor",
        ]);
        arguments.extend(["--set", IDENTITIES]);
        if self.values.contains("\nmigrations:") {
            arguments.extend(["--set", MIGRATIONS]);
        }
        helm.run(self.folder.path(), &arguments)
    }
}

/// Holds rendered objects against the schemas of every Kubernetes.
fn conform(folder: &Scratch, file: &str) {
    let (kubeconform, schemas) = (Tool::find("kubeconform"), schemas());
    let schemas = schemas.to_str().unwrap();
    let crds = format!(
        "{schemas}/crds/{{{{.Group}}}}/{{{{.ResourceKind}}}}_{{{{.ResourceAPIVersion}}}}.json"
    );
    for version in KUBERNETES {
        let own = format!(
            "{schemas}/kubernetes-v{version}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json"
        );
        let locations = ["-schema-location", &own, "-schema-location", &crds];
        let strict = ["-strict", "-summary", "-reject", "Secret"];
        let said = kubeconform.run(
            folder.path(),
            &[&strict[..], &locations[..], &[file]].concat(),
        );
        assert!(!said.contains("Summary: 0 resources"), "{said}");
    }
}

fn the_example_is_linted_and_its_objects_are_valid() {
    let helm = Tool::find("helm");
    let charts = charts("example", &example());
    assert_eq!(charts.len(), 4);
    for chart in charts {
        let set = format!("{IDENTITIES},{MIGRATIONS}");
        helm.run(
            chart.folder.path(),
            &["lint", "--strict", ".", "--set", &set],
        );
        let rendered = chart.render(&helm);
        chart.folder.write("rendered.yaml", &rendered);
        conform(&chart.folder, "rendered.yaml");
        let objects = walk::objects(&rendered);
        assert!(objects.len() >= 25, "{}", objects.len());
        assert_eq!(walk::faults(&objects), Vec::<String>::new());
    }
}

fn no_chart_is_installed_without_identities() {
    let helm = Tool::find("helm");
    for chart in charts("refused", &example()) {
        let arguments = ["template", "chat", ".", "--kube-version", KUBERNETES[0]];
        let output = std::process::Command::new(helm.program())
            .args(arguments)
            .current_dir(chart.folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success() && said.contains("clientId"),
            "{said}"
        );
    }
}

fn every_branch_of_the_templates_gives_whole_objects() {
    let helm = Tool::find("helm");
    let compiled = compile_texts(variants::repository());
    let charts = charts("variant", &compiled);
    assert!(
        charts.len() >= 400,
        "{}: {}",
        charts.len(),
        compiled.findings
    );
    let all = Scratch::new("app-variants");
    let mut together = String::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for chart in &charts {
        let rendered = chart.render(&helm);
        let objects = walk::objects(&rendered);
        let faults = walk::faults(&objects);
        assert!(
            faults.is_empty(),
            "{}\n{faults:#?}\n{}",
            chart.name,
            chart.values
        );
        for object in &objects {
            *kinds
                .entry(walk::text(object, "/kind").to_owned())
                .or_default() += 1;
        }
        together.push_str(&rendered);
    }
    all.write("rendered.yaml", &together);
    conform(&all, "rendered.yaml");
    let wanted = [
        "BackendTrafficPolicy",
        "Certificate",
        "ClientTrafficPolicy",
        "ConfigMap",
        "Deployment",
        "Gateway",
        "HTTPRoute",
        "HorizontalPodAutoscaler",
        "Job",
        "NetworkPolicy",
        "PodDisruptionBudget",
        "PrometheusRule",
        "SecretProviderClass",
        "SecurityPolicy",
        "Service",
        "ServiceAccount",
        "ServiceMonitor",
    ];
    assert_eq!(kinds.keys().map(String::as_str).collect::<Vec<_>>(), wanted);
}

/// Sets the value at a place of the object of a kind that has it.
fn broken(objects: &[Value], kind: &str, place: &str, value: Value) -> Vec<Value> {
    let mut objects = objects.to_vec();
    let found = objects
        .iter_mut()
        .find(|object| walk::text(object, "/kind") == kind && object.pointer(place).is_some());
    *found
        .unwrap_or_else(|| panic!("no {kind} has {place}"))
        .pointer_mut(place)
        .unwrap() = value;
    objects
}

#[expect(
    clippy::too_many_lines,
    reason = "a table of faults, one after the other"
)]
fn each_fault_of_objects_is_found() {
    let helm = Tool::find("helm");
    let chart = charts("faults", &example()).pop().unwrap();
    let objects = walk::objects(&chart.render(&helm));
    assert_eq!(walk::faults(&objects), Vec::<String>::new());
    let pod = |below: &str| format!("/spec/template/spec/{below}");
    let text = |word: &str| Value::from(word);
    let faults: [(&str, String, Value, &str); 20] = [
        (
            "Deployment",
            "/metadata/name".into(),
            text("chat-frontend"),
            "twice",
        ),
        (
            "Deployment",
            "/spec/selector/matchLabels/app.kubernetes.io~1component".into(),
            text("other"),
            "selects none of its own pods",
        ),
        (
            "Deployment",
            pod("serviceAccountName"),
            text("default"),
            "no ServiceAccount",
        ),
        (
            "Deployment",
            pod("containers/0/envFrom/0/configMapRef/name"),
            text("other"),
            "no ConfigMap",
        ),
        (
            "Deployment",
            pod("containers/0/env/0/valueFrom/secretKeyRef/key"),
            text("other"),
            "no SecretProviderClass of its pod gives",
        ),
        (
            "Deployment",
            pod("volumes/0/name"),
            text("other"),
            "no volume",
        ),
        (
            "Deployment",
            pod("securityContext/runAsNonRoot"),
            Value::from(false),
            "is not restricted",
        ),
        (
            "Deployment",
            pod("containers/0/securityContext/readOnlyRootFilesystem"),
            Value::from(false),
            "is not restricted",
        ),
        (
            "Service",
            "/spec/selector/app.kubernetes.io~1component".into(),
            text("other"),
            "selects no pod",
        ),
        (
            "Service",
            "/spec/ports/0/targetPort".into(),
            text("https"),
            "no port",
        ),
        (
            "HorizontalPodAutoscaler",
            "/spec/scaleTargetRef/name".into(),
            text("other"),
            "no Deployment",
        ),
        (
            "PodDisruptionBudget",
            "/spec/selector/matchLabels/app.kubernetes.io~1component".into(),
            text("other"),
            "selects no pod",
        ),
        (
            "HTTPRoute",
            "/spec/parentRefs/0/sectionName".into(),
            text("other"),
            "no listener",
        ),
        (
            "HTTPRoute",
            "/spec/rules/0/backendRefs/0/port".into(),
            Value::from(8080),
            "no port",
        ),
        (
            "BackendTrafficPolicy",
            "/spec/targetRefs/0/name".into(),
            text("other"),
            "no HTTPRoute",
        ),
        (
            "SecurityPolicy",
            "/spec/targetRefs/0/name".into(),
            text("other"),
            "no HTTPRoute",
        ),
        (
            "Gateway",
            "/spec/listeners/1/tls/certificateRefs/0/name".into(),
            text("other"),
            "no Certificate",
        ),
        (
            "ServiceMonitor",
            "/spec/endpoints/0/port".into(),
            text("other"),
            "no port",
        ),
        (
            "NetworkPolicy",
            "/spec/ingress/0/ports/0/port".into(),
            Value::from(1),
            "is not admitted",
        ),
        (
            "Job",
            pod("serviceAccountName"),
            text("chat"),
            "is no hook before it",
        ),
    ];
    for (kind, place, value, said) in faults {
        let found = walk::faults(&broken(&objects, kind, &place, value));
        assert!(
            found.iter().any(|fault| fault.contains(said)),
            "{kind} {place}: {found:#?}"
        );
    }
}

/// An object of the example in production, by kind and name.
fn object(kind: &str, name: &str) -> Value {
    let helm = Tool::find("helm");
    let chart = charts(&format!("one-{kind}-{name}"), &example())
        .into_iter()
        .nth(1)
        .unwrap();
    let objects = walk::objects(&chart.render(&helm));
    let mut found = objects.into_iter().filter(|object| {
        walk::text(object, "/kind") == kind && walk::text(object, "/metadata/name") == name
    });
    found.next().unwrap()
}

fn answers_in_parts_are_not_cut() {
    let route = object("HTTPRoute", "chat-api");
    assert_eq!(walk::text(&route, "/spec/rules/0/timeouts/request"), "0s");
    let policy = object("BackendTrafficPolicy", "chat-api");
    assert_eq!(
        walk::text(&policy, "/spec/timeout/http/requestTimeout"),
        "0s"
    );
    assert_eq!(
        walk::text(&policy, "/spec/timeout/http/streamIdleTimeout"),
        "300s"
    );
    assert_eq!(policy.pointer("/spec/retry"), None);
    let other = object("BackendTrafficPolicy", "chat-root");
    assert_eq!(
        walk::text(&other, "/spec/timeout/http/requestTimeout"),
        "60s"
    );
    let backend = object("Deployment", "chat-backend");
    assert_eq!(
        backend["spec"]["template"]["spec"]["terminationGracePeriodSeconds"],
        600
    );
}

fn the_api_asks_for_tokens() {
    let policy = object("SecurityPolicy", "chat-api");
    assert_eq!(
        walk::text(&policy, "/spec/authorization/defaultAction"),
        "Deny"
    );
    assert_eq!(
        policy["spec"]["authorization"]["rules"][0]["principal"]["jwt"]["scopes"][0],
        "chat.use"
    );
    assert_eq!(
        policy["spec"]["jwt"]["providers"][0]["audiences"][0],
        "api://chat"
    );
    let health = object("SecurityPolicy", "chat-api-health");
    assert_eq!(health.pointer("/spec/jwt"), None);
    assert_eq!(
        walk::text(&health, "/spec/cors/allowOrigins/0"),
        "https://chat.contoso.com"
    );
}

fn free_text_stays_text() {
    let helm = Tool::find("helm");
    let hostile = r#"{{ .Values }} ${x} "quoted" # no comment: 'y'"#;
    let path = Utf8PathBuf::from("teams/beta/apps/chat/app.yaml");
    let texts = files(&repository().join("templates/examples/chat"))
        .into_iter()
        .map(|(at, text)| {
            let text = if at == path {
                let quoted = Value::from(hostile).to_string();
                text.replace(
                    "{LOG_LEVEL: info}",
                    &format!("{{LOG_LEVEL: info, \"on\": \"no\", TEXT: {quoted}}}"),
                )
            } else {
                text
            };
            (at, text)
        });
    for chart in charts("text", &compile_texts(texts)) {
        let objects = walk::objects(&chart.render(&helm));
        let config = objects
            .iter()
            .find(|object| walk::text(object, "/kind") == "ConfigMap")
            .unwrap();
        assert_eq!(config["data"]["TEXT"], hostile);
        assert_eq!(config["data"]["on"], "no");
    }
}

fn identities_are_what_the_charts_ask_for() {
    let terraform = terraform_with_providers();
    let compiled = example();
    let folder = Scratch::new("app-identities");
    for (path, text) in &compiled.outputs {
        if path.starts_with("prod/") {
            folder.write(path, text);
        }
    }
    let file = "tests/terraform/apps.tftest.hcl";
    let text = std::fs::read_to_string(repository().join(file)).unwrap();
    folder.write("prod/terraform/30-tenants/tests/apps.tftest.hcl", &text);
    let root = folder.path().join("prod/terraform/30-tenants");
    terraform.run(&root, &["fmt", "-check", "-diff", "-recursive", ".."]);
    terraform.run(&root, &["init", "-backend=false"]);
    terraform.run(&root, &["test"]);
}

/// The rules in CEL that the custom resources bring along, which their schemas alone do not show.
fn custom_resources_keep_their_rules() {
    let (helm, validate) = (Tool::find("helm"), Tool::find("kubectl-validate"));
    let rules = schemas().join("crds-cel");
    let folder = Scratch::new("app-rules");
    let own = charts("rules", &example());
    let others = charts("rules-others", &compile_texts(variants::repository()));
    let mut together = String::new();
    for chart in own.iter().chain(others.iter().step_by(5)) {
        together.push_str(&chart.render(&helm));
    }
    folder.write("rendered.yaml", &together);
    let local = ["--local-crds", rules.to_str().unwrap()];
    // The newest version whose own kinds the program knows; custom resources have none.
    let arguments = [&["rendered.yaml", "--version", "1.30"], &local[..]].concat();
    validate.run(folder.path(), &arguments);
    let twice = together.replacen("- name: https\n", "- name: http\n", 1);
    assert_ne!(twice, together);
    folder.write("rendered.yaml", &twice);
    let output = std::process::Command::new(validate.program())
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(!output.status.success(), "two listeners of one name");
}
