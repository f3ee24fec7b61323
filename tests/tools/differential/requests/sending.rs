//! How a request is sent: its method, its path, where its key stands, and what else clients send along.

#![cfg(test)]

use platgen::gateway::Operation;
use serde_json::{Map, Value, json};

use super::{Sequence, again};
use crate::gateway::entra;

/// Websites: the first ones of some platforms.
pub(crate) const ORIGINS: [&str; 5] = [
    "https://chat.example.com",
    "http://localhost:3000",
    "https://CHAT.example.com/",
    "https://other.example.com",
    "null",
];

impl Sequence<'_> {
    /// What a browser asks before a request.
    pub(super) fn preflight(&mut self, request: &mut Value) {
        let asked = json!({
            "Origin": self.random.pick(&ORIGINS),
            "Access-Control-Request-Method": self.random.weighted(&[(12, request["method"].as_str().unwrap_or("POST").to_owned()), (1, "DELETE".to_owned()), (1, "get".to_owned())]),
            "Access-Control-Request-Headers": self.random.pick(&["content-type,api-key", "authorization, content-type", "X-Stainless-OS", "x-policy-id", ""]),
        });
        request["method"] = json!("OPTIONS");
        request["headers"] = asked;
        if let Some(members) = request.as_object_mut() {
            members.remove("body");
        }
    }

    pub(super) fn method(&mut self, operation: Operation) -> &'static str {
        if self.random.percent(95) {
            return operation.method();
        }
        let all = [
            "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "post", "get", "Post",
        ];
        self.random.pick::<&'static str>(&all)
    }

    /// Puts a key somewhere, mostly the team's where it belongs; gives the query.
    pub(super) fn credentials(&mut self, team: &str, headers: &mut Map<String, Value>) -> String {
        let another = self.team();
        let tag = &self.subject.tag;
        let disabled = self
            .platform()
            .teams
            .iter()
            .any(|one| one.name.value.as_str() == team && !one.enabled.value);
        let keys = [
            (if disabled { 60 } else { 1 }, again(team)),
            (82, team.to_owned()),
            (14, format!("{team}-2")),
            (2, another.clone()),
            (1, format!("{another}-2")),
            (1, "all-apis".to_owned()),
            (1, format!("{tag}one-api")),
            (1, format!("{tag}by-hand")),
            (1, "wrong".to_owned()),
            (1, String::new()),
            (1, format!(" {team}")),
            (1, team.to_uppercase()),
            (1, format!("{team},{team}")),
        ];
        let key = self.random.weighted(&keys).clone();
        let second = self.random.weighted(&keys).clone();
        self.entra(team, headers);
        let mut put = |name: &str, value: String| {
            headers.insert(name.to_owned(), json!(value));
        };
        match *self.random.weighted(&[
            (90, 0),
            (4, 1),
            (6, 2),
            (3, 3),
            (2, 4),
            (2, 5),
            (2, 6),
            (1, 7),
            (2, 8),
        ]) {
            0 => put("api-key", key),
            1 => put("API-Key", key),
            2 => return format!("api-key={}", encoded(&key)),
            3 => {
                put("api-key", key);
                return format!("api-key={}", encoded(&second));
            }
            4 => put("Authorization", format!("Bearer {key}")),
            5 => {
                put("Authorization", format!("Bearer {second}"));
                put("api-key", key);
            }
            6 => put("Ocp-Apim-Subscription-Key", key),
            7 => {
                return format!(
                    "API-KEY={}&subscription-key={}",
                    encoded(&key),
                    encoded(&key)
                );
            }
            _ => {}
        }
        String::new()
    }

    /// Teams with Entra get a token now and then, others too.
    fn entra(&mut self, team: &str, headers: &mut Map<String, Value>) {
        let found = self.platform().teams.iter();
        let wants = found
            .filter(|one| one.name.value.as_str() == team)
            .any(|one| one.entra.is_some());
        if !self.random.percent(if wants { 85 } else { 3 }) {
            return;
        }
        let token = match *self
            .random
            .weighted(&[(70, 0), (15, 1), (5, 2), (5, 3), (5, 4)])
        {
            0 if self.random.percent(12) => entra::bearer(entra::OTHER_AUDIENCE),
            0 => entra::bearer(entra::NAMED_CLIENT),
            1 => entra::bearer(entra::OTHER_CLIENT),
            2 => "Bearer eyJhbGciOiJub25lIn0.e30.".to_owned(),
            3 => "Bearer ".to_owned(),
            _ => entra::bearer(entra::NAMED_CLIENT).replace("Bearer ", ""),
        };
        headers.insert("Authorization".to_owned(), json!(token));
    }

    pub(super) fn more_headers(&mut self, headers: &mut Map<String, Value>) {
        let lengths = [
            "12",
            "50000000",
            "50000001",
            "99999999999999999999",
            "9223372036854775807",
            "abc",
            "-1",
            " 60000000 ",
            "+60000000",
            "6e7",
            "0",
            "60,000,000",
            "60000000.0",
            "",
        ];
        let origin = *self.random.pick(&ORIGINS);
        let more = [
            (4, "Content-Length", *self.random.pick(&lengths)),
            (4, "x-api-key", "sk-1"),
            (4, "Cookie", "a=b"),
            (3, "Proxy-Authorization", "Basic eDp5"),
            (3, "Ocp-Apim-Subscription-Key", "other"),
            (4, "X-Forwarded-For", "203.0.113.7"),
            (8, "User-Agent", "OpenAI/Python 2.0"),
            (8, "Accept-Encoding", "gzip, deflate"),
            (4, "X-Stainless-OS", "Linux"),
            (4, "x-title", "a client"),
            (3, "traceparent", "00-1-2-01"),
            (2, "x-ms-oai-image-generation-deployment", "gpt-image-1"),
            (1, "X-Policy-Id", "none"),
            (1, "azureml-model-deployment", "other"),
            (1, "Content-Encoding", "gzip"),
            (1, "x-ms-useragent", "azsdk"),
            (4, "Accept", "text/event-stream"),
            (3, "x-ms-client-request-id", "0-1"),
            (2, "Connection", "keep-alive"),
            (2, "Expect", "100-continue"),
            (2, "Host", "gateway.example.com"),
            (2, "Transfer-Encoding", "chunked"),
            (2, "TE", "trailers"),
            (2, "X-Error-Source", "me"),
            (2, "x-ratelimit-remaining-tokens", "5"),
            (2, "Authorization", "Basic eDp5"),
            (2, "cookie", "lower=case"),
            (8, "Origin", origin),
            (2, "Access-Control-Request-Method", "POST"),
        ];
        for (share, name, value) in more {
            if self.random.percent(share) && !headers.contains_key(name) {
                headers.insert(name.to_owned(), json!(value));
            }
        }
    }

    pub(super) fn path(&mut self, operation: Operation, model: &str, query: &str) -> String {
        let name = match self.random.below(10) {
            0 => encoded(model).to_lowercase(),
            1 => model.replace('-', "%2D"),
            2 => format!("{model}%00"),
            3 => model.replace('.', "+"),
            4 => model.to_uppercase(),
            _ => encoded(model),
        };
        let below = with_name(&operation.url_template(), &name);
        let path = match *self.random.weighted(&[
            (110, 0),
            (1, 1),
            (2, 2),
            (1, 3),
            (1, 4),
            (1, 5),
            (1, 6),
            (1, 7),
            (1, 8),
            (1, 9),
            (1, 10),
            (1, 11),
            (1, 12),
            (1, 13),
        ]) {
            1 => format!("/OpenAI{}", below.to_uppercase()),
            2 => format!("/openai{below}/"),
            3 => format!("/openai{below}//"),
            4 => format!("/openai/{below}"),
            5 => format!("/openai{}", below.replace("/c", "/%63")),
            6 => format!("/openai{}", below.replacen('/', "%2F", 1)),
            7 => format!("/openai{below}/more"),
            8 => below,
            9 => format!("/openai/v2{below}"),
            10 => "/openai".to_owned(),
            11 => format!("/openai/v1/..{below}"),
            12 => format!("/openai/v1/deployments/{name}/chat/completions"),
            13 => "/".to_owned(),
            _ => format!("/openai{below}"),
        };
        let more = *self.random.weighted(&[
            (80, ""),
            (8, "api-version=2024-10-21"),
            (3, "x=1&x=2&y"),
            (3, "a%20b=%C3%A9&c+d=e"),
            (3, "="),
            (3, "?&&"),
        ]);
        let query = [query, more].map(str::to_owned);
        let query: Vec<String> = query.into_iter().filter(|part| !part.is_empty()).collect();
        let prefix = self.prefix();
        if query.is_empty() {
            format!("{prefix}{path}")
        } else {
            format!("{prefix}{path}?{}", query.join("&"))
        }
    }
}

/// A path with this name in the place of its parameter, if it has one.
pub(super) fn with_name(template: &str, name: &str) -> String {
    let (Some(start), Some(end)) = (template.find('{'), template.find('}')) else {
        return template.to_owned();
    };
    format!("{}{name}{}", &template[..start], &template[end + 1..])
}

pub(super) fn encoded(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    text.bytes()
        .map(|byte| {
            if plain(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
