//! Workflows for GitHub, this repository's own and those for a platform's repository, as linters of workflows see them.

#![cfg(test)]

use crate::harness::tests;
use crate::programs::Tool;
use crate::support::git::Git;
use crate::support::{copy_tree, repository, scratch};

tests![actionlint_has_no_objection, zizmor_has_no_objection];

/// Two repositories with workflows: a new platform's, and one with this repository's. The latter is made, since a source
/// archive of this one has no `.git` to find workflows by.
fn repositories(name: &str) -> [Git; 2] {
    let theirs = Git::init(&scratch(name));
    let (code, said) =
        theirs.platgen(&["init", "--ci", "github", "--reviewers", "@contoso/platform"]);
    assert_eq!(code, Some(0), "{said}");
    let ours = Git::init(&scratch(&format!("{name}-own")));
    copy_tree(&repository().join(".github"), &ours.root.join(".github"));
    [theirs, ours]
}

fn actionlint_has_no_objection() {
    let actionlint = Tool::find("actionlint");
    for git in repositories("workflows-lint") {
        let workflows = git.root.join(".github/workflows").read_dir_utf8().unwrap();
        assert!(workflows.count() >= 1, "{}", git.root);
        actionlint.run(git.root.as_std_path(), &["-no-color"]);
    }
}

fn zizmor_has_no_objection() {
    let zizmor = Tool::find("zizmor");
    let config = repository().join(".github/zizmor.yml");
    for git in repositories("workflows-security") {
        let arguments = [
            "--offline",
            "--quiet",
            "--config",
            config.as_str(),
            ".github",
        ];
        zizmor.run(git.root.as_std_path(), &arguments);
    }
}
