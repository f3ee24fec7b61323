//! What a rule is. Domains state theirs as tables of these; [`super::rules`] lists the tables.

use crate::core::diag::{Code, Diagnostics, Severity};
use crate::domain::platform::model::Platform;
use crate::domain::previous::Committed;
use crate::facts::Day;

/// What rules are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Names, as written and as composed.
    Names,
    /// Names that refer to something.
    References,
    /// Addresses.
    Network,
    /// Kubernetes and the nodes of the cluster's own workloads.
    Cluster,
    /// GPU sizes, memory, quota.
    Gpu,
    /// What KAITO and vLLM take.
    Kaito,
    /// Tokens per minute and quotas.
    Capacity,
    /// What the gateway holds and where it exists.
    Apim,
    /// What models can be called for.
    Operations,
    /// What ends, goes or is replaced.
    Lifecycle,
    /// Add-ons of the cluster.
    Addons,
    /// Keys in inputs.
    Secrets,
    /// Applications.
    Apps,
}

impl Family {
    /// The word in lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Names => "names",
            Self::References => "references",
            Self::Network => "network",
            Self::Cluster => "cluster",
            Self::Gpu => "gpu",
            Self::Kaito => "kaito",
            Self::Capacity => "capacity",
            Self::Apim => "apim",
            Self::Operations => "operations",
            Self::Lifecycle => "lifecycle",
            Self::Addons => "addons",
            Self::Secrets => "secrets",
            Self::Apps => "apps",
        }
    }
}

/// Where a rule is checked.
#[derive(Debug, Clone, Copy)]
pub enum RuleScope {
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
    /// Where it is checked.
    pub scope: RuleScope,
}

/// The rules of one family, a line each: id, code, severity, what is demanded, and where it is checked.
macro_rules! rules {
    ($family:ident: $($id:literal $code:ident $severity:ident $scope:ident($by:expr) $doc:literal;)*) => {
        pub(crate) const RULES: &[crate::domain::rule::Rule] = &[$(crate::domain::rule::Rule {
            id: $id,
            family: crate::domain::rule::Family::$family,
            code: crate::core::diag::Code::$code,
            severity: crate::core::diag::Severity::$severity,
            doc: $doc,
            scope: crate::domain::rule::RuleScope::$scope($by),
        },)*];
    };
}
pub(crate) use rules;
