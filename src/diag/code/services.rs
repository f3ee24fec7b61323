//! Codes about what Azure services hold.

use super::{Entry, Example, Source};
use crate::diag::Severity::{Error, Note};

pub(super) const OVER_LIMIT: Entry = Entry {
    name: "over-limit",
    severity: Error,
    title: "More than an Azure service holds",
    cause: "API Management holds a fixed number of products by SKU, 30 members in a backend pool, and 256 KiB in a policy document. What is beyond is refused in the middle of an apply.",
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

pub(super) const UNUSED_ACCOUNT: Entry = Entry {
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
