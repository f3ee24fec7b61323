//! Expectations checked: each request that one is about is simulated with the policies that are printed, and what became of it
//! is compared with what must become of it.
//!
//! Every request is the first that its gateway sees, so that neither their order nor their number decides.

pub(crate) mod codes;
pub mod model;
pub mod resolve;
pub mod syntax;

use crate::core::diag::Diagnostics;
use crate::domain::consumers::model::Team;
use crate::domain::platform::model::Platform;
use crate::expect::model::{Asked, Expectation};
use crate::simulate::Simulator;

mod reported;
mod verdict;

use verdict::{Gateway, Verdict};

/// A request that did not become what is expected.
struct Failure<'a> {
    gateway: &'a Gateway<'a>,
    team: &'a Team,
    asked: Asked<'a>,
    verdict: &'a Verdict,
}

/// Checks expectations, each of which is about something. A gateway is made of each platform that one is about.
pub fn check(
    platforms: &[Platform],
    expectations: &[Expectation],
    simulator: fn(&Platform) -> Simulator,
    findings: &mut Diagnostics,
) {
    let concerned = platforms.iter().filter_map(|platform| {
        let about = |one: &&Expectation| one.concerns(&platform.environment.value);
        let about: Vec<&Expectation> = expectations.iter().filter(about).collect();
        (!about.is_empty()).then(|| Gateway::new(platform, &about, simulator(platform)))
    });
    let gateways: Vec<Gateway<'_>> = concerned.collect();
    for expectation in expectations {
        let mut checked = 0;
        let mut failures = Vec::new();
        for gateway in &gateways {
            let platform = gateway.platform;
            if !expectation.concerns(&platform.environment.value) {
                continue;
            }
            let models = expectation.models(platform);
            for team in expectation.teams(platform) {
                for asked in &models {
                    let Some(verdict) = gateway.verdict(team, asked) else {
                        continue;
                    };
                    checked += 1;
                    if !holds(expectation, verdict) {
                        failures.push(Failure {
                            gateway,
                            team,
                            asked: *asked,
                            verdict,
                        });
                    }
                }
            }
        }
        if let Some(finding) = reported::finding(expectation, &failures, checked) {
            findings.push(finding);
        }
    }
}

/// Whether a verdict is what is expected.
fn holds(expectation: &Expectation, verdict: &Verdict) -> bool {
    match (expectation.allowed.value, verdict) {
        (true, Verdict::Served(limit)) => expectation.tokens_per_minute.is_none_or(|wanted| {
            let found = limit.as_ref().map(|limit| limit.tokens_per_minute);
            found == Some(wanted.value)
        }),
        (false, Verdict::Refused(_)) => true,
        (true, Verdict::Refused(_)) | (false, Verdict::Served(_)) => false,
    }
}
