//! The AKS cluster, and which KAITO it runs.

use ipnet::Ipv4Net;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Sourced;
use crate::core::yaml::spanned::Spanned;
use crate::domain::cluster::model::{Cluster, GpuNodes, Kaito, KaitoVersion};
use crate::domain::cluster::model::{Maintenance, SystemPool};
use crate::domain::defaults::{self, or, sourced};
use crate::domain::network::model::Network;
use crate::domain::network::resolve::{check_refused, overlap, range};
use crate::domain::platform::syntax::{AksSection, PlatformFile};
use crate::domain::resolving::derived;
use crate::facts::{Release, presets};

/// The release that KAITO's Karpenter mode is known in (kaito-project/kaito, chart value `nodeProvisioner`).
const KARPENTER_SINCE: Release = (0, 12);
/// The release of the AKS add-on (Microsoft Learn, "AI toolchain operator", 2026-07).
const ADDON: Release = (0, 6);

/// Which KAITO; none if its version or mode is not known, since then nothing about models can be checked.
pub(crate) fn kaito(file: &PlatformFile, findings: &mut Diagnostics) -> Option<Kaito> {
    let section = &file.kaito;
    let version = version(&section.version, findings)?;
    let release = (version.major, version.minor);
    let aks = file.aks.as_ref().map(|aks| &aks.value);
    let provisioning = aks.and_then(|aks| aks.node_provisioning.as_ref());
    let manual = provisioning.is_some_and(|written| written.value == "manual");
    let nodes = match (section.mode.value.as_str(), manual) {
        ("addon", _) => GpuNodes::Addon,
        (_, true) => GpuNodes::OwnPools,
        (_, false) => GpuNodes::Karpenter,
    };
    if nodes == GpuNodes::Addon && release != ADDON {
        let message = format!(
            "the AKS add-on is documented as KAITO {}.{}, not {version}",
            ADDON.0, ADDON.1
        );
        let finding = Diagnostic::about(Code::UntestedKaito, section.version.origin, message);
        findings.push(finding.help(
            "make sure that AKS has moved on: presets and sizes are checked by this version",
        ));
    }
    if nodes == GpuNodes::Karpenter && release < KARPENTER_SINCE {
        let message = format!("KAITO {version} cannot take its nodes from node auto-provisioning");
        let finding = Diagnostic::about(Code::InvalidValue, section.version.origin, message);
        let finding = finding.with(section.mode.origin, "the chart, with nodes made by AKS");
        findings.push(
            finding.help("use KAITO 0.12.0, or `aks.nodeProvisioning: manual` for own node pools"),
        );
    }
    let decisive = provisioning
        .filter(|written| written.origin.is_synthetic())
        .map_or(section.mode.origin, |written| written.origin);
    Some(Kaito {
        version: Sourced::new(version, section.version.origin),
        nodes: Sourced::new(nodes, decisive),
    })
}

/// Whether the version or the mode has a fault, so that other values stand in for them.
pub(crate) fn is_synthetic(kaito: &Kaito) -> bool {
    kaito.version.origin.is_synthetic() || kaito.nodes.origin.is_synthetic()
}

fn version(written: &Spanned<String>, findings: &mut Diagnostics) -> Option<KaitoVersion> {
    let mut parts = written
        .value
        .split('.')
        .map(|part| part.parse::<u16>().ok());
    let parsed = match (
        parts.next().flatten(),
        parts.next().flatten(),
        parts.next().flatten(),
    ) {
        (Some(major), Some(minor), Some(patch)) => Some(KaitoVersion {
            major,
            minor,
            patch,
        }),
        _ => None,
    };
    let known = parsed.filter(|version| presets::version((version.major, version.minor)).is_some());
    if known.is_none() {
        let releases: Vec<String> = presets::releases()
            .map(|(major, minor)| format!("{major}.{minor}"))
            .collect();
        let message = format!("nothing is known about KAITO {}", written.value);
        let finding = Diagnostic::about(Code::InvalidValue, written.origin, message);
        findings.push(finding.help(format!(
            "use a version of one of these releases: {}",
            releases.join(", ")
        )));
    }
    known
}

/// The cluster; none if an address range is no range.
pub(crate) fn cluster(
    file: &PlatformFile,
    network: Option<&Network>,
    findings: &mut Diagnostics,
) -> Option<Cluster> {
    let empty = AksSection::default();
    let aks = file.aks.as_ref().map_or(&empty, |aks| &aks.value);
    let (authorized_ip_ranges, whole) = authorized(aks, findings);
    let (support_plan, tier) = support(aks, findings);
    let private = private(aks, findings);
    let pod_cidr = kubernetes_range(
        aks.pod_cidr.as_ref(),
        "aks.podCidr",
        defaults::pod_cidr(),
        network,
        findings,
    );
    let service_cidr = kubernetes_range(
        aks.service_cidr.as_ref(),
        "aks.serviceCidr",
        defaults::service_cidr(),
        network,
        findings,
    );
    if let (Some(pods), Some(services)) = (&pod_cidr, &service_cidr) {
        check_ranges(pods, services, findings);
    }
    if !whole {
        return None;
    }
    Some(Cluster {
        kubernetes_version: or(
            aks.kubernetes_version.as_ref(),
            "aks.kubernetesVersion",
            defaults::KUBERNETES,
        ),
        support_plan,
        tier,
        system_pool: system_pool(aks),
        admin_group_ids: aks
            .admin_group_ids
            .iter()
            .flat_map(|ids| &ids.value)
            .map(sourced)
            .collect(),
        authorized_ip_ranges,
        private,
        maintenance: maintenance(aks),
        pod_cidr: pod_cidr?,
        service_cidr: service_cidr?,
        auto_provisioning: match &aks.node_provisioning {
            Some(written) => Sourced::new(written.value == "auto", written.origin),
            None => Sourced::default_of("aks.nodeProvisioning", true),
        },
    })
}

/// The support plan, and the tier that it needs.
fn support(aks: &AksSection, findings: &mut Diagnostics) -> (Sourced<String>, Sourced<String>) {
    let written = aks.support_plan.as_ref();
    let plan: Sourced<String> = or(written, "aks.supportPlan", defaults::SUPPORT_PLAN);
    let long_term = plan.value == defaults::LONG_TERM_SUPPORT;
    let Some(tier) = aks.tier.as_ref() else {
        let tier = if long_term {
            derived(defaults::PREMIUM_TIER.to_owned(), plan.origin)
        } else {
            Sourced::default_of("aks.tier", defaults::TIER.to_owned())
        };
        return (plan, tier);
    };
    if long_term && tier.value == defaults::STANDARD_TIER {
        let message = "long-term support needs the tier `Premium`";
        let finding = Diagnostic::about(Code::InvalidValue, tier.origin, message)
            .with(plan.origin, "long-term support is asked for here");
        findings.push(
            finding
                .help("write `tier: Premium`, or remove `tier`: it follows from the support plan"),
        );
    }
    (plan, sourced(tier))
}

fn authorized(aks: &AksSection, findings: &mut Diagnostics) -> (Vec<Sourced<Ipv4Net>>, bool) {
    let written = aks
        .api_server_authorized_ip_ranges
        .iter()
        .flat_map(|ranges| &ranges.value);
    let mut ranges = Vec::new();
    let mut whole = true;
    for written in written {
        let Some(net) = range(written, findings) else {
            whole = false;
            continue;
        };
        if net.prefix_len() == 0 {
            let message = "0.0.0.0/0 opens the API server to everybody";
            let finding = Diagnostic::about(Code::OpenApiServer, written.origin, message);
            findings
                .push(finding.help("list the ranges that administrators and pipelines come from"));
        }
        ranges.push(net);
    }
    (ranges, whole)
}

/// A private API server unless ranges say who may reach a public one: nothing is open because a key was forgotten.
fn private(aks: &AksSection, findings: &mut Diagnostics) -> Sourced<bool> {
    let ranges = aks
        .api_server_authorized_ip_ranges
        .as_ref()
        .filter(|ranges| !ranges.value.is_empty());
    match (&aks.private, ranges) {
        (None, None) => Sourced::default_of("aks.private", true),
        (None, Some(ranges)) => derived(false, ranges.origin),
        (Some(private), Some(ranges)) if private.value => {
            let message = "a private API server takes no authorized ranges";
            let finding = Diagnostic::about(Code::InvalidValue, ranges.origin, message);
            findings.push(
                finding
                    .with(private.origin, "made private here")
                    .help("remove one of the two keys"),
            );
            sourced(private)
        }
        (Some(private), None) if !private.value => {
            let message = "a public API server needs ranges that may reach it";
            let finding = Diagnostic::about(Code::MissingKey, private.origin, message);
            findings.push(
                finding.help("add `apiServerAuthorizedIpRanges`, or remove `private: false`"),
            );
            sourced(private)
        }
        (Some(private), _) => sourced(private),
    }
}

fn kubernetes_range(
    written: Option<&Spanned<String>>,
    key: &'static str,
    default: Ipv4Net,
    network: Option<&Network>,
    findings: &mut Diagnostics,
) -> Option<Sourced<Ipv4Net>> {
    let net = match written {
        Some(written) => range(written, findings)?,
        None => Sourced::default_of(key, default),
    };
    check_refused(net.value, net.origin, &format!("`{key}`"), findings);
    if let Some(network) = network.filter(|network| overlap(network.vnet_cidr.value, net.value)) {
        let message = format!(
            "`{key}` ({}) overlaps the virtual network ({})",
            net.value, network.vnet_cidr.value
        );
        let finding = match net.origin.span() {
            Some(_) => Diagnostic::about(Code::OverlappingRanges, net.origin, message)
                .with(network.vnet_cidr.origin, "the virtual network"),
            None => Diagnostic::about(Code::OverlappingRanges, network.vnet_cidr.origin, message),
        };
        findings.push(finding.help(format!("set `{key}` to a range that nothing else uses")));
    }
    Some(net)
}

fn check_ranges(pods: &Sourced<Ipv4Net>, services: &Sourced<Ipv4Net>, findings: &mut Diagnostics) {
    if overlap(pods.value, services.value) {
        let origin = if services.origin.span().is_some() {
            services.origin
        } else {
            pods.origin
        };
        let message = format!(
            "pods ({}) and services ({}) overlap",
            pods.value, services.value
        );
        let finding = Diagnostic::about(Code::OverlappingRanges, origin, message)
            .with(pods.origin, "the pod range");
        findings.push(finding.help("move one of them to a free range"));
    }
    if !(12..=24).contains(&services.prefix_len()) {
        let message = format!(
            "a service range of /{} does not fit AKS",
            services.prefix_len()
        );
        let finding = Diagnostic::about(Code::RangeSize, services.origin, message);
        findings.push(finding.help("use a range from /12 to /24"));
    }
}

fn system_pool(aks: &AksSection) -> SystemPool {
    let pool = aks.system_pool.as_ref().map(|pool| &pool.value);
    SystemPool {
        vm_size: or(
            pool.and_then(|pool| pool.vm_size.as_ref()),
            "aks.systemPool.vmSize",
            defaults::SYSTEM_SIZE,
        ),
        count: or(
            pool.and_then(|pool| pool.count.as_ref()),
            "aks.systemPool.count",
            defaults::SYSTEM_COUNT,
        ),
        zones: zones(
            pool.and_then(|pool| pool.zones.as_ref()),
            "aks.systemPool.zones",
        ),
    }
}

/// Availability zones in order.
pub(crate) fn zones(
    written: Option<&Spanned<Vec<Spanned<u8>>>>,
    key: &'static str,
) -> Sourced<Vec<u8>> {
    let Some(written) = written else {
        return Sourced::default_of(key, Vec::new());
    };
    let mut zones: Vec<u8> = written.value.iter().map(|zone| zone.value).collect();
    zones.sort_unstable();
    zones.dedup();
    Sourced::new(zones, written.origin)
}

fn maintenance(aks: &AksSection) -> Maintenance {
    let window = aks.maintenance.as_ref().map(|window| &window.value);
    let hours = window.and_then(|window| window.duration_hours.as_ref());
    Maintenance {
        day: or(
            window.and_then(|window| window.day.as_ref()),
            "aks.maintenance.day",
            defaults::MAINTENANCE_DAY,
        ),
        start_time: or(
            window.and_then(|window| window.start_time.as_ref()),
            "aks.maintenance.startTime",
            defaults::MAINTENANCE_START,
        ),
        duration_hours: or(
            hours,
            "aks.maintenance.durationHours",
            defaults::MAINTENANCE_HOURS,
        ),
        utc_offset: or(
            window.and_then(|window| window.utc_offset.as_ref()),
            "aks.maintenance.utcOffset",
            defaults::MAINTENANCE_OFFSET,
        ),
    }
}
