//! Root 30-tenants: a file per team, with one call of module tenant.

use super::expr::{Object, below, file_path, local, named, source, var};
use super::{
    Files, header, header_with_teams, overlaid,
    roots::{self, Root},
    team_header,
};
use crate::core::document::hcl::{Body, Expr, File, Ident, Key, Reference, Step};
use crate::domain::consumers::model::Team;
use crate::domain::names;
use crate::domain::platform::model::Platform;

const ROOT: &Root = &roots::TENANTS;

/// API Management's limit for the display name of a subscription.
const LONGEST_SUBSCRIPTION: usize = 100;

pub(super) fn plan(files: &mut Files<'_>) {
    files.settings(ROOT);
    files.root_file(ROOT, "main.tf", main);
    files.root_file(ROOT, "outputs.tf", outputs);
    for team in &files.platform.teams {
        files.root_file(ROOT, &file_name(team), move |platform| {
            self::team(platform, team)
        });
        files.subject(team.origins());
    }
}

/// A team's file in this root and in 40-keys.
pub(super) fn file_name(team: &Team) -> String {
    format!("team-{}.tf", team.name.value)
}

/// Why ids are composed in the roots of teams.
pub(super) const IDS: &str = "Names are known since the platform was compiled; ids follow from them, so that no root reads another one's state.";

/// The resource group's id, and that of the API Management service in it.
pub(super) fn ids(platform: &Platform) -> Body {
    let names = platform.names();
    let group = Expr::Template(vec![
        crate::core::document::hcl::Part::Text("/subscriptions/".to_owned()),
        crate::core::document::hcl::Part::Expr(var("subscription_id")),
        crate::core::document::hcl::Part::Text(format!(
            "/resourceGroups/{}",
            names.resource_group()
        )),
    ]);
    let service = format!(
        "/providers/Microsoft.ApiManagement/service/{}",
        names.apim()
    );
    Body::new()
        .set("resource_group_id", group.at_all(platform.base_origins()))
        .set(
            "api_management_id",
            below(local("resource_group_id"), service).at_all(platform.base_origins()),
        )
}

fn main(platform: &Platform) -> File {
    let names = platform.names();
    let shared = Object::new()
        .set("subscription_id", var("subscription_id"))
        .set(
            "resource_group_name",
            named(platform, names.resource_group()),
        )
        .set("api_management_id", local("api_management_id"))
        .set("api_management_name", named(platform, names.apim()))
        .set("api_name", names::API);
    let policy = format!("/apis/{}/policies/policy", names::API);
    let guard = Body::new()
        .set(
            "type",
            "Microsoft.ApiManagement/service/apis/policies@2024-05-01",
        )
        .set("resource_id", below(local("api_management_id"), policy))
        .set("response_export_values", Vec::new());
    let body = Body::new()
        .comment(IDS)
        .block("locals", &[], ids(platform).blank().set("platform", shared))
        .comment("No product may lead to an API that lacks its guard: without the policy that 10-platform writes, nothing here is planned.")
        .comment("azapi: azurerm has no data source for the policy of an API.")
        .block("data", &["azapi_resource", "api_policy"], guard);
    File {
        header: header(platform, "What all teams' files use."),
        body: body.items(),
    }
}

/// `module.team_<name>.<output>`
pub(super) fn team_output(team: &Team, output: &'static str) -> Expr {
    let steps = vec![
        Step::Name(Ident::like(&names::terraform_team(&team.name.value))),
        Step::Name(Ident::of(output)),
    ];
    Expr::Reference(Reference {
        root: Ident::of("module"),
        steps,
    })
}

fn outputs(platform: &Platform) -> File {
    let teams = platform.teams.iter().map(|team| {
        (
            Key(team.name.as_str().to_owned()),
            team_output(team, "subscription").at_all(team.origins()),
        )
    });
    let body = Body::new().block(
        "output",
        &["subscriptions"],
        Body::new()
            .set("description", "Each team's subscription: id and state.")
            .set("value", Expr::Object(teams.collect())),
    );
    File {
        header: header_with_teams(platform, "What operators may want to see; no keys."),
        body: body.items(),
    }
}

fn team(platform: &Platform, team: &Team) -> File {
    let name = &team.name.value;
    let product = Object::new()
        .set(
            "name",
            Expr::text(names::product(name)).at(team.name.origin.derived()),
        )
        .set("display_name", Expr::sourced(&team.display_name))
        .set(
            "policy_file",
            file_path(&format!("policies/products/{name}.xml")).at(team.name.origin.derived()),
        );
    let short = team
        .display_name
        .as_ref()
        .map(|text| names::shortened(text, LONGEST_SUBSCRIPTION));
    let subscription = Object::new()
        .set(
            "name",
            Expr::text(names::subscription(name)).at(team.name.origin.derived()),
        )
        .set("display_name", Expr::sourced(&short))
        .set(
            "suspended",
            Expr::from(!team.enabled.value).at(team.enabled.origin),
        );
    let mut call = Body::new()
        .set("source", source("tenant"))
        .blank()
        .set("platform", local("platform"))
        .blank()
        .set("product", product)
        .blank()
        .set("subscription", subscription);
    if team.foundry_project.enabled.value {
        let foundry = Expr::from(foundry(platform, team));
        let because = team.foundry_project.enabled.origin.entry();
        call = call.blank().set("foundry", foundry.at(because));
    }
    if let Some(group) = &team.entra_group_id {
        call = call.blank().set("group_id", Expr::sourced(group));
    }
    let call = call.blank().set("tags", tags(platform, team));
    let label = names::terraform_team(name);
    let body = Body::new().block_at("module", &[&label], call, vec![team.name.origin.derived()]);
    let purpose = format!("Team {name}: its product, subscription and Foundry project.");
    File {
        header: team_header(platform, team, purpose),
        body: body.items(),
    }
}

fn foundry(platform: &Platform, team: &Team) -> Object {
    let account = platform.names().team_account(&team.name.value);
    let account = || named(platform, account.as_str()).at(team.name.origin.derived());
    let project = Object::new()
        .set(
            "name",
            Expr::text(names::project(&team.name.value)).at(team.name.origin.derived()),
        )
        .set("display_name", Expr::sourced(&team.display_name));
    // Where the team says nothing, the platform does.
    let place = &team.foundry_project.location;
    let platform_s = place
        .origin
        .span()
        .is_none()
        .then_some(platform.location.origin);
    Object::new()
        .set("location", Expr::sourced(place).at_all(platform_s))
        .set("account_name", account())
        .set("subdomain", account())
        .set("project", project)
}

/// The platform's tags, with who answers for the team and who pays.
pub(super) fn tags(platform: &Platform, team: &Team) -> Object {
    let own = [
        ("costCenter", Expr::sourced(&team.cost_center)),
        ("owner", Expr::sourced(&team.owner)),
        ("team", Expr::sourced(&team.name)),
    ];
    let tags = overlaid(super::tags(platform), own.into());
    tags.into_iter()
        .fold(Object::new(), |all, (key, value)| all.set(key, value))
}
