//! GPU sizes that are suggested for a model: those that hold it on one node, the smallest first.

use super::nodes::{capability_of, needed_capability};
use super::release;
use crate::core::diag::join_truncated;
use crate::domain::cluster::model::Kaito;
use crate::domain::facts::FactSet;
use crate::domain::models::syntax::KaitoModelEntry;
use crate::facts::gpu::Size;
use crate::facts::presets::Preset;
use crate::facts::{estimate, presets};

/// How many sizes a finding suggests.
const SHOWN: usize = 4;

/// Sizes that the KAITO release can use, whose GPUs compute with the weights, and that no day is set for, the smallest first: those that
/// hold the model on one node, or all where none does or nothing is known about the model.
pub(super) fn fitting<'f>(
    entry: &KaitoModelEntry,
    kaito: &Kaito,
    preset: Option<&Preset>,
    facts: &'f FactSet,
) -> Vec<&'f Size> {
    let needed = preset.and_then(|preset| needed_capability(entry, preset));
    let context = entry.max_model_len.as_ref().map(|written| written.value);
    let nodes = |size: &Size| nodes_of(&entry.preset.value, context, kaito, preset, size);
    holding(kaito, facts, needed, nodes)
}

/// The smallest size that holds a preset on one node with the context that vLLM takes by default.
pub(crate) fn smallest<'f>(
    name: &str,
    preset: Option<&Preset>,
    kaito: &Kaito,
    facts: &'f FactSet,
) -> Option<&'f Size> {
    let needed = preset.and_then(|preset| capability_of(preset, false));
    let nodes = |size: &Size| nodes_of(name, None, kaito, preset, size);
    let all = holding(kaito, facts, needed, nodes);
    all.into_iter().find(|size| nodes(size) == Some(1))
}

fn holding<'f>(
    kaito: &Kaito,
    facts: &'f FactSet,
    needed: Option<f64>,
    nodes: impl Fn(&Size) -> Option<u32>,
) -> Vec<&'f Size> {
    let computes = |size: &&Size| {
        let known = size.capability.zip(needed);
        known.is_none_or(|(has, needs)| has >= needs)
    };
    let lasting = |size: &&Size| size.retirement.is_none();
    let usable = facts.usable_sizes(release(kaito));
    let mut usable: Vec<&Size> = usable.filter(computes).filter(lasting).collect();
    usable.sort_by(|a, b| {
        let memory = a.memory_gib.total_cmp(&b.memory_gib);
        memory.then(a.vcpus.cmp(&b.vcpus))
    });
    let holding: Vec<&Size> = usable
        .iter()
        .copied()
        .filter(|size| nodes(size) == Some(1))
        .collect();
    if holding.is_empty() { usable } else { holding }
}

/// How many nodes of a size vLLM needs for the model.
fn nodes_of(
    name: &str,
    context: Option<u64>,
    kaito: &Kaito,
    preset: Option<&Preset>,
    size: &Size,
) -> Option<u32> {
    let legacy = presets::legacy(name).filter(|_| !kaito.version.at_least(0, 8));
    if let Some(needs) = legacy {
        return estimate::legacy_nodes(needs, size);
    }
    let a10 = size.gpu.as_deref() == Some("NVIDIA A10");
    let share = if a10 {
        estimate::UTILIZATION_A10
    } else {
        estimate::UTILIZATION
    };
    estimate::nodes(preset?, size, context, share)
}

/// `Standard_NV36ads_A10_v5` (24 GiB, 36 vCPUs), ... of the sizes that have more memory than one.
pub(super) fn larger(all: &[&Size], than: &Size) -> Option<String> {
    let larger = all.iter().filter(|size| size.memory_gib > than.memory_gib);
    let words: Vec<String> = larger
        .take(SHOWN)
        .map(|size| {
            format!(
                "`{}` ({} GiB, {} vCPUs)",
                size.name, size.memory_gib, size.vcpus
            )
        })
        .collect();
    (!words.is_empty()).then(|| join_truncated(words.into_iter(), SHOWN))
}
