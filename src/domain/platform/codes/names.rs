//! Codes about names that inputs give to things.

use crate::core::diag::Severity::{Error, Note, Warning};
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { Names:
    InvalidName INVALID_NAME,
    DuplicateName DUPLICATE_NAME,
    SlugCollision SLUG_COLLISION,
    FolderMismatch FOLDER_MISMATCH,
    ReservedName RESERVED_NAME,
    CommonName COMMON_NAME,
    RenamedTeam RENAMED_TEAM,
    SharedNames SHARED_NAMES: OnTheWhole,
}

const RULES: Source = Source {
    document: "Microsoft Learn: Naming rules and restrictions for Azure resources",
    dated: "read 2026-08-21",
    url: Some(
        "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules",
    ),
};

const INVALID_NAME: Entry = Entry {
    name: "invalid-name",
    severity: Error,
    title: "A name that cannot be turned into an Azure or Kubernetes name",
    cause: "Every resource's name is composed from names in the inputs. This one is too long, holds a letter that the target refuses, or a word that Azure reserves (`microsoft`, `windows`, `login` in front). Azure would refuse it in the middle of an apply.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "platform:
  tags: {azure-owner: platform@contoso.com}
network: {dnsZone: openai.azure.com}
",
    },
    fix: "Choose another name by the rule that the finding states.",
    source: Some(RULES),
};

const DUPLICATE_NAME: Entry = Entry {
    name: "duplicate-name",
    severity: Error,
    title: "Two things of one kind have the same name",
    cause: "One of the two would silently replace the other: two teams would share one product, the second of two grants would have no effect.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}
models:
  foundry:
    - {name: gpt-5.6-terra, tokensPerMinute: 10000, dailyTokenQuota: 500000}
    - {name: gpt-5.6-terra, tokensPerMinute: 20000, dailyTokenQuota: 500000}
",
    },
    fix: "Keep one of them, or rename one; the finding points at both.",
    source: None,
};

const SLUG_COLLISION: Entry = Entry {
    name: "slug-collision",
    severity: Error,
    title: "Two names become the same once they are turned into Azure or Kubernetes names",
    cause: "What a target forbids in a name is replaced: `gpt-5.6-terra` becomes `gpt-5-6-terra`. Two names that become one would share a backend or a service.",
    example: Example::Input {
        path: "catalog/models/example.yaml",
        text: "foundryModels:
  - {name: gpt-5-6-terra, modelName: gpt-5.6-terra, version: \"2026-07-09\", skuName: GlobalStandard, capacity: 10, enabled: true}
",
    },
    fix: "Rename one of the two, or list the second name under `aliases` of the first model.",
    source: Some(RULES),
};

const FOLDER_MISMATCH: Entry = Entry {
    name: "folder-mismatch",
    severity: Error,
    title: "A team's folder and its name differ",
    cause: "Who may change a team's file is decided by its folder (CODEOWNERS), so a folder must not describe another team.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: betty, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}
",
    },
    fix: "Rename the folder, or write the folder's name under `team.name`.",
    source: None,
};

const RESERVED_NAME: Entry = Entry {
    name: "reserved-name",
    severity: Warning,
    title: "A name that Azure may keep for itself",
    cause: "Azure refuses some words as the whole name of what has an endpoint.",
    example: Example::Words("A team called `office`."),
    fix: "Use another word, or put one before it.",
    source: Some(Source {
        document: "Microsoft Learn: Resolve errors for reserved resource names",
        dated: "read 2026-08-21",
        url: Some(
            "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-reserved-resource-name",
        ),
    }),
};

const COMMON_NAME: Entry = Entry {
    name: "common-name",
    severity: Note,
    title: "Names that are unique in all of Azure, and so short that somebody may have them",
    cause: "API Management, Key Vault, Foundry and storage accounts have names in one space for all customers. One that is taken fails in the middle of an apply.",
    example: Example::Words("A platform `ai` with a suffix of one letter, by `platgen check`."),
    fix: "Give the platform a suffix of some random letters.",
    source: Some(Source {
        document: "Microsoft Learn: Naming rules and restrictions for Azure resources",
        dated: "read 2026-08-21",
        url: Some(
            "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules",
        ),
    }),
};

const RENAMED_TEAM: Entry = Entry {
    name: "renamed-team",
    severity: Note,
    title: "A team that an import calls by another name",
    cause: "Names of teams are shorter here than in the older spelling: a folder `team-x` is the team `x`. Its product and subscription bear the new name.",
    example: Example::Words("`platgen import` of a folder `teams/team-beta`."),
    fix: "Inform the team, and rename nothing by hand.",
    source: None,
};

const SHARED_NAMES: Entry = Entry {
    name: "shared-names",
    severity: Error,
    title: "Two environments would give their resources the same names",
    cause: "Every name is composed on `platform.name` and `platform.suffix`. The gateway, the Key Vault, Foundry accounts and Grafana have names that exist once in all of Azure, so the second environment to be applied would fail, or find the resources of the first.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "platform: {suffix: prod}\n",
    },
    fix: "Give each environment a `platform.suffix` of its own in its file below `catalog/environments/`.",
    source: None,
};
