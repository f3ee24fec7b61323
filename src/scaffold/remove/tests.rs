//! Edits that suspend and remove, against files as people write them.

use super::*;

#[test]
fn a_team_is_suspended_in_the_way_its_file_is_written() {
    for (before, after) in [
        (
            "# Ours.\nteam: {name: a} # lead\n",
            Some("# Ours.\nenabled: false\nteam: {name: a} # lead\n"),
        ),
        (
            "team: {name: a}\nenabled: true # for now\n",
            Some("team: {name: a}\nenabled: false # for now\n"),
        ),
        ("enabled: false\nteam: {name: a}\n", None),
    ] {
        assert_eq!(suspended(before).unwrap().as_deref(), after);
    }
    assert_eq!(suspended("{team: {name: a}}\n"), Err(Refused::Unreadable));
    assert_eq!(suspended("team: [\n"), Err(Refused::Unreadable));
    assert!(suspends("enabled: false\n") && !suspends("enabled: true\n") && !suspends("a: [\n"));
}

#[test]
fn a_model_goes_with_what_is_said_of_it() {
    let before = "# All.\nfoundryModels:\n  # The first.\n  - name: a\n    version: '1'\n\n  # The second, and\n  # more of it.\n  - name: b # here\n    version: '1'\n\n  - {name: c}\n";
    let after =
        "# All.\nfoundryModels:\n  # The first.\n  - name: a\n    version: '1'\n\n  - {name: c}\n";
    assert_eq!(without_model(before, "b").unwrap().as_deref(), Some(after));
    assert_eq!(without_model(before, "d"), Ok(None));
    for (before, after) in [
        (
            "kaitoModels: [{name: a}, {name: b}]\n",
            "kaitoModels: [{name: b}]\n",
        ),
        (
            "kaitoModels: [{name: a}]\nfoundryModels: []\n",
            "foundryModels: []\n",
        ),
        (
            "models:\n  a: {capacity: 3}\n  b: {capacity: 4}\n",
            "models:\n  b: {capacity: 4}\n",
        ),
        (
            "apim: {capacity: 2}\nmodels: {a: {capacity: 3}}\n",
            "apim: {capacity: 2}\n",
        ),
    ] {
        assert_eq!(without_model(before, "a").unwrap().as_deref(), Some(after));
    }
}

#[test]
fn groups_grant_it_no_longer() {
    let before =
        "accessGroups:\n  - name: s\n    models:\n      - {name: a} # first\n      - {name: b}\n";
    let after = "accessGroups:\n  - name: s\n    models:\n      - {name: b}\n";
    assert_eq!(without_grants(before, "a").unwrap().as_deref(), Some(after));
    assert_eq!(without_grants(before, "c"), Ok(None));
    let only = "accessGroups: [{name: s, models: [{name: a}]}]\n";
    assert_eq!(without_grants(only, "a"), Err(Refused::Unreadable));
}

#[test]
fn what_goes_is_named_with_the_reason() {
    let new = Agreement {
        kind: "team",
        name: "delta",
        reason: "Ended: \"all\" of it # really",
        expires: "2027-01-31",
    };
    let entries = |text: &str| {
        let read: serde_json::Value = yaml_serde::from_str(text).unwrap();
        read["removals"].as_array().unwrap().clone()
    };
    let other = "{team: eta, reason: x, expires: \"2027-01-01\"}";
    for before in [
        None,
        Some("# Nothing yet.\n".to_owned()),
        Some("removals: []\n".to_owned()),
        Some(format!("removals: [{other}] # end\n")),
        Some(format!("removals:\n  # Theirs.\n  - {other} # soon\n")),
        Some(format!("removals:\n- {other}")),
    ] {
        let after = agreed(before.as_deref(), &new).unwrap();
        let all = entries(&after);
        let last = all.last().unwrap();
        let pair = |key: &str| last[key].as_str().unwrap().to_owned();
        assert_eq!(
            [pair("team"), pair("reason"), pair("expires")],
            [new.name, new.reason, new.expires],
            "{after}"
        );
        let before = before.unwrap_or_default();
        assert_eq!(all.len(), 1 + before.matches("team:").count(), "{after}");
        for comment in ["# Nothing yet.", "# end", "# Theirs.", "# soon"] {
            assert_eq!(before.contains(comment), after.contains(comment), "{after}");
        }
        // Once is enough.
        assert_eq!(agreed(Some(&after), &new).as_deref(), Ok(after.as_str()));
    }
    assert_eq!(
        agreed(Some("removals: 3\n"), &new),
        Err(Refused::Unreadable)
    );
}
