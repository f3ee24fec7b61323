//! Case folders: `tests/cases/<name>/{README.md, catalog/, teams/}` compile to what `tests/snapshots/` holds.
//!
//! A case whose name starts with `err-` must not compile; its snapshot is what is found. One that starts with `warn-` compiles,
//! and its snapshot is what `platgen check` finds, on the day in its file `today` and beside its `generated/`, if it has them.
//! Of any other the snapshot holds findings and every output that depends on the inputs: modules and chart templates are the
//! same for all. A case with a file `base` shows only in what it differs from the case that this file names.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use similar::TextDiff;

use crate::support::{check_folder, compile_folder, repository};

/// The outputs of a case that depend on its inputs, by path.
type Outputs = BTreeMap<String, String>;

fn shown(outputs: Outputs) -> Outputs {
    let is_fixed = |path: &str| {
        let (chart, of_app) = (path.contains("/helm/"), !path.contains("/kaito-models/"));
        path.contains("/terraform/modules/")
            || chart && path.contains("/templates/")
            || chart && of_app && path.ends_with("values.schema.json")
    };
    let outputs = outputs.into_iter();
    outputs.filter(|(path, _)| !is_fixed(path)).collect()
}

/// Every output in full.
fn in_full(outputs: &Outputs) -> String {
    let mut text = String::new();
    for (path, output) in outputs {
        write!(text, "//// {path}\n{output}").unwrap();
    }
    text
}

/// The lines that one text has and another has not, with the line before and the line after.
fn differences(old: &str, new: &str) -> String {
    let mut text = String::new();
    let diff = TextDiff::from_lines(old, new);
    for hunk in diff.unified_diff().context_radius(1).iter_hunks() {
        text += "@@\n";
        for change in hunk.iter_changes() {
            write!(text, "{}{}", change.tag(), change.value()).unwrap();
            if change.missing_newline() {
                text += "\n\\ no newline at the end\n";
            }
        }
    }
    text
}

/// Outputs as differences to those of another case. An environment that the other has not is compared with the first one here.
fn against(base: &str, before: &Outputs, outputs: &Outputs) -> String {
    let mut text = String::new();
    let mut alike = 0;
    let first = outputs
        .keys()
        .next()
        .and_then(|path| path.split('/').next());
    for (path, output) in outputs {
        let sibling = path.split_once('/').zip(first);
        let sibling = sibling.map(|((_, rest), first)| format!("{first}/{rest}"));
        let own = sibling.filter(|sibling| sibling != path);
        let own = own.and_then(|sibling| outputs.get_key_value(&sibling));
        let other = before.get_key_value(path);
        match other
            .map(|found| (base, found))
            .or(own.map(|found| ("itself", found)))
        {
            Some((_, (_, old))) if old == output => alike += 1,
            Some((case, (old_path, old))) => {
                let old_path = if old_path == path {
                    "the same"
                } else {
                    old_path
                };
                writeln!(text, "//// {path}, against {old_path} of {case}").unwrap();
                text += &differences(old, output);
            }
            None => write!(text, "//// {path}\n{output}").unwrap(),
        }
    }
    for path in before.keys().filter(|path| !outputs.contains_key(*path)) {
        writeln!(text, "//// {path} of {base} is not here").unwrap();
    }
    writeln!(text, "//// {alike} more files are as compared").unwrap();
    text
}

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
        let outputs = shown(compiled.outputs);
        let base = std::fs::read_to_string(folder.join("base")).unwrap_or_default();
        let text = match base.trim() {
            "" => compiled.findings + &in_full(&outputs),
            base => {
                let before = compile_folder(&repository().join("tests/cases").join(base)).outputs;
                compiled.findings + &against(base, &shown(before), &outputs)
            }
        };
        settings.bind(|| insta::assert_snapshot!(format!("cases__{name}"), text));
    }
}
