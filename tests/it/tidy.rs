//! The rules of this repository that no compiler checks: where rooms may look, how large they are, what stands at the top.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use crate::support::{files, repository};

/// Lines that a file may have. Rooms are split by concern long before.
const LONGEST: usize = 450;

/// Which modules a module may use. Free to all: `core`, `facts`.
const MAY_USE: &[(&str, &[&str])] = &[
    (
        "core",
        &[
            "domain",
            "reference",
            "inputs",
            "schema",
            "guardrails",
            "expect",
            "simulate",
        ],
    ),
    ("domain", &["inputs", "guardrails", "expect"]),
    ("inputs", &[]),
    ("facts", &[]),
    ("schema", &["domain", "guardrails", "expect"]),
    ("read", &["domain", "schema", "guardrails", "expect"]),
    ("reference", &["schema"]),
    ("guardrails", &["domain", "expect"]),
    ("gateway", &["domain"]),
    ("target", &["domain", "gateway"]),
    ("simulate", &["domain", "gateway"]),
    ("expect", &["domain", "gateway", "simulate"]),
    ("report", &["domain", "gateway"]),
    ("diff", &["domain", "report"]),
    ("import", &["domain", "schema"]),
    ("scaffold", &[]),
    ("lib", &["*"]),
    ("cli", &["*"]),
    ("main", &["*"]),
    ("testing", &["*"]),
];
const FREE: &[&str] = &["core", "facts"];

fn sources() -> Vec<(Utf8PathBuf, String)> {
    files(&repository().join("src"))
        .into_iter()
        .filter(|(path, _)| path.extension() == Some("rs"))
        .collect()
}

fn room(path: &Utf8Path) -> String {
    path.components()
        .next()
        .unwrap()
        .as_str()
        .trim_end_matches(".rs")
        .to_owned()
}

#[test]
fn rooms_import_only_what_they_may() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = room(&path);
        let allowed = MAY_USE
            .iter()
            .find(|(name, _)| *name == room)
            .unwrap_or_else(|| panic!("{path}: an unknown room"))
            .1;
        // Tests look wherever they have to.
        if path.file_name() == Some("tests.rs")
            || path.components().any(|part| part.as_str() == "tests")
        {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (number, line) in code
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            for used in line.split("crate::").skip(1) {
                let names: Vec<&str> = match used.strip_prefix('{') {
                    Some(list) => list
                        .split(['{', '}', ','])
                        .map(str::trim)
                        .filter(|name| !name.is_empty())
                        .collect(),
                    None => vec![used],
                };
                for name in names {
                    let name: String = name
                        .chars()
                        .take_while(|c| c.is_alphanumeric() || *c == '_')
                        .collect();
                    let known = MAY_USE.iter().any(|(room, _)| *room == name);
                    let fine = name == room
                        || FREE.contains(&name.as_str())
                        || allowed.contains(&"*")
                        || allowed.contains(&name.as_str());
                    if known && !fine {
                        wrong.push(format!("{path}:{}: {room} must not use {name}", number + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_rooms() {
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
fn architecture_names_every_room() {
    let text = std::fs::read_to_string(repository().join("src/ARCHITECTURE.md")).unwrap();
    for (path, _) in sources() {
        let room = room(&path);
        assert!(
            text.contains(&room),
            "src/ARCHITECTURE.md does not name {room}"
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
        let below = ["prose", "terraform", "helm/kaito-models", ""];
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
