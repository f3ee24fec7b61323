//! `--staged`: the index is checked, whatever stands in the working tree.

#![cfg(test)]

use camino::Utf8Path;

use crate::support::git::Git;
use crate::support::{copy_inputs, repository, scratch, texts};

const ACCESS: &str = "teams/beta/access.yaml";

/// A built platform in a repository below `name`, nothing staged.
fn platform(root: &Utf8Path) -> Git {
    let git = Git::init(root);
    copy_inputs(&repository().join("tests/cases/one-team"), root);
    assert_eq!(git.platgen(&["build", "--quiet"]).0, Some(0));
    git
}

fn committed(name: &str) -> Git {
    let git = platform(&scratch(name));
    git.commit_all("The platform");
    git
}

fn staged(git: &Git) -> (Option<i32>, String) {
    git.platgen(&["build", "--check", "--staged", "--quiet"])
}

fn misspell(git: &Git) {
    git.edit(ACCESS, "tokensPerMinute", "tokenPerMinute");
}

#[test]
fn a_first_commit_is_checked_before_there_is_a_head() {
    let git = platform(&scratch("staged-first"));
    let (code, said) = staged(&git);
    assert_eq!(code, Some(2), "there is no index: {said}");
    assert!(said.contains("nothing is staged"), "{said}");
    git.run(&["add", "teams"]);
    let (code, said) = staged(&git);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("missing-input"), "{said}");
    git.run(&["add", "catalog", "teams"]);
    assert_eq!(git.platgen(&["check", "--staged"]).0, Some(0));
    let (code, said) = staged(&git);
    assert!(
        code == Some(1) && said.contains("+++ b/generated/demo/README.md"),
        "{said}"
    );
    git.run(&["add", "generated"]);
    assert_eq!(staged(&git), (Some(0), String::new()));
}

#[test]
fn the_working_tree_neither_saves_nor_spoils() {
    let git = committed("staged-apart");
    let good = std::fs::read_to_string(git.root.join(ACCESS)).unwrap();
    misspell(&git);
    git.write("teams/left over/access.yaml", "team: [\n");
    git.write("generated/demo/policies/products/beta.xml", "<mine/>\n");
    assert_eq!(staged(&git), (Some(0), String::new()), "nothing is staged");
    git.run(&["add", ACCESS]);
    git.write(ACCESS, &good);
    let (code, said) = staged(&git);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("unknown-key") && said.contains("--> teams/beta/access.yaml:4:23"),
        "{said}"
    );
    assert!(!said.contains("left over"), "{said}");
    let json = git.platgen(&["check", "--staged", "--format", "json"]).1;
    assert!(json.contains("\"teams/beta/access.yaml\""), "{json}");
}

#[test]
fn a_part_of_a_file_can_be_staged() {
    let git = committed("staged-part");
    git.edit(ACCESS, "CC-12345", "CC-54321");
    git.edit(ACCESS, "dailyTokenQuota: 5000000", "dailyTokenQuota: many");
    // The first change alone, as `git add --patch` stages it.
    let diff = git.run(&["diff", "--unified=0", ACCESS]);
    let hunks: Vec<&str> = diff.split("\n@@").collect();
    git.write(
        "part.patch",
        &format!("{}\n@@{}\n", hunks[0], hunks[1].trim_end()),
    );
    git.run(&["apply", "--cached", "--unidiff-zero", "part.patch"]);
    assert_eq!(git.platgen(&["check", "--staged"]).0, Some(0));
    assert_eq!(git.platgen(&["check"]).0, Some(1));
    let (code, said) = staged(&git);
    assert!(
        code == Some(1) && said.contains("CC-54321"),
        "outputs are stale: {said}"
    );
}

#[test]
fn removed_and_announced_files_count_as_a_commit_takes_them() {
    let git = committed("staged-removed");
    git.run(&["rm", "--quiet", "--cached", ACCESS]);
    let (code, said) = staged(&git);
    assert!(
        code == Some(1) && said.contains("--- a/generated/demo/policies/products/beta.xml"),
        "{said}"
    );
    git.run(&["add", ACCESS]);
    git.write("teams/gamma/access.yaml", "team: {}\n");
    git.run(&["add", "--intent-to-add", "teams/gamma/access.yaml"]);
    assert_eq!(staged(&git), (Some(0), String::new()));
}

#[test]
fn any_name_comes_through() {
    let git = committed("staged-names");
    git.write("catalog/models/größte modelle.yaml", "foundryModels: []\n");
    git.write("catalog/models/[a-z].yaml", "foundryModels: []\n");
    git.write("generated/demo/policies/my notes \u{1f600}.txt", "mine\n");
    git.run(&["add", "--all"]);
    let (code, said) = git.platgen(&["check", "--staged"]);
    assert!(
        code == Some(0) && !said.contains("error") && !said.contains("warning"),
        "{said}"
    );
    std::os::unix::fs::symlink("access.yaml", git.root.join("teams/beta/link.yaml")).unwrap();
    git.run(&["add", "--all"]);
    let (code, said) = git.platgen(&["check", "--staged"]);
    assert!(
        code == Some(1) && said.contains("special-file") && said.contains("teams/beta/link.yaml"),
        "{said}"
    );
}

#[test]
fn the_index_that_git_names_is_the_one() {
    let git = committed("staged-index");
    std::fs::copy(git.root.join(".git/index"), git.root.join(".git/other")).unwrap();
    misspell(&git);
    let with = |index: &str, arguments: &[&str]| {
        let mut command = git.command(arguments[0]);
        command.env("GIT_INDEX_FILE", index).args(&arguments[1..]);
        command.output().unwrap().status.code()
    };
    let check = ["platgen", "check", "--staged"];
    assert_eq!(with(".git/other", &["git", "add", ACCESS]), Some(0));
    assert_eq!(with(".git/other", &check), Some(1));
    assert_eq!(with(".git/index", &check), Some(0));
    assert_eq!(git.platgen(&["check", "--staged"]).0, Some(0));
}

#[test]
fn a_platform_in_a_folder_of_its_repository() {
    let top = scratch("staged-folder");
    let git = Git::init(&top);
    let platform = top.join("our platform");
    copy_inputs(&repository().join("tests/cases/one-team"), &platform);
    git.run(&["add", "--all"]);
    git.write("our platform/teams/beta/access.yaml", "broken: true\n");
    for (folder, root) in [(&top, "our platform"), (&platform, ".")] {
        let at = Git {
            root: folder.clone(),
        };
        let (code, said) = at.platgen(&["-C", root, "check", "--staged"]);
        assert_eq!(code, Some(0), "{said}");
    }
    git.run(&["add", "--all"]);
    let (code, said) = git.platgen(&["-C", "our platform", "check", "--staged"]);
    assert!(
        code == Some(1) && said.contains("--> teams/beta/access.yaml:1:1"),
        "{said}"
    );
}

#[test]
fn worktrees_and_submodules_have_their_own_index() {
    let main = scratch("staged-worktree").join("main");
    std::fs::create_dir_all(&main).unwrap();
    let git = platform(&main);
    git.commit_all("The platform");
    git.run(&["worktree", "add", "--quiet", "../linked"]);
    let linked = Git {
        root: git.root.parent().unwrap().join("linked"),
    };
    linked.edit(ACCESS, "tokensPerMinute", "tokenPerMinute");
    linked.run(&["add", "--all"]);
    assert_eq!(linked.platgen(&["check", "--staged"]).0, Some(1));
    assert_eq!(git.platgen(&["check", "--staged"]).0, Some(0));
    // As git runs a hook of the linked one.
    linked.write("hook", "#!/bin/sh\nexec platgen check --staged\n");
    let hooked = linked.attempt(&[
        "-c",
        "alias.as-hook=!GIT_DIR=$(git rev-parse --absolute-git-dir) sh hook",
        "as-hook",
    ]);
    assert_eq!(hooked.status.code(), Some(1), "{}", texts(&hooked).1);

    let outer = Git::init(&scratch("staged-submodule"));
    outer.run(&[
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        git.root.as_str(),
        "platform",
    ]);
    let inner = Git {
        root: outer.root.join("platform"),
    };
    inner.edit(ACCESS, "tokensPerMinute", "tokenPerMinute");
    inner.run(&["add", "--all"]);
    assert_eq!(inner.platgen(&["check", "--staged"]).0, Some(1));
    let checked = outer.platgen(&["-C", "platform", "check", "--staged"]);
    assert_eq!(checked.0, Some(1), "{}", checked.1);
    outer.run(&["mv", "platform", "teams"]);
    let (code, said) = outer.platgen(&["check", "--staged"]);
    assert!(
        code == Some(2) && said.contains("teams is a submodule"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_checked_is_a_usage_error() {
    let none = Git {
        root: scratch("staged-none"),
    };
    copy_inputs(&repository().join("tests/cases/one-team"), &none.root);
    let (code, said) = none.platgen(&["check", "--staged"]);
    assert!(
        code == Some(2) && said.contains("is in no git repository"),
        "{said}"
    );
    assert_eq!(none.platgen(&["build", "--staged"]).0, Some(2));

    let git = committed("staged-conflict");
    git.run(&["checkout", "--quiet", "-b", "other"]);
    git.edit(ACCESS, "CC-12345", "CC-2");
    git.commit_all("Two");
    git.run(&["checkout", "--quiet", "main"]);
    git.edit(ACCESS, "CC-12345", "CC-3");
    git.commit_all("Three");
    assert!(!git.attempt(&["merge", "--quiet", "other"]).status.success());
    let (code, said) = git.platgen(&["check", "--staged"]);
    assert!(
        code == Some(2) && said.contains("unresolved conflicts in teams/beta/access.yaml"),
        "{said}"
    );
}

/// Committed files can look like a bare repository, with an index and a configuration of their own.
#[test]
fn a_repository_made_of_committed_files_is_none() {
    let git = Git::init(&scratch("staged-hostile"));
    let root = git.root.join("platform");
    copy_inputs(&repository().join("tests/cases/one-team"), &root);
    let build = git.platgen(&["-C", "platform", "build", "--quiet"]);
    assert_eq!(build.0, Some(0), "{}", build.1);
    git.run(&["add", "--all"]);
    // What is staged next is a fault that the other index does not have.
    let good = std::fs::read(git.root.join(".git/index")).unwrap();
    git.edit(
        &format!("platform/{ACCESS}"),
        "tokensPerMinute",
        "tokenPerMinute",
    );
    git.run(&["add", "--all"]);
    let ran = git.root.join("ran");
    let command = format!("touch '{ran}'; false");
    let config = format!(
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ..\n\tfsmonitor = \"{command}\"\n"
    );
    git.write("platform/HEAD", "ref: refs/heads/main\n");
    git.write("platform/config", &config);
    git.write("platform/refs/heads/.keep", "");
    git.write("platform/objects/.keep", "");
    std::fs::write(root.join("index"), good).unwrap();
    for arguments in [
        &["-C", "platform", "check", "--staged"][..],
        &["-C", "platform", "build", "--check", "--staged"],
    ] {
        let (code, said) = git.platgen(arguments);
        assert!(
            code == Some(1) && said.contains("unknown-key"),
            "{code:?} {said}"
        );
        let inner = Git { root: root.clone() };
        let (code, said) = inner.platgen(&arguments[2..]);
        assert!(code == Some(2) && said.contains("git"), "{code:?} {said}");
    }
    assert!(!ran.exists());
}
