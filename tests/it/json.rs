//! What is printed as JSON reads back: manifests, schemas, findings for machines.

#![cfg(test)]

use std::collections::BTreeMap;

use camino::Utf8Path;
use platgen::core::diag::render::{Format, render};
use platgen::core::diag::{Code, Diagnostic};
use platgen::core::output::manifest::{Manifest, hash};
use platgen::core::plan::OutputPath;
use platgen::core::sources::Sources;
use proptest::prelude::*;
use serde_json::Value;

use crate::print_hcl::hostile;
use crate::support::{files, repository};

/// Paths that a plan takes, with everything in them that JSON escapes.
fn path() -> impl Strategy<Value = String> {
    let segment = prop_oneof![
        2 => hostile(),
        1 => Just("\u{0}\u{1f}\u{7f}\u{2028}\u{1f600}\"".to_owned()),
        1 => "[a-z]{1,8}",
    ];
    proptest::collection::vec(segment, 1..4).prop_filter_map("a legal path", |segments| {
        let path = segments.join("/");
        OutputPath::join(&[&path]).map(|_| path)
    })
}

proptest! {
    #[test]
    fn a_manifest_reads_back(paths in proptest::collection::btree_set(path(), 0..6)) {
        let files: BTreeMap<String, String> = paths.into_iter().map(|path| (path.clone(), hash(path.as_bytes()))).collect();
        let text = Manifest::new(files.clone()).text();
        prop_assert_eq!(&Manifest::parse(text.as_bytes()).unwrap(), &Manifest::new(files.clone()));
        // An independent reader, and a merge that takes lines: two per file, in order.
        let read: Value = serde_json::from_str(&text).unwrap();
        let read = read["files"].as_object().unwrap();
        prop_assert!(read.iter().map(|(path, hash)| (path.as_str(), hash.as_str().unwrap()))
            .eq(files.iter().map(|(path, hash)| (path.as_str(), hash.as_str()))));
        let ends = text.ends_with("}\n");
        prop_assert!(ends);
        prop_assert_eq!(text.lines().count(), if files.is_empty() { 5 } else { 2 * files.len() + 6 });
    }

    #[test]
    fn findings_for_machines_read_back(message in hostile(), path in path(), help in hostile()) {
        let finding = Diagnostic::file(Code::ForeignFile, Utf8Path::new(&path), message.clone()).help(help);
        let print = |format| render(std::slice::from_ref(&finding), &Sources::default(), format);
        let json: Value = serde_json::from_str(&print(Format::Json)).unwrap();
        prop_assert_eq!(json[0]["message"].as_str(), Some(message.as_str()));
        prop_assert_eq!(json[0]["path"].as_str(), Some(path.as_str()));
        let sarif: Value = serde_json::from_str(&print(Format::Sarif(platgen::codes::all()))).unwrap();
        prop_assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn schemas_are_json_schemas() {
    let schemas: Vec<(String, String)> = platgen::schema::files()
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text))
        .chain(
            files(&repository().join("generated"))
                .into_iter()
                .filter(|(path, _)| path.as_str().ends_with(".schema.json"))
                .map(|(path, text)| (path.to_string(), text)),
        )
        .collect();
    assert!(schemas.len() >= 6, "{}", schemas.len());
    for (name, text) in schemas {
        let schema: Value = serde_json::from_str(&text).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        assert!(jsonschema::validator_for(&schema).is_ok(), "{name}");
    }
}

#[test]
fn committed_manifests_name_what_is_there() {
    for environment in ["demo", "prod"] {
        let folder = repository().join("generated").join(environment);
        let mut found = files(&folder);
        let text = found.remove(Utf8Path::new("manifest.json")).unwrap();
        let manifest = Manifest::parse(text.as_bytes()).unwrap();
        assert_eq!(manifest.text(), text);
        let hashes: BTreeMap<String, String> = found
            .iter()
            .map(|(path, text)| (path.to_string(), hash(text.as_bytes())))
            .collect();
        assert_eq!(manifest.files, hashes);
    }
}
