//! A Helm chart per application: fixed templates, and the values of one environment.

use std::sync::LazyLock;

use super::{Files, Target};
use crate::core::document::yaml::{File, Node};
use crate::core::document::{Asset, Document, Header};
use crate::core::origin::Origin;
use crate::core::plan::PlannedFile;
use crate::domain::apps::model::{App, Component};
use crate::domain::consumers::model::Team;
use crate::domain::platform::model::Platform;

mod values;

/// See the module.
pub(super) struct Apps;

macro_rules! chart {
    ($($path:literal)*) => {
        // Copied byte for byte: a comment in a template would be rendered with it.
        &[$(($path, Asset {
            source: concat!("helm/app/", $path),
            text: include_str!(concat!("../../templates/helm/app/", $path)),
            comment: None,
        }),)*]
    };
}

/// The chart's fixed files, by their path in it.
const CHART: &[(&str, Asset)] = chart! {
    "templates/_helpers.tpl"
    "templates/configmap.yaml"
    "templates/deployment.yaml"
    "templates/gateway.yaml"
    "templates/hpa.yaml"
    "templates/httproute.yaml"
    "templates/migrations.yaml"
    "templates/monitors.yaml"
    "templates/networkpolicy.yaml"
    "templates/pdb.yaml"
    "templates/secretproviderclass.yaml"
    "templates/security.yaml"
    "templates/service.yaml"
    "templates/serviceaccount.yaml"
    "templates/traffic.yaml"
    "values.schema.json"
};

/// What its users must know about is reported by this part of the chart's version.
const VERSION: &str = "1.0.0";

impl Target for Apps {
    fn name(&self) -> &'static str {
        "apps"
    }

    fn plan<'p>(&self, platform: &'p Platform) -> Vec<PlannedFile<'p>> {
        let mut files = Files::new(platform, self.name());
        for app in &platform.apps {
            let folder = format!("helm/{}", app.name.value);
            let mut teams = platform.teams.iter();
            let team = teams.find(|team| team.name.value == app.team.value);
            let because: Vec<Origin> = team
                .into_iter()
                .flat_map(Team::origins)
                .chain(app.origins())
                .collect();
            for (path, asset) in CHART {
                files.add(&format!("{folder}/{path}"), || Document::Asset(*asset));
                files.subject(because.clone());
            }
            files.add(&format!("{folder}/Chart.yaml"), move || {
                Document::Yaml(chart(app))
            });
            files.subject(because.clone());
            files.add(&format!("{folder}/values.yaml"), move || {
                Document::Yaml(values::file(platform, app))
            });
            files.subject(because.clone());
        }
        files.planned
    }
}

fn chart(app: &App) -> File {
    let root = Node::map([
        ("apiVersion", Node::from("v2")),
        ("name", Node::sourced(&app.name)),
        ("description", Node::sourced(&app.display_name)),
        ("type", Node::from("application")),
        (
            "version",
            Node::from(format!("{VERSION}+{}", digest())).at(app.name.origin.entry()),
        ),
        ("kubeVersion", Node::from(">=1.32.0-0")),
    ]);
    let header = Header {
        purpose: format!(
            "An application of {}: its components, who reaches them, and what they reach.",
            app.team.value
        ),
        inputs: app.paths.clone(),
    };
    File { header, root }
}

/// Twelve hex digits over the fixed files: a changed template changes the version, by which delivery sees it. Made once, since it
/// is the same for all applications.
fn digest() -> &'static str {
    static DIGEST: LazyLock<String> = LazyLock::new(|| {
        let files = CHART.iter().map(|(path, asset)| (*path, asset.text));
        super::helm::digest(files.collect())
    });
    &DIGEST
}

/// Why a component's pods are there, or one of several things that follow from it.
fn of(component: &Component) -> Origin {
    component.name.origin.entry()
}
