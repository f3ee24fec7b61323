//! Answers that policies give: fixed ones, and lists of what a product may use.

use super::body::as_json;
use super::exchange::{Answer, Exchange, Failure};
use super::pairs::Pairs;
use crate::gateway::policy::CAP;
use crate::gateway::{Fact, Response, ResponseBody, TextVar};

impl<'s> Exchange<'s> {
    /// An answer and its error code, if it is a refusal.
    pub(super) fn answer_of(
        &self,
        response: &'s Response,
    ) -> Result<(Answer, Option<String>), Failure> {
        let mut headers = Pairs::headers(&[]);
        headers.set("Content-Type", "application/json");
        for (name, value) in &response.headers {
            headers.set(name, self.text(value)?.unwrap_or_default());
        }
        let mut code = None;
        let body = match &response.body {
            ResponseBody::Json(json) => {
                code = json
                    .pointer("/error/code")
                    .and_then(serde_json::Value::as_str)
                    .map(str::to_owned);
                json.to_string()
            }
            ResponseBody::About(error) => {
                let mut error = error.clone();
                if let Some(param) = error.pointer_mut("/error/param") {
                    let text = self.variables.texts.get(&TextVar::Param);
                    *param = text.map_or(serde_json::Value::Null, |text| text.as_str().into());
                }
                let cap = self.variables.texts.get(&TextVar::OutputCap);
                if let Some(serde_json::Value::String(message)) =
                    error.pointer_mut("/error/message")
                {
                    *message = message.replace(CAP, cap.map_or("", String::as_str));
                }
                code = error
                    .pointer("/error/code")
                    .and_then(serde_json::Value::as_str)
                    .map(str::to_owned);
                error.to_string()
            }
            ResponseBody::Models => {
                let names = self.variables.listing.unwrap_or_default().iter();
                let models: Vec<String> = names.map(|name| model(&name.text)).collect();
                format!("{{\"object\":\"list\",\"data\":[{}]}}", models.join(","))
            }
            ResponseBody::Model(name) => model(&self.text(name)?.unwrap_or_default()),
            ResponseBody::Deployments => {
                let facts = self.variables.facts.unwrap_or_default().iter();
                let facts = facts.filter(|fact| self.variables.lists(&fact.name));
                let all: Vec<String> = facts.map(deployment).collect();
                format!("{{\"value\":[{}]}}", all.join(","))
            }
            ResponseBody::Deployment(name) => {
                let name = self.text(name)?;
                let mut facts = self.variables.facts.unwrap_or_default().iter();
                let Some(fact) = facts.find(|fact| name.as_deref() == Some(fact.name.as_str()))
                else {
                    return Err(self.fault("no facts about this deployment"));
                };
                deployment(fact)
            }
        };
        let answer = Answer {
            status: response.status,
            headers,
            body: body.into_bytes(),
        };
        Ok((answer, code))
    }
}

fn model(name: &str) -> String {
    format!(
        "{{\"id\":{},\"object\":\"model\",\"created\":0,\"owned_by\":\"platform\"}}",
        as_json(Some(name))
    )
}

fn deployment(fact: &Fact) -> String {
    let Fact {
        name,
        format,
        model,
        version,
        origins: _,
    } = fact;
    format!(
        "{{\"name\":{},\"properties\":{{\"model\":{{\"format\":{},\"name\":{},\"version\":{}}}}}}}",
        as_json(Some(name)),
        as_json(Some(format)),
        as_json(Some(model)),
        as_json(Some(version))
    )
}
