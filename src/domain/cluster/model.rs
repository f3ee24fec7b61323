//! The AKS cluster, its GPU nodes, and KAITO in it.

use std::fmt;

use ipnet::Ipv4Net;

use crate::core::origin::Sourced;
use crate::domain::defaults;

/// The AKS cluster.
#[derive(Debug)]
pub struct Cluster {
    /// Kubernetes minor version: `1.36`.
    pub kubernetes_version: Sourced<String>,
    /// How long AKS supports it, as Azure spells it.
    pub support_plan: Sourced<String>,
    /// Tier of the cluster's management, as Azure spells it.
    pub tier: Sourced<String>,
    /// The pool that runs the cluster's own workloads.
    pub system_pool: SystemPool,
    /// Entra groups that administer the cluster, UUIDs.
    pub admin_group_ids: Vec<Sourced<String>>,
    /// Who may reach a public API server; empty for a private one.
    pub authorized_ip_ranges: Vec<Sourced<Ipv4Net>>,
    /// Whether the API server has a private address only.
    pub private: Sourced<bool>,
    /// When upgrades may run.
    pub maintenance: Maintenance,
    /// Pod addresses (overlay).
    pub pod_cidr: Sourced<Ipv4Net>,
    /// Service addresses.
    pub service_cidr: Sourced<Ipv4Net>,
    /// Whether AKS makes nodes for pending pods (node auto-provisioning).
    pub auto_provisioning: Sourced<bool>,
}

impl Cluster {
    /// Whether AKS supports its version of Kubernetes for two years.
    pub fn has_long_term_support(&self) -> bool {
        self.support_plan.value == defaults::LONG_TERM_SUPPORT
    }
}

/// The system node pool.
#[derive(Debug)]
pub struct SystemPool {
    /// VM size.
    pub vm_size: Sourced<String>,
    /// Nodes, at least 2.
    pub count: Sourced<u32>,
    /// Availability zones.
    pub zones: Sourced<Vec<u8>>,
}

/// The weekly window for upgrades.
#[derive(Debug)]
pub struct Maintenance {
    /// `Sunday`.
    pub day: Sourced<String>,
    /// `02:00`.
    pub start_time: Sourced<String>,
    /// Hours, at least 4.
    pub duration_hours: Sourced<u8>,
    /// `+01:00`.
    pub utc_offset: Sourced<String>,
}

/// How KAITO gets into the cluster and where its nodes come from.
#[derive(Debug)]
pub struct Kaito {
    /// Its version.
    pub version: Sourced<KaitoVersion>,
    /// Who installs it, and who makes GPU nodes.
    pub nodes: Sourced<GpuNodes>,
}

/// Who installs KAITO and who makes GPU nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GpuNodes {
    /// The AKS managed add-on does both.
    Addon,
    /// KAITO's chart, nodes by Karpenter (AKS node auto-provisioning).
    Karpenter,
    /// KAITO's chart, one node pool per model made by Terraform.
    OwnPools,
}

impl GpuNodes {
    /// In one word, as the modules know it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Addon => "addon",
            Self::Karpenter => "karpenter",
            Self::OwnPools => "pools",
        }
    }
}

/// A KAITO release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KaitoVersion {
    /// Major.
    pub major: u16,
    /// Minor.
    pub minor: u16,
    /// Patch.
    pub patch: u16,
}

impl KaitoVersion {
    /// Its minor release, by which facts are known.
    pub fn release(self) -> crate::facts::Release {
        (self.major, self.minor)
    }

    /// Whether this is at least `major.minor.0`.
    pub fn at_least(self, major: u16, minor: u16) -> bool {
        (self.major, self.minor) >= (major, minor)
    }
}

impl fmt::Display for KaitoVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}
