//! GPU nodes: what they cost in quota, and where they can stand.

use std::collections::BTreeMap;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Origin;
use crate::domain::cluster::model::GpuNodes;
use crate::domain::platform::model::Platform;
use crate::facts::Day;

crate::domain::rule::rules! { Gpu:
    "presets-known" UnknownPreset Error Stage("resolve") "A preset is one that the configured KAITO version takes";
    "publishers-trusted" UnknownPublisher Error Stage("resolve") "A model from Hugging Face is of a publisher in KAITO's catalog, since its code runs on the node";
    "presets-checked" UncheckedModel Warning Stage("resolve") "A model from Hugging Face is one whose needs are known";
    "sizes-usable" UnusableSize Error Stage("resolve") "A GPU size is not retired, has NVIDIA's whole GPUs, and is listed by the KAITO version and by AKS";
    "sizes-stay" RetiringSize Warning Stage("resolve") "A GPU size has no day on which Azure withdraws it";
    "sizes-still-there" UnusableSize Error Review(withdrawn) "On the day that is named, Azure has not withdrawn the GPU size yet";
    "models-fit-memory" TooLittleMemory Error Stage("resolve") "A model and its context fit the GPUs' memory, by KAITO's own arithmetic";
    "models-fit-one-node" SeveralNodes Warning Stage("resolve") "A model fits one node";
    "weights-fit-gpu" UnsuitedGpu Warning Stage("resolve") "Weights are of a type that the GPU computes with";
    "pools-large-enough" SmallNodePool Error Stage("resolve") "A model's own node pool has as many nodes as the model takes";
    "zones-exist" UnavailableInRegion Warning Platform(zones) "Availability zones are asked for only in regions that have them";
    "quota-by-family" GpuQuota Note Review(quota) "What GPU quota the nodes take, by family";
}

/// Zones where the region has none. Nothing is said of a region that is not known.
fn zones(platform: &Platform, findings: &mut Diagnostics) {
    let location = &platform.location;
    if platform
        .facts
        .region(location.as_str())
        .is_none_or(|region| region.zones)
    {
        return;
    }
    let system = ("the system pool", &platform.cluster.system_pool.zones);
    let pools = platform
        .enabled_kaito()
        .map(|model| (model.name.as_str(), &model.node_pool.zones));
    for (what, zones) in std::iter::once(system).chain(pools) {
        if !zones.value.is_empty() && zones.origin.span().is_some() {
            let message = format!(
                "{what} asks for availability zones, and `{}` is not known to have any",
                location.value
            );
            let finding = Diagnostic::about(Code::UnavailableInRegion, zones.origin, message)
                .with(location.origin, "the region");
            findings.push(finding.help("remove `zones`, or choose a region with zones"));
        }
    }
}

/// Sizes whose day has come.
fn withdrawn(platform: &Platform, today: Option<Day>, findings: &mut Diagnostics) {
    let Some(today) = today else { return };
    for model in platform.enabled_kaito() {
        let day = platform
            .facts
            .size(&model.instance_type.value)
            .and_then(|size| size.retirement);
        if let Some(day) = day.filter(|day| *day <= today) {
            let message = format!(
                "Azure withdrew the size `{}` on {day}",
                model.instance_type.value
            );
            let finding =
                Diagnostic::about(Code::UnusableSize, model.instance_type.origin, message);
            findings.push(finding.help("choose another size"));
        }
    }
}

/// Virtual CPUs of one family.
#[derive(Default)]
struct Family {
    vcpus: u64,
    models: Vec<Origin>,
}

/// Quota is counted in virtual CPUs by family and region, and is 0 for GPUs until somebody asks for it.
fn quota(platform: &Platform, _: Option<Day>, findings: &mut Diagnostics) {
    let own = platform.kaito.nodes.value == GpuNodes::OwnPools;
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    for model in platform.enabled_kaito() {
        let Some(size) = platform.facts.size(&model.instance_type.value) else {
            continue;
        };
        let (count, spot) = if own {
            (model.node_pool.count.value, model.node_pool.spot.value)
        } else {
            (model.nodes.value, false)
        };
        let name = size.family.as_deref().unwrap_or(&size.name);
        let key = if spot {
            "spot machines of any family".to_owned()
        } else {
            name.to_owned()
        };
        let family = families.entry(key).or_default();
        family.vcpus += u64::from(count) * u64::from(size.vcpus);
        family.models.push(model.instance_type.origin);
    }
    if families.is_empty() {
        return;
    }
    let parts: Vec<String> = families
        .iter()
        .map(|(name, family)| format!("{} of {name}", family.vcpus))
        .collect();
    let message = format!(
        "the GPU nodes of `{}` take a quota of virtual CPUs in `{}`: {}",
        platform.environment.value,
        platform.location.value,
        parts.join(", ")
    );
    let mut finding = Diagnostic::about(Code::GpuQuota, platform.location.origin, message);
    for (name, family) in &families {
        for origin in &family.models {
            finding = finding.with(*origin, name.clone());
        }
    }
    let help = format!(
        "compare with `az vm list-usage --location {}`: it is 0 until asked for, and an upgrade takes one node more",
        platform.location.value
    );
    findings.push(finding.help(help));
}
