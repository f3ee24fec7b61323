//! Files to begin with: a platform, its models, a team, and workflows that check them.
//!
//! What somebody said goes into trees that the printer escapes; what nobody said is filled with placeholders, which are marked
//! as such and reported. Everything else is a fixed file out of `templates/scaffold`.

use crate::core::document::Asset;
use crate::core::document::yaml::Node;
use crate::core::files::placeholders::MARK;

macro_rules! asset {
    ($source:literal) => {
        Asset {
            source: $source,
            text: include_str!(concat!("../templates/", $source)),
            comment: None,
        }
    };
}

pub mod addition;
pub mod environment;
mod examples;
pub mod facts;
pub mod grant;
mod network;
mod owners;
mod pipelines;
mod platform;
pub mod remove;

pub use examples::{EXAMPLES, Example, example};
pub use network::NoSpace;
pub use owners::{OwnedTeam, codeowners, reviewers};
pub use pipelines::{azure, gitlab};
pub use platform::{Platform, Said, platform};

/// A model to begin with, which the first team is granted.
pub const MODELS: Asset = asset!("scaffold/models.yaml");

/// The workflows of a platform's repository, by their paths in it.
pub const WORKFLOWS: &[(&str, Asset)] = &[
    (
        ".github/workflows/platform.yml",
        asset!("scaffold/workflows/platform.yml"),
    ),
    (
        ".github/actions/install-platgen/action.yml",
        asset!("scaffold/actions/install-platgen/action.yml"),
    ),
];

/// What GitHub has besides them.
pub const GITHUB: &[(&str, Asset)] = &[(
    ".github/workflows/terraform.yml",
    asset!("scaffold/workflows/terraform.yml"),
)];

/// What Azure Pipelines has, besides the file that names the environments.
pub const AZURE: &[(&str, Asset)] = &[
    (".azure/platform.yml", asset!("scaffold/azure/platform.yml")),
    (
        ".azure/terraform.yml",
        asset!("scaffold/azure/terraform.yml"),
    ),
    (".azure/roots.yml", asset!("scaffold/azure/roots.yml")),
    (
        ".azure/install-platgen.yml",
        asset!("scaffold/azure/install-platgen.yml"),
    ),
];

/// What GitLab has, besides the file that names the environments.
pub const GITLAB: &[(&str, Asset)] = &[(
    ".gitlab/platform.yml",
    asset!("scaffold/gitlab/platform.yml"),
)];

/// What a repository has wherever it is: `CODEOWNERS` apart, which names its teams.
pub const AROUND: &[(&str, Asset)] = &[
    (".gitattributes", asset!("scaffold/ci/gitattributes")),
    (".gitignore", asset!("scaffold/ci/gitignore")),
    (
        ".pre-commit-config.yaml",
        asset!("scaffold/ci/pre-commit-config.yaml"),
    ),
    (".editorconfig", asset!("scaffold/ci/editorconfig")),
    (".vscode/settings.json", asset!("scaffold/ci/settings.json")),
    ("teams/README.md", asset!("scaffold/ci/teams.md")),
];

/// What is known of a new team.
#[derive(Debug, Clone)]
pub struct Team<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its name for people.
    pub display_name: Option<&'a str>,
    /// Mail address of who answers for it.
    pub owner: Option<&'a str>,
    /// Who pays.
    pub cost_center: Option<&'a str>,
}

/// Who pays for a team of which nobody said so.
pub const COST_CENTER: &str = "CC-0";

/// A team's file that grants nothing, or the model of [`MODELS`].
pub fn team(team: &Team<'_>, with_example: bool) -> Node {
    let owner = match team.owner {
        Some(owner) => Node::from(owner),
        None => placeholder(
            "mail address of who answers for the team",
            format!("{}-lead@example.com", team.name),
        ),
    };
    let cost_center = match team.cost_center {
        Some(cost_center) => Node::from(cost_center),
        None => placeholder("who pays", COST_CENTER),
    };
    let display_name = team
        .display_name
        .map_or_else(|| format!("Team {}", team.name), str::to_owned);
    let about = Node::map([
        ("name", Node::from(team.name)),
        ("displayName", Node::from(display_name)),
        ("owner", owner),
        ("costCenter", cost_center),
    ]);
    let foundry = if with_example {
        let grant = Node::map([
            ("name", Node::from("gpt-4.1-mini")),
            ("tokensPerMinute", Node::Integer(10_000)),
            ("dailyTokenQuota", Node::Integer(1_000_000)),
        ]);
        Node::List(vec![grant])
    } else {
        let example = "Grants, like this one:\n- {name: gpt-4.1-mini, tokensPerMinute: 10000, dailyTokenQuota: 1000000}";
        Node::Commented(example.to_owned(), Box::new(Node::List(Vec::new())))
    };
    let models = Node::map([("foundry", foundry), ("kaito", Node::List(Vec::new()))]);
    with_modeline(
        "../../schemas/repository/team.schema.json",
        Node::map([("team", about), ("models", models)]),
    )
}

/// A value that nobody said, with words on what belongs there.
fn placeholder(what: &str, value: impl Into<Node>) -> Node {
    Node::Commented(format!("{MARK}{what}."), Box::new(value.into()))
}

/// A document under the line by which editors find its schema.
fn with_modeline(schema: &str, root: Node) -> Node {
    Node::Commented(
        format!("yaml-language-server: $schema={schema}"),
        Box::new(root),
    )
}
