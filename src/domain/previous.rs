//! What an environment consisted of when its outputs were last written, as far as a change of it destroys something. Read back
//! from the outputs, which are the only memory that a compiler without state has.
//!
//! Only outputs that are as platgen wrote them are read (`output` holds them against their manifest), so a part that is
//! missing here was written by an older version, and nothing is said about it.

use std::collections::BTreeMap;

use camino::Utf8Path;
use serde::Deserialize;

use crate::core::output;

/// One environment as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Committed {
    /// Its names.
    pub platform: PlatformWas,
    /// Its Foundry models.
    pub foundry_models: Vec<FoundryModelWas>,
    /// Its KAITO models.
    pub kaito_models: Vec<KaitoModelWas>,
    /// Its teams.
    pub teams: Vec<TeamWas>,
}

/// What the platform was called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct PlatformWas {
    /// `platform.name`
    #[serde(default)]
    pub name: String,
    /// `platform.suffix`
    #[serde(default)]
    pub suffix: String,
    /// `platform.location`
    #[serde(default)]
    pub location: String,
}

/// A deployed Foundry model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct FoundryModelWas {
    /// What clients sent.
    #[serde(default)]
    pub name: String,
    /// The publisher's name.
    #[serde(default)]
    pub model: String,
    /// Its deployments.
    #[serde(default)]
    pub deployments: Vec<DeploymentWas>,
}

/// A deployment of a Foundry model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct DeploymentWas {
    /// Its name within its account.
    #[serde(default)]
    pub name: String,
    /// The region of its account.
    #[serde(default)]
    pub location: String,
    /// Its SKU.
    #[serde(default)]
    pub sku: String,
}

/// A model that ran on the cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KaitoModelWas {
    /// What clients sent.
    #[serde(default)]
    pub name: String,
    /// The address of its load balancer.
    #[serde(default, rename = "staticIP")]
    pub static_ip: String,
    /// Its Workspace.
    #[serde(default)]
    pub workspace: WorkspaceWas,
    /// What vLLM was given, by argument and without the served name; none if that is not known.
    #[serde(default, rename = "config", deserialize_with = "arguments")]
    pub arguments: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct ConfigWas {
    #[serde(default)]
    content: String,
}

#[derive(Deserialize)]
struct InferenceConfig {
    vllm: BTreeMap<String, Argument>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Argument {
    Integer(i64),
    Float(f64),
    Text(String),
}

/// From the text of KAITO's `inference_config.yaml`, which stands in the chart's values.
fn arguments<'de, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<Option<BTreeMap<String, String>>, D::Error> {
    let config = ConfigWas::deserialize(from)?;
    let Ok(InferenceConfig { vllm }) = yaml_serde::from_str(&config.content) else {
        return Ok(None);
    };
    let text = |argument| match argument {
        Argument::Integer(value) => value.to_string(),
        Argument::Float(value) => value.to_string(),
        Argument::Text(text) => text,
    };
    let chosen = vllm
        .into_iter()
        .filter(|(key, _)| key != "served-model-name");
    Ok(Some(
        chosen.map(|(key, value)| (key, text(value))).collect(),
    ))
}

/// A Workspace, as far as nobody can change it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceWas {
    /// Its name in Kubernetes.
    #[serde(default)]
    pub name: String,
    /// KAITO's name of the model.
    #[serde(default)]
    pub preset: String,
    /// VM size.
    #[serde(default)]
    pub instance_type: String,
}

/// A team that had a product and keys.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamWas {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// False: its keys were suspended.
    #[serde(default)]
    pub enabled: bool,
    /// The Key Vault secret with its primary key, if it was put there.
    #[serde(default)]
    pub secret: Option<String>,
    /// Its Foundry account, if it had one.
    #[serde(default)]
    pub foundry_account: Option<String>,
    /// The models it was granted.
    #[serde(default)]
    pub models: Vec<String>,
}

#[derive(Deserialize)]
struct Runtime {
    platform: PlatformWas,
    #[serde(default)]
    foundry: FoundryWas,
    #[serde(default)]
    teams: Vec<TeamWas>,
}

#[derive(Default, Deserialize)]
struct FoundryWas {
    #[serde(default)]
    models: Vec<FoundryModelWas>,
}

#[derive(Deserialize)]
struct Values {
    #[serde(default)]
    models: Vec<KaitoModelWas>,
}

/// The outputs that say what an environment was, relative to its folder.
const OUTPUTS: [&str; 2] = [
    "runtime/platform-runtime.yaml",
    "helm/kaito-models/values.yaml",
];

/// What the environments below `root` were when their outputs were last written.
///
/// # Errors
/// A file that cannot be read.
pub fn committed(root: &Utf8Path) -> Result<BTreeMap<String, Committed>, output::Failure> {
    output::committed(root, OUTPUTS, |[runtime, values]| {
        Committed::parse(&runtime, &values)
    })
}

impl Committed {
    /// From `runtime/platform-runtime.yaml` and the chart's `values.yaml`; none if either is not what platgen writes.
    pub fn parse(runtime: &str, values: &str) -> Option<Self> {
        let runtime: Runtime = yaml_serde::from_str(runtime).ok()?;
        let values: Values = yaml_serde::from_str(values).ok()?;
        Some(Self {
            platform: runtime.platform,
            foundry_models: runtime.foundry.models,
            kaito_models: values.models,
            teams: runtime.teams,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repositorys_own_outputs_are_understood() {
        let committed = Committed::parse(
            include_str!("../../generated/demo/runtime/platform-runtime.yaml"),
            include_str!("../../generated/demo/helm/kaito-models/values.yaml"),
        )
        .unwrap();
        assert_eq!(committed.platform.name, "hai");
        let team = |name: &str| committed.teams.iter().find(|team| team.name == name);
        assert!(team("beta").is_some_and(|team| team.enabled && team.models.len() == 3));
        assert!(team("delta").is_some_and(|team| !team.enabled));
        let model = &committed.kaito_models[0];
        assert!(!model.workspace.name.is_empty() && !model.static_ip.is_empty());
        let pooled = |model: &&FoundryModelWas| model.deployments.len() == 2;
        assert_eq!(committed.foundry_models.iter().filter(pooled).count(), 1);
    }

    #[test]
    fn what_platgen_does_not_write_says_nothing() {
        assert_eq!(Committed::parse("", ""), None);
        assert_eq!(Committed::parse("platform: 1", "models: []"), None);
        let least = Committed::parse("platform: {name: a}", "models: [{name: b}]").unwrap();
        assert_eq!(least.kaito_models.len(), 1);
    }
}
