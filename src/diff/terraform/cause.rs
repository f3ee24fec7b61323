//! Which line of an input causes what happens to a resource. Of all the lines that its changed arguments come from, that is one
//! that is another one now; an argument that is the content of an output comes from what the output's changed lines come from.

use std::collections::{BTreeMap, BTreeSet};

use similar::{DiffOp, TextDiff};

use super::Version;
use super::instances::Instance;
use crate::core::origin::Origin;
use crate::core::print::{self, Printed};
use crate::core::sources::{FileId, SourceFile, Sources};
use crate::diff::view::Place;

/// What differs between two versions.
#[derive(Debug)]
pub(super) struct Causes<'v> {
    before: &'v Version<'v>,
    after: &'v Version<'v>,
    /// Lines that only the earlier version has, by file.
    gone: Lines,
    /// Lines that only the later version has, by file.
    new: Lines,
    /// Outputs that have another content now: their hashes, with their paths.
    outputs: BTreeMap<&'v str, Vec<&'v str>>,
}

type Lines = BTreeMap<FileId, BTreeSet<u32>>;

impl<'v> Causes<'v> {
    pub(super) fn of(before: &'v Version<'v>, after: &'v Version<'v>) -> Self {
        let mut outputs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (path, hash) in after.outputs {
            if before.outputs.get(path).is_some_and(|was| was != hash) {
                outputs.entry(hash).or_default().push(path);
            }
        }
        Self {
            gone: only_in(before.sources, after.sources),
            new: only_in(after.sources, before.sources),
            before,
            after,
            outputs,
        }
    }

    /// The changed line that changes some arguments of an instance; none if none of them leads to one.
    pub(super) fn place(
        &self,
        environment: &str,
        instance: &Instance,
        arguments: &[String],
    ) -> Option<Place> {
        let leaves = arguments
            .iter()
            .filter_map(|path| instance.leaves.get(path));
        let (mut now, mut was) = (Vec::new(), Vec::new());
        for leaf in leaves {
            now.extend(leaf.any_origin());
            let text = leaf.spelled();
            let contents = self
                .outputs
                .iter()
                .filter(|(hash, _)| text.contains(**hash));
            let ours = contents.flat_map(|(_, paths)| paths).filter(|path| {
                let below = path.strip_prefix(environment);
                below.is_some_and(|rest| rest.starts_with('/'))
            });
            for path in ours {
                let (added, removed) = self.changed(path);
                now.extend(added);
                was.extend(removed);
            }
        }
        let is_in = |lines: &Lines, sources: &Sources, origin: &Origin| {
            let span = origin.span();
            span.is_some_and(|span| {
                let line = sources.position(span).line;
                lines.get(&span.file).is_some_and(|all| all.contains(&line))
            })
        };
        let added = now
            .into_iter()
            .find(|origin| is_in(&self.new, self.after.sources, origin));
        let removed = || {
            let mut all = was.into_iter();
            all.find(|origin| is_in(&self.gone, self.before.sources, origin))
        };
        match added {
            Some(origin) => self.after.place(Some(origin), false),
            None => self.before.place(removed(), true),
        }
    }

    /// What the lines of an output come from that are new in it, and those that are gone from it.
    fn changed(&self, path: &str) -> (Vec<Origin>, Vec<Origin>) {
        let printed = |version: &Version<'_>| {
            let file = version.plan.file(path)?;
            Some(print::print(&(file.produce)()))
        };
        let (Some(old), Some(new)) = (printed(self.before), printed(self.after)) else {
            return (Vec::new(), Vec::new());
        };
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        for op in TextDiff::from_lines(&old.text, &new.text).ops() {
            if !matches!(op, DiffOp::Equal { .. }) {
                added.extend(traced(&new, op.new_range()));
                removed.extend(traced(&old, op.old_range()));
            }
        }
        (added, removed)
    }
}

/// What some lines of an output, counted from 0, come from.
fn traced(printed: &Printed, lines: std::ops::Range<usize>) -> impl Iterator<Item = Origin> {
    let all = printed.trace.iter();
    let shown = all.filter(move |(line, _)| {
        usize::try_from(*line).is_ok_and(|line| lines.contains(&line.saturating_sub(1)))
    });
    shown.map(|(_, origin)| *origin)
}

/// Lines of one version that the same file of the other does not have.
fn only_in(sources: &Sources, other: &Sources) -> Lines {
    let differing = sources.iter().filter_map(|(id, file)| {
        let there = other.find(file.path()).map(|(_, file)| file.text());
        (there != Some(file.text())).then(|| (id, lines(file, there.unwrap_or_default())))
    });
    differing.collect()
}

fn lines(file: &SourceFile, other: &str) -> BTreeSet<u32> {
    let known: BTreeSet<&str> = other.lines().collect();
    let numbered = (1_u32..).zip(file.text().lines());
    let new = numbered.filter(|(_, line)| !known.contains(line));
    new.map(|(number, _)| number).collect()
}
