//! Codes about names that refer to something else.

use crate::core::diag::Severity::{Error, Warning};
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { References:
    UnknownReference UNKNOWN_REFERENCE,
    DisabledReference DISABLED_REFERENCE,
    UnknownRegion UNKNOWN_REGION,
}

const UNKNOWN_REFERENCE: Entry = Entry {
    name: "unknown-reference",
    severity: Error,
    title: "A name that refers to nothing",
    cause: "A grant, a group, an environment or a subnet is named that does not exist, exists under another kind, or was removed by an overlay. Names match exactly, case included, since clients send them as they are. A grant of a model that nobody deploys would be answered by 404 at run time.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}
models:
  foundry:
    - {name: gpt-41, tokensPerMinute: 10000, dailyTokenQuota: 500000}
",
    },
    fix: "Write the name that is meant, or add what it names to the catalog.",
    source: None,
};

const DISABLED_REFERENCE: Entry = Entry {
    name: "disabled-reference",
    severity: Error,
    title: "A name that refers to something disabled",
    cause: "Only enabled models are deployed, so a grant of a disabled one could never be used.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}
models:
  foundry:
    - {name: gpt-6.1-sol, tokensPerMinute: 10000, dailyTokenQuota: 500000}
",
    },
    fix: "Remove the grant, or ask the platform team to enable the model. A team that needs it in some environments only lists those under `environments`.",
    source: None,
};

const UNKNOWN_REGION: Entry = Entry {
    name: "unknown-region",
    severity: Warning,
    title: "A region that Azure is not known to have",
    cause: "A misspelt region is refused by Azure in the middle of an apply.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "platform: {location: swedencentrl}\n",
    },
    fix: "Write the region as `az account list-locations` names it.",
    source: Some(Source {
        document: "Microsoft Learn: Azure regions list",
        dated: "2025-09-23",
        url: Some("https://learn.microsoft.com/azure/reliability/regions-list"),
    }),
};
