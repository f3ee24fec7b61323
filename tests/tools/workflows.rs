//! Workflows for GitHub, this repository's own and those for a platform's repository, as linters of workflows see them.

#![cfg(test)]

use crate::harness::tests;
use crate::programs::Tool;
use crate::support::git::Git;
use crate::support::{copy_tree, repository, scratch};

tests![
    actionlint_has_no_objection,
    zizmor_has_no_objection,
    pipelines_keep_to_their_public_schemas
];

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

/// Azure Pipelines' and GitLab's, as check-jsonschema carries them.
fn pipelines_keep_to_their_public_schemas() {
    let checker = Tool::find("check-jsonschema");
    for (service, schema, begins, folder) in [
        (
            "azure",
            "vendor.azure-pipelines",
            "azure-pipelines.yml",
            ".azure",
        ),
        ("gitlab", "vendor.gitlab-ci", ".gitlab-ci.yml", ".gitlab"),
    ] {
        let git = Git::init(&scratch(&format!("workflows-schema-{service}")));
        let ask = ["init", "--ci", service, "--reviewers", "@contoso/platform"];
        let (code, said) = git.platgen(&ask);
        assert_eq!(code, Some(0), "{said}");
        let below = git.root.join(folder).read_dir_utf8().unwrap();
        let below = below.map(|entry| format!("{folder}/{}", entry.unwrap().file_name()));
        let files: Vec<String> = below.filter(|path| !path.ends_with("CODEOWNERS")).collect();
        assert!(!files.is_empty());
        // Azure's schema has patterns that only older regular expressions take.
        let mut words = vec![
            "--regex-variant",
            "nonunicode",
            "--builtin-schema",
            schema,
            begins,
        ];
        words.extend(files.iter().map(String::as_str));
        checker.run(git.root.as_std_path(), &words);
    }
}
