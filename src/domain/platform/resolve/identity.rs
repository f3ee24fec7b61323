//! What the platform is called: environment, base of all names, region, tags.

use std::collections::BTreeMap;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::core::yaml::spanned::Spanned;
use crate::domain::defaults::sourced;
use crate::domain::ids::{BaseName, EnvironmentName, Location};
use crate::domain::parsed::WrittenEnvironment;
use crate::domain::platform::syntax::PlatformSection;
use crate::domain::resolving::{derived, name, reserved};

/// The names and labels of one platform.
pub(super) struct Identity {
    pub environment: Sourced<EnvironmentName>,
    pub base: Sourced<BaseName>,
    pub name: Sourced<String>,
    pub suffix: Sourced<String>,
    pub location: Sourced<Location>,
    pub tags: BTreeMap<String, Sourced<String>>,
}

pub(super) fn identity(
    written: &WrittenEnvironment,
    findings: &mut Diagnostics,
) -> Option<Identity> {
    let section = &written.platform.platform;
    let environment = name(
        &written.name,
        "environment name",
        EnvironmentName::parse,
        findings,
    );
    let overlaid = |origin| matches!(origin, Origin::Overlaid { .. });
    let stated = section.environment.as_ref();
    let other = |stated: &&Spanned<String>| stated.value != written.name.value;
    if let Some(stated) = stated
        .filter(|stated| overlaid(stated.origin))
        .filter(other)
    {
        let (value, name) = (&stated.value, &written.name.value);
        let message = format!("`platform.environment` is `{value}` in the overlay of `{name}`");
        let finding = Diagnostic::about(Code::InvalidValue, stated.origin, message);
        findings.push(finding.help("remove the key: the file's name is the environment's name"));
    }
    let location = name(&section.location, "Azure region", Location::parse, findings);
    let base = base(section, findings);
    let tags = tags(section, findings);
    Some(Identity {
        environment: environment?,
        base: base?,
        name: sourced(&section.name),
        suffix: sourced(&section.suffix),
        location: location?,
        tags,
    })
}

fn base(section: &PlatformSection, findings: &mut Diagnostics) -> Option<Sourced<BaseName>> {
    let text = format!("{}-{}", section.name.value, section.suffix.value);
    let fault = |message: String| {
        Diagnostic::about(Code::InvalidName, section.name.origin, message)
            .with(section.suffix.origin, "the suffix")
    };
    if let Some(word) = reserved(&text) {
        let message =
            format!("Azure refuses names that {word}, and `{text}` is part of every name");
        findings.push(fault(message).help("choose another name or suffix"));
        return None;
    }
    match BaseName::parse(&text) {
        Ok(base) => Some(derived(base, section.name.origin)),
        Err(rule) => {
            let message = format!(
                "`{text}` ({} characters) cannot be the base of Azure names",
                text.len()
            );
            findings.push(fault(message).help(format!("use {}", rule.0)));
            None
        }
    }
}

fn tags(
    section: &PlatformSection,
    findings: &mut Diagnostics,
) -> BTreeMap<String, Sourced<String>> {
    let mut seen: BTreeMap<String, Origin> = BTreeMap::new();
    let mut tags = BTreeMap::new();
    for (key, value) in section.tags.iter().flat_map(|tags| &tags.value) {
        let lowered = key.to_ascii_lowercase();
        if let Some(prefix) = ["microsoft", "azure", "windows"]
            .into_iter()
            .find(|prefix| lowered.starts_with(prefix))
        {
            let message =
                format!("the tag `{key}` starts with `{prefix}`, which Azure keeps for itself");
            findings.push(
                Diagnostic::about(Code::InvalidName, value.origin, message)
                    .help("give the tag another name"),
            );
        }
        if let Some(first) = seen.insert(lowered, value.origin) {
            let message = format!(
                "the tag `{key}` differs from another only by case, which Azure does not distinguish"
            );
            let finding = Diagnostic::about(Code::DuplicateName, value.origin, message)
                .with(first, "the other");
            findings.push(finding.help("keep one of them"));
        }
        tags.insert(key.clone(), sourced(value));
    }
    tags
}
