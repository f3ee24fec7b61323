//! Some platforms with requests to each, through both; what they disagree about, with as few requests as show it.

#![cfg(test)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::compare::Pair;
use super::platforms::Subject;
use super::{compare, policy_gateway, simulated};

/// How often the gateway is asked, at most, to find out which requests a disagreement needs.
const TRIES: usize = 24;

/// How often the gateway is asked again about what differs.
pub(crate) const AGAIN: usize = 2;

/// How many disagreements are reported about.
pub(crate) const SHOWN: usize = 3;

/// A platform and requests to it, in time.
pub(crate) struct Part {
    pub(crate) subject: Subject,
    pub(crate) requests: Vec<Value>,
}

/// Platforms in one service.
pub(crate) struct Batch {
    /// What it is made from, for whoever reads of a disagreement.
    pub(crate) seed: u64,
    pub(crate) parts: Vec<Part>,
}

/// What differs, by the number of the request.
type Differences = BTreeMap<usize, Vec<String>>;

/// How often each rule decided in requests that were compared.
pub(crate) type Compared = BTreeMap<String, usize>;

impl Batch {
    /// Compares all requests; disagreements fail the test.
    pub(crate) fn agree(&self) -> Compared {
        let reported = self.disagreements();
        assert!(reported.is_empty(), "{reported}");
        let mut compared = Compared::new();
        for part in &self.parts {
            simulated::outcomes(&part.subject, &part.requests, |_, outcome| {
                *compared.entry(compare::rule(&outcome)).or_default() += 1;
            });
        }
        compared
    }

    /// The first disagreements, or an empty text.
    ///
    /// The gateway's clock runs while it works, so that a request in the last moments of a wait may fare differently: what was
    /// only that is gone when it is asked again. What stays is reported.
    pub(crate) fn disagreements(&self) -> String {
        let mut lasting = self.differences();
        for _ in 0..AGAIN {
            if lasting.iter().all(Differences::is_empty) {
                return String::new();
            }
            let again = self.differences();
            for (part, again) in lasting.iter_mut().zip(again) {
                part.retain(|at, _| again.contains_key(at));
            }
        }
        let count: usize = lasting.iter().map(Differences::len).sum();
        if count == 0 {
            return String::new();
        }
        let mut reported = format!(
            "seed {}: {count} disagreements, of which the first of some platforms:\n",
            self.seed
        );
        let parts = self.parts.iter().zip(&lasting);
        let first = parts.filter_map(|(part, found)| Some((part, *found.keys().next()?)));
        reported.extend(first.take(SHOWN).map(|(part, at)| part.reproduction(at)));
        reported
    }

    fn differences(&self) -> Vec<Differences> {
        let subjects: Vec<&Subject> = self.parts.iter().map(|part| &part.subject).collect();
        let requests: Vec<&Value> = self.parts.iter().flat_map(|part| &part.requests).collect();
        let mut answers = policy_gateway::answers(&subjects, &requests).into_iter();
        let compared = self.parts.iter().map(|part| {
            let mut found = Differences::new();
            let (mut at, mut longest) = (0, 0.0);
            simulated::outcomes(&part.subject, &part.requests, |simulator, outcome| {
                let answer = answers.next().unwrap();
                let differences =
                    Pair::differences(&part.subject, simulator, &outcome, &answer, &mut longest);
                if !differences.is_empty() {
                    found.insert(at, differences);
                }
                at += 1;
            });
            found
        });
        compared.collect()
    }
}

impl Part {
    /// The platform, the requests that are needed, and what differs at the last of them.
    fn reproduction(&self, at: usize) -> String {
        let (needed, differences) = self.smallest(at);
        let mut reported = String::from("\n==== a disagreement\n");
        for difference in differences {
            let _ = writeln!(reported, "{difference}");
        }
        for request in needed {
            let _ = writeln!(reported, "{request}");
        }
        for (path, text) in &self.subject.texts {
            let _ = writeln!(reported, "-- {path}\n{text}");
        }
        reported
    }

    /// Leaves out as many of the requests before one as can be left out while it still differs.
    fn smallest(&self, at: usize) -> (Vec<Value>, Vec<String>) {
        let mut needed: Vec<Value> = self.requests.iter().take(at + 1).cloned().collect();
        let Some(mut differences) = self.differ(&needed) else {
            let reported = "it does not show without the other platforms of its batch";
            return (needed, vec![reported.to_owned()]);
        };
        let (mut size, mut tries) = (at, 0);
        while size > 0 && tries < TRIES {
            let mut from = 0;
            while from + 1 < needed.len() && tries < TRIES {
                let mut fewer = needed.clone();
                fewer.drain(from..(from + size).min(needed.len() - 1));
                tries += 1;
                match self.differ(&fewer) {
                    Some(found) => (needed, differences) = (fewer, found),
                    None => from += size,
                }
            }
            size /= 2;
        }
        (needed, differences)
    }

    /// What differs at the last of some requests to this platform alone.
    fn differ(&self, requests: &[Value]) -> Option<Vec<String>> {
        let all: Vec<&Value> = requests.iter().collect();
        let answers = policy_gateway::answers(&[&self.subject], &all);
        let (mut last, mut longest) = (Vec::new(), 0.0);
        let mut answers = answers.into_iter();
        simulated::outcomes(&self.subject, requests, |simulator, outcome| {
            let answer = answers.next().unwrap();
            last = Pair::differences(&self.subject, simulator, &outcome, &answer, &mut longest);
        });
        (!last.is_empty()).then_some(last)
    }
}
