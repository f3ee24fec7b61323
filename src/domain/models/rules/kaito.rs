//! What KAITO and vLLM take.

use crate::core::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::core::origin::Sourced;
use crate::domain::models::arguments::is_flag;
use crate::domain::models::model::KaitoModel;
use crate::domain::models::model::VllmValue;
use crate::domain::platform::model::Platform;

crate::domain::rule::rules! { Kaito:
    "version-known" InvalidValue Error Stage("resolve") "The KAITO version is one whose rules are known";
    "version-is-the-addon-s" UntestedKaito Warning Stage("resolve") "With the AKS add-on, the version is the one that AKS installs";
    "version-makes-nodes" InvalidValue Error Stage("resolve") "With nodes by Karpenter, the version can ask for them";
    "secret-by-version" ModelSecret Error Stage("resolve") "A model access secret is named where weights are gated, and not where the version refuses one";
    "context-within-model" ContextTooLong Error Stage("resolve") "`maxModelLen` is a whole number within the model's own context";
    "arguments-left-alone" ReservedArgument Error Stage("resolve") "`vllm` sets nothing that platgen or KAITO sets itself";
    "arguments-take-values" InvalidArgument Error Platform(flags) "`vllm` holds arguments with a value only, since KAITO passes one with each";
    "values-are-no-arguments" InvalidArgument Error Platform(dashes) "A value under `vllm` does not start with `-`, which vLLM reads as an argument";
    "memory-share-possible" InvalidArgument Error Platform(utilization) "`gpu-memory-utilization` is above 0 and at most 0.95";
    "memory-share-as-planned" LowMemoryShare Warning Platform(utilization_raised) "`gpu-memory-utilization` leaves what KAITO's estimate counts with";
    "pools-have-a-mode" UnusedNodePool Warning Stage("resolve") "`nodePool` is written only where the platform makes node pools";
    "one-object-per-name" SlugCollision Error Stage("resolve") "Workspaces, Services and labels have a name per model, so no two models share nodes";
}

/// A fault of a model: an error where it is enabled.
fn fault(model: &KaitoModel, finding: Diagnostic) -> Diagnostic {
    if model.enabled.value {
        finding
    } else {
        finding.at_severity(Severity::Warning)
    }
}

fn flags(platform: &Platform, findings: &mut Diagnostics) {
    for model in &platform.kaito_models {
        for (argument, value) in model.vllm.iter().filter(|(name, _)| is_flag(name)) {
            let message = format!(
                "the vLLM argument `{argument}` takes no value, and KAITO passes one with each"
            );
            let finding = Diagnostic::about(Code::InvalidArgument, value.origin, message);
            findings.push(fault(
                model,
                finding.help("remove it: KAITO has no way to pass a flag"),
            ));
        }
    }
}

fn dashes(platform: &Platform, findings: &mut Diagnostics) {
    for model in &platform.kaito_models {
        for (argument, value) in &model.vllm {
            let VllmValue::Text(text) = &value.value else {
                continue;
            };
            if text.starts_with('-') {
                let message = format!(
                    "vLLM takes the value of `{argument}` for another argument, since it starts with `-`"
                );
                let finding = Diagnostic::about(Code::InvalidArgument, value.origin, message);
                findings.push(fault(
                    model,
                    finding.help("write a value that starts otherwise"),
                ));
            }
        }
    }
}

const UTILIZATION: &str = "gpu-memory-utilization";
/// The most that KAITO lets vLLM have (kaito-project/kaito v0.6.0, `inference_api.py`).
const MOST: f64 = 0.95;
/// What KAITO gives vLLM itself, up to 0.7 and later; its estimate of nodes counts with the latter.
const USUAL: (f64, f64) = (0.9, 0.84);

fn memory_share(model: &KaitoModel) -> Option<Sourced<f64>> {
    let written = model.vllm.get(UTILIZATION)?;
    let share = match &written.value {
        VllmValue::Float(share) => *share,
        VllmValue::Integer(0) => 0.0,
        VllmValue::Integer(_) => 1.0,
        VllmValue::Text(text) => text.parse().ok()?,
    };
    Some(Sourced::new(share, written.origin))
}

fn possible(share: f64) -> bool {
    share > 0.0 && share <= MOST
}

fn utilization(platform: &Platform, findings: &mut Diagnostics) {
    for model in &platform.kaito_models {
        if let Some(share) = memory_share(model).filter(|share| !possible(share.value)) {
            let message = format!(
                "vLLM cannot take the share {} of the GPU memory: `{UTILIZATION}` is above 0 and at most {MOST}",
                share.value
            );
            let finding = Diagnostic::about(Code::InvalidArgument, share.origin, message);
            findings.push(fault(
                model,
                finding.help("write a share in that range, or remove the key"),
            ));
        }
    }
}

fn utilization_raised(platform: &Platform, findings: &mut Diagnostics) {
    let usual = if platform.kaito.version.at_least(0, 8) {
        USUAL.1
    } else {
        USUAL.0
    };
    for model in platform.enabled_kaito() {
        let share = memory_share(model).filter(|share| possible(share.value));
        if let Some(share) = share.filter(|share| share.value < usual) {
            let message = format!(
                "`{}` gets {} of the GPU memory, and its nodes are counted with {usual}",
                model.name.value, share.value
            );
            let finding = Diagnostic::about(Code::LowMemoryShare, share.origin, message)
                .model(&model.name.value);
            findings.push(
                finding.help("make sure that weights and context still fit, or remove the key"),
            );
        }
    }
}
