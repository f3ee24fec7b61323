//! The reference gateway of `tests/lab/gateway`: it checks policies as API Management does, and runs requests through them.

#![cfg(test)]
#![expect(clippy::disallowed_methods, reason = "tests give files to the gateway")]

use std::path::{Path, PathBuf};
use std::process::Command;

use platgen::core::document::Document;
use platgen::core::print::{Printed, xml};
use platgen::domain::names;
use platgen::domain::platform::model::Platform;
use platgen::gateway::Operation;
use platgen::gateway::service::Service;
use platgen::target::Target;
use platgen::target::apim::Apim;
use serde_json::{Value, json};

use crate::programs::reference_gateway;

/// Every policy of a platform, printed with its trace, by its path below `policies/`.
pub(crate) fn printed(platform: &Platform) -> Vec<(String, Printed)> {
    let folder = format!("{}/policies/", platform.environment.value);
    let printed = Apim.plan(platform).into_iter().map(|file| {
        let Document::Xml(document) = (file.produce)() else {
            panic!("{} is no policy", file.path)
        };
        let path = file.path.to_string().replacen(&folder, "", 1);
        (path, xml::print(&document))
    });
    printed.collect()
}

/// The texts of [`printed`].
pub(crate) fn policies(platform: &Platform) -> Vec<(String, String)> {
    let printed = printed(platform).into_iter();
    printed
        .map(|(path, printed)| (path, printed.text))
        .collect()
}

/// Writes the policies into a folder; gives their paths.
pub(crate) fn write(platform: &Platform, folder: &Path) -> Vec<PathBuf> {
    let files = policies(platform).into_iter().map(|(path, text)| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    });
    files.collect()
}

/// What the static check, C# compiler included, has against a platform's policies.
pub(crate) fn complaints(platform: &Platform) -> String {
    let folder = tempfile::tempdir().unwrap();
    complaints_about(&write(platform, folder.path()))
}

/// The same about policies on disk.
pub(crate) fn complaints_about(files: &[PathBuf]) -> String {
    let done = Command::new(reference_gateway())
        .args(["check", "--strict"])
        .args(files)
        .output()
        .unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    if done.status.success() && !said.contains(": warning: ") {
        String::new()
    } else {
        said
    }
}

/// One answer of the gateway.
#[derive(Debug)]
pub(crate) struct Answer(pub(crate) Value);

impl Answer {
    /// HTTP status.
    pub(crate) fn status(&self) -> u64 {
        self.0["status"].as_u64().unwrap()
    }

    /// `error.code` of the body; empty when there is none.
    pub(crate) fn code(&self) -> &str {
        self.0["body"]["error"]["code"].as_str().unwrap_or_default()
    }

    /// Status and code.
    pub(crate) fn refusal(&self) -> (u64, &str) {
        (self.status(), self.code())
    }

    /// Body.
    pub(crate) fn body(&self) -> &Value {
        &self.0["body"]
    }

    /// A response header, or empty.
    pub(crate) fn header(&self, name: &str) -> &str {
        let headers = self.0["headers"].as_object().unwrap();
        let found = headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        found
            .and_then(|(_, value)| value.as_str())
            .unwrap_or_default()
    }

    /// Calls of upstreams.
    pub(crate) fn calls(&self) -> &[Value] {
        self.0["calls"].as_array().unwrap()
    }

    /// The one call of an upstream.
    pub(crate) fn call(&self) -> &Value {
        assert_eq!(self.calls().len(), 1, "{:#}", self.0);
        &self.calls()[0]
    }

    /// Where the one call went.
    pub(crate) fn url(&self) -> &str {
        self.call()["url"].as_str().unwrap()
    }

    /// A header that the upstream got, or empty.
    pub(crate) fn sent(&self, name: &str) -> &str {
        let headers = self.call()["headers"].as_object().unwrap();
        let found = headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        found
            .and_then(|(_, value)| value.as_str())
            .unwrap_or_default()
    }
}

/// A POST with a team's key.
pub(crate) fn post(key: &str, operation: Operation, body: &Value) -> Value {
    let path = operation.whole_path();
    json!({"method": "POST", "path": path, "headers": {"api-key": key}, "body": body})
}

/// A chat with a team's key.
pub(crate) fn chat(key: &str, model: &str) -> Value {
    let body = json!({"model": model, "messages": [{"role": "user", "content": "hi"}]});
    post(key, Operation::ChatCompletions, &body)
}

/// A GET with a team's key.
pub(crate) fn get(key: &str, path: &str) -> Value {
    json!({"path": format!("/openai/v1{path}"), "headers": {"api-key": key}})
}

/// The same request with one member replaced.
pub(crate) fn with(mut request: Value, name: &str, value: Value) -> Value {
    request[name] = value;
    request
}

/// A chat's answer that used so many tokens.
pub(crate) fn used(tokens: u64) -> Value {
    json!({"body": {"object": "chat.completion", "usage": {"prompt_tokens": 0, "completion_tokens": tokens, "total_tokens": tokens}}})
}

/// Runs requests through a platform's policies.
pub(crate) fn run(platform: &Platform, requests: &[Value]) -> Vec<Answer> {
    run_described(platform, requests, |_| {})
}

/// As [`run`], with the description changed first.
pub(crate) fn run_described(
    platform: &Platform,
    requests: &[Value],
    change: impl FnOnce(&mut Value),
) -> Vec<Answer> {
    let folder = tempfile::tempdir().unwrap();
    write(platform, folder.path());
    let mut described = description(platform);
    change(&mut described);
    let scenario = json!({"description": described, "requests": requests});
    let path = folder.path().join("scenario.json");
    std::fs::write(&path, scenario.to_string()).unwrap();
    let done = Command::new(reference_gateway())
        .arg("run")
        .arg(&path)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(
        done.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&done.stderr)
    );
    said.lines()
        .map(|line| Answer(serde_json::from_str(line).unwrap()))
        .collect()
}

/// The service as Terraform makes it: backends, operations, products and keys. A team's key is its name; `all-apis` and
/// `one-api` are keys outside of products.
fn description(platform: &Platform) -> Value {
    let operations: Vec<Value> = Operation::ALL
        .iter()
        .map(|operation| operation_of(*operation))
        .collect();
    let product = |team: &platgen::domain::consumers::model::Team| {
        let name = &team.name.value;
        json!({"id": names::product(name), "apis": ["openai-api"], "policy": format!("products/{name}.xml")})
    };
    let key = |team: &platgen::domain::consumers::model::Team| {
        let name = team.name.value.as_str();
        let scope = format!("/products/{}", names::product(&team.name.value));
        json!({"id": names::subscription(&team.name.value), "scope": scope, "primaryKey": name, "secondaryKey": format!("{name}-2")})
    };
    let mut keys: Vec<Value> = platform.teams.iter().map(key).collect();
    keys.push(json!({"id": "all", "scope": "/apis", "primaryKey": "all-apis"}));
    keys.push(json!({"id": "one", "scope": "/apis/openai-api", "primaryKey": "one-api"}));
    json!({
        "service": {"name": "apim-hai", "sku": "StandardV2"}, "settings": {"skipWaits": true}, "hosts": {"*": "127.0.0.1:1"},
        "backends": backends_of(platform),
        "apis": [{"id": "openai-api", "path": names::API_PATH, "policy": "api.xml", "operations": operations,
                  "subscriptionKeyParameterNames": {"header": "api-key", "query": "api-key"}}],
        "products": platform.teams.iter().map(product).collect::<Vec<_>>(), "subscriptions": keys,
    })
}

pub(crate) fn operation_of(operation: Operation) -> Value {
    let mut described = json!({"id": operation.id(), "method": operation.method(), "urlTemplate": operation.url_template()});
    if platgen::target::apim::operations::policy(operation).is_some() {
        described["policy"] = json!(format!("operations/{}.xml", operation.id()));
    }
    described
}

/// A pool's members are closed by their first refusal, so that a scenario sees the next one at once.
fn backends_of(platform: &Platform) -> Vec<Value> {
    let condition = json!({"count": 1, "interval": "PT1M", "statusCodeRanges": [{"min": 429, "max": 429}, {"min": 500, "max": 599}]});
    let rule =
        json!({"rules": [{"name": "r", "tripDuration": "PT1M", "failureCondition": condition}]});
    let service = Service::of(platform);
    let pooled: Vec<&str> = service
        .pools
        .iter()
        .flat_map(|pool| &pool.members)
        .map(|member| member.backend.text.as_str())
        .collect();
    let single = |backend: &platgen::gateway::service::Backend| {
        let id = backend.id.text.as_str();
        let mut described = json!({"id": id, "url": backend.url.text});
        if pooled.contains(&id) {
            described["circuitBreaker"] = rule.clone();
        }
        described
    };
    let pool = |pool: &platgen::gateway::service::Pool| {
        let members = pool.members.iter().map(|one| json!({"id": format!("/backends/{}", one.backend.text), "priority": one.priority.value, "weight": one.weight.value}));
        json!({"id": pool.id.text, "type": "Pool", "pool": {"services": members.collect::<Vec<_>>()}})
    };
    let singles = service.backends.iter().map(single);
    singles.chain(service.pools.iter().map(pool)).collect()
}
