//! What the compiler takes, the schemas for editors take too: every file of this repository. A real language server is asked in
//! `tests/tools/editor.rs`.

use crate::support::{files, repository};

#[test]
fn this_repository_keeps_its_own_schemas() {
    let schemas = repository().join("schemas/repository");
    let below = |folder: &str| {
        let files = files(&repository().join(folder)).into_iter();
        files
            .map(|(path, text)| (camino::Utf8Path::new(folder).join(path), text))
            .collect::<Vec<_>>()
    };
    let files = [below("catalog"), below("teams")].concat();
    let schema_of = |path: &camino::Utf8Path| {
        let path = path.as_str();
        match path.split('/').collect::<Vec<_>>().as_slice() {
            ["teams", _, "access.yaml"] => Some("team.schema.json"),
            ["catalog", "models.yaml"] => Some("models.schema.json"),
            ["catalog", "environments", _] => Some("environment.schema.json"),
            _ => None,
        }
    };
    let mut count = 0;
    for (path, text) in &files {
        let Some(name) = schema_of(path) else {
            continue;
        };
        let schema = std::fs::read_to_string(schemas.join(name)).unwrap();
        let validator =
            jsonschema::draft202012::new(&serde_json::from_str(&schema).unwrap()).unwrap();
        let value: serde_json::Value = yaml_serde::from_str(text).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(&value)
            .map(|fault| fault.to_string())
            .collect();
        assert_eq!(faults, Vec::<String>::new(), "{path}");
        count += 1;
    }
    assert!(count > 8, "{count}");
}
