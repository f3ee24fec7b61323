//! Findings as they are shown: every case in every format.

#![cfg(test)]

use camino::Utf8PathBuf;
use platgen::core::diag::code::Family;
use platgen::core::diag::render::{Format, render};
use platgen::core::diag::{Code, Diagnostic, Diagnostics};
use platgen::core::sources::{Sources, Span};
use serde_json::Value;

use crate::support::variant::Variant;
use crate::support::{copy_inputs, platgen, repository, scratch, texts};

/// Everything that is found in each case folder.
fn cases() -> Vec<(String, Sources, Vec<Diagnostic>)> {
    let folders = repository().join("tests/cases").read_dir_utf8().unwrap();
    let all = folders.map(|entry| {
        let entry = entry.unwrap();
        let (sources, found) = platgen::inputs::read(entry.path().as_std_path()).unwrap();
        let findings = platgen::compile(&sources, found).findings;
        (entry.file_name().to_owned(), sources, findings)
    });
    all.collect()
}

/// The official schema of SARIF 2.1.0 (`tests/schemas/README.md`).
fn sarif_schema() -> jsonschema::Validator {
    let path = repository().join("tests/schemas/sarif-2.1.0.json");
    let text = std::fs::read_to_string(path).unwrap();
    // A bracket too many makes this pattern of `language`, which platgen does not write, no regular expression.
    let pattern = "-[a-zA-Z]{2}]?$";
    assert!(text.contains(pattern));
    let schema: Value = serde_json::from_str(&text.replace(pattern, "-[a-zA-Z]{2}$")).unwrap();
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

fn sarif(findings: &[Diagnostic], sources: &Sources) -> Value {
    serde_json::from_str(&render(
        findings,
        sources,
        Format::Sarif(platgen::codes::all()),
    ))
    .unwrap()
}

#[test]
fn sarif_is_what_its_schema_says() {
    let schema = sarif_schema();
    assert!(!schema.is_valid(&serde_json::json!({"version": "2.1.0", "runs": [{"results": []}]})));
    let mut results = 0;
    for (name, sources, findings) in cases() {
        let log = sarif(&findings, &sources);
        let faults: Vec<String> = schema
            .iter_errors(&log)
            .map(|fault| fault.to_string())
            .collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
        results += log["runs"][0]["results"].as_array().unwrap().len();
    }
    assert!(results > 40, "{results}");
}

/// The command line prints it too, nothing else beside it.
#[test]
fn sarif_of_the_command_line_is_valid() {
    let case = repository().join("tests/cases/err-faults-everywhere");
    let output = platgen(&case, &["check", "--format", "sarif"]);
    let (log, said) = texts(&output);
    assert_eq!((output.status.code(), said.as_str()), (Some(1), ""));
    assert!(sarif_schema().is_valid(&serde_json::from_str(&log).unwrap()));
}

#[test]
fn every_finding_has_a_place() {
    for (name, sources, findings) in cases() {
        for finding in findings {
            let whole = finding.code.family() == Family::Files && finding.path.is_some();
            assert!(
                whole || !finding.labels.is_empty(),
                "{name}: no place: {finding:?}"
            );
            for label in finding.labels.iter().chain(&finding.elsewhere) {
                let file = sources.file(label.span.file).unwrap();
                let text = file
                    .text()
                    .get(label.span.start as usize..label.span.end as usize);
                assert!(
                    text.is_some(),
                    "{name}: a place outside its file: {finding:?}"
                );
            }
        }
    }
}

/// People read this in terminals of 80 columns; only lines of inputs with two marks far apart may need more.
#[test]
fn findings_fit_a_terminal() {
    for (name, sources, findings) in cases() {
        let text = render(&findings, &sources, Format::Human { colour: false });
        for line in text.lines() {
            let width = line.chars().count();
            let quoted = line.contains(" | ") || line.contains("-->") || line.contains(":::");
            // A resource id is one word, and longer than that.
            let id = text.contains("/subscriptions/");
            let most = match (quoted, id) {
                (true, true) => 180,
                (true, false) => 100,
                (false, _) if line.contains("/subscriptions/") => 160,
                (false, _) => 80,
            };
            assert!(width <= most, "{name}: {width}: {line}");
        }
    }
}

/// What a fingerprint is good for: lines above are added and taken away, and the finding is still the same.
#[test]
fn fingerprints_stay_when_lines_move() {
    let beta = "teams/beta/access.yaml";
    let prints = |variant: Variant| {
        let sources = Sources::from_texts(variant.texts());
        let findings = platgen::compile(&sources, Diagnostics::new()).findings;
        let log = sarif(&findings, &sources);
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        let print = |result: &Value| {
            result["partialFingerprints"]["platgenFinding/v1"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        results.iter().map(print).collect::<Vec<_>>()
    };
    let faulty = || {
        Variant::repository()
            .with(
                beta,
                "{name: gpt-5.6-terra, tokensPerMinute: 10000",
                "{name: gpt-9, tokensPerMinute: 0",
            )
            .with(
                beta,
                "{name: gpt-6-sol, tokensPerMinute: 40000",
                "{name: gpt-9, tokensPerMinute: 0",
            )
    };
    let before = prints(faulty());
    assert!(before.len() >= 4, "{before:?}");
    let mut distinct = before.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), before.len());
    let moved = faulty().with(beta, "models:\n", "# A comment.\n\nmodels:\n\n");
    assert_eq!(prints(moved), before);
    let other = prints(faulty().with(beta, "{name: gpt-9", "{name: gpt-8"));
    assert!(other.iter().filter(|print| !before.contains(print)).count() == 1 || other != before);
}

/// A model is dropped from the catalog, and all of forty teams name it.
#[test]
fn a_cascade_is_folded() {
    let team = |number: u32| {
        format!(
            "team: {{name: t{number:02}, displayName: T, owner: t@contoso.com, costCenter: C}}\n\
             models: {{foundry: [{{name: gpt-9, tokensPerMinute: 10, tokenQuota: none}}]}}\n"
        )
    };
    let variant = (0..40).fold(Variant::repository(), |variant, number| {
        variant.and(&format!("teams/t{number:02}/access.yaml"), &team(number))
    });
    let sources = Sources::from_texts(variant.texts());
    let findings = platgen::compile(&sources, Diagnostics::new()).findings;
    insta::assert_snapshot!(render(&findings, &sources, Format::Human { colour: false }), @r"
    error[unknown-reference]: there is no model `gpt-9` in the catalog
     --> teams/t00/access.yaml:2:27
      |
    2 | models: {foundry: [{name: gpt-9, tokensPerMinute: 10, tokenQuota: none}]}
      |                           ^^^^^
      |
     ::: teams/t01/access.yaml:2:27
      |
    2 | models: {foundry: [{name: gpt-9, tokensPerMinute: 10, tokenQuota: none}]}
      |                           ----- also here
      |
     ::: teams/t02/access.yaml:2:27
      |
    2 | models: {foundry: [{name: gpt-9, tokensPerMinute: 10, tokenQuota: none}]}
      |                           ----- also here
      |
      = note: and 37 more places; `--format json` lists all
      = help: did you mean `gpt-6-sol`? models that fit: `gpt-5.6-luna`,
              `gpt-5.6-terra`, `gpt-6-astra`, `gpt-6-luna`, `gpt-6-sol`,
              `text-embedding-3-large`

    1 error
    for more about this error: platgen explain-code unknown-reference
    ");
    insta::assert_snapshot!(render(&findings, &sources, Format::GitHub), @r"
    ::error title=unknown-reference,file=teams/t00/access.yaml,line=2,endLine=2,col=27,endColumn=32::there is no model `gpt-9` in the catalog%0Ateams/t01/access.yaml:2:27: also here%0Ateams/t02/access.yaml:2:27: also here%0Aand 37 more places%0Ahelp: did you mean `gpt-6-sol`? models that fit: `gpt-5.6-luna`, `gpt-5.6-terra`, `gpt-6-astra`, `gpt-6-luna`, `gpt-6-sol`, `text-embedding-3-large`
    ");
    let json: Value = serde_json::from_str(&render(&findings, &sources, Format::Json)).unwrap();
    assert_eq!(json[0]["elsewhere"].as_array().unwrap().len(), 39);
    assert_eq!(json[0]["elsewhere"][38]["path"], "teams/t39/access.yaml");
    let log = sarif(&findings, &sources);
    assert_eq!(
        log["runs"][0]["results"][0]["relatedLocations"]
            .as_array()
            .unwrap()
            .len(),
        39
    );
}

/// An access group that grants too much is one fault, however many teams name it.
#[test]
fn a_groups_grant_is_reported_once() {
    let models = "catalog/models.yaml";
    let team = "team: {name: omega, displayName: O, owner: o@contoso.com, costCenter: C}\ngroups: [standard]\n";
    let too_much = Variant::repository()
        .and("teams/omega/access.yaml", team)
        .with(
            models,
            "{name: gpt-5.6-luna, tokensPerMinute: 5000,",
            "{name: gpt-5.6-luna, tokensPerMinute: 500000,",
        );
    let sources = Sources::from_texts(too_much.texts());
    let findings = platgen::compile(&sources, Diagnostics::new()).findings;
    let reported: Vec<&Diagnostic> = findings
        .iter()
        .filter(|finding| finding.code == Code::OverCapacity)
        .collect();
    let [finding] = reported.as_slice() else {
        panic!("{reported:?}")
    };
    assert!(
        finding
            .message
            .starts_with("the access group `standard` grants 500000")
    );
    assert!(!finding.elsewhere.is_empty());
}

/// Columns of SARIF are UTF-16 code units; those of everything else are characters.
#[test]
fn columns_count_what_the_format_says() {
    let text = "team: {name: beta, x\u{1f600}é: 1}\n".to_owned();
    let start = u32::try_from(text.find(" 1}").unwrap() + 1).unwrap();
    let sources = Sources::from_texts([(Utf8PathBuf::from("a.yaml"), text)]);
    let (file, _) = sources.iter().next().unwrap();
    let span = Span {
        file,
        start,
        end: start + 1,
    };
    let finding = [Diagnostic::new(Code::UnknownKey, span, "unknown")];
    let json: Value = serde_json::from_str(&render(&finding, &sources, Format::Json)).unwrap();
    assert_eq!(
        (&json[0]["column"], &json[0]["endColumn"]),
        (&25.into(), &26.into())
    );
    let log = sarif(&finding, &sources);
    assert_eq!(log["runs"][0]["columnKind"], "utf16CodeUnits");
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (&region["startColumn"], &region["endColumn"]),
        (&26.into(), &27.into())
    );
}

/// Findings about inputs and about outputs come in one order, each once.
#[test]
fn everything_is_reported_in_one_run() {
    let root = scratch("findings-in-one-run");
    copy_inputs(&repository(), &root);
    let beta = root.join("teams/beta/access.yaml");
    let text = std::fs::read_to_string(&beta).unwrap();
    std::fs::write(root.join("teams/beta/access.yml"), &text).unwrap();
    std::fs::write(
        &beta,
        text.replace("costCenter", "costCentre")
            .replace("gpt-5.6-terra", "gpt-41"),
    )
    .unwrap();
    std::fs::write(root.join("teams/alpha/access.yaml"), "team: [\n").unwrap();
    let output = platgen(&root, &["check", "--format", "json"]);
    let found: Vec<Value> = serde_json::from_str(&texts(&output).0).unwrap();
    let codes: Vec<&str> = found
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect();
    assert_eq!(
        codes,
        [
            "broken-yaml",
            "unknown-key",
            "unknown-reference",
            "misplaced-input"
        ]
    );
}

/// Each kind of drift has its code, and so has a manifest that a merge has broken.
#[test]
fn drift_is_reported_by_code() {
    let root = scratch("findings-drift");
    copy_inputs(&repository(), &root);
    assert_eq!(platgen(&root, &["build"]).status.code(), Some(0));
    let policies = root.join("generated/demo/policies");
    std::fs::remove_file(policies.join("products/alpha.xml")).unwrap();
    std::fs::write(policies.join("api.xml"), "<policies/>\n").unwrap();
    std::fs::remove_dir_all(root.join("teams/gamma")).unwrap();
    // One of them is about that team.
    std::fs::remove_file(root.join("catalog/expectations.yaml")).unwrap();
    let beta = root.join("teams/beta/access.yaml");
    let text = std::fs::read_to_string(&beta).unwrap();
    std::fs::write(
        &beta,
        text.replace("tokensPerMinute: 40000", "tokensPerMinute: 30000"),
    )
    .unwrap();
    let found = || {
        let output = platgen(&root, &["build", "--check", "--format", "json"]);
        assert_eq!(output.status.code(), Some(1));
        let found: Vec<Value> = serde_json::from_str(&texts(&output).0).unwrap();
        let place = |one: &Value| {
            let text = |key: &str| one[key].as_str().unwrap().to_owned();
            (text("code"), text("path"))
        };
        found.iter().map(place).collect::<Vec<_>>()
    };
    let drift = found();
    for (code, path) in [
        ("missing-output", "products/alpha.xml"),
        ("edited-output", "api.xml"),
        ("orphaned-output", "products/gamma.xml"),
        ("stale-output", "products/beta.xml"),
    ] {
        let expected = (code.to_owned(), format!("generated/demo/policies/{path}"));
        assert!(drift.contains(&expected), "no {expected:?} in {drift:?}");
    }
    std::fs::write(root.join("generated/demo/manifest.json"), "{").unwrap();
    let broken = (
        "broken-manifest".to_owned(),
        "generated/demo/manifest.json".to_owned(),
    );
    let found = found();
    assert!(found.contains(&broken), "{found:?}");
    assert!(
        found.iter().all(|(code, _)| !code.ends_with("-output")),
        "drift is not reported against a manifest that cannot be read: {found:?}"
    );
}
