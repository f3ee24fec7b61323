//! Workflows for GitHub: this repository's own and those for a platform's repository.

#![cfg(test)]

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use yaml_serde::Value;

use crate::support::git::Git;
use crate::support::{files, platgen, repository, scratch, texts};

const PLATFORM: &str = "workflows/platform.yml";

/// A new platform with workflows.
fn scaffolded(name: &str) -> Git {
    let git = Git::init(&scratch(name));
    let (code, said) = git.platgen(&["init", "--workflows"]);
    assert_eq!(code, Some(0), "{said}");
    git
}

fn workflow_files(root: &Utf8Path) -> BTreeMap<Utf8PathBuf, String> {
    let all = files(&root.join(".github")).into_iter();
    all.filter(|(path, _)| path.extension() == Some("yml"))
        .collect()
}

#[test]
fn the_demo_is_checked_like_every_platform() {
    let theirs = files(&repository().join("templates/scaffold"));
    let ours = workflow_files(&repository());
    assert_eq!(
        ours[Utf8Path::new(PLATFORM)],
        theirs[Utf8Path::new(PLATFORM)]
    );
    // Only where platgen comes from differs.
    assert!(ours.contains_key(Utf8Path::new("actions/install-platgen/action.yml")));
}

#[test]
fn nobody_gets_more_than_they_need() {
    let mut all = workflow_files(&repository());
    for folder in ["actions", "workflows"] {
        let theirs = files(&repository().join("templates/scaffold").join(folder));
        all.extend(
            theirs
                .into_iter()
                .map(|(path, text)| (Utf8Path::new(folder).join(path), text)),
        );
    }
    for (path, text) in all {
        assert!(!text.contains("pull_request_target"), "{path}");
        for used in text.lines().filter_map(|line| line.split("uses: ").nth(1)) {
            let (action, version) = used.split_once(" # v").unwrap_or((used, ""));
            let pinned = action.split_once('@').is_some_and(|(_, commit)| {
                commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit())
            });
            assert!(
                action.starts_with("./") || (pinned && !version.is_empty()),
                "{path}: {used}"
            );
        }
        let yaml: Value = yaml_serde::from_str(&text).unwrap();
        let Some(jobs) = yaml.get("jobs").and_then(Value::as_mapping) else {
            continue;
        };
        assert!(
            yaml["permissions"].as_mapping().unwrap().is_empty(),
            "{path}"
        );
        assert!(yaml["concurrency"]["group"].is_string(), "{path}");
        for (name, job) in jobs {
            let rights = job["permissions"].as_mapping().unwrap();
            // Who may ask for a token of Azure is bound to an environment, which Azure and reviewers look at.
            let token = rights.contains_key("id-token");
            assert!(!token || job["environment"].is_string(), "{path}: {name:?}");
            let others = rights
                .iter()
                .filter(|(name, _)| name.as_str() != Some("id-token"));
            let writes = others
                .map(|(_, right)| right)
                .any(|right| right.as_str() == Some("write"));
            let steps = job["steps"].as_sequence().unwrap();
            let takes_code = steps.iter().any(|step| {
                let uses = step.get("uses").and_then(Value::as_str).unwrap_or_default();
                uses.starts_with("./") || uses.starts_with("actions/checkout@")
            });
            assert!(!(writes && takes_code), "{path}: {name:?}");
            assert!(job["timeout-minutes"].is_number(), "{path}: {name:?}");
        }
    }
}

/// The commands of the checking job by the names of their steps, as the workflow runs them: exit code and what was said.
fn checked(git: &Git) -> BTreeMap<String, (Option<i32>, String)> {
    checked_against(git, "")
}

/// The same in a pull request, which is compared with a commit.
fn checked_against(git: &Git, commit: &str) -> BTreeMap<String, (Option<i32>, String)> {
    let text = std::fs::read_to_string(git.root.join(".github").join(PLATFORM)).unwrap();
    let yaml: Value = yaml_serde::from_str(&text).unwrap();
    let steps = yaml["jobs"]["check"]["steps"].as_sequence().unwrap();
    let mut found = BTreeMap::new();
    for step in steps {
        let Some(run) = step.get("run").and_then(Value::as_str) else {
            continue;
        };
        let shell = ["--noprofile", "--norc", "-eo", "pipefail", "-c", run];
        let mut bash = git.command("bash");
        bash.args(shell).env("GITHUB_STEP_SUMMARY", "summary.md");
        bash.env("TODAY", "2026-12-01").env("BASE", commit);
        let output = bash.output().unwrap();
        let (stdout, stderr) = texts(&output);
        let name = step["name"].as_str().unwrap().to_owned();
        found.insert(name, (output.status.code(), stdout + &stderr));
    }
    found
}

const INPUTS: &str = "Inputs keep to their schemas and rules";
const SCHEMAS: &str = "Schemas are those of this platgen";
const OUTPUTS: &str = "Outputs are what the inputs compile to";
const SARIF: &str = "Findings for code scanning";
const CHANGE: &str = "What changes";
const REPORT: &str = "Report";

#[test]
fn the_steps_do_what_they_say() {
    let git = scaffolded("workflows-run");
    let codes = |git: &Git| -> BTreeMap<String, Option<i32>> {
        let checked = checked(git).into_iter();
        checked.map(|(name, (code, _))| (name, code)).collect()
    };
    let expect = |wanted: [i32; 6]| -> BTreeMap<String, Option<i32>> {
        let names = [INPUTS, SCHEMAS, OUTPUTS, SARIF, CHANGE, REPORT].map(str::to_owned);
        names.into_iter().zip(wanted.map(Some)).collect()
    };
    // Nothing is built yet.
    assert_eq!(codes(&git), expect([0, 0, 1, 0, 0, 0]));
    assert!(checked(&git)[OUTPUTS].1.contains("::error title=Drift::"));
    assert_eq!(git.platgen(&["build", "--quiet"]).0, Some(0));
    assert_eq!(codes(&git), expect([0, 0, 0, 0, 0, 0]));
    git.edit("schemas/team.schema.json", "platgen team", "our team");
    git.edit("teams/example/access.yaml", "owner:", "ower:");
    assert_eq!(codes(&git), expect([1, 1, 1, 0, 0, 1]));
    let said = checked(&git)[INPUTS].1.clone();
    assert!(
        said.contains("file=teams/example/access.yaml,line=6,"),
        "{said}"
    );
    let sarif = std::fs::read_to_string(git.root.join("platgen.sarif")).unwrap();
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let mut results = sarif["runs"][0]["results"].as_array().unwrap().iter();
    assert!(results.any(|result| result["ruleId"] == "unknown-key"));
}

#[test]
fn a_pull_request_is_reported_what_changes_and_what_it_destroys_is_agreed_on() {
    let git = scaffolded("workflows-report");
    let read = |path: &str| std::fs::read_to_string(git.root.join(path)).unwrap();
    git.commit_all("Begin");
    assert_eq!(checked(&git)[REPORT].0, Some(0));
    assert_eq!(read("change.md"), "");
    assert!(read("report.md").starts_with("## Platform report: "));
    let team = "teams/example/access.yaml";
    git.edit(team, "models:", "enabled: false\nmodels:");
    let steps = checked_against(&git, "HEAD");
    assert_eq!(
        (steps[INPUTS].0, steps[CHANGE].0),
        (Some(0), Some(0)),
        "{steps:?}"
    );
    let reported = read("change.md");
    assert!(reported.starts_with("## What changes: "), "{reported}");
    assert!(
        reported.contains("team **example** is suspended"),
        "{reported}"
    );
    assert!(read("summary.md").contains(&reported));
    assert!(read("report.html").starts_with("<!doctype html>"));
    // The team goes: somebody has to say so.
    git.run(&["rm", "-r", "--quiet", "--force", "teams/example"]);
    let steps = checked_against(&git, "HEAD");
    assert_eq!(steps[INPUTS].0, Some(1));
    let said = &steps[INPUTS].1;
    assert!(
        said.contains("file=catalog/removals.yaml") && said.contains("team `example` would go"),
        "{said}"
    );
    git.write(
        "catalog/removals.yaml",
        "removals:\n  - {team: example, reason: It was an example, expires: \"2027-01-31\"}\n",
    );
    assert_eq!(checked_against(&git, "HEAD")[INPUTS].0, Some(0));
    // A version before that does not compile keeps nobody from the report, and is no secret.
    git.write("catalog/expectations.yaml", "nonsense: 1\n");
    git.commit_all("Break");
    std::fs::remove_file(git.root.join("catalog/expectations.yaml")).unwrap();
    let steps = checked_against(&git, "HEAD");
    assert_eq!((steps[CHANGE].0, steps[REPORT].0), (Some(0), Some(0)));
    let reported = read("change.md");
    assert!(
        reported.contains("cannot be compared") && reported.contains("    platgen: "),
        "{reported}"
    );
}

/// A released binary, and only the one whose checksum is written there.
#[test]
fn what_is_installed_is_the_release_that_is_named() {
    let git = scaffolded("workflows-source");
    let path = ".github/actions/install-platgen/action.yml";
    let text = std::fs::read_to_string(git.root.join(path)).unwrap();
    let yaml: Value = yaml_serde::from_str(&text).unwrap();
    let step = yaml["runs"]["steps"][0]["run"].as_str().unwrap().to_owned();
    let paths = git.root.join("paths");
    let run = |script: &str| {
        let mut bash = git.command("bash");
        bash.args(["-eo", "pipefail", "-c", script]);
        bash.env("RUNNER_TEMP", &git.root)
            .env("GITHUB_PATH", &paths);
        let output = bash.output().unwrap();
        (output.status.code(), texts(&output).0)
    };
    let (code, said) = run(&step);
    assert_eq!(code, Some(1));
    let line = said.split("line=").nth(1).unwrap().split("::").next();
    let line: usize = line.unwrap().parse().unwrap();
    assert!(text.lines().nth(line - 1).unwrap().contains("url="));
    git.write("released", "#!/bin/sh\necho it\n");
    let sum = git.command("sha256sum").arg("released").output().unwrap();
    let sum = texts(&sum).0.split(' ').next().unwrap().to_owned();
    let url = "https://releases.example.com/platgen/platgen-x86_64-unknown-linux-gnu";
    let named = step.replacen(url, &format!("file://{}/released", git.root), 1);
    assert_ne!(run(&named).0, Some(0), "another checksum");
    assert!(!paths.exists());
    assert_eq!(run(&named.replace(&"0".repeat(64), &sum)).0, Some(0));
    let folder = std::fs::read_to_string(&paths).unwrap();
    let installed = git.command(&format!("{}/platgen", folder.trim())).output();
    assert_eq!(texts(&installed.unwrap()).0, "it\n");
}

#[test]
fn all_that_github_needs_comes_with_a_new_repository_or_later() {
    let git = Git::init(&scratch("workflows-ci"));
    let ask = ["init", "--ci", "github", "--reviewers", "@contoso/platform"];
    let (code, said) = git.platgen(&ask);
    assert_eq!(code, Some(0), "{said}");
    let read = |path: &str| std::fs::read_to_string(git.root.join(path)).unwrap();
    assert!(read(".github/CODEOWNERS").contains("\n/teams/example/ @contoso/platform\n"));
    assert_eq!(git.platgen(&["build", "--quiet"]).0, Some(0));
    // What is ignored, checked by the hook and read by an editor is what platgen means by it.
    git.write(
        "generated/dev/terraform/10-platform/terraform.tfstate",
        "secret",
    );
    git.commit_all("Begin");
    assert_eq!(git.platgen(&["build", "--check"]).0, Some(0));
    let tracked = git.run(&["ls-files", "generated"]);
    assert!(!tracked.contains("tfstate") && tracked.contains("manifest.json"));
    let hook: Value = yaml_serde::from_str(&read(".pre-commit-config.yaml")).unwrap();
    let entry = hook["repos"][0]["hooks"][0]["entry"].as_str().unwrap();
    let words: Vec<&str> = entry.split(' ').skip(1).collect();
    assert_eq!(git.platgen(&words).0, Some(0), "{entry}");
    let settings: serde_json::Value = serde_json::from_str(&read(".vscode/settings.json")).unwrap();
    for schema in settings["yaml.schemas"].as_object().unwrap().keys() {
        assert!(git.root.join(schema).is_file(), "{schema}");
    }
    // Later, into a repository that has some of it: what is there stays.
    git.write(".gitignore", "mine\n");
    std::fs::remove_file(git.root.join(".github/CODEOWNERS")).unwrap();
    git.edit(
        "teams/example/access.yaml",
        "example-lead@example.com",
        "lead@contoso.com",
    );
    let (code, said) = git.platgen(&["new", "ci", "github", "--reviewers", "@contoso/platform"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("kept .gitignore") && said.contains("wrote .github/CODEOWNERS"),
        "{said}"
    );
    assert_eq!(read(".gitignore"), "mine\n");
    let line = "/teams/example/ lead@contoso.com @contoso/platform\n";
    assert!(read(".github/CODEOWNERS").contains(line));
    let (code, _) = git.platgen(&["new", "ci", "github", "--reviewers", "nobody at all"]);
    assert_eq!(code, Some(2));
}

/// The matrix of the workflow is made of what `affected` says, and names no root of an environment that is gone.
#[test]
fn the_roots_that_are_planned_are_those_that_change() {
    let git = scaffolded("workflows-matrix");
    git.commit_all("Begin");
    let text =
        std::fs::read_to_string(repository().join("templates/scaffold/workflows/terraform.yml"))
            .unwrap();
    let yaml: Value = yaml_serde::from_str(&text).unwrap();
    let steps = yaml["jobs"]["affected"]["steps"].as_sequence().unwrap();
    let step = steps
        .iter()
        .find(|step| step.get("id").and_then(Value::as_str) == Some("roots"));
    let run = step.unwrap()["run"].as_str().unwrap();
    let asked = |commit: &str| {
        let said = git.root.join("said");
        let _ = std::fs::remove_file(&said);
        let mut bash = git.command("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", run]);
        let output = bash
            .env("BASE", commit)
            .env("GITHUB_OUTPUT", &said)
            .output()
            .unwrap();
        assert!(output.status.success(), "{:?}", texts(&output));
        std::fs::read_to_string(said).unwrap()
    };
    assert_eq!(asked("HEAD"), "roots={\"include\":[]}\ncount=0\n");
    git.edit(
        "teams/example/access.yaml",
        "tokensPerMinute: 10000",
        "tokensPerMinute: 11000",
    );
    let said = asked("HEAD");
    assert!(
        said.ends_with("\ncount=1\n") && said.contains("\"root\":\"30-tenants\""),
        "{said}"
    );
}

#[test]
fn workflows_come_later_too_and_overwrite_nothing() {
    let root = Git::init(&scratch("workflows-later")).root;
    let output = platgen(&root, &["new", "workflows"]);
    assert_eq!(output.status.code(), Some(0), "{}", texts(&output).1);
    let before = files(&root.join(".github"));
    assert_eq!(before.len(), 2);
    assert!(
        texts(&platgen(&root, &["new", "workflows"]))
            .0
            .contains("nothing to write")
    );
    let path = root.join(".github").join(PLATFORM);
    std::fs::write(&path, "mine\n").unwrap();
    std::fs::remove_file(root.join(".github/actions/install-platgen/action.yml")).unwrap();
    let output = platgen(&root, &["new", "workflows"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(texts(&output).1.contains("foreign-file"));
    assert_eq!(files(&root.join(".github")).len(), 1, "all or none");
    assert_eq!(std::fs::read_to_string(path).unwrap(), "mine\n");
}

/// Azure Pipelines and GitLab get the same, each in its own words. Their schemas check it in `tests/tools/workflows.rs`.
#[test]
fn other_services_plan_and_apply_each_environment() {
    for (service, begins, owners) in [
        ("azure", "azure-pipelines.yml", None),
        ("gitlab", ".gitlab-ci.yml", Some(".gitlab/CODEOWNERS")),
    ] {
        let root = scratch(&format!("workflows-{service}"));
        crate::support::copy_inputs(&repository(), &root);
        let git = Git::init(&root);
        let ask = ["new", "ci", service, "--reviewers", "@contoso/platform"];
        let (code, said) = git.platgen(&ask);
        assert_eq!(code, Some(0), "{said}");
        let read = |path: &str| std::fs::read_to_string(git.root.join(path)).unwrap();
        let text = read(begins);
        for environment in ["demo", "prod"] {
            assert!(text.contains(environment), "{text}");
        }
        let yaml: Value = yaml_serde::from_str(&text).unwrap();
        assert!(yaml.is_mapping());
        if let Some(owners) = owners {
            let line = "/.gitlab/ @contoso/platform\n/.gitlab-ci.yml @contoso/platform\n";
            assert!(read(owners).contains(line), "{}", read(owners));
        }
        // Nothing is there twice, and whoever asks again hears so.
        assert!(git.platgen(&ask).1.contains("nothing to write"));
        let fresh = Git::init(&scratch(&format!("workflows-{service}-init")));
        let ask = ["init", "--ci", service, "--reviewers", "@contoso/platform"];
        assert_eq!(fresh.platgen(&ask).0, Some(0));
        let text = std::fs::read_to_string(fresh.root.join(begins)).unwrap();
        assert!(text.contains("dev"), "{text}");
    }
}

/// What a pull request holds never runs beside a token that can write to the repository.
#[test]
fn other_services_give_no_token_to_what_a_request_holds() {
    let folder = repository().join("templates/scaffold");
    let read = |path: &str| -> Value {
        yaml_serde::from_str(&std::fs::read_to_string(folder.join(path)).unwrap()).unwrap()
    };
    let text = |value: &Value| serde_json::to_string(value).unwrap();
    let azure = read("azure/platform.yml");
    for job in azure["stages"][0]["jobs"].as_sequence().unwrap() {
        let (steps, all) = (&job["steps"], text(job));
        let has_token = all.contains("System.AccessToken");
        let runs_nothing = steps[0]["checkout"].as_str() == Some("none");
        assert_eq!(has_token, runs_nothing, "{all}");
        assert!(
            runs_nothing || all.contains("\"persistCredentials\":\"false\""),
            "{all}"
        );
    }
    assert!(!text(&read("azure/roots.yml")).contains("AccessToken"));
    let gitlab = read("gitlab/platform.yml");
    for (name, job) in gitlab.as_mapping().unwrap() {
        let all = text(job);
        if !all.contains("PLATGEN_TOKEN") {
            continue;
        }
        assert_eq!(name.as_str(), Some("comment"));
        assert_eq!(job["variables"]["GIT_STRATEGY"].as_str(), Some("none"));
        let rules = text(&job["rules"]);
        assert!(rules.contains("== \\\"schedule\\\"") && !rules.contains("merge_request"));
        assert!(!text(&job["script"]).contains("\nplatgen "), "{all}");
    }
}
