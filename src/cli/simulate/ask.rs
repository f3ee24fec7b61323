//! What somebody asks for, completed to a request: path, method, body and key that a client would send.

use serde_json::{Value, json};

use super::{One, WhichKey};
use crate::gateway::Operation;
use crate::model::{Capability, Model, Platform, Team, names};
use crate::resolve::suggest;
use crate::simulate::service::EntraToken;
use crate::simulate::{Key, Request, Upstream};

/// A request as far as it was written.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) one: One,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Vec<u8>>,
    pub(super) at_ms: u64,
    pub(super) upstream: Vec<Reply>,
}

/// An answer of an upstream as far as it was written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reply {
    /// A response; without tokens it tells no usage.
    Status { status: u16, tokens: Option<u64> },
    /// No response in time.
    TimesOut,
    /// No connection.
    Unreachable,
}

/// What a token's header says, and what that is worth.
type Token = Option<(String, EntraToken)>;

impl Asked {
    /// The request, and the token that it carries.
    pub(super) fn request(self, platform: &Platform) -> (Request, Token) {
        let one = &self.one;
        let operation = self.operation(platform);
        let path = one.path.as_deref().map(whole_path);
        let path = path.or_else(|| Some(whole_path(operation?.url_template())));
        let body = self
            .body
            .clone()
            .or_else(|| default_body(operation, one.model.as_deref()));
        let without = if body.is_some() { "POST" } else { "GET" };
        let method = one.method.clone();
        let method =
            method.unwrap_or_else(|| operation.map_or(without, Operation::method).to_owned());
        let mut headers = self.headers.clone();
        let mut default = |name: &str, value: String| {
            if !headers
                .iter()
                .any(|(key, _)| key.eq_ignore_ascii_case(name))
            {
                headers.push((name.to_owned(), value));
            }
        };
        if let Some(body) = &body {
            default("Content-Type", "application/json".to_owned());
            default("Content-Length", body.len().to_string());
        }
        let token = self.token(platform);
        if let Some((header, _)) = &token {
            default("Authorization", header.clone());
        }
        let streams = body.as_deref().is_some_and(asks_for_stream);
        let request = Request {
            method,
            path: path.unwrap_or_else(|| "/".to_owned()),
            headers,
            body,
            key: self.key(platform),
            at_ms: self.at_ms,
            upstream: self.replies(streams),
        };
        (request, token)
    }

    fn key(&self, platform: &Platform) -> Key {
        let team = self.one.team.as_ref();
        let known = team
            .filter(|name| find_team(platform, name).is_some())
            .cloned();
        match (self.one.key.unwrap_or(WhichKey::Team), known) {
            (WhichKey::None, _) => Key::AsSent,
            (WhichKey::AllApis, _) => Key::AllApis,
            (WhichKey::OneApi, _) => Key::OneApi,
            (WhichKey::Team, Some(name)) => Key::Team(name),
            (WhichKey::TeamSecondary, Some(name)) => Key::TeamSecondary(name),
            // No team, no key; a request that names none may have a key among its headers.
            (WhichKey::Team | WhichKey::TeamSecondary, None) if team.is_none() => Key::AsSent,
            (WhichKey::Unknown | WhichKey::Team | WhichKey::TeamSecondary, _) => Key::Unknown,
        }
    }

    /// The operation of the path; without a path, the first that the model can do.
    fn operation(&self, platform: &Platform) -> Option<Operation> {
        if let Some(path) = &self.one.path {
            let path = whole_path(path);
            let path = path.split('?').next()?;
            let below = path.strip_prefix(&format!("/{}", names::API_PATH))?;
            return Operation::ALL
                .into_iter()
                .find(|one| fits(one.url_template(), below));
        }
        let Some(name) = &self.one.model else {
            return Some(Operation::ModelsList);
        };
        let able = model_named(platform, name).map(|model| model.capabilities().to_vec());
        let able = able.unwrap_or_else(|| vec![Capability::Chat]);
        let mut all = Operation::ALL.into_iter();
        all.find(|one| {
            one.capability()
                .is_some_and(|needed| able.contains(&needed))
        })
    }

    /// A token of the team's tenant, for a client that was named.
    fn token(&self, platform: &Platform) -> Token {
        let client = self.one.entra_client.clone()?;
        let team = find_team(platform, self.one.team.as_deref()?)?;
        let tenant = team.entra.as_ref()?.tenant_id.value.clone();
        let header = format!("Bearer <token of client {client} of tenant {tenant}>");
        Some((header, EntraToken { tenant, client }))
    }

    fn replies(&self, streams: bool) -> Vec<Upstream> {
        let used = |tokens| {
            if streams {
                Upstream::streamed(tokens)
            } else {
                Upstream::used(200, tokens)
            }
        };
        let of = |reply: &Reply| match *reply {
            Reply::Status {
                status: 200,
                tokens,
            } => used(tokens.unwrap_or(DEFAULT_TOKENS)),
            Reply::Status {
                status,
                tokens: Some(tokens),
            } => Upstream::used(status, tokens),
            Reply::Status {
                status,
                tokens: None,
            } => Upstream::status(status),
            Reply::TimesOut => Upstream::TimesOut,
            Reply::Unreachable => Upstream::Unreachable,
        };
        if self.upstream.is_empty() {
            vec![used(DEFAULT_TOKENS)]
        } else {
            self.upstream.iter().map(of).collect()
        }
    }
}

/// Tokens that an answer used, unless somebody says otherwise.
const DEFAULT_TOKENS: u64 = 10;

/// A path below the API's, if it is an operation's; any other as it is.
fn whole_path(path: &str) -> String {
    let path = if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    };
    let without_query = path.split('?').next().unwrap_or_default();
    let short = Operation::ALL
        .iter()
        .any(|one| fits(one.url_template(), without_query));
    if short {
        format!("/{}{path}", names::API_PATH)
    } else {
        path
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.trim_end_matches('/').split('/'));
    template.clone().count() == path.clone().count()
        && template
            .zip(path)
            .all(|(a, b)| a.starts_with('{') || a.eq_ignore_ascii_case(b))
}

/// The smallest body that an operation takes.
fn default_body(operation: Option<Operation>, model: Option<&str>) -> Option<Vec<u8>> {
    let content = match operation? {
        Operation::ChatCompletions => ("messages", json!([{"role": "user", "content": "Hello"}])),
        Operation::Completions => ("prompt", json!("Hello")),
        Operation::Embeddings | Operation::Responses => ("input", json!("Hello")),
        Operation::ModelsList | Operation::DeploymentsList | Operation::DeploymentGet => {
            return None;
        }
    };
    let mut body = serde_json::Map::new();
    if let Some(model) = model {
        body.insert("model".to_owned(), json!(model));
    }
    body.insert(content.0.to_owned(), content.1);
    Some(Value::Object(body).to_string().into_bytes())
}

fn asks_for_stream(body: &[u8]) -> bool {
    let read: Result<Value, _> = serde_json::from_slice(body);
    read.is_ok_and(|body| body.get("stream") == Some(&Value::Bool(true)))
}

fn find_team<'p>(platform: &'p Platform, name: &str) -> Option<&'p Team> {
    platform
        .teams
        .iter()
        .find(|team| team.name.value.as_str() == name)
}

/// All models, enabled or not.
fn models(platform: &Platform) -> impl Iterator<Item = Model> {
    let kaito = platform.kaito_models.iter().cloned().map(Model::Kaito);
    kaito.chain(platform.foundry_models.iter().cloned().map(Model::Foundry))
}

fn is_enabled(model: &Model) -> bool {
    match model {
        Model::Kaito(model) => model.enabled.value,
        Model::Foundry(model) => model.enabled.value,
    }
}

fn model_named(platform: &Platform, name: &str) -> Option<Model> {
    models(platform).find(|model| {
        let mut aliases = model.aliases().iter();
        model.name().as_str() == name || aliases.any(|alias| alias.value.as_str() == name)
    })
}

/// What is told about names that are none, before the answer that the gateway gives all the same.
pub(super) fn unknown_names(platform: &Platform, one: &One) -> Vec<String> {
    let environment = &platform.environment.value;
    let mut notes = Vec::new();
    if let Some(name) = one
        .team
        .as_deref()
        .filter(|name| find_team(platform, name).is_none())
    {
        let known: Vec<&str> = platform
            .teams
            .iter()
            .map(|team| team.name.value.as_str())
            .collect();
        let help = suggest::help(name, &known, "team");
        notes.push(format!(
            "there is no team `{name}` in {environment}, so no key of it: {help}"
        ));
    }
    let Some(name) = one.model.as_deref() else {
        return notes;
    };
    match model_named(platform, name) {
        Some(model) if is_enabled(&model) => {}
        Some(_) => notes.push(format!("model `{name}` is not enabled in {environment}")),
        None => {
            let known: Vec<Model> = models(platform).filter(is_enabled).collect();
            let known: Vec<&str> = known.iter().map(|model| model.name().as_str()).collect();
            let help = suggest::help(name, &known, "model");
            notes.push(format!(
                "there is no model `{name}` in {environment}: {help}"
            ));
        }
    }
    notes
}
