//! What the gateway did with a request against what the simulator says of it.

#![cfg(test)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::collections::BTreeMap;

use platgen::simulate::{Call, Decision, Limit, Outcome, Refusal, Rule, Simulator};
use serde_json::Value;

use super::platforms::Subject;
use crate::reference::Answer;

mod events;

/// The token that the gateway makes up for the gateway's own identity, and what the simulator writes in its place.
const IDENTITY: [&str; 2] = [
    "Bearer eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJhdWQiOiJodHRwczovL2NvZ25pdGl2ZXNlcnZpY2VzLmF6dXJlLmNvbSIsImlzcyI6InN0YW5kLWluIiwiaWR0eXAiOiJhcHAiLCJvaWQiOiJzeXN0ZW0tYXNzaWduZWQiLCJhcHBpZCI6InN5c3RlbS1hc3NpZ25lZCJ9.fake-managed-identity",
    "Bearer <token of the gateway's identity for https://cognitiveservices.azure.com>",
];

/// Response header with the tokens that are left in this minute.
const REMAINING: &str = "x-ratelimit-remaining-tokens";

/// Milliseconds besides those that the gateway says, for its own way from setting the clock to reading it.
const SLACK_MS: f64 = 5.0;

/// One pair of answers.
pub(crate) struct Pair<'a> {
    pub(crate) subject: &'a Subject,
    pub(crate) simulator: &'a Simulator,
    pub(crate) ours: &'a Outcome,
    pub(crate) theirs: &'a Answer,
    /// Milliseconds of the longest request so far.
    longest: f64,
    differences: Vec<String>,
}

impl<'a> Pair<'a> {
    /// Everything in which the two differ.
    pub(crate) fn differences(
        subject: &'a Subject,
        simulator: &'a Simulator,
        ours: &'a Outcome,
        theirs: &'a Answer,
        longest: &mut f64,
    ) -> Vec<String> {
        *longest = longest.max(theirs.0["log"]["milliseconds"].as_f64().unwrap());
        let mut pair = Self {
            subject,
            simulator,
            ours,
            theirs,
            longest: *longest,
            differences: Vec::new(),
        };
        pair.answer();
        pair.headers();
        pair.decision();
        pair.calls();
        pair.counters();
        pair.steps();
        pair.differences
    }

    fn same(&mut self, what: &str, ours: impl std::fmt::Debug, theirs: impl std::fmt::Debug) {
        let (ours, theirs) = (format!("{ours:?}"), format!("{theirs:?}"));
        if ours != theirs {
            self.differences.push(format!(
                "{what}\n    simulator: {ours}\n    gateway:   {theirs}"
            ));
        }
    }

    fn log(&self) -> &'a Value {
        &self.theirs.0["log"]
    }

    fn answer(&mut self) {
        let (ours, theirs) = (self.ours, self.theirs);
        self.same("status", u64::from(ours.status), theirs.status());
        let operation = ours.operation.map(platgen::gateway::Operation::id);
        self.same("operation", operation, self.log()["operation"].as_str());
        let mut body = theirs.body().clone();
        if let Value::Object(members) = &mut body {
            // An id of the request, which the service makes up.
            members.remove("activityId");
        }
        self.body("body of the answer", Some(&ours.body), &body);
        if let Some(code) = &ours.code {
            self.same("code", code.as_str(), theirs.code());
        }
        let metric = theirs.0["metrics"][0]["dimensions"]["model"].as_str();
        if metric.is_some() {
            self.same("granted model", ours.model.as_deref(), metric);
        }
    }

    /// Bodies: the gateway writes JSON as it has parsed it, and all else as text.
    fn body(&mut self, what: &str, ours: Option<&[u8]>, theirs: &Value) {
        let text = ours.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let text = text
            .as_deref()
            .map(|text| text.strip_prefix('\u{feff}').unwrap_or(text));
        match (text, theirs) {
            (None, Value::Null) => {}
            (Some(text), Value::String(theirs)) if serde_json::from_str::<Value>(text).is_err() => {
                self.same(what, text, theirs.as_str());
            }
            (Some(text), theirs) => match serde_json::from_str::<Value>(text) {
                Ok(ours) => {
                    // As texts, so that the order of members counts.
                    self.same(what, ours.to_string(), theirs.to_string());
                }
                Err(_) => self.same(what, text, theirs),
            },
            (None, theirs) => self.same(what, (), theirs),
        }
    }

    fn headers(&mut self) {
        let lower = |headers: &[(String, String)]| joined(headers);
        let mut ours = lower(&self.ours.headers);
        let theirs = self.theirs.0["headers"].as_object().unwrap();
        let theirs: Vec<(String, String)> = theirs
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
            .collect();
        let mut theirs = lower(&theirs);
        if let Some(challenge) = theirs.get_mut("www-authenticate") {
            // In the gateway, several platforms share one host.
            let own = format!("/{}/openai", self.subject.tag);
            *challenge = challenge.replace(&own, "/openai");
        }
        self.remaining(&mut ours, &mut theirs);
        self.same("headers of the answer", ours, theirs);
    }

    /// The gateway's clock runs on while it works, and with it the bucket fills, now and during every request before that left
    /// it full: as far as that, what is left may differ, and how long it takes until there is enough.
    fn remaining(
        &mut self,
        ours: &mut BTreeMap<String, String>,
        theirs: &mut BTreeMap<String, String>,
    ) {
        let number = |all: &BTreeMap<String, String>, name| {
            all.get(name).and_then(|text| text.parse::<f64>().ok())
        };
        let late = (self.longest + SLACK_MS) / 1_000.0;
        let tokens = |limit: u64| exact(limit) / 60.0 * late;
        let limits = self
            .ours
            .touched
            .iter()
            .filter_map(|touched| match touched.limit {
                Limit::PerMinute(limit) => Some(limit),
                Limit::Calls(_) | Limit::AtOnce(_) | Limit::Quota { .. } => None,
            });
        let pair = (number(ours, REMAINING), number(theirs, REMAINING));
        if let (Some(left), Some(right), Some(most)) = (pair.0, pair.1, limits.max())
            && (left - right).abs() <= tokens(most).ceil()
        {
            theirs.insert(REMAINING.to_owned(), ours[REMAINING].clone());
        }
        let pair = (self.wait(), number(theirs, "retry-after"));
        if let (Some(exactly), Some(reported)) = pair
            && ((exactly - late).ceil()..=(exactly + late).ceil()).contains(&reported)
        {
            theirs.insert("retry-after".to_owned(), ours["retry-after"].clone());
        }
    }

    /// How many seconds it takes until a bucket that has refused holds as much as the gateway says was needed.
    fn wait(&self) -> Option<f64> {
        let refused = self.ours.touched.iter().find(|touched| touched.refused)?;
        let (limit, needed) = match refused.limit {
            Limit::PerMinute(limit) => {
                let mut reported = self.events().filter_map(|event| event["did"].as_str());
                let (_, needed) = reported.find_map(|did| did.split_once(", needed "))?;
                (limit, needed.parse::<f64>().unwrap())
            }
            Limit::Calls(limit) => (limit, 1.0),
            Limit::AtOnce(_) | Limit::Quota { .. } => return None,
        };
        let missing = needed - (exact(limit) - refused.before);
        Some(missing * 60.0 / exact(limit))
    }

    fn decision(&mut self) {
        let place = match &self.ours.decision {
            Decision::Allowed => None,
            Decision::Refused(refusal) | Decision::Failed(refusal) => self.place(refusal),
        };
        let (their_rule, their_place) = self.checked();
        self.same("rule", rule(self.ours), their_rule);
        self.same("place of the rule", place, their_place);
    }

    fn place(&self, refusal: &Refusal) -> Option<String> {
        let place = refusal.place.as_ref()?;
        Some(self.line(place))
    }

    fn line(&self, place: &platgen::simulate::Place) -> String {
        let path = &self.simulator.file(place).unwrap().path;
        let (_, file) = path.split_once("/policies/").unwrap();
        format!("{file}:{}", self.simulator.line(place).unwrap())
    }

    /// A file and a line of an entry in the gateway's log.
    fn their_line(&self, at: &Value) -> String {
        let file = at["file"].as_str().unwrap();
        let prefix = format!("{}/", self.subject.tag);
        let file = file.strip_prefix(&prefix).unwrap_or(file);
        let branch = at["did"]
            .as_str()
            .and_then(|did| did.split_once(" at line "));
        match branch {
            Some((_, line)) => format!("{file}:{line}"),
            None => format!("{file}:{}", at["line"]),
        }
    }

    fn events(&self) -> impl DoubleEndedIterator<Item = &'a Value> {
        let events = self.log()["events"].as_array().unwrap().iter();
        events.filter(|event| event["note"].is_null())
    }

    fn event_of(&self, fits: impl Fn(&Value) -> bool) -> Option<String> {
        let found = self.events().rev().find(|event| fits(event));
        found.map(|event| self.their_line(event))
    }

    /// Rule and place, as the gateway's log says them.
    fn checked(&self) -> (String, Option<String>) {
        let (answered, error) = (&self.log()["answeredBy"], &self.log()["lastError"]);
        let by = answered["by"].as_str().unwrap_or_default();
        let of_policy = |name: &str| self.event_of(|event| event["policy"] == name);
        let refused = |prefix: &str| {
            let did = |event: &Value| {
                event["did"]
                    .as_str()
                    .is_some_and(|did| did.starts_with(prefix))
            };
            self.event_of(did)
        };
        let rule = |name: &str| name.to_owned();
        match error["Reason"].as_str() {
            Some("OperationNotFound") => (rule("NoOperation"), None),
            Some("SubscriptionKeyNotFound") => (rule("KeyMissing"), None),
            Some("SubscriptionKeyInvalid") => (rule("KeyInvalid"), None),
            Some("TokenLimitExceeded") => (rule("TokensPerMinute"), refused("refused: counter ")),
            Some("RateLimitExceeded") => (rule("CallsPerMinute"), refused("refused: counter ")),
            Some("ConcurrencyLimitExceeded") => (rule("Concurrency"), None),
            Some("AITokenQuotaExceeded") => (rule("TokenQuota"), refused("refused: quota ")),
            Some("Timeout") => (rule("UpstreamTimeout"), of_policy("forward-request")),
            Some("BackendConnectionFailure") => {
                (rule("UpstreamUnreachable"), of_policy("forward-request"))
            }
            Some(_) if error["Source"] == "validate-azure-ad-token" => {
                (rule("EntraToken"), of_policy("validate-azure-ad-token"))
            }
            Some(reason) => (format!("PolicyFault {reason}"), None),
            None if by.starts_with("circuit breaker") => {
                (rule("BreakerOpen"), of_policy("forward-request"))
            }
            None if by == "policy" && self.theirs.status() >= 400 => (
                format!("Policy {}", self.theirs.code()),
                Some(self.their_line(answered)),
            ),
            None if by == "cors"
                && self.theirs.0["headers"]["Access-Control-Allow-Origin"].is_null() =>
            {
                (rule("Origin"), Some(self.their_line(answered)))
            }
            None => (rule("Allowed"), None),
        }
    }

    fn calls(&mut self) {
        let theirs = self.theirs.calls();
        self.same("number of calls", self.ours.calls.len(), theirs.len());
        for (at, (ours, theirs)) in self.ours.calls.iter().zip(theirs).enumerate() {
            self.call(at, ours, theirs);
        }
        // The gateway says the last one.
        let last = self.ours.calls.last().filter(|_| !theirs.is_empty());
        if let Some(last) = last.filter(|_| self.log()["answeredBy"]["by"] == "backend") {
            self.same(
                "backend",
                Some(last.member.as_str()),
                self.log()["backend"].as_str(),
            );
        }
    }

    fn call(&mut self, at: usize, ours: &Call, theirs: &Value) {
        self.same(
            &format!("method of call {at}"),
            ours.method.as_str(),
            theirs["method"].as_str().unwrap(),
        );
        self.same(
            &format!("address of call {at}"),
            ours.url.as_str(),
            theirs["url"].as_str().unwrap(),
        );
        let headers: Vec<(String, String)> = theirs["headers"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| {
                (
                    name.clone(),
                    value.as_str().unwrap().replace(IDENTITY[0], IDENTITY[1]),
                )
            })
            .collect();
        self.same(
            &format!("headers of call {at}"),
            joined(&ours.headers),
            joined(&headers),
        );
        // Byte for byte: what the gateway says of a body as JSON, a reader of JSON has changed.
        let sent = theirs["bytes"]
            .as_str()
            .map(|text| BASE64.decode(text).unwrap());
        let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if ours.body.as_deref() != sent.as_deref() {
            self.same(
                &format!("bytes of the body of call {at}"),
                ours.body.as_deref().map(shown),
                sent.as_deref().map(shown),
            );
        }
    }
}

/// What decided a request, without the names of counters and backends.
pub(crate) fn rule(outcome: &Outcome) -> String {
    match &outcome.decision {
        Decision::Allowed => "Allowed".to_owned(),
        Decision::Refused(refusal) | Decision::Failed(refusal) => reported(&refusal.rule),
    }
}

fn reported(rule: &Rule) -> String {
    match rule {
        Rule::NoOperation => "NoOperation".to_owned(),
        Rule::Origin => "Origin".to_owned(),
        Rule::KeyMissing => "KeyMissing".to_owned(),
        // The service does not distinguish a suspended key from an unknown one.
        Rule::KeyUnknown | Rule::KeySuspended => "KeyInvalid".to_owned(),
        Rule::Policy(code) => format!("Policy {code}"),
        Rule::EntraToken => "EntraToken".to_owned(),
        Rule::TokensPerMinute(_) => "TokensPerMinute".to_owned(),
        Rule::TokenQuota(_) => "TokenQuota".to_owned(),
        Rule::CallsPerMinute(_) => "CallsPerMinute".to_owned(),
        Rule::Concurrency(_) => "Concurrency".to_owned(),
        Rule::PolicyFault(_) => "PolicyFault ExpressionValueEvaluationFailure".to_owned(),
        Rule::BreakerOpen(_) => "BreakerOpen".to_owned(),
        Rule::UpstreamTimeout(_) => "UpstreamTimeout".to_owned(),
        Rule::UpstreamUnreachable(_) => "UpstreamUnreachable".to_owned(),
    }
}

/// Tokens, of which no limit has more than a double holds exactly.
#[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
fn exact(tokens: u64) -> f64 {
    tokens as f64
}

/// Headers by lower-case name; several lines of one are joined, as the gateway writes them.
fn joined(headers: &[(String, String)]) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in headers {
        all.entry(name.to_ascii_lowercase())
            .and_modify(|before| *before = format!("{before},{value}"))
            .or_insert_with(|| value.clone());
    }
    all
}
