//! What somebody asks for, completed to a request: path, method, body and key that a client would send.

use serde_json::Value;

use super::directory::Directory;
use super::{One, WhichKey};
use crate::core::yaml::words;
use crate::domain::models::model::Capability;
use crate::domain::names;
use crate::gateway::Operation;
use crate::simulate::request::smallest_body;
use crate::simulate::service::EntraToken;
use crate::simulate::{Key, Outcome, Request, Upstream};

/// A request as far as it was written.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) one: One,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Vec<u8>>,
    pub(super) at_ms: u64,
    pub(super) upstream: Vec<Reply>,
    pub(super) takes_ms: u64,
}

/// An answer of an upstream as far as it was written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reply {
    /// A response; without tokens it reports no usage.
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
    pub(super) fn request(self, directory: &Directory<'_>) -> (Request, Token) {
        let one = &self.one;
        let operation = self.operation(directory);
        let path = one.path.as_deref().map(whole_path);
        let path = path.or_else(|| Some(operation?.whole_path()));
        let body = self.body.clone().or_else(|| {
            // A model that is named goes into a body, whatever the path is.
            let named = one.model.as_ref().map(|_| Operation::ChatCompletions);
            let team = one.team.as_deref().and_then(|name| directory.team(name));
            let model = one.model.as_deref();
            let capped = team.is_some_and(|team| model.is_some_and(|name| team.caps_answers(name)));
            smallest_body(operation.or(named)?, model, capped)
        });
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
        let token = self.token(directory);
        if let Some((header, _)) = &token {
            default("Authorization", header.clone());
        }
        let streams = body.as_deref().is_some_and(asks_for_stream);
        let request = Request {
            method,
            path: path.unwrap_or_else(|| "/".to_owned()),
            headers,
            body,
            key: self.key(directory),
            at_ms: self.at_ms,
            upstream: self.replies(streams),
            takes_ms: self.takes_ms,
        };
        (request, token)
    }

    fn key(&self, directory: &Directory<'_>) -> Key {
        let team = self.one.team.as_ref();
        let known = team.filter(|name| directory.team(name).is_some()).cloned();
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
    fn operation(&self, directory: &Directory<'_>) -> Option<Operation> {
        if let Some(path) = &self.one.path {
            let path = whole_path(path);
            let path = path.split('?').next()?;
            return Operation::ALL
                .into_iter()
                .find(|one| fits(&one.whole_path(), path));
        }
        let Some(name) = &self.one.model else {
            return Some(Operation::ModelsList);
        };
        let able = directory.model(name);
        let able = able.map(|model| model.capabilities().to_vec());
        let able = able.unwrap_or_else(|| vec![Capability::Chat]);
        let mut all = Operation::ALL.into_iter();
        all.find(|one| {
            one.capability()
                .is_some_and(|needed| able.contains(&needed))
        })
    }

    /// A token of the team's tenant, for a client that was named.
    fn token(&self, directory: &Directory<'_>) -> Token {
        let client = self.one.entra_client.clone()?;
        let team = directory.team(self.one.team.as_deref()?)?;
        let entra = team.entra.as_ref()?;
        Some(EntraToken::of(entra, client))
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
    // Of a whole URL, the gateway sees what follows the host.
    let below_host = path.split_once("://").map(|(_, rest)| rest);
    let path = match below_host.map(|rest| rest.split_once('/').map_or("", |(_, path)| path)) {
        Some(path) => format!("/{path}"),
        None if path.starts_with('/') => path.to_owned(),
        None => format!("/{path}"),
    };
    let without_query = path.split('?').next().unwrap_or_default();
    let below = |one: &Operation| !one.names_model_in_path() && fits(one.path(), without_query);
    if Operation::ALL.iter().any(below) {
        format!("/{}/{}{path}", names::API_PATH, names::API_VERSION)
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

fn asks_for_stream(body: &[u8]) -> bool {
    let read: Result<Value, _> = serde_json::from_slice(body);
    read.is_ok_and(|body| body.get("stream") == Some(&Value::Bool(true)))
}

/// What is worth knowing before the answer that the gateway gives all the same: what is called that way is no model, or not
/// the one that was named.
pub(super) fn notes(
    directory: &Directory<'_>,
    named: Option<&str>,
    path: &str,
    outcome: &Outcome,
) -> Vec<String> {
    let asked = outcome.asked.as_deref().filter(|asked| !asked.is_empty());
    let mut notes = Vec::new();
    if outcome.operation.is_none() {
        notes.extend(other_paths(path));
    }
    if let (Some(named), Some(asked)) = (named, asked.filter(|asked| Some(*asked) != named)) {
        notes.push(format!(
            "the request asks for `{asked}`, not for the model that was named, `{named}`: a body or a path that is given is sent as it is"
        ));
    }
    notes.extend(
        asked
            .or(named)
            .and_then(|name| directory.note_on_model(name)),
    );
    notes
}

/// Which paths there are, for a path that is none of them.
fn other_paths(path: &str) -> Vec<String> {
    let path = path.split('?').next().unwrap_or_default();
    let all = Operation::ALL.map(|one| format!("{} {}", one.method(), one.whole_path()));
    let paths = Operation::ALL.map(Operation::whole_path);
    let ends_alike = Operation::ALL
        .into_iter()
        .filter(|one| path.ends_with(one.path()))
        .max_by_key(|one| one.path().len())
        .map(Operation::whole_path);
    let near = ends_alike.or_else(|| {
        let tail = path.trim_start_matches('/');
        let below = format!("/{}/{tail}", names::API_PATH);
        [path, &below]
            .into_iter()
            .find_map(|path| words::nearest(path, &paths).map(str::to_owned))
    });
    let mut notes: Vec<String> = near
        .filter(|near| near != path)
        .map(|near| format!("did you mean {near}?"))
        .into_iter()
        .collect();
    if path.contains("/deployments/") {
        notes.push(
            "clients of Azure OpenAI take https://<gateway> as endpoint, without a path".to_owned(),
        );
    }
    notes.push(format!("the gateway has: {}", all.join(", ")));
    notes
}
