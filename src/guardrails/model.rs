//! Guardrails as meant: what a company forbids or demands beyond platgen's own rules, and the findings it accepts.

use std::collections::BTreeMap;

use crate::core::diag::{Code, Severity};
use crate::core::origin::{Origin, Sourced};
use crate::domain::consumers::model::Team;
use crate::domain::pattern::Pattern;
use crate::facts::Day;

/// Everything of `catalog/guardrails.yaml`. They are checked against every environment and are part of none, so no output can show them.
#[derive(Debug, Default)]
pub struct Guardrails {
    /// The most that teams may be granted.
    pub bounds: Vec<Bound>,
    /// What teams may choose from.
    pub allowed: Vec<AllowList>,
    /// Tags that the platform needs, by name.
    pub tags: BTreeMap<String, Sourced<Pattern>>,
    /// Domains that owners' mail addresses may have, if that is demanded.
    pub owner_domains: Option<Sourced<Vec<String>>>,
    /// Cost centres that teams may have, if that is demanded.
    pub team_cost_centers: Option<Sourced<Patterns>>,
    /// Severities that findings have at least.
    pub severities: BTreeMap<Code, Severity>,
    /// Accepted findings.
    pub exceptions: Vec<Exception>,
}

/// Patterns, any of which may fit.
pub type Patterns = Vec<Sourced<Pattern>>;

/// Whether any pattern fits; a list that is not written fits everything.
pub fn any_fits(patterns: Option<&Sourced<Patterns>>, text: &str) -> bool {
    patterns.is_none_or(|list| list.value.iter().any(|pattern| pattern.value.fits(text)))
}

/// The teams that a guardrail is about: those that fit every list that is written.
#[derive(Debug, Default)]
pub struct Selection {
    /// By name.
    pub teams: Option<Sourced<Patterns>>,
    /// By cost centre.
    pub cost_centers: Option<Sourced<Patterns>>,
    /// By environment.
    pub environments: Option<Sourced<Patterns>>,
}

impl Selection {
    /// In any case of its letters: nobody leaves a bound by writing `cc-1`.
    fn selects_cost_center(&self, written: &str) -> bool {
        let fits = |pattern: &Sourced<Pattern>| pattern.value.fits_any_case(written);
        let list = self.cost_centers.as_ref();
        list.is_none_or(|list| list.value.iter().any(fits))
    }

    /// Whether it is about an environment as a whole, not about some of its teams.
    pub fn selects_everybody(&self, environment: &str) -> bool {
        self.teams.is_none()
            && self.cost_centers.is_none()
            && any_fits(self.environments.as_ref(), environment)
    }

    /// Whether a team of an environment is one of them.
    pub fn selects(&self, environment: &str, team: &Team) -> bool {
        any_fits(self.environments.as_ref(), environment)
            && any_fits(self.teams.as_ref(), team.name.as_str())
            && self.selects_cost_center(&team.cost_center)
    }
}

/// The most that selected teams may be granted.
#[derive(Debug)]
pub struct Bound {
    /// Whose grants.
    pub selection: Selection,
    /// Of which models; of all if not written.
    pub models: Option<Sourced<Patterns>>,
    /// Tokens per minute of one grant.
    pub tokens_per_minute: Option<Sourced<u64>>,
    /// Tokens per minute of one team over these models.
    pub team_tokens_per_minute: Option<Sourced<u64>>,
    /// Tokens per day of one grant.
    pub tokens_per_day: Option<Sourced<u64>>,
    /// Tokens of output of one request.
    pub max_output_tokens: Option<Sourced<u64>>,
    /// Calls per minute of one grant.
    pub calls_per_minute: Option<Sourced<u64>>,
    /// Calls of one grant at the same time.
    pub concurrency: Option<Sourced<u64>>,
    /// That every grant has a quota; only where it is demanded.
    pub quota_required: Option<Origin>,
    /// How many of these models a team may have.
    pub models_per_team: Option<Sourced<u64>>,
    /// Why.
    pub reason: Option<String>,
}

/// What selected teams may choose from.
#[derive(Debug)]
pub struct AllowList {
    /// Which teams.
    pub selection: Selection,
    /// Models.
    pub models: Option<Sourced<Patterns>>,
    /// Regions of models.
    pub regions: Option<Sourced<Patterns>>,
    /// SKUs of deployments and VM sizes of GPU nodes.
    pub skus: Option<Sourced<Patterns>>,
    /// Why.
    pub reason: Option<String>,
}

/// A kind of finding that is accepted.
#[derive(Debug)]
pub struct Exception {
    /// Its code, and where that is written.
    pub code: Sourced<Code>,
    /// Path of a file that the finding shows.
    pub path: Option<Pattern>,
    /// A team whose file it shows, or that it names.
    pub team: Option<Pattern>,
    /// A model that it names.
    pub model: Option<Pattern>,
    /// Why it is accepted.
    pub reason: String,
    /// The last day.
    pub expires: Sourced<Day>,
}
