//! The README's session is a real one: its commands are run, and say what it quotes.

#![cfg(test)]

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
    let (root, main) = (scratch("session"), scratch("session-main"));
    for copy in [&root, &main] {
        copy_inputs(&repository(), copy);
        assert_eq!(platgen(copy, &["build"]).status.code(), Some(0));
    }
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
            let command = command.replace("../main", main.as_str());
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
    assert_eq!(
        commands,
        ["simulate", "simulate", "build", "build", "report"]
    );
}
