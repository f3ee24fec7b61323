//! The rules of this repository that no compiler checks: how large modules are, what stands at the top, what nothing may hold. Which module
//! may use which is in `modules`.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use crate::support::{files, repository};

/// Lines that a file may have. Modules are split by concern long before.
const LONGEST: usize = 450;

fn sources() -> Vec<(Utf8PathBuf, String)> {
    files(&repository().join("src"))
        .into_iter()
        .filter(|(path, _)| path.extension() == Some("rs"))
        .collect()
}

fn top_module(path: &Utf8Path) -> String {
    path.components()
        .next()
        .unwrap()
        .as_str()
        .trim_end_matches(".rs")
        .to_owned()
}

#[test]
fn files_say_what_they_are_for_and_stay_short() {
    for (path, text) in sources() {
        assert!(
            text.starts_with("//!") || text.starts_with("#![doc"),
            "{path}: does not say what it is for"
        );
        let lines = text.lines().count();
        assert!(
            lines <= LONGEST,
            "{path}: {lines} lines; split it by concern"
        );
    }
}

#[test]
fn architecture_names_every_top_module() {
    let text = std::fs::read_to_string(repository().join("src/ARCHITECTURE.md")).unwrap();
    for (path, _) in sources() {
        let module = top_module(&path);
        assert!(
            text.contains(&module),
            "src/ARCHITECTURE.md does not name {module}"
        );
    }
}

#[test]
fn the_top_level_is_as_agreed() {
    let wanted = [
        "Cargo.lock",
        "Cargo.toml",
        "README.md",
        "catalog",
        "generated",
        "schemas",
        "src",
        "teams",
        "templates",
        "tests",
    ];
    let found: BTreeSet<String> = repository()
        .read_dir_utf8()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_owned())
        .filter(|name| !name.starts_with('.') && name != "target")
        .collect();
    assert_eq!(found, wanted.map(str::to_owned).into());
}

#[test]
fn every_template_is_used() {
    let code: String = sources().into_iter().map(|(_, text)| text).collect();
    for path in files(&repository().join("templates")).into_keys() {
        // Tables of fixed files name them below a folder that they share.
        let below = [
            "prose",
            "terraform",
            "helm/kaito-models",
            "helm/app",
            "examples/chat",
            "",
        ];
        let used = below
            .iter()
            .filter_map(|folder| path.strip_prefix(folder).ok())
            .any(|rest| code.contains(rest.as_str()));
        assert!(used, "templates/{path} is used nowhere");
    }
}

#[test]
fn no_trace_of_a_machine() {
    let forbidden = [
        "/root/",
        "/home/",
        "/work/",
        "/tmp/brief",
        "crates.io",
        "pypi.org",
        "registry.npmjs",
    ];
    for folder in [
        "src",
        "templates",
        "catalog",
        "teams",
        "generated",
        "schemas",
        "tests",
        ".ci",
        ".github",
    ] {
        for (path, text) in files(&repository().join(folder)) {
            // A lock file names the registry that everybody uses.
            if matches!(path.file_name(), Some("tidy.rs" | "Cargo.lock")) {
                continue;
            }
            for word in forbidden {
                assert!(!text.contains(word), "{folder}/{path} contains {word}");
            }
        }
    }
}

/// The runner of `tests/tools/` knows lists of tests; a function marked for the usual one would never run.
#[test]
fn tests_that_need_programs_are_listed() {
    for (path, text) in files(&repository().join("tests/tools")) {
        assert!(
            !text.contains("#[test]") && !text.contains("proptest! {"),
            "tests/tools/{path}: name the function in `tests![]` instead of marking it"
        );
    }
}

#[test]
fn snapshots_belong_to_cases() {
    let cases: BTreeSet<String> = repository()
        .join("tests/cases")
        .read_dir_utf8()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_owned())
        .collect();
    for path in files(&repository().join("tests/snapshots")).into_keys() {
        let name = path
            .as_str()
            .trim_start_matches("cases__")
            .trim_end_matches(".snap");
        assert!(
            cases.contains(name),
            "tests/snapshots/{path} belongs to no case"
        );
    }
}
