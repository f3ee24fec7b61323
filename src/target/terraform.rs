//! Terraform: four roots, applied in the order of their numbers, and the modules that they call.
//!
//! A root holds literal names and addresses only, each with the input it came from; what a resource looks like is the
//! modules' concern. No root reads another one's state: every name is known here, and ids follow from names.

use std::collections::BTreeMap;

use super::{Files, Target};
use crate::core::document::hcl::{Body, Expr, File};
use crate::core::document::{Document, Header};
use crate::core::plan::PlannedFile;
use crate::domain::consumers::model::Team;
use crate::domain::platform::model::Platform;
use crate::domain::platform::model::services::StateBackend;

use roots::Root;

mod assets;
mod expr;
mod keys;
mod models;
mod platform;
pub mod roots;
mod tenants;

/// See the module.
pub(super) struct Terraform;

impl Target for Terraform {
    fn name(&self) -> &'static str {
        "terraform"
    }

    fn plan<'p>(&self, platform: &'p Platform) -> Vec<PlannedFile<'p>> {
        let mut files = Files::new(platform, self.name());
        for (path, asset) in assets::files(platform) {
            files.add(&format!("terraform/{path}"), move || Document::Asset(asset));
        }
        platform::plan(&mut files);
        models::plan(&mut files);
        tenants::plan(&mut files);
        keys::plan(&mut files);
        files.planned
    }
}

impl<'p> Files<'p> {
    /// A Terraform file of a root.
    fn root_file(
        &mut self,
        root: &'static Root,
        name: &str,
        produce: impl Fn(&'p Platform) -> File + Send + Sync + 'p,
    ) {
        let platform = self.platform;
        self.add(&format!("terraform/{}/{name}", root.folder), move || {
            Document::Hcl(produce(platform))
        });
    }

    /// A root's `terraform.tf`.
    fn settings(&mut self, root: &'static Root) {
        self.root_file(root, "terraform.tf", move |platform| File {
            header: header(platform, "Versions, and where Terraform keeps its state."),
            body: settings(platform, root).items(),
        });
    }
}

fn header(platform: &Platform, purpose: &str) -> Header {
    Header {
        purpose: purpose.to_owned(),
        inputs: platform.inputs.platform.clone(),
    }
}

/// The header of a file that shows models.
fn header_with_models(platform: &Platform, purpose: &str) -> Header {
    let inputs = [&platform.inputs.platform, &platform.inputs.models];
    Header {
        purpose: purpose.to_owned(),
        inputs: inputs.into_iter().flatten().cloned().collect(),
    }
}

/// The header of a file that shows all teams.
fn header_with_teams(platform: &Platform, purpose: &str) -> Header {
    let teams = (!platform.teams.is_empty()).then(|| "teams".to_owned());
    let inputs = platform
        .inputs
        .platform
        .iter()
        .cloned()
        .chain(teams)
        .collect();
    Header {
        purpose: purpose.to_owned(),
        inputs,
    }
}

/// The header of a team's file.
fn team_header(platform: &Platform, team: &Team, purpose: String) -> Header {
    let inputs = std::iter::once(&team.path)
        .chain(&platform.inputs.platform)
        .cloned()
        .collect();
    Header { purpose, inputs }
}

/// Tags on everything: the catalog's, and where a resource comes from unless the catalog says so in its own words.
fn tags(platform: &Platform) -> BTreeMap<&str, Expr> {
    let environment = Expr::sourced(&platform.environment);
    let own = [
        ("environment", environment),
        ("managedBy", Expr::from("platgen")),
    ];
    let given = platform.tags.iter();
    overlaid(
        own.into(),
        given
            .map(|(key, value)| (key.as_str(), Expr::sourced(value)))
            .collect(),
    )
}

/// Tags of which the latter win. Azure takes `Owner` and `owner` for one tag.
fn overlaid<'t>(
    mut first: BTreeMap<&'t str, Expr>,
    then: BTreeMap<&'t str, Expr>,
) -> BTreeMap<&'t str, Expr> {
    first.retain(|key, _| !then.keys().any(|other| other.eq_ignore_ascii_case(key)));
    first.extend(then);
    first
}

fn settings(platform: &Platform, root: &Root) -> Body {
    let provider = |(source, version): (&str, &str)| {
        Expr::object([
            ("source", Expr::from(source)),
            ("version", Expr::from(version)),
        ])
    };
    let (name, source, version) = root.provider;
    let azurerm = ("azurerm", provider(("hashicorp/azurerm", "~> 5.2")));
    let mut providers = [azurerm, (name, provider((source, version)))];
    providers.sort_by_key(|(name, _)| *name);
    let required = providers
        .into_iter()
        .fold(Body::new(), |body, (name, provider)| {
            body.set(name, provider)
        });
    // 1.11 is the first with write-only arguments, which keep keys out of the state.
    let terraform = Body::new().set("required_version", ">= 1.11, < 2.0").block(
        "required_providers",
        &[],
        required,
    );
    Body::new().block("terraform", &[], backend(terraform, platform, root))
}

fn backend(body: Body, platform: &Platform, root: &Root) -> Body {
    let origin = platform.state.origin;
    match &platform.state.value {
        StateBackend::Local => body.block_at("backend", &["local"], Body::new(), vec![origin]),
        StateBackend::Azurerm {
            resource_group_name,
            storage_account_name,
            container_name,
        } => body.block_at(
            "backend",
            &["azurerm"],
            Body::new()
                .set("resource_group_name", Expr::sourced(resource_group_name))
                .set("storage_account_name", Expr::sourced(storage_account_name))
                .set("container_name", Expr::sourced(container_name))
                .set(
                    "key",
                    Expr::text(format!(
                        "{}/{}.tfstate",
                        platform.environment.value, root.folder
                    ))
                    .at(platform.environment.origin.derived()),
                )
                .set("use_azuread_auth", true),
            vec![origin],
        ),
    }
}
