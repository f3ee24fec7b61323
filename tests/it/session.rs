//! The sessions of the documentation are real ones: their commands are run, and say what it quotes.

#![cfg(test)]

use camino::Utf8Path;

use crate::support::git::Git;
use crate::support::{copy_inputs, docs, platgen, repository, scratch, texts};

/// The blocks of a section of a page, by language.
fn blocks(page: &str, title: &str) -> Vec<(String, String)> {
    let section = docs::section(page, title);
    let mut blocks = Vec::new();
    for block in section.split("\n```").skip(1).step_by(2) {
        let (language, text) = block.split_once('\n').unwrap();
        blocks.push((language.to_owned(), text.to_owned()));
    }
    blocks
}

/// The verbs of the commands of a block, each of which says what is quoted below it.
fn run(root: &Utf8Path, text: &str) -> Vec<String> {
    let mut commands = Vec::new();
    for step in text.split("$ platgen ").skip(1) {
        let (command, quoted) = step.split_once('\n').unwrap_or((step, ""));
        let arguments: Vec<&str> = command.split(' ').collect();
        let (stdout, stderr) = texts(&platgen(root, &arguments));
        for line in quoted.lines().filter(|line| *line != "...") {
            assert!(
                stdout.contains(line) || stderr.contains(line),
                "{command} does not say {line:?}:\n{stdout}{stderr}"
            );
        }
        commands.push(arguments[0].to_owned());
    }
    commands
}

fn built(name: &str) -> Git {
    let root = scratch(name);
    copy_inputs(&repository(), &root);
    assert_eq!(platgen(&root, &["build"]).status.code(), Some(0));
    let git = Git::init(&root);
    git.commit_all("Begin");
    git
}

#[test]
fn the_session_of_the_readme_is_a_real_one() {
    let root = built("session").root;
    let (mut commands, mut edited) = (Vec::new(), 0);
    for (language, text) in blocks("gateway", "One session") {
        if language == "yaml" {
            let path = root.join("teams/zeta/access.yaml");
            let before = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, before + &text + "\n").unwrap();
            edited += 1;
            continue;
        }
        commands.extend(run(&root, &text));
    }
    assert_eq!(edited, 1);
    assert_eq!(commands, ["simulate", "simulate", "build", "build", "diff"]);
}

#[test]
fn the_pull_request_of_the_readme_is_a_real_one() {
    let git = built("session-pull-request");
    git.run(&["checkout", "--quiet", "-b", "change"]);
    let mut commands = Vec::new();
    for (language, text) in blocks("pull-requests", "One pull request") {
        match language.as_str() {
            "sh" => {
                let words: Vec<&str> = text.split(' ').collect();
                git.run(&words[1..]);
            }
            "yaml" => git.write("catalog/removals.yaml", &(text + "\n")),
            _ => commands.extend(run(&git.root, &text)),
        }
    }
    assert_eq!(commands, ["check", "diff", "check", "build", "affected"]);
    // What the platform's team has agreed to passes; without it, it does not.
    assert_eq!(git.platgen(&["check", "--base", "main"]).0, Some(0));
    assert_eq!(git.platgen(&["build", "--check"]).0, Some(0));
    std::fs::remove_file(git.root.join("catalog/removals.yaml")).unwrap();
    assert_eq!(git.platgen(&["check", "--base", "main"]).0, Some(1));
}
