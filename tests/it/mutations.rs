//! This repository's own inputs, damaged: whatever is written, what is reported is about what is written.

use camino::Utf8PathBuf;
use platgen::core::diag::{Code, Diagnostic, Severity};
use platgen::core::sources::Sources;
use proptest::prelude::*;
use rayon::prelude::*;

use crate::support::{files, repository};
use crate::targets::compile::compiled_whole;

mod texts;

type Texts = Vec<(Utf8PathBuf, Vec<String>)>;

/// The input files, line by line.
fn inputs() -> Texts {
    let folder = |folder: &str| {
        let below = files(&repository().join(folder)).into_iter();
        let folder = folder.to_owned();
        below.map(move |(path, text)| {
            let lines = text.lines().map(str::to_owned).collect();
            (Utf8PathBuf::from(&folder).join(path), lines)
        })
    };
    folder("catalog")
        .chain(folder("teams"))
        .filter(|(path, _)| path.extension() == Some("yaml"))
        .collect()
}

/// What is found, with the line of the first place, of what holds as [`compiled_whole`] has it.
fn found(texts: &Texts) -> Vec<(Diagnostic, Utf8PathBuf, usize)> {
    let joined = texts
        .iter()
        .map(|(path, lines)| (path.clone(), lines.join("\n")));
    let sources = Sources::from_texts(joined);
    let compiled = compiled_whole(&sources);
    let place = |finding: Diagnostic| {
        let first = finding.labels.first().map(|label| label.span);
        let position = first.map(|span| sources.position(span));
        let path = position.as_ref().map(|position| position.path.clone());
        let path = path.or_else(|| finding.path.clone());
        let line = position.map_or(0, |position| position.line as usize);
        (finding, path.unwrap_or_default(), line)
    };
    compiled.findings.into_iter().map(place).collect()
}

/// Where a line's value starts, if the line is a key with a scalar.
fn value_at(line: &str) -> Option<usize> {
    let (before, after) = line.split_once(": ")?;
    let plain = !before.trim_start().starts_with('#') && !before.contains(['"', '{', '[']);
    let scalar = !after
        .trim_start()
        .starts_with(['{', '[', '&', '|', '>', '#']);
    (plain && scalar).then_some(before.len() + 2)
}

/// Every input with one line changed: path, line from 1, and the whole.
fn each_changed(change: fn(&str) -> Option<String>) -> Vec<(Utf8PathBuf, usize, Texts)> {
    let texts = inputs();
    let mut changed = Vec::new();
    for (file, (path, lines)) in texts.iter().enumerate() {
        for (number, line) in lines.iter().enumerate() {
            if let Some(new) = change(line) {
                let mut copy = texts.clone();
                let place = copy
                    .get_mut(file)
                    .and_then(|(_, lines)| lines.get_mut(number));
                if let Some(line) = place {
                    *line = new;
                }
                changed.push((path.clone(), number + 1, copy));
            }
        }
    }
    assert!(changed.len() > 20);
    changed
}

#[test]
fn a_value_of_the_wrong_type_is_the_only_error() {
    let change = |line: &str| Some(format!("{}[[oops]]", &line[..value_at(line)?]));
    each_changed(change)
        .par_iter()
        .for_each(|(path, line, texts)| {
            let errors: Vec<_> = found(texts)
                .into_iter()
                .filter(|(finding, ..)| finding.severity == Severity::Error)
                .collect();
            assert!(!errors.is_empty(), "{path}:{line}: nothing found");
            for (finding, at, on) in errors {
                assert!(at == *path && on == *line, "{path}:{line}: {finding:?}");
            }
        });
}

#[test]
fn an_unknown_key_is_unknown_and_may_be_missing() {
    let change = |line: &str| {
        let indent = line.find(|letter| !matches!(letter, ' ' | '-'))?;
        let (_, rest) = line[indent..].split_once(':')?;
        let plain = !line[indent..].starts_with(['#', '{', '"']);
        plain.then(|| format!("{}qqqq:{rest}", &line[..indent]))
    };
    each_changed(change)
        .par_iter()
        .for_each(|(path, line, texts)| {
            for (finding, ..) in found(texts) {
                let fine = [Code::UnknownKey, Code::MissingKey].contains(&finding.code)
                    || finding.severity != Severity::Error;
                // A key of a mapping of names is a name, and any name will do there.
                let name = finding.message.contains("qqqq") || finding.message.contains("subnet");
                assert!(fine || name, "{path}:{line}: {finding:?}");
            }
        });
}

#[test]
fn a_misspelled_key_is_reported_and_taken_for_what_it_is_like() {
    let change = |line: &str| {
        let indent = line.find(|letter| !matches!(letter, ' ' | '-'))?;
        let (key, rest) = line[indent..].split_once(':')?;
        let long = key.len() > 5 && key.chars().all(|letter| letter.is_ascii_alphabetic());
        long.then(|| format!("{}{key}x:{rest}", &line[..indent]))
    };
    each_changed(change)
        .par_iter()
        .for_each(|(path, line, texts)| {
            for (finding, at, on) in found(texts) {
                let error = finding.severity == Severity::Error;
                let here = at == *path && on == *line && finding.code == Code::UnknownKey;
                let name = finding.message.contains("subnet");
                assert!(!error || here || name, "{path}:{line}: {finding:?}");
            }
        });
}

/// What stands in for a value or a line.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("null".to_owned()),
        Just("- {name: x}".to_owned()),
        Just("{a: 1}".to_owned()),
        Just("99999999999999999999".to_owned()),
        Just("-1".to_owned()),
        Just("*nothing".to_owned()),
        Just("gpt-5.6-terra".to_owned()),
        Just("10.10.0.0/33".to_owned()),
        "[a-z0-9.:{}\\[\\]&*#'\"<>%é-]{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_is_reported_where_it_is(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..5, piece()), 1..5),
    ) {
        let mut texts = inputs();
        for (file, line, how, piece) in damage {
            let file = file.index(texts.len());
            let lines = &mut texts[file].1;
            if lines.is_empty() {
                continue;
            }
            let number = line.index(lines.len());
            let old = lines[number].clone();
            match how {
                0 => drop(lines.remove(number)),
                1 => lines.insert(number, old),
                2 => lines[number] = old.replacen(':', &format!("{piece}:"), 1),
                3 => lines[number] = piece,
                _ => {
                    let at = value_at(&old).unwrap_or(0);
                    lines[number] = format!("{}{piece}", &old[..at]);
                }
            }
        }
        found(&texts);
    }
}
