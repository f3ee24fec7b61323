//! Components of an application.

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::core::yaml::spanned::Spanned;
use crate::domain::apps::model::{
    Component, Image, Reference, Replicas, Resources, Scale, Variable,
};
use crate::domain::apps::resolve::Names;
use crate::domain::apps::syntax::{ComponentSection, ImageSection, ReplicasSection};
use crate::domain::defaults::sourced;

/// More pods above this share of the requested CPU, where nothing is said.
const CPU_PERCENT: u32 = 70;

/// The name that the Job has among the components.
const MIGRATIONS: &str = "migrations";

/// All components, by name; none if one of them cannot be made out.
pub(super) fn components(names: &Names<'_>, findings: &mut Diagnostics) -> Option<Vec<Component>> {
    let all: Vec<Option<Component>> = names
        .of
        .components
        .value
        .iter()
        .map(|(name, written)| component(name, written, names, findings))
        .collect();
    all.into_iter().collect()
}

fn component(
    name: &str,
    written: &Spanned<ComponentSection>,
    names: &Names<'_>,
    findings: &mut Diagnostics,
) -> Option<Component> {
    if name == MIGRATIONS {
        let message = "`migrations` is what the Job before an upgrade is called";
        let finding = Diagnostic::about(Code::InvalidName, written.origin, message);
        findings.push(finding.help("call the component otherwise"));
    }
    let image = image(&written.image, findings);
    let replicas = replicas(&written.replicas, findings);
    let env = variables(written.env.as_ref().map(|all| &all.value));
    let secrets = variables(written.secrets.as_ref().map(|all| &all.value));
    twice(&env, &secrets, findings);
    if let (Some(secret), None) = (secrets.first(), &names.of.key_vault) {
        let message = format!("`{}` is a secret, and no vault is named", secret.name);
        let finding = Diagnostic::about(Code::MissingKey, secret.value.origin, message);
        findings.push(finding.help("add `keyVault`: the vault that holds it"));
    }
    let calls = written.calls.iter().flat_map(|all| &all.value);
    let writable = match &written.writable {
        Some(written) => written.value.iter().map(sourced).collect(),
        None => vec![Sourced::default_of(
            "components.<name>.writable",
            "/tmp".to_owned(),
        )],
    };
    Some(Component {
        name: Sourced::new(name.to_owned(), written.origin),
        image: image?,
        port: sourced(&written.port),
        replicas: replicas?,
        resources: Resources {
            cpu: sourced(&written.resources.cpu),
            memory: sourced(&written.resources.memory),
            memory_limit: sourced(&written.resources.memory_limit),
        },
        live: sourced(&written.probes.live),
        ready: sourced(&written.probes.ready),
        env,
        secrets,
        metrics: written.metrics.as_ref().map(sourced),
        writable,
        calls: calls
            .map(|called| names.component(called, findings))
            .collect(),
    })
}

fn image(written: &Spanned<ImageSection>, findings: &mut Diagnostics) -> Option<Image> {
    let repository = sourced(&written.repository);
    let reference = match (&written.tag, &written.digest) {
        (Some(tag), None) => Reference::Tag(sourced(tag)),
        (None, Some(digest)) => Reference::Digest(sourced(digest)),
        (Some(tag), Some(digest)) => {
            let message = "`tag` and `digest` both say which image it is";
            let finding = Diagnostic::about(Code::InvalidValue, digest.origin, message);
            let finding = finding.with(tag.origin, "also here");
            findings.push(finding.help("keep `digest`, which cannot be moved to another image"));
            return None;
        }
        (None, None) => {
            let message = "the image has neither a tag nor a digest";
            let finding = Diagnostic::about(Code::MissingKey, written.origin, message);
            findings.push(finding.help("add `digest`, or `tag`"));
            return None;
        }
    };
    Some(Image {
        repository,
        reference,
    })
}

fn replicas(written: &Spanned<ReplicasSection>, findings: &mut Diagnostics) -> Option<Replicas> {
    let others = [&written.min, &written.max, &written.cpu, &written.memory];
    match (&written.fixed, &written.min, &written.max) {
        (Some(fixed), _, _) => match others.into_iter().flatten().next() {
            None => Some(Replicas::Fixed(sourced(fixed))),
            Some(other) => {
                let message = "a fixed number of replicas has no bounds and no measure";
                let finding = Diagnostic::about(Code::InvalidValue, other.origin, message);
                let finding = finding.with(fixed.origin, "fixed here");
                findings.push(
                    finding.help("keep `fixed` alone, or remove it (`fixed: null` in an overlay)"),
                );
                None
            }
        },
        (None, Some(min), Some(max)) => Some(Replicas::Scaled(Scale {
            min: sourced(min),
            max: sourced(max),
            cpu: match (&written.cpu, &written.memory) {
                (Some(cpu), _) => Some(sourced(cpu)),
                (None, Some(_)) => None,
                (None, None) => Some(Sourced::default_of(
                    "components.<name>.replicas.cpu",
                    CPU_PERCENT,
                )),
            },
            memory: written.memory.as_ref().map(sourced),
        })),
        (None, _, _) => {
            let message = "it is not said how many pods there are";
            let finding = Diagnostic::about(Code::MissingKey, written.origin, message);
            findings.push(finding.help("add `min` and `max`, or `fixed`"));
            None
        }
    }
}

fn variables(
    written: Option<&std::collections::BTreeMap<String, Spanned<String>>>,
) -> Vec<Variable> {
    let all = written.into_iter().flatten();
    all.map(|(name, value)| Variable {
        name: name.clone(),
        value: sourced(value),
    })
    .collect()
}

/// A variable that stands under both keys.
fn twice(env: &[Variable], secrets: &[Variable], findings: &mut Diagnostics) {
    for secret in secrets {
        let same = env.iter().find(|variable| variable.name == secret.name);
        if let Some(other) = same {
            let place: Origin = secret.value.origin;
            let message = format!("`{}` stands under `env` and under `secrets`", secret.name);
            let finding = Diagnostic::about(Code::DuplicateName, place, message);
            findings.push(
                finding
                    .with(other.value.origin, "also here")
                    .help("keep one of them"),
            );
        }
    }
}
