//! What one API Management service can hold.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::facts::limits;
use crate::model::Platform;

/// One product and one or two subscriptions per team.
pub(super) fn entities(platform: &Platform, findings: &mut Diagnostics) {
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

/// Members of a backend pool.
pub(super) fn pools(platform: &Platform, findings: &mut Diagnostics) {
    for model in platform.enabled_foundry().filter(|model| model.pooled) {
        let members = model.deployments.len();
        if members > limits::POOL_MEMBERS {
            let message = format!(
                "`{}` has {members} deployments, and a pool holds {}",
                model.name.value,
                limits::POOL_MEMBERS
            );
            let finding = Diagnostic::about(Code::OverLimit, model.name.origin, message);
            findings.push(finding.help("use fewer and larger deployments"));
        }
    }
}
