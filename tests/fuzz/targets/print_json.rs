//! What is printed as JSON: a manifest and findings for machines read back as what they were.

use std::collections::BTreeMap;

use arbitrary::{Result, Unstructured};
use camino::Utf8Path;
use platgen::core::diag::render::{Format, render};
use platgen::core::diag::{Code, Diagnostic};
use platgen::core::output::manifest::{Manifest, hash};
use platgen::core::plan::OutputPath;
use platgen::core::sources::Sources;
use serde_json::Value;

use super::words::{some, text};

/// A manifest and findings out of bytes.
pub(crate) fn run(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Ok((paths, findings)) = made(&mut bytes) else {
        return;
    };
    manifest(&paths);
    let shown = |format| render(&findings, &Sources::default(), format);
    let json: Value = serde_json::from_str(&shown(Format::Json)).expect("JSON");
    for (at, finding) in findings.iter().enumerate() {
        assert_eq!(json[at]["message"].as_str(), Some(finding.message.as_str()));
        assert_eq!(
            json[at]["path"].as_str(),
            finding.path.as_deref().map(Utf8Path::as_str)
        );
    }
    let sarif: Value =
        serde_json::from_str(&shown(Format::Sarif(platgen::codes::all()))).expect("SARIF is JSON");
    let results = sarif["runs"][0]["results"].as_array().map(Vec::len);
    assert_eq!(results, Some(findings.len()));
    let commands = shown(Format::GitHub);
    assert_eq!(commands.lines().count(), findings.len(), "{commands}");
}

fn made(bytes: &mut Unstructured<'_>) -> Result<(Vec<String>, Vec<Diagnostic>)> {
    let paths = some(bytes, 1, |bytes, _| text(bytes))?;
    let findings = some(bytes, 1, |bytes, _| {
        let path = text(bytes)?;
        let message = text(bytes)?;
        Ok(Diagnostic::file(Code::ForeignFile, Utf8Path::new(&path), message).help(text(bytes)?))
    })?;
    Ok((paths, findings))
}

fn manifest(paths: &[String]) {
    let legal = paths
        .iter()
        .filter(|path| OutputPath::join(&[path]).is_some());
    let files: BTreeMap<String, String> = legal
        .map(|path| (path.clone(), hash(path.as_bytes())))
        .collect();
    let manifest = Manifest::new(files);
    let text = manifest.text();
    assert_eq!(
        Manifest::parse(text.as_bytes()).as_ref(),
        Ok(&manifest),
        "{text}"
    );
    let read: Value = serde_json::from_str(&text).expect("JSON");
    let read = read["files"].as_object().expect("an object");
    assert!(
        read.iter()
            .map(|(path, hash)| (path, hash.as_str()))
            .eq(manifest
                .files
                .iter()
                .map(|(path, hash)| (path, Some(hash.as_str()))))
    );
}
