//! Codes of findings: what one is, and what is known about each. Which there are is declared by the families, a file each, and listed in
//! `src/codes.rs`.

use super::Severity;

/// What is known about a code.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// As printed: kebab-case, never changed once released.
    pub name: &'static str,
    /// The severity it usually has.
    pub severity: Severity,
    /// What it means, a few words without a full stop.
    pub title: &'static str,
    /// When it is raised, and why that matters.
    pub cause: &'static str,
    /// What raises it.
    pub example: Example,
    /// What to do.
    pub fix: &'static str,
    /// Where the fact comes from that it rests on, if that is not this program's own contract.
    pub source: Option<Source>,
}

/// What raises a code.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// A file that raises it, put into this repository's own inputs in place of one of the same name. A test does so.
    Input {
        /// Relative to the repository.
        path: &'static str,
        /// The whole file.
        text: &'static str,
    },
    /// What raises it where a text alone does not, in words.
    Words(&'static str),
}

/// Where a fact comes from.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// The document: publisher and title.
    pub document: &'static str,
    /// Its version or date, or the day it was read.
    pub dated: &'static str,
    /// Its address, where it has a lasting one.
    pub url: Option<&'static str>,
}

/// What a group of codes is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Files that cannot be read or are not.
    Files,
    /// YAML itself.
    Yaml,
    /// Keys and values.
    Schema,
    /// Names of things.
    Names,
    /// Names that refer to things.
    References,
    /// Addresses and ranges.
    Network,
    /// The cluster: Kubernetes and the nodes of its own workloads.
    Cluster,
    /// KAITO, its presets and GPUs.
    Models,
    /// Tokens per minute and quotas.
    Capacity,
    /// What Azure services hold.
    Services,
    /// What models can be called for.
    Operations,
    /// Add-ons of the cluster.
    Addons,
    /// What ends, goes or is replaced.
    Lifecycle,
    /// What goes and has to be agreed on.
    Removals,
    /// Keys, tokens and passwords.
    Secrets,
    /// Applications of teams.
    Apps,
    /// What `catalog/guardrails` demands.
    Guardrails,
    /// Simulated requests.
    Requests,
    /// What inputs say of who reaches what.
    Expectations,
    /// Files below `generated/`.
    Outputs,
}

impl Family {
    /// Its word in lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Yaml => "yaml",
            Self::Schema => "schema",
            Self::Names => "names",
            Self::References => "references",
            Self::Network => "network",
            Self::Cluster => "cluster",
            Self::Models => "models",
            Self::Capacity => "capacity",
            Self::Services => "services",
            Self::Operations => "operations",
            Self::Addons => "addons",
            Self::Lifecycle => "lifecycle",
            Self::Removals => "removals",
            Self::Secrets => "secrets",
            Self::Apps => "apps",
            Self::Guardrails => "guardrails",
            Self::Requests => "requests",
            Self::Expectations => "expectations",
            Self::Outputs => "outputs",
        }
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Files => "Input files",
            Self::Yaml => "YAML",
            Self::Schema => "Keys and values",
            Self::Names => "Names",
            Self::References => "References",
            Self::Network => "Network",
            Self::Cluster => "The cluster",
            Self::Models => "Models on KAITO",
            Self::Capacity => "Capacity and quotas",
            Self::Services => "Azure services",
            Self::Operations => "Operations of models",
            Self::Addons => "Add-ons of the cluster",
            Self::Lifecycle => "What ends, goes or is replaced",
            Self::Removals => "Removals",
            Self::Secrets => "Secrets",
            Self::Apps => "Applications",
            Self::Guardrails => "Guardrails",
            Self::Requests => "Simulated requests",
            Self::Expectations => "Expectations",
            Self::Outputs => "Outputs",
        }
    }
}

/// What shows that several findings of a code have one cause, and are reported as one ([`super::fold`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folding {
    /// Nothing: each is a fault of its own.
    Apart,
    /// The same words: a missing model that many teams name.
    SameMessage,
    /// The same grant of an access group, whichever teams it reaches.
    SameGrant,
}

/// What else is true of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trait {
    /// It is about a platform as a whole, so that it means nothing while a part is missing.
    OnTheWhole,
    /// A company refuses it by its own rules, so that it is the company's to accept.
    OwnToAccept,
    /// It is about what was accepted, and cannot be accepted itself.
    NeverAccepted,
    /// Findings about one grant have one cause, whatever team has it.
    OncePerGrant,
}

/// A code, by which findings of one kind are known. Each is declared once, by `codes!` in the file of its family.
#[derive(Clone, Copy)]
pub struct Code {
    family: Family,
    /// Its place in its family.
    order: u8,
    /// What it is called in the program.
    word: &'static str,
    traits: &'static [Trait],
    entry: &'static Entry,
}

/// Declares the codes of a family, in the order in which they are listed: the name in the program, the block that says what is known
/// about it, and what else is true of it.
macro_rules! codes {
    ($family:ident: $($code:ident $entry:ident $(: $($trait:ident)+)?,)*) => {
        /// The codes of this file.
        pub(crate) const ALL: &[crate::core::diag::Code] = &[$(crate::core::diag::Code::$code,)*];

        #[repr(u8)]
        #[allow(clippy::enum_variant_names, reason = "codes of a family may end alike")]
        enum Order { $($code,)* }

        #[allow(non_upper_case_globals, reason = "codes read like the variants of an enum, which would have to know all families")]
        impl crate::core::diag::Code {
            $(
                #[doc = concat!("`", stringify!($entry), "`")]
                pub const $code: Self = Self::new(
                    crate::core::diag::code::Family::$family,
                    Order::$code as u8,
                    stringify!($code),
                    &[$($(crate::core::diag::code::Trait::$trait,)+)?],
                    &$entry,
                );
            )*
        }
    };
}
pub(crate) use codes;

impl Code {
    /// A code of a family.
    pub(crate) const fn new(
        family: Family,
        order: u8,
        word: &'static str,
        traits: &'static [Trait],
        entry: &'static Entry,
    ) -> Self {
        Self {
            family,
            order,
            word,
            traits,
            entry,
        }
    }

    /// What is known about it.
    pub fn entry(self) -> &'static Entry {
        self.entry
    }

    /// What it is about.
    pub fn family(self) -> Family {
        self.family
    }

    /// The code as printed.
    pub fn name(self) -> &'static str {
        self.entry.name
    }

    /// The severity it usually has.
    pub fn severity(self) -> Severity {
        self.entry.severity
    }

    /// Whether guardrails may make findings of this code worse than they usually are.
    pub fn can_be_raised(self) -> bool {
        self.severity() != Severity::Error
    }

    /// Whether findings of this code can be accepted: what platgen itself refuses stays refused, what a company refuses by a
    /// guardrail is its own to accept.
    pub fn can_be_excepted(self) -> bool {
        self.is(Trait::OwnToAccept) || (self.can_be_raised() && !self.is(Trait::NeverAccepted))
    }

    /// What shows that several findings have one cause. What policies in Rego say may be anything.
    pub(super) fn folding(self) -> Folding {
        if self.is(Trait::OncePerGrant) {
            Folding::SameGrant
        } else if matches!(self.family, Family::References | Family::Capacity) {
            Folding::SameMessage
        } else {
            Folding::Apart
        }
    }

    /// Whether something else is true of it.
    pub fn is(self, wanted: Trait) -> bool {
        self.traits.contains(&wanted)
    }

    fn key(self) -> (Family, u8) {
        (self.family, self.order)
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl std::hash::Hash for Code {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}
