//! Gateway, Foundry accounts, vault, monitoring and Terraform state.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cors;
use super::identity::Identity;
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Sourced;
use crate::core::yaml::spanned::Spanned;
use crate::core::yaml::words;
use crate::domain::defaults::{self, or, sourced};
use crate::domain::ids::Location;
use crate::domain::models::model::FoundryModel;
use crate::domain::names::Names;
use crate::domain::platform::model::services::{
    Apim, Foundry, FoundryAccount, KeyVault, Monitoring, Receiver, StateBackend,
};
use crate::domain::platform::syntax::{
    ApimSection, FoundrySection, KeyVaultSection, MonitoringSection, TerraformSection,
};
use crate::domain::resolving::{derived, reserved};
use crate::facts::limits;

pub(super) fn apim(section: &ApimSection, findings: &mut Diagnostics) -> Apim {
    let sku = or(section.sku.as_ref(), "apim.sku", defaults::APIM_SKU);
    let capacity = or(
        section.capacity.as_ref(),
        "apim.capacity",
        defaults::APIM_CAPACITY,
    );
    match limits::apim(&sku.value) {
        None => {
            let known: Vec<&str> = limits::APIM_TIERS.iter().map(|tier| tier.sku).collect();
            let message = format!(
                "the API Management SKU `{}` cannot reach the virtual network",
                sku.value
            );
            let finding = Diagnostic::about(Code::InvalidValue, sku.origin, message);
            findings.push(finding.help(words::named(&sku.value, &known, "SKU")));
        }
        Some(tier) if capacity.value > tier.units => {
            let message = format!(
                "{} has at most {} scale units, and {} are asked for",
                tier.sku, tier.units, capacity.value
            );
            let finding = Diagnostic::about(Code::InvalidValue, capacity.origin, message);
            findings.push(finding.help(format!("use {} or fewer", tier.units)));
        }
        Some(_) => {}
    }
    Apim {
        sku,
        capacity,
        publisher_name: sourced(&section.publisher_name),
        publisher_email: sourced(&section.publisher_email),
        cors_origins: cors::origins(section.cors.as_ref(), findings),
    }
}

/// One account per region in which an enabled model is deployed, and always the platform's own.
pub(super) fn foundry(
    section: Option<&Spanned<FoundrySection>>,
    identity: &Identity,
    models: &[Arc<FoundryModel>],
    findings: &mut Diagnostics,
) -> Foundry {
    let empty = FoundrySection::default();
    let section = section.map_or(&empty, |section| &section.value);
    let mut regions: BTreeMap<&Location, &Sourced<Location>> = BTreeMap::new();
    for deployment in models
        .iter()
        .filter(|model| model.enabled.value)
        .flat_map(|model| &model.deployments)
    {
        if deployment.location.value != identity.location.value {
            regions
                .entry(&deployment.location.value)
                .or_insert(&deployment.location);
        }
    }
    let names = Names::new(&identity.base.value);
    let chosen = |location: &str| {
        section
            .accounts
            .iter()
            .find_map(|accounts| accounts.value.get(location))
    };
    let main_name = match (&section.subdomain, chosen(identity.location.as_str())) {
        (Some(subdomain), _) => sourced(subdomain),
        (None, Some(account)) => sourced(&account.name),
        (None, None) => derived(names.foundry_account(), identity.base.origin),
    };
    let mut accounts = vec![FoundryAccount {
        location: identity.location.clone(),
        name: main_name,
        main: true,
    }];
    for location in regions.into_values() {
        let name = match chosen(location.as_str()) {
            Some(account) => sourced(&account.name),
            None => derived(names.foundry_account_in(&location.value), location.origin),
        };
        accounts.push(FoundryAccount {
            location: location.clone(),
            name,
            main: false,
        });
    }
    if !identity.location.origin.is_synthetic() {
        check_accounts(section, identity, &accounts, findings);
    }
    let public_network_access = or(
        section.public_network_access.as_ref(),
        "foundry.publicNetworkAccess",
        false,
    );
    Foundry {
        public_network_access,
        accounts,
    }
}

fn check_accounts(
    section: &FoundrySection,
    identity: &Identity,
    accounts: &[FoundryAccount],
    findings: &mut Diagnostics,
) {
    let mut seen: BTreeMap<&str, &FoundryAccount> = BTreeMap::new();
    for account in accounts {
        if let Some(word) = reserved(&account.name) {
            let message = format!("Azure refuses account names that {word}");
            findings.push(
                Diagnostic::about(Code::InvalidName, account.name.origin, message)
                    .help("choose another name"),
            );
        }
        if let Some(first) = seen.insert(&account.name.value, account) {
            let message = format!(
                "the accounts of `{}` and `{}` have one name",
                first.location.value, account.location.value
            );
            let finding = Diagnostic::about(Code::DuplicateName, account.name.origin, message);
            findings.push(
                finding
                    .with(first.name.origin, "the other")
                    .help("give each region's account its own name"),
            );
        }
    }
    for (region, account) in section.accounts.iter().flat_map(|accounts| &accounts.value) {
        if *region == identity.location.as_str() {
            if let Some(subdomain) = section
                .subdomain
                .as_ref()
                .filter(|subdomain| subdomain.value != account.name.value)
            {
                let message = "the main account's name is written twice, and differs";
                let finding = Diagnostic::about(Code::InvalidValue, account.name.origin, message);
                findings.push(
                    finding
                        .with(subdomain.origin, "also here")
                        .help("keep one of the two keys"),
                );
            }
        } else if !accounts
            .iter()
            .any(|known| known.location.as_str() == region)
        {
            let message =
                format!("no enabled model is deployed in `{region}`, so this account is not made");
            let finding = Diagnostic::about(Code::UnusedAccount, account.origin, message)
                .resource("region", region);
            findings.push(finding.help("remove the entry, or deploy a model there"));
        }
    }
}

pub(super) fn key_vault(section: Option<&Spanned<KeyVaultSection>>) -> KeyVault {
    let section = section.map(|section| &section.value);
    let purge = section.and_then(|section| section.purge_protection.as_ref());
    let days = section.and_then(|section| section.soft_delete_days.as_ref());
    KeyVault {
        purge_protection: or(purge, "keyVault.purgeProtection", true),
        soft_delete_days: or(days, "keyVault.softDeleteDays", defaults::SOFT_DELETE_DAYS),
    }
}

pub(super) fn monitoring(
    section: Option<&Spanned<MonitoringSection>>,
    findings: &mut Diagnostics,
) -> Monitoring {
    check_receivers(section, findings);
    let section = section.map(|section| &section.value);
    let days = section.and_then(|section| section.retention_days.as_ref());
    let grafana = section.and_then(|section| section.grafana.as_ref());
    let receivers = section.and_then(|section| section.receivers.as_ref());
    Monitoring {
        retention_days: or(days, "monitoring.retentionDays", defaults::RETENTION_DAYS),
        grafana: or(grafana, "monitoring.grafana", true),
        receivers: receivers
            .iter()
            .flat_map(|receivers| &receivers.value)
            .map(|receiver| Receiver {
                name: sourced(&receiver.name),
                email: sourced(&receiver.email),
            })
            .collect(),
    }
}

/// Receivers of one name, which Azure Monitor refuses.
fn check_receivers(section: Option<&Spanned<MonitoringSection>>, findings: &mut Diagnostics) {
    let receivers = section.and_then(|section| section.value.receivers.as_ref());
    let mut seen = BTreeMap::new();
    for receiver in receivers.iter().flat_map(|receivers| &receivers.value) {
        if let Some(first) = seen.insert(receiver.name.value.to_lowercase(), receiver.name.origin) {
            let message = format!("two receivers are called `{}`", receiver.name.value);
            let finding = Diagnostic::about(Code::DuplicateName, receiver.name.origin, message);
            findings.push(
                finding
                    .with(first, "the other")
                    .help("give each receiver its own name"),
            );
        }
    }
}

/// Where state is kept; none if the backend lacks a key.
pub(super) fn state(
    section: Option<&Spanned<TerraformSection>>,
    findings: &mut Diagnostics,
) -> Option<Sourced<StateBackend>> {
    let Some(section) = section else {
        return Some(Sourced::default_of(
            "terraform.backend.type",
            StateBackend::Local,
        ));
    };
    let backend = &section.value.backend;
    let of_kind = |state| Sourced::new(state, backend.kind.origin);
    let keys = [
        ("resourceGroupName", &backend.resource_group_name),
        ("storageAccountName", &backend.storage_account_name),
        ("containerName", &backend.container_name),
    ];
    if backend.kind.value == "local" {
        let beside = keys.iter().filter_map(|(_, value)| value.as_ref());
        for written in beside.filter(|_| !backend.origin.is_synthetic()) {
            let message = "a local backend takes no further keys";
            let finding = Diagnostic::about(Code::InvalidValue, written.origin, message);
            findings.push(
                finding
                    .with(backend.kind.origin, "local")
                    .help("remove the key, or use `type: azurerm`"),
            );
        }
        return Some(of_kind(StateBackend::Local));
    }
    let absent: Vec<String> = keys
        .iter()
        .filter(|(_, value)| value.is_none() && !backend.origin.is_synthetic())
        .map(|(key, _)| format!("`{key}`"))
        .collect();
    if !absent.is_empty() {
        let absent = absent.join(", ");
        let message = format!("the `azurerm` backend lacks {absent}");
        let finding = Diagnostic::about(Code::MissingKey, backend.kind.origin, message);
        findings.push(finding.help(format!(
            "add {absent}: together they name the place of the state"
        )));
    }
    Some(of_kind(StateBackend::Azurerm {
        resource_group_name: sourced(backend.resource_group_name.as_ref()?),
        storage_account_name: sourced(backend.storage_account_name.as_ref()?),
        container_name: sourced(backend.container_name.as_ref()?),
    }))
}
