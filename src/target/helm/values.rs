//! `values.yaml`: the enabled models as the configured KAITO version takes them.

use std::collections::BTreeMap;

use crate::core::document::Header;
use crate::core::document::yaml::{File, Node};
use crate::core::origin::Origin;
use crate::domain::cluster::model::GpuNodes;
use crate::domain::models::model::KaitoModel;
use crate::domain::models::model::VllmValue;
use crate::domain::names;
use crate::domain::network::model::Purpose;
use crate::domain::platform::model::Platform;
use crate::facts::Fact;

pub(super) fn file(platform: &Platform) -> File {
    let models = platform
        .enabled_kaito()
        .map(|model| self::model(platform, model))
        .collect();
    let root = Node::map([
        ("kaito", kaito(platform)),
        ("network", network(platform)),
        ("monitoring", Node::map([("podMonitor", Node::from(true))])),
        ("models", Node::List(models)),
    ]);
    let inputs = [&platform.inputs.platform, &platform.inputs.models];
    let header = Header {
        purpose: "The models of this environment, for the chart beside this file.".to_owned(),
        inputs: inputs.into_iter().flatten().cloned().collect(),
    };
    File { header, root }
}

fn kaito(platform: &Platform) -> Node {
    let nodes = &platform.kaito.nodes;
    let (mode, by) = match nodes.value {
        GpuNodes::Addon => ("addon", "provisioned"),
        GpuNodes::Karpenter => ("chart", "provisioned"),
        GpuNodes::OwnPools => ("chart", "own"),
    };
    Node::map([
        ("mode", Node::from(mode).at(nodes.origin)),
        ("version", Node::sourced(&platform.kaito.version)),
        ("nodes", Node::from(by).at_all(platform.gpu_origins())),
    ])
}

fn network(platform: &Platform) -> Node {
    let gateways = platform
        .network
        .subnets
        .values()
        .filter(|subnet| subnet.purpose == Purpose::Gateway);
    // Load balancers give up an idle connection after 4 minutes unless configured otherwise, and an answer that is not streamed is
    // silent while it is made; 30 is the most that every supported cloud provider takes.
    let idle = Node::from(30_u32);
    let probe = Node::map([
        ("intervalSeconds", Node::from(5_u32)),
        ("failures", Node::from(2_u32)),
    ]);
    Node::map([
        ("subnet", Node::sourced(&platform.network.model_subnet)),
        (
            "allowedSources",
            Node::List(gateways.map(|subnet| Node::sourced(&subnet.cidr)).collect()),
        ),
        ("idleTimeoutMinutes", idle),
        ("probe", probe),
    ])
}

fn model(platform: &Platform, model: &KaitoModel) -> Node {
    let workspace = names::workspace(model, platform.kaito.version.value);
    let mut entries = vec![
        ("name", Node::sourced(&model.name)),
        ("slug", Node::sourced(&model.slug)),
        ("displayName", Node::sourced(&model.display_name)),
    ];
    if let Some(description) = model.description.as_ref().filter(|text| !text.is_empty()) {
        entries.push(("description", Node::sourced(description)));
    }
    entries.extend([
        ("staticIP", Node::sourced(&model.static_ip)),
        ("workspace", self::workspace(platform, model, &workspace)),
        ("config", config(model)),
        ("service", service(platform, model, &workspace)),
    ]);
    Node::map(entries)
}

/// Whether the number of nodes is the author's to choose; from 0.8 KAITO estimates it, whatever is written.
fn counts_nodes(platform: &Platform) -> bool {
    !platform.kaito.version.at_least(0, 8)
}

fn workspace(platform: &Platform, model: &KaitoModel, name: &str) -> Node {
    let release = platform.kaito.version.release();
    let preset = Fact::of_preset(release, &model.preset.value).map(Origin::Fact);
    let size = model.size_fact;
    let mut entries = vec![
        ("name", workspace_name(platform, model, name)),
        ("preset", Node::sourced(&model.preset).at_all(preset)),
    ];
    match platform.kaito.nodes.value {
        GpuNodes::Addon | GpuNodes::Karpenter => {
            let by_mode = platform.gpu_origins().into_iter().map(Origin::entry);
            let size = Node::sourced(&model.instance_type).at_all(size);
            entries.push(("instanceType", size.at_all(by_mode)));
        }
        // The nodes exist; their size is the pool's, and KAITO refuses a Workspace that names one.
        GpuNodes::OwnPools => {}
    }
    if counts_nodes(platform) {
        let count = Node::from(model.node_pool.count.value)
            .at_all(model.count_origins(release))
            .at(platform.kaito.version.origin.entry());
        entries.push(("count", count));
    }
    entries.push((
        "matchLabels",
        Node::map([("apps", Node::sourced(&model.slug))]),
    ));
    if let Some(secret) = &model.model_access_secret {
        entries.push(("modelAccessSecret", Node::sourced(secret)));
    }
    Node::map(entries)
}

fn service(platform: &Platform, model: &KaitoModel, workspace: &str) -> Node {
    let mut selector = vec![(
        "kaito.sh/workspace",
        workspace_name(platform, model, workspace),
    )];
    // Before 0.8 one node is a Deployment, whose pods have no index. Of several pods only the first one answers.
    if !counts_nodes(platform) || model.node_pool.count.value > 1 {
        let because = model.count_origins(platform.kaito.version.release());
        let because = because.into_iter().chain([platform.kaito.version.origin]);
        selector.push((
            "apps.kubernetes.io/pod-index",
            Node::from("0").at_all(because.map(Origin::entry)),
        ));
    }
    Node::map([
        (
            "name",
            Node::from(names::load_balancer(model)).at(model.slug.origin),
        ),
        ("selector", Node::map(selector)),
    ])
}

/// The Workspace's name, which has a hash of what nobody can change in it.
fn workspace_name(platform: &Platform, model: &KaitoModel, name: &str) -> Node {
    let version = platform.kaito.version.value;
    Node::from(name).at_all(names::workspace_origins(model, version))
}

fn config(model: &KaitoModel) -> Node {
    let lines = inference_config(model);
    let content: String = lines
        .iter()
        .flat_map(|(line, _)| [line.as_str(), "\n"])
        .collect();
    let all: Vec<Origin> = lines
        .iter()
        .flat_map(|(_, origins)| origins)
        .copied()
        .collect();
    let name = Node::from(names::config(model, &content));
    Node::map([
        ("name", name.at_all(all.into_iter().map(Origin::derived))),
        ("content", Node::Lines(lines)),
    ])
}

/// KAITO's `inference_config.yaml`, in the one form that its line parser reads: two blanks, a bare whole number and no comment
/// after `max-model-len` (KAITO 0.12, `pkg/utils/config_parser.go`). `served-model-name` is always said: KAITO's own choice
/// changes with its version, and requests ask for the catalog's name.
fn inference_config(model: &KaitoModel) -> Vec<(String, Vec<Origin>)> {
    let mut arguments: BTreeMap<&str, (String, Origin)> = model
        .vllm
        .iter()
        .map(|(key, value)| (key.as_str(), (argument(&value.value), value.origin)))
        .collect();
    let served = (quoted(model.name.as_str()), model.name.origin);
    arguments.insert("served-model-name", served);
    if let Some(length) = &model.max_model_len {
        let longest = (length.value.to_string(), length.origin);
        arguments.insert("max-model-len", longest);
    }
    let lines = arguments
        .into_iter()
        .map(|(key, (value, origin))| (format!("  {key}: {value}"), vec![origin]));
    let head = ("vllm:".to_owned(), Vec::new());
    std::iter::once(head).chain(lines).collect()
}

fn argument(value: &VllmValue) -> String {
    match value {
        VllmValue::Integer(value) => value.to_string(),
        VllmValue::Float(value) => value.to_string(),
        VllmValue::Text(text) => quoted(text),
    }
}

/// As a JSON string, which YAML reads alike.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
