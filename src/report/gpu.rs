//! GPU nodes, and the quota that they need: vCPUs per family and region, which Azure gives none of unless asked.

use std::collections::BTreeMap;

use super::capacity;
use super::view::{Family, Gpu, GpuPool};
use crate::domain::cluster::model::GpuNodes;
use crate::domain::models::model::KaitoModel;
use crate::domain::platform::model::Platform;

/// What spot machines are counted on, whatever their family.
///
/// Source: Microsoft Learn, "Azure Spot Virtual Machines", quota.
const SPOT_QUOTA: &str = "Total Regional Low-priority vCPUs";

/// GPU nodes of the deployed models.
pub(super) fn gpu(platform: &Platform) -> Gpu {
    let pools: Vec<GpuPool> = platform
        .enabled_kaito()
        .map(|model| pool(platform, model))
        .collect();
    let families = families(platform, &pools);
    Gpu {
        pools,
        families,
        system_size: platform.cluster.system_pool.vm_size.value.clone(),
        system_nodes: platform.cluster.system_pool.count.value,
    }
}

fn pool(platform: &Platform, model: &KaitoModel) -> GpuPool {
    let nodes = capacity::nodes(platform, model);
    let size = platform.facts.size(&model.instance_type.value);
    let of_all = |per_node: u32| per_node.saturating_mul(nodes);
    GpuPool {
        model: model.name.to_string(),
        size: model.instance_type.value.clone(),
        nodes,
        gpu: size.and_then(|size| size.gpu.clone()),
        gpus: of_all(size.map_or(0, |size| size.gpus)),
        memory_gib: size.map_or(0.0, |size| size.memory_gib) * f64::from(nodes),
        vcpus: of_all(size.map_or(0, |size| size.vcpus)),
        spot: platform.kaito.nodes.value == GpuNodes::OwnPools && model.node_pool.spot.value,
        retirement: size.and_then(|size| size.retirement.map(|day| day.to_string())),
    }
}

fn families(platform: &Platform, pools: &[GpuPool]) -> Vec<Family> {
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    for pool in pools {
        let family = if pool.spot {
            SPOT_QUOTA.to_owned()
        } else {
            platform
                .facts
                .size(&pool.size)
                .and_then(|size| size.family.clone())
                .unwrap_or_else(|| format!("family of {}", pool.size))
        };
        let entry = families.entry(family.clone()).or_insert_with(|| Family {
            family,
            location: platform.location.to_string(),
            nodes: 0,
            vcpus: 0,
            sizes: BTreeMap::new(),
        });
        entry.nodes = entry.nodes.saturating_add(pool.nodes);
        entry.vcpus = entry.vcpus.saturating_add(pool.vcpus);
        let of_size = entry.sizes.entry(pool.size.clone()).or_default();
        *of_size = of_size.saturating_add(pool.nodes);
    }
    families.into_values().collect()
}
