//! `policies/`: what the gateway does, as policy documents that Terraform reads with `file()`.
//!
//! * `api.xml` reads what is asked for, runs the product's policy, demands its decision, and routes ([`api`]);
//! * `products/<team>.xml` decides: which models, which limits ([`product`]);
//! * `operations/<operation>.xml` holds what one operation needs besides ([`operations`]).
//!
//! A request is answered 200 only if the product's policy has named the model that it grants; whatever goes missing on the
//! way (no product, no policy at the product, a model the API policy does not know) is a refusal.

use crate::core::document::{Document, Header};
use crate::core::origin::Origin;
use crate::core::plan::{OutputPath, PlannedFile, SizeLimit};
use crate::domain::consumers::model::Team;
use crate::domain::platform::model::Platform;
use crate::facts::limits;
use crate::gateway::{Operation, Policy, lower};
use crate::target::Target;

pub mod api;
pub mod backends;
mod bounds;
pub mod errors;
mod lists;
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
        let file = |scope: Scope<'p>| {
            Some(PlannedFile {
                path: scope.path(platform)?,
                owner: "apim",
                subject: scope.subject(),
                limit: scope.limit(platform),
                produce: Box::new(move || scope.document(platform)),
            })
        };
        scopes(platform).filter_map(file).collect()
    }
}

/// What a policy is for.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'p> {
    /// The API.
    Api,
    /// An operation that needs a policy of its own.
    Operation(Operation),
    /// A team's product.
    Product(&'p Team),
}

/// All scopes of a platform that have a policy.
pub fn scopes(platform: &Platform) -> impl Iterator<Item = Scope<'_>> {
    let operations = Operation::ALL
        .into_iter()
        .filter(|operation| operations::policy(*operation).is_some());
    std::iter::once(Scope::Api)
        .chain(operations.map(Scope::Operation))
        .chain(platform.teams.iter().map(Scope::Product))
}

impl Scope<'_> {
    /// Its policy.
    pub fn policy(self, platform: &Platform) -> Policy {
        match self {
            Self::Api => api::policy(platform),
            Self::Operation(operation) => {
                operations::policy(operation).unwrap_or_else(operations::nothing)
            }
            Self::Product(team) => product::policy(team),
        }
    }

    /// Where its policy is printed.
    pub fn path(self, platform: &Platform) -> Option<OutputPath> {
        let folder = [platform.environment.value.as_str(), "policies"];
        match self {
            Self::Api => OutputPath::join(&[&folder[..], &["api.xml"]].concat()),
            Self::Operation(operation) => {
                let name = format!("{}.xml", operation.id());
                OutputPath::join(&[&folder[..], &["operations", &name]].concat())
            }
            Self::Product(team) => {
                let name = format!("{}.xml", team.name.value);
                OutputPath::join(&[&folder[..], &["products", &name]].concat())
            }
        }
    }

    /// The comment at the top of its policy.
    pub fn header(self, platform: &Platform) -> Header {
        match self {
            Self::Api => api_header(platform),
            Self::Operation(operation) => operation_header(operation),
            Self::Product(team) => team_header(platform, team),
        }
    }

    fn document(self, platform: &Platform) -> Document {
        let mut file = lower::document(&self.policy(platform), self.header(platform));
        if let Self::Product(team) = self {
            // Whether the team is enabled decides on all of it.
            let enabled = team.enabled.origin;
            file.root.origins = enabled
                .span()
                .map(|_| enabled.entry())
                .into_iter()
                .collect();
        }
        Document::Xml(file)
    }

    fn subject(self) -> Vec<Origin> {
        match self {
            Self::Product(team) => team.origins(),
            Self::Api | Self::Operation(_) => Vec::new(),
        }
    }

    fn limit(self, platform: &Platform) -> Option<SizeLimit> {
        match self {
            Self::Api => Some(api_limit(platform)),
            Self::Operation(_) => None,
            Self::Product(team) => Some(product_limit(platform, team)),
        }
    }
}

/// The policy of a product grows with what its team is granted.
fn product_limit(platform: &Platform, team: &Team) -> SizeLimit {
    let paths = [&platform.inputs.platform, &platform.inputs.models];
    let paths = paths.into_iter().flatten().chain([&team.path]);
    SizeLimit {
        bytes: limits::POLICY_BYTES,
        at_most: product::at_most(team) + paths.map(|path| 4 * path.len()).sum::<usize>(),
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
        at_most: usize::MAX,
        what: format!("the policy of the API in `{}`", platform.environment.value),
        service: "API Management",
        origin: platform.base.origin,
        help: "enable fewer models, or spread them over environments",
    }
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
