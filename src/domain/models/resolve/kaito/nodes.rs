//! GPU nodes of a model: how many it takes, and whether its pool has them.

use super::{fault, release, sizes};
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::domain::cluster::model::{GpuNodes, Kaito};
use crate::domain::cluster::resolve::zones;
use crate::domain::defaults::{or, sourced};
use crate::domain::facts::FactSet;
use crate::domain::models::model::NodePool;
use crate::domain::models::syntax::{KaitoModelEntry, Scalar};
use crate::domain::resolving::{DisabledDowngrade, derived};
use crate::facts::presets::Preset;
use crate::facts::{estimate, gpu, presets};

/// How many nodes the model takes. Where nothing is known about model or size, one is assumed.
pub(super) fn nodes(
    entry: &KaitoModelEntry,
    kaito: Option<&Kaito>,
    preset: Option<&Preset>,
    facts: &FactSet,
    weight: DisabledDowngrade,
    findings: &mut Diagnostics,
) -> Sourced<u32> {
    let one = derived(1, entry.preset.origin);
    let context = entry.max_model_len.as_ref();
    let decisive = [
        Some(entry.preset.origin),
        Some(entry.instance_type.origin),
        context.map(|written| written.origin),
    ];
    if decisive.into_iter().flatten().any(Origin::is_synthetic) {
        return one;
    }
    let (Some(kaito), Some(size)) = (kaito, facts.size(&entry.instance_type.value)) else {
        return one;
    };
    if size.obstacle(release(kaito)).is_some() {
        return one;
    }
    let legacy = presets::legacy(&entry.preset.value).filter(|_| !kaito.version.at_least(0, 8));
    let context = context.map(|written| written.value);
    let (needed, edge) = match (legacy, preset) {
        (Some(needs), _) => (estimate::legacy_nodes(needs, size), None),
        (None, Some(preset)) => {
            check_weights(entry, preset, size, weight, findings);
            let with = |utilization| estimate::nodes(preset, size, context, utilization);
            (
                with(estimate::UTILIZATION),
                Some(with(estimate::UTILIZATION_A10)),
            )
        }
        (None, None) => return one,
    };
    let Some(needed) = needed else {
        let message = format!(
            "`{}` does not fit the GPUs of `{}`",
            entry.preset.value, size.name
        );
        let finding = fault(Code::TooLittleMemory, entry.instance_type.origin, message)
            .with(entry.preset.origin, "the preset");
        let fitting = sizes::fitting(entry, kaito, preset, facts);
        let help = match sizes::larger(&fitting, size) {
            Some(sizes) => format!(
                "this size has {} GiB of GPU memory; the smallest that hold it: {sizes}; or choose a smaller `maxModelLen`",
                size.memory_gib
            ),
            None => "choose a size with more GPU memory, or a smaller `maxModelLen`".to_owned(),
        };
        findings.push(weight.of(finding.help(help)));
        return one;
    };
    let a10 = size.gpu.as_deref() == Some("NVIDIA A10");
    let edge = edge.filter(|edge| a10 && *edge != Some(needed));
    if let Some(edge) = edge {
        let really = edge.map_or_else(
            || "more than any number".to_owned(),
            |edge| edge.to_string(),
        );
        let message = format!(
            "`{}` is at the edge of `{}`: KAITO plans {needed} nodes, vLLM needs {really}",
            entry.preset.value, size.name
        );
        let fitting = sizes::fitting(entry, kaito, preset, facts);
        let help = match sizes::larger(&fitting, size) {
            Some(sizes) => format!("choose a size with more GPU memory: {sizes}"),
            None => "choose a size with more GPU memory".to_owned(),
        };
        findings.push(
            weight.of(fault(Code::TooLittleMemory, entry.instance_type.origin, message).help(help)),
        );
    }
    // A size that is too small has to go anyway.
    if needed > 1 && edge.is_none() {
        let message = format!(
            "`{}` takes {needed} nodes of `{}` that work as one",
            entry.preset.value, size.name
        );
        let finding = Diagnostic::about(Code::SeveralNodes, entry.instance_type.origin, message);
        let help = "choose a size with more GPU memory if there is quota: the network between nodes slows every answer";
        if weight.enabled {
            findings.push(finding.help(help));
        }
    }
    derived(needed, entry.preset.origin)
}

/// The compute capability that a model's weights need, as far as that is known. Weights that are not quantised are bfloat16,
/// which GPUs have from 8.0 on; vLLM refuses them below unless `dtype` names another type.
pub(super) fn needed_capability(entry: &KaitoModelEntry, preset: &Preset) -> Option<f64> {
    let converted = entry.vllm.iter().any(|arguments| {
        let of = arguments.value.get("dtype");
        of.is_some_and(|written| matches!(&written.value, Scalar::Text(text) if text == "float16" || text == "half"))
    });
    capability_of(preset, converted)
}

/// The same, where `dtype` makes other weights of them or not.
pub(super) fn capability_of(preset: &Preset, converted: bool) -> Option<f64> {
    match preset.quantization.as_deref() {
        Some("fp8" | "float-quantized") => Some(8.9),
        Some("nvfp4-pack-quantized") => Some(10.0),
        None | Some("mxfp4") if !converted => Some(8.0),
        None | Some(_) => None,
    }
}

/// Weights of a type that the GPU cannot compute with: KAITO does not look at this.
fn check_weights(
    entry: &KaitoModelEntry,
    preset: &Preset,
    size: &gpu::Size,
    weight: DisabledDowngrade,
    findings: &mut Diagnostics,
) {
    let needed = needed_capability(entry, preset);
    let (Some(needed), Some(capability)) = (needed, size.capability) else {
        return;
    };
    if capability < needed && weight.enabled {
        let kind = preset.quantization.as_deref().unwrap_or("bfloat16");
        let message = format!(
            "the weights of `{}` are {kind}, which the GPUs of `{}` do not compute with",
            preset.name, size.name
        );
        let finding = Diagnostic::about(Code::UnsuitedGpu, entry.instance_type.origin, message);
        findings.push(finding.help(format!(
            "choose a size whose GPUs have compute capability {needed:.1} or higher, or another model; these have {capability:.1}"
        )));
    }
}

/// Its own node pool; in modes that make nodes themselves, what would be one.
pub(super) fn node_pool(
    entry: &KaitoModelEntry,
    kaito: Option<&Kaito>,
    nodes: &Sourced<u32>,
    weight: DisabledDowngrade,
    findings: &mut Diagnostics,
) -> NodePool {
    let written = entry.node_pool.as_ref();
    let pool = written.map(|pool| &pool.value);
    let own = kaito.is_none_or(|kaito| kaito.nodes.value == GpuNodes::OwnPools);
    if let (Some(written), Some(kaito), false) = (written, kaito, own) {
        let message = "`nodePool` has no effect: KAITO makes this model's nodes";
        let finding = Diagnostic::about(Code::UnusedNodePool, written.origin, message);
        let finding = finding.with(kaito.nodes.origin, "this mode makes nodes itself");
        findings.push(
            finding
                .help("remove it, or use `kaito.mode: chart` with `aks.nodeProvisioning: manual`"),
        );
    }
    let count = match pool.and_then(|pool| pool.count.as_ref()) {
        Some(count) => sourced(count),
        None => Sourced::new(nodes.value, nodes.origin),
    };
    if own && count.value < nodes.value {
        let message = format!(
            "`{}` needs {} nodes, and its pool has {}",
            entry.name.value, nodes.value, count.value
        );
        findings.push(
            weight.of(fault(Code::SmallNodePool, count.origin, message)
                .help(format!("use {} or more, or leave `count` out", nodes.value))),
        );
    }
    NodePool {
        count,
        spot: or(
            pool.and_then(|pool| pool.spot.as_ref()),
            "kaitoModels[].nodePool.spot",
            false,
        ),
        zones: zones(
            pool.and_then(|pool| pool.zones.as_ref()),
            "kaitoModels[].nodePool.zones",
        ),
    }
}
