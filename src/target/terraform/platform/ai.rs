//! The call of module ai-platform: Foundry accounts, Key Vault, API Management with its backends and its API.

use std::collections::BTreeMap;

use super::{admin_groups, resource_group, subnet_id};
use crate::core::document::hcl::{Body, Expr, File};
use crate::core::origin::Origin;
use crate::domain::models::model::{Deployment, FoundryModel};
use crate::domain::platform::model::Platform;
use crate::domain::platform::model::services::FoundryAccount;
use crate::gateway::Operation;
use crate::gateway::service::{Api, Breaker, Service};
use crate::target::apim::operations;
use crate::target::terraform::expr::{
    Object, file_path, literal, local, named, output, output_of, source, var,
};
use crate::target::terraform::header_with_models;

pub(super) fn file(platform: &Platform) -> File {
    let service = Service::of(platform);
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
        .set("circuit_breakers", breakers())
        .blank()
        .set("backends", backends(&service))
        .blank()
        .set("backend_pools", backend_pools(&service))
        .blank()
        .set("api", api(&service.api));
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
                .at(model.name.origin)
                .at_all(moved_by(platform, deployment));
            (model.name.as_str(), value)
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

fn backends(service: &Service) -> Object {
    service.backends.iter().fold(Object::new(), |all, backend| {
        let value = Object::new()
            .set("description", literal(&backend.description))
            .set("url", literal(&backend.url))
            .set(
                "breaker",
                Expr::text(backend.breaker.name()).at_all(backend.breaker_at.iter().copied()),
            );
        let value = Expr::from(value).at_all(backend.id.origins());
        all.set(&backend.id.text, value)
    })
}

/// The numbers of the breakers, so that the module has none of its own.
fn breakers() -> Object {
    Breaker::ALL
        .into_iter()
        .fold(Object::new(), |all, breaker| {
            let rule = breaker.rule();
            let codes = rule.failures.iter().map(|(min, max)| {
                let range = Object::new().set("min", *min).set("max", *max);
                Expr::from(range)
            });
            let value = Object::new()
                .set("count", rule.count)
                .set("interval", format!("PT{}S", rule.interval_seconds))
                .set("trip", format!("PT{}S", rule.trip_seconds))
                .set("status_codes", codes.collect::<Vec<Expr>>())
                .set("follows_retry_after", rule.follows_retry_after);
            all.set(breaker.name(), value)
        })
}

fn backend_pools(service: &Service) -> Object {
    service.pools.iter().fold(Object::new(), |pools, pool| {
        let members = pool.members.iter().fold(Object::new(), |all, member| {
            let value = Object::new()
                .set("priority", &member.priority)
                .set("weight", &member.weight);
            let value = Expr::from(value).at_all(member.backend.origins());
            all.set(&member.backend.text, value)
        });
        let value = Object::new()
            .set("description", literal(&pool.description))
            .set("members", members);
        let value = Expr::from(value).at_all(pool.id.origins());
        pools.set(&pool.id.text, value)
    })
}

fn api(api: &Api) -> Object {
    let operations = api.operations.iter().copied();
    let own = operations.filter(|operation| operations::policy(*operation).is_some());
    let mut ids: Vec<&str> = own.map(Operation::id).collect();
    ids.sort_unstable();
    let policies = ids.into_iter().fold(Object::new(), |all, id| {
        all.set(id, file_path(&format!("policies/operations/{id}.xml")))
    });
    Object::new()
        .set("name", api.name)
        .set("display_name", "OpenAI API")
        .set("path", api.path)
        .set("key_header", api.key_header)
        .set("key_query", api.key_query)
        .set("bearer_keys", api.bearer_keys)
        .set("policy_file", file_path("policies/api.xml"))
        .set("operation_policy_files", policies)
}
