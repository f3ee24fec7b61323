//! Retired words: a vocabulary of this project's own, for which technical English has words that everybody knows. They are refused in
//! names, comments, messages and documents.

use camino::{Utf8Path, Utf8PathBuf};

use crate::support::{files, repository};

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

/// What is printed from other files, comes from elsewhere, or has to name the words.
fn is_read_elsewhere(path: &Utf8Path) -> bool {
    let path_text = path.as_str();
    matches!(path.extension(), Some("snap" | "gz" | "lock"))
        || path_text.starts_with("tests/fuzz/corpus/")
        || path_text == "tests/it/words.rs"
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

/// The files that people read.
fn texts() -> Vec<(Utf8PathBuf, String)> {
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
    texts
}

#[test]
fn no_file_holds_a_retired_word() {
    let texts = texts();
    assert!(texts.len() > 500, "{} files", texts.len());
    let mut wrong = Vec::new();
    for (path, text) in texts {
        for (number, line) in (1..).zip(text.lines()) {
            wrong.extend(words(line).filter_map(|word| {
                retired(&word).map(|instead| format!("{path}:{number}: `{word}`, write {instead}"))
            }));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_and_sentences_are_parted_into_words() {
    let found: Vec<String> = words("it_was_told, wasTold; Told: \"headroom\"").collect();
    let wanted = ["it", "was", "told", "was", "told", "told", "headroom"];
    assert_eq!(found, wanted);
}

/// More terms than this nobody learns before reading the sources.
const TERMS: usize = 40;

#[test]
fn the_glossary_is_short_and_its_terms_are_used() {
    let text = std::fs::read_to_string(repository().join("src/ARCHITECTURE.md")).unwrap();
    let (_, glossary) = text.split_once("## Glossary").unwrap();
    let (glossary, _) = glossary.split_once("\n## ").unwrap();
    let rows = glossary.lines().filter_map(|line| line.strip_prefix("| "));
    let terms: Vec<&str> = rows
        .filter_map(|row| row.split_once(" |"))
        .map(|(term, _)| term)
        .filter(|term| *term != "term")
        .collect();
    assert!(terms.len() <= TERMS, "{} terms", terms.len());
    assert!(terms.is_sorted(), "{terms:?}");
    let sources: String = files(&repository().join("src"))
        .into_iter()
        .filter(|(path, _)| path.extension() == Some("rs"))
        .map(|(_, text)| text.to_lowercase())
        .collect();
    for term in terms {
        assert!(sources.contains(term), "no source speaks of `{term}`");
    }
}
