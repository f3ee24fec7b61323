//! Case folders: `tests/cases/<name>/{README.md, catalog/, teams/}` compile to what `tests/snapshots/` holds.
//!
//! A case whose name starts with `err-` must not compile; its snapshot is what is found. One that starts with `warn-` compiles,
//! and its snapshot is what `platgen check` finds, on the day in its file `today` and beside its `generated/`, if it has them.
//! Of any other the snapshot holds findings and every output that depends on the inputs: modules and chart templates are the
//! same for all.

use std::fmt::Write as _;

use crate::support::{check_folder, compile_folder, repository};

#[test]
fn cases_compile_to_their_snapshots() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(repository().join("tests/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut names: Vec<String> = Vec::new();
    for entry in repository().join("tests/cases").read_dir_utf8().unwrap() {
        names.push(entry.unwrap().file_name().to_owned());
    }
    names.sort();
    assert!(!names.is_empty());
    for name in names {
        let folder = repository().join("tests/cases").join(&name);
        let readme = std::fs::read_to_string(folder.join("README.md")).unwrap_or_default();
        assert_eq!(
            readme.lines().count(),
            2,
            "{name}: README.md has two lines, what is tested and what must come out"
        );
        settings.set_description(readme.lines().next().unwrap_or_default());
        if name.starts_with("warn-") {
            let text = check_folder(&folder);
            settings.bind(|| insta::assert_snapshot!(format!("cases__{name}"), text));
            continue;
        }
        let compiled = compile_folder(&folder);
        assert_eq!(
            compiled.outputs.is_empty(),
            name.starts_with("err-"),
            "{name}: {}",
            compiled.findings
        );
        let mut text = compiled.findings;
        for (path, output) in &compiled.outputs {
            if !path.contains("/terraform/modules/")
                && !path.contains("/helm/kaito-models/templates/")
            {
                write!(text, "//// {path}\n{output}").unwrap();
            }
        }
        settings.bind(|| insta::assert_snapshot!(format!("cases__{name}"), text));
    }
}
