//! Inputs that are too much: too large, too deep, unfolding without end. Each is one clear finding, and no work is done for it.
//! `cargo bench --bench check` measures the time and memory that they take.

#![cfg(test)]
#![expect(
    clippy::format_collect,
    clippy::format_push_string,
    reason = "texts that are made once"
)]

use camino::Utf8PathBuf;

use crate::support::{copy_inputs, platgen, repository, scratch, texts};

/// What `platgen check` says of the one-team platform with this text as its models.
fn reported(name: &str, models: &str) -> String {
    let root = one_team(name);
    std::fs::write(root.join("catalog/models.yaml"), models).unwrap();
    checked(&root)
}

fn one_team(name: &str) -> Utf8PathBuf {
    let root = scratch(name);
    copy_inputs(&repository().join("tests/cases/one-team"), &root);
    root
}

fn checked(root: &Utf8PathBuf) -> String {
    let output = platgen(root, &["check"]);
    let (_, stderr) = texts(&output);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    let errors = stderr.lines().filter(|line| line.starts_with("error"));
    assert_eq!(errors.count(), 1, "{stderr}");
    stderr
}

#[test]
fn a_hundred_megabytes_are_not_read() {
    let root = one_team("bounds-large");
    let file = std::fs::File::create(root.join("catalog/models.yaml")).unwrap();
    file.set_len(100_000_000).unwrap();
    let said = checked(&root);
    std::fs::remove_dir_all(root).unwrap();
    assert!(said.contains("error[file-too-large]"), "{said}");
}

#[test]
fn ten_thousand_levels_are_refused_at_the_first_too_deep() {
    let flow = reported("bounds-flow", &"[".repeat(10_000));
    let maps = reported("bounds-maps", &"{a: ".repeat(10_000));
    let items = reported("bounds-items", &"- ".repeat(10_000));
    let lines: String = (0..1_300)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    let block = reported("bounds-block", &lines);
    for said in [flow, maps, items, block] {
        assert!(said.contains("error[yaml-too-deep]"), "{said}");
    }
}

#[test]
fn aliases_do_not_unfold_without_end() {
    let mut lines = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = vec![format!("*a{}", level - 1); 9].join(", ");
        lines += &format!("a{level}: &a{level} [{below}]\n");
    }
    let said = reported("bounds-aliases", &lines);
    assert!(said.contains("error[yaml-too-deep]"), "{said}");
}
