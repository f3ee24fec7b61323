//! Tests of `codes`: the table keeps its own rules.

use std::collections::BTreeSet;

use super::*;
use crate::core::diag::code::{Example, Family};

/// `UnknownKey` as `unknown-key`.
fn kebab(variant: &str) -> String {
    let mut name = String::new();
    for (index, letter) in variant.char_indices() {
        if letter.is_ascii_uppercase() && index > 0 {
            name.push('-');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

#[test]
fn every_code_stands_at_its_own_entry() {
    let names: BTreeSet<&str> = all().iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), all().len());
    for code in all() {
        let variant = format!("{code:?}")
            .replace("Utf8", "-Utf8")
            .replace("--", "-");
        let name = kebab(&variant).replace("--", "-");
        assert_eq!(name, code.name());
        assert_eq!(by_name(code.name()), Some(*code));
    }
    assert_eq!(by_name("no-such-code"), None);
}

#[test]
fn families_stand_together() {
    let mut families: Vec<Family> = all().iter().map(|code| code.family()).collect();
    families.dedup();
    let distinct: BTreeSet<Family> = families.iter().copied().collect();
    assert_eq!(distinct.len(), families.len());
}

#[test]
fn texts_keep_one_voice() {
    for code in all() {
        let entry = code.entry();
        let name = entry.name;
        assert!(
            !entry.title.ends_with('.') && entry.title.len() < 90,
            "{name}: title"
        );
        assert!(entry.title.starts_with(char::is_uppercase), "{name}: title");
        for text in [entry.cause, entry.fix] {
            assert!(text.ends_with('.') && text.len() > 20, "{name}: {text}");
            for word in ["you ", "You ", "your ", "please check", "  "] {
                assert!(!text.contains(word), "{name}: {text}");
            }
        }
        match entry.example {
            Example::Input { path, text } => {
                assert!(
                    camino::Utf8Path::new(path).extension() == Some("yaml") && text.ends_with('\n'),
                    "{name}"
                );
            }
            Example::Words(words) => assert!(words.ends_with('.'), "{name}"),
        }
        if let Some(source) = entry.source {
            assert!(source.dated.contains("20"), "{name}: a source has a date");
            assert!(
                source.url.is_none_or(|url| url.starts_with("https://")),
                "{name}"
            );
        }
    }
}
