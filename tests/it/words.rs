//! Retired words: a vocabulary of this project's own, for which technical English has words that everybody knows. They are refused in
//! names, comments, messages and documents. Files that still hold some are listed in `words/unconverted.txt`, each with how many:
//! a number may only fall. `PLATGEN_UPDATE_WORDS=1 cargo test --test it words` writes the list anew, lower where it can be.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use camino::{Utf8Path, Utf8PathBuf};

use crate::support::{files, option, repository};

/// Each retired word, in every form, with what to write instead.
const RETIRED: &[(&[&str], &str)] = &[
    (
        &["told", "tell", "tells", "telling"],
        "report, say, emit, distinguish",
    ),
    (
        &["judge", "judges", "judged", "judging"],
        "validator, check, reference gateway, filter",
    ),
    (&["room", "rooms"], "module, folder, space"),
    (&["founded"], "without cascades"),
    (
        &["respell", "respells", "respelled", "respelling"],
        "with corrected keys",
    ),
    (&["mend", "mends", "mended", "mending"], "fix, apply fixes"),
    (&["cure", "cures", "cured"], "fix"),
    (&["wish", "wishes", "wished"], "expected hint, option"),
];

/// Folders and files that people read.
const WHERE: [&str; 6] = ["src", "templates", "tests", ".github", ".ci", "README.md"];

const LIST: &str = "tests/it/words/unconverted.txt";

/// What is printed from other files, comes from elsewhere, or has to name the words.
fn is_read_elsewhere(path: &Utf8Path) -> bool {
    let path_text = path.as_str();
    matches!(path.extension(), Some("snap" | "gz" | "lock"))
        || path_text.starts_with("tests/fuzz/corpus/")
        || path_text.starts_with("tests/it/words")
        || [".github/FINDINGS.md", ".ci/package-lock.json"].contains(&path_text)
}

/// The words of a text, in lower case; names like `wasTold` and `was_told` are several.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let mut previous = ' ';
    let mut spaced = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_uppercase() && previous.is_ascii_lowercase() {
            spaced.push(' ');
        }
        spaced.push(if c.is_ascii_alphabetic() { c } else { ' ' });
        previous = c;
    }
    let all: Vec<String> = spaced.split_whitespace().map(str::to_lowercase).collect();
    all.into_iter()
}

fn retired(word: &str) -> Option<&'static str> {
    let found = RETIRED.iter().find(|(forms, _)| forms.contains(&word));
    found.map(|(_, instead)| *instead)
}

/// Every file that holds retired words: how many, and the first one with what to write instead.
fn found() -> BTreeMap<Utf8PathBuf, (usize, String)> {
    let mut found = BTreeMap::new();
    let mut texts: Vec<(Utf8PathBuf, String)> = Vec::new();
    for place in WHERE {
        let root = repository().join(place);
        if root.is_dir() {
            let below = files(&root).into_iter();
            texts.extend(below.map(|(path, text)| (Utf8Path::new(place).join(path), text)));
        } else {
            texts.push((place.into(), std::fs::read_to_string(&root).unwrap()));
        }
    }
    texts.retain(|(path, _)| !is_read_elsewhere(path));
    assert!(texts.len() > 500, "{} files", texts.len());
    for (path, text) in texts {
        let hits: Vec<String> = words(&text)
            .filter_map(|word| {
                retired(&word).map(|instead| format!("`{word}` (instead: {instead})"))
            })
            .collect();
        if let Some(first) = hits.first() {
            found.insert(path, (hits.len(), first.clone()));
        }
    }
    found
}

fn list() -> BTreeMap<Utf8PathBuf, usize> {
    let text = std::fs::read_to_string(repository().join(LIST)).unwrap();
    let rows = text.lines().map(|line| line.split_once(' ').unwrap());
    rows.map(|(count, path)| (path.into(), count.parse().unwrap()))
        .collect()
}

#[test]
fn no_file_gains_a_retired_word() {
    let allowed = list();
    let found = found();
    // A file that has moved takes its words along.
    let gone = allowed
        .iter()
        .filter(|(path, _)| !found.contains_key(*path));
    let mut moved: usize = gone.map(|(_, count)| count).sum();
    let mut wrong = String::new();
    let mut rewritten = String::new();
    for (path, (count, first)) in found {
        let most = match allowed.get(&path) {
            Some(most) => *most,
            None => moved.min(count),
        };
        if !allowed.contains_key(&path) {
            moved -= most;
        }
        if count > most {
            writeln!(
                wrong,
                "{path}: {count} retired words, {most} allowed; the first is {first}"
            )
            .unwrap();
        }
        if most > 0 {
            writeln!(rewritten, "{} {path}", count.min(most)).unwrap();
        }
    }
    if option("PLATGEN_UPDATE_WORDS").is_some() {
        std::fs::write(repository().join(LIST), rewritten).unwrap();
    }
    assert_eq!(wrong, "");
}

#[test]
fn names_and_sentences_are_parted_into_words() {
    let found: Vec<String> = words("it_was_told, wasTold; Told: \"headroom\"").collect();
    let wanted = ["it", "was", "told", "was", "told", "told", "headroom"];
    assert_eq!(found, wanted);
}
