//! Rules: what is well formed and still should not be applied, or not unread. One table tells them all, by family.
//!
//! A rule of this room looks at one [`Platform`] and adds findings; it changes nothing and knows no other rule. What has to
//! be judged by what is written rather than by what is meant is judged by an earlier or later stage, and stands in the table
//! with that stage's name, so that nobody has to look in two places. [`all`] lists them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::core::diag::{Code, Diagnostics, Severity};
use crate::domain::platform::model::Platform;
use crate::domain::previous::Committed;
use crate::facts::Day;

use crate::domain::consumers::rules::capacity;
use crate::domain::consumers::rules::references;
use crate::domain::models::rules::gpu;
use crate::domain::models::rules::kaito;
use crate::domain::models::rules::lifecycle;
use crate::domain::network::rules as network;
use crate::domain::platform::rules::apim;
use crate::domain::platform::rules::names;
use crate::domain::platform::rules::secrets;

/// What rules are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Names, as written and as composed.
    Names,
    /// Names that refer to something.
    References,
    /// Addresses.
    Network,
    /// GPU sizes, memory, quota.
    Gpu,
    /// What KAITO and vLLM take.
    Kaito,
    /// Tokens per minute and quotas.
    Capacity,
    /// What the gateway holds and where it exists.
    Apim,
    /// What ends, goes or is replaced.
    Lifecycle,
    /// Keys in inputs.
    Secrets,
}

impl Family {
    /// The word in lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Names => "names",
            Self::References => "references",
            Self::Network => "network",
            Self::Gpu => "gpu",
            Self::Kaito => "kaito",
            Self::Capacity => "capacity",
            Self::Apim => "apim",
            Self::Lifecycle => "lifecycle",
            Self::Secrets => "secrets",
        }
    }
}

/// Where a rule is judged.
#[derive(Debug, Clone, Copy)]
pub enum Judge {
    /// Here, whenever a platform is compiled.
    Platform(fn(&Platform, &mut Diagnostics)),
    /// Here, over all environments at once.
    Together(fn(&[Platform], &mut Diagnostics)),
    /// Here, where the outputs of the last build are at hand.
    Change(fn(&Platform, &Committed, &mut Diagnostics)),
    /// Here, by `platgen check` only: worth knowing, and the same at every build. The day is the one that the user names.
    Review(fn(&Platform, Option<Day>, &mut Diagnostics)),
    /// By the stage of this name, because it needs what is written, or what is printed.
    Stage(&'static str),
}

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name, kebab-case.
    pub id: &'static str,
    /// What it is about.
    pub family: Family,
    /// The code of its findings.
    pub code: Code,
    /// How bad they usually are.
    pub severity: Severity,
    /// What it demands, in one sentence.
    pub doc: &'static str,
    /// Where it is judged.
    pub judge: Judge,
}

/// The rules of one family, a line each: id, code, severity, what is demanded, and where it is judged.
macro_rules! rules {
    ($family:ident: $($id:literal $code:ident $severity:ident $judge:ident($by:expr) $doc:literal;)*) => {
        pub(crate) const RULES: &[crate::domain::rules::Rule] = &[$(crate::domain::rules::Rule {
            id: $id,
            family: crate::domain::rules::Family::$family,
            code: crate::core::diag::Code::$code,
            severity: crate::core::diag::Severity::$severity,
            doc: $doc,
            judge: crate::domain::rules::Judge::$judge($by),
        },)*];
    };
}
pub(crate) use rules;

/// Every rule, by family.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let families = [
        names::RULES,
        references::RULES,
        network::RULES,
        gpu::RULES,
        kaito::RULES,
        capacity::RULES,
        apim::RULES,
        lifecycle::RULES,
        secrets::RULES,
    ];
    families.into_iter().flatten()
}

/// Looks at each platform by every rule that needs nothing else.
pub fn check(platforms: &[Platform], findings: &mut Diagnostics) {
    let rules: Vec<&Rule> = all().collect();
    let judged = rules.par_iter().map(|rule| {
        let mut found = Diagnostics::new();
        match rule.judge {
            Judge::Platform(check) => platforms
                .iter()
                .for_each(|platform| check(platform, &mut found)),
            Judge::Together(check) => check(platforms, &mut found),
            Judge::Change(_) | Judge::Review(_) | Judge::Stage(_) => {}
        }
        found
    });
    for found in judged.collect::<Vec<_>>() {
        findings.append(found);
    }
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
            if let Judge::Change(check) = rule.judge {
                check(platform, was, findings);
            }
        }
    }
}

/// What is worth knowing about platforms that are fine, on a day if one is named.
pub fn review(platforms: &[Platform], today: Option<Day>, findings: &mut Diagnostics) {
    for rule in all() {
        if let Judge::Review(check) = rule.judge {
            for platform in platforms {
                check(platform, today, findings);
            }
        }
    }
}

#[cfg(test)]
mod tests;
