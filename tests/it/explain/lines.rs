//! The lines by which two printed files differ, beside those that an answer names.

use std::collections::{BTreeMap, BTreeSet};

use platgen::core::explain::Lines;

use super::world::Reached;

/// A line without the blanks that align it with its neighbours.
pub(super) fn plain(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines that stand in one file more often than in another: their text, how often more, and their numbers.
pub(super) fn only_in(lines: &Lines, other: &Lines) -> BTreeMap<String, (usize, Vec<u32>)> {
    let numbers = |lines: &Lines| {
        let mut numbers: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (number, line) in (1..).zip(lines.text().lines()) {
            numbers.entry(plain(line)).or_default().push(number);
        }
        numbers
    };
    let others = numbers(other);
    let more = |(text, mine): (String, Vec<u32>)| {
        let theirs = others.get(&text).map_or(0, Vec::len);
        (mine.len() > theirs && !text.is_empty()).then(|| (text, (mine.len() - theirs, mine)))
    };
    numbers(lines).into_iter().filter_map(more).collect()
}

/// The changed lines that are not reached, and those that are.
pub(super) fn missed(
    changed: &BTreeMap<String, (usize, Vec<u32>)>,
    reached: Option<&BTreeSet<u32>>,
) -> (Vec<String>, Vec<String>) {
    let is_reached = |(_, (count, numbers)): &(&String, &(usize, Vec<u32>))| {
        let found = numbers
            .iter()
            .filter(|number| reached.is_some_and(|reached| reached.contains(number)));
        found.count() >= *count
    };
    let (reached, missed): (Vec<_>, Vec<_>) = changed.iter().partition(is_reached);
    let texts =
        |lines: Vec<(&String, _)>| lines.into_iter().map(|(text, _)| text.clone()).collect();
    (texts(missed), texts(reached))
}

/// Whether two lines say the same of two values: they start with the same words, as far as both have them.
pub(super) fn alike(one: &str, other: &str) -> bool {
    let mut pairs = one.split(' ').zip(other.split(' ')).take(2);
    pairs.all(|(one, other)| one == other)
}

/// Whether a whole file is there because of what was asked for.
pub(super) fn reaches_file(reached: &Reached, path: &str) -> bool {
    reached.get(path).is_some_and(|lines| lines.contains(&1))
}
