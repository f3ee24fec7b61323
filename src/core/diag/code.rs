//! The closed table of finding codes. [`Code`] lists them; what is known about each stands in one block of its family's file.
//!
//! A new code is a block in the file of its family, and a line in [`codes`] below. Nothing is numbered, so that codes of
//! several branches merge. `platgen explain-code`, `.github/FINDINGS.md`, completions and SARIF rules come from here.

use super::Severity;

use crate::core::output::codes as outputs;
use crate::core::sources::codes as files;
use crate::core::sources::secrets::codes as secrets;
use crate::core::yaml::validate::codes as schema;
use crate::domain::consumers::codes as capacity;
use crate::domain::models::codes as models;
use crate::domain::models::codes::lifecycle;
use crate::domain::network::codes as network;
use crate::domain::platform::codes::names;
use crate::domain::platform::codes::references;
use crate::domain::platform::codes::services;
use crate::expect::codes as expectations;
use crate::guardrails::codes as guardrails;
use crate::simulate::codes as requests;
#[cfg(test)]
mod tests;
use crate::core::yaml::codes as yaml;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    /// KAITO, its presets and GPUs.
    Models,
    /// Tokens per minute and quotas.
    Capacity,
    /// What Azure services hold.
    Services,
    /// What ends, goes or is replaced.
    Lifecycle,
    /// Keys, tokens and passwords.
    Secrets,
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
            Self::Models => "models",
            Self::Capacity => "capacity",
            Self::Services => "services",
            Self::Lifecycle => "lifecycle",
            Self::Secrets => "secrets",
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
            Self::Models => "Models on KAITO",
            Self::Capacity => "Capacity and quotas",
            Self::Services => "Azure services",
            Self::Lifecycle => "What ends, goes or is replaced",
            Self::Secrets => "Secrets",
            Self::Guardrails => "Guardrails",
            Self::Requests => "Simulated requests",
            Self::Expectations => "Expectations",
            Self::Outputs => "Outputs",
        }
    }

    /// Whether many findings with the same words have one cause, and are folded into one ([`super::fold`]).
    pub(super) fn folds(self) -> bool {
        match self {
            Self::References | Self::Capacity => true,
            Self::Files
            | Self::Yaml
            | Self::Schema
            | Self::Names
            | Self::Network
            | Self::Models
            | Self::Services
            | Self::Lifecycle
            | Self::Secrets
            | Self::Guardrails
            | Self::Requests
            | Self::Expectations
            | Self::Outputs => false,
        }
    }
}

macro_rules! codes {
    ($($family:ident: $room:ident { $($variant:ident $entry:ident,)* })*) => {
        /// A kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = concat!("`", stringify!($entry), "` in `codes` of its family, `", stringify!($room), "`.")] $variant,)*)*
        }

        impl Code {
            /// Every code, in the order of this table.
            pub const ALL: &'static [Self] = &[$($(Self::$variant,)*)*];

            /// What is known about it.
            pub fn entry(self) -> &'static Entry {
                match self { $($(Self::$variant => &$room::$entry,)*)* }
            }

            /// What it is about.
            pub fn family(self) -> Family {
                match self { $($(Self::$variant => Family::$family,)*)* }
            }
        }
    };
}

codes! {
    Files: files {
        UnreadableFile UNREADABLE_FILE,
        NotUtf8 NOT_UTF8,
        FileTooLarge FILE_TOO_LARGE,
        SpecialFile SPECIAL_FILE,
        UnreadInput UNREAD_INPUT,
        MissingInput MISSING_INPUT,
    }
    Yaml: yaml {
        BrokenYaml BROKEN_YAML,
        DuplicateKey DUPLICATE_KEY,
        UnsupportedYaml UNSUPPORTED_YAML,
        YamlTooDeep YAML_TOO_DEEP,
    }
    Schema: schema {
        UnknownKey UNKNOWN_KEY,
        MissingKey MISSING_KEY,
        WrongType WRONG_TYPE,
        InvalidValue INVALID_VALUE,
        MoreFaults MORE_FAULTS,
        Placeholder PLACEHOLDER,
    }
    Names: names {
        InvalidName INVALID_NAME,
        DuplicateName DUPLICATE_NAME,
        SlugCollision SLUG_COLLISION,
        FolderMismatch FOLDER_MISMATCH,
        ReservedName RESERVED_NAME,
        CommonName COMMON_NAME,
        RenamedTeam RENAMED_TEAM,
        SharedNames SHARED_NAMES,
    }
    References: references {
        UnknownReference UNKNOWN_REFERENCE,
        DisabledReference DISABLED_REFERENCE,
        UnknownRegion UNKNOWN_REGION,
    }
    Network: network {
        InvalidRange INVALID_RANGE,
        ReservedRange RESERVED_RANGE,
        RangeSize RANGE_SIZE,
        OutsideNetwork OUTSIDE_NETWORK,
        OverlappingRanges OVERLAPPING_RANGES,
        AddressOutsideSubnet ADDRESS_OUTSIDE_SUBNET,
        ReservedAddress RESERVED_ADDRESS,
        DuplicateAddress DUPLICATE_ADDRESS,
        CrowdedSubnet CROWDED_SUBNET,
        WrongSubnet WRONG_SUBNET,
        OpenApiServer OPEN_API_SERVER,
        SharedModelSubnet SHARED_MODEL_SUBNET,
        NoBastion NO_BASTION,
        ReservedSubnet RESERVED_SUBNET,
        MisspeltSubnet MISSPELT_SUBNET,
        ContestedAddress CONTESTED_ADDRESS,
        PublicRange PUBLIC_RANGE,
        PrivateCallers PRIVATE_CALLERS,
    }
    Models: models {
        UnknownPreset UNKNOWN_PRESET,
        UnknownPublisher UNKNOWN_PUBLISHER,
        UncheckedModel UNCHECKED_MODEL,
        UntestedKaito UNTESTED_KAITO,
        UnusableSize UNUSABLE_SIZE,
        RetiringSize RETIRING_SIZE,
        TooLittleMemory TOO_LITTLE_MEMORY,
        UnsuitedGpu UNSUITED_GPU,
        SeveralNodes SEVERAL_NODES,
        SmallNodePool SMALL_NODE_POOL,
        UnusedNodePool UNUSED_NODE_POOL,
        ModelSecret MODEL_SECRET,
        ContextTooLong CONTEXT_TOO_LONG,
        ReservedArgument RESERVED_ARGUMENT,
        InvalidArgument INVALID_ARGUMENT,
        LowMemoryShare LOW_MEMORY_SHARE,
        GpuQuota GPU_QUOTA,
        UnusedModel UNUSED_MODEL,
    }
    Capacity: capacity {
        OverCapacity OVER_CAPACITY,
        Overcommitted OVERCOMMITTED,
        SmallQuota SMALL_QUOTA,
        NoGrants NO_GRANTS,
        UnreachableLimit UNREACHABLE_LIMIT,
    }
    Services: services {
        OverLimit OVER_LIMIT,
        UnusedAccount UNUSED_ACCOUNT,
        UnavailableInRegion UNAVAILABLE_IN_REGION,
    }
    Lifecycle: lifecycle {
        RetiredModel RETIRED_MODEL,
        RetiringModel RETIRING_MODEL,
        UnknownModel UNKNOWN_MODEL,
        UnknownModelVersion UNKNOWN_MODEL_VERSION,
        RemovedTeam REMOVED_TEAM,
        RemovedModel REMOVED_MODEL,
        ReplacedResource REPLACED_RESOURCE,
        RestartedModel RESTARTED_MODEL,
    }
    Secrets: secrets {
        SecretInInput SECRET_IN_INPUT,
    }
    Guardrails: guardrails {
        GuardrailBound GUARDRAIL_BOUND,
        GuardrailAllowList GUARDRAIL_ALLOW_LIST,
        GuardrailTag GUARDRAIL_TAG,
        GuardrailOwner GUARDRAIL_OWNER,
        PolicyDenied POLICY_DENIED,
        PolicyWarned POLICY_WARNED,
        BrokenPolicy BROKEN_POLICY,
        RefusedGuardrail REFUSED_GUARDRAIL,
        IdleGuardrail IDLE_GUARDRAIL,
        UnusedException UNUSED_EXCEPTION,
        ExpiredException EXPIRED_EXCEPTION,
    }
    Requests: requests {
        BrokenRequest BROKEN_REQUEST,
    }
    Expectations: expectations {
        FailedExpectation FAILED_EXPECTATION,
        EmptyExpectation EMPTY_EXPECTATION,
    }
    Outputs: outputs {
        OutputCollision OUTPUT_COLLISION,
        ForeignFile FOREIGN_FILE,
        BrokenManifest BROKEN_MANIFEST,
        MissingOutput MISSING_OUTPUT,
        StaleOutput STALE_OUTPUT,
        EditedOutput EDITED_OUTPUT,
        OrphanedOutput ORPHANED_OUTPUT,
    }
}

impl Code {
    /// The code as printed.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// The severity it usually has.
    pub fn severity(self) -> Severity {
        self.entry().severity
    }

    /// Whether guardrails may make findings of this code worse than they usually are.
    pub fn can_be_raised(self) -> bool {
        self.severity() != Severity::Error
    }

    /// Whether findings of this code can be accepted: what platgen itself refuses stays refused, what a company refuses by a
    /// guardrail is its own to accept.
    pub fn can_be_excepted(self) -> bool {
        let own = [
            Self::GuardrailBound,
            Self::GuardrailAllowList,
            Self::GuardrailTag,
            Self::GuardrailOwner,
            Self::PolicyDenied,
        ];
        own.contains(&self) || (self.can_be_raised() && self != Self::UnusedException)
    }

    /// The code that is printed so.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Whether it judges a platform as a whole, so that it means nothing while a part is missing.
    pub fn is_on_the_whole(self) -> bool {
        matches!(
            self,
            Self::NoGrants
                | Self::Overcommitted
                | Self::SharedModelSubnet
                | Self::NoBastion
                | Self::UnusedAccount
                | Self::UnreachableLimit
                | Self::SharedNames
        )
    }
}
