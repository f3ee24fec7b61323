//! The call of module ai-platform: Foundry accounts, Key Vault, API Management with its backends and its API.

use std::collections::BTreeMap;

use super::{admin_groups, resource_group, subnet_id};
use crate::core::document::hcl::{Body, Expr, File};
use crate::core::origin::Origin;
use crate::domain::models::model::{Deployment, FoundryModel};
use crate::domain::names;
use crate::domain::platform::model::Platform;
use crate::domain::platform::model::services::FoundryAccount;
use crate::gateway::Operation;
use crate::target::apim::operations;
use crate::target::terraform::expr::{
    Object, file_path, local, named, output, output_of, source, var,
};
use crate::target::terraform::header_with_models;

pub(super) fn file(platform: &Platform) -> File {
    let tenant = Expr::reference("data", &["azurerm_client_config", "current", "tenant_id"]);
    let call = Body::new()
        .set("source", source("ai-platform"))
        .blank()
        .set("subscription_id", var("subscription_id"))
        .set("tenant_id", tenant)
        .set("resource_group_name", resource_group("name"))
        .set("location", local("location"))
        .set("tags", local("tags"))
        .blank()
        .set("network", network())
        .blank()
        .set("monitoring", monitoring())
        .blank()
        .set(
            "application_insights_connection_string",
            output("monitoring", "application_insights_connection_string"),
        )
        .blank()
        .set("foundry_accounts", foundry_accounts(platform))
        .blank()
        .set("key_vault", key_vault(platform))
        .blank()
        .set("api_management", api_management(platform))
        .blank()
        .set("backends", backends(platform))
        .blank()
        .set("backend_pools", backend_pools(platform))
        .blank()
        .set("api", api());
    let body = Body::new().block("module", &["ai_platform"], call);
    let purpose = "Foundry accounts with their deployments, the Key Vault of the teams' keys, and the gateway in front of all models.";
    File {
        header: header_with_models(platform, purpose),
        body: body.items(),
    }
}

fn network() -> Object {
    let zone = |name: &str| output_of("networking", "private_dns_zone_ids", name);
    let zones = Object::new()
        .set(
            "cognitive_services",
            zone("privatelink.cognitiveservices.azure.com"),
        )
        .set("openai", zone("privatelink.openai.azure.com"))
        .set("ai_services", zone("privatelink.services.ai.azure.com"))
        .set("key_vault", zone("privatelink.vaultcore.azure.net"));
    Object::new()
        .set("api_management_subnet_id", subnet_id("api-management"))
        .set("private_endpoint_subnet_id", subnet_id("private-endpoint"))
        .set("private_dns_zone_ids", zones)
}

fn monitoring() -> Object {
    Object::new()
        .set(
            "log_analytics_workspace_id",
            output("monitoring", "log_analytics_workspace_id"),
        )
        .set(
            "application_insights_id",
            output("monitoring", "application_insights_id"),
        )
        .set("request_sampling_percentage", 100_u32)
        .set("prompts_and_answers_recorded", false)
}

fn foundry_accounts(platform: &Platform) -> Object {
    let mut accounts: Vec<&FoundryAccount> = platform.foundry.accounts.iter().collect();
    accounts.sort_by_key(|account| &account.location.value);
    accounts.into_iter().fold(Object::new(), |all, account| {
        all.set(
            account.location.as_str(),
            Expr::from(foundry_account(platform, account)).at_all(region(platform, account)),
        )
    })
}

fn foundry_account(platform: &Platform, account: &FoundryAccount) -> Object {
    let endpoint = if account.main {
        "foundry".to_owned()
    } else {
        format!("foundry-{}", account.location.value)
    };
    let deployments: BTreeMap<&str, Expr> = deployments(platform)
        .filter(|(_, deployment)| deployment.location.value == account.location.value)
        .map(|(model, deployment)| {
            let value = Expr::from(self::deployment(model, deployment))
                .at(deployment.name.origin)
                .at_all(moved_by(platform, deployment));
            (deployment.name.as_str(), value)
        })
        .collect();
    let name = || Expr::text(&account.name.value).at_all(platform.account_origins(account));
    let place = (!account.main).then_some(account.location.origin.derived());
    Object::new()
        .set("name", name())
        .set("subdomain", name())
        .set(
            "private_endpoint_name",
            named(platform, platform.names().private_endpoint(&endpoint)).at_all(place),
        )
        .set(
            "public_network_access_enabled",
            &platform.foundry.public_network_access,
        )
        .set("deployments", collected(deployments))
}

/// What an account is there for: its region, and that the platform's is another one.
fn region(platform: &Platform, account: &FoundryAccount) -> Vec<Origin> {
    let own = (!account.main).then(|| platform.location.origin.entry());
    std::iter::once(account.location.origin)
        .chain(own)
        .collect()
}

/// Where a deployment's region is written, which decides in which account it stands.
fn moved_by(platform: &Platform, deployment: &Deployment) -> Option<Origin> {
    let origin = deployment.location.origin;
    (origin != platform.location.origin).then(|| origin.entry())
}

/// Every deployment of an enabled model, with the model.
fn deployments(platform: &Platform) -> impl Iterator<Item = (&FoundryModel, &Deployment)> {
    platform.enabled_foundry().flat_map(|model| {
        model
            .deployments
            .iter()
            .map(move |deployment| (model.as_ref(), deployment))
    })
}

fn deployment(model: &FoundryModel, deployment: &Deployment) -> Object {
    // What the module does anyway is left out.
    let upgrade = (model.version_upgrade.value != "NoAutoUpgrade")
        .then(|| Expr::sourced(&model.version_upgrade));
    Object::new()
        .set("model_format", Expr::sourced(&model.format))
        .set("model_name", Expr::sourced(&model.model_name))
        .set("model_version", Expr::sourced(&model.version))
        .set("sku_name", Expr::sourced(&deployment.sku_name))
        .set("capacity", &deployment.capacity)
        .maybe("version_upgrade", upgrade)
        .maybe(
            "content_filter",
            model.content_filter.as_ref().map(Expr::sourced),
        )
}

fn key_vault(platform: &Platform) -> Object {
    let names = platform.names();
    Object::new()
        .set("name", named(platform, names.key_vault()))
        .set(
            "private_endpoint_name",
            named(platform, names.private_endpoint("key-vault")),
        )
        .set(
            "soft_delete_retention_days",
            &platform.key_vault.soft_delete_days,
        )
        .set(
            "purge_protection_enabled",
            &platform.key_vault.purge_protection,
        )
        .set("allowed_ip_ranges", Vec::new())
        .set("secrets_officer_group_ids", admin_groups())
}

fn api_management(platform: &Platform) -> Object {
    let apim = &platform.apim;
    let sku = Expr::text(format!("{}_{}", apim.sku.value, apim.capacity.value));
    Object::new()
        .set("name", named(platform, platform.names().apim()))
        .set("sku_name", sku.at(apim.sku.origin).at(apim.capacity.origin))
        .set("publisher_name", Expr::sourced(&apim.publisher_name))
        .set("publisher_email", Expr::sourced(&apim.publisher_email))
}

fn collected(entries: BTreeMap<impl Into<String>, impl Into<Expr>>) -> Object {
    entries
        .into_iter()
        .fold(Object::new(), |all, (name, value)| all.set(name, value))
}

fn backends(platform: &Platform) -> Object {
    let mut all = BTreeMap::new();
    for account in &platform.foundry.accounts {
        let location = &account.location;
        let url = format!("https://{}.openai.azure.com/openai/v1", account.name.value);
        let description = Expr::text(format!("Foundry models in {}", location.value));
        let value = backend(
            description.at(location.origin.derived()),
            Expr::text(url).at_all(platform.account_origins(account)),
        );
        // The main account's backend is called alike wherever it is.
        let because = region(platform, account)
            .into_iter()
            .map(|origin| if account.main { origin.entry() } else { origin });
        let value = Expr::from(value).at_all(because);
        all.insert(account.backend(), value);
    }
    for (model, deployment) in deployments(platform).filter(|(model, _)| model.pooled) {
        let Some(account) = account_of(platform, deployment) else {
            continue;
        };
        let description = format!(
            "{}: {} in {}",
            model.name.value, deployment.sku_name.value, deployment.location.value
        );
        let url = format!(
            "https://{}.openai.azure.com/openai/deployments/{}",
            account.name.value, deployment.name.value
        );
        let told = [
            model.name.origin,
            deployment.sku_name.origin,
            deployment.location.origin,
        ];
        let called = Expr::text(url)
            .at(deployment.name.origin)
            .at_all(platform.account_origins(account))
            .at_all([deployment.location.origin, platform.location.origin].map(Origin::entry));
        let value = backend(Expr::text(description).at_all(told), called).set("in_pool", true);
        let value = Expr::from(value).at_all(member_origins(model, deployment));
        all.insert(member_name(model, deployment), value);
    }
    for model in platform.enabled_kaito() {
        let url = format!(
            "http://{}.{}/v1",
            model.slug.value, platform.network.dns_zone.value
        );
        let description = Expr::text(format!("{} on the cluster", model.name.value));
        let value = backend(
            description.at(model.name.origin),
            Expr::text(url).at_all([model.slug.origin, platform.network.dns_zone.origin]),
        );
        let value = Expr::from(value).at(model.slug.origin);
        all.insert(names::kaito_backend(&model.slug.value), value);
    }
    collected(all)
}

/// The backend of a pool's member. A deployment's name has letters or digits, so it always has a slug.
fn member_name(model: &FoundryModel, deployment: &Deployment) -> String {
    names::deployment_backend(&model.slug.value, &deployment.name.value).unwrap_or_default()
}

/// What the name of a pool's member is made of.
fn member_origins(model: &FoundryModel, deployment: &Deployment) -> [Origin; 2] {
    [model.slug.origin, deployment.name.origin.derived()]
}

fn backend(description: impl Into<Expr>, url: Expr) -> Object {
    Object::new()
        .set("description", description)
        .set("url", url)
}

fn account_of<'p>(platform: &'p Platform, deployment: &Deployment) -> Option<&'p FoundryAccount> {
    platform
        .foundry
        .accounts
        .iter()
        .find(|account| account.location.value == deployment.location.value)
}

fn backend_pools(platform: &Platform) -> Object {
    let mut models: Vec<&FoundryModel> = platform
        .enabled_foundry()
        .map(AsRef::as_ref)
        .filter(|model| model.pooled)
        .collect();
    models.sort_by_key(|model| &model.slug.value);
    models.into_iter().fold(Object::new(), |pools, model| {
        pools.set(
            names::pool(&model.slug.value),
            Expr::from(pool(model)).at(model.name.origin),
        )
    })
}

fn pool(model: &FoundryModel) -> Object {
    let members: BTreeMap<String, Expr> = model
        .deployments
        .iter()
        .map(|deployment| {
            let member = Object::new()
                .set("priority", &deployment.priority)
                .set("weight", &deployment.weight);
            let member = Expr::from(member).at_all(member_origins(model, deployment));
            (member_name(model, deployment), member)
        })
        .collect();
    Object::new()
        .set(
            "description",
            Expr::text(format!(
                "{}: the lowest priority number first, the next when it is full",
                model.name.value
            ))
            .at(model.name.origin),
        )
        .set("members", collected(members))
}

fn api() -> Object {
    let own = Operation::ALL
        .into_iter()
        .filter(|operation| operations::policy(*operation).is_some());
    let mut ids: Vec<&str> = own.map(Operation::id).collect();
    ids.sort_unstable();
    let policies = ids.into_iter().fold(Object::new(), |all, id| {
        all.set(id, file_path(&format!("policies/operations/{id}.xml")))
    });
    Object::new()
        .set("name", names::API)
        .set("display_name", "OpenAI API")
        .set("path", names::API_PATH)
        .set("bearer_keys", true)
        .set("policy_file", file_path("policies/api.xml"))
        .set("operation_policy_files", policies)
}
