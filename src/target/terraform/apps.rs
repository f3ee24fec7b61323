//! Applications in root 30-tenants: a file each, with their identities, and what their charts ask for.

use super::expr::{Object, named, source, var};
use super::{Files, header_with_teams, roots, tenants};
use crate::core::document::Header;
use crate::core::document::hcl::{Body, Expr, File, Ident, Key, Part, Reference, Step};
use crate::domain::apps::model::App;
use crate::domain::consumers::model::Team;
use crate::domain::names;
use crate::domain::platform::model::Platform;

const ROOT: &roots::Root = &roots::TENANTS;

pub(super) fn plan(files: &mut Files<'_>) {
    let platform = files.platform;
    if platform.apps.is_empty() {
        return;
    }
    files.root_file(ROOT, "apps.tf", shared);
    files.subject(platform.apps.iter().map(|app| app.name.origin).collect());
    for app in &platform.apps {
        let mut teams = platform.teams.iter();
        let Some(team) = teams.find(|team| team.name.value == app.team.value) else {
            continue;
        };
        let name = format!("app-{}.tf", app.name.value);
        files.root_file(ROOT, &name, move |platform| self::app(platform, team, app));
        let because = team.origins().into_iter().chain(app.origins());
        files.subject(because.collect());
    }
}

/// What all applications use, and what their charts ask for.
fn shared(platform: &Platform) -> File {
    let names = platform.names();
    let cluster = Body::new()
        .set("name", named(platform, names.cluster()))
        .set(
            "resource_group_name",
            named(platform, names.resource_group()),
        );
    let apps = platform.apps.iter().map(|app| {
        let steps = vec![
            Step::Name(Ident::like(&names::terraform_app(&app.name.value))),
            Step::Name(Ident::of("identity")),
        ];
        let identity = Expr::Reference(Reference {
            root: Ident::of("module"),
            steps,
        });
        let values = Expr::object([("identity", identity)]);
        (
            Key(app.name.to_string()),
            values.at_all([app.name.origin.entry()]),
        )
    });
    let output = Body::new()
        .set(
            "description",
            "Values that each application's chart takes besides its own: `terraform output -json apps`.",
        )
        .set("value", Expr::Object(apps.collect()));
    let body = Body::new()
        .block("data", &["azurerm_kubernetes_cluster", "main"], cluster)
        .block("output", &["apps"], output);
    File {
        header: header_with_teams(
            platform,
            "What the applications share, and what their charts ask for.",
        ),
        body: body.items(),
    }
}

fn app(platform: &Platform, team: &Team, app: &App) -> File {
    let name = &app.name.value;
    let about = Object::new()
        .set("name", Expr::sourced(&app.name))
        .set(
            "namespace",
            Expr::sourced(&app.namespace).at(platform.environment.origin.entry()),
        )
        .set(
            "identity",
            named(platform, platform.names().app_identity(name)).at(app.name.origin.derived()),
        );
    let issuer = Expr::reference(
        "data",
        &["azurerm_kubernetes_cluster", "main", "oidc_issuer_url"],
    );
    let job = app.migrations.as_ref();
    let migrations = Expr::from(job.is_some()).at_all(job.map(|job| job.component.origin.entry()));
    let mut call = Body::new()
        .set("source", source("app"))
        .blank()
        .set(
            "resource_group_name",
            named(platform, platform.names().resource_group()),
        )
        .set("location", Expr::sourced(&platform.location))
        .set("issuer", issuer)
        .blank()
        .set("app", about)
        .set("migrations", migrations);
    if let Some(vault) = &app.key_vault {
        let rest = format!(
            "/resourceGroups/{}/providers/Microsoft.KeyVault/vaults/{}",
            vault.resource_group.value, vault.name.value
        );
        let id = Expr::Template(vec![
            Part::Text("/subscriptions/".to_owned()),
            Part::Expr(var("subscription_id")),
            Part::Text(rest),
        ]);
        let origins = [vault.resource_group.origin, vault.name.origin];
        call = call.set("key_vault_id", id.at_all(origins));
    }
    let call = call.blank().set("tags", tenants::tags(platform, team));
    let label = names::terraform_app(name);
    let body = Body::new().block_at("module", &[&label], call, vec![app.name.origin.derived()]);
    let teams = std::iter::once(&team.path);
    let inputs = app
        .paths
        .iter()
        .chain(teams)
        .chain(&platform.inputs.platform);
    File {
        header: Header {
            purpose: format!(
                "Application {name} of {}: its identities, and what they may read.",
                team.name.value
            ),
            inputs: inputs.cloned().collect(),
        },
        body: body.items(),
    }
}
