//! Teams: who they are, once; what they may use, in each environment.

pub(crate) mod grants;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::core::yaml::spanned::Spanned;
use crate::core::yaml::words;
use crate::domain::consumers::model::Team;
use crate::domain::consumers::model::{EntraAuth, FoundryProject, Grant, Keys, TeamLimits};
use crate::domain::consumers::resolve::grants::{Group, Groups, List};
use crate::domain::consumers::syntax::{LimitsSection, TeamFile};
use crate::domain::defaults::{self, or, sourced};
use crate::domain::ids::{AccessGroupName, Location, TeamName};
use crate::domain::models::resolve::catalog::Catalog;
use crate::domain::models::resolve::foundry::region;
use crate::domain::parsed::{Written, WrittenEnvironment, WrittenTeam};
use crate::domain::resolving::reserved;
use crate::domain::resolving::{DisabledDowngrade, name};

/// A team that has a name of its own.
pub(crate) struct Known<'w> {
    name: Sourced<TeamName>,
    written: &'w WrittenTeam,
    /// Whether there is one environment only, so that it is the team's whatever is written.
    only_one: bool,
}

/// The teams, with what can be wrong about them whatever the environment.
pub(crate) fn known<'w>(written: &'w Written, findings: &mut Diagnostics) -> Vec<Known<'w>> {
    let mut places: BTreeMap<&str, Origin> = BTreeMap::new();
    let mut known = Vec::with_capacity(written.teams.len());
    for team in &written.teams {
        check_environments(&team.file, &written.environment_names, findings);
        let own = &team.file.team.name;
        // A team without a usable name has its folder's, so that it is not taken for another one.
        let text = if own.origin.is_synthetic() {
            &team.folder
        } else {
            &own.value
        };
        let own = Spanned {
            value: text.clone(),
            origin: own.origin,
        };
        let Some(name) = name(&own, "team name", TeamName::parse, findings) else {
            continue;
        };
        if let Some(first) = places.get(text.as_str()) {
            let message = format!("two files describe the team `{}`", name.value);
            let finding = Diagnostic::about(Code::DuplicateName, name.origin, message);
            findings.push(
                finding
                    .with(*first, "the first one")
                    .help("rename one of the teams"),
            );
            continue;
        }
        places.insert(text, name.origin);
        if team.folder != *text {
            let message = format!(
                "the team `{}` stands in the folder `{}`",
                name.value, team.folder
            );
            let finding = Diagnostic::about(Code::FolderMismatch, name.origin, message);
            findings.push(finding.help(format!(
                "rename the folder to `teams/{}`, or the team to the folder's name",
                name.value
            )));
        }
        if let Some(word) = reserved(name.as_str()) {
            let message =
                format!("Azure refuses names that {word}, and the team's name is part of some");
            findings.push(
                Diagnostic::about(Code::InvalidName, name.origin, message)
                    .help("choose another team name"),
            );
        }
        known.push(Known {
            name,
            written: team,
            only_one: written.environments.len() == 1,
        });
    }
    known.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    known
}

fn check_environments(file: &TeamFile, names: &[String], findings: &mut Diagnostics) {
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    if known.is_empty() {
        return; // the one environment's name is not known
    }
    for written in file
        .environments
        .iter()
        .flat_map(|environments| &environments.value)
    {
        if !known.contains(&written.value.as_str()) {
            let message = format!("there is no environment `{}`", written.value);
            let finding = Diagnostic::about(Code::UnknownReference, written.origin, message);
            findings.push(finding.help(words::named(&written.value, &known, "environment")));
        }
    }
}

/// The teams that exist in an environment, by name.
pub(crate) fn of_environment(
    teams: &[Known<'_>],
    environment: &WrittenEnvironment,
    location: Option<&Sourced<Location>>,
    catalog: &Catalog,
    groups: &Groups,
) -> (Vec<Team>, Diagnostics) {
    let here = |team: &&Known<'_>| is_here(team, &environment.name);
    let resolved: Vec<(Option<Team>, Diagnostics)> = teams
        .par_iter()
        .filter(here)
        .map(|known| {
            let mut findings = Diagnostics::new();
            let mut team = team(known, location, catalog, groups, &mut findings);
            if let Some(team) = &mut team {
                team.environment = named_at(known, &environment.name);
            }
            let of_team = |finding: Diagnostic| {
                finding
                    .team(&known.written.file.team.name.value)
                    .environment(&environment.name.value)
            };
            (team, findings.map(of_team))
        })
        .collect();
    let mut findings = Diagnostics::new();
    let mut found = Vec::with_capacity(resolved.len());
    for (team, faults) in resolved {
        found.extend(team);
        findings.append(faults);
    }
    (found, findings)
}

fn is_here(team: &Known<'_>, environment: &Spanned<String>) -> bool {
    let Some(named) = &team.written.file.environments else {
        return true;
    };
    let is_this =
        |name: &Spanned<String>| name.value == environment.value && !name.origin.is_synthetic();
    let uncertain = named.origin.is_synthetic() || environment.origin.is_synthetic();
    (uncertain && team.only_one) || named.value.iter().any(is_this)
}

/// Where a team names an environment.
fn named_at(team: &Known<'_>, environment: &Spanned<String>) -> Option<Origin> {
    let named = team.written.file.environments.as_ref()?;
    let this = named
        .value
        .iter()
        .find(|name| name.value == environment.value)?;
    Some(this.origin)
}

fn team(
    known: &Known<'_>,
    platform: Option<&Sourced<Location>>,
    catalog: &Catalog,
    groups: &Groups,
    findings: &mut Diagnostics,
) -> Option<Team> {
    let file = &known.written.file;
    let section = &file.team;
    let enabled = or(file.enabled.as_ref(), "enabled", true);
    let (grants, named) = granted(
        file,
        DisabledDowngrade {
            enabled: enabled.value,
        },
        catalog,
        groups,
        findings,
    );
    let limits = limits(file.limits.as_ref().map(|limits| &limits.value), findings);
    let keys = file.keys.as_ref().map(|keys| &keys.value);
    let project = file.foundry_project.as_ref().map(|project| &project.value);
    let written = project.and_then(|project| project.location.as_ref());
    let location = match written {
        Some(_) => region(written, None, findings),
        None => platform
            .map(|platform| Sourced::default_of("foundryProject.location", platform.value.clone())),
    };
    Some(Team {
        name: known.name.clone(),
        display_name: sourced(&section.display_name),
        owner: sourced(&section.owner),
        cost_center: sourced(&section.cost_center),
        enabled,
        grants,
        limits,
        entra_group_id: file.entra_group_id.as_ref().map(sourced),
        entra: file.auth.as_ref().map(|auth| EntraAuth {
            tenant_id: sourced(&auth.entra.tenant_id),
            audiences: auth.entra.audiences.value.iter().map(sourced).collect(),
            client_ids: auth.entra.client_ids.value.iter().map(sourced).collect(),
        }),
        keys: Keys {
            count: or(
                keys.and_then(|keys| keys.count.as_ref()),
                "keys.count",
                defaults::KEYS,
            ),
            key_vault: or(
                keys.and_then(|keys| keys.key_vault.as_ref()),
                "keys.keyVault",
                true,
            ),
        },
        foundry_project: FoundryProject {
            enabled: or(
                project.and_then(|project| project.enabled.as_ref()),
                "foundryProject.enabled",
                true,
            ),
            location: location?,
        },
        environment: None,
        groups: named,
        path: known.written.path.clone(),
    })
}

/// A team's grants by model name, and the groups it names. Its own grant wins over a group's, an earlier group over a later.
fn granted(
    file: &TeamFile,
    weight: DisabledDowngrade,
    catalog: &Catalog,
    groups: &Groups,
    findings: &mut Diagnostics,
) -> (Vec<Grant>, Vec<Sourced<AccessGroupName>>) {
    let mut grants: BTreeMap<String, Grant> = BTreeMap::new();
    let mut places: BTreeMap<&str, (Origin, List)> = BTreeMap::new();
    let models = file.models.as_ref().map(|models| &models.value);
    let foundry = models
        .and_then(|models| models.foundry.as_ref())
        .map(|list| (List::Foundry, list));
    let kaito = models
        .and_then(|models| models.kaito.as_ref())
        .map(|list| (List::Kaito, list));
    for (list, entries) in foundry.into_iter().chain(kaito) {
        for written in &entries.value {
            if let Some((first, under)) = places.get(written.name.value.as_str()) {
                findings.push(if *under == list {
                    grants::twice(written, *first, "the team")
                } else {
                    grants::twice_over_kinds(written, list, *first, catalog)
                });
                continue;
            }
            places.insert(&written.name.value, (written.name.origin, list));
            match grants::grant(written, Some(list), catalog) {
                Ok(grant) => drop(grants.insert(written.name.value.clone(), grant)),
                Err(faults) => faults
                    .into_iter()
                    .for_each(|fault| findings.push(weight.of(fault))),
            }
        }
    }
    let named = named_groups(file, groups, weight, findings);
    for (group, reference) in &named {
        for grant in &group.grants {
            let name = grant.model.name().as_str();
            if !places.contains_key(name) && !grants.contains_key(name) {
                grants.insert(
                    name.to_owned(),
                    grants::through_group(grant, group, *reference),
                );
            }
        }
    }
    let named = named
        .into_iter()
        .map(|(group, origin)| Sourced::new(group.name.clone(), origin))
        .collect();
    (grants.into_values().collect(), named)
}

fn named_groups<'g>(
    file: &TeamFile,
    groups: &'g Groups,
    weight: DisabledDowngrade,
    findings: &mut Diagnostics,
) -> Vec<(&'g Group, Origin)> {
    let mut seen = BTreeSet::new();
    let mut named = Vec::new();
    for written in file.groups.iter().flat_map(|groups| &groups.value) {
        if !seen.insert(written.value.as_str()) {
            let message = format!("the team names the access group `{}` twice", written.value);
            findings.push(
                Diagnostic::about(Code::DuplicateName, written.origin, message)
                    .help("remove one of them"),
            );
            continue;
        }
        match groups.known.get(&written.value) {
            Some(group) => named.push((group, written.origin)),
            None if groups.partial => {}
            None => findings.push(weight.of(unknown_group(written, groups))),
        }
    }
    named
}

fn unknown_group(written: &Spanned<String>, groups: &Groups) -> Diagnostic {
    let names: Vec<&str> = groups.known.keys().map(String::as_str).collect();
    let message = format!(
        "there is no access group `{}` in the catalog",
        written.value
    );
    let finding = Diagnostic::about(Code::UnknownReference, written.origin, message);
    finding.help(words::named(&written.value, &names, "access group"))
}

fn limits(written: Option<&LimitsSection>, findings: &mut Diagnostics) -> TeamLimits {
    let Some(written) = written else {
        return TeamLimits::default();
    };
    let quota = match grants::quota(
        written.daily_token_quota.as_ref(),
        written.token_quota.as_ref(),
    ) {
        Ok(quota) => quota.flatten(),
        Err(fault) => {
            findings.push(*fault);
            None
        }
    };
    TeamLimits {
        tokens_per_minute: written.tokens_per_minute.as_ref().map(sourced),
        quota,
        period: grants::period_origin(written.token_quota.as_ref()),
        calls_per_minute: written.calls_per_minute.as_ref().map(sourced),
    }
}
