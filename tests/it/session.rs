//! The README's session is a real one: its commands are run, and say what it quotes.

#![cfg(test)]

use crate::support::git::Git;
use crate::support::{copy_inputs, platgen, repository, scratch, texts};

/// The blocks of the section, by language.
fn blocks() -> Vec<(String, String)> {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let (_, section) = readme.split_once("\n## One session").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let mut blocks = Vec::new();
    for block in section.split("\n```").skip(1).step_by(2) {
        let (language, text) = block.split_once('\n').unwrap();
        blocks.push((language.to_owned(), text.to_owned()));
    }
    blocks
}

#[test]
fn the_session_of_the_readme_is_a_real_one() {
    let root = scratch("session");
    copy_inputs(&repository(), &root);
    assert_eq!(platgen(&root, &["build"]).status.code(), Some(0));
    Git::init(&root).commit_all("Begin");
    let (mut commands, mut edited) = (Vec::new(), 0);
    for (language, text) in blocks() {
        if language == "yaml" {
            let path = root.join("teams/zeta/access.yaml");
            let before = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, before + &text + "\n").unwrap();
            edited += 1;
            continue;
        }
        for step in text.split("$ platgen ").skip(1) {
            let (command, quoted) = step.split_once('\n').unwrap();
            let arguments: Vec<&str> = command.split(' ').collect();
            let (stdout, stderr) = texts(&platgen(&root, &arguments));
            for line in quoted.lines().filter(|line| *line != "...") {
                assert!(
                    stdout.contains(line) || stderr.contains(line),
                    "{command} does not say {line:?}:\n{stdout}{stderr}"
                );
            }
            commands.push(arguments[0].to_owned());
        }
    }
    assert_eq!(edited, 1);
    assert_eq!(commands, ["simulate", "simulate", "build", "build", "diff"]);
}
