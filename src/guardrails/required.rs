//! What has to be there: tags of the platform, owners of teams.

use super::by;
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::yaml::words;
use crate::domain::platform::model::Platform;
use crate::guardrails::model::{Guardrails, any_fits};

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
        let finding = Diagnostic::about(Code::GuardrailOwner, team.owner.origin, message)
            .team(&team.name.value);
        let finding = by(finding, domains.origin, "the domains", None);
        let help = format!(
            "write the address of somebody of {}",
            domains.value.join(" or ")
        );
        findings.push(finding.help(help));
    }
}

/// Cost centres of teams.
pub(super) fn cost_centers(
    platform: &Platform,
    guardrails: &Guardrails,
    findings: &mut Diagnostics,
) {
    let Some(listed) = &guardrails.team_cost_centers else {
        return;
    };
    let known: Vec<&str> = listed.value.iter().map(|one| one.value.as_str()).collect();
    for team in &platform.teams {
        let written = &team.cost_center;
        if any_fits(Some(listed), written.value.as_str()) {
            continue;
        }
        let message = format!(
            "the cost centre of `{}`, {}, is none of those that a guardrail lists",
            team.name.value, written.value
        );
        let finding = Diagnostic::about(Code::GuardrailCostCenter, written.origin, message)
            .team(&team.name.value)
            .resource("costCenter", &written.value);
        let finding = by(finding, listed.origin, "the list", None);
        findings.push(finding.help(words::known(&written.value, &known, "cost centres")));
    }
}

/// Whether a value can be compared: letters that only look like others, and spaces at an end, could be anything to a pattern.
fn is_plain(value: &str) -> bool {
    value.trim() == value && value.chars().all(|c| c == ' ' || c.is_ascii_graphic())
}

/// Tags of the platform. A tag with a fault would seem to be missing, so they are checked where nothing else is wrong.
pub(super) fn tags(platform: &Platform, guardrails: &Guardrails, findings: &mut Diagnostics) {
    for (name, pattern) in &guardrails.tags {
        let wanted = pattern.value.as_str();
        let finding = match platform.tags.get(name) {
            Some(value) if is_plain(&value.value) && pattern.value.fits(&value.value) => continue,
            Some(value) => {
                let message = format!(
                    "the tag `{name}` is `{}`, which a guardrail does not allow",
                    value.value
                );
                Diagnostic::about(Code::GuardrailTag, value.origin, message).help(format!(
                    "write a value of ASCII characters that fits `{wanted}`"
                ))
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
        let finding = finding.resource("tag", name);
        findings.push(by(finding, pattern.origin, "demanded here", None));
    }
}
