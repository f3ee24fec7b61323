//! Rules over a platform as a whole: what is well formed and resolved, and still should not be applied, or not unread.
//!
//! A rule looks at one [`Platform`] and adds findings; it changes nothing and knows no other rule. [`RULES`] lists them all.

use crate::diag::Diagnostics;
use crate::model::Platform;

mod capacity;
mod limits;
mod placement;
mod teams;

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name, kebab-case.
    pub name: &'static str,
    /// Looks at a platform and adds what it finds.
    pub check: fn(&Platform, &mut Diagnostics),
}

/// Every rule.
pub const RULES: &[Rule] = &[
    Rule {
        name: "grant-within-capacity",
        check: capacity::each_grant,
    },
    Rule {
        name: "grants-within-capacity",
        check: capacity::all_grants,
    },
    Rule {
        name: "quota-above-a-minute",
        check: capacity::quotas,
    },
    Rule {
        name: "team-has-grants",
        check: teams::without_grants,
    },
    Rule {
        name: "models-have-a-subnet",
        check: placement::model_subnet,
    },
    Rule {
        name: "private-cluster-has-a-way-in",
        check: placement::bastion,
    },
    Rule {
        name: "gateway-entities",
        check: limits::entities,
    },
    Rule {
        name: "pool-members",
        check: limits::pools,
    },
];

/// Looks at each platform by every rule.
pub fn check(platforms: &[Platform], findings: &mut Diagnostics) {
    for platform in platforms {
        for rule in RULES {
            (rule.check)(platform, findings);
        }
    }
}

#[cfg(test)]
mod tests;
