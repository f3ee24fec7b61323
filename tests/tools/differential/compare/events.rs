//! The gateway's log of a request against the simulator's counters and steps.

#![cfg(test)]

use std::collections::BTreeMap;

use platgen::simulate::Limit;

use super::Pair;

impl Pair<'_> {
    /// Which counters were looked at, which of them refused, and how much each was charged.
    pub(super) fn counters(&mut self) {
        let mut ours: Vec<String> = Vec::new();
        let mut charges: BTreeMap<&str, f64> = BTreeMap::new();
        // The gateway's log says nothing of calls that wait.
        let touched = self.ours.touched.iter();
        for touched in touched.filter(|touched| !matches!(touched.limit, Limit::AtOnce(_))) {
            let key = touched.counter.as_str();
            let refused = match (touched.refused, touched.limit) {
                (false, _) => "has space",
                (true, Limit::PerMinute(_) | Limit::Calls(_) | Limit::AtOnce(_)) => {
                    "refused by the minute"
                }
                (true, Limit::Quota { .. }) => "refused by the quota",
            };
            // A quota stands beside the tokens per minute under the same key.
            match ours
                .last_mut()
                .filter(|last| last.starts_with(&format!("{key}: ")))
            {
                Some(last) if touched.refused => *last = format!("{key}: {refused}"),
                Some(_) => {}
                None => ours.push(format!("{key}: {refused}")),
            }
            // Of the two the quota is the exact one: a bucket takes no more than its limit back.
            if !matches!(touched.limit, Limit::Calls(_)) {
                charges.insert(key, (touched.after - touched.before).round());
            }
        }
        let mut theirs = Vec::new();
        let limits = ["llm-token-limit", "rate-limit-by-key"];
        for event in self.events() {
            let policy = event["policy"].as_str().unwrap();
            if !limits.contains(&policy) {
                continue;
            }
            // It keeps counters of calls apart from others by a prefix.
            let did = event["did"].as_str().unwrap();
            let did = did.replacen("calls:calls:", "calls:", 1);
            let word = |start: &str| {
                let rest = did.strip_prefix(start)?;
                Some(rest.split([' ', ',']).next().unwrap().to_owned())
            };
            theirs.extend(word("counter ").map(|key| format!("{key}: has space")));
            theirs.extend(
                word("refused: counter ").map(|key| format!("{key}: refused by the minute")),
            );
            theirs
                .extend(word("refused: quota ").map(|key| format!("{key}: refused by the quota")));
        }
        self.same("counters", &ours, &theirs);
        let charges: BTreeMap<&str, f64> = charges
            .into_iter()
            .filter(|(_, tokens)| *tokens != 0.0)
            .collect();
        let their_charges = self.charged();
        let shown: BTreeMap<&str, f64> = their_charges
            .iter()
            .map(|(key, tokens)| (key.as_str(), *tokens))
            .collect();
        self.same("tokens charged", charges, shown);
    }

    fn charged(&self) -> BTreeMap<String, f64> {
        let mut all = BTreeMap::new();
        let mut estimates = BTreeMap::new();
        for event in self.log()["events"].as_array().unwrap() {
            let words = |name: &str| -> Vec<String> {
                event[name]
                    .as_str()
                    .unwrap_or_default()
                    .split([' ', ','])
                    .map(str::to_owned)
                    .collect()
            };
            let (did, note) = (words("did"), words("note"));
            if did[0] == "counter" && event["policy"] == "llm-token-limit" {
                estimates.insert(did[1].clone(), did.last().unwrap().parse::<f64>().unwrap());
            }
            match note.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                [
                    "llm-token-limit:",
                    "counter",
                    key,
                    "was",
                    "charged",
                    tokens,
                    "tokens",
                ] => {
                    all.insert(key.to_owned(), tokens.parse().unwrap());
                }
                // Counters come in the order of their policies; each keeps its own estimate, and all estimates are the same.
                ["llm-token-limit:", "the", "response", "reported", ..] => {
                    all.extend(estimates.clone());
                }
                _ => {}
            }
        }
        all.retain(|_, tokens| *tokens != 0.0);
        all
    }

    /// What policies did, by lines: the simulator reports fewer steps, but none that the gateway has not made, and in the
    /// same order.
    pub(super) fn steps(&mut self) {
        let quiet = ["set-variable", "set-header"];
        // Before a request of a browser, only its log's last line says which element answered.
        let answered = &self.log()["answeredBy"];
        let before = (answered["by"] == "cors").then_some(answered);
        let mut theirs = self
            .events()
            .chain(before)
            .map(|event| (self.their_line(event), event["policy"].as_str().unwrap()));
        let mut wrong = Vec::new();
        for step in &self.ours.steps {
            let line = self.line(&step.place);
            let mut passed = Vec::new();
            let found = theirs.by_ref().find(|(their_line, policy)| {
                let hit = *their_line == line;
                if !hit && !quiet.contains(policy) {
                    passed.push(format!("{their_line} {policy}"));
                }
                hit
            });
            if found.is_none() || !passed.is_empty() {
                wrong.push(format!(
                    "{line} {}: passed {passed:?}, found {found:?}",
                    step.did
                ));
                break;
            }
        }
        wrong.extend(
            theirs
                .filter(|(_, policy)| !quiet.contains(policy))
                .map(|(line, policy)| format!("then {line} {policy}")),
        );
        if !wrong.is_empty() {
            self.differences
                .push(format!("steps\n    {}", wrong.join("\n    ")));
        }
    }
}
