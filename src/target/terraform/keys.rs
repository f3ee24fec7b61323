//! Root 40-keys: a file per team that hands out its keys, by values that never reach a state.

use super::expr::{Object, below, local, source, var};
use super::tenants::{IDS, file_name, ids, tags, team_output};
use super::{
    Files, header, header_with_teams,
    roots::{self, Root},
    team_header,
};
use crate::core::document::hcl::{Body, Expr, File, Ident, Key};
use crate::core::origin::Origin;
use crate::domain::consumers::model::Team;
use crate::domain::names;
use crate::domain::platform::model::Platform;

const ROOT: &Root = &roots::KEYS;

pub(super) fn plan(files: &mut Files<'_>) {
    files.settings(ROOT);
    files.root_file(ROOT, "main.tf", main);
    files.root_file(ROOT, "outputs.tf", outputs);
    for team in files.platform.teams.iter().filter(|team| hands_out(team)) {
        files.root_file(ROOT, &file_name(team), move |platform| {
            self::team(platform, team)
        });
        files.subject(origins(team));
    }
}

/// What a team's keys go anywhere for.
fn origins(team: &Team) -> Vec<Origin> {
    let because = [
        team.keys.key_vault.origin,
        team.foundry_project.enabled.origin,
    ];
    let because = because.into_iter().map(Origin::entry);
    team.origins().into_iter().chain(because).collect()
}

/// Whether a team's keys go anywhere.
fn hands_out(team: &Team) -> bool {
    team.keys.key_vault.value || team.foundry_project.enabled.value
}

fn main(platform: &Platform) -> File {
    let below_group =
        |rest: String| below(local("resource_group_id"), rest).at_all(platform.base_origins());
    let vault = format!(
        "/providers/Microsoft.KeyVault/vaults/{}",
        platform.names().key_vault()
    );
    let locals = ids(platform)
        .set(
            "foundry_accounts",
            below(
                local("resource_group_id"),
                "/providers/Microsoft.CognitiveServices/accounts",
            ),
        )
        .set("key_vault_id", below_group(vault));
    let body = Body::new().comment(IDS).block("locals", &[], locals);
    File {
        header: header(platform, "What all teams' files use."),
        body: body.items(),
    }
}

fn outputs(platform: &Platform) -> File {
    let teams = platform
        .teams
        .iter()
        .filter(|team| hands_out(team))
        .map(|team| {
            (
                Key(team.name.as_str().to_owned()),
                team_output(team, "secret_ids").at_all(origins(team)),
            )
        });
    let body = Body::new().block(
        "output",
        &["secret_ids"],
        Body::new()
            .set(
                "description",
                "Each team's Key Vault secrets, without a version, by which key they hold.",
            )
            .set("value", Expr::Object(teams.collect())),
    );
    File {
        header: header_with_teams(platform, "Where the keys are; no keys."),
        body: body.items(),
    }
}

fn team(platform: &Platform, team: &Team) -> File {
    let name = &team.name.value;
    let subscription = format!("/subscriptions/{}", names::subscription(name));
    let generation = vec![
        var("team_key_generations"),
        Expr::text(name.as_str()).at(team.name.origin),
        var("key_generation"),
    ];
    let mut call = Body::new()
        .set("source", source("keys"))
        .blank()
        .set(
            "subscription_id",
            below(local("api_management_id"), subscription).at(team.name.origin),
        )
        .set("generation", Expr::Call(Ident::of("lookup"), generation))
        .set("key_vault_id", local("key_vault_id"))
        .blank()
        .set(
            "secrets",
            Expr::from(secrets(team)).at(team.keys.key_vault.origin.entry()),
        );
    if team.foundry_project.enabled.value {
        call = call.blank().set(
            "foundry_connection",
            Expr::from(connection(platform, team)).at(team.foundry_project.enabled.origin.entry()),
        );
    }
    if let Some(group) = &team.entra_group_id {
        call = call.blank().set("group_id", Expr::sourced(group));
    }
    let call = call.blank().set("tags", tags(platform, team));
    let label = names::terraform_team(name);
    let body = Body::new().block_at("module", &[&label], call, vec![team.name.origin.derived()]);
    File {
        header: team_header(platform, team, format!("Team {name}: where its keys go.")),
        body: body.items(),
    }
}

fn secrets(team: &Team) -> Object {
    if !team.keys.key_vault.value {
        return Object::new();
    }
    let secret = |name: String| Expr::text(name).at(team.name.origin);
    let secondary = names::secondary_secret(&team.name.value);
    Object::new()
        .set("primary", secret(names::secret(&team.name.value)))
        .maybe(
            "secondary",
            (team.keys.count.value > 1)
                .then(|| secret(secondary).at(team.keys.count.origin.entry())),
        )
}

fn connection(platform: &Platform, team: &Team) -> Object {
    let names = platform.names();
    let (account, project) = (
        names.team_account(&team.name.value),
        names::project(&team.name.value),
    );
    let project = below(
        local("foundry_accounts"),
        format!("/{account}/projects/{project}"),
    );
    Object::new()
        .set(
            "name",
            Expr::text(names::connection(&team.name.value)).at(team.name.origin),
        )
        .set(
            "project_id",
            project
                .at(team.name.origin.derived())
                .at_all(platform.base_origins()),
        )
        .set(
            "target",
            Expr::text(names.gateway_api_url()).at_all(platform.base_origins()),
        )
}
