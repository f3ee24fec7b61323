//! What holds where nothing is written. Every default stands here, each under the name of the key it stands in for.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::core::origin::{Origin, Sourced};
use crate::core::yaml::spanned::Spanned;

/// The written value, or the default of `key`.
pub(crate) fn or<T: Clone>(
    written: Option<&Spanned<T>>,
    key: &'static str,
    default: impl Into<T>,
) -> Sourced<T> {
    match written {
        Some(written) => sourced(written),
        None => Sourced::default_of(key, default.into()),
    }
}

/// A written value with its origin.
pub(crate) fn sourced<T: Clone>(written: &Spanned<T>) -> Sourced<T> {
    Sourced::new(written.value.clone(), written.origin)
}

/// A written value of an entry; a guess if something was left out of the entry, which may have been meant to be it.
pub(crate) fn certain<T: Clone>(written: &Spanned<T>, entry: Origin) -> Sourced<T> {
    let origin = if entry.is_synthetic() {
        entry
    } else {
        written.origin
    };
    Sourced::new(written.value.clone(), origin)
}

/// `aks.kubernetesVersion`: in standard support by AKS until 2027-06-30.
pub(crate) const KUBERNETES: &str = "1.36";
/// `aks.supportPlan`: what every tier has.
pub(crate) const SUPPORT_PLAN: &str = STANDARD_SUPPORT;
/// The support plan of a year, as Azure spells it.
pub(crate) const STANDARD_SUPPORT: &str = "KubernetesOfficial";
/// The support plan of two years, as Azure spells it. Only the tier `Premium` has it.
pub(crate) const LONG_TERM_SUPPORT: &str = "AKSLongTermSupport";
/// `aks.tier`: with an uptime promise.
pub(crate) const TIER: &str = STANDARD_TIER;
/// The tier with an uptime promise.
pub(crate) const STANDARD_TIER: &str = "Standard";
/// The tier that long-term support needs.
pub(crate) const PREMIUM_TIER: &str = "Premium";
/// `aks.systemPool.vmSize`: small, with a local disk for the operating system.
pub(crate) const SYSTEM_SIZE: &str = "Standard_D4ads_v6";
/// `aks.systemPool.count`: one node is an outage at every upgrade.
pub(crate) const SYSTEM_COUNT: u32 = 2;
/// `aks.maintenance`
pub(crate) const MAINTENANCE_DAY: &str = "Sunday";
/// `aks.maintenance.startTime`
pub(crate) const MAINTENANCE_START: &str = "02:00";
/// `aks.maintenance.durationHours`: the shortest that Azure takes.
pub(crate) const MAINTENANCE_HOURS: u8 = 4;
/// `aks.maintenance.utcOffset`
pub(crate) const MAINTENANCE_OFFSET: &str = "+00:00";
/// `network.dnsZone`: `.internal` is reserved for private use.
pub(crate) const DNS_ZONE: &str = "kaito.internal";
/// `apim.sku`: the smallest that reaches a virtual network.
pub(crate) const APIM_SKU: &str = "StandardV2";
/// `apim.capacity`
pub(crate) const APIM_CAPACITY: u32 = 1;
/// `monitoring.retentionDays`: what Azure keeps without a charge.
pub(crate) const RETENTION_DAYS: u16 = 30;
/// `keyVault.softDeleteDays`
pub(crate) const SOFT_DELETE_DAYS: u8 = 90;
/// `format`
pub(crate) const FORMAT: &str = "OpenAI";
/// `versionUpgrade`: a version changes when the catalog says so.
pub(crate) const VERSION_UPGRADE: &str = "NoAutoUpgrade";
/// `priority` of a deployment.
pub(crate) const PRIORITY: u8 = 1;
/// `weight` of a deployment.
pub(crate) const WEIGHT: u8 = 1;
/// `keys.count`
pub(crate) const KEYS: u8 = 1;

/// `aks.podCidr`
pub(crate) fn pod_cidr() -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(10, 244, 0, 0), 16)
}

/// `aks.serviceCidr`
pub(crate) fn service_cidr() -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(10, 200, 0, 0), 16)
}
