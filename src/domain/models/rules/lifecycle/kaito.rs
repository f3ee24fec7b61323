//! What a change of a KAITO model takes down for a while.

use std::collections::BTreeMap;

use super::is_renamed;
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Origin;
use crate::domain::models::model::KaitoModel;
use crate::domain::models::model::VllmValue;
use crate::domain::names;
use crate::domain::platform::model::Platform;
use crate::domain::previous::{Committed, KaitoModelWas};

fn kaito_pairs<'p>(
    platform: &'p Platform,
    was: &'p Committed,
) -> impl Iterator<Item = (&'p KaitoModel, &'p KaitoModelWas)> {
    platform
        .enabled_kaito()
        .filter(move |_| !is_renamed(platform, was))
        .filter_map(|model| {
            let mut all = was.kaito_models.iter();
            let before = all.find(|was| was.name == model.name.as_str())?;
            Some((model.as_ref(), before))
        })
}

pub(super) fn workspaces(platform: &Platform, was: &Committed, findings: &mut Diagnostics) {
    for (model, before) in kaito_pairs(platform, was) {
        let (before, now) = (
            &before.workspace,
            names::workspace(model, platform.kaito.version.value),
        );
        if before.name == now {
            continue;
        }
        let (what, origin) = if before.preset != model.preset.value {
            (
                format!(
                    "its preset from {} to {}",
                    before.preset, model.preset.value
                ),
                model.preset.origin,
            )
        } else if before.instance_type != model.instance_type.value {
            (
                format!(
                    "its size from {} to {}",
                    before.instance_type, model.instance_type.value
                ),
                model.instance_type.origin,
            )
        } else {
            (
                "what nobody can change in a Workspace".to_owned(),
                model.name.origin,
            )
        };
        let message = format!(
            "`{}` changes {what}: the Workspace `{now}` is made beside `{}`, and both take GPUs until the old one is gone",
            model.name.value, before.name
        );
        let finding =
            Diagnostic::about(Code::ReplacedResource, origin, message).model(&model.name.value);
        findings.push(finding.help(
            "make sure that the quota holds both; without it, disable the model, apply, and enable it again",
        ));
    }
}

pub(super) fn addresses(platform: &Platform, was: &Committed, findings: &mut Diagnostics) {
    for (model, before) in kaito_pairs(platform, was) {
        let now = model.static_ip.value.to_string();
        if before.static_ip != now {
            let message = format!(
                "`{}` moves from {} to {now}: it cannot be reached until the load balancer and the DNS record have changed",
                model.name.value, before.static_ip
            );
            let finding =
                Diagnostic::about(Code::ReplacedResource, model.static_ip.origin, message)
                    .model(&model.name.value);
            findings.push(
                finding.help("apply it when nobody uses the model: the record lives for a minute"),
            );
        }
    }
}

/// A pod that takes other arguments is a new pod, and the old one is gone before it comes: they would need the same GPUs.
pub(super) fn configurations(platform: &Platform, was: &Committed, findings: &mut Diagnostics) {
    for (model, before) in kaito_pairs(platform, was) {
        let same_pod =
            before.workspace.name == names::workspace(model, platform.kaito.version.value);
        let Some(arguments) = before.arguments.as_ref().filter(|_| same_pod) else {
            continue;
        };
        let now = arguments_of(model);
        let differs = |key: &&str| arguments.get(*key) != now.get(*key).map(|(value, _)| value);
        let keys: std::collections::BTreeSet<&str> = arguments
            .keys()
            .map(String::as_str)
            .chain(now.keys().copied())
            .collect();
        let changed: Vec<&str> = keys.into_iter().filter(differs).collect();
        let Some(first) = changed.first() else {
            continue;
        };
        let origin = now
            .get(first)
            .map_or(model.name.origin, |(_, origin)| *origin);
        let message = format!(
            "`{}` gets other vLLM arguments ({}): its pod starts anew, and the model does not answer meanwhile",
            model.name.value,
            super::listed(&changed)
        );
        let help = "apply it when nobody uses the model: loading the weights takes minutes, and no second pod stands in";
        let finding = Diagnostic::about(Code::RestartedModel, origin, message);
        findings.push(finding.model(&model.name.value).help(help));
    }
}

/// The arguments that an author decides, as text, each with its place.
fn arguments_of(model: &KaitoModel) -> BTreeMap<&str, (String, Origin)> {
    let text = |value: &VllmValue| match value {
        VllmValue::Integer(value) => value.to_string(),
        VllmValue::Float(value) => value.to_string(),
        VllmValue::Text(text) => text.clone(),
    };
    let mut all: BTreeMap<&str, (String, Origin)> = model
        .vllm
        .iter()
        .map(|(key, value)| (key.as_str(), (text(&value.value), value.origin)))
        .collect();
    if let Some(length) = &model.max_model_len {
        all.insert("max-model-len", (length.value.to_string(), length.origin));
    }
    all
}
