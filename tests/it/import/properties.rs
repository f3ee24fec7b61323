//! Any old repository says the same after its conversion, and every key leads back to where it stood.

use platgen::core::diag::{Code, Diagnostic, Diagnostics};
use platgen::core::sources::{FileId, Sources};
use platgen::core::yaml::parse::parse;
use platgen::core::yaml::tree::{Node, Value};
use platgen::import::{Imported, import};
use proptest::prelude::*;

use super::{ALPHA, CATALOG, fixture};
use crate::print_hcl::hostile;

/// An old repository of these texts, converted.
fn converted(catalog: &str, team: &str) -> (Sources, Imported) {
    let old = Sources::from_texts([
        (CATALOG.into(), catalog.to_owned()),
        (ALPHA.into(), team.to_owned()),
    ]);
    let imported = import(&old, &mut Diagnostics::new());
    (old, imported)
}

/// A tree without places, keys without what the two spellings differ in.
fn bare(node: &Node) -> Value {
    let at_home = |node: &Node| Node::nowhere(bare(node));
    match &node.value {
        Value::List(items) => Value::List(items.iter().map(at_home).collect()),
        Value::Map(entries) => {
            let entries = entries
                .iter()
                .map(|entry| platgen::core::yaml::tree::Entry {
                    key: entry.key.replace('_', "").to_lowercase(),
                    key_span: platgen::core::sources::Span::SYNTHETIC,
                    value: at_home(&entry.value),
                });
            Value::Map(entries.collect())
        }
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) => {
            node.value.clone()
        }
    }
}

fn spans(node: &Node, found: &mut Vec<(String, platgen::core::sources::Span)>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| spans(item, found)),
        Value::Map(entries) => {
            for entry in entries {
                found.push((entry.key.clone(), entry.key_span));
                spans(&entry.value, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) => {}
    }
}

/// That each file says the same as before and that every key leads back to where it stood.
fn same(old: &Sources, imported: &Imported) -> Result<(), TestCaseError> {
    for file in &imported.files {
        let before = old.file(file.from).unwrap();
        let parsed = parse(file.from, before.text());
        let Some(was) = parsed.tree.filter(|_| !parsed.findings.has_errors()) else {
            continue;
        };
        let new = Sources::from_texts([(file.path.clone(), file.text().to_owned())]);
        let parsed = parse(FileId(0), file.text());
        let is = parsed.tree.filter(|_| !parsed.findings.has_errors());
        let Some(is) = is else {
            // Two keys that are one in the new spelling are reported as such.
            let twice = parsed.findings.sorted();
            prop_assert!(
                twice.iter().all(|one| one.code == Code::DuplicateKey),
                "{}",
                file.text()
            );
            continue;
        };
        prop_assert_eq!(bare(&is), bare(&was), "{}", file.text());
        let mut keys = Vec::new();
        spans(&is, &mut keys);
        let about =
            |(key, span): &(String, _)| Diagnostic::new(Code::RenamedTeam, *span, key.clone());
        let found = keys.iter().map(about).collect();
        let (shown, reported) = imported.reported((old, Vec::new()), (&new, found));
        for finding in reported {
            let span = finding.labels[0].span;
            let text = shown.file(span.file).unwrap().text();
            let stood = &text[span.start as usize..span.end as usize];
            let alike = |text: &str| text.replace(['_', '"', '\''], "").to_lowercase();
            if stood
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_\"'".contains(&byte))
            {
                prop_assert_eq!(alike(stood), alike(&finding.message));
            }
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn hostile_values_survive(values in proptest::collection::vec(hostile(), 4), comments in proptest::collection::vec("[ -~äß]{0,12}", 2)) {
        use platgen::core::document::yaml::Node as Tree;
        let text = |at: usize| Tree::from(values[at].as_str());
        let model = Tree::map([
            ("name", text(0)),
            ("model_name", Tree::Commented(comments[0].clone(), Box::new(text(1)))),
            ("sku_name", text(2)),
            ("not_a_key", text(3)),
        ]);
        let grant = Tree::map([("name", text(1)), ("tokens_per_minute", Tree::Integer(7))]);
        let catalog = Tree::map([("foundry_models", Tree::Commented(comments[1].clone(), Box::new(Tree::List(vec![model]))))]);
        let about = Tree::map([("name", text(0)), ("display_name", text(3))]);
        let team = Tree::map([("team", about), ("models", Tree::map([("foundry", Tree::List(vec![grant]))]))]);
        let texts = [catalog, team].map(|tree| platgen::core::print::yaml::bare(&tree));
        let (old, imported) = converted(&texts[0], &texts[1]);
        same(&old, &imported)?;
        for file in &imported.files {
            let comments = |text: &str| text.lines().filter(|line| line.trim().starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
            let after = comments(file.text());
            let before = comments(old.file(file.from).unwrap().text());
            prop_assert!(after[0].starts_with("# yaml-language-server: $schema="));
            prop_assert!(before.iter().all(|line| after.contains(line) || line.contains("yaml-language-server")));
        }
        let catalog = parse(FileId(0), imported.files[0].text()).tree.unwrap();
        let Value::List(models) = &catalog.get("foundryModels").unwrap().value else { panic!() };
        for (key, value) in ["name", "modelName", "skuName", "not_a_key"].iter().zip(&values) {
            prop_assert_eq!(&models[0].get(key).unwrap().value, &Value::Text(value.clone()));
        }
    }

    #[test]
    fn whatever_the_text_it_says_the_same(at in 0.0..1.0_f64, cut in 0_usize..20, piece in hostile(), team in any::<bool>()) {
        let path = if team { ALPHA } else { CATALOG };
        let text = std::fs::read_to_string(fixture("old").join(path)).unwrap();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a small text")]
        let at = (at * text.len() as f64) as usize;
        let end = (at + cut).min(text.len());
        prop_assume!(text.is_char_boundary(at) && text.is_char_boundary(end));
        let text = format!("{}{piece}{}", &text[..at], &text[end..]);
        let (old, imported) = if team { converted("{}", &text) } else { converted(&text, "{}") };
        same(&old, &imported)?;
    }
}
