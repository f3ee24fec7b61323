//! `platgen facts`: what is known, where that was read, and how old it is on a day.

#![cfg(test)]

use crate::support::{copy_inputs, platgen, repository, scratch, texts};

fn facts(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = platgen(&repository(), &[&["facts"], arguments].concat());
    let (stdout, stderr) = texts(&output);
    (output.status.code(), stdout, stderr)
}

#[test]
fn all_kinds_are_reported_with_source_and_age() {
    let (code, said, _) = facts(&["--today", "2026-11-21"]);
    assert_eq!(code, Some(0));
    for part in [
        "presets: models that KAITO has presets of (",
        "\nretirements: ",
        "known as of 2026-08-21, 92 days before 2026-11-21",
        "- kaito-project/kaito, tags v0.6.0 to v0.12.0",
    ] {
        assert!(said.contains(part), "no {part:?} in {said}");
    }
}

#[test]
fn a_kind_is_listed_as_far_as_it_holds_a_text() {
    let (_, said, _) = facts(&["sizes", "nc24ADS_a100"]);
    let lines: Vec<&str> = said.lines().take(3).collect();
    assert!(
        lines[0].starts_with("size ")
            && lines[1].contains("1 x NVIDIA A100")
            && lines[1].contains("80 GiB")
            && lines[2].is_empty(),
        "{said}"
    );
    let (_, said, _) = facts(&["versions", "gpt-4.1", "--today", "2027-04-04"]);
    let row = said
        .lines()
        .find(|line| line.starts_with("gpt-4.1 "))
        .unwrap();
    assert!(row.contains("2027-04-14") && row.ends_with(" 10"), "{row}");
    let (_, json, _) = facts(&["versions", "gpt-4.1-mini", "--format", "json"]);
    let reported: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(reported["facts"][0]["ends"], "2027-04-14");
    assert_eq!(reported["about"][0]["asOf"], "2026-11-30");
    let (code, said, _) = facts(&["presets", "no such model"]);
    assert!(
        code == Some(0) && said.starts_with("no fact about presets"),
        "{said}"
    );
}

#[test]
fn an_unknown_kind_is_reported_with_those_there_are() {
    let (code, _, said) = facts(&["size"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("did you mean `sizes`?") && said.contains("`retirements`"),
        "{said}"
    );
    let (code, _, said) = facts(&["sizes", "--today", "tomorrow"]);
    assert!(
        code == Some(2) && said.contains("year, month and day"),
        "{said}"
    );
}

/// What the Azure CLI printed becomes a file that is accepted, and that findings follow.
#[test]
fn imported_facts_change_findings() {
    for (list, case, code, count) in [
        ("models", "warn-unknown-version", "unknown-model", 2),
        ("sizes", "warn-unknown-size", "unknown-size", 1),
        (
            "kubernetes",
            "warn-kubernetes-preview",
            "unknown-kubernetes",
            2,
        ),
    ] {
        let root = scratch(&format!("facts-{list}"));
        copy_inputs(&repository().join("tests/cases").join(case), &root);
        let check = || texts(&platgen(&root, &["check"])).1;
        assert!(check().contains(code), "{list}");
        let json = repository().join(format!("tests/facts/{list}.json"));
        let arguments = ["facts", "import", json.as_str(), "--date", "2026-12-01"];
        let output = platgen(&root, &arguments);
        let (said, fault) = texts(&output);
        assert_eq!(output.status.code(), Some(0), "{fault}");
        let path = format!("catalog/facts/{list}-2026-12-01.yaml");
        let wrote = format!("wrote {path}\n{count} facts about {list}");
        assert!(said.starts_with(&wrote), "{said}");
        let text = std::fs::read_to_string(root.join(&path)).unwrap();
        assert!(text.contains("date: \"2026-12-01\"\nsource: az "), "{text}");
        let after = check();
        assert!(
            !after.contains(code) && !after.contains("error["),
            "{list}: {after}"
        );
        // The same again changes nothing; another list of that day does not take its place.
        assert!(
            texts(&platgen(&root, &arguments))
                .0
                .starts_with("nothing to write")
        );
        std::fs::write(root.join(&path), format!("{text}# mine\n")).unwrap();
        assert_eq!(platgen(&root, &arguments).status.code(), Some(1));
        let named = [&arguments[..], &["--name", "other.yaml"]].concat();
        assert_eq!(platgen(&root, &named).status.code(), Some(0));
        let beside = [&arguments[..], &["--name", "../other.yaml"]].concat();
        assert_eq!(platgen(&root, &beside).status.code(), Some(2));
    }
    let root = scratch("facts-nothing");
    std::fs::write(root.join("a.json"), "[{\"name\": \"x\"}]").unwrap();
    let output = platgen(
        &root,
        &["facts", "import", "a.json", "--date", "2026-12-01"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(texts(&output).1.contains("az aks get-versions"));
}
