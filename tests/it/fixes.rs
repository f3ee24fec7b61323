//! Changes that findings propose: made, they resolve the finding and lead to no other one in their lines.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use platgen::core::diag::code::Family;
use platgen::core::diag::{Diagnostic, Diagnostics, Severity, fix};
use platgen::core::sources::Sources;

use crate::support::{copy_tree, platgen, repository, scratch, texts};

/// What a finding is, whatever its place.
fn words(finding: &Diagnostic) -> (&'static str, &str) {
    (finding.code.name(), &finding.message)
}

/// A place's file and line.
fn line(sources: &Sources, finding: &Diagnostic) -> Option<(Utf8PathBuf, u32)> {
    let label = finding.labels.first()?;
    let position = sources.position(label.span);
    Some((position.path, position.line))
}

/// The inputs with some files in other words.
fn with(sources: &Sources, texts: &fix::Fixed) -> Sources {
    let all = sources.iter().map(|(_, file)| {
        let path = file.path().to_owned();
        let text = texts.texts.get(&path).map_or(file.text(), String::as_str);
        (path, text.to_owned())
    });
    Sources::from_texts(all)
}

#[test]
fn each_change_of_each_case_resolves_its_finding() {
    let mut changes = 0;
    let mut codes = BTreeSet::new();
    for entry in repository().join("tests/cases").read_dir_utf8().unwrap() {
        let folder = entry.unwrap().into_path();
        let (sources, found) = platgen::inputs::read(folder.as_std_path()).unwrap();
        let before = platgen::compile(&sources, found).findings;
        for finding in before.iter().filter(|finding| !finding.edits.is_empty()) {
            changes += 1;
            codes.insert(finding.code.name());
            let fixed = fix::fixed(std::slice::from_ref(finding), &sources);
            assert_eq!(fixed.findings, 1, "{folder}: {finding:?}");
            let next = with(&sources, &fixed);
            let after = platgen::compile(&next, Diagnostics::new()).findings;
            let place = line(&sources, finding);
            let same =
                |other: &&Diagnostic| words(other) == words(finding) && line(&next, other) == place;
            assert_eq!(
                after.iter().find(same),
                None,
                "{folder}: the change resolves nothing"
            );
            let edited: BTreeSet<_> = finding
                .edits
                .iter()
                .map(|edit| sources.position(edit.span))
                .map(|position| (position.path, position.line))
                .collect();
            let known: BTreeSet<_> = before.iter().map(words).collect();
            // What a number means is found only once it is one.
            let formal = [
                Family::Yaml,
                Family::Schema,
                Family::Names,
                Family::References,
            ];
            let new = after.iter().find(|other| {
                let there = line(&next, other).is_some_and(|place| edited.contains(&place));
                other.severity == Severity::Error
                    && formal.contains(&other.code.family())
                    && there
                    && !known.contains(&words(other))
            });
            assert_eq!(
                new, None,
                "{folder}: the change of {finding:#?} leads to another error"
            );
        }
    }
    assert!(changes >= 20, "{changes} changes in all cases");
    let wanted = [
        "broken-yaml",
        "invalid-value",
        "unknown-key",
        "unknown-reference",
        "wrong-type",
    ];
    for code in wanted {
        assert!(
            codes.contains(code),
            "no case has a change for {code}: {codes:?}"
        );
    }
}

fn case(name: &str) -> Utf8PathBuf {
    let root = scratch(name);
    copy_tree(&repository().join("tests/cases/err-fixable"), &root);
    root
}

fn team(root: &Utf8Path) -> String {
    std::fs::read_to_string(root.join("teams/beta/access.yaml")).unwrap()
}

#[test]
fn changes_are_shown_and_made() {
    let root = case("fixes");
    let before = team(&root);
    let shown = platgen(&root, &["check", "--diff"]);
    let (diff, said) = texts(&shown);
    assert_eq!(shown.status.code(), Some(1), "{said}");
    assert!(diff.contains("--- a/teams/beta/access.yaml"), "{diff}");
    assert!(diff.contains("+      tokensPerMinute: 50000"), "{diff}");
    assert!(said.contains("can be fixed"), "{said}");
    assert_eq!(team(&root), before);

    let made = platgen(&root, &["check", "--fix"]);
    let (_, said) = texts(&made);
    assert_eq!(made.status.code(), Some(0), "{said}");
    assert!(said.starts_with("fixed "), "{said}");
    assert!(
        said.contains("ok: 1 environment, 2 models, 1 team"),
        "{said}"
    );
    let after = team(&root);
    assert!(after.contains("# a comment that stays"), "{after}");
    assert_eq!(after.lines().count(), before.lines().count());

    let (_, said) = texts(&platgen(&root, &["check", "--fix"]));
    assert!(said.starts_with("nothing to fix"), "{said}");
    let shown = platgen(&root, &["check", "--diff"]);
    assert_eq!(shown.status.code(), Some(0));
}

/// Masks stand where secrets are, and must not get into a file.
#[test]
fn a_file_with_a_secret_is_left_as_it_is() {
    let root = case("fixes-secret");
    let secret = "# password: Wz9Kp4Lm8Qx2Vn7Tb3Rc6Yd1\n";
    let before = format!("{secret}{}", team(&root));
    std::fs::write(root.join("teams/beta/access.yaml"), &before).unwrap();
    let output = platgen(&root, &["check", "--fix"]);
    let (_, said) = texts(&output);
    assert_eq!(
        (output.status.code(), team(&root)),
        (Some(2), before),
        "{said}"
    );
    assert!(said.contains("holds a secret"), "{said}");
}

#[test]
fn warnings_are_denied_and_counted_on_demand() {
    let root = scratch("check-options");
    copy_tree(&repository().join("tests/cases/warn-unknown-region"), &root);
    let code = |arguments: &[&str]| platgen(&root, arguments).status.code();
    assert_eq!(code(&["check"]), Some(0));
    assert_eq!(code(&["check", "--deny-warnings"]), Some(1));
    assert_eq!(
        code(&["check", "--env", "demo", "--deny-warnings"]),
        Some(1)
    );
    let (said, _) = texts(&platgen(&root, &["check", "--statistics"]));
    assert_eq!(said, "     1  warning  unknown-region\n");
    let unknown = platgen(&root, &["check", "--env", "prod"]);
    let (_, said) = texts(&unknown);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(said.contains("there is no environment `prod`"), "{said}");
    let coloured = |when: &str| {
        texts(&platgen(&root, &["check", "--color", when]))
            .1
            .contains("\u{1b}[")
    };
    assert_eq!((coloured("always"), coloured("never")), (true, false));
}
