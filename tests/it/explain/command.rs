//! The command: its texts, its JSON, its exit codes, and files on disk that differ.

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

use crate::support::{copy_tree, platgen, repository, scratch, texts};

fn copy(name: &str) -> Utf8PathBuf {
    let root = scratch(name);
    for folder in ["catalog", "teams", "generated"] {
        copy_tree(&repository().join(folder), &root.join(folder));
    }
    root
}

#[track_caller]
fn explain(root: &Utf8Path, arguments: &[&str], code: i32) -> (String, String) {
    let output = platgen(root, &[&["explain"], arguments].concat());
    let (out, err) = texts(&output);
    assert_eq!(output.status.code(), Some(code), "{out}{err}");
    (out, err)
}

#[test]
fn a_generated_line_is_explained_with_the_source_lines() {
    let root = repository();
    let (text, _) = explain(&root, &["generated/demo/policies/products/beta.xml:13"], 0);
    for part in [
        "generated/demo/policies/products/beta.xml:13\n  <llm-token-limit counter-key=\"beta/gpt-5.6-terra\"",
        "  teams/beta/access.yaml:10:46  models.foundry[gpt-5.6-terra].tokensPerMinute = 10000\n      written here\n",
        "gpt-5.6-terra, tokensPerMinute: 10000, dailyTokenQuota: 500000}\n",
        "^^^^^^^",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "colour where no terminal is");
}

#[test]
fn an_input_line_is_explained_folded_or_in_full() {
    let root = repository();
    let (text, _) = explain(&root, &["teams/beta/access.yaml:10"], 0);
    for part in [
        "teams/beta/access.yaml:10\n  - {name: gpt-5.6-terra, ",
        "It reaches ",
        "generated/demo/policies/products/beta.xml\n",
        "    13: <llm-token-limit counter-key=\"beta/gpt-5.6-terra\"",
        "generated/prod/runtime/platform-runtime.yaml\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let (folded, _) = explain(&root, &["catalog/platform.yaml:5"], 0);
    let (full, _) = explain(&root, &["catalog/platform.yaml:5", "--all"], 0);
    assert!(
        folded.contains("--all shows") && !full.contains("--all"),
        "{folded}"
    );
    assert!(full.lines().count() > folded.lines().count());
}

#[test]
fn json_is_complete_and_exact() {
    let root = repository();
    let json = |arguments: &[&str]| -> Value {
        let (text, _) = explain(&root, &[arguments, &["--format", "json"]].concat(), 0);
        serde_json::from_str(&text).unwrap()
    };
    let line = json(&["generated/demo/policies/products/beta.xml:13"]);
    assert_eq!(line["line"], 13);
    assert_eq!(line["target"], "apim");
    let rate = line["sources"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["text"] == "10000")
        .unwrap();
    assert_eq!(
        (&rate["kind"], &rate["place"]["path"]),
        (&"written".into(), &"teams/beta/access.yaml".into())
    );
    assert_eq!(
        (
            &rate["place"]["line"],
            &rate["place"]["column"],
            &rate["place"]["endColumn"]
        ),
        (&10.into(), &46.into(), &51.into())
    );

    let reached = json(&["catalog/platform.yaml:5"]);
    assert_eq!(reached["values"][0]["key"], "platform.suffix");
    assert!(reached["reaches"].as_array().unwrap().len() > 50);
    let one = &reached["reaches"][0];
    let disk = std::fs::read_to_string(root.join(one["path"].as_str().unwrap())).unwrap();
    let number = usize::try_from(one["line"].as_u64().unwrap()).unwrap();
    assert_eq!(disk.lines().nth(number - 1), one["text"].as_str());

    let file = json(&["generated/demo/terraform/modules/keys/secrets.tf"]);
    assert_eq!(
        file["fixed"]["source"],
        "templates/terraform/modules/keys/secrets.tf"
    );
    let manifest = json(&["generated/demo/manifest.json:5"]);
    assert_eq!(manifest["hashOf"], "generated/demo/README.md");
}

#[test]
fn a_file_on_disk_that_differs_is_reported() {
    let root = copy("explain-disk");
    let path = "generated/demo/policies/products/beta.xml";
    let place = format!("{path}:13");
    let same = explain(&root, &[&place], 0).0;
    assert!(!same.contains("on disk"));
    let text = std::fs::read_to_string(root.join(path)).unwrap();
    std::fs::write(root.join(path), text.replace("10000", "99999")).unwrap();
    let edited = explain(&root, &[&place], 0).0;
    assert!(
        edited.contains("note: the file on disk differs")
            && edited.contains("tokens-per-minute=\"10000\""),
        "{edited}"
    );
    std::fs::remove_file(root.join(path)).unwrap();
    assert!(explain(&root, &[&place], 0).0.contains("not on disk yet"));
    // Nothing is written.
    assert!(!root.join(path).exists());
}

#[test]
fn paths_may_be_seen_from_here_or_from_the_repository() {
    let root = copy("explain-paths");
    let from = |here: &Utf8Path, directory: &str, place: &str| {
        let output = platgen(here, &["-C", directory, "explain", place]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{place}: {}",
            texts(&output).1
        );
        texts(&output).0
    };
    let (above, below) = (root.parent().unwrap(), root.join("teams/beta"));
    let folder = root.file_name().unwrap();
    let wanted = from(&root, ".", "teams/beta/access.yaml:4");
    assert_eq!(
        from(&root, ".", "./teams/../teams/beta/access.yaml:4"),
        wanted
    );
    assert_eq!(from(above, folder, "teams/beta/access.yaml:4"), wanted);
    assert_eq!(
        from(above, folder, &format!("{folder}/teams/beta/access.yaml:4")),
        wanted
    );
    assert_eq!(from(&below, "../..", "access.yaml:4"), wanted);
    assert_eq!(
        from(above, folder, &format!("{root}/teams/beta/access.yaml:4")),
        wanted
    );
}

#[test]
fn no_answer_has_its_exit_code() {
    let root = copy("explain-codes");
    let (out, err) = explain(&root, &["generated/demo/policies/products/bete.xml"], 2);
    assert!(
        out.is_empty()
            && err
                .starts_with("platgen: generated/demo/policies/products/bete.xml is not generated"),
        "{err}"
    );
    explain(&root, &["teams/beta/access.yaml:0"], 2);
    explain(&root, &["teams/beta/access.yaml", "--env", "nowhere"], 2);
    explain(&root, &[], 2);
    let team = root.join("teams/beta/access.yaml");
    let text = std::fs::read_to_string(&team).unwrap();
    std::fs::write(&team, text.replace("name: gpt-6-sol", "name: gpt-5.3")).unwrap();
    let (out, err) = explain(&root, &["teams/beta/access.yaml:10"], 1);
    assert!(
        out.is_empty() && err.contains("error[unknown-reference]"),
        "{err}"
    );
    let (out, _) = explain(&root, &["teams/beta/access.yaml:10", "--format", "json"], 1);
    assert_eq!(
        serde_json::from_str::<Value>(&out).unwrap()[0]["code"],
        "unknown-reference"
    );
}
