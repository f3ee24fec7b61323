//! Models on the cluster: presets, sizes and secrets by the rules of the configured KAITO version.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use super::foundry::capabilities;
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::core::yaml::spanned::Spanned;
use crate::core::yaml::words;
use crate::domain::cluster::model::Kaito;
use crate::domain::defaults::{certain, sourced};
use crate::domain::facts::FactSet;
use crate::domain::ids::ModelName;
use crate::domain::models::arguments::is_flag;
use crate::domain::models::model::Allow;
use crate::domain::models::model::VllmValue;
use crate::domain::models::model::{Capability, KaitoModel};
use crate::domain::models::resolve::allow::{self, Able};
use crate::domain::models::syntax::{KaitoModelEntry, ModelsFile, Scalar};
use crate::domain::names::slug;
use crate::domain::resolving::{DisabledDowngrade, derived, name};
use crate::facts::presets::{Lookup, Preset, Secret};
use crate::facts::{Release, presets};

mod nodes;
mod sizes;

pub(crate) use sizes::smallest;

/// vLLM arguments that platgen or KAITO sets itself, with what to do instead.
const TAKEN: &[(&str, &str)] = &[
    (
        "served-model-name",
        "remove it: the catalog's name is served",
    ),
    ("max-model-len", "write `maxModelLen` beside `vllm` instead"),
    ("model", "choose the model with `preset`"),
    ("host", "remove it: the load balancer needs KAITO's own"),
    ("port", "remove it: the load balancer needs KAITO's own"),
    (
        "api-key",
        "remove it: keys are checked at the gateway, and no secret is ever an input",
    ),
    ("root-path", "remove it: the gateway calls `/v1`"),
    (
        "allowed-local-media-path",
        "remove it: clients could read files of the node",
    ),
];

/// Every model whose entry can be understood, in the order of the files.
pub(crate) fn models(
    files: &[ModelsFile],
    kaito: Option<&Kaito>,
    facts: &FactSet,
    findings: &mut Diagnostics,
) -> Vec<KaitoModel> {
    let entries = files
        .iter()
        .flat_map(|file| &file.kaito_models)
        .flat_map(|entries| &entries.value);
    let of = |entry: &Spanned<KaitoModelEntry>| {
        let mut found = Diagnostics::new();
        let model = model(entry, kaito, facts, &mut found);
        findings.append(found.map(|finding| finding.model(&entry.name.value)));
        model
    };
    entries.filter_map(of).collect()
}

fn model(
    entry: &Spanned<KaitoModelEntry>,
    kaito: Option<&Kaito>,
    facts: &FactSet,
    findings: &mut Diagnostics,
) -> Option<KaitoModel> {
    let weight = DisabledDowngrade {
        enabled: entry.enabled.value,
    };
    let name = name(&entry.name, "model name", ModelName::parse, findings);
    let slug = slug(&entry.name.value).map(|slug| derived(slug, entry.name.origin));
    let static_ip = address(&entry.static_ip, findings);
    let preset = kaito.map_or_else(
        || (sourced(&entry.preset), None),
        |kaito| preset(entry, kaito, weight, findings),
    );
    let instance_type = kaito.map_or_else(
        || sourced(&entry.instance_type),
        |kaito| size(entry, preset.1, kaito, facts, weight, findings),
    );
    if let Some(kaito) = kaito.filter(|_| !entry.origin.is_synthetic()) {
        check_secret(entry, release(kaito), weight, findings);
    }
    check_context(entry, preset.1, weight, findings);
    let nodes = nodes::nodes(entry, kaito, preset.1, facts, weight, findings);
    let node_pool = nodes::node_pool(entry, kaito, &nodes, weight, findings);
    let size_fact = facts.size_origin(&entry.instance_type.value);
    let default = || vec![Capability::Chat, Capability::Completions];
    let model = KaitoModel {
        name: name?,
        slug: slug?,
        display_name: sourced(&entry.display_name),
        description: entry.description.as_ref().map(sourced),
        preset: preset.0,
        instance_type,
        size_fact,
        static_ip: static_ip?,
        estimated_tokens_per_minute: sourced(&entry.estimated_tokens_per_minute),
        enabled: certain(&entry.enabled, entry.origin),
        capabilities: capabilities(
            entry.capabilities.as_ref(),
            "kaitoModels[].capabilities",
            default,
        ),
        allow: allow::allow(entry.allow.as_ref(), &Allow::kaito()),
        model_access_secret: entry.model_access_secret.as_ref().map(sourced),
        max_model_len: entry.max_model_len.as_ref().map(sourced),
        vllm: arguments(entry, weight, findings),
        node_pool,
        nodes,
    };
    for fault in allow::faults(entry.allow.as_ref(), &Able::kaito(&model)) {
        findings.push(fault);
    }
    Some(model)
}

fn release(kaito: &Kaito) -> Release {
    (kaito.version.major, kaito.version.minor)
}

fn fault(code: Code, origin: Origin, message: String) -> Diagnostic {
    Diagnostic::about(code, origin, message)
}

fn address(written: &Spanned<String>, findings: &mut Diagnostics) -> Option<Sourced<Ipv4Addr>> {
    if let Ok(address) = written.value.parse() {
        return Some(Sourced::new(address, written.origin));
    }
    let message = format!("`{}` is no IPv4 address", written.value);
    let finding = Diagnostic::about(Code::InvalidValue, written.origin, message);
    findings
        .push(finding.help("write four numbers from 0 to 255 with dots, without leading zeros"));
    None
}

/// The preset in KAITO's spelling, which it never lets anybody change again, and what is known about its model.
fn preset(
    entry: &KaitoModelEntry,
    kaito: &Kaito,
    weight: DisabledDowngrade,
    findings: &mut Diagnostics,
) -> (Sourced<String>, Option<&'static Preset>) {
    let (written, version) = (&entry.preset, &kaito.version);
    let unknown = || {
        let message = format!("KAITO {} has no preset `{}`", version.value, written.value);
        fault(Code::UnknownPreset, written.origin, message)
            .with(version.origin, "the version is chosen here")
    };
    let finding = match presets::lookup(release(kaito), &written.value) {
        Lookup::Known { name, preset } => {
            return (Sourced::new(name.to_owned(), written.origin), preset);
        }
        Lookup::HuggingFace if presets::known_organisation(&written.value) => {
            let message = format!(
                "nothing is known about `{}`, so its needs cannot be checked",
                written.value
            );
            let finding = Diagnostic::about(Code::UncheckedModel, written.origin, message);
            finding.help("use a model of KAITO's catalog if there is one that serves")
        }
        Lookup::HuggingFace => {
            let message = format!(
                "`{}` is of a publisher that KAITO's catalog does not know",
                written.value
            );
            fault(Code::UnknownPublisher, written.origin, message)
                .help("use a model of KAITO's catalog: others may bring code that runs on the node")
        }
        Lookup::Meant(name) => unknown().help(format!("write `{name}`, which is meant")),
        Lookup::Elsewhere(last) if last > release(kaito) => unknown().help(format!(
            "KAITO {}.{} has it: use that version, or another preset",
            last.0, last.1
        )),
        Lookup::Elsewhere(last) => unknown().help(format!(
            "KAITO {}.{} was the last to have it: use another preset",
            last.0, last.1
        )),
        Lookup::Unknown => unknown().help(words::named(
            &written.value,
            &presets::names(release(kaito)),
            "preset",
        )),
    };
    findings.push(weight.of(finding));
    (sourced(written), None)
}

/// The VM size in the spelling of KAITO's table.
fn size(
    entry: &KaitoModelEntry,
    preset: Option<&Preset>,
    kaito: &Kaito,
    facts: &FactSet,
    weight: DisabledDowngrade,
    findings: &mut Diagnostics,
) -> Sourced<String> {
    let written = &entry.instance_type;
    let usable: Vec<&str> = sizes::fitting(entry, kaito, preset, facts)
        .into_iter()
        .map(|size| size.name.as_str())
        .collect();
    let Some(size) = facts.size(&written.value) else {
        let message = format!("`{}` is no GPU size that KAITO knows", written.value);
        let finding = fault(Code::UnusableSize, written.origin, message)
            .with(kaito.version.origin, "the KAITO version is chosen here");
        findings.push(weight.of(finding.help(words::named(&written.value, &usable, "GPU size"))));
        return sourced(written);
    };
    if let Some(obstacle) = size.obstacle(release(kaito)) {
        let message = format!("the size `{}` cannot be used: {obstacle}", size.name);
        let others: Vec<&str> = usable
            .into_iter()
            .filter(|name| *name != size.name)
            .collect();
        let finding = fault(Code::UnusableSize, written.origin, message)
            .with(kaito.version.origin, "the KAITO version is chosen here");
        findings.push(weight.of(finding.help(words::known("", &others, "GPU sizes"))));
    } else if let Some(day) = &size.retirement {
        let message = format!("Azure withdraws the size `{}` on {day}", size.name);
        let finding = Diagnostic::about(Code::RetiringSize, written.origin, message);
        findings.push(finding.help(
            "plan the move to another size: a model's size can only change with a new deployment",
        ));
    }
    Sourced::new(size.name.clone(), written.origin)
}

fn check_secret(
    entry: &KaitoModelEntry,
    release: Release,
    weight: DisabledDowngrade,
    findings: &mut Diagnostics,
) {
    let preset = &entry.preset;
    match (
        presets::secret(release, &preset.value),
        &entry.model_access_secret,
    ) {
        (Secret::Required, None) => {
            let message = format!(
                "the weights of `{}` are gated, and no `modelAccessSecret` is named",
                preset.value
            );
            let help =
                "add `modelAccessSecret`, the name of a Kubernetes Secret with the key HF_TOKEN";
            findings.push(weight.of(fault(Code::ModelSecret, preset.origin, message).help(help)));
        }
        (Secret::Forbidden, Some(secret)) => {
            let message = format!(
                "KAITO {}.{} refuses a secret for `{}`",
                release.0, release.1, preset.value
            );
            let finding = fault(Code::ModelSecret, secret.origin, message)
                .with(preset.origin, "its weights come without a token");
            findings.push(weight.of(finding.help("remove `modelAccessSecret`")));
        }
        (Secret::Required | Secret::Optional, Some(_))
        | (Secret::Forbidden | Secret::Optional, None) => {}
    }
}

fn check_context(
    entry: &KaitoModelEntry,
    preset: Option<&Preset>,
    weight: DisabledDowngrade,
    findings: &mut Diagnostics,
) {
    let (Some(written), Some(preset)) = (&entry.max_model_len, preset) else {
        return;
    };
    if written.value > preset.max_tokens {
        let message = format!(
            "`{}` has a context of at most {} tokens, and {} are asked for",
            entry.preset.value, preset.max_tokens, written.value
        );
        let finding = fault(Code::ContextTooLong, written.origin, message)
            .with(entry.preset.origin, "the preset");
        findings.push(weight.of(finding.help(format!(
            "use {} or fewer, or remove the key",
            preset.max_tokens
        ))));
    }
}

fn arguments(
    entry: &KaitoModelEntry,
    weight: DisabledDowngrade,
    findings: &mut Diagnostics,
) -> BTreeMap<String, Sourced<VllmValue>> {
    let mut arguments = BTreeMap::new();
    for (key, written) in entry.vllm.iter().flat_map(|vllm| &vllm.value) {
        if let Some((_, help)) = TAKEN.iter().find(|(taken, _)| taken == key) {
            let message = format!("the vLLM argument `{key}` cannot be set here");
            findings.push(
                weight.of(fault(Code::ReservedArgument, written.origin, message).help(*help)),
            );
            continue;
        }
        if key.starts_with("ssl-") {
            let message = format!(
                "the vLLM argument `{key}` would make the model's address unreachable for the gateway"
            );
            findings.push(
                weight.of(fault(Code::ReservedArgument, written.origin, message).help("remove it")),
            );
            continue;
        }
        let value = match &written.value {
            Scalar::Integer(number) => VllmValue::Integer(*number),
            Scalar::Float(number) => VllmValue::Float(*number),
            Scalar::Text(text) => VllmValue::Text(text.clone()),
            Scalar::Bool(value) => {
                // Of one that takes no value, the rule on such arguments says so.
                if !is_flag(key) {
                    findings.push(weight.of(unquoted(*value, written.origin)));
                }
                VllmValue::Text(value.to_string())
            }
        };
        arguments.insert(key.clone(), Sourced::new(value, written.origin));
    }
    arguments
}

/// YAML's true or false where vLLM reads a text.
fn unquoted(value: bool, origin: Origin) -> Diagnostic {
    let message = format!("`{value}` stands where a number or text is expected");
    let quoted = format!("\"{value}\"");
    let finding =
        fault(Code::WrongType, origin, message).help(format!("put it in quotes: {quoted}"));
    match origin.span() {
        Some(span) => finding.edit(span, quoted),
        None => finding,
    }
}
