//! Who may use what, and how much.

use crate::core::origin::{Origin, Sourced};
use crate::domain::ids::{AccessGroupName, Location, TeamName};
use crate::domain::models::model::Allow;
use crate::domain::models::model::Model;

/// One team and what it is granted.
#[derive(Debug)]
pub struct Team {
    /// Its name and folder.
    pub name: Sourced<TeamName>,
    /// For people: product and subscription are shown under it.
    pub display_name: Sourced<String>,
    /// Mail address of who answers for it.
    pub owner: Sourced<String>,
    /// Who pays.
    pub cost_center: Sourced<String>,
    /// False: keys are suspended and every request is refused, nothing is destroyed.
    pub enabled: Sourced<bool>,
    /// What it may use, by model name; a model at most once.
    pub grants: Vec<Grant>,
    /// Limits over all its models together.
    pub limits: TeamLimits,
    /// Entra group of its members, for roles on its Foundry account and its secrets.
    pub entra_group_id: Option<Sourced<String>>,
    /// Entra tokens demanded besides the key.
    pub entra: Option<EntraAuth>,
    /// Its subscription keys.
    pub keys: Keys,
    /// Its Foundry project.
    pub foundry_project: FoundryProject,
    /// Where it names this environment; none if it is in all of them.
    pub environment: Option<Origin>,
    /// Access groups it names, in its order.
    pub groups: Vec<Sourced<AccessGroupName>>,
    /// `teams/<team>/access.yaml`.
    pub path: String,
}

impl Team {
    /// The inputs that whatever is the team's is there for.
    pub fn origins(&self) -> Vec<Origin> {
        let here = self.environment.map(Origin::entry);
        std::iter::once(self.name.origin).chain(here).collect()
    }

    /// Whether requests for a model, by name or alias, have to limit their answers.
    pub fn caps_answers(&self, model: &str) -> bool {
        self.grants.iter().any(|grant| {
            let aliases = grant.model.aliases().iter();
            let mut names = aliases.map(|alias| alias.value.as_str());
            grant.max_output_tokens.is_some()
                && (grant.model.name().as_str() == model || names.any(|name| name == model))
        })
    }
}

/// One model that a team may use.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The model, always an enabled one.
    pub model: Model,
    /// The line that grants it: the team's own entry, or the group's entry by way of the team's reference.
    pub source: Origin,
    /// The access group it came from, if not the team's own.
    pub group: Option<AccessGroupName>,
    /// Tokens per minute.
    pub tokens_per_minute: Sourced<u64>,
    /// Tokens per period; `None` was written as `tokenQuota: none`.
    pub quota: Option<Sourced<TokenQuota>>,
    /// Where the quota's period is written, if it is.
    pub period: Option<Origin>,
    /// What requests may hold.
    pub allow: Allow,
    /// Whether prompts are estimated before they are sent, so that one which is too long is refused and not only counted.
    pub estimate_prompts: Sourced<bool>,
    /// Tokens that an answer may have, which requests then have to state.
    pub max_output_tokens: Option<Sourced<u64>>,
    /// Calls per minute, where they are written.
    pub calls_per_minute: Option<Sourced<u64>>,
    /// Calls that may wait for an answer at the same time.
    pub concurrency: Option<Sourced<u64>>,
}

impl Grant {
    /// Calls per minute of operations whose tokens API Management does not document to count: what is written, or 6 for
    /// every thousand tokens per minute. That is how Azure derives a deployment's calls from its tokens (Microsoft Learn,
    /// "Manage Azure `OpenAI` quota", read 2026-12-01).
    pub fn uncounted_calls_per_minute(&self) -> Sourced<u64> {
        self.calls_per_minute.unwrap_or_else(|| {
            let tokens = self.tokens_per_minute;
            let calls = tokens.value.saturating_mul(6).div_ceil(1000);
            Sourced::new(calls, tokens.origin.derived())
        })
    }
}

/// Limits over all models of a team.
#[derive(Debug, Clone, Default)]
pub struct TeamLimits {
    /// Tokens per minute.
    pub tokens_per_minute: Option<Sourced<u64>>,
    /// Tokens per period.
    pub quota: Option<Sourced<TokenQuota>>,
    /// Where the quota's period is written, if it is.
    pub period: Option<Origin>,
    /// Calls per minute.
    pub calls_per_minute: Option<Sourced<u64>>,
}

/// A number of tokens per calendar period (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TokenQuota {
    /// Tokens.
    pub tokens: u64,
    /// The period.
    pub period: Period,
}

/// The periods that `llm-token-limit` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// An hour.
    Hourly,
    /// A day.
    Daily,
    /// A week.
    Weekly,
    /// A month.
    Monthly,
    /// A year.
    Yearly,
}

impl Period {
    /// As the policy spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hourly => "Hourly",
            Self::Daily => "Daily",
            Self::Weekly => "Weekly",
            Self::Monthly => "Monthly",
            Self::Yearly => "Yearly",
        }
    }
}

/// Entra tokens that a team's clients must send besides the key.
#[derive(Debug, Clone)]
pub struct EntraAuth {
    /// Tenant, a UUID.
    pub tenant_id: Sourced<String>,
    /// Whom the tokens are issued for; never empty.
    pub audiences: Vec<Sourced<String>>,
    /// Client application ids, UUIDs; never empty.
    pub client_ids: Vec<Sourced<String>>,
}

/// A team's subscription keys.
#[derive(Debug, Clone)]
pub struct Keys {
    /// 1: the primary key; 2: the secondary too.
    pub count: Sourced<u8>,
    /// Whether they are put into the Key Vault.
    pub key_vault: Sourced<bool>,
}

/// A team's Foundry account and project.
#[derive(Debug, Clone)]
pub struct FoundryProject {
    /// Whether it gets one.
    pub enabled: Sourced<bool>,
    /// Region.
    pub location: Sourced<Location>,
}
