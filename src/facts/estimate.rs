//! How many nodes a model needs: KAITO's own arithmetic, so that the number is known before anything is deployed.
//!
//! Source: kaito-project/kaito v0.12.0, pkg/workspace/estimator/nodesestimator/estimator.go. Up to 0.7 the user's count was
//! taken, and the webhook of 0.6 checked it against fixed needs ([`super::presets::Legacy`]).

use super::gpu::Size;
use super::presets::{Legacy, Preset};

const GIB: f64 = 1_073_741_824.0;
const WEIGHT_EXPANSION: f64 = 1.02;
const WEIGHT_OVERHEAD: f64 = 1.05;
const BASE_OVERHEAD_GIB: f64 = 2.3;
/// Context length that KAITO reckons with where none is configured.
pub const DEFAULT_CONTEXT: u64 = 2048;
/// Share of GPU memory that KAITO's estimator reckons with.
pub const UTILIZATION: f64 = 0.84;
/// Share of GPU memory that KAITO gives vLLM on A10, where its estimator still reckons with [`UTILIZATION`].
pub const UTILIZATION_A10: f64 = 0.82;

/// Nodes of `size` that KAITO takes for a model with a context of `context` tokens; none if no number of them is enough,
/// since what each GPU must keep free is more than it has.
pub fn nodes(preset: &Preset, size: &Size, context: Option<u64>, utilization: f64) -> Option<u32> {
    if size.gpus == 0 {
        return None;
    }
    let gpus = f64::from(size.gpus);
    let weights = (preset.size_gib * GIB).ceil() * WEIGHT_EXPANSION;
    let available = size.memory_gib / gpus * GIB * utilization;
    let cache = as_f64(context.unwrap_or(DEFAULT_CONTEXT)) * as_f64(preset.kv_bytes) / gpus;
    let reserved = BASE_OVERHEAD_GIB * GIB + cache;
    if available <= reserved {
        return None;
    }
    let fewest_gpus = (weights / ((available - reserved) / WEIGHT_OVERHEAD)).floor() + 1.0;
    as_u32((fewest_gpus / gpus).ceil())
}

/// Nodes of `size` that satisfy the webhook of 0.6; none if no number does, or the preset may not span nodes.
pub fn legacy_nodes(needs: &Legacy, size: &Size) -> Option<u32> {
    if size.gpus == 0 || size.memory_gib / f64::from(size.gpus) < needs.per_gpu_gib {
        return None;
    }
    let by_memory = as_u32((needs.total_gib / size.memory_gib).ceil())?;
    let by_gpus = needs.gpus.div_ceil(size.gpus);
    let nodes = by_memory.max(by_gpus).max(1);
    (nodes == 1 || needs.multi_node).then_some(nodes)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "byte and token counts are far below 2^52"
)]
fn as_f64(number: u64) -> f64 {
    number as f64
}

/// A whole number of nodes; none beyond any real cluster.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked first"
)]
fn as_u32(number: f64) -> Option<u32> {
    (0.0..=100_000.0).contains(&number).then_some(number as u32)
}

#[cfg(test)]
mod tests {
    use super::super::{Facts, presets};
    use super::*;

    fn estimate(preset: &str, size: &str) -> Option<u32> {
        nodes(
            presets::catalog(preset).unwrap(),
            Facts::embedded().size(size).unwrap(),
            None,
            UTILIZATION,
        )
    }

    #[test]
    fn worked_examples_of_the_estimator_hold() {
        for (preset, size, expected) in [
            ("phi-4-mini-instruct", "Standard_NC24ads_A100_v4", 1),
            ("phi-4-mini-instruct", "Standard_NV36ads_A10_v5", 1),
            ("mistral-7b-instruct", "Standard_NV36ads_A10_v5", 1),
            ("phi-4", "Standard_NV36ads_A10_v5", 2),
            ("phi-4", "Standard_NC24ads_A100_v4", 1),
            ("gpt-oss-20b", "Standard_NV36ads_A10_v5", 2),
            ("qwen2.5-coder-32b-instruct", "Standard_NC24ads_A100_v4", 2),
            ("qwen2.5-coder-32b-instruct", "Standard_NC40ads_H100_v5", 1),
            ("llama-3.3-70b-instruct", "Standard_NC24ads_A100_v4", 3),
            ("llama-3.3-70b-instruct", "Standard_NC96ads_A100_v4", 1),
            ("gpt-oss-120b", "Standard_NC24ads_A100_v4", 3),
            ("gpt-oss-120b", "Standard_NC40ads_H100_v5", 2),
            ("gpt-oss-120b", "Standard_NC96ads_A100_v4", 1),
            ("deepseek-r1-0528", "Standard_ND96isr_H200_v5", 1),
        ] {
            assert_eq!(estimate(preset, size), Some(expected), "{preset} on {size}");
        }
    }

    #[test]
    fn long_contexts_need_more_nodes_until_nothing_is_enough() {
        let facts = Facts::embedded();
        let (phi, a10) = (
            presets::catalog("phi-4-mini-instruct").unwrap(),
            facts.size("Standard_NV36ads_A10_v5").unwrap(),
        );
        assert!(nodes(phi, a10, Some(110_000), UTILIZATION).unwrap() > 1);
        assert_eq!(nodes(phi, a10, Some(u64::MAX), UTILIZATION), None);
    }

    #[test]
    fn sizes_without_known_gpus_give_no_answer() {
        assert_eq!(estimate("phi-4", "Standard_NV12ads_A10_v5"), None);
    }

    #[test]
    fn webhook_needs_of_0_6() {
        let facts = Facts::embedded();
        let needed =
            |name, size| legacy_nodes(presets::legacy(name).unwrap(), facts.size(size).unwrap());
        assert_eq!(needed("phi-4", "Standard_NC24ads_A100_v4"), Some(1));
        assert_eq!(needed("phi-4", "Standard_NV36ads_A10_v5"), None);
        assert_eq!(
            needed("llama-3.3-70b-instruct", "Standard_NC24ads_A100_v4"),
            Some(4)
        );
        assert_eq!(
            needed("llama-3.3-70b-instruct", "Standard_NV72ads_A10_v5"),
            None
        );
        assert_eq!(
            needed("deepseek-r1-0528", "Standard_ND96isr_H100_v5"),
            Some(2)
        );
    }
}
