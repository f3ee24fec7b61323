//! The Helm chart of the models: fixed templates, and the values of one environment.
//!
//! Everything that depends on KAITO's version is decided here ([`values`]); the templates know none of it.

use sha2::{Digest, Sha256};

use super::{Files, Target};
use crate::core::document::yaml::{File, Node};
use crate::core::document::{Asset, Document, Header};
use crate::core::plan::PlannedFile;
use crate::domain::platform::model::Platform;

mod values;

/// See the module.
pub(super) struct Helm;

macro_rules! chart {
    ($($path:literal)*) => {
        // Copied byte for byte: a comment in a template would be rendered with it.
        &[$(Asset {
            source: $path,
            text: include_str!(concat!("../../templates/", $path)),
            comment: None,
        },)*]
    };
}

/// The chart's fixed files, by path.
const CHART: &[Asset] = chart! {
    "helm/kaito-models/templates/NOTES.txt"
    "helm/kaito-models/templates/_helpers.tpl"
    "helm/kaito-models/templates/configmaps.yaml"
    "helm/kaito-models/templates/networkpolicies.yaml"
    "helm/kaito-models/templates/podmonitors.yaml"
    "helm/kaito-models/templates/services.yaml"
    "helm/kaito-models/templates/workspaces.yaml"
    "helm/kaito-models/values.schema.json"
};

/// What its users must know about is reported by this part of the chart's version.
const VERSION: &str = "1.0.0";

impl Target for Helm {
    fn name(&self) -> &'static str {
        "helm"
    }

    fn plan<'p>(&self, platform: &'p Platform) -> Vec<PlannedFile<'p>> {
        let mut files = Files::new(platform, self.name());
        for asset in CHART {
            files.add(asset.source, || Document::Asset(*asset));
        }
        files.add("helm/kaito-models/Chart.yaml", || {
            Document::Yaml(chart(platform))
        });
        files.add("helm/kaito-models/values.yaml", || {
            Document::Yaml(values::file(platform))
        });
        files.planned
    }
}

fn chart(platform: &Platform) -> File {
    let root = Node::map([
        ("apiVersion", Node::from("v2")),
        ("name", Node::from("kaito-models")),
        (
            "description",
            Node::from("KAITO models behind internal load balancers, for API Management alone"),
        ),
        ("type", Node::from("application")),
        (
            "version",
            Node::from(format!("{VERSION}+{}", digest(fixed()))),
        ),
        ("appVersion", Node::sourced(&platform.kaito.version)),
    ]);
    let header = Header {
        purpose: "The models on the cluster: Workspaces, their settings, load balancers and network policies.".to_owned(),
        inputs: platform.inputs.platform.clone(),
    };
    File { header, root }
}

/// Twelve hex digits over fixed files, by path. Terraform applies a local chart again only when its version or values change,
/// so a changed template must change the version.
pub(super) fn digest(mut files: Vec<(&str, &str)>) -> String {
    files.sort_unstable();
    let mut digest = Sha256::new();
    for (path, text) in files {
        digest.update(format!("{path}\0{}\0", text.len()));
        digest.update(text);
    }
    // The first 48 bits.
    let word = digest
        .finalize()
        .iter()
        .take(6)
        .fold(0_u64, |word, byte| (word << 8) | u64::from(*byte));
    format!("{word:012x}")
}

/// The fixed files of the chart, by their path in it.
fn fixed() -> Vec<(&'static str, &'static str)> {
    let in_chart = |asset: &Asset| {
        let path = asset.source.trim_start_matches("helm/kaito-models/");
        (path, asset.text)
    };
    CHART.iter().map(in_chart).collect()
}
