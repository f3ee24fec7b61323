//! Tests of `core/yaml/typed`.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Error, MapAccess, Unexpected};

use super::*;
use crate::core::origin::Origin;
use crate::core::sources::{FileId, Span};
use crate::core::yaml::overlay;
use crate::core::yaml::parse::parse;
use crate::core::yaml::spanned::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Team {
    name: Spanned<String>,
    #[serde(default)]
    limits: Option<Spanned<u32>>,
    #[serde(default)]
    list: Vec<Spanned<String>>,
    #[serde(default)]
    tags: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    mode: Option<Spanned<Mode>>,
    #[serde(default)]
    price: Option<f64>,
    #[serde(default)]
    quota: Option<Spanned<Quota>>,
    #[serde(default)]
    port: Option<u16>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
enum Mode {
    Auto,
    Fixed(u32),
    Range { from: u32, to: u32 },
}

/// `none`, or a mapping: untagged by hand, so that spans inside stay.
#[derive(Debug, PartialEq)]
enum Quota {
    None,
    Tokens(Tokens),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tokens {
    tokens: Spanned<u64>,
}

impl<'de> Deserialize<'de> for Quota {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Quota;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`none` or a mapping")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Quota, E> {
                if text == "none" {
                    Ok(Quota::None)
                } else {
                    Err(E::invalid_value(Unexpected::Str(text), &self))
                }
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Quota, A::Error> {
                Tokens::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                    .map(Quota::Tokens)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

fn team(text: &str) -> Result<Team, Box<Diagnostic>> {
    read(&parse(FileId(0), text).tree.unwrap())
}

/// Code, message and the text that the finding points at.
fn fault(text: &str) -> (Code, String, String) {
    let finding = team(text).unwrap_err();
    let span = finding.labels[0].span;
    (
        finding.code,
        finding.message,
        text[span.start as usize..span.end as usize].to_owned(),
    )
}

fn at(text: &str, origin: Origin) -> &str {
    let span = origin.span().unwrap();
    &text[span.start as usize..span.end as usize]
}

#[test]
fn spans_come_through_options_lists_maps_and_enums() {
    let text = "name: é beta\nlimits: 10\nlist: [x, 'y']\ntags: {k: v}\nmode: {range: {from: 1, to: 2}}\nprice: 3\nquota: {tokens: 7}\n";
    let team = team(text).unwrap();
    assert_eq!(at(text, team.name.origin), "é beta");
    assert_eq!(at(text, team.limits.unwrap().origin), "10");
    assert_eq!(at(text, team.list[1].origin), "'y'");
    assert_eq!(at(text, team.tags["k"].origin), "v");
    let mode = team.mode.unwrap();
    assert_eq!(
        (at(text, mode.origin), &mode.value),
        ("{range: {from: 1, to: 2}}", &Mode::Range { from: 1, to: 2 })
    );
    let Quota::Tokens(tokens) = &team.quota.as_ref().unwrap().value else {
        panic!("{:?}", team.quota)
    };
    assert_eq!(
        (at(text, tokens.tokens.origin), tokens.tokens.value),
        ("7", 7)
    );
    assert_eq!((team.price, team.port), (Some(3.0), None));
}

#[test]
fn enums_as_text_and_as_mapping() {
    let mode = |text: &str| {
        team(&format!("name: x\nmode: {text}"))
            .unwrap()
            .mode
            .unwrap()
            .value
    };
    assert_eq!(mode("auto"), Mode::Auto);
    assert_eq!(mode("{fixed: 3}"), Mode::Fixed(3));
    assert_eq!(
        team("name: x\nquota: none").unwrap().quota.unwrap().value,
        Quota::None
    );
}

#[test]
fn null_is_none() {
    assert!(
        team("name: x\nlimits: null\nmode:\n")
            .unwrap()
            .limits
            .is_none()
    );
}

#[test]
fn overlaid_values_say_so() {
    let base = parse(FileId(0), "name: a\nlimits: 1\n").tree.unwrap();
    let above = parse(FileId(1), "limits: 2\ntags: {k: v}\n").tree.unwrap();
    let team: Team = read(&overlay::merge(base, above, &mut Vec::new())).unwrap();
    let span = |file, start, end| Span {
        file: FileId(file),
        start,
        end,
    };
    assert_eq!(team.name.origin, Origin::Written(span(0, 6, 7)));
    assert_eq!(
        team.limits.unwrap().origin,
        Origin::Overlaid {
            at: span(1, 8, 9),
            base: Some(span(0, 16, 17))
        }
    );
    assert_eq!(
        team.tags["k"].origin,
        Origin::Overlaid {
            at: span(1, 20, 21),
            base: None
        }
    );
}

#[test]
fn faults_have_code_sentence_and_place() {
    for (text, code, message, at) in [
        (
            "nane: x",
            Code::UnknownKey,
            "there is no key `nane` here",
            "nane",
        ),
        (
            "{limits: 1}",
            Code::MissingKey,
            "the key `name` is missing",
            "{limits: 1}",
        ),
        (
            "name: 5",
            Code::WrongType,
            "the number `5` stands where text is expected",
            "5",
        ),
        (
            "name: x\nport: 70000",
            Code::InvalidValue,
            "70000 is not a whole number from 0 to 65535",
            "70000",
        ),
        (
            "name: x\nlimits: -1",
            Code::InvalidValue,
            "-1 is not a whole number from 0 to 4294967295",
            "-1",
        ),
        (
            "name: x\nlimits: 1e6",
            Code::WrongType,
            "the number `1000000.0` stands where a whole number is expected",
            "1e6",
        ),
        (
            "name: x\nlist: a",
            Code::WrongType,
            "the text `a` stands where a list is expected",
            "a",
        ),
        (
            "name: x\nmode: aut",
            Code::InvalidValue,
            "`aut` is none of the values that fit here",
            "aut",
        ),
        (
            "name: x\nmode: {auto: 1}",
            Code::WrongType,
            "`auto` takes no value",
            "1",
        ),
        (
            "name: x\nmode: fixed",
            Code::WrongType,
            "`fixed` needs a value",
            "fixed",
        ),
        (
            "name: x\nquota: {token: 1}",
            Code::UnknownKey,
            "there is no key `token` here",
            "token",
        ),
    ] {
        assert_eq!(fault(text), (code, message.to_owned(), at.to_owned()));
    }
}
