//! `policies/`: what the gateway does, as policy documents that Terraform reads with `file()`.
//!
//! * `api.xml` reads what is asked for, runs the product's policy, demands its decision, and routes ([`api`]);
//! * `products/<team>.xml` decides: which models, which limits ([`product`]);
//! * `operations/<operation>.xml` holds what one operation needs besides ([`operations`]).
//!
//! A request is answered 200 only if the product's policy has named the model that it grants; whatever goes missing on the
//! way (no product, no policy at the product, a model the API policy does not know) is a refusal.

use crate::document::{Document, Header};
use crate::facts::limits;
use crate::gateway::{Operation, Policy, lower};
use crate::model::{Platform, Team};
use crate::plan::{OutputPath, PlannedFile, SizeLimit};
use crate::target::Target;

pub mod api;
pub mod backends;
pub mod errors;
pub mod operations;
pub mod product;

/// The policies of API Management.
#[derive(Debug, Clone, Copy)]
pub struct Apim;

impl Target for Apim {
    fn name(&self) -> &'static str {
        "apim"
    }

    fn plan<'p>(&self, platform: &'p Platform) -> Vec<PlannedFile<'p>> {
        let api = file(
            platform,
            &["api.xml"],
            Some(api_limit(platform)),
            move || document(&api::policy(platform), api_header(platform)),
        );
        let operations = Operation::ALL.into_iter().filter_map(|operation| {
            let policy = operations::policy(operation)?;
            let name = format!("{}.xml", operation.id());
            file(platform, &["operations", &name], None, move || {
                document(&policy, operation_header(operation))
            })
        });
        let products = platform.teams.iter().filter_map(|team| {
            let name = format!("{}.xml", team.name.value);
            let limit = product_limit(team);
            let planned = file(platform, &["products", &name], Some(limit), move || {
                product_document(platform, team)
            });
            planned.map(|file| PlannedFile {
                subject: team.origins(),
                ..file
            })
        });
        api.into_iter().chain(operations).chain(products).collect()
    }
}

fn file<'p>(
    platform: &'p Platform,
    below: &[&str],
    limit: Option<SizeLimit>,
    produce: impl Fn() -> Document + Send + Sync + 'p,
) -> Option<PlannedFile<'p>> {
    let folder = [platform.environment.value.as_str(), "policies"];
    let path = OutputPath::join(&[&folder, below].concat())?;
    Some(PlannedFile {
        path,
        owner: "apim",
        subject: Vec::new(),
        limit,
        produce: Box::new(produce),
    })
}

/// The policy of a product grows with what its team is granted.
fn product_limit(team: &Team) -> SizeLimit {
    SizeLimit {
        bytes: limits::POLICY_BYTES,
        what: format!("the policy of the product of `{}`", team.name.value),
        service: "API Management",
        origin: team.name.origin,
        help: "grant the team fewer models, or make two teams of it",
    }
}

/// The policy of the API grows with the models of the catalog. The base name is always written, other than the SKU.
fn api_limit(platform: &Platform) -> SizeLimit {
    SizeLimit {
        bytes: limits::POLICY_BYTES,
        what: format!("the policy of the API in `{}`", platform.environment.value),
        service: "API Management",
        origin: platform.base.origin,
        help: "enable fewer models, or spread them over environments",
    }
}

fn document(policy: &Policy, header: Header) -> Document {
    Document::Xml(lower::document(policy, header))
}

/// A product's policy. Whether the team is enabled decides on all of it.
fn product_document(platform: &Platform, team: &Team) -> Document {
    let mut file = lower::document(&product::policy(team), team_header(platform, team));
    let enabled = team.enabled.origin;
    file.root.origin = enabled.span().is_some().then(|| enabled.entry());
    Document::Xml(file)
}

fn api_header(platform: &Platform) -> Header {
    let purpose =
        "Policy of the API openai-api: what every request goes through, whatever the team."
            .to_owned();
    let inputs = platform
        .inputs
        .platform
        .iter()
        .chain(&platform.inputs.models)
        .cloned()
        .collect();
    Header { purpose, inputs }
}

fn operation_header(operation: Operation) -> Header {
    let purpose = format!(
        "Policy of {} {}: the same for all teams and models.",
        operation.method(),
        operation.url_template()
    );
    Header {
        purpose,
        inputs: Vec::new(),
    }
}

fn team_header(platform: &Platform, team: &Team) -> Header {
    let purpose = format!(
        "Policy of the product of team {}: which models, and how much of them.",
        team.name.value
    );
    let inputs = std::iter::once(&team.path)
        .chain(&platform.inputs.models)
        // What follows the platform's own file is the environment's overlay, which may change models.
        .chain(platform.inputs.platform.iter().skip(1))
        .cloned()
        .collect();
    Header { purpose, inputs }
}
