//! Guardrails: holds platforms against what a company forbids or demands, and findings against what it accepts.
//!
//! [`check`] looks at each platform by the table of rules and by policies in Rego, and adds findings; [`SuppressionFilter`] raises and
//! accepts findings of any stage. Nothing here changes a platform, so no output depends on a guardrail.

pub(crate) mod codes;
pub mod model;
pub mod resolve;
pub mod syntax;

use crate::core::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::core::origin::Origin;
use crate::core::sources::Sources;
use crate::domain::platform::model::Platform;
use crate::guardrails::model::Guardrails;

mod allowed;
mod bounds;
mod idle;
mod rego;
mod required;
mod suppression;

pub use suppression::SuppressionFilter;

/// One rule over a platform.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name, kebab-case.
    pub id: &'static str,
    /// The code of its findings.
    pub code: Code,
    /// How bad they usually are.
    pub severity: Severity,
    /// What it demands, in one sentence.
    pub doc: &'static str,
    /// How it is checked; none for what is checked elsewhere in this module.
    check: Option<Check>,
}

type Check = fn(&Platform, &Guardrails, &mut Diagnostics);

macro_rules! rules {
    ($($id:literal $code:ident $severity:ident $check:expr, $doc:literal;)*) => {
        /// Every rule of this module.
        pub const RULES: &[Rule] = &[$(Rule {
            id: $id,
            code: Code::$code,
            severity: Severity::$severity,
            doc: $doc,
            check: $check,
        },)*];
    };
}

rules! {
    "grants-within-bounds" GuardrailBound Error Some(bounds::grants), "No grant is larger than a bound on it, or without a quota that a bound demands";
    "teams-within-bounds" GuardrailBound Error Some(bounds::teams), "No team has more models, or more tokens per minute over them, than a bound says";
    "models-are-allowed" GuardrailAllowList Error Some(allowed::models), "A team that an allow-list selects is granted only models of that list";
    "places-are-allowed" GuardrailAllowList Error Some(allowed::places), "Its models run only in regions, and on SKUs or sizes, of that list";
    "owners-are-of-a-domain" GuardrailOwner Error Some(required::owners), "Every team's owner has a mail address of a domain that is demanded";
    "regions-are-allowed" GuardrailAllowList Error Some(allowed::regions), "Foundry projects of selected teams stand in regions of that list, and so does the whole platform where all teams are selected";
    "cost-centers-are-listed" GuardrailCostCenter Error Some(required::cost_centers), "Every team's cost centre is one that is listed";
    "tags-are-there" GuardrailTag Error None, "The platform has every tag that is demanded, with a value that fits";
    "patterns-fit-something" IdleGuardrail Warning None, "Every pattern that selects teams, environments or models to be bound fits one";
    "policies-deny-nothing" PolicyDenied Error None, "No `deny` of a policy in Rego gives a message";
    "policies-warn-of-nothing" PolicyWarned Warning None, "No `warn` of a policy in Rego gives a message";
    "policies-can-be-evaluated" BrokenPolicy Error None, "Every policy in Rego can be read and evaluated, within a bounded time";
    "exceptions-are-used" UnusedException Warning None, "Every exception accepts a finding";
    "exceptions-last" ExpiredException Error None, "No exception's last day is over, on the day that `--today` names";
}

/// Looks at each platform by every rule and policy. While `sound` is false, something is wrong already, and parts of the
/// platforms may be missing: then only what is there is checked.
pub fn check(
    platforms: &[Platform],
    guardrails: &Guardrails,
    sources: &Sources,
    sound: bool,
    findings: &mut Diagnostics,
) {
    let mut each = |rule: &'static str, check: Check| {
        for platform in platforms {
            let mut found = Diagnostics::new();
            check(platform, guardrails, &mut found);
            found.found_by(rule, Some(platform.environment.as_str()));
            findings.append(found);
        }
    };
    for rule in RULES {
        if let Some(check) = rule.check {
            each(rule.id, check);
        }
    }
    if sound {
        each("tags-are-there", required::tags);
        idle::check(platforms, guardrails, findings);
    }
    rego::check(platforms, sources, sound, findings);
}

/// Adds where the guardrail stands, and why it does.
fn by(finding: Diagnostic, guardrail: Origin, what: &str, reason: Option<&String>) -> Diagnostic {
    let text = match reason {
        Some(reason) => format!("{what}: {reason}"),
        None => what.to_owned(),
    };
    finding.with(guardrail, text)
}

#[cfg(test)]
mod tests;
