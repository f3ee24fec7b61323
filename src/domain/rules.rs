//! Rules: what is well formed and still should not be applied, or not unread. One table lists them all, by family.
//!
//! A rule looks at one [`Platform`] and adds findings; it changes nothing and knows no other rule. What has to
//! be checked by what is written rather than by what is meant is checked by an earlier or later stage, and stands in the table
//! with that stage's name, so that nobody has to look in two places. [`all`] lists them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::core::diag::Diagnostics;
use crate::domain::platform::model::Platform;
use crate::domain::previous::Committed;
use crate::domain::rule::{Rule, RuleScope};
use crate::facts::Day;

use crate::domain::addons::rules as addons;
use crate::domain::apps::rules as apps;
use crate::domain::cluster::rules as cluster;
use crate::domain::consumers::rules::capacity;
use crate::domain::consumers::rules::references;
use crate::domain::models::rules::gpu;
use crate::domain::models::rules::kaito;
use crate::domain::models::rules::lifecycle;
use crate::domain::models::rules::operations;
use crate::domain::network::rules as network;
use crate::domain::platform::rules::apim;
use crate::domain::platform::rules::names;
use crate::domain::platform::rules::secrets;

/// Every rule, by family.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let families = [
        names::RULES,
        references::RULES,
        network::RULES,
        cluster::RULES,
        gpu::RULES,
        kaito::RULES,
        capacity::RULES,
        apim::RULES,
        operations::RULES,
        lifecycle::RULES,
        addons::RULES,
        secrets::RULES,
        apps::RULES,
    ];
    families.into_iter().flatten()
}

/// Looks at each platform by every rule that needs nothing else.
pub fn check(platforms: &[Platform], findings: &mut Diagnostics) {
    let rules: Vec<&Rule> = all().collect();
    let checked = rules.par_iter().map(|rule| {
        let mut found = Diagnostics::new();
        match rule.scope {
            RuleScope::Platform(check) => {
                for platform in platforms {
                    found.append(of(rule, platform, |found| check(platform, found)));
                }
            }
            RuleScope::Together(check) => {
                check(platforms, &mut found);
                found.found_by(rule.id, None);
            }
            RuleScope::Change(_) | RuleScope::Review(_) | RuleScope::Stage(_) => {}
        }
        found
    });
    for found in checked.collect::<Vec<_>>() {
        findings.append(found);
    }
}

/// What a rule finds in one environment.
fn of(
    rule: &'static Rule,
    platform: &Platform,
    check: impl FnOnce(&mut Diagnostics),
) -> Diagnostics {
    let mut found = Diagnostics::new();
    check(&mut found);
    found.found_by(rule.id, Some(platform.environment.as_str()));
    found
}

/// Holds each platform against what its environment was when it was last built.
pub fn check_changes(
    platforms: &[Platform],
    committed: &BTreeMap<String, Committed>,
    findings: &mut Diagnostics,
) {
    for platform in platforms {
        let Some(was) = committed.get(platform.environment.as_str()) else {
            continue;
        };
        for rule in all() {
            if let RuleScope::Change(check) = rule.scope {
                findings.append(of(rule, platform, |found| check(platform, was, found)));
            }
        }
    }
}

/// What is worth knowing about platforms that are fine, on a day if one is named.
pub fn review(platforms: &[Platform], today: Option<Day>, findings: &mut Diagnostics) {
    for rule in all() {
        if let RuleScope::Review(check) = rule.scope {
            for platform in platforms {
                findings.append(of(rule, platform, |found| check(platform, today, found)));
            }
        }
    }
}

#[cfg(test)]
mod tests;
