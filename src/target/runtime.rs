//! `runtime/platform-runtime.yaml`: the facts that other tools want, all of them known from names. No clock, no subscription, no
//! resource ids, no keys.

use super::{Files, Target};
use crate::core::document::yaml::{File, Node};
use crate::core::document::{Document, Header};
use crate::core::origin::Origin;
use crate::core::plan::PlannedFile;
use crate::domain::consumers::model::Team;
use crate::domain::models::model::{Capability, FoundryModel, KaitoModel};
use crate::domain::names;
use crate::domain::platform::model::Platform;
use crate::gateway::Literal;
use crate::gateway::service::{self, Service};

/// See the module.
pub(super) struct Runtime;

impl Target for Runtime {
    fn name(&self) -> &'static str {
        "runtime"
    }

    fn plan<'p>(&self, platform: &'p Platform) -> Vec<PlannedFile<'p>> {
        let mut files = Files::new(platform, self.name());
        files.add("runtime/platform-runtime.yaml", || {
            Document::Yaml(file(platform))
        });
        files.planned
    }
}

fn file(platform: &Platform) -> File {
    let root = Node::map([
        ("platform", about(platform)),
        ("apim", apim(platform, &Service::of(platform))),
        ("foundry", foundry(platform)),
        ("kaito", kaito(platform)),
        (
            "teams",
            Node::List(
                platform
                    .teams
                    .iter()
                    .map(|team| self::team(platform, team))
                    .collect(),
            ),
        ),
    ]);
    let inputs = [&platform.inputs.platform, &platform.inputs.models]
        .into_iter()
        .flatten()
        .cloned();
    let header = Header {
        purpose: "Names, addresses and endpoints of this environment, for other tools.".to_owned(),
        inputs: inputs
            .chain(platform.teams.first().map(|_| "teams".to_owned()))
            .collect(),
    };
    File { header, root }
}

/// A name composed on the platform's base name.
fn named(platform: &Platform, name: String) -> Node {
    Node::from(name).at_all(platform.base_origins())
}

fn about(platform: &Platform) -> Node {
    let names = platform.names();
    Node::map([
        ("name", Node::sourced(&platform.name)),
        ("suffix", Node::sourced(&platform.suffix)),
        ("environment", Node::sourced(&platform.environment)),
        ("location", Node::sourced(&platform.location)),
        ("resourceGroup", named(platform, names.resource_group())),
        ("cluster", named(platform, names.cluster())),
        ("keyVault", named(platform, names.key_vault())),
    ])
}

fn apim(platform: &Platform, service: &Service) -> Node {
    Node::map([
        ("name", named(platform, platform.names().apim())),
        ("gatewayUrl", literal(service.gateway_url())),
        ("apiPath", Node::from(service.api.path)),
        ("apiUrl", literal(service.api_url())),
    ])
}

/// A text of the gateway's tree.
fn literal(literal: Literal) -> Node {
    let origins: Vec<Origin> = literal.origins().collect();
    Node::from(literal.text).at_all(origins)
}

fn foundry(platform: &Platform) -> Node {
    let accounts = platform.foundry.accounts.iter().map(|account| {
        let name = || platform.account_origins(account);
        Node::map([
            ("account", Node::from(account.name.as_str()).at_all(name())),
            ("location", Node::sourced(&account.location)),
            ("endpoint", literal(service::account_url(platform, account))),
        ])
    });
    let models = platform.enabled_foundry().map(|model| foundry_model(model));
    Node::map([
        ("accounts", Node::List(accounts.collect())),
        ("models", Node::List(models.collect())),
    ])
}

fn foundry_model(model: &FoundryModel) -> Node {
    let deployments = model.deployments.iter().map(|deployment| {
        Node::map([
            ("name", Node::sourced(&model.name)),
            ("location", Node::sourced(&deployment.location)),
            ("sku", Node::sourced(&deployment.sku_name)),
        ])
    });
    Node::map([
        ("name", Node::sourced(&model.name)),
        ("model", Node::sourced(&model.model_name)),
        ("version", Node::sourced(&model.version)),
        (
            "aliases",
            Node::List(model.aliases.iter().map(Node::sourced).collect()),
        ),
        (
            "capabilities",
            capabilities(&model.capabilities.value, &model.capabilities_origins()),
        ),
        ("deployments", Node::List(deployments.collect())),
    ])
}

fn kaito(platform: &Platform) -> Node {
    let models = platform
        .enabled_kaito()
        .map(|model| kaito_model(platform, model));
    Node::map([
        ("version", Node::sourced(&platform.kaito.version)),
        ("release", Node::from(names::MODELS_RELEASE)),
        ("namespace", Node::from(names::MODELS_NAMESPACE)),
        ("models", Node::List(models.collect())),
    ])
}

fn kaito_model(platform: &Platform, model: &KaitoModel) -> Node {
    Node::map([
        ("name", Node::sourced(&model.name)),
        ("slug", Node::sourced(&model.slug)),
        ("preset", Node::sourced(&model.preset)),
        ("fqdn", literal(service::pod_host(platform, model))),
        ("ip", Node::sourced(&model.static_ip)),
        ("servedName", Node::sourced(&model.name)),
        (
            "capabilities",
            capabilities(&model.capabilities.value, &[model.capabilities.origin]),
        ),
    ])
}

fn capabilities(all: &[Capability], origins: &[Origin]) -> Node {
    Node::List(
        all.iter()
            .map(|capability| Node::from(capability.word()).at_all(origins.iter().copied()))
            .collect(),
    )
}

fn team(platform: &Platform, team: &Team) -> Node {
    let name = &team.name.value;
    let derived = |text: String| Node::from(text).at(team.name.origin.derived());
    let project = |node: Node| node.at(team.foundry_project.enabled.origin.entry());
    let mut entries = vec![
        ("name", Node::from(name.as_str()).at_all(team.origins())),
        (
            "enabled",
            Node::from(team.enabled.value).at(team.enabled.origin),
        ),
        ("product", derived(names::product(name))),
        ("subscription", derived(names::subscription(name))),
    ];
    if team.keys.key_vault.value {
        let secret = derived(names::secret(name));
        entries.push(("secret", secret.at(team.keys.key_vault.origin.entry())));
    }
    if team.foundry_project.enabled.value {
        entries.push((
            "foundryAccount",
            project(derived(platform.names().team_account(name)).at_all(platform.base_origins())),
        ));
        entries.push(("project", project(derived(names::project(name)))));
        entries.push(("connection", project(derived(names::connection(name)))));
    }
    let models = team
        .grants
        .iter()
        .map(|grant| Node::from(grant.model.name().as_str()).at(grant.source));
    let granted = team.grants.iter().map(|grant| grant.source.entry());
    entries.push(("models", Node::List(models.collect()).at_all(granted)));
    Node::map(entries)
}
