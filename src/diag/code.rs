//! The closed list of finding codes: name, usual severity and what each means. Docs and completions come from this table.

use super::Severity;

impl Code {
    /// Whether it judges a platform as a whole, so that it means nothing while a part is missing.
    pub fn is_on_the_whole(self) -> bool {
        matches!(
            self,
            Self::Advice | Self::NoGrants | Self::Overcommitted | Self::UnreachableLimit
        )
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $description:literal;)*) => {
        /// A kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $description] $variant,)*
        }

        impl Code {
            /// Every code, in the order of this table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as printed: kebab-case, never changed once released.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The severity it usually has.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it means, in one sentence.
            pub fn description(self) -> &'static str {
                match self { $(Self::$variant => $description,)* }
            }
        }
    };
}

codes! {
    // reading files
    UnreadableFile "unreadable-file" Error "An input file cannot be read";
    NotUtf8 "not-utf8" Error "An input file is not UTF-8 text";
    FileTooLarge "file-too-large" Error "An input file is larger than any sensible input";
    SpecialFile "special-file" Error "A symbolic link or special file stands where an input is expected";
    UnreadInput "unread-input" Warning "A file looks like an input but is not read";
    MissingInput "missing-input" Error "A required input file is missing";
    SecretInInput "secret-in-input" Error "Something that looks like a key, token or password stands in an input";
    // YAML
    BrokenYaml "broken-yaml" Error "The file is not well-formed YAML";
    DuplicateKey "duplicate-key" Error "A key stands twice in one mapping";
    UnsupportedYaml "unsupported-yaml" Error "YAML that would mean something else than it seems to";
    YamlTooDeep "yaml-too-deep" Error "Nesting or alias use beyond any sensible input";
    // schema
    UnknownKey "unknown-key" Error "A key that platgen does not know";
    MissingKey "missing-key" Error "A required key is missing";
    WrongType "wrong-type" Error "A value has another type than the key takes";
    InvalidValue "invalid-value" Error "A value is outside what the key allows";
    // names and references
    InvalidName "invalid-name" Error "A name that cannot be turned into an Azure or Kubernetes name";
    DuplicateName "duplicate-name" Error "Two things of one kind have the same name";
    SlugCollision "slug-collision" Error "Two names become the same once they are turned into Azure or Kubernetes names";
    UnknownReference "unknown-reference" Error "A name that refers to nothing";
    DisabledReference "disabled-reference" Error "A name that refers to something disabled";
    UnknownRegion "unknown-region" Warning "A region that Azure is not known to have";
    ReservedName "reserved-name" Warning "A name that Azure may keep for itself";
    CommonName "common-name" Note "Names that are unique in all of Azure, and so short that somebody may have them";
    FolderMismatch "folder-mismatch" Error "A team's folder and its name differ";
    // meaning
    InvalidNetwork "invalid-network" Error "An address or range that cannot work";
    DoubtfulNetwork "doubtful-network" Warning "An address or range that works only as long as nothing else needs it";
    InvalidModel "invalid-model" Error "A model that cannot be deployed as written";
    OverCapacity "over-capacity" Error "One grant is larger than what its deployments carry";
    Overcommitted "overcommitted" Warning "All teams together may use more than the deployments carry";
    OverLimit "over-limit" Error "More than an Azure service holds";
    SmallQuota "small-quota" Warning "A quota is smaller than what one minute may use";
    UnreachableLimit "unreachable-limit" Warning "A limit that another one keeps from ever being reached";
    UnavailableInRegion "unavailable-in-region" Warning "Something that the region is not known to offer";
    GpuQuota "gpu-quota" Note "The GPU quota that a platform's nodes take";
    UnusedModel "unused-model" Note "GPU nodes are kept for a model that no team may use";
    NoGrants "no-grants" Warning "A team is granted no model";
    Placeholder "placeholder" Note "A value that platgen put in because nobody gave one";
    Advice "advice" Note "Something that works but could be better";
    // life and change
    RetiredModel "retired-model" Error "A model version that Azure no longer serves";
    RetiringModel "retiring-model" Note "A model version that Azure withdraws on a known day";
    UnknownModelVersion "unknown-model-version" Warning "A version that a known model is not known to have";
    RemovedTeam "removed-team" Warning "A team that was served until now is destroyed with its keys";
    RemovedModel "removed-model" Warning "A model that teams could use until now is gone";
    ReplacedResource "replaced-resource" Warning "A change that Azure makes only by destroying something and making it anew";
    // guardrails
    GuardrailBound "guardrail-bound" Error "A team is granted more than a bound of the guardrails";
    GuardrailAllowList "guardrail-allow-list" Error "A team is granted a model that the guardrails do not allow it";
    GuardrailTag "guardrail-tag" Error "A tag that the guardrails demand is missing or has another value";
    GuardrailOwner "guardrail-owner" Error "A team's owner has a mail address of another domain than the guardrails demand";
    PolicyDenied "policy-denied" Error "A policy in Rego refuses what is written";
    PolicyWarned "policy-warned" Warning "A policy in Rego warns of what is written";
    BrokenPolicy "broken-policy" Error "A policy in Rego cannot be read or evaluated";
    RefusedGuardrail "refused-guardrail" Error "A severity or exception that guardrails cannot give";
    IdleGuardrail "idle-guardrail" Warning "A guardrail's pattern fits nothing";
    UnusedException "unused-exception" Warning "An exception that no finding needs";
    ExpiredException "expired-exception" Error "An exception whose last day is over";
    // outputs
    OutputCollision "output-collision" Error "Two producers of one output path";
    ForeignFile "foreign-file" Error "A file that platgen does not own stands where an output belongs";
    BrokenManifest "broken-manifest" Error "A manifest of the outputs cannot be used";
    MissingOutput "missing-output" Error "An output is missing on disk";
    StaleOutput "stale-output" Error "An output was made from older inputs";
    EditedOutput "edited-output" Error "An output was changed by hand";
    OrphanedOutput "orphaned-output" Error "An output that is no longer produced is still there";
}
