//! What one API Management service can hold, and where it exists.

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::domain::platform::model::Platform;
use crate::facts::limits;

crate::domain::rule::rules! { Apim:
    "sku-reaches-the-network" InvalidValue Error Stage("read") "The SKU is one whose gateway reaches the virtual network: StandardV2 or PremiumV2";
    "units-of-the-sku" InvalidValue Error Stage("resolve") "The service has no more scale units than its SKU allows";
    "websites-by-their-origin" InvalidValue Error Stage("resolve") "A website whose scripts may call the gateway is named as browsers name it, each by itself, and comes by TLS";
    "sku-in-region" UnavailableInRegion Warning Platform(region) "The SKU is known to be offered in the region";
    "products-of-the-sku" OverLimit Error Platform(entities) "There are no more teams than the SKU holds products and subscriptions";
    "pool-members" InvalidValue Error Stage("read") "A backend pool has at most 30 members";
    "policy-size" OverLimit Error Stage("plan") "A policy document has at most 512 KiB";
}

fn region(platform: &Platform, findings: &mut Diagnostics) {
    let (location, sku) = (&platform.location, &platform.apim.sku);
    let Some(region) = platform.facts.region(location.as_str()) else {
        return;
    };
    if limits::apim(&sku.value).is_none() || region.apim.contains(&sku.value) {
        return;
    }
    let message = format!(
        "API Management {} is not known to be offered in `{}` (as of {})",
        sku.value, location.value, platform.facts.regions.as_of
    );
    let help = match region.apim.as_slice() {
        [] => "choose a region that offers it, or make sure that it has come since".to_owned(),
        others => format!(
            "choose another SKU ({}) or region, or make sure that it has come since",
            others.join(", ")
        ),
    };
    let finding = Diagnostic::about(Code::UnavailableInRegion, location.origin, message)
        .with(sku.origin, "the SKU");
    findings.push(finding.help(help));
}

/// One product and one subscription per team.
fn entities(platform: &Platform, findings: &mut Diagnostics) {
    let Some(tier) = limits::apim(&platform.apim.sku.value) else {
        return;
    };
    let teams = platform.teams.len();
    let most = tier.products.min(tier.subscriptions);
    if teams > most {
        let environment = &platform.environment.value;
        let message = format!(
            "{teams} teams in `{environment}`, and {} holds {most} products, one per team",
            tier.sku
        );
        let origin = if platform.apim.sku.origin.span().is_some() {
            platform.apim.sku.origin
        } else {
            platform.apim.publisher_name.origin
        };
        let finding = Diagnostic::about(Code::OverLimit, origin, message);
        findings.push(finding.help(help(tier.sku)));
    }
}

fn help(sku: &str) -> String {
    let larger: Vec<&str> = limits::APIM_TIERS
        .iter()
        .filter(|tier| tier.sku != sku)
        .map(|tier| tier.sku)
        .collect();
    format!(
        "spread the teams over environments, or use another SKU: {}",
        larger.join(", ")
    )
}
