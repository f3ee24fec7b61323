//! The files by which Azure Pipelines and GitLab begin: they name the environments, and all else is in fixed files beside them.
//!
//! Sources, read 2026-12-01: the public schemas of both, as the Python package check-jsonschema 0.39.0 carries them, by which what is
//! written here is checked (`tests/tools/workflows.rs`).

use std::collections::BTreeSet;

use crate::core::document::yaml::Node;

/// When what has ended is looked for: every night, by cron.
const NIGHTLY: &str = "17 4 * * *";

fn texts<'a>(all: impl IntoIterator<Item = &'a str>) -> Node {
    Node::List(all.into_iter().map(Node::from).collect())
}

/// `azure-pipelines.yml`
pub fn azure(environments: &BTreeSet<String>) -> Node {
    let main = || Node::map([("include", texts(["main"]))]);
    let schedule = Node::map([
        ("cron", Node::from(NIGHTLY)),
        ("displayName", Node::from("What has ended")),
        ("branches", main()),
        ("always", Node::from("true")),
    ]);
    let terraform = |environment: &String| {
        let name = Node::from(environment.as_str());
        Node::map([
            ("template", Node::from(".azure/terraform.yml")),
            ("parameters", Node::map([("environment", name)])),
        ])
    };
    let platform = Node::map([("template", Node::from(".azure/platform.yml"))]);
    let stages = std::iter::once(platform).chain(environments.iter().map(terraform));
    let root = Node::map([
        ("trigger", Node::map([("branches", main())])),
        ("schedules", Node::List(vec![schedule])),
        ("stages", Node::List(stages.collect())),
    ]);
    let words = "A new environment is named here. Pull requests: make a branch policy of main (build validation) of this pipeline.";
    Node::Commented(words.to_owned(), Box::new(root))
}

/// `.gitlab-ci.yml`
pub fn gitlab(environments: &BTreeSet<String>) -> Node {
    let include = Node::map([("local", Node::from(".gitlab/platform.yml"))]);
    let mut root = vec![("include".to_owned(), Node::List(vec![include]))];
    for environment in environments {
        for (verb, place) in [
            ("plan", format!("{environment}-plan")),
            ("apply", environment.clone()),
        ] {
            let mut environment_of_gitlab = vec![("name", Node::from(place))];
            if verb == "plan" {
                // It changes nothing there.
                environment_of_gitlab.push(("action", Node::from("prepare")));
            }
            let job = Node::map([
                ("extends", Node::from(format!(".{verb}"))),
                ("environment", Node::map(environment_of_gitlab)),
                (
                    "variables",
                    Node::map([("PLATGEN_ENVIRONMENT", Node::from(environment.as_str()))]),
                ),
            ]);
            root.push((format!("{verb} {environment}"), job));
        }
    }
    let words = format!(
        "A new environment has two jobs here. What has ended: make a schedule of the default branch, such as {NIGHTLY}."
    );
    Node::Commented(words, Box::new(Node::map(root)))
}
