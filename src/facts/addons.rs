//! Add-ons of a cluster that platgen knows by name: their charts, what those bring and need, and how long they are maintained.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Day, kubernetes};

/// One add-on.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Addon {
    /// As `catalog/addons.yaml` names it: `certManager`.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// The chart.
    pub chart: String,
    /// Where the project publishes the chart: `https://` or `oci://`.
    pub repository: String,
    /// The namespace that its documentation installs it in.
    pub namespace: String,
    /// The Pod Security level that its pods need; none where no source was read.
    #[serde(default)]
    pub pod_security: Option<String>,
    /// Who must reach it: `none`, `cluster` or `any`.
    pub ingress: String,
    /// What it must reach: `https` or `any`.
    pub egress: String,
    /// Signals that it takes, and the endpoint of each.
    #[serde(default)]
    pub receives: BTreeMap<String, String>,
    /// What there is once it runs.
    #[serde(default)]
    pub provides: Vec<String>,
    /// What must be there before it runs.
    #[serde(default)]
    pub needs: Vec<String>,
    /// The newest version of the chart that a source shows.
    #[serde(default)]
    pub seen: Option<Seen>,
    /// The oldest minor version of Kubernetes that it takes, where no range is published.
    #[serde(default)]
    pub kubernetes_from: Option<String>,
    /// Minor versions whose range is published.
    #[serde(default)]
    pub versions: Vec<Minor>,
    /// The last day on which it is maintained.
    #[serde(default)]
    pub ends: Option<Day>,
    /// The add-on to use in its place.
    #[serde(default)]
    pub instead: Option<String>,
}

/// A version, and when it was seen.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The version of the chart.
    pub version: String,
    /// The day of the source that shows it, where it has one.
    #[serde(default)]
    pub date: Option<Day>,
}

/// A minor version of an add-on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minor {
    /// `1.9`
    pub minor: String,
    /// The minor versions of Kubernetes that it is tested on; none where the page does not say.
    #[serde(default)]
    pub kubernetes: Option<Vec<String>>,
    /// The last day on which it is maintained.
    #[serde(default)]
    pub ends: Option<Day>,
}

impl Addon {
    /// What is published about the minor version that a version is of, `v1.9.2`.
    pub fn minor(&self, version: &str) -> Option<&Minor> {
        let wanted = kubernetes::number(version.strip_prefix('v').unwrap_or(version))?;
        let mut all = self.versions.iter();
        all.find(|known| kubernetes::number(&known.minor) == Some(wanted))
    }
}

/// Every add-on that is known.
pub fn all() -> &'static [Addon] {
    &super::addon_file().addons
}

/// The add-on of a name.
pub fn find(name: &str) -> Option<&'static Addon> {
    all().iter().find(|known| known.name == name)
}

/// When and where this was read.
pub fn about() -> &'static super::About {
    &super::addon_file().about
}
