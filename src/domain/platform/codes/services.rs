//! Codes about what Azure services hold.

use crate::core::diag::Severity::{Error, Note, Warning};
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { Services:
    OverLimit OVER_LIMIT,
    UnusedAccount UNUSED_ACCOUNT: OnTheWhole,
    UnavailableInRegion UNAVAILABLE_IN_REGION,
}

const OVER_LIMIT: Entry = Entry {
    name: "over-limit",
    severity: Error,
    title: "More than an Azure service holds",
    cause: "API Management holds a fixed number of products by SKU, 30 members in a backend pool, and 512 KiB in a policy document. What is beyond is refused in the middle of an apply.",
    example: Example::Words(
        "501 teams with `apim: {sku: StandardV2}`, which holds 500 products: one per team.",
    ),
    fix: "Spread the teams over environments, choose a larger SKU, or use fewer and larger deployments.",
    source: Some(Source {
        document: "Microsoft Learn: Azure subscription and service limits, API Management",
        dated: "2026",
        url: Some(
            "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits",
        ),
    }),
};

const UNUSED_ACCOUNT: Entry = Entry {
    name: "unused-account",
    severity: Note,
    title: "A Foundry account is named for a region where no model is deployed",
    cause: "Accounts are made for the regions of enabled models only, so this entry has no effect.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "foundry:
  accounts: {westeurope: {name: af-contoso-west}}
",
    },
    fix: "Remove the entry, or deploy a model in that region.",
    source: None,
};

const UNAVAILABLE_IN_REGION: Entry = Entry {
    name: "unavailable-in-region",
    severity: Warning,
    title: "Something that the region is not known to offer",
    cause: "The apply fails in the middle, after other resources were made. The facts may be older than the region.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "platform: {location: australiacentral2}\n",
    },
    fix: "Choose a region that offers it, or make sure that it does by now.",
    source: Some(Source {
        document: "Microsoft Learn: Availability of v2 tiers and workspace gateways; List of Azure regions",
        dated: "2026-05-08",
        url: Some(
            "https://learn.microsoft.com/azure/api-management/api-management-region-availability",
        ),
    }),
};
