//! Tests of `core/yaml/validate`.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use serde::Deserialize;

use super::*;
use crate::core::sources::FileId;
use crate::core::yaml::parse::parse;
use crate::core::yaml::spanned::Spanned;

/// One team.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[expect(dead_code, reason = "only the schema counts here")]
struct Team {
    /// The team's name, lower case. It is the folder's too.
    #[schemars(regex(pattern = r"^[a-z]+$"), length(min = 1, max = 10))]
    name: Spanned<String>,
    /// Tokens per minute over all models.
    #[schemars(range(min = 1))]
    tokens_per_minute: Option<Spanned<u32>>,
    enabled: Option<Spanned<bool>>,
    mode: Option<Mode>,
    #[serde(default)]
    grants: Vec<Grant>,
    quota: Option<Quota>,
    backend: Option<Backend>,
    place: Option<Place>,
    #[serde(default)]
    tags: BTreeMap<String, Spanned<String>>,
    price: Option<f64>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[expect(dead_code, reason = "only the schema counts here")]
struct Grant {
    name: Spanned<String>,
    /// What one minute may use.
    tokens: u32,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
enum Mode {
    /// By the platform.
    Auto,
    /// By hand.
    Manual,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only the schema counts here")]
enum Quota {
    None(Nothing),
    Tokens(Tokens),
}

#[derive(Debug, Deserialize, JsonSchema)]
enum Nothing {
    #[serde(rename = "none")]
    None,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only the schema counts here")]
struct Tokens {
    tokens: u64,
    period: Option<Mode>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only the schema counts here")]
enum Backend {
    Local,
    #[serde(rename_all = "camelCase")]
    Azurerm {
        container_name: String,
        storage: String,
    },
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only the schema counts here")]
enum Place {
    Zone(u32),
    Region { name: String },
}

/// `code @ text at the span: message / help` of every finding.
fn checked(text: &str) -> Vec<String> {
    let validator = TreeValidator::of::<Team>().unwrap();
    let sources = Sources::from_texts([(Utf8PathBuf::from("team.yaml"), text.to_owned())]);
    let parsed = parse(FileId(0), text);
    let findings = validator.validate(&parsed.tree.unwrap(), &sources).sorted();
    let line = |one: &Diagnostic| {
        let span = one.labels[0].span;
        let at = &text[span.start as usize..span.end as usize];
        format!(
            "{} @ {at}: {} / {}",
            one.code.name(),
            one.message,
            one.help.as_deref().unwrap_or("-")
        )
    };
    findings.iter().map(line).collect()
}

#[test]
fn unknown_and_missing_keys_are_reported_with_what_fits() {
    for (text, expected) in [
        (
            "nam: x",
            &[
                "unknown-key @ nam: there is no key `nam` here / did you mean `name`? keys that fit: `name`, `tokensPerMinute`, `enabled`, `mode`, `grants`, `quota`, `backend`, `place`, `tags`, `price`",
            ][..],
        ),
        (
            "{}",
            &[
                "missing-key @ {}: the key `name` is missing / add `name` (the team's name, lower case)",
            ][..],
        ),
        (
            "name: x\ngrants:\n  - name: x\n  - tokns: 1\n    name: y",
            &[
                "missing-key @ name: x: the key `tokens` is missing / add `tokens` (what one minute may use)",
                "unknown-key @ tokns: there is no key `tokns` here / did you mean `tokens`? keys that fit: `name`, `tokens`",
            ][..],
        ),
        (
            "name: x\ntags: {a: 1, b: yes, c: }",
            &[
                "wrong-type @ 1: the number `1` stands where text is expected / put it in quotes: \"1\"",
                "wrong-type @ : nothing stands where text is expected / write text, or remove the key if it is optional",
            ][..],
        ),
        (
            "name: x\ntokens_per_minute: 5\ntokensPerMinute: -3\nenabled: on",
            &[
                "unknown-key @ tokens_per_minute: there is no key `tokens_per_minute` here / `tokensPerMinute` stands here already; remove one of the two",
                "invalid-value @ -3: the number `-3` stands where `tokensPerMinute` takes at least 1 / write a whole number of at least 1 (tokens per minute over all models)",
                "wrong-type @ on: the text `on` stands where true or false is expected / YAML 1.2 knows true and false only; write true",
            ][..],
        ),
    ] {
        assert_eq!(checked(text), expected, "{text}");
    }
}

#[test]
fn choices_are_one_finding() {
    for (text, expected) in [
        (
            "name: x\nmode: atuo",
            &[
                "invalid-value @ atuo: `atuo` is none of the values that fit here / did you mean `auto`? values that fit: `auto`, `manual`",
            ][..],
        ),
        (
            "name: x\nmode: 5",
            &[
                "wrong-type @ 5: the number `5` stands where one of `auto`, `manual` is expected / -",
            ][..],
        ),
        (
            "name: x\nquota: non",
            &[
                "invalid-value @ non: `non` is none of the values that fit here / did you mean `none`?",
            ][..],
        ),
        (
            "name: x\nquota: {token: 1}",
            &[
                "unknown-key @ token: there is no key `token` here / did you mean `tokens`? keys that fit: `tokens`, `period`",
            ][..],
        ),
        (
            "name: x\nquota: 5",
            &[
                "wrong-type @ 5: the number `5` stands where a mapping or `none` is expected / write a mapping or `none`",
            ][..],
        ),
        (
            "name: x\nquota: {tokens: a}",
            &[
                "wrong-type @ a: the text `a` stands where a whole number is expected / write a whole number of at least 0",
            ][..],
        ),
        (
            "name: x\nbackend: {type: loca}",
            &[
                "invalid-value @ loca: `loca` is none of the values that fit here / did you mean `local`? values that fit: `local`, `azurerm`",
            ][..],
        ),
        (
            "name: x\nbackend: {type: azurerm, storag: x}",
            &[
                "missing-key @ backend: the key `containerName` is missing in `backend` / add `containerName`",
                "unknown-key @ storag: there is no key `storag` here / did you mean `storage`? keys that fit: `type`, `containerName`, `storage`",
            ][..],
        ),
        (
            "name: x\nbackend: {}",
            &["missing-key @ backend: the key `type` is missing in `backend` / add `type`"][..],
        ),
        (
            "name: x\nbackend: local",
            &[
                "wrong-type @ local: the text `local` stands where a mapping is expected / write a mapping",
            ][..],
        ),
        (
            "name: x\nbackend: {type: local, foo: 1}",
            &["unknown-key @ foo: there is no key `foo` here / keys that fit: `type`"][..],
        ),
        (
            "name: x\nplace: {zon: 1}",
            &[
                "unknown-key @ zon: there is no key `zon` here / did you mean `zone`? keys that fit: `zone`, `region`",
            ][..],
        ),
        (
            "name: x\nplace: {zone: x}",
            &[
                "wrong-type @ x: the text `x` stands where a whole number is expected / write a whole number of at least 0",
            ][..],
        ),
        (
            "name: x\nplace: {region: {nam: x}}",
            &["unknown-key @ nam: there is no key `nam` here / did you mean `name`?"][..],
        ),
        (
            "name: x\nplace: {zone: 1, region: {name: x}}",
            &[
                "invalid-value @ region: `zone` and `region` stand together where only one fits / keep one of the two",
            ][..],
        ),
        (
            "name: x\nplace: zone",
            &[
                "wrong-type @ zone: the text `zone` stands where a mapping is expected / write a mapping",
            ][..],
        ),
    ] {
        assert_eq!(checked(text), expected, "{text}");
    }
}

#[test]
fn types_and_rules_say_what_was_written_and_what_fits() {
    for (text, expected) in [
        (
            "name: 5",
            &[
                "wrong-type @ 5: the number `5` stands where text is expected / write text that matches `^[a-z]+$` (the team's name, lower case)",
            ][..],
        ),
        (
            "name: ABC",
            &[
                "invalid-value @ ABC: the text `ABC` does not fit the key `name` / did you mean `abc`? use text that matches `^[a-z]+$` (the team's name, lower case)",
            ][..],
        ),
        (
            "name: ''",
            &[
                "invalid-value @ '': an empty text does not fit the key `name` / use text that matches `^[a-z]+$` (the team's name, lower case)",
            ][..],
        ),
        (
            "name: x\ntokensPerMinute: 1e6",
            &[
                "wrong-type @ 1e6: the number `1e6` stands where a whole number is expected / a number with a point or an exponent is a float; write 1000000",
            ][..],
        ),
        (
            "name: x\ntokensPerMinute: 1_000",
            &[
                "wrong-type @ 1_000: the text `1_000` stands where a whole number is expected / write 1000, without separators",
            ][..],
        ),
        (
            "name: x\ntokensPerMinute: 1000.5",
            &[
                "wrong-type @ 1000.5: the number `1000.5` stands where a whole number is expected / write a number without a point",
            ][..],
        ),
        (
            "name: x\ntokensPerMinute: '10'",
            &[
                "wrong-type @ '10': the text `10` stands where a whole number is expected / write 10 without quotes",
            ][..],
        ),
        (
            "name: x\ntokensPerMinute: 0",
            &[
                "invalid-value @ 0: the number `0` stands where `tokensPerMinute` takes at least 1 / write a whole number of at least 1 (tokens per minute over all models)",
            ][..],
        ),
        (
            "name: x\nenabled: yes",
            &[
                "wrong-type @ yes: the text `yes` stands where true or false is expected / YAML 1.2 knows true and false only; write true",
            ][..],
        ),
        (
            "name: x\nenabled: 'true'",
            &[
                "wrong-type @ 'true': the text `true` stands where true or false is expected / write true without quotes",
            ][..],
        ),
        (
            "name: x\ngrants: {a: 1}",
            &[
                "wrong-type @ {a: 1}: a mapping stands where a list is expected / start each item with `- `",
            ][..],
        ),
        ("name: x\nprice: 1e6", &[][..]),
        (
            "- a",
            &[
                "wrong-type @ - a: a list stands where a mapping is expected / write `key: value` lines instead of `- ` items",
            ][..],
        ),
        (
            "text",
            &[
                "wrong-type @ text: the text `text` stands where a mapping is expected / write a mapping (one team)",
            ][..],
        ),
    ] {
        assert_eq!(checked(text), expected, "{text}");
    }
}

#[test]
fn an_overlaid_value_is_reported_where_it_stands() {
    let texts = ["name: x\ntokensPerMinute: 5\n", "tokensPerMinute: 1e3\n"];
    let paths = ["a.yaml", "b.yaml"].map(Utf8PathBuf::from);
    let sources = Sources::from_texts(paths.into_iter().zip(texts.map(str::to_owned)));
    let [base, above] = [0, 1].map(|file| parse(FileId(file), texts[file as usize]).tree.unwrap());
    let merged = crate::core::yaml::overlay::merge(base, above, &mut Vec::new());
    let findings = TreeValidator::of::<Team>()
        .unwrap()
        .validate(&merged, &sources)
        .sorted();
    assert_eq!(findings.len(), 1);
    assert_eq!(
        sources.position(findings[0].labels[0].span).to_string(),
        "b.yaml:1:18"
    );
}

#[test]
fn very_many_faults_are_cut() {
    let lines: Vec<String> = (0..50_000).map(|key| format!("key{key}: 1\n")).collect();
    let text = lines.concat();
    let reported = checked(&text);
    assert!(reported.len() <= MOST_REPORTED + 1, "{}", reported.len());
}

#[test]
fn a_broken_schema_is_an_error() {
    let fault = TreeValidator::new(serde_json::json!({"type": 5})).unwrap_err();
    assert!(
        fault
            .to_string()
            .starts_with("the schema of an input type is broken"),
        "{fault}"
    );
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

    /// Trees of any shape are checked without a panic, and every span lies in the text.
    #[test]
    fn any_tree_is_checked(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "name: ", "tokensPerMinute: ", "quota: ", "backend: ", "place: ", "mode: ", "grants: ", "tags: ", "{", "}", "[", "]", ", ",
        "x", "5", "1e6", "yes", "none", "type: ", "azurerm", "zone: ", "\n", "\n  ", "- ", "~", "'", "é",
    ]), 0..25)) {
        let text = pieces.concat();
        let sources = Sources::from_texts([(Utf8PathBuf::from("team.yaml"), text.clone())]);
        if let Some(tree) = parse(FileId(0), &text).tree {
            let findings = TreeValidator::of::<Team>().unwrap().validate(&tree, &sources);
            for finding in findings.sorted() {
                for label in &finding.labels {
                    proptest::prop_assert!(text.get(label.span.start as usize..label.span.end as usize).is_some());
                }
            }
        }
    }
}
