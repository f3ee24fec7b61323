//! What is asked of the gateway, and what upstreams answer to it.

use serde_json::{Value, json};

use crate::domain::models::model::Capability;
use crate::gateway::Operation;

/// One request as it arrives at the gateway.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// HTTP method.
    pub method: String,
    /// Path as sent, with its query: `/openai/v1/chat/completions?x=1`.
    pub path: String,
    /// Headers, in order. A key or an Entra token may be among them.
    pub headers: Vec<(String, String)>,
    /// Body; none when none was sent.
    pub body: Option<Vec<u8>>,
    /// The key that is sent besides, in the header `api-key`.
    pub key: Key,
    /// When, in milliseconds since the simulation's start. A time before an earlier request's is taken as that.
    pub at_ms: u64,
    /// What calls of upstreams are answered, in order; the last one answers all further calls. None: [`Upstream::default`].
    pub upstream: Vec<Upstream>,
    /// How long it takes until the answer begins, in milliseconds: requests until then come while this one waits.
    pub takes_ms: u64,
}

/// The smallest body that an operation takes, with the least answer where it has to be limited; none for one that takes none.
pub fn smallest_body(operation: Operation, model: Option<&str>, capped: bool) -> Option<Vec<u8>> {
    let capability = operation.capability()?;
    let content = match capability {
        Capability::Chat => ("messages", json!([{"role": "user", "content": "Hello"}])),
        Capability::Completions => ("prompt", json!("Hello")),
        Capability::Embeddings | Capability::Responses => ("input", json!("Hello")),
    };
    let mut body = serde_json::Map::new();
    if let Some(model) = model {
        body.insert("model".to_owned(), json!(model));
    }
    if capability == Capability::Responses {
        body.insert("store".to_owned(), json!(false));
    }
    body.insert(content.0.to_owned(), content.1);
    let limit = match capability {
        Capability::Chat => Some("max_completion_tokens"),
        Capability::Completions => Some("max_tokens"),
        Capability::Responses => Some("max_output_tokens"),
        Capability::Embeddings => None,
    };
    if let Some(limit) = limit.filter(|_| capped) {
        body.insert(limit.to_owned(), json!(1));
    }
    Some(Value::Object(body).to_string().into_bytes())
}

/// Whose key a request carries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Key {
    /// What is in the headers or the query, if anything.
    #[default]
    AsSent,
    /// A key that the service does not know.
    Unknown,
    /// A team's primary key.
    Team(String),
    /// A team's secondary key.
    TeamSecondary(String),
    /// A key of all APIs, which belongs to no product.
    AllApis,
    /// A key of the API, which belongs to no product.
    OneApi,
    /// This text, whatever the service makes of it.
    Text(String),
}

impl Key {
    /// What the key is in a simulation: no real key is ever needed.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::AsSent => None,
            Self::Unknown => Some("unknown key".to_owned()),
            Self::Team(name) => Some(name.clone()),
            Self::TeamSecondary(name) => Some(format!("{name}-2")),
            Self::AllApis => Some("all-apis".to_owned()),
            Self::OneApi => Some("one-api".to_owned()),
            Self::Text(text) => Some(text.clone()),
        }
    }
}

/// What one call of an upstream is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upstream {
    /// A response.
    Reply(Reply),
    /// No response in time.
    TimesOut,
    /// No connection.
    Unreachable,
}

/// A response of an upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers. `Content-Type` says whether the body is JSON or a stream of events, in which usage is looked for.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Upstream {
    /// A response of JSON with this status that reports how many tokens were used.
    pub fn used(status: u16, tokens: u64) -> Self {
        let body = format!(
            "{{\"object\":\"chat.completion\",\"usage\":{{\"prompt_tokens\":0,\"completion_tokens\":{tokens},\"total_tokens\":{tokens}}}}}"
        );
        Self::reply(status, "application/json", body)
    }

    /// A stream of events whose last one reports how many tokens were used.
    pub fn streamed(tokens: u64) -> Self {
        let body = format!(
            "data: {{\"choices\":[{{\"delta\":{{\"content\":\"Hello\"}}}}]}}\n\ndata: {{\"choices\":[],\"usage\":{{\"prompt_tokens\":0,\
             \"completion_tokens\":{tokens},\"total_tokens\":{tokens}}}}}\n\ndata: [DONE]\n\n"
        );
        Self::reply(200, "text/event-stream", body)
    }

    /// A response of this status without usage.
    pub fn status(status: u16) -> Self {
        let body = format!("{{\"error\":{{\"message\":\"simulated answer {status}\"}}}}");
        Self::reply(status, "application/json", body)
    }

    fn reply(status: u16, content_type: &str, body: String) -> Self {
        Self::Reply(Reply {
            status,
            headers: vec![("Content-Type".to_owned(), content_type.to_owned())],
            body: body.into_bytes(),
        })
    }
}

impl Default for Upstream {
    /// 200, ten tokens used.
    fn default() -> Self {
        Self::used(200, 10)
    }
}
