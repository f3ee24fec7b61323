//! The schemas in an editor: a real YAML language server completes, explains and marks this repository's own words.

#![cfg(test)]

use camino::Utf8PathBuf;

use crate::harness::tests;
use crate::programs::Tool;
use crate::support::{copy_inputs, platgen, repository, scratch, texts};

mod lsp;

use lsp::Editor;

tests![
    names_of_models_are_completed_with_what_they_are,
    keys_are_explained_and_a_wrong_name_is_marked_where_it_stands,
];

/// This repository with its schemas, and in it a team's file of this text below its modeline.
fn written(name: &str, text: &str) -> Utf8PathBuf {
    let root = scratch(name);
    copy_inputs(&repository(), &root);
    let output = platgen(&root, &["schema"]);
    assert_eq!(output.status.code(), Some(0), "{}", texts(&output).1);
    let path = root.join("teams/new/access.yaml");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let modeline = "# yaml-language-server: $schema=../../schemas/repository/team.schema.json\n";
    std::fs::write(&path, format!("{modeline}{text}")).unwrap();
    path
}

const TEAM: &str =
    "team: {name: new, displayName: New, owner: new@contoso.com, costCenter: CC-1}\n";

fn labels(items: &[serde_json::Value]) -> Vec<&str> {
    items
        .iter()
        .filter_map(|item| item["label"].as_str())
        .collect()
}

fn names_of_models_are_completed_with_what_they_are() {
    let server = Tool::find("yaml-language-server");
    let path = written(
        "editor-completion",
        &format!("{TEAM}models:\n  foundry:\n    - name: \n  kaito:\n    - name: \n"),
    );
    let mut editor = Editor::open(&server, &path);
    let foundry = editor.completions(4, 12);
    assert!(labels(&foundry).contains(&"gpt-5.6-terra"), "{foundry:?}");
    assert!(
        !labels(&foundry).contains(&"mistral-7b-instruct"),
        "{foundry:?}"
    );
    let about = foundry
        .iter()
        .find(|item| item["label"] == "gpt-5.6-terra")
        .unwrap();
    assert!(
        about["documentation"].to_string().contains("2026-07-09"),
        "{about}"
    );
    let kaito = editor.completions(6, 12);
    assert!(labels(&kaito).contains(&"mistral-7b-instruct"), "{kaito:?}");
    assert!(!labels(&kaito).contains(&"gpt-5.6-terra"), "{kaito:?}");
}

fn keys_are_explained_and_a_wrong_name_is_marked_where_it_stands() {
    let server = Tool::find("yaml-language-server");
    let grant = "models:\n  foundry:\n    - {name: gpt-5.6-terra, tokensPerMinute: 1, dailyTokenQuota: 1}\n    - {name: gpt-9, tokensPerMinute: 1, dailyTokenQuota: 1}\n";
    let path = written("editor-error", &format!("{TEAM}{grant}"));
    let mut editor = Editor::open(&server, &path);
    let complaints = editor.complaints();
    let [complaint] = complaints.as_slice() else {
        panic!("{complaints:#?}")
    };
    assert!(
        complaint["message"]
            .as_str()
            .unwrap()
            .contains("gpt-5.6-terra"),
        "{complaint}"
    );
    let range = &complaint["range"];
    let place = ["start", "end"].map(|end| {
        (
            range[end]["line"].as_u64().unwrap(),
            range[end]["character"].as_u64().unwrap(),
        )
    });
    assert_eq!(place, [(5, 13), (5, 18)], "{complaint}");
    let said = editor.hover(4, 32);
    assert!(said.contains("Tokens per minute"), "{said}");
}
