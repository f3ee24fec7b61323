//! The fuzzers' corpus, replayed without libFuzzer: what was found once stays found, and no input ends the program.

#![cfg(test)]
#![expect(clippy::disallowed_methods, reason = "the corpus is read from disk")]

use rayon::prelude::*;

use crate::support::repository;
use crate::targets;

/// What the corpus may weigh: it is here to be replayed with every run of the tests.
const LARGEST: usize = 1024 * 1024;

#[test]
fn the_corpus_holds() {
    let mut weight = 0;
    let mut inputs = Vec::new();
    for (name, _) in targets::ALL {
        let folder = repository().join("tests/fuzz/corpus").join(name);
        let before = inputs.len();
        for entry in folder.read_dir_utf8().unwrap() {
            let path = entry.unwrap().path().to_owned();
            let data = std::fs::read(&path).unwrap();
            weight += data.len();
            inputs.push((path, *name, data));
        }
        assert!(inputs.len() >= before + 5, "{folder} holds next to nothing");
    }
    assert!(weight <= LARGEST, "the corpus has {weight} bytes");
    let failed: Vec<_> = inputs
        .into_par_iter()
        .filter(|(_, name, data)| std::panic::catch_unwind(|| targets::run(name, data)).is_err())
        .map(|(path, ..)| path)
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn every_target_has_a_fuzzer_and_a_corpus() {
    let manifest = std::fs::read_to_string(repository().join("tests/fuzz/Cargo.toml")).unwrap();
    let corpora = repository().join("tests/fuzz/corpus");
    let corpora = corpora.read_dir_utf8().unwrap();
    assert_eq!(corpora.count(), targets::ALL.len());
    for (name, _) in targets::ALL {
        assert!(
            manifest.contains(&format!("path = \"runs/{name}.rs\"")),
            "{name}"
        );
        let run = repository().join(format!("tests/fuzz/runs/{name}.rs"));
        let run = std::fs::read_to_string(run).unwrap();
        assert!(
            run.contains(&format!("targets::run(\"{name}\", data)")),
            "{name}"
        );
    }
}
