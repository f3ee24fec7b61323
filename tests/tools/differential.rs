//! The same requests through the simulator and through the lab's gateway that runs the printed policies: same decision and
//! place, status, code, headers, body, calls of upstreams, counters and charges.
//!
//! Everything is made from seeds; `PLATGEN_SEED` takes another one. A disagreement is reported with its seed and with as few
//! requests as show it: it is settled on the side that is wrong, and becomes a case in `cases/`.

#![cfg(test)]

use self::batch::{Batch, Compared, Part};
use self::platforms::Subject;
use self::random::Random;
use self::requests::{APART, START, Sequence};
use crate::harness::tests;

mod batch;
mod bodies;
mod browser;
mod cases;
mod caught;
mod compare;
mod platforms;
mod policy_gateway;
mod random;
mod replies;
mod requests;
mod simulated;
mod wire;

tests![
    simulator_and_gateway_agree_on_our_own_platforms,
    simulator_and_gateway_agree_on_random_platforms,
    simulator_and_gateway_agree_byte_by_byte;
    browser, cases, caught,
];

/// Seed of all of it.
const SEED: u64 = 4;
const OWN_REQUESTS: usize = 3_400;
const WIRED_REQUESTS: usize = 1_000;
const PLATFORMS: usize = 200;
const REQUESTS_EACH: usize = 45;
/// Random platforms in one service: enough that starting it does not count, few enough for two processes side by side.
const TOGETHER: usize = 50;

/// What decides in requests to our own platforms, each at least [`LEAST`] times.
const RULES: [&str; 28] = [
    "Origin",
    "Allowed",
    "NoOperation",
    "KeyMissing",
    "KeyInvalid",
    "EntraToken",
    "TokensPerMinute",
    "TokenQuota",
    "CallsPerMinute",
    "Policy output_limit_exceeded",
    "BreakerOpen",
    "UpstreamTimeout",
    "UpstreamUnreachable",
    "Policy no_product",
    "Policy team_suspended",
    "Policy model_not_allowed",
    "Policy invalid_json",
    "Policy invalid_body",
    "Policy model_mismatch",
    "Policy model_not_found",
    "Policy duplicate_parameter",
    "Policy parameter_not_allowed",
    "Policy header_not_allowed",
    "Policy usage_must_be_reported",
    "Policy operation_not_supported",
    "Policy deployment_not_found",
    "Policy stored_responses_not_supported",
    "Policy no_decision",
];
const LEAST: usize = 5;

/// Requests to one platform.
fn alone(seed: u64, subject: Subject, count: usize) -> Batch {
    let mut random = Random::new(seed);
    let requests = Sequence::new(&subject, &mut random, START).take(count);
    let parts = vec![Part { subject, requests }];
    Batch { seed, parts }
}

/// Requests to random platforms, numbered from one on.
fn together(seed: u64, first: usize) -> Batch {
    let part = |at: usize| {
        let number = u64::try_from(first + at).unwrap();
        let mut random = Random::new(seed * 1_000_003 + number);
        let subject = Subject::random(&format!("p{number:03}"), &mut random);
        let start = START + u64::try_from(at).unwrap() * APART;
        let requests = Sequence::new(&subject, &mut random, start).take(REQUESTS_EACH);
        Part { subject, requests }
    };
    let parts = (0..TOGETHER).map(part).collect();
    Batch { seed, parts }
}

/// The environments of this repository, and a platform with one of everything.
fn simulator_and_gateway_agree_on_our_own_platforms() {
    let subjects = vec![
        Subject::own("demo"),
        Subject::own("prod"),
        Subject::of(crate::gateway::demo()),
    ];
    let mut compared = Compared::new();
    for subject in subjects {
        for (rule, count) in alone(seed(), subject, OWN_REQUESTS).agree() {
            *compared.entry(rule).or_default() += count;
        }
    }
    assert_eq!(compared.values().sum::<usize>(), 3 * OWN_REQUESTS);
    // Agreement about rules that nothing meets would say little. Other seeds may meet a rare one less often.
    let expected = if seed() == SEED { &RULES[..] } else { &[] };
    for rule in expected {
        let count = compared.get(*rule).copied().unwrap_or_default();
        assert!(
            count >= LEAST,
            "{rule} decided {count} times: {compared:#?}"
        );
    }
}

fn simulator_and_gateway_agree_on_random_platforms() {
    let firsts: Vec<_> = (0..PLATFORMS).step_by(TOGETHER).collect();
    let (left, right) = firsts.split_at(firsts.len() / 2);
    let agree = |firsts: &[usize]| -> usize {
        let compared = firsts
            .iter()
            .flat_map(|first| together(seed(), *first).agree());
        compared.map(|(_, count)| count).sum()
    };
    let compared: usize = std::thread::scope(|threads| {
        let other = threads.spawn(|| agree(right));
        agree(left)
            + other
                .join()
                .unwrap_or_else(|reported| std::panic::resume_unwind(reported))
    });
    assert_eq!(compared, PLATFORMS * REQUESTS_EACH);
}

fn simulator_and_gateway_agree_byte_by_byte() {
    let subject = Subject::of(crate::gateway::demo()).without_limits();
    let compared = wire::compared(seed(), &subject, WIRED_REQUESTS);
    assert_eq!(compared, WIRED_REQUESTS);
}

/// Another seed than the usual one, for whoever looks for more.
fn seed() -> u64 {
    let other = std::env::var("PLATGEN_SEED").ok();
    other.map_or(SEED, |text| text.parse().unwrap())
}
