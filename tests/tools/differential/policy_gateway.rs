//! The lab's gateway with the printed policies of one or several platforms: each has an API of its own in one service, since
//! starting the gateway takes longer than asking it.

#![cfg(test)]

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use platgen::domain::consumers::model::Team;
use platgen::domain::names;
use platgen::gateway::service::{BreakerRule, Pool, Service};
use serde_json::{Value, json};

use super::platforms::Subject;
use super::random::Random;
use super::requests::{Sequence, again};
use crate::gateway::entra;
use crate::programs::reference_gateway;
use crate::reference::{Answer, operation_of, write};
use crate::support::platform::{builder, kaito_model};

/// The zone of the service's machines, which dates with an offset are written in.
pub(crate) const ZONE: &str = "UTC";

/// Tag of the platform whose requests come before those that are compared; how many, and when.
const WARM: &str = "warm";
const WARMING: usize = 60;
const YEAR_2001: u64 = 978_307_200_000;

/// Asks the gateway; one answer for each request.
pub(crate) fn answers(subjects: &[&Subject], requests: &[&Value]) -> Vec<Answer> {
    let folder = tempfile::tempdir().unwrap();
    let warm = warm();
    let served: Vec<&Subject> = subjects.iter().copied().chain([&warm]).collect();
    for subject in &served {
        write(&subject.platform, &folder.path().join(&subject.tag));
    }
    let before = Sequence::new(&warm, &mut Random::new(1), YEAR_2001).take(WARMING);
    let all: Vec<&Value> = before.iter().chain(requests.iter().copied()).collect();
    let scenario = json!({"description": service(&served), "requests": all});
    let path = folder.path().join("scenario.json");
    std::fs::write(&path, scenario.to_string()).unwrap();
    let done = Command::new(reference_gateway())
        .env("TZ", ZONE)
        .arg("run")
        .arg(&path)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    let complained = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}{complained}");
    assert_eq!(complained, "", "the gateway itself has failed");
    let answers: Vec<Answer> = said
        .lines()
        .skip(WARMING)
        .map(|line| {
            Answer(serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        })
        .collect();
    assert_eq!(answers.len(), requests.len());
    answers
}

/// A platform of which nothing is compared: its requests come first, since the gateway compiles expressions when they are first
/// used, and time passes for buckets and breakers meanwhile.
fn warm() -> Subject {
    let models = ["warm-a", "warm-b"];
    let platform = builder()
        .kaito(kaito_model(models[0]))
        .kaito(kaito_model(models[1]))
        .team("warm-team", &models)
        .build();
    Subject {
        tag: WARM.to_owned(),
        platform,
        simulated: None,
        texts: Vec::new(),
    }
}

/// The service as Terraform makes it. A team's keys are its name and its name with `-2`; `all-apis` and `one-api` are keys
/// outside of products.
pub(crate) fn service(subjects: &[&Subject]) -> Value {
    let mut backends: BTreeMap<String, Value> = BTreeMap::new();
    let mut pools = BTreeMap::new();
    let (mut apis, mut products) = (Vec::new(), Vec::new());
    let mut keys = vec![json!({"id": "all", "scope": "/apis", "primaryKey": "all-apis"})];
    for subject in subjects {
        let Subject { tag, platform, .. } = subject;
        let api = format!("{tag}{}", names::API);
        apis.push(api_of(tag, &api));
        products.push(json!({"id": format!("{tag}by-hand"), "apis": [api]}));
        keys.push(json!({"id": format!("{tag}by-hand"), "scope": format!("/products/{tag}by-hand"), "primaryKey": format!("{tag}by-hand")}));
        keys.push(json!({"id": format!("{tag}one"), "scope": format!("/apis/{api}"), "primaryKey": format!("{tag}one-api")}));
        for team in &platform.teams {
            products.push(product(tag, &api, team));
            keys.push(key(team));
            if !team.enabled.value {
                keys.push(another_key(team));
            }
        }
        let service = Service::of(platform);
        for (id, backend) in singles(&service) {
            let before = backends
                .entry(id.clone())
                .or_insert_with(|| backend.clone());
            assert!(
                *before == backend || subject.tag == WARM,
                "{id} is two backends"
            );
        }
        for one in &service.pools {
            let id = &one.id.text;
            let before = pools.insert(id.clone(), pool(one));
            assert!(before.is_none(), "{id} is two pools");
        }
    }
    // One key for every tenant that is named anywhere: a token of one does not get into another all the same.
    let teams = subjects.iter().flat_map(|subject| &subject.platform.teams);
    let tenants = teams.filter_map(|team| Some(team.entra.as_ref()?.tenant_id.value.as_str()));
    let tenants: BTreeMap<String, Value> = tenants
        .map(|tenant| {
            let url = format!(
                "https://login.microsoftonline.com/{tenant}/v2.0/.well-known/openid-configuration"
            );
            (
                url,
                json!({"keys": [{"kid": "k1", "n": entra::MODULUS, "e": "AQAB"}]}),
            )
        })
        .collect();
    let name = subjects[0].platform.names().apim();
    json!({
        "service": {"name": name, "sku": "StandardV2", "host": format!("{name}.azure-api.net")}, "settings": {"skipWaits": true}, "hosts": {"*": "127.0.0.1:1"},
        "backends": backends.into_values().chain(pools.into_values()).collect::<Vec<_>>(),
        "apis": apis, "products": products, "subscriptions": keys, "openIdConfigs": tenants,
    })
}

fn api_of(tag: &str, id: &str) -> Value {
    let below = |file: &str| {
        if tag.is_empty() {
            file.to_owned()
        } else {
            format!("{tag}/{file}")
        }
    };
    let operations: Vec<Value> = platgen::gateway::Operation::ALL
        .iter()
        .map(|operation| {
            let mut described = operation_of(*operation);
            if let Some(policy) = described["policy"].as_str().map(below) {
                described["policy"] = json!(policy);
            }
            described
        })
        .collect();
    json!({
        "id": id, "path": below(names::API_PATH), "policy": below("api.xml"), "operations": operations,
        "subscriptionKeyParameterNames": {"header": "api-key", "query": "api-key", "bearer": "enabled"},
    })
}

fn product(tag: &str, api: &str, team: &Team) -> Value {
    let name = &team.name.value;
    let policy = if tag.is_empty() {
        format!("products/{name}.xml")
    } else {
        format!("{tag}/products/{name}.xml")
    };
    json!({"id": names::product(name), "apis": [api], "policy": policy})
}

fn key(team: &Team) -> Value {
    let name = &team.name.value;
    let state = if team.enabled.value {
        "active"
    } else {
        "suspended"
    };
    json!({"id": names::subscription(name), "scope": format!("/products/{}", names::product(name)), "state": state,
        "primaryKey": name.as_str(), "secondaryKey": format!("{name}-2")})
}

/// An active key of a disabled team: then its product's policy refuses.
fn another_key(team: &Team) -> Value {
    let name = &team.name.value;
    json!({"id": format!("{}-again", names::subscription(name)), "scope": format!("/products/{}", names::product(name)),
        "primaryKey": again(name.as_str())})
}

/// Backends with the breakers that Terraform gives them.
fn singles(service: &Service) -> Vec<(String, Value)> {
    let backends = service.backends.iter();
    backends
        .map(|backend| {
            let id = &backend.id.text;
            let breaker = breaker(backend.breaker.rule());
            let backend = json!({"id": id, "url": backend.url.text, "circuitBreaker": breaker});
            (id.clone(), backend)
        })
        .collect()
}

fn breaker(rule: BreakerRule) -> Value {
    let seconds = |seconds: u32| format!("PT{seconds}S");
    let ranges: Vec<Value> = rule
        .failures
        .iter()
        .map(|(min, max)| json!({"min": min, "max": max}))
        .collect();
    let condition = json!({"count": rule.count, "interval": seconds(rule.interval_seconds), "statusCodeRanges": ranges});
    json!({"rules": [{"name": "failures", "tripDuration": seconds(rule.trip_seconds),
        "acceptRetryAfter": rule.follows_retry_after, "failureCondition": condition}]})
}

/// A pool, its members in the order in which Terraform goes through a map.
fn pool(pool: &Pool) -> Value {
    let services: BTreeMap<&str, Value> = pool
        .members
        .iter()
        .map(|one| {
            let name = one.backend.text.as_str();
            let service = json!({"id": format!("/backends/{name}"), "priority": one.priority.value, "weight": one.weight.value});
            (name, service)
        })
        .collect();
    json!({"id": pool.id.text, "type": "Pool", "pool": {"services": services.into_values().collect::<Vec<_>>()}})
}
