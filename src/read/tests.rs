//! Tests of reading, on texts in memory.

use super::read;
use crate::core::sources::Sources;

fn texts(files: &[(&str, &str)]) -> Sources {
    Sources::from_texts(
        files
            .iter()
            .map(|(path, text)| ((*path).into(), (*text).to_owned())),
    )
}

#[test]
fn nothing_is_made_of_nothing() {
    let (written, findings) = read(&texts(&[]));
    assert!(written.environments.is_empty() && written.teams.is_empty());
    assert!(findings.sorted().is_empty());
}

#[test]
fn hostile_texts_are_findings() {
    let hostile = [
        "",
        "- a",
        "null",
        "team:",
        "{",
        "a: &a [*a]",
        "models: {x: 1}",
        "platform: {platform: {}}",
        "\u{0}",
        "? [a]: b",
        "kaitoModels: [{name: x}]",
        "models: {gpt: null}",
        "network: {subnets: {a: 1}}",
        "team: 1e999",
        "models: [1, {a: b}]",
    ];
    for text in hostile {
        let sources = texts(&[
            ("catalog/platform.yaml", text),
            ("catalog/models.yaml", text),
            ("catalog/models/a.yaml", text),
            ("catalog/environments/prod.yaml", text),
            ("teams/a/access.yaml", text),
        ]);
        let (_, findings) = read(&sources);
        assert!(findings.has_errors(), "{text}");
    }
}
