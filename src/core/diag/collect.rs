//! Collects findings: each once, in order, and no more of one kind in one file than somebody reads.
//!
//! A generated file may hold a hundred thousand faults of one kind. The first [`MOST`] of a code and severity are kept; of
//! the others only the place and a hash are remembered, so that they are counted as exactly as if they had been kept.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::code::Trait;
use super::{Code, Diagnostic, Severity, fold};
use crate::core::sources::{FileId, Span};

/// Findings of one code and severity that are kept of one file; the others are counted ([`Diagnostic::omitted`]).
pub const MOST: usize = 100;

/// Findings that share a limit. Those that rest on a synthetic value are dropped later, and must not crowd out others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Bucket {
    file: FileId,
    code: Code,
    severity: Severity,
    synthetic: bool,
}

impl Bucket {
    /// Findings about a whole file, or about none, have no limit: there is one of a kind per file.
    fn of(finding: &Diagnostic) -> Option<Self> {
        Some(Self {
            file: finding.labels.first()?.span.file,
            code: finding.code,
            severity: finding.severity,
            synthetic: finding.is_synthetic(),
        })
    }
}

/// What is remembered of a finding that is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Omitted {
    bucket: Bucket,
    place: Span,
    hash: u64,
}

impl Omitted {
    fn of(finding: &Diagnostic, bucket: Bucket) -> Option<Self> {
        let mut hasher = DefaultHasher::new();
        for label in &finding.labels {
            (label.span, &label.text).hash(&mut hasher);
        }
        finding.message.hash(&mut hasher);
        let subject = &finding.subject;
        (&subject.teams, &subject.models, &subject.resource).hash(&mut hasher);
        Some(Self {
            bucket,
            place: finding.labels.first()?.span,
            hash: hasher.finish(),
        })
    }
}

/// Collects findings. Stages take it by `&mut` and add.
#[derive(Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    kept: BTreeMap<Bucket, usize>,
    omitted: BTreeSet<Omitted>,
}

impl Diagnostics {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        // Whether an exception accepts a finding is seen by the whole finding: those are cut to size after that ([`in_order`]).
        let bucket = Bucket::of(&finding).filter(|bucket| !bucket.code.can_be_excepted());
        if let Some(bucket) = bucket {
            let kept = self.kept.entry(bucket).or_default();
            if *kept >= MOST {
                let omitted = Omitted::of(&finding, bucket).filter(|_| !bucket.synthetic);
                self.omitted.extend(omitted);
                return;
            }
            *kept += 1;
        }
        self.found.push(finding);
    }

    /// Adds several findings.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }

    /// Adds the findings of a part that was worked on alone.
    pub fn append(&mut self, other: Self) {
        other
            .found
            .into_iter()
            .for_each(|finding| self.push(finding));
        self.omitted.extend(other.omitted);
    }

    /// Leaves out findings of other codes.
    pub fn keep_only(&mut self, codes: &[Code]) {
        self.retain(|code, _| codes.contains(&code));
    }

    fn retain(&mut self, keep: impl Fn(Code, Option<Span>) -> bool) {
        self.found
            .retain(|finding| keep(finding.code, place(finding)));
        self.omitted
            .retain(|omitted| keep(omitted.bucket.code, Some(omitted.place)));
    }

    /// Leaves out what has a place at a value that nobody wrote.
    pub fn drop_synthesized(&mut self) {
        self.found.retain(|finding| !finding.is_synthetic());
    }

    /// Says something of each finding that a part of the inputs has: whom it is about.
    #[must_use]
    pub fn map(mut self, say: impl Fn(Diagnostic) -> Diagnostic) -> Self {
        self.found = self.found.into_iter().map(say).collect();
        self
    }

    /// Says of each finding by which rule it was found, and in which environment.
    pub fn found_by(&mut self, rule: &'static str, environment: Option<&str>) {
        for finding in &mut self.found {
            finding.of_rule = finding.of_rule.or(Some(rule));
            let environments = &mut finding.subject.environments;
            environments.extend(environment.map(str::to_owned));
        }
    }

    /// Adds findings, less those at a place where something is wrong already: a number that is too large to be read is of
    /// the wrong type only because it was not read.
    pub fn append_new(&mut self, mut later: Self) {
        let mut reported: BTreeSet<Span> = self.found.iter().filter_map(place).collect();
        reported.extend(self.omitted.iter().map(|omitted| omitted.place));
        later.retain(|_, place| place.is_none_or(|span| !reported.contains(&span)));
        self.append(later);
    }

    /// Adds what was found by looking at values that may be synthetic ([`Span::SYNTHETIC`]). What rests on such a value is
    /// left out, and so is what checks the whole while there is an error in a part: either may only follow from a fault that
    /// is reported already.
    pub fn append_without_cascades(&mut self, mut later: Self) {
        later.drop_synthesized();
        let in_a_part = |(code, severity): (Code, Severity)| {
            severity == Severity::Error && !code.is(Trait::OnTheWhole)
        };
        if self.kinds().chain(later.kinds()).any(in_a_part) {
            later.retain(|code, _| !code.is(Trait::OnTheWhole));
        }
        self.append(later);
    }

    /// Code and severity of everything that was found.
    fn kinds(&self) -> impl Iterator<Item = (Code, Severity)> {
        let found = self.found.iter();
        let found = found.map(|finding| (finding.code, finding.severity));
        let omitted = self.omitted.iter();
        found.chain(omitted.map(|omitted| (omitted.bucket.code, omitted.bucket.severity)))
    }

    /// Whether any finding has this code.
    pub fn have(&self, code: Code) -> bool {
        self.kinds().any(|(found, _)| found == code)
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Files that findings are about as a whole.
    pub fn paths(&self) -> impl Iterator<Item = &camino::Utf8Path> {
        let paths = self.found.iter().map(|finding| finding.path.as_deref());
        paths.flatten()
    }

    /// Whether any finding is about this file as a whole.
    pub fn concern(&self, path: &camino::Utf8Path) -> bool {
        self.paths().any(|reported| reported == path)
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.kinds().filter(|(_, found)| *found == severity).count()
    }

    /// The findings in order of place, severity and code, each once, and many of one cause as one.
    pub fn sorted(self) -> Vec<Diagnostic> {
        in_order(self.into_unfolded())
    }

    /// The same with many of one cause apart: each is still to be held against the exceptions by what it is about.
    pub fn into_unfolded(mut self) -> Vec<Diagnostic> {
        if self.omitted.is_empty() {
            return each_once(self.found);
        }
        for finding in &self.found {
            if let Some(bucket) = Bucket::of(finding)
                && let Some(kept) = Omitted::of(finding, bucket)
            {
                self.omitted.remove(&kept);
            }
        }
        let mut findings = each_once(self.found);
        let mut counts: BTreeMap<Bucket, (usize, Span)> = BTreeMap::new();
        for omitted in self.omitted {
            counts.entry(omitted.bucket).or_insert((0, omitted.place)).0 += 1;
        }
        for finding in findings.iter_mut().rev() {
            if let Some((count, _)) = Bucket::of(finding).and_then(|bucket| counts.remove(&bucket))
            {
                finding.omitted += count;
            }
        }
        let left = counts
            .into_iter()
            .map(|(bucket, (count, place))| Diagnostic {
                omitted: count - 1,
                severity: bucket.severity,
                ..Diagnostic::new(bucket.code, place, bucket.code.entry().title)
            });
        findings.extend(left);
        each_once(findings)
    }
}

fn place(finding: &Diagnostic) -> Option<Span> {
    finding.labels.first().map(|label| label.span)
}

/// Findings in order of place, severity and code, each once, many of one cause as one, and of each kind as many as somebody
/// reads. Doing it twice changes nothing.
pub fn in_order(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    capped(fold::fold(each_once(findings)))
}

/// Of each code and severity the first [`MOST`] in a file; the last one kept counts the others.
fn capped(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut last: BTreeMap<Bucket, (usize, usize)> = BTreeMap::new();
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(findings.len());
    for finding in findings {
        if let Some(bucket) = Bucket::of(&finding) {
            let (count, index) = last.entry(bucket).or_insert((0, 0));
            if *count >= MOST
                && let Some(before) = kept.get_mut(*index)
            {
                before.omitted += 1 + finding.omitted;
                continue;
            }
            (*count, *index) = (*count + 1, kept.len());
        }
        kept.push(finding);
    }
    kept
}

/// What is said of the same things and places in the same words is one finding: environments may differ in what they
/// propose, and a change is only unambiguous where they do not.
fn each_once(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    findings.dedup_by(|next, first| {
        let same = sort_key(next) == sort_key(first);
        if same {
            let environments = std::mem::take(&mut next.subject.environments);
            first.subject.environments.extend(environments);
            if first.edits != next.edits {
                first.edits.clear();
            }
            first.omitted = first.omitted.max(next.omitted);
        }
        same
    });
    findings
}

fn sort_key(finding: &Diagnostic) -> impl Ord {
    let subject = &finding.subject;
    (
        (&finding.path, &finding.labels),
        (finding.severity, finding.code, &finding.message),
        (&subject.teams, &subject.models, &subject.resource),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(code: Code, file: u32, at: u32) -> Diagnostic {
        let span = Span {
            file: FileId(file),
            start: at,
            end: at + 1,
        };
        Diagnostic::new(code, span, format!("fault {at}"))
    }

    /// Four environments find the same: what is not kept is counted once.
    #[test]
    fn what_is_not_kept_is_counted() {
        let mut all = Diagnostics::new();
        for _environment in 0..4 {
            let mut part = Diagnostics::new();
            (0..1_000).for_each(|at| part.push(fault(Code::UnknownKey, 0, at)));
            part.push(fault(Code::WrongType, 0, 3));
            part.push(fault(Code::UnknownKey, 1, 3));
            all.append(part);
        }
        let found = all.sorted();
        assert_eq!(found.len(), MOST + 2);
        let omitted: Vec<usize> = found.iter().map(|finding| finding.omitted).collect();
        assert_eq!(omitted.iter().sum::<usize>(), 1_000 - MOST);
        assert_eq!(in_order(found.clone()), found);
    }

    /// An exception may accept the first hundred: the others are there to be seen until then.
    #[test]
    fn what_may_be_accepted_is_cut_to_size_late() {
        let mut all = Diagnostics::new();
        (0..1_000).for_each(|at| all.push(fault(Code::GuardrailOwner, 0, at)));
        let found = all.into_unfolded();
        assert_eq!(found.len(), 1_000);
        let cut = in_order(found);
        assert_eq!(cut.len(), MOST);
        assert_eq!(cut.last().unwrap().omitted, 1_000 - MOST);
        assert_eq!(in_order(cut.clone()), cut);
    }

    /// What rests on a value that nobody wrote crowds out nothing, and what is left of a kind is never silent.
    #[test]
    fn nothing_is_lost() {
        let mut later = Diagnostics::new();
        let synthetic = |at| fault(Code::WrongType, 0, at).also(Span::SYNTHETIC, "");
        (0..1_000).for_each(|at| later.push(synthetic(at)));
        (0..3).for_each(|at| later.push(fault(Code::WrongType, 0, at)));
        let mut all = Diagnostics::new();
        all.append_without_cascades(later);
        assert_eq!(
            (all.count(Severity::Error), all.into_unfolded().len()),
            (3, 3)
        );

        let mut first = Diagnostics::new();
        (0..MOST)
            .for_each(|at| first.push(fault(Code::InvalidValue, 0, u32::try_from(at).unwrap())));
        let mut later = Diagnostics::new();
        (0..150).for_each(|at| later.push(fault(Code::WrongType, 0, at)));
        first.append_new(later);
        first.keep_only(&[Code::WrongType]);
        let [left] = <[_; 1]>::try_from(first.sorted()).unwrap();
        assert_eq!((left.omitted, left.severity), (49, Severity::Error));
    }

    /// Environments that propose different changes leave a choice.
    #[test]
    fn one_finding_of_two_environments() {
        let of = |environment: &str, text: &str| {
            let finding = fault(Code::UnknownReference, 0, 1).environment(environment);
            let span = finding.labels[0].span;
            finding.edit(span, text)
        };
        let merged = |other| {
            let mut all = Diagnostics::new();
            all.push(of("dev", "a"));
            all.push(other);
            let [finding] = <[_; 1]>::try_from(all.sorted()).unwrap();
            (finding.subject.environments.len(), finding.edits.len())
        };
        assert_eq!(merged(of("prod", "a")), (2, 1));
        assert_eq!(merged(of("prod", "b")), (2, 0));
    }
}
