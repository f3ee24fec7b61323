//! The whole compile over a repository in one text: a line `=== path` begins a file.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use platgen::Compilation;
use platgen::core::diag::render::{Format, render};
use platgen::core::diag::{Diagnostic, Diagnostics, Severity};
use platgen::core::document::Document;
use platgen::core::sources::{SourceFile, Sources};
use serde_json::Value;

/// Compiles the repository and asks [`compiled_whole`].
pub(crate) fn run(data: &[u8]) {
    let sources = Sources::from_texts(repository(&String::from_utf8_lossy(data)));
    let compiled = compiled_whole(&sources);
    if compiled.platforms.is_empty() {
        return;
    }
    readable(&platgen::review(&compiled.platforms, None), &sources);
    for (_, text) in outputs(&compiled) {
        assert!(text.is_empty() || text.ends_with('\n'));
    }
}

/// The files of a repository in one text.
pub(crate) fn repository(text: &str) -> BTreeMap<Utf8PathBuf, String> {
    let mut files: BTreeMap<Utf8PathBuf, String> = BTreeMap::new();
    let mut path = Utf8PathBuf::from("catalog/platform.yaml");
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("=== ") {
            Some(next) => {
                // As a folder gives it, without `//` and without `/` at its end.
                path = Utf8Path::new(next.trim_end()).components().collect();
                files.entry(path.clone()).or_default();
            }
            None => files.entry(path.clone()).or_default().push_str(line),
        }
    }
    files
}

/// Compiles: either a valid platform or findings at real places that every form can show, and never both half.
pub(crate) fn compiled_whole(sources: &Sources) -> Compilation {
    let compiled = platgen::compile(sources, Diagnostics::new());
    let mut errors = compiled.findings.iter();
    let errors = errors.any(|finding| finding.severity == Severity::Error);
    let described = sources.find("catalog/platform.yaml".into()).is_some();
    // That the platform's file is missing is reported by who reads the folder.
    assert!(errors == compiled.platforms.is_empty() || !described);
    assert!(!errors || compiled.platforms.is_empty());
    readable(&compiled.findings, sources);
    compiled
}

/// That findings have places, and that all forms show each of them.
fn readable(findings: &[Diagnostic], sources: &Sources) {
    for finding in findings {
        let place = finding.path.is_some() || !finding.labels.is_empty();
        assert!(place, "a finding without a place: {finding:?}");
        assert!(!finding.message.is_empty());
        for label in finding.labels.iter().chain(&finding.elsewhere) {
            let text = sources.file(label.span.file).map_or("", SourceFile::text);
            let range = label.span.start as usize..label.span.end as usize;
            assert!(text.get(range).is_some(), "{finding:?}");
        }
    }
    let shown = |format| render(findings, sources, format);
    let json: Value = serde_json::from_str(&shown(Format::Json)).expect("JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(findings.len()));
    let sarif: Value =
        serde_json::from_str(&shown(Format::Sarif(platgen::codes::all()))).expect("SARIF is JSON");
    let results = sarif["runs"][0]["results"].as_array().map(Vec::len);
    assert_eq!(results, Some(findings.len()));
    let commands = shown(Format::GitHub);
    let mut lines = commands.lines().filter(|line| !line.is_empty());
    assert!(lines.all(|line| line.starts_with("::")), "{commands}");
    for colour in [false, true] {
        let human = shown(Format::Human { colour });
        let mut codes = findings.iter().map(|finding| finding.code.name());
        assert!(codes.all(|code| human.contains(code)), "{human}");
    }
}

/// Every output of what compiled, read back by a reader of its syntax.
pub(crate) fn outputs(compiled: &Compilation) -> BTreeMap<String, String> {
    let plan = platgen::plan(&compiled.platforms);
    assert_eq!(platgen::collisions(&plan), []);
    let printed = plan.files().map(|file| {
        let document = (file.produce)();
        let text = platgen::core::print::print(&document).text;
        let fault = match document {
            Document::Hcl(_) => hcl::parse(&text).err().map(|fault| fault.to_string()),
            Document::Yaml(_) => yaml_serde::from_str::<yaml_serde::Value>(&text)
                .err()
                .map(|fault| fault.to_string()),
            Document::Xml(_) => super::print_xml::fault(&text),
            Document::Asset(_) | Document::Prose(_) => None,
        };
        assert_eq!(fault, None, "{}\n{text}", file.path);
        (file.path.to_string(), text)
    });
    printed.collect()
}
