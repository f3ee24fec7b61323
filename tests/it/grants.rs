//! `platgen grant` and `platgen revoke`: the team's file changes in one place, and what the inputs do not take is not written.

#![cfg(test)]

use crate::support::{copy_inputs, platgen, repository, scratch, texts};

#[test]
fn grants_are_given_changed_and_taken() {
    let root = scratch("grants");
    copy_inputs(&repository(), &root);
    let path = root.join("teams/beta/access.yaml");
    let text = || std::fs::read_to_string(&path).unwrap();
    let run = |arguments: &[&str]| {
        let output = platgen(&root, arguments);
        let (out, err) = texts(&output);
        (output.status.code(), out + &err)
    };
    let before = text();
    let model = "gpt-6-luna";
    let grant = ["grant", "beta", model, "--tpm", "1000", "--daily", "20000"];
    let model_is_new = !before.contains(&format!("name: {model},"));
    let (code, said) = run(&[&grant[..], &["--diff"]].concat());
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("+++ b/teams/beta/access.yaml") && said.contains("tokensPerMinute: 1000"),
        "{said}"
    );
    assert_eq!(text(), before);
    assert_eq!(run(&grant).0, Some(0));
    let after = text();
    assert_eq!(
        after.lines().count(),
        before.lines().count() + usize::from(model_is_new)
    );
    for line in before.lines().filter(|line| line.contains('#')) {
        assert!(after.contains(line), "{line}");
    }
    assert_eq!(run(&["check"]).0, Some(0));
    assert!(run(&grant).1.starts_with("nothing changes"));
    assert_eq!(run(&["grant", "beta", model, "--tpm", "2000"]).0, Some(0));
    assert_eq!(
        text(),
        after.replace("tokensPerMinute: 1000,", "tokensPerMinute: 2000,")
    );
    assert_eq!(run(&["revoke", "beta", model]).0, Some(0));
    if model_is_new {
        assert_eq!(text(), before);
    }

    let kept = text();
    for (arguments, words) in [
        (
            &["grant", "beta", "gpt-6-lunna", "--tpm", "1", "--daily", "9"][..],
            "did you mean `gpt-6-luna`?",
        ),
        (
            &["grant", "betta", model, "--tpm", "1", "--daily", "9"],
            "did you mean `beta`?",
        ),
        (
            &["grant", "beta", model, "--tpm", "1"],
            "needs both numbers",
        ),
        (&["grant", "beta", model], "nothing is granted"),
        (&["revoke", "beta", model], "does not grant"),
    ] {
        let (code, said) = run(arguments);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    }
    let (code, said) = run(&[
        "grant",
        "beta",
        model,
        "--tpm",
        "99999999",
        "--daily",
        "999999999",
    ]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("error[over-capacity]"), "{said}");
    assert_eq!(text(), kept);
}
