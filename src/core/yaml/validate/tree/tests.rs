//! Tests of `core/yaml/validate/tree`: a tree and its copy as JSON are checked alike.
#![expect(
    clippy::disallowed_methods,
    reason = "the tests read the repository's cases"
)]

use std::path::{Path, PathBuf};

use super::super::TreeValidator;
use super::*;
use crate::core::sources::FileId;
use crate::core::yaml::parse::parse;
use crate::schema::{self, Kind};

fn checks() -> Vec<TreeValidator> {
    let of = |kind: &Kind| TreeValidator::new(schema::checked(*kind)).unwrap();
    Kind::ALL.iter().map(of).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn agree(checks: &[TreeValidator], text: &str, of: &str) -> bool {
    let Some(tree) = parse(FileId(0), text).tree else {
        return false;
    };
    let json = to_json(&tree);
    for validator in checks {
        assert_eq!(
            validator.fits(&tree),
            validator.thorough().is_valid(&json),
            "{of}"
        );
    }
    true
}

#[test]
fn a_tree_and_its_copy_are_checked_alike() {
    let checks = checks();
    let mut all = Vec::new();
    for folder in ["tests/cases", "tests/fuzz/corpus", "catalog", "teams"] {
        files(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut all,
        );
    }
    let agreed = all.iter().filter(|path| {
        let text = std::fs::read_to_string(path);
        text.is_ok_and(|text| agree(&checks, &text, &path.display().to_string()))
    });
    assert!(agreed.count() > 1000);
}

#[test]
fn numbers_texts_and_nothing_are_what_json_takes_them_for() {
    let schemas = [
        r#"{"type": "integer", "minimum": -3, "maximum": 10}"#,
        r#"{"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.5}"#,
        r#"{"type": ["string", "null"], "minLength": 2, "maxLength": 3}"#,
        r#"{"enum": ["ab", 1, 1.5, null, true, [1, {"a": "b"}]]}"#,
        r#"{"const": {"a": [1, 2]}}"#,
        r#"{"type": "array", "uniqueItems": true, "maxItems": 2, "items": {"type": "integer"}}"#,
        r#"{"type": "object", "propertyNames": {"pattern": "^a"}, "minProperties": 1}"#,
        r#"{"type": "string", "pattern": "^[a-z]{2}$"}"#,
        r#"{"type": "boolean"}"#,
    ];
    let checks: Vec<TreeValidator> = schemas
        .iter()
        .map(|schema| TreeValidator::new(serde_json::from_str(schema).unwrap()).unwrap())
        .collect();
    for text in [
        "-4",
        "-3",
        "0",
        "10",
        "11",
        "1.0",
        "1e1",
        "0.5",
        "0.7",
        "ab",
        "a",
        "abc",
        "abcd",
        "éé",
        "🚀🚀",
        "~",
        "true",
        "false",
        "[]",
        "[1]",
        "[1, 1]",
        "[1, 1.0]",
        "[1, 2, 3]",
        "[1, {a: b}]",
        "{a: [1, 2]}",
        "{a: [1, 2.0]}",
        "{ab: 1}",
        "{b: 1}",
        "{}",
        "'1'",
        "9223372036854775807",
        "-9223372036854775808",
    ] {
        assert!(agree(&checks, text, text), "{text}");
    }
}

#[test]
fn patterns_mean_the_same_to_every_engine() {
    let mut patterns = Vec::new();
    for kind in Kind::ALL {
        collect(&schema::checked(*kind), &mut patterns);
    }
    assert!(patterns.len() > 20);
    for pattern in patterns {
        // Escapes of single characters only: engines differ about classes, and some know neither looking around nor back.
        let mut rest = pattern.as_str();
        while let Some((_, after)) = rest.split_once('\\') {
            assert!(
                after.starts_with(['.', '\\', 'u']),
                "{pattern}: `\\{after}`"
            );
            rest = after.strip_prefix('\\').unwrap_or(after);
        }
        assert!(!pattern.contains("(?"), "{pattern}");
    }
}

fn collect(schema: &Copied, patterns: &mut Vec<String>) {
    for (key, value) in schema.as_object().into_iter().flatten() {
        let pattern = value.as_str().filter(|_| key == "pattern");
        patterns.extend(pattern.map(str::to_owned));
        collect(value, patterns);
    }
    for item in schema.as_array().into_iter().flatten() {
        collect(item, patterns);
    }
}
