//! Every line of every output of the demo is explained: by what it comes from, or as text that is the same for all.

use std::collections::BTreeSet;

use platgen::core::explain::forward::{self, About};
use platgen::core::explain::{Answer, Question, human};
use rayon::prelude::*;

use super::world::World;
use crate::support::variant::Variant;
use crate::support::{files, repository};

/// Words of platgen's own texts that the inputs hold, too: a metric's namespace, the limit of a body, a kind of gateway.
const ALSO_OURS: &[&str] = &["ai-platform", "50000000", "StandardV2"];

/// How a line was explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reported {
    /// With inputs, defaults or facts.
    Sources,
    /// As the hash of a file.
    Hash,
    /// As part of a fixed file.
    Fixed,
    /// As fixed text in a file that varies.
    Same,
}

#[track_caller]
fn reported(world: &World, path: &str, number: u32, on_disk: &str) -> (Reported, forward::Line) {
    let question = Question::parse(&format!("{path}:{number}")).unwrap();
    let answer = world
        .explain(&question, None)
        .unwrap_or_else(|why| panic!("{path}:{number}: {why}"));
    let style = human::Style {
        all: true,
        colour: false,
    };
    let words = human::render(&answer, None, world.sources(), style);
    let Answer::Forward(answer) = answer else {
        panic!("{path}:{number} is taken for an input")
    };
    let About::Line(line) = answer.about else {
        panic!("{path}:{number} is taken for a file")
    };
    let start = line.text.split("...").next().unwrap();
    assert!(
        on_disk.starts_with(start),
        "{path}:{number}: {on_disk} / {start}"
    );
    let (reported, says) = if let Some(fixed) = &answer.fixed {
        let source = repository().join(&fixed.source);
        assert!(source.is_file(), "{path}: {source}");
        (
            Reported::Fixed,
            "It is a fixed file, the same for every platform",
        )
    } else if line.hash_of.is_some() {
        (Reported::Hash, "It is the hash of generated/")
    } else if line.sources.is_empty() {
        (Reported::Same, "It is fixed text of platgen")
    } else {
        let named = line
            .sources
            .iter()
            .all(|one| !one.name.is_empty() && !one.words.is_empty());
        assert!(named, "{path}:{number}: {:?}", line.sources);
        (Reported::Sources, "It comes from:")
    };
    assert!(words.contains(says), "{path}:{number}: {words}");
    (reported, line)
}

#[test]
fn every_line_of_the_demo_comes_from_an_input_or_is_the_same_for_every_platform() {
    let world = World::of(Variant::repository()).unwrap();
    let mut known = BTreeSet::new();
    let lines: Vec<(String, u32, String)> = files(&repository().join("generated/demo"))
        .into_iter()
        .flat_map(|(path, text)| {
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let path = format!("generated/demo/{path}");
            (1..)
                .zip(lines)
                .map(move |(number, line)| (path.clone(), number, line))
        })
        // Equal lines of one folder's fixed files have one answer.
        .filter(|(path, _, line)| {
            let folder = path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
            !path.contains("/modules/") || known.insert((folder, line.clone()))
        })
        .collect();
    let all: Vec<(Reported, String, forward::Line)> = lines
        .par_iter()
        .map(|(path, number, on_disk)| {
            let (reported, line) = reported(&world, path, *number, on_disk);
            (reported, path.clone(), line)
        })
        .collect();
    let count = |wanted: Reported| {
        all.iter()
            .filter(|(reported, ..)| *reported == wanted)
            .count()
    };
    for reported in [
        Reported::Sources,
        Reported::Hash,
        Reported::Fixed,
        Reported::Same,
    ] {
        assert!(
            count(reported) > 50,
            "{reported:?}: {} lines",
            count(reported)
        );
    }
    // What is said to be the same for all shows no value of an input.
    let values: BTreeSet<&str> = world
        .leaves()
        .iter()
        .map(|leaf| leaf.text.trim_matches('"'))
        .filter(|text| {
            text.len() > 3 && text.contains(|c: char| c.is_ascii_digit() || "-.@/".contains(c))
        })
        .filter(|text| !ALSO_OURS.contains(text))
        .collect();
    assert!(values.len() > 50, "{values:?}");
    for (_, path, line) in all
        .iter()
        .filter(|(reported, ..)| *reported == Reported::Same)
    {
        let is_word = |c: char| c.is_ascii_alphanumeric() || "-.@/_".contains(c);
        let shown: Vec<&str> = line
            .text
            .split(|c| !is_word(c))
            .filter(|word| values.contains(word))
            .collect();
        assert!(
            shown.is_empty(),
            "{path}:{}: {} shows {shown:?}, and says that no input reaches it",
            line.number,
            line.text
        );
        let head = line.text.contains("Generated by platgen from");
        assert!(!head, "{path}:{}: {}", line.number, line.text);
    }
}
