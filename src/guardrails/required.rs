//! What has to be there: tags of the platform, owners of teams.

use super::by;
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::domain::platform::model::Platform;
use crate::guardrails::model::Guardrails;

/// Mail addresses of owners.
pub(super) fn owners(platform: &Platform, guardrails: &Guardrails, findings: &mut Diagnostics) {
    let Some(domains) = &guardrails.owner_domains else {
        return;
    };
    for team in &platform.teams {
        let domain = team.owner.rsplit_once('@').map_or("", |(_, domain)| domain);
        if domains
            .value
            .iter()
            .any(|known| known.eq_ignore_ascii_case(domain))
        {
            continue;
        }
        let message = format!(
            "the owner of `{}`, {}, is of no domain that a guardrail demands",
            team.name.value, team.owner.value
        );
        let finding = Diagnostic::about(Code::GuardrailOwner, team.owner.origin, message);
        let finding = by(finding, domains.origin, "the domains", None);
        let help = format!(
            "write the address of somebody of {}",
            domains.value.join(" or ")
        );
        findings.push(finding.help(help));
    }
}

/// Tags of the platform. A tag with a fault would seem to be missing, so they are judged where nothing else is wrong.
pub(super) fn tags(platform: &Platform, guardrails: &Guardrails, findings: &mut Diagnostics) {
    for (name, pattern) in &guardrails.tags {
        let wanted = pattern.value.as_str();
        let finding = match platform.tags.get(name) {
            Some(value) if pattern.value.fits(&value.value) => continue,
            Some(value) => {
                let message = format!(
                    "the tag `{name}` is `{}`, which a guardrail does not allow",
                    value.value
                );
                Diagnostic::about(Code::GuardrailTag, value.origin, message)
                    .help(format!("write a value that fits `{wanted}`"))
            }
            None => {
                let there: Vec<String> = platform
                    .tags
                    .keys()
                    .map(|name| format!("`{name}`"))
                    .collect();
                let among = if there.is_empty() {
                    "has no tags".to_owned()
                } else {
                    format!("has the tags {}", there.join(", "))
                };
                let message = format!(
                    "`{}` {among}, and a guardrail demands `{name}`",
                    platform.environment.value
                );
                Diagnostic::about(Code::GuardrailTag, platform.name.origin, message).help(format!(
                    "add `{name}` to `platform.tags`, with a value that fits `{wanted}`"
                ))
            }
        };
        findings.push(by(finding, pattern.origin, "demanded here", None));
    }
}
