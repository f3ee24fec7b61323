//! Hooks before a commit, run by git and by the real `pre-commit`: what is staged is what counts.

#![cfg(test)]

use std::process::Output;

use camino::{Utf8Path, Utf8PathBuf};

use crate::harness::tests;
use crate::programs::Tool;
use crate::support::git::Git;
use crate::support::{copy_inputs, docs, repository, scratch, texts};

tests![
    the_plain_hook_of_the_readme,
    a_plain_hook_that_remedies,
    pre_commit_runs_the_hook_that_remedies,
    pre_commit_runs_the_hooks_of_this_repository,
    pre_commit_takes_the_file_of_hooks,
];

const ACCESS: &str = "teams/beta/access.yaml";
const CONFIG: &str = ".pre-commit-config.yaml";
const POLICY: &str = "generated/demo/policies/products/beta.xml";

/// A block of the documentation's section on commits.
fn documented(kind: &str) -> String {
    let section = docs::section("pull-requests", "Before each commit\n");
    let block = section.split(&format!("```{kind}\n")).nth(1).unwrap();
    block.split("```").next().unwrap().to_owned()
}

/// A commit through the hooks.
fn commit(git: &Git, home: &Utf8Path, arguments: &[&str]) -> (bool, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = git
        .command("git")
        .args(["commit", "--message", "A change"])
        .args(arguments)
        .env("PRE_COMMIT_HOME", home)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&stdout).into_owned();
    (status.success(), said + &String::from_utf8_lossy(&stderr))
}

/// What any hook has to do, however it was installed. `git` has a committed platform.
fn obeys(git: &Git, home: &Utf8Path) {
    let refused = |arguments: &[&str], why: &[&str]| {
        let before = git.run(&["rev-parse", "HEAD"]);
        let (done, said) = commit(git, home, arguments);
        assert!(!done, "{said}");
        for words in why {
            assert!(said.contains(words), "no {words} in\n{said}");
        }
        assert_eq!(git.run(&["rev-parse", "HEAD"]), before);
    };
    let accepted = |arguments: &[&str]| {
        let (done, said) = commit(git, home, arguments);
        assert!(done, "{said}");
    };
    let good = std::fs::read_to_string(git.root.join(ACCESS)).unwrap();

    // A good commit passes beside a broken file that is not part of it.
    git.edit(ACCESS, "CC-12345", "CC-2");
    assert_eq!(git.platgen(&["build", "--quiet"]).0, Some(0));
    git.run(&["add", "--all"]);
    git.write("teams/draft/access.yaml", "team: [\n");
    accepted(&[]);

    // A misspelt key, though the working tree has been repaired since.
    let good = good.replace("CC-12345", "CC-2");
    git.edit(ACCESS, "tokensPerMinute", "tokenPerMinute");
    git.run(&["add", ACCESS]);
    git.write(ACCESS, &good);
    let place = format!("--> {ACCESS}:4:23");
    refused(
        &[],
        &["unknown-key", "did you mean `tokensPerMinute`?", &place],
    );
    git.run(&["reset", "--quiet"]);

    // Outputs that were not built, or built and not staged; `--all` stages them on the way.
    git.edit(ACCESS, "tokensPerMinute: 10000", "tokensPerMinute: 20000");
    refused(&["--all"], &[&format!("+++ b/{POLICY}")]);
    std::fs::remove_dir_all(git.root.join("teams/draft")).unwrap();
    assert_eq!(git.platgen(&["build", "--quiet"]).0, Some(0));
    refused(&[ACCESS], &[&format!("+++ b/{POLICY}")]);
    accepted(&["--all"]);

    // A team that goes takes its outputs along; nothing but removals is staged.
    git.run(&["rm", "--quiet", ACCESS]);
    refused(&[], &[&format!("--- a/{POLICY}")]);
    assert_eq!(git.platgen(&["build", "--quiet"]).0, Some(0));
    git.run(&["add", "--all"]);
    accepted(&[]);
    assert_eq!(git.run(&["status", "--porcelain"]), "");
}

fn platform(name: &str) -> Git {
    let root = scratch(name);
    let origin = Git::init(&root);
    copy_inputs(&repository().join("tests/cases/one-team"), &root);
    assert_eq!(origin.platgen(&["build", "--quiet"]).0, Some(0));
    origin.commit_all("The platform");
    // Hooks are a matter of each clone.
    let clone = scratch(&format!("{name}-clone"));
    origin.run(&["clone", "--quiet", ".", clone.as_str()]);
    Git { root: clone }
}

fn the_plain_hook_of_the_readme() {
    let git = platform("hook-plain");
    let hook = git.root.join(".git/hooks/pre-commit");
    git.write(".git/hooks/pre-commit", &documented("sh"));
    std::fs::set_permissions(hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    obeys(&git, Utf8Path::new(""));
}

/// What a hook that remedies has to do. `git` has a committed platform.
fn remedies(git: &Git, home: &Utf8Path) {
    let whole = |git: &Git| {
        let status = git.run(&["status", "--porcelain"]);
        let check = git.platgen(&["build", "--check", "--staged", "--quiet"]);
        assert_eq!((status.as_str(), check.0), ("", Some(0)), "{}", check.1);
    };
    // Outputs come into the commit, and into the working tree.
    git.edit(ACCESS, "tokensPerMinute: 10000", "tokensPerMinute: 20000");
    let (done, said) = commit(git, home, &["--all"]);
    assert!(done && said.contains(POLICY), "{said}");
    whole(git);

    // What is not staged stays what it is.
    git.edit(ACCESS, "tokensPerMinute: 20000", "tokensPerMinute: 30000");
    git.run(&["add", ACCESS]);
    git.write("teams/draft/access.yaml", "team: [\n");
    let (done, said) = commit(git, home, &[]);
    assert!(done, "{said}");
    assert_eq!(
        git.run(&["status", "--porcelain", "teams"]),
        "?? teams/draft/\n"
    );
    let staged = git.platgen(&["build", "--check", "--staged", "--quiet"]);
    assert_eq!(staged.0, Some(0), "{}", staged.1);
    std::fs::remove_dir_all(git.root.join("teams/draft")).unwrap();
    assert_eq!(git.platgen(&["build", "--quiet"]).0, Some(0));
    whole(git);

    // A team that goes takes its outputs along; what is in order needs no word.
    git.run(&["rm", "--quiet", ACCESS]);
    let (done, said) = commit(git, home, &[]);
    assert!(done && said.contains(POLICY), "{said}");
    whole(git);
    let (done, said) = commit(git, home, &["--allow-empty"]);
    assert!(done && !said.contains("generated"), "{said}");

    // An error stays one, and nothing is staged.
    git.edit("catalog/models.yaml", "capacity:", "capacty:");
    git.run(&["add", "--all"]);
    let (done, said) = commit(git, home, &[]);
    assert!(!done && said.contains("unknown-key"), "{said}");
    assert_eq!(
        git.run(&["diff", "--cached", "--name-only"]),
        "catalog/models.yaml\n"
    );
    git.run(&["reset", "--quiet", "--hard"]);
}

fn a_plain_hook_that_remedies() {
    let git = platform("hook-remedy");
    let hook = git.root.join(".git/hooks/pre-commit");
    git.write(
        ".git/hooks/pre-commit",
        "#!/bin/sh\nexec platgen build --stage --quiet\n",
    );
    std::fs::set_permissions(hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    remedies(&git, Utf8Path::new(""));
    // A commit of named paths would lose what a hook stages.
    git.edit("catalog/models.yaml", "capacity: ", "capacity: 1");
    let (done, said) = commit(&git, Utf8Path::new(""), &["catalog/models.yaml"]);
    assert!(!done && said.contains("git add"), "{said}");
}

fn pre_commit_runs_the_hook_that_remedies() {
    let tool = Tool::find("pre-commit");
    let git = platform("hook-pre-commit-remedy");
    let (from, commit) = hooks("hook-repository-remedy");
    let repo = format!("  - repo: {from}\n    rev: {commit}\n");
    git.write(
        CONFIG,
        &format!("repos:\n{repo}    hooks:\n      - id: platgen-build-system\n"),
    );
    git.commit_all("Hooks");
    let home = scratch("hook-home-remedy");
    let install = pre_commit(&tool, &git, &home, &["install"]);
    assert!(install.status.success(), "{}", texts(&install).1);
    remedies(&git, &home);
}

/// A repository that holds this repository's hooks: its path and its commit.
fn hooks(name: &str) -> (Utf8PathBuf, String) {
    let git = Git::init(&scratch(name));
    let file = ".pre-commit-hooks.yaml";
    let text = std::fs::read_to_string(repository().join(file)).unwrap();
    git.write(file, &text);
    git.commit_all("Hooks");
    let commit = git.run(&["rev-parse", "HEAD"]).trim().to_owned();
    (git.root, commit)
}

fn pre_commit_runs_the_hooks_of_this_repository() {
    let tool = Tool::find("pre-commit");
    let git = platform("hook-pre-commit");
    let (from, commit) = hooks("hook-repository");
    let config = documented("yaml")
        .replace("https://git.example.com/platform/platgen", from.as_str())
        .replace("0123456789abcdef0123456789abcdef01234567", &commit)
        // The others need cargo and its registry.
        .replace(
            "id: platgen-build-check ",
            "id: platgen-build-check-system ",
        );
    let config =
        config + "      - id: platgen-check-system\n      - id: platgen-schema-check-system\n";
    git.write(CONFIG, &config);
    assert_eq!(git.platgen(&["schema"]).0, Some(0));
    git.commit_all("Hooks");
    let home = scratch("hook-home");
    let install = pre_commit(&tool, &git, &home, &["install"]);
    assert!(install.status.success(), "{}", texts(&install).1);
    obeys(&git, &home);
    let all = pre_commit(&tool, &git, &home, &["run", "--all-files"]);
    let (said, _) = texts(&all);
    assert_eq!(said.matches("Passed").count(), 3, "{said}");
}

fn pre_commit_takes_the_file_of_hooks() {
    let tool = Tool::find("pre-commit");
    let home = scratch("hook-manifest");
    let tool = tool.with("PRE_COMMIT_HOME", home.as_str());
    tool.run(
        repository().as_std_path(),
        &["validate-manifest", ".pre-commit-hooks.yaml"],
    );
    let text = std::fs::read_to_string(repository().join(".pre-commit-hooks.yaml")).unwrap();
    let hooks: Vec<yaml_serde::Value> = yaml_serde::from_str(&text).unwrap();
    for hook in &hooks {
        let word = |key: &str| hook[key].as_str().unwrap().to_owned();
        // Each can be run by hand: the words of its entry are a command.
        let entry = word("entry");
        let mut words = entry.split(' ').skip(1).collect::<Vec<_>>();
        words.push("--help");
        let help = crate::support::platgen(&repository(), &words);
        assert_eq!(help.status.code(), Some(0), "{entry}");
        let system = word("id").ends_with("-system");
        assert_eq!(word("language"), if system { "system" } else { "rust" });
    }
    assert_eq!(hooks.len(), 8);
}

fn pre_commit(tool: &Tool, git: &Git, home: &Utf8Path, arguments: &[&str]) -> Output {
    git.command(tool.program().to_str().unwrap())
        .args(arguments)
        .env("PRE_COMMIT_HOME", home)
        .output()
        .unwrap()
}
