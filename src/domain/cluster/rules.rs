//! Rules about the cluster: how long its version of Kubernetes is supported, and what its own nodes are made of.

use camino::Utf8Path;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Origin;
use crate::core::yaml::words;
use crate::domain::cluster::model::Cluster;
use crate::domain::platform::model::Platform;
use crate::facts::kubernetes::{Minor, number};
use crate::facts::{Day, Facts, system_sizes};

crate::domain::rule::rules! { Cluster:
    "kubernetes-is-offered" UnknownKubernetes Warning Platform(offered) "AKS is known to offer the version of Kubernetes, and not as a preview only";
    "kubernetes-is-supported" EndedKubernetes Warning Platform(ended) "AKS supports the version of Kubernetes with the cluster's plan, as of the facts";
    "kubernetes-stays-supported" EndedKubernetes Warning Review(ended_by) "On the day that is named, AKS still supports the version of Kubernetes";
    "kubernetes-has-no-near-end" EndingKubernetes Warning Review(ending) "On the day that is named, the support of the version of Kubernetes lasts for 90 days or more";
    "tier-of-the-support-plan" InvalidValue Error Stage("resolve") "Long-term support is asked for with the tier that has it";
    "system-size-exists" UnknownSize Warning Platform(size) "The VM size of the system pool is named like one of Azure's";
    "system-size-suffices" SmallSystemSize Error Platform(small_size) "The VM size of the system pool has what AKS demands of it";
    "system-size-is-supported" UnsupportedSystemSize Warning Platform(unsupported_size) "The VM size of the system pool is one that Microsoft supports there";
}

/// Days before the end at which an end is near.
const NEAR: i32 = 90;

/// Versions and sizes that one finding suggests.
const SHOWN: usize = 3;

fn minor(platform: &Platform) -> Option<&Minor> {
    platform
        .facts
        .minor(&platform.cluster.kubernetes_version.value)
}

/// A finding about the version: where it is written, or about the file that leaves it out.
fn about_version(platform: &Platform, code: Code, message: String) -> Diagnostic {
    let origin = platform.cluster.kubernetes_version.origin;
    match (origin, platform.inputs.platform.first()) {
        (Origin::Default(_), Some(file)) => Diagnostic::file(code, Utf8Path::new(file), message),
        _ => Diagnostic::about(code, origin, message),
    }
}

/// The newest versions that AKS still supports well beyond a day, the newest first; previews are none.
fn supported(facts: &Facts, day: Day, long_term: bool) -> Vec<&Minor> {
    let lives = |known: &&Minor| {
        let ends = known.ends(long_term);
        !known.preview && ends.is_none_or(|ends| day.days_to(ends) >= NEAR)
    };
    let mut all: Vec<&Minor> = facts.kubernetes.iter().filter(lives).collect();
    all.sort_by_key(|known| std::cmp::Reverse(number(&known.minor)));
    all.truncate(SHOWN);
    all
}

/// `1.36` until 2027-06-30, `1.35` until 2027-03-31
fn listed(known: &[&Minor], long_term: bool) -> String {
    let one = |known: &&Minor| match known.ends(long_term) {
        Some(day) => format!("`{}` until {day}", known.minor),
        None => format!("`{}`", known.minor),
    };
    known.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn offered(platform: &Platform, findings: &mut Diagnostics) {
    let version = &platform.cluster.kubernetes_version.value;
    let facts = &platform.facts;
    let as_of = facts.kubernetes.as_of;
    let long_term = platform.cluster.has_long_term_support();
    let message = match minor(platform) {
        Some(known) if known.preview => {
            format!("AKS is known to offer Kubernetes {version} as a preview only (as of {as_of})")
        }
        Some(_) => return,
        None => format!("AKS is not known to offer Kubernetes {version} (as of {as_of})"),
    };
    let help = format!(
        "supported are {}; what AKS offers by now can be named in `catalog/facts/`",
        listed(&supported(facts, as_of, long_term), long_term)
    );
    findings.push(about_version(platform, Code::UnknownKubernetes, message).help(help));
}

/// The day on which the cluster's plan ends for its version, if that is before another day.
fn end_before(platform: &Platform, day: Day) -> Option<(&Minor, Day)> {
    let known = minor(platform)?;
    let end = known.ends(platform.cluster.has_long_term_support())?;
    (end < day).then_some((known, end))
}

fn ended(platform: &Platform, findings: &mut Diagnostics) {
    let as_of = platform.facts.kubernetes.as_of;
    if let Some((known, end)) = end_before(platform, as_of) {
        findings.push(end_of_support(platform, known, end, as_of));
    }
}

/// What ended before the facts were read is reported by every build.
fn ended_by(platform: &Platform, today: Option<Day>, findings: &mut Diagnostics) {
    let as_of = platform.facts.kubernetes.as_of;
    let Some(today) = today.filter(|_| end_before(platform, as_of).is_none()) else {
        return;
    };
    if let Some((known, end)) = end_before(platform, today) {
        findings.push(end_of_support(platform, known, end, today));
    }
}

fn end_of_support(platform: &Platform, known: &Minor, end: Day, on: Day) -> Diagnostic {
    let cluster = &platform.cluster;
    let long_term = cluster.has_long_term_support();
    let later = known.long_term.filter(|day| !long_term && *day >= on);
    let message = match later {
        Some(day) => format!(
            "AKS has Kubernetes {} in long-term support only since {end}, until {day}",
            known.minor
        ),
        None => format!(
            "AKS ended the support of Kubernetes {} on {end}",
            known.minor
        ),
    };
    let others = listed(&supported(&platform.facts, on, long_term), long_term);
    let mut help = match (later, others.is_empty()) {
        (Some(_), true) => long_term_help(cluster),
        (Some(_), false) => format!("use {others}, or {}", long_term_help(cluster)),
        (None, true) => {
            "look up which versions AKS supports, and name them in `catalog/facts/`".to_owned()
        }
        (None, false) => format!("use {others}"),
    };
    help.push_str("; a cluster that exists is upgraded one minor version at a time");
    about_version(platform, Code::EndedKubernetes, message).help(help)
}

/// How long-term support is asked for, given what is written.
fn long_term_help(cluster: &Cluster) -> String {
    let standard = cluster.tier.value != crate::domain::defaults::PREMIUM_TIER;
    let tier = if standard && cluster.tier.origin.span().is_some() {
        " and `tier: Premium`"
    } else {
        ", which costs more"
    };
    format!("write `supportPlan: AKSLongTermSupport`{tier}")
}

fn ending(platform: &Platform, today: Option<Day>, findings: &mut Diagnostics) {
    let long_term = platform.cluster.has_long_term_support();
    let (Some(today), Some(known)) = (today, minor(platform)) else {
        return;
    };
    let Some(end) = known.ends(long_term) else {
        return;
    };
    let left = today.days_to(end);
    if !(0..NEAR).contains(&left) {
        return;
    }
    let message = format!(
        "AKS supports Kubernetes {} until {end}, {left} day{} from {today}",
        known.minor,
        if left == 1 { "" } else { "s" }
    );
    let mut later = supported(&platform.facts, end, long_term);
    later.retain(|other| other.ends(long_term).is_none_or(|day| day > end));
    let help = match later.as_slice() {
        [] => "plan the upgrade to the next minor version".to_owned(),
        later => format!("plan the upgrade: {}", listed(later, long_term)),
    };
    findings.push(about_version(platform, Code::EndingKubernetes, message).help(help));
}

/// The virtual CPUs of the system pool's size, if its name says so or a fact does.
fn vcpus(platform: &Platform) -> Option<u32> {
    let name = &platform.cluster.system_pool.vm_size.value;
    let known = platform.facts.size(name).map(|size| size.vcpus);
    known.or_else(|| system_sizes::vcpus(name))
}

fn size(platform: &Platform, findings: &mut Diagnostics) {
    let size = &platform.cluster.system_pool.vm_size;
    if vcpus(platform).is_some() {
        return;
    }
    let message = format!("Azure is not known to have a VM size `{}`", size.value);
    let all = system_sizes::suggested();
    let help = match words::nearest(&size.value, &all) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("sizes that fit: {};", some_of(&all)),
    };
    let finding = Diagnostic::about(Code::UnknownSize, size.origin, message);
    findings.push(finding.help(format!(
        "{help} what Azure has besides can be named in `catalog/facts/`"
    )));
}

fn small_size(platform: &Platform, findings: &mut Diagnostics) {
    let size = &platform.cluster.system_pool.vm_size;
    let Some(vcpus) = vcpus(platform).filter(|vcpus| *vcpus < system_sizes::LEAST_VCPUS) else {
        return;
    };
    let message = format!(
        "`{}` has {vcpus} virtual CPU, and AKS takes no size with fewer than {}",
        size.value,
        system_sizes::LEAST_VCPUS
    );
    let finding = Diagnostic::about(Code::SmallSystemSize, size.origin, message);
    findings.push(finding.help(fitting()));
}

fn unsupported_size(platform: &Platform, findings: &mut Diagnostics) {
    let size = &platform.cluster.system_pool.vm_size;
    let Some(vcpus) = vcpus(platform).filter(|vcpus| *vcpus >= system_sizes::LEAST_VCPUS) else {
        return;
    };
    if system_sizes::is_supported(&size.value, vcpus) {
        return;
    }
    let least = system_sizes::SUPPORTED_VCPUS;
    let reason = if vcpus < least {
        format!("has {vcpus} virtual CPUs, and AKS asks for {least} in the system pool")
    } else {
        "is of the B series, which AKS does not support for the system pool".to_owned()
    };
    let message = format!("`{}` {reason}", size.value);
    let finding = Diagnostic::about(Code::UnsupportedSystemSize, size.origin, message);
    findings.push(finding.help(fitting()));
}

fn fitting() -> String {
    format!("sizes that fit: {}", some_of(&system_sizes::suggested()))
}

fn some_of(sizes: &[String]) -> String {
    let first = sizes.iter().take(SHOWN).map(|size| format!("`{size}`"));
    first.collect::<Vec<_>>().join(", ")
}
