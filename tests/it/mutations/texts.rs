//! Whole texts damaged as disks, editors, merges and shells damage them: bytes, line ends, halves, files in each other's place.

#![cfg(test)]

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use platgen::core::sources::Sources;
use proptest::prelude::*;
use proptest::sample::Index;

use super::inputs;
use crate::targets::compile::{compiled_whole, outputs};

type Files = BTreeMap<Utf8PathBuf, String>;

/// A way to damage a repository.
#[derive(Debug, Clone)]
enum Damage {
    /// Other bits in a byte; what is no UTF-8 then is read as the sign for that.
    Flip(Index, Index, u8),
    /// A character put in somewhere.
    Insert(Index, Index, char),
    /// All behind a place is lost.
    Truncate(Index, Index),
    /// A stretch of lines is lost, stands twice, or stands elsewhere.
    Lose(Index, Index, usize),
    Repeat(Index, Index, usize),
    Move(Index, Index, Index),
    /// Two files in each other's place.
    Swap(Index, Index),
    /// A file over another.
    Copy(Index, Index),
    /// A file is lost.
    Remove(Index),
    /// Line ends of another system.
    Returns(Index),
    /// Markers of a merge that was not finished.
    Conflict(Index, Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        4 => (at(), at(), 1_u8..).prop_map(|(file, byte, bits)| Damage::Flip(file, byte, bits)),
        4 => (at(), at(), any::<char>()).prop_map(|(file, byte, letter)| Damage::Insert(file, byte, letter)),
        2 => (at(), at()).prop_map(|(file, byte)| Damage::Truncate(file, byte)),
        2 => (at(), at(), 1_usize..6).prop_map(|(file, line, count)| Damage::Lose(file, line, count)),
        2 => (at(), at(), 1_usize..6).prop_map(|(file, line, count)| Damage::Repeat(file, line, count)),
        2 => (at(), at(), at()).prop_map(|(file, from, to)| Damage::Move(file, from, to)),
        1 => (at(), at()).prop_map(|(one, other)| Damage::Swap(one, other)),
        1 => (at(), at()).prop_map(|(from, to)| Damage::Copy(from, to)),
        1 => at().prop_map(Damage::Remove),
        1 => at().prop_map(Damage::Returns),
        1 => (at(), at()).prop_map(|(file, line)| Damage::Conflict(file, line)),
    ]
}

fn done(files: &mut Files, damage: &Damage) {
    let path =
        |index: &Index, files: &Files| index.get(&files.keys().collect::<Vec<_>>()).to_path_buf();
    match damage {
        Damage::Flip(file, byte, bits) => change(files, *file, |text| {
            let mut bytes = text.into_bytes();
            if !bytes.is_empty() {
                let at = byte.index(bytes.len());
                bytes[at] ^= bits;
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }),
        Damage::Insert(file, byte, letter) => change(files, *file, |mut text| {
            text.insert(boundary(&text, *byte), *letter);
            text
        }),
        Damage::Truncate(file, byte) => change(files, *file, |mut text| {
            text.truncate(boundary(&text, *byte));
            text
        }),
        Damage::Lose(file, line, count) => lines(files, *file, |lines| {
            let start = line.index(lines.len());
            lines.drain(start..(start + count).min(lines.len()));
        }),
        Damage::Repeat(file, line, count) => lines(files, *file, |lines| {
            let start = line.index(lines.len());
            let end = (start + count).min(lines.len());
            let again = lines[start..end].to_vec();
            lines.splice(end..end, again);
        }),
        Damage::Move(file, from, to) => lines(files, *file, |lines| {
            let line = lines.remove(from.index(lines.len()));
            lines.insert(to.index(lines.len() + 1), line);
        }),
        Damage::Swap(one, other) => {
            let (one, other) = (path(one, files), path(other, files));
            let (first, second) = (files[&one].clone(), files[&other].clone());
            files.extend([(one, second), (other, first)]);
        }
        Damage::Copy(from, to) => {
            let text = files[&path(from, files)].clone();
            files.insert(path(to, files), text);
        }
        Damage::Remove(file) => drop(files.remove(&path(file, files))),
        Damage::Returns(file) => change(files, *file, |text| text.replace('\n', "\r\n")),
        Damage::Conflict(file, line) => lines(files, *file, |lines| {
            let at = line.index(lines.len());
            let theirs = lines[at].clone();
            lines.insert(at, "<<<<<<< ours\n".to_owned());
            let end = [
                "=======\n".to_owned(),
                theirs,
                ">>>>>>> theirs\n".to_owned(),
            ];
            lines.splice(at + 2..at + 2, end);
        }),
    }
}

fn change(files: &mut Files, file: Index, with: impl FnOnce(String) -> String) {
    let path = file.get(&files.keys().collect::<Vec<_>>()).to_path_buf();
    let text = files.remove(&path).unwrap();
    files.insert(path, with(text));
}

fn lines(files: &mut Files, file: Index, with: impl FnOnce(&mut Vec<String>)) {
    change(files, file, |text| {
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        if !lines.is_empty() {
            with(&mut lines);
        }
        lines.concat()
    });
}

/// A place between two characters.
fn boundary(text: &str, place: Index) -> usize {
    let mut at = place.index(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn repository() -> Files {
    let whole = |lines: Vec<String>| {
        lines
            .iter()
            .flat_map(|line| [line.as_str(), "\n"])
            .collect()
    };
    inputs()
        .into_iter()
        .map(|(path, lines)| (path, whole(lines)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_texts_compile_whole_or_are_reported(damages in prop::collection::vec(damage(), 1..4)) {
        let mut files = repository();
        for damage in &damages {
            done(&mut files, damage);
        }
        let compiled = compiled_whole(&Sources::from_texts(files));
        let environments = compiled.platforms.len();
        // Whatever compiles is printed to its end.
        if environments > 0 {
            let printed = outputs(&compiled);
            let policies = printed.keys().filter(|path| path.ends_with("policies/api.xml")).count();
            prop_assert_eq!(policies, environments);
        }
    }
}

#[test]
fn line_ends_and_marks_change_no_output() {
    let plain = outputs(&compiled_whole(&Sources::from_texts(repository())));
    assert!(plain.len() > 100);
    let other = repository()
        .into_iter()
        .map(|(path, text)| (path, format!("\u{feff}{}", text.replace('\n', "\r\n"))));
    assert!(outputs(&compiled_whole(&Sources::from_texts(other))) == plain);
}
