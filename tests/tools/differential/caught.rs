//! A simulator that was given something else than the gateway is caught, and the report holds the requests that show it and no
//! others.

#![cfg(test)]

use platgen::domain::consumers::model::Period;
use platgen::domain::platform::model::Platform;
use serde_json::Value;

use super::batch::{Batch, Part};
use super::cases::{answered, chat, in_time, used};
use super::platforms::Subject;
use crate::harness::tests;
use crate::support::platform::{quota, written};

tests![
    a_grant_that_only_one_of_them_knows_is_reported,
    a_key_that_only_one_of_them_lets_through_is_reported,
    a_limit_of_another_size_is_reported,
    a_quota_of_another_size_is_reported,
];

/// Requests with nothing in common but their platform, each by the number of seconds after the one before.
fn requests() -> Vec<Value> {
    in_time([
        (0, chat("beta", "gpt-9")),
        (0, chat("alpha", "gpt-4.1")),
        (9, chat("wrong", "gpt-4.1")),
        (60, answered(chat("beta", "gpt-4.1"), used(20_000))),
        (1, chat("empty", "gpt-4.1")),
        (61, chat("alpha", "gpt-4.1")),
        (2_000, chat("beta", "gpt-4.1")),
    ])
}

/// The report about a simulator that was given another platform.
fn report(change: impl FnOnce(&mut Platform)) -> String {
    let mut other = crate::gateway::demo();
    change(&mut other);
    let mut subject = Subject::of(crate::gateway::demo());
    subject.simulated = Some(other);
    let requests = requests();
    let parts = vec![Part { subject, requests }];
    Batch { seed: 7, parts }.disagreements()
}

/// Asserts what is reported, and of which requests.
fn assert_reported(reported: &str, difference: &str, requests: &[&str]) {
    assert!(reported.starts_with("seed 7: "), "{reported}");
    assert!(reported.contains(difference), "{reported}");
    let shown: Vec<&str> = reported
        .lines()
        .filter(|line| line.contains("\"clock\":"))
        .collect();
    assert_eq!(shown.len(), requests.len(), "{reported}");
    for (line, part) in shown.iter().zip(requests) {
        assert!(line.contains(part), "{reported}");
    }
}

fn a_grant_that_only_one_of_them_knows_is_reported() {
    let reported = report(|platform| platform.teams[0].grants.clear());
    let rule = "rule\n    simulator: \"Policy model_not_allowed\"\n    gateway:   \"Allowed\"";
    assert_reported(&reported, rule, &["\"api-key\":\"alpha\""]);
}

fn a_key_that_only_one_of_them_lets_through_is_reported() {
    let reported = report(|platform| platform.teams[0].enabled = written(false));
    let rule = "rule\n    simulator: \"KeyInvalid\"\n    gateway:   \"Allowed\"";
    assert_reported(&reported, rule, &["\"api-key\":\"alpha\""]);
}

fn a_limit_of_another_size_is_reported() {
    let reported =
        report(|platform| platform.teams[0].grants[0].tokens_per_minute = written(2_000));
    assert_reported(
        &reported,
        "\"x-ratelimit-remaining-tokens\": \"1988\"",
        &["\"api-key\":\"alpha\""],
    );
}

/// It shows when the quota is used up, so two requests are needed.
fn a_quota_of_another_size_is_reported() {
    let reported =
        report(|platform| platform.teams[1].limits.quota = Some(quota(30_000, Period::Monthly)));
    let rule = "rule\n    simulator: \"Allowed\"\n    gateway:   \"TokenQuota\"";
    assert_reported(&reported, rule, &["20000", "\"api-key\":\"beta\""]);
}
