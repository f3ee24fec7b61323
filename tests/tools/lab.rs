//! End to end: the demo is applied with real Terraform to a local cloud, called with the stock `OpenAI` client, changed, and destroyed.
//!
//! What is right is decided by `tests/lab/`, which reads the inputs by itself; Terraform's plans and the lab's journal say the rest.

use crate::harness::tests;
use std::thread;

mod destroys;
mod journal;
mod plan;
mod session;

use journal::Journal;
use plan::{apply, assert_settled, plan};
use session::Session;

tests![the_platform_does_in_the_lab_what_its_inputs_say,; destroys];

/// The demo's roots, in the order in which they are applied.
const ROOTS: [&str; 4] = ["10-platform", "20-models", "30-tenants", "40-keys"];
/// Whose product policy is refused at first.
const HALF: &str = "epsilon";
/// Whose limit changes.
const CHANGED: &str = "beta";
/// Who leaves.
const REMOVED: &str = "eta";

fn the_platform_does_in_the_lab_what_its_inputs_say() {
    let lab = Session::start("lab-platform");
    lab.build();
    let all = |do_with: fn(&Session, &str)| {
        thread::scope(|scope| {
            for root in ROOTS {
                let lab = &lab;
                scope.spawn(move || do_with(lab, root));
            }
        });
    };
    let phase = |name, part: &dyn Fn()| {
        lab.phase(name, || {
            part();
            String::new()
        });
    };
    phase("init", &|| all(init));
    phase("platform half", &|| platform_without_its_guard(&lab));
    phase("platform", &|| create(&lab, "10-platform"));
    phase("models and tenants", &|| models_and_tenants(&lab));
    phase("keys", &|| create(&lab, "40-keys"));
    phase("second plans", &|| all(assert_settled));
    lab.phase("access", || lab.client(&["access"]));
    lab.phase("limits", || lab.client(&["limits"]));
    let teams = teams(&lab);
    Journal::read(&lab.state()).assert_guarded(&teams);
    lab.phase("another limit", || another_limit(&lab));
    phase("a team less", &|| a_team_less(&lab));
    lab.phase("access without it", || lab.client(&["access"]));
    phase("destroy", &|| {
        ROOTS.iter().rev().for_each(|root| destroy(&lab, root));
    });
    assert_eq!(lab.client(&["left"]), "", "left behind");
    let journal = Journal::read(&lab.state());
    journal.assert_guarded_to_the_end(&teams);
    let broken = [
        "apis/openai-api/policies/policy".to_owned(),
        format!("products/product-{HALF}/policies/policy"),
    ];
    assert_eq!(journal.refused(), broken, "refused by the cloud");
    lab.report();
}

fn init(lab: &Session, root: &str) {
    lab.terraform(root, &["init"]).expect(root);
}

fn destroy(lab: &Session, root: &str) {
    let arguments = ["destroy", "-auto-approve", "-parallelism=30"];
    lab.terraform(root, &arguments).expect(root);
}

/// Applies a root for the first time, or what is missing of it.
fn create(lab: &Session, root: &str) {
    let arguments = ["apply", "-auto-approve", "-parallelism=30"];
    lab.terraform(root, &arguments).expect(root);
}

/// What the service refuses: it knows no such backend.
const INVALID: (&str, &str) = (
    "  <inbound>\n",
    "  <inbound>\n    <set-backend-service backend-id=\"nowhere\" />\n",
);

/// The service refuses the API's policy: then nothing answers, and no team can be planned.
fn platform_without_its_guard(lab: &Session) {
    lab.edit("generated/demo/policies/api.xml", INVALID.0, INVALID.1);
    let arguments = ["apply", "-auto-approve", "-parallelism=30"];
    let said = lab
        .terraform("10-platform", &arguments)
        .refused("ValidationError");
    assert!(said.contains("nowhere"), "{said}");
    lab.client(&["without-guard"]);
    lab.terraform("30-tenants", &["plan"])
        .refused("/apis/openai-api/policies/policy");
    assert_eq!(lab.build(), ["policies/api.xml"], "a build heals");
}

/// Models and teams have nothing to do with each other. Here the service refuses one product's policy: that team gets neither
/// API nor key, and the others are served.
fn models_and_tenants(lab: &Session) {
    let policy = format!("policies/products/{HALF}.xml");
    lab.edit(&format!("generated/demo/{policy}"), INVALID.0, INVALID.1);
    thread::scope(|scope| {
        scope.spawn(|| models(lab));
        scope.spawn(|| {
            let arguments = ["apply", "-auto-approve", "-parallelism=30"];
            lab.terraform("30-tenants", &arguments)
                .refused("ValidationError");
        });
    });
    lab.client(&["half-applied", HALF]);
    assert_eq!(lab.build(), [policy], "a build heals");
    create(lab, "30-tenants");
}

/// The models' root, and the chart by Helm itself: the lab's provider only renders it.
fn models(lab: &Session) {
    create(lab, "20-models");
    let kubeconfig = lab.folder().join("kubeconfig");
    std::fs::write(&kubeconfig, lab.client(&["kubeconfig"])).unwrap();
    let chart = lab.folder().join("generated/demo/helm/kaito-models");
    let arguments = [
        "run",
        "helm",
        "--kubeconfig",
        kubeconfig.as_str(),
        "upgrade",
        "--install",
        "kaito-models",
        chart.as_str(),
        "--namespace",
        "kaito-models",
        "--create-namespace",
        "--wait",
        "--timeout",
        "60s",
    ];
    lab.lab("helm", &arguments).expect("helm");
}

/// The demo's teams, as the inputs say.
fn teams(lab: &Session) -> Vec<String> {
    let said = lab.client(&["teams"]);
    said.lines().map(str::to_owned).collect()
}

/// One number changes in one team's file: one policy changes, and the new limit holds.
fn another_limit(lab: &Session) -> String {
    let path = format!("teams/{CHANGED}/access.yaml");
    lab.edit(
        &path,
        "gpt-5.6-terra, tokensPerMinute: 10000,",
        "gpt-5.6-terra, tokensPerMinute: 7000,",
    );
    let policy = format!("policies/products/{CHANGED}.xml");
    assert_eq!(lab.build(), ["manifest.json".to_owned(), policy]);
    let address = format!("module.team_{CHANGED}.azurerm_api_management_product_policy.team");
    let wanted = [(address, "update".to_owned())];
    assert_eq!(plan(lab, "30-tenants"), wanted.into());
    let before = Journal::read(&lab.state()).len();
    apply(lab, "30-tenants");
    let journal = Journal::read(&lab.state());
    let written = format!("products/product-{CHANGED}/policies/policy");
    assert_eq!(journal.written_since(before), [written]);
    lab.client(&["limits", CHANGED])
}

/// A team's folder goes: what is destroyed is its own, and its keys are nobody's.
fn a_team_less(lab: &Session) {
    let keys = lab.client(&["keys", REMOVED]);
    std::fs::remove_dir_all(lab.folder().join("teams").join(REMOVED)).unwrap();
    for path in lab.build() {
        let own = format!("team-{REMOVED}.tf");
        let fine = path.starts_with("runtime/")
            || ["manifest.json", "README.md"].contains(&path.as_str())
            || path == format!("policies/products/{REMOVED}.xml")
            || ["30-tenants", "40-keys"].iter().any(|root| {
                [&own, "outputs.tf"]
                    .contains(&path.trim_start_matches(&format!("terraform/{root}/")))
            });
        assert!(fine, "removing {REMOVED} changes {path}");
    }
    for root in ["40-keys", "30-tenants"] {
        let changes = plan(lab, root);
        let own = format!("module.team_{REMOVED}.");
        let fine = |(address, actions): (&String, &String)| {
            address.starts_with(&own) && actions == "delete"
        };
        assert!(
            !changes.is_empty() && changes.iter().all(fine),
            "removing {REMOVED} changes {changes:#?}"
        );
        apply(lab, root);
    }
    let mut arguments = vec!["removed", REMOVED];
    arguments.extend(keys.lines());
    lab.client(&arguments);
}
