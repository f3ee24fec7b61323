//! Limits of API Management, by tier.
//!
//! Source: Microsoft Learn, "Azure subscription and service limits", API Management section (MicrosoftDocs/azure-docs 4260367,
//! read 2026-11-30) and "service-limits.md" (0b8729e, 2026-02-17). The numbers of Standard and Premium hold for the classic and
//! the v2 tiers alike. No limit of APIs and backends per instance is documented.

/// How many entities one API Management service holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApimTier {
    /// The SKU.
    pub sku: &'static str,
    /// Products: one per team.
    pub products: usize,
    /// Subscriptions: one per team.
    pub subscriptions: usize,
    /// Operations of all APIs together.
    pub operations: usize,
    /// Named values, one per secret that policies use.
    pub named_values: usize,
    /// Loggers.
    pub loggers: usize,
    /// Scale units.
    pub units: u32,
    /// Bytes of a body that policies can read ("maximum buffered payload size").
    pub buffered_bytes: usize,
}

/// Tiers that can reach a virtual network, which the gateway must.
pub const APIM_TIERS: &[ApimTier] = &[
    ApimTier {
        sku: "StandardV2",
        products: 500,
        subscriptions: 25_000,
        operations: 50_000,
        named_values: 10_000,
        loggers: 200,
        units: 10,
        buffered_bytes: BUFFERED_BYTES,
    },
    ApimTier {
        sku: "PremiumV2",
        products: 2_000,
        subscriptions: 75_000,
        operations: 75_000,
        named_values: 18_000,
        loggers: 400,
        units: 30,
        buffered_bytes: BUFFERED_BYTES,
    },
];

/// Bytes of a body that policies can read on the v2 tiers: 2 MiB (classic tiers: 500 MiB). Also what is taken for a tier that is
/// not known.
pub const BUFFERED_BYTES: usize = 2 * 1024 * 1024;

/// Largest policy document, in bytes; held to the printed text when outputs are planned ([`crate::core::plan::SizeLimit`]).
pub const POLICY_BYTES: usize = 512 * 1024;

/// Members of one backend pool; the schema of the catalog holds lists of deployments to it.
pub const POOL_MEMBERS: usize = 30;

/// The limits of a SKU.
pub fn apim(sku: &str) -> Option<&'static ApimTier> {
    APIM_TIERS.iter().find(|tier| tier.sku == sku)
}
