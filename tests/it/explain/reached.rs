//! What answers about inputs say: what a value reaches, why it reaches nothing, and which places are none.

use platgen::core::explain::{Answer, Question};

use super::answers::{demo, input};

#[test]
fn what_reaches_nothing_says_why() {
    let world = demo();
    let find = |path: &str, holds: &str, value: &str| {
        let text = std::fs::read_to_string(crate::support::repository().join(path)).unwrap();
        let mut lines = (1..).zip(text.lines());
        let (number, line) = lines.find(|(_, line)| line.contains(holds)).unwrap();
        let column = line.find(value).unwrap() + 1;
        let answer = input(&world, &format!("{path}:{number}:{column}"));
        assert_eq!(answer.count(), 0, "{path}:{number}:{column}");
        answer.remarks.join("\n")
    };
    let models = "catalog/models.yaml";
    for (path, holds, value, why) in [
        (models, "# What teams may ask for", "What", "a comment"),
        (
            models,
            "estimatedTokensPerMinute: 600000",
            "600000",
            "no line of an output shows it",
        ),
        (
            models,
            "staticIP: 10.10.7.7",
            "10.",
            "disabled at catalog/models.yaml:",
        ),
        (
            "catalog/environments/prod.yaml",
            "onprem: null",
            "null",
            "takes away what the base has",
        ),
        (
            "teams/delta/access.yaml",
            "name: gpt-5.6-terra",
            "5000",
            "the team is disabled at teams/delta/access.yaml:3:10",
        ),
    ] {
        let reported = find(path, holds, value);
        assert!(reported.contains(why), "{path} {holds}: {reported}");
    }
    let empty = input(&world, "catalog/platform.yaml:11");
    assert!(
        empty.remarks[0].contains("the line is empty"),
        "{:?}",
        empty.remarks
    );
    // What an overlay replaces is reported beside what is reached in the other environments.
    let replaced = input(&world, "catalog/platform.yaml:13");
    assert!(
        replaced
            .reached
            .keys()
            .all(|path| path.starts_with("generated/demo"))
    );
    assert!(
        replaced.remarks[0].starts_with("in `prod`, catalog/environments/prod.yaml:"),
        "{:?}",
        replaced.remarks
    );
}

#[test]
fn a_key_stands_for_all_below_it_a_column_for_one_value_and_an_environment_narrows() {
    let world = demo();
    let path = "teams/beta/access.yaml";
    let (whole, list) = (input(&world, path), input(&world, &format!("{path}:8")));
    let (line, one) = (
        input(&world, &format!("{path}:10")),
        input(&world, &format!("{path}:10:40")),
    );
    assert!(
        whole.count() > list.count() && list.count() > line.count() && line.count() > one.count()
    );
    assert_eq!(
        one.leaves[0].key,
        "models.foundry[gpt-5.6-terra].tokensPerMinute"
    );
    assert_eq!(one.count(), 2, "{:?}", one.reached);
    let question = Question::parse(&format!("{path}:10:40")).unwrap();
    let Ok(Answer::Backward(narrow)) = world.explain(&question, Some("prod")) else {
        panic!()
    };
    assert!(
        narrow.count() == 1
            && narrow
                .reached
                .keys()
                .all(|path| path.starts_with("generated/prod"))
    );
}

#[test]
fn a_place_that_is_none_is_reported_with_the_nearest() {
    let world = demo();
    let refused = |place: &str, environment: Option<&str>| {
        let question = Question::parse(place).unwrap();
        world.explain(&question, environment).unwrap_err().0
    };
    for (place, why) in [
        (
            "generated/demo/policies/products/bete.xml",
            "is not generated; generated/demo/policies/products/beta.xml is",
        ),
        (
            "generated/demo/manifest.jsn",
            "generated/demo/manifest.json",
        ),
        ("generated/staging/policies/api.xml", "policies/api.xml"),
        (
            "generated/demo/README.md:9999",
            "lines, so there is no line 9999",
        ),
        (
            "generated/demo/manifest.json:9999",
            "so there is no line 9999",
        ),
        ("generated/demo/README.md:1:1", "leave it out for an output"),
        (
            "teams/betta/access.yaml",
            "teams/beta/access.yaml is the nearest",
        ),
        (
            "teams/beta/access.yaml:99",
            "has 13 lines, so there is no line 99",
        ),
        (
            "teams/beta/access.yaml:2:99",
            "characters, so there is no column 99",
        ),
        ("src/main.rs", "is no input that platgen reads"),
    ] {
        let reported = refused(place, None);
        assert!(reported.contains(why), "{place}: {reported}");
    }
    assert_eq!(
        refused("teams/beta/access.yaml", Some("staging")),
        "there is no environment `staging`: choose one of demo, prod"
    );
}
