//! Many findings with one cause become one: a missing model that forty teams name is one fault, not forty, and so is a grant
//! of an access group that no team may have.

use std::collections::{BTreeMap, BTreeSet};

use super::code::Folding;
use super::{Code, Diagnostic, Label, Severity};

/// Places of one fault that are distinguished; more are folded.
const APART: usize = 3;

/// What findings of one cause have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Cause<'a> {
    code: Code,
    severity: Severity,
    help: Option<&'a str>,
    same: Same<'a>,
}

/// What shows that the cause is one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Same<'a> {
    /// The words.
    Message(&'a str),
    /// The places, where each finding is about another team that names the same access group.
    Places(Vec<&'a Label>),
}

impl<'a> Cause<'a> {
    /// The cause of a finding that may share it with others.
    fn of(finding: &'a Diagnostic) -> Option<Self> {
        let same = match (finding.code.folding(), finding.through) {
            (Folding::SameMessage, _) if !finding.labels.is_empty() => {
                Same::Message(&finding.message)
            }
            (Folding::SameGrant, Some(through)) => {
                let others = finding.labels.iter();
                Same::Places(others.filter(|label| label.span != through).collect())
            }
            (Folding::Apart | Folding::SameMessage | Folding::SameGrant, _) => return None,
        };
        Some(Self {
            code: finding.code,
            severity: finding.severity,
            help: finding.help.as_deref(),
            same,
        })
    }

    /// Whether these findings, which share it, are reported as one.
    fn folds(&self, findings: &[&Diagnostic]) -> bool {
        match self.same {
            Same::Message(_) => {
                let places: BTreeSet<_> = findings
                    .iter()
                    .filter_map(|finding| finding.labels.first())
                    .collect();
                places.len() == 1 || places.len() > APART
            }
            Same::Places(_) => findings.len() > APART,
        }
    }
}

/// Folds sorted findings: the first of each cause stays, and knows the places of the others.
pub(super) fn fold(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let into = first_of_each(&findings);
    let mut merged: BTreeMap<usize, Vec<Diagnostic>> = BTreeMap::new();
    for (other, first) in &into {
        if let Some(other) = findings.get(*other) {
            merged.entry(*first).or_default().push(other.clone());
        }
    }
    for (first, others) in merged {
        if let Some(kept) = findings.get_mut(first) {
            merge(kept, others);
        }
    }
    let mut index = 0..;
    findings.retain(|_| index.next().is_none_or(|index| !into.contains_key(&index)));
    findings
}

/// One finding takes up others of the same cause: their places, what they are about, and what resolves them.
fn merge(kept: &mut Diagnostic, others: Vec<Diagnostic>) {
    let mut elsewhere = std::mem::take(&mut kept.elsewhere).into_vec();
    // A change of the first place alone would not resolve what is said of all.
    let fixable = !kept.edits.is_empty() && others.iter().all(|other| !other.edits.is_empty());
    for other in others {
        let places = other.labels.into_iter().chain(other.elsewhere);
        elsewhere.extend(places.filter(|label| !kept.labels.contains(label)));
        let (into, from) = (&mut kept.subject, other.subject);
        into.environments.extend(from.environments);
        into.teams.extend(from.teams);
        into.models.extend(from.models);
        kept.omitted += other.omitted;
        let new = other.edits.into_iter();
        let new: Vec<_> = new.filter(|edit| !kept.edits.contains(edit)).collect();
        kept.edits.extend(new);
    }
    if !fixable {
        kept.edits.clear();
    }
    kept.elsewhere = elsewhere.into_boxed_slice();
}

/// The finding that each one is folded into, by place in the list.
fn first_of_each(findings: &[Diagnostic]) -> BTreeMap<usize, usize> {
    let mut by_cause: BTreeMap<Cause<'_>, Vec<usize>> = BTreeMap::new();
    for (index, finding) in findings.iter().enumerate() {
        if let Some(cause) = Cause::of(finding) {
            by_cause.entry(cause).or_default().push(index);
        }
    }
    let mut into = BTreeMap::new();
    for (cause, members) in by_cause {
        let reported: Vec<&Diagnostic> = members
            .iter()
            .filter_map(|index| findings.get(*index))
            .collect();
        if let [first, others @ ..] = members.as_slice()
            && cause.folds(&reported)
        {
            into.extend(others.iter().map(|other| (*other, *first)));
        }
    }
    into
}

#[cfg(test)]
mod tests {
    use super::super::Diagnostics;
    use super::*;
    use crate::core::sources::{FileId, Span};

    fn span(file: u32) -> Span {
        Span {
            file: FileId(file),
            start: 5,
            end: 9,
        }
    }

    fn missing(file: u32, model: &str) -> Diagnostic {
        let message = format!("there is no model `{model}` in the catalog");
        Diagnostic::new(Code::UnknownReference, span(file), message)
            .also(span(900), "the catalog")
            .help("models that fit: `gpt-4.1`")
    }

    fn sorted(findings: impl IntoIterator<Item = Diagnostic>) -> Vec<Diagnostic> {
        let mut all = Diagnostics::new();
        findings.into_iter().for_each(|finding| all.push(finding));
        all.sorted()
    }

    #[test]
    fn a_model_that_forty_teams_name_is_one_finding() {
        let folded = sorted((0..40).map(|team| missing(team, "gpt-9")));
        let [finding] = folded.as_slice() else {
            panic!("{folded:?}")
        };
        assert_eq!(finding.labels.len(), 2);
        let elsewhere: Vec<Span> = finding.elsewhere.iter().map(|label| label.span).collect();
        assert_eq!(elsewhere, (1..40).map(span).collect::<Vec<_>>());
        assert_eq!(super::super::in_order(folded.clone()), folded);
    }

    #[test]
    fn few_places_and_other_names_stay_apart() {
        let few = sorted((0..3).map(|team| missing(team, "gpt-9")));
        assert_eq!(few.len(), 3);
        let two = sorted((0..8).map(|team| missing(team, if team % 2 == 0 { "a" } else { "b" })));
        assert_eq!(two.len(), 2);
        assert!(two.iter().all(|finding| finding.elsewhere.len() == 3));
    }

    #[test]
    fn faults_of_their_own_are_not_folded() {
        let keys = (0..40)
            .map(|team| Diagnostic::new(Code::UnknownKey, span(team), "unknown key `limit`"));
        assert_eq!(sorted(keys).len(), 40);
    }

    #[test]
    fn one_place_with_several_reasons_is_one_finding() {
        let through = |team| {
            Diagnostic::new(
                Code::OverCapacity,
                span(900),
                "the access group grants too much",
            )
            .also(span(team), "granted through this group")
        };
        let folded = sorted([through(1), through(2)]);
        let [finding] = folded.as_slice() else {
            panic!("{folded:?}")
        };
        let expected = Label {
            span: span(2),
            text: "granted through this group".to_owned(),
        };
        assert_eq!(*finding.elsewhere, [expected]);
    }
}
