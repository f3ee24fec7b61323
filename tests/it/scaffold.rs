//! `platgen init` and `platgen new`: what they write compiles, and they overwrite nothing.

#![cfg(test)]

use camino::Utf8Path;
use proptest::prelude::*;

use crate::print_hcl::hostile;
use crate::support::{compile_folder, compile_texts, files, platgen, scratch, texts};

fn init(root: &Utf8Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = platgen(root, &[&["init"], arguments].concat());
    let (stdout, stderr) = texts(&output);
    (output.status.code(), stdout + &stderr)
}

#[test]
fn a_new_repository_builds_and_points_at_its_schemas() {
    let top = scratch("init");
    let (code, said) = init(&top, &["new/repository", "--team", "gamma"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("warning[placeholder]") && said.contains("--> catalog/platform.yaml:4:3"),
        "{said}"
    );
    let root = top.join("new/repository");
    for (path, text) in files(&root) {
        if path.extension() != Some("yaml") {
            continue;
        }
        let first = text.lines().next().unwrap();
        let schema = first
            .strip_prefix("# yaml-language-server: $schema=")
            .unwrap_or_else(|| panic!("{path} starts with {first}"));
        let schema = root.join(path.parent().unwrap()).join(schema);
        let written = std::fs::read_to_string(&schema).unwrap();
        assert!(written.contains("\"$schema\""), "{schema}");
    }
    assert_eq!(platgen(&root, &["build"]).status.code(), Some(0));
    assert_eq!(
        platgen(&root, &["schema", "--check"]).status.code(),
        Some(0)
    );
    let compiled = compile_folder(&root);
    let warned = compiled.findings.matches("warning[").count();
    let placeholders = compiled.findings.matches("warning[placeholder]").count();
    assert_eq!((warned, placeholders), (2, 2), "{}", compiled.findings);
    assert!(
        compiled
            .outputs
            .contains_key("dev/policies/products/gamma.xml")
    );
    // Once more, with the same words: everything is there.
    let (code, said) = init(&top, &["new/repository", "--team", "gamma"]);
    assert!(
        code == Some(0) && said.contains("nothing to write"),
        "{said}"
    );
}

#[test]
fn what_is_said_is_no_placeholder() {
    let root = scratch("init-said");
    let said = [
        ("--name", "hai"),
        ("--suffix", "iwjf"),
        ("--environment", "prod"),
        ("--location", "germanywestcentral"),
        ("--vnet-cidr", "10.40.0.0/20"),
        ("--publisher-name", "Contoso: \"AI\" #1"),
        ("--publisher-email", "ai@contoso.com"),
    ];
    let words: Vec<&str> = said
        .iter()
        .flat_map(|(key, value)| [*key, *value])
        .collect();
    let (code, reported) = init(&root, &words);
    assert_eq!(code, Some(0), "{reported}");
    let text = std::fs::read_to_string(root.join("catalog/platform.yaml")).unwrap();
    assert!(
        !text.contains("Placeholder") && reported.matches("placeholder]").count() == 1,
        "{text}"
    );
    // Those of the team go as they are replaced, one by one.
    let path = root.join("teams/example/access.yaml");
    for left in [1, 0] {
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let mark = lines
            .iter()
            .position(|line| line.contains("Placeholder: "))
            .unwrap();
        let lines = [&lines[..mark], &lines[mark + 1..]].concat();
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        let output = platgen(&root, &["check", "--format", "json"]);
        let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut findings = findings.as_array().unwrap().iter();
        let is_there = findings.any(|finding| finding["code"] == "placeholder");
        assert_eq!(is_there, left > 0, "{findings:?}");
    }
    let api = &compile_folder(&root).outputs["prod/terraform/10-platform/ai-platform.tf"];
    assert!(api.contains(r#""Contoso: \"AI\" #1""#), "{api}");
}

#[test]
fn init_overwrites_nothing_and_writes_nothing_beside_an_error() {
    let root = scratch("init-there");
    std::fs::create_dir_all(root.join("catalog")).unwrap();
    std::fs::write(root.join("catalog/models.yaml"), "foundryModels: []\n").unwrap();
    let before = files(&root);
    let (code, said) = init(&root, &[]);
    assert!(
        code == Some(1) && said.contains("foreign-file") && said.contains("catalog/models.yaml"),
        "{said}"
    );
    assert_eq!(files(&root), before);
    let empty = scratch("init-bad");
    let (code, said) = init(&empty, &["--location", "Sweden Central"]);
    assert!(
        code == Some(1) && said.contains("--> catalog/platform.yaml:"),
        "{said}"
    );
    assert_eq!(init(&empty, &["--vnet-cidr", "10.0.0.0/31"]).0, Some(2));
    assert_eq!(init(&empty, &["--team", "../x"]).0, Some(2));
    assert!(files(&empty).is_empty());
    // A link leads elsewhere.
    let outside = scratch("init-outside");
    std::os::unix::fs::symlink(&outside, empty.join("teams")).unwrap();
    assert_eq!(init(&empty, &[]).0, Some(1));
    assert!(files(&outside).is_empty());
}

#[test]
fn a_new_team_is_valid_and_new() {
    let root = scratch("new-team");
    assert_eq!(init(&root, &["--name", "hai"]).0, Some(0));
    let team = |arguments: &[&str]| {
        let output = platgen(&root, &[&["new", "team"], arguments].concat());
        let (stdout, stderr) = texts(&output);
        (output.status.code(), stdout + &stderr)
    };
    let (code, said) = team(&[
        "beta",
        "--owner",
        "beta@contoso.com",
        "--cost-center",
        "7: x",
    ]);
    assert_eq!(code, Some(0), "{said}");
    let text = std::fs::read_to_string(root.join("teams/beta/access.yaml")).unwrap();
    let wanted = "# yaml-language-server: $schema=../../schemas/repository/team.schema.json
team:
  name: beta
  displayName: Team beta
  owner: beta@contoso.com
  costCenter: \"7: x\"
models:
  # Grants, like this one:
  # - {name: gpt-4.1-mini, tokensPerMinute: 10000, dailyTokenQuota: 1000000}
  foundry: []
  kaito: []
";
    assert_eq!(text, wanted);
    assert_eq!(platgen(&root, &["check"]).status.code(), Some(0));
    let before = files(&root);
    let (code, said) = team(&["beta"]);
    assert!(code == Some(1) && said.contains("foreign-file"), "{said}");
    for name in ["Beta", "a b", "-x", "", "..", "a/b"] {
        let (code, said) = team(&["--", name]);
        assert_eq!(code, Some(2), "{name}: {said}");
    }
    let (code, said) = team(&["delta", "--owner", "nobody"]);
    assert!(code == Some(2) && said.contains("--owner"), "{said}");
    assert_eq!(files(&root), before);
}

proptest! {
    #[test]
    fn whatever_is_said_stays_a_value(texts in proptest::collection::vec(hostile(), 3)) {
        use platgen::scaffold::{Said, Team, platform, team};
        let said = Said { publisher_name: Some(texts[0].clone()), name: Some(texts[1].clone()), ..Said::default() };
        let file = platgen::core::print::yaml::bare(&platform(&said, &[]).unwrap().root);
        let read: yaml_serde::Value = yaml_serde::from_str(&file).unwrap();
        prop_assert_eq!(read["apim"]["publisherName"].as_str(), Some(texts[0].as_str()));
        prop_assert_eq!(read["platform"]["name"].as_str(), Some(texts[1].as_str()));
        prop_assert_eq!(read["network"]["modelSubnet"].as_str(), Some("models"));
        let about = Team { name: &texts[0], display_name: Some(&texts[1]), owner: Some(&texts[2]), cost_center: None };
        let file = platgen::core::print::yaml::bare(&team(&about, false));
        let read: yaml_serde::Value = yaml_serde::from_str(&file).unwrap();
        let got = ["name", "displayName", "owner"].map(|key| read["team"][key].as_str().unwrap().to_owned());
        prop_assert_eq!(got.as_slice(), texts.as_slice());
        compile_texts([("teams/x/access.yaml".into(), file)]);
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let root = scratch("manual");
    let folder = root.join("pages/man1");
    let output = platgen(&root, &["man", folder.as_str()]);
    assert_eq!(output.status.code(), Some(0), "{}", texts(&output).1);
    let pages = files(&folder);
    for page in [
        "platgen.1",
        "platgen-build.1",
        "platgen-new-model.1",
        "platgen-simulate.1",
    ] {
        let text = &pages[Utf8Path::new(page)];
        assert!(text.contains(".TH ") && text.contains(".SH NAME"), "{page}");
    }
}
