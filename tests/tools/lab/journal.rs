//! The lab's journal: which requests came, in which order.

#![cfg(test)]

use camino::Utf8Path;
use serde_json::Value;

/// One request.
#[derive(Debug)]
pub(super) struct Entry {
    started: Moment,
    ended: Moment,
    /// `arm`, `apim`, `vault`, `gateway`, `model`, `kube`, `refused` and others.
    pub(super) plane: String,
    method: String,
    /// Path, in lower case, since Resource Manager compares without case.
    pub(super) id: String,
    status: u64,
}

/// Seconds as text, and nanoseconds: in order of time.
type Moment = (String, u32);

/// All requests so far.
pub(super) struct Journal(Vec<Entry>);

impl Journal {
    /// Reads the journal in a lab's state.
    pub(super) fn read(state: &Utf8Path) -> Self {
        let text = std::fs::read_to_string(state.join("requests.jsonl")).unwrap();
        Self(text.lines().map(entry).collect())
    }

    /// Successful requests of a method to resources of API Management whose id fits.
    fn done<'j>(
        &'j self,
        methods: &'j [&str],
        fits: impl Fn(&str) -> bool + 'j,
    ) -> impl Iterator<Item = &'j Entry> {
        self.0.iter().filter(move |entry| {
            entry.plane == "apim"
                && entry.status < 300
                && methods.contains(&entry.method.as_str())
                && fits(within(&entry.id))
        })
    }

    /// Fails unless the first write to one resource was answered before any write to the others, of which there must be some,
    /// was even sent.
    #[track_caller]
    fn assert_written_first(&self, first: &str, others: impl Fn(&str) -> bool) {
        let writes = ["PUT", "PATCH"];
        let guard = self.done(&writes, |id| id == first).next();
        let guard = guard.unwrap_or_else(|| panic!("nothing was written to {first}"));
        let mut count = 0;
        for other in self.done(&writes, others) {
            assert!(
                guard.ended < other.started,
                "{} was written before {first}",
                within(&other.id)
            );
            count += 1;
        }
        assert!(count > 0, "nothing had to wait for {first}");
    }

    /// The same for the way down: the last deletion of all others was answered before one resource was deleted.
    #[track_caller]
    fn assert_deleted_last(&self, last: &str, others: impl Fn(&str) -> bool) {
        let guard = self.done(&["DELETE"], |id| id == last).last();
        let guard = guard.unwrap_or_else(|| panic!("{last} was not deleted"));
        let mut count = 0;
        for other in self.done(&["DELETE"], others) {
            assert!(
                other.ended < guard.started,
                "{} was deleted after {last}",
                within(&other.id)
            );
            count += 1;
        }
        assert!(count > 0, "nothing went before {last}");
    }

    /// No key without its product's policy, no product that leads to an API without its guard, no operation before it.
    pub(super) fn assert_guarded(&self, teams: &[String]) {
        let api = "apis/openai-api/policies/policy";
        self.assert_written_first(api, |id| id.starts_with("apis/openai-api/operations/"));
        self.assert_written_first(api, leads_to_the_api);
        for team in teams {
            let policy = format!("products/product-{team}/policies/policy");
            let key = format!("subscriptions/sub-{team}");
            let product = format!("products/product-{team}/");
            self.assert_written_first(&policy, |id| id == key);
            self.assert_written_first(&policy, |id| {
                id.starts_with(&product) && leads_to_the_api(id)
            });
        }
        let keys = self.done(&["PUT"], |id| id.starts_with("subscriptions/sub-"));
        let mut keys: Vec<&str> = keys.map(|entry| within(&entry.id)).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), teams.len(), "keys of whom? {keys:?}");
    }

    /// On the way down too: a team's key goes first, then the way from product to API, then its policy; the API's policy goes
    /// when nothing answers any more.
    pub(super) fn assert_guarded_to_the_end(&self, teams: &[String]) {
        let api = "apis/openai-api/policies/policy";
        self.assert_deleted_last(api, |id| id.starts_with("apis/openai-api/operations/"));
        self.assert_deleted_last(api, leads_to_the_api);
        for team in teams {
            let policy = format!("products/product-{team}/policies/policy");
            let key = format!("subscriptions/sub-{team}");
            let product = format!("products/product-{team}/");
            self.assert_deleted_last(&policy, |id| id == key);
            self.assert_deleted_last(&policy, |id| {
                id.starts_with(&product) && leads_to_the_api(id)
            });
        }
    }

    /// What was changed after so many requests.
    pub(super) fn written_since(&self, requests: usize) -> Vec<&str> {
        let writes = self.0.iter().skip(requests).filter(|entry| {
            matches!(entry.plane.as_str(), "arm" | "apim")
                && matches!(entry.method.as_str(), "PUT" | "PATCH" | "DELETE")
        });
        writes.map(|entry| within(&entry.id)).collect()
    }

    /// How many requests there were.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Changes that the cloud has refused, and requests to hosts that are no part of the platform.
    pub(super) fn refused(&self) -> Vec<&str> {
        let refused = self.0.iter().filter(|entry| {
            let change = matches!(entry.method.as_str(), "PUT" | "PATCH" | "DELETE")
                && matches!(entry.plane.as_str(), "arm" | "apim");
            entry.plane == "refused" || (change && entry.status >= 400)
        });
        refused.map(|entry| within(&entry.id)).collect()
    }
}

/// An id below its API Management service; others as they are.
fn within(id: &str) -> &str {
    id.split_once("/providers/microsoft.apimanagement/service/")
        .and_then(|(_, rest)| rest.split_once('/'))
        .map_or(id, |(_, rest)| rest)
}

/// The link of a product to the API, in either of the two forms that API Management knows.
fn leads_to_the_api(id: &str) -> bool {
    let link = ["/apis/openai-api", "/apilinks/openai-api"];
    id.starts_with("products/") && link.iter().any(|end| id.ends_with(end))
}

fn entry(line: &str) -> Entry {
    let value: Value = serde_json::from_str(line).unwrap();
    let text = |name: &str| value[name].as_str().unwrap().to_owned();
    Entry {
        started: moment(&text("started")),
        ended: moment(&text("ended")),
        plane: text("plane"),
        method: text("method"),
        id: text("id").to_lowercase().replace(";rev=1", ""),
        status: value["status"].as_u64().unwrap(),
    }
}

/// Go leaves out trailing zeros of a second's fraction.
fn moment(text: &str) -> Moment {
    let text = text.trim_end_matches('Z');
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    (
        seconds.to_owned(),
        format!("{fraction:0<9}").parse().unwrap(),
    )
}
