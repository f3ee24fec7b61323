//! This repository's own platform: what is committed is what its inputs compile to, everywhere and every time.

use camino::Utf8PathBuf;

use crate::support::{
    compile_folder, compile_texts, copy_inputs, files, platgen, repository, scratch, texts,
};

#[test]
fn generated_is_current() {
    let output = platgen(&repository(), &["build", "--check"]);
    let (stdout, stderr) = texts(&output);
    assert_eq!(output.status.code(), Some(0), "{stdout}{stderr}");
}

#[test]
fn schemas_are_current() {
    let output = platgen(&repository(), &["schema", "--check"]);
    assert_eq!(output.status.code(), Some(0), "{}", texts(&output).0);
}

#[test]
fn the_reference_is_current() {
    let output = platgen(
        &repository(),
        &[
            "reference",
            "--update",
            ".github/docs/reference.md",
            "--check",
        ],
    );
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        texts(&output).0,
        texts(&output).1
    );
}

#[test]
fn the_order_of_files_does_not_matter() {
    let inputs: Vec<(Utf8PathBuf, String)> = ["catalog", "teams"]
        .into_iter()
        .flat_map(|folder| {
            files(&repository().join(folder))
                .into_iter()
                .map(move |(path, text)| (Utf8PathBuf::from(folder).join(path), text))
        })
        .filter(|(path, _)| path.extension() == Some("yaml"))
        .collect();
    let forwards = compile_texts(inputs.clone());
    assert!(!forwards.outputs.is_empty(), "{}", forwards.findings);
    // Every rotation brings another file to the front; reversed, every pair is swapped once.
    for turn in 0..inputs.len() {
        let mut shuffled = inputs.clone();
        shuffled.rotate_left(turn);
        shuffled.reverse();
        let again = compile_texts(shuffled);
        assert_eq!(again.outputs, forwards.outputs);
        assert_eq!(again.findings, forwards.findings);
    }
    assert_eq!(compile_folder(&repository()).outputs, forwards.outputs);
}

#[test]
fn one_thread_and_many_write_the_same_bytes() {
    let build = |name: &str, jobs: &str| {
        let root = scratch(name);
        copy_inputs(&repository(), &root);
        let output = platgen(&root, &["build", "--quiet", "--jobs", jobs]);
        assert_eq!(output.status.code(), Some(0), "{}", texts(&output).1);
        files(&root.join("generated"))
    };
    let one = build("one-thread", "1");
    assert_eq!(one, build("many-threads", "7"));
    let committed = files(&repository().join("generated"));
    for (path, text) in &one {
        assert_eq!(committed.get(path), Some(text), "{path}");
    }
}

/// What the README asks a new user to do, done: its two pieces of YAML, put where it says, show the lines that it quotes.
#[test]
fn the_readme_walk_works() {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let block = |kind: &str, holds: &str| {
        let fence = format!("```{kind}\n");
        let blocks = readme
            .split(&fence)
            .skip(1)
            .filter_map(|rest| rest.split("```").next());
        blocks
            .into_iter()
            .find(|text| text.contains(holds))
            .unwrap()
            .to_owned()
    };
    let root = scratch("readme-walk");
    copy_inputs(&repository(), &root);
    crate::support::copy_tree(&repository().join("generated"), &root.join("generated"));
    let insert = |path: &str, after: &str, text: &str| {
        let before = std::fs::read_to_string(root.join(path)).unwrap();
        assert!(before.contains(after), "{path} has no {after}");
        std::fs::write(
            root.join(path),
            before.replacen(after, &format!("{after}{text}"), 1),
        )
        .unwrap();
    };
    insert(
        "catalog/models.yaml",
        "foundryModels:\n",
        &block("yaml", "modelName: gpt-5.6-sol"),
    );
    insert(
        "teams/beta/access.yaml",
        "  foundry:\n",
        &block("yaml", "{name: gpt-5.6-sol"),
    );
    let output = platgen(&root, &["build", "--check"]);
    let (diff, said) = texts(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let quoted = block("console", "build --check");
    for line in quoted.lines().filter(|line| line.starts_with(['+', '-'])) {
        let parts: Vec<&str> = line.split(" ... ").collect();
        let found = diff
            .lines()
            .any(|shown| parts.iter().all(|part| shown.contains(part.trim())));
        assert!(found, "the diff has no line {line:?}:\n{diff}");
    }
    assert_eq!(platgen(&root, &["build"]).status.code(), Some(0));
    assert_eq!(platgen(&root, &["build", "--check"]).status.code(), Some(0));
}
