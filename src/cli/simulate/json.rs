//! An outcome as JSON. Members are never renamed or taken away once released; new ones may come.

use serde_json::{Map, Value, json};

use super::{Shown, time};
use crate::core::origin::Origin;
use crate::core::output;
use crate::simulate::{
    Call, Decision, KeyScope, Limit, Outcome, Place, Refusal, Request, Rule, Touched,
};

impl Shown<'_> {
    /// Where an element is printed: `generated/demo/policies/api.xml:12`.
    pub(super) fn policy(&self, place: &Place) -> String {
        let path = self
            .simulator
            .file(place)
            .map_or("", |file| file.path.as_str());
        let line = self.simulator.line(place).map(|line| format!(":{line}"));
        format!("{}/{path}{}", output::FOLDER, line.unwrap_or_default())
    }

    /// Where inputs are written: `teams/beta/access.yaml:9:7`; the key that has a default for what nobody wrote.
    pub(super) fn inputs(&self, inputs: &[Origin]) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for origin in inputs {
            let place = |span| self.sources.position(span).to_string();
            let found = match *origin {
                Origin::Written(at) | Origin::Derived(at) | Origin::Entry(at) => vec![place(at)],
                Origin::Overlaid { at, base } => {
                    std::iter::once(at).chain(base).map(place).collect()
                }
                Origin::Granted { at, by } => vec![place(at), place(by)],
                Origin::Default(key) => vec![format!("default of {key}")],
                Origin::Fact(fact) => vec![format!("fact on {}", fact.about)],
            };
            all.extend(found);
        }
        let mut seen = std::collections::BTreeSet::new();
        all.retain(|one| seen.insert(one.clone()));
        all
    }
}

/// The outcome of a request.
pub(super) fn value(
    shown: &Shown<'_>,
    request: &Request,
    outcome: &Outcome,
    notes: &[String],
) -> Value {
    let (decision, refusal) = match &outcome.decision {
        Decision::Allowed => ("allowed", None),
        Decision::Refused(refusal) => ("refused", Some(refusal)),
        Decision::Failed(refusal) => ("failed", Some(refusal)),
    };
    let team = match &outcome.key {
        Some(KeyScope::Product(team)) => Some(team),
        Some(KeyScope::Api | KeyScope::AllApis) | None => None,
    };
    json!({
        "decision": decision,
        "rule": refusal.map(|refusal| self::refusal(shown, refusal, outcome)),
        "status": outcome.status,
        "code": outcome.code,
        "at": time::text(shown.simulator.now_ms()),
        "method": request.method,
        "path": request.path,
        "operation": outcome.operation.map(crate::gateway::Operation::id),
        "team": team,
        "asked": outcome.asked,
        "model": outcome.model,
        "notes": notes,
        "calls": outcome.calls.iter().map(|call| self::call(shown, call)).collect::<Vec<_>>(),
        "counters": outcome.touched.iter().map(|touched| counter(shown, touched)).collect::<Vec<_>>(),
        "answer": {"headers": headers(&outcome.headers), "body": text(&outcome.body)},
        "steps": outcome.steps.iter().map(|step| json!({
            "did": step.did, "policy": shown.policy(&step.place), "inputs": shown.inputs(&step.inputs),
        })).collect::<Vec<_>>(),
    })
}

fn refusal(shown: &Shown<'_>, refusal: &Refusal, outcome: &Outcome) -> Value {
    let (name, about) = rule(&refusal.rule);
    json!({
        "name": name,
        "about": about,
        "policy": refusal.place.as_ref().map(|place| shown.policy(place)),
        "inputs": shown.inputs(&shown.behind(refusal, outcome)),
    })
}

/// A rule's name, and what it is about: an error code, a counter, a backend.
fn rule(rule: &Rule) -> (&'static str, Option<&str>) {
    match rule {
        Rule::NoOperation => ("no-operation", None),
        Rule::Origin => ("origin", None),
        Rule::KeyMissing => ("key-missing", None),
        Rule::KeyUnknown => ("key-unknown", None),
        Rule::KeySuspended => ("key-suspended", None),
        Rule::Policy(code) => ("policy", Some(code)),
        Rule::EntraToken => ("entra-token", None),
        Rule::TokensPerMinute(counter) => ("tokens-per-minute", Some(counter)),
        Rule::TokenQuota(counter) => ("token-quota", Some(counter)),
        Rule::CallsPerMinute(counter) => ("calls-per-minute", Some(counter)),
        Rule::Concurrency(counter) => ("concurrency", Some(counter)),
        Rule::PolicyFault(reason) => ("policy-fault", Some(reason)),
        Rule::BreakerOpen(backend) => ("breaker-open", Some(backend)),
        Rule::UpstreamTimeout(backend) => ("upstream-timeout", Some(backend)),
        Rule::UpstreamUnreachable(backend) => ("upstream-unreachable", Some(backend)),
    }
}

fn call(shown: &Shown<'_>, call: &Call) -> Value {
    json!({
        "backend": call.backend,
        "member": call.member,
        "method": call.method,
        "url": call.url,
        "headers": headers(&call.headers),
        "body": call.body.as_deref().map(text),
        "status": call.status,
        "policy": shown.policy(&call.place),
        "inputs": shown.inputs(&call.inputs),
    })
}

fn counter(shown: &Shown<'_>, touched: &Touched) -> Value {
    let mut object = Map::new();
    object.insert("counter".to_owned(), json!(touched.counter));
    match touched.limit {
        Limit::PerMinute(tokens) => {
            object.insert("limit".to_owned(), json!("tokensPerMinute"));
            object.insert("tokens".to_owned(), json!(tokens));
        }
        Limit::Calls(calls) => {
            object.insert("limit".to_owned(), json!("callsPerMinute"));
            object.insert("calls".to_owned(), json!(calls));
        }
        Limit::AtOnce(calls) => {
            object.insert("limit".to_owned(), json!("concurrency"));
            object.insert("calls".to_owned(), json!(calls));
        }
        Limit::Quota {
            tokens,
            period,
            from_ms,
            until_ms,
        } => {
            object.insert("limit".to_owned(), json!("tokenQuota"));
            object.insert("tokens".to_owned(), json!(tokens));
            object.insert("period".to_owned(), json!(period.name()));
            object.insert("from".to_owned(), json!(time::text(from_ms)));
            object.insert("until".to_owned(), json!(time::text(until_ms)));
        }
    }
    object.insert("before".to_owned(), number(touched.before));
    object.insert("after".to_owned(), number(touched.after));
    object.insert("refused".to_owned(), json!(touched.refused));
    object.insert("policy".to_owned(), json!(shown.policy(&touched.place)));
    object.insert("inputs".to_owned(), json!(shown.inputs(&touched.inputs)));
    Value::Object(object)
}

/// Tokens to the thousandth: a bucket is refilled in parts of a token.
fn number(tokens: f64) -> Value {
    json!((tokens * 1000.0).round() / 1000.0)
}

fn headers(lines: &[(String, String)]) -> Value {
    let mut object = Map::new();
    for (name, value) in lines {
        match object.get_mut(name) {
            Some(Value::String(before)) => *before = format!("{before},{value}"),
            Some(_) | None => {
                object.insert(name.clone(), json!(value));
            }
        }
    }
    Value::Object(object)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
