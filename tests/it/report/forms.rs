//! The four forms: what they look like, and that no text of an input becomes anything but text in any of them.

use platgen::core::sources::Sources;
use platgen::report::view::Report;
use platgen::report::{csv, html, json, markdown};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;

use super::{fixture, report_of, report_on};
use crate::print_hcl::hostile;
use crate::support::platform::{builder, foundry_model, kaito_model, text};
use crate::support::repository;

#[test]
fn forms_are_as_agreed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fixture());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let report = report_on(&fixture());
    settings.bind(|| {
        insta::assert_snapshot!("markdown", markdown::print(&report));
        insta::assert_snapshot!("json", json::print(&report));
        insta::assert_snapshot!("csv", csv::print(&report));
    });
}

fn schema(name: &str) -> Value {
    let path = repository().join("schemas").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn json_fits_its_schema_and_every_key_is_documented() {
    let report = report_on(&fixture());
    let all = [
        ("report.schema.json", json::print(&report)),
        ("report.schema.json", json::print(&report_on(&repository()))),
        ("diff.schema.json", json::print(&crate::diff::everything())),
    ];
    for (name, text) in all {
        let schema = schema(name);
        let value: Value = serde_json::from_str(&text).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let wrong: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(wrong, Vec::<String>::new(), "{name}");
        let types = schema["$defs"]
            .as_object()
            .unwrap()
            .values()
            .chain([&schema]);
        let mut keys = 0;
        for (key, property) in types
            .filter_map(|one| one["properties"].as_object())
            .flatten()
        {
            keys += 1;
            assert!(
                property["description"].is_string(),
                "{name}: {key} says nothing"
            );
        }
        assert!(keys > 10);
    }
}

/// Every table of a Markdown text, as rows of plain texts, the header first. A test fails if a cell holds anything but text,
/// other than the emphasis that the templates write.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else Markdown knows has no place in a cell"
)]
fn tables(markdown: &str) -> Vec<Vec<Vec<String>>> {
    let (mut tables, mut cell) = (Vec::<Vec<Vec<String>>>::new(), None::<String>);
    for event in Parser::new_ext(
        markdown,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
    ) {
        match event {
            Event::Start(Tag::Table(_)) => tables.push(Vec::new()),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                tables.last_mut().unwrap().push(Vec::new());
            }
            Event::Start(Tag::TableCell) => cell = Some(String::new()),
            Event::End(TagEnd::TableCell) => {
                // The space of no width keeps GitHub from seeing a mention.
                let text = cell.take().unwrap().replace('\u{200b}', "");
                let row = tables.last_mut().unwrap().last_mut().unwrap();
                row.push(text.trim().to_owned());
            }
            Event::Text(text) => {
                if let Some(cell) = &mut cell {
                    cell.push_str(&text);
                }
            }
            ref other => {
                let strong = matches!(
                    other,
                    Event::Start(Tag::Strong) | Event::End(TagEnd::Strong)
                );
                assert!(strong || cell.is_none(), "{other:?} in a cell");
            }
        }
    }
    tables
}

/// What a reader of Markdown sees of a text.
fn seen(text: &str) -> String {
    let shown: String = text
        .chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
            '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{61c}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .filter(|c| *c != '\u{200b}')
        .collect();
    shown.trim().to_owned()
}

fn table<'t>(tables: &'t [Vec<Vec<String>>], first: &str, second: &str) -> &'t [Vec<String>] {
    let is = |table: &&Vec<Vec<String>>| table[0][0] == first && table[0][1] == second;
    &tables.iter().find(is).unwrap()[1..]
}

/// A report in which three free texts are what they are.
fn report_with(texts: &[String; 3]) -> Report {
    let platform = builder()
        .foundry(foundry_model("gpt-5.6-terra"))
        .kaito(kaito_model("mistral"))
        .team_with("beta", &["gpt-5.6-terra", "mistral"], |team| {
            team.display_name = text(&texts[0]);
            team.owner = text(&texts[1]);
            team.cost_center = text(&texts[2]);
        })
        .team("zeta", &["gpt-5.6-terra"])
        .build();
    let sources = Sources::from_texts([("teams/beta/access.yaml".into(), "x".to_owned())]);
    report_of(&sources, std::slice::from_ref(&platform))
}

/// Texts that one of the four forms could take for more than text.
fn dangerous() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => hostile(),
        2 => prop_oneof![
            Just("|"), Just("\\|"), Just("`"), Just("``` \n"), Just("<b>"), Just("</script>"), Just("<!--"), Just("]]>"),
            Just("\u{2028}"), Just("\u{2029}"), Just("\u{202e}"), Just("\r\n"), Just("\0"), Just("&lt;"), Just("&#64;"),
            Just("=cmd|' /C calc'!A0"), Just("+1"), Just("-1"), Just("@SUM(A1)"), Just("\t=1"), Just("'"), Just("\""), Just(","),
            Just("[x](javascript:alert(1))"), Just("![x](y)"), Just("**b**"), Just("~~s~~"), Just("$a$"), Just("@team"),
            Just("#12"), Just("\u{200b}"), Just("\u{feff}=1"), Just("*"), Just("_a_"), Just("| --- |"),
        ].prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn texts_stay_texts(texts in [dangerous(), dangerous(), dangerous()]) {
        let report = report_with(&texts);

        let value: Value = serde_json::from_str(&json::print(&report)).unwrap();
        let team = &value["environments"][0]["teams"][0];
        let reported = ["displayName", "owner", "costCenter"].map(|key| team[key].as_str().unwrap().to_owned());
        prop_assert_eq!(&reported, &texts);

        let printed = markdown::print(&report);
        let tables = tables(&printed);
        let rows = table(&tables, "team", "display name");
        prop_assert_eq!(rows.len(), 2);
        prop_assert_eq!(&rows[0][1..4], &texts.clone().map(|text| seen(&text))[..]);
        prop_assert_eq!(&rows[1][0], "zeta");
        prop_assert_eq!(table(&tables, "team", "model").len(), 3);

        spreadsheet_reads(&report, &texts)?;
        page_reads(&report, &texts)?;
    }
}

/// A spreadsheet reads each text, or an apostrophe and the text where it could be a formula.
fn spreadsheet_reads(report: &Report, texts: &[String; 3]) -> Result<(), TestCaseError> {
    let printed = csv::print(report);
    let mut reader = ::csv::Reader::from_reader(printed.as_bytes());
    let names: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    prop_assert_eq!(names, csv::COLUMNS.map(str::to_owned));
    let records: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    prop_assert_eq!(records.len(), 3);
    for (field, text) in records[0].iter().skip(2).zip(texts) {
        prop_assert_eq!(field.strip_prefix('\'').unwrap_or(field), text.as_str());
    }
    for field in records.iter().flat_map(|record| record.iter()) {
        let start = field.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
        prop_assert!(
            !start.starts_with(['=', '+', '-', '@', '\u{ff1d}']),
            "{field:?}"
        );
        prop_assert!(!field.starts_with(['\t', '\r', '\n', '\0']), "{field:?}");
    }
    Ok(())
}

/// The page's data reads back, and nothing but the template makes elements.
fn page_reads(report: &Report, texts: &[String; 3]) -> Result<(), TestCaseError> {
    let page = html::print(report);
    let plain = html::print(&report_with(&["x".into(), "y".into(), "z".into()]));
    for sign in ["<script", "</script", "<!--", "<img", "<a ", "<b>"] {
        prop_assert_eq!(
            page.matches(sign).count(),
            plain.matches(sign).count(),
            "{}",
            sign
        );
    }
    let (_, rest) = page
        .split_once("<script type=\"application/json\" id=\"data\">")
        .unwrap();
    let (data, _) = rest.split_once("</script>").unwrap();
    let unsafe_here = data.contains(['<', '\u{2028}', '\u{2029}']);
    prop_assert!(!unsafe_here);
    let data: Value = serde_json::from_str(data).unwrap();
    let reported = &data["environments"][0]["teams"][0];
    for (index, text) in texts.iter().enumerate() {
        prop_assert_eq!(reported[index + 1].as_str().unwrap(), text);
    }
    let shown: Vec<String> = page
        .split("<bdi>")
        .skip(1)
        .map(|rest| rest.split_once("</bdi>").unwrap().0)
        .map(|text| quick_xml::escape::unescape(text).unwrap().into_owned())
        .collect();
    prop_assert_eq!(&shown[..3], &texts[..]);
    Ok(())
}

#[test]
fn nobody_is_mentioned() {
    let texts = ["@contoso/all, see #12", "a@contoso.com", "x"].map(str::to_owned);
    let printed = markdown::print(&report_with(&texts));
    assert!(
        printed.contains("@&#8203;contoso/all, see #&#8203;12"),
        "{printed}"
    );
    assert!(
        printed.contains("a@&#8203;contoso.com"),
        "a mail address is no link"
    );
}

#[test]
fn the_page_asks_for_nothing() {
    let page = html::print(&report_on(&fixture()));
    for outside in [
        "http://",
        "https://",
        "//cdn",
        "src=",
        "url(",
        "@import",
        "javascript:",
    ] {
        // The fixture writes a link into a cost centre, which must be shown and lead nowhere.
        let page = page
            .replace("https:&#x2f;&#x2f;example.com", "")
            .replace("https://example.com", "");
        assert!(!page.contains(outside), "{outside}");
    }
    for attribute in [" style=\"", " onclick=", " onload="] {
        assert!(
            !page.contains(attribute),
            "{attribute}: the page's own policy forbids it"
        );
    }
}
