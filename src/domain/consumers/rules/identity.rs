//! Entra tokens that prove more than one team, or nothing about the gateway.

use crate::core::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::core::origin::Sourced;
use crate::domain::consumers::model::{EntraAuth, Team};
use crate::domain::platform::model::Platform;

/// Domains of Microsoft's own services: whoever may use one of them has a token for it.
const OF_MICROSOFT: [&str; 4] = ["azure.com", "azure.net", "microsoft.com", "windows.net"];

/// Tokens of Microsoft's services say nothing about who may call the gateway.
pub(crate) fn own_audiences(platform: &Platform, findings: &mut Diagnostics) {
    for (team, auth) in teams(platform) {
        for audience in auth
            .audiences
            .iter()
            .filter(|one| is_of_microsoft(&one.value))
        {
            let message = format!(
                "tokens for `{}` are issued to every application that uses this service",
                audience.value
            );
            let finding = Diagnostic::about(Code::InvalidValue, audience.origin, message);
            findings.push(finding.team(&team.name.value).help(
                "register an application for the gateway and write its id or its application id URI, such as `api://ai-gateway`",
            ));
        }
    }
}

fn is_of_microsoft(audience: &str) -> bool {
    let Some(rest) = audience.strip_prefix("https://") else {
        return false;
    };
    let host = rest
        .split('/')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    OF_MICROSOFT.iter().any(|domain| {
        let before = host.strip_suffix(domain);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

/// Of two teams that accept the same tokens, each can be taken for the other by its key alone.
pub(crate) fn one_team(platform: &Platform, findings: &mut Diagnostics) {
    let all: Vec<_> = teams(platform).collect();
    for (at, (team, auth)) in all.iter().enumerate() {
        // Of many teams with one audience, one finding each is enough; one that shares a client counts most.
        let mut found = None;
        for (other, theirs) in all.iter().take(at) {
            let audience = common(&auth.audiences, &theirs.audiences);
            let audience = audience.filter(|_| same(&auth.tenant_id, &theirs.tenant_id));
            let client = common(&auth.client_ids, &theirs.client_ids);
            let before: Option<&(&Team, Pair<'_>, Option<Pair<'_>>)> = found.as_ref();
            if before.is_none_or(|(.., before)| before.is_none() && client.is_some()) {
                found = audience
                    .map(|audience| (*other, audience, client))
                    .or(found);
            }
        }
        if let Some((other, audience, client)) = found {
            findings.push(overlap((team, other), audience, client));
        }
    }
}

type Pair<'a> = (&'a Sourced<String>, &'a Sourced<String>);

fn overlap(teams: (&Team, &Team), audience: Pair<'_>, client: Option<Pair<'_>>) -> Diagnostic {
    let (team, other) = (&teams.0.name.value, &teams.1.name.value);
    let (own, first) = audience;
    let finding = if let Some((client, _)) = client {
        let message = format!(
            "tokens of client `{}` for `{}` prove the teams `{team}` and `{other}` alike",
            client.value, own.value
        );
        Diagnostic::about(Code::SharedAudience, own.origin, message)
            .with(client.origin, "the client")
            .help("give each team an audience or a client of its own, so that a token says whose it is")
    } else {
        let message = format!(
            "the teams `{team}` and `{other}` share the audience `{}`; only their clients keep them apart",
            own.value
        );
        Diagnostic::about(Code::SharedAudience, own.origin, message)
            .at_severity(Severity::Warning)
            .help("give each team an application id URI of its own, or make sure that no client is ever listed for both")
    };
    finding.with(first.origin, "the other team's").team(team)
}

fn teams(platform: &Platform) -> impl Iterator<Item = (&Team, &EntraAuth)> {
    let all = platform.teams.iter();
    all.filter_map(|team| Some((team, team.entra.as_ref()?)))
}

fn same(one: &Sourced<String>, other: &Sourced<String>) -> bool {
    one.value.eq_ignore_ascii_case(&other.value)
}

fn common<'a>(own: &'a [Sourced<String>], theirs: &'a [Sourced<String>]) -> Option<Pair<'a>> {
    own.iter().find_map(|one| {
        let other = theirs.iter().find(|other| same(one, other))?;
        Some((one, other))
    })
}
