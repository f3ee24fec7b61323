//! What a difference says, as data: the JSON form is exactly this, and the other forms show parts of it.

use schemars::JsonSchema;
use serde::Serialize;

use super::changes::{self, Kind, Side, Topic};
use super::words::{self, Piece};
use crate::core::fields::Meaning;
use crate::core::sources::Sources;

/// Raised when a key changes its meaning or goes; keys may be added without.
pub const SCHEMA_VERSION: u32 = 1;

/// What `platgen diff --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Diff {
    /// Raised when a key changes its meaning or goes; keys may be added without.
    pub schema_version: u32,
    /// `platform.name`; empty where there is no environment.
    pub platform: String,
    /// What is compared with.
    pub base: Base,
    /// The environments of either version, by name.
    pub environments: Vec<String>,
    /// What changes, the gravest meaning first; what is the same in several environments once.
    pub changes: Vec<Change>,
    /// Money, capacity, GPU quota and secrets, by environment; only where something changes.
    pub figures: Vec<Figures>,
    /// What applying does, by environment and root; only where something changes.
    pub terraform: Vec<Root>,
}

/// What is compared with.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Base {
    /// As it was named or found: `origin/main`, a folder.
    pub name: String,
    /// The commit; left out for a folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Whether another version of platgen wrote the base's outputs: what this version writes otherwise is no part of this.
    pub other_version: bool,
}

/// One thing that changes.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What it is about.
    pub topic: Topic,
    /// The team, for teams and grants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The model, for models and grants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Which property of it: its keys with dots between; left out for the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// What happens to it.
    pub kind: Kind,
    /// What it means, the gravest first.
    pub meanings: Vec<Meaning>,
    /// Its value before, in words; left out where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Its value now, in words; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The environments in which it changes so.
    pub environments: Vec<String>,
    /// The line that causes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
    /// The change as a sentence.
    pub text: String,
    /// The sentence in its parts.
    #[serde(skip)]
    pub pieces: Vec<Piece>,
}

impl Change {
    pub(super) fn of(found: &changes::Found, sources: &Sources) -> Self {
        let about = &found.about;
        let pieces = words::sentence(about);
        let position = found.at.map(|span| sources.position(span));
        Self {
            topic: about.topic,
            team: about.team.clone(),
            model: about.model.clone(),
            property: (!about.property.is_empty()).then(|| about.property.join(".")),
            kind: about.kind,
            meanings: about.meanings.to_vec(),
            before: about.before.clone(),
            after: about.after.clone(),
            environments: Vec::new(),
            at: position.map(|position| Place {
                path: position.path.into_string(),
                line: position.line,
                column: position.column,
                in_base: found.side == Side::Before,
            }),
            text: words::plain(&pieces),
            pieces,
        }
    }
}

/// A place in an input file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Path relative to the repository.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Whether it stands in the base, and is gone now.
    pub in_base: bool,
}

/// A number before and now.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pair<N> {
    /// Before.
    pub before: N,
    /// Now.
    pub after: N,
}

/// What an environment costs and needs.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// The environment.
    pub environment: String,
    /// What all teams together would pay in 30 days if they used everything as prompt tokens, in the catalog's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_prompt: Option<Pair<f64>>,
    /// The same, as answer tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_answer: Option<Pair<f64>>,
    /// Models of which another amount is granted, or which carry another amount.
    pub load: Vec<Load>,
    /// GPU quota that is needed, where it changes.
    pub quota: Vec<Quota>,
    /// Kubernetes Secrets (key `HF_TOKEN`) that have to be made before, by name.
    pub secrets: Vec<String>,
}

impl Figures {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.all_prompt.is_none()
            && self.all_answer.is_none()
            && self.load.is_empty()
            && self.quota.is_empty()
            && self.secrets.is_empty()
    }
}

/// How much of a model is granted, and how much it carries, in tokens per minute.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Load {
    /// The model.
    pub model: String,
    /// Granted to all teams that are not suspended.
    pub granted: Pair<u64>,
    /// What it carried; left out where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_before: Option<u64>,
    /// What it carries; left out where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u64>,
    /// Whether more is granted now than it carries, and was not before.
    pub newly_over: bool,
}

/// The quota that a family of VM sizes needs in a region, in vCPUs.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Quota {
    /// Azure's name of the family.
    pub family: String,
    /// The region.
    pub location: String,
    /// vCPUs.
    pub vcpus: Pair<u32>,
    /// Nodes.
    pub nodes: Pair<u32>,
}

/// What applying a root does.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Root {
    /// The environment.
    pub environment: String,
    /// `10-platform`.
    pub root: String,
    /// Each resource instance that something happens to, the gravest first.
    pub resources: Vec<Resource>,
}

/// What happens to a resource instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    /// Its address in Terraform.
    pub address: String,
    /// What Terraform will do.
    pub action: Action,
    /// The arguments that change; for a replacement, those that force it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<String>,
    /// The input line that causes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
}

/// What Terraform does to a resource, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// It goes.
    Destroy,
    /// It goes, and another one is made.
    Replace,
    /// It is changed where it is.
    Update,
    /// It is made.
    Create,
}

impl Action {
    /// Every action, the gravest first.
    pub const ALL: [Self; 4] = [Self::Destroy, Self::Replace, Self::Update, Self::Create];

    /// As a verb.
    pub fn word(self) -> &'static str {
        match self {
            Self::Destroy => "destroy",
            Self::Replace => "replace",
            Self::Update => "update in place",
            Self::Create => "create",
        }
    }
}
