//! What each element of a policy does to a request.

use std::borrow::Cow;

use super::conditions::Words;
use super::exchange::{Exchange, Failure, Flow};
use super::outcome::{Refusal, Rule};
use super::text;
use super::values::origin;
use crate::core::origin::Origin;
use crate::gateway::elements::body::Scan;
use crate::gateway::elements::{headers, members, output};
use crate::gateway::policy::Never;
use crate::gateway::{
    Choose, EntraToken, Header, HeaderChange, InboundOnly, Read, Step, Text, TextVar, Value,
};

/// What an element of one section only does.
type Only<'s, X> = fn(&mut Exchange<'s>, &'s X) -> Result<Flow, Failure>;

/// A place among siblings. A policy of 512 KiB has fewer elements than that.
fn at(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

impl<'s> Exchange<'s> {
    /// Runs elements in order, until one answers.
    pub(super) fn steps<X>(
        &mut self,
        steps: impl IntoIterator<Item = &'s Step<X>>,
        only: Only<'s, X>,
    ) -> Result<Flow, Failure>
    where
        X: 's,
    {
        for (index, step) in steps.into_iter().enumerate() {
            self.path.push(at(index));
            let flow = self.step(step, only)?;
            self.path.pop();
            if flow == Flow::Answered {
                return Ok(flow);
            }
        }
        Ok(Flow::Continue)
    }

    fn step<X>(&mut self, step: &'s Step<X>, only: Only<'s, X>) -> Result<Flow, Failure> {
        match step {
            Step::Comment(_) => {}
            Step::Base => return self.base(),
            Step::Choose(choose) => return self.choose(choose, only),
            Step::SetVariable(value) => self.set_variable(value)?,
            Step::SetHeader(header) => self.set_header(header)?,
            Step::Answer(response) => return self.give(response),
            Step::Only(own) => return only(self, own),
        }
        Ok(Flow::Continue)
    }

    fn choose<X>(&mut self, choose: &'s Choose<X>, only: Only<'s, X>) -> Result<Flow, Failure> {
        for (index, when) in choose.whens.iter().enumerate() {
            if !self.flag(&when.condition)? {
                continue;
            }
            self.path.push(at(index));
            let mut inputs: Vec<Origin> = self.deciding(&when.condition).into_iter().collect();
            inputs.extend(when.origin.filter(|origin| !inputs.contains(origin)));
            let why = Words(&when.condition);
            self.did(format!("this branch is taken: {why}"), inputs);
            let flow = self.steps(&when.then, only)?;
            self.path.pop();
            return Ok(flow);
        }
        let Some(otherwise) = &choose.otherwise else {
            return Ok(Flow::Continue);
        };
        self.path.push(at(choose.whens.iter().len()));
        self.did("no other branch holds", Vec::new());
        let flow = self.steps(otherwise, only)?;
        self.path.pop();
        Ok(flow)
    }

    fn set_variable(&mut self, value: &'s Value) -> Result<(), Failure> {
        match value {
            Value::Text(name, text) => {
                let inputs = origin(text).into_iter().collect();
                let found = self.text(text)?.map(Cow::into_owned);
                self.did(
                    format!("{} is {}", name.name(), shown(found.as_deref())),
                    inputs,
                );
                self.set_text(*name, found);
            }
            Value::Read(name, read) => {
                let found = self.read(*read);
                self.did(
                    format!("{} is {}", name.name(), shown(Some(&found))),
                    Vec::new(),
                );
                self.set_text(*name, Some(found));
            }
            Value::Body(largest) => {
                self.body.read(*largest);
                self.did("the body is read", Vec::new());
            }
            Value::Headers => {
                let names = self.headers.lines().iter().map(|(name, _)| name.as_str());
                let allowed = self.variables.texts.get(&TextVar::Allowed);
                let allowed = allowed.map_or("", String::as_str);
                self.variables.headers = Some(headers::unknown(names, allowed));
            }
            Value::Listing(names) => {
                self.did(format!("{} models are listed", names.len()), Vec::new());
                self.variables.listing = Some(names);
            }
            Value::Facts(models) => self.variables.facts = Some(models),
        }
        Ok(())
    }

    fn set_text(&mut self, name: TextVar, value: Option<String>) {
        match value {
            Some(value) => self.variables.texts.insert(name, value),
            None => self.variables.texts.remove(&name),
        };
    }

    fn read(&self, read: Read) -> String {
        let variable = |name| self.variables.texts.get(&name).map_or("", String::as_str);
        let unknown = self.variables.headers.as_deref().unwrap_or_default();
        match read {
            Read::BodyModel => self.body.asked_model(),
            Read::FaultName => match &self.body.scan {
                Some(Scan::Refused(fault)) => fault.name().to_owned(),
                Some(Scan::Read(_)) | None => String::new(),
            },
            Read::RefusedMember => {
                let request = self.body.request().cloned().unwrap_or_default();
                members::evaluate(
                    &request,
                    variable(TextVar::Rules),
                    variable(TextVar::Allowed),
                )
            }
            Read::RefusedHeader => headers::refused(unknown),
            Read::LongOutput => {
                let request = self.body.request().cloned().unwrap_or_default();
                output::evaluate(&request, variable(TextVar::OutputCap))
            }
        }
    }

    fn set_header(&mut self, header: &'s Header) -> Result<(), Failure> {
        let value = match &header.change {
            HeaderChange::Override(text) => Some(self.text(text)?.unwrap_or_default().into_owned()),
            HeaderChange::Delete => None,
        };
        let was_there = self.headers.first(header.name).is_some();
        let headers = match &mut self.answer {
            Some(answer) => &mut answer.headers,
            None => &mut self.headers,
        };
        if let Some(value) = value {
            headers.set(header.name, value);
            self.did(format!("header {} is set", header.name), Vec::new());
        } else {
            headers.remove(header.name);
            if was_there {
                self.did(format!("header {} is deleted", header.name), Vec::new());
            }
        }
        Ok(())
    }

    /// Elements of `inbound` only.
    pub(super) fn inbound_only(&mut self, own: &'s InboundOnly) -> Result<Flow, Failure> {
        match own {
            InboundOnly::Cors(cors) => self.cors(cors),
            InboundOnly::LimitTokens(limit) => self.limit_tokens(limit)?,
            InboundOnly::LimitCalls(limit) => self.limit_calls(limit)?,
            InboundOnly::EmitTokenMetric(_) => self.did("tokens are measured", Vec::new()),
            InboundOnly::ValidateEntraToken(token) => self.validate_token(token)?,
            InboundOnly::ManagedIdentity(resource) => {
                let token = format!("Bearer <token of the gateway's identity for {resource}>");
                self.headers.set("Authorization", token);
                self.did(
                    format!("authenticates with the gateway's identity for {resource}"),
                    Vec::new(),
                );
            }
            InboundOnly::RewriteUri(template) => self.rewrite(template)?,
            InboundOnly::SetBackend(id) => {
                if !self.service.backends.contains_key(&id.text) {
                    return Err(self.fault("the backend does not exist"));
                }
                let inputs: Vec<Origin> = id.origin.into_iter().collect();
                self.did(format!("backend {}", id.text), inputs.clone());
                self.backend = Some((&id.text, inputs));
            }
            InboundOnly::NameModel => self.name_model()?,
            InboundOnly::DeleteUnknownHeader(slot) => self.delete_unknown_header(*slot),
        }
        Ok(Flow::Continue)
    }

    /// Nothing stands in the other sections that does not stand in all.
    #[expect(
        clippy::unused_self,
        reason = "one signature for the elements of every section"
    )]
    pub(super) fn never(&mut self, nothing: &'s Never) -> Result<Flow, Failure> {
        match *nothing {}
    }

    fn validate_token(&mut self, wanted: &'s EntraToken) -> Result<(), Failure> {
        let sent = self.headers.first("Authorization");
        let token = sent.and_then(|text| self.service.tokens.get(text));
        let tenant = wanted.tenant.literal();
        let client = token.and_then(|token| {
            let mut clients = wanted.clients.iter();
            let mut audiences = wanted.audiences.iter();
            let meant = audiences.any(|audience| audience.text == token.audience);
            clients.find(|client| {
                meant && tenant.text == token.tenant && client.literal().text == token.client
            })
        });
        if let Some(client) = client {
            let inputs = client.literal().origin.into_iter().collect();
            self.did("the Entra token is of a client of the team", inputs);
            return Ok(());
        }
        self.did(
            "there is no Entra token of a client of the team",
            tenant.origin.into_iter().collect(),
        );
        let message = crate::gateway::lower::ENTRA_MESSAGE;
        let mut failure = self.refused(401, Rule::EntraToken, message);
        failure.refusal.inputs.extend(tenant.origin);
        Err(failure)
    }

    fn rewrite(&mut self, template: &'s Text) -> Result<(), Failure> {
        let template = self.text(template)?.unwrap_or_default().into_owned();
        let mut path = Vec::new();
        for segment in template.split('/') {
            let name = segment
                .strip_prefix('{')
                .and_then(|name| name.strip_suffix('}'));
            path.push(match name {
                None => segment.to_owned(),
                Some(name) => {
                    let found = self.route.parameters.iter().find(|(key, _)| *key == name);
                    let Some((_, value)) = found else {
                        return Err(self.fault(
                            "the rewritten path uses a parameter that the operation does not have",
                        ));
                    };
                    if value.contains('/') {
                        value.clone()
                    } else {
                        text::percent_encoded(value)
                    }
                }
            });
        }
        let path = format!("/{}", path.join("/").trim_start_matches('/'));
        self.did(
            format!("path {path}, without the client's query"),
            Vec::new(),
        );
        self.rewritten = Some(path);
        self.query = super::pairs::Pairs::query("");
        Ok(())
    }

    fn name_model(&mut self) -> Result<(), Failure> {
        let model = self.variables.texts.get(&TextVar::UpstreamModel);
        let model = model.map(String::as_str);
        if self.body.name_model(model).is_none() {
            return Err(self.fault("the body cannot be changed"));
        }
        let what = format!("the body's model is now {}", shown(model));
        self.did(what, Vec::new());
        Ok(())
    }

    fn delete_unknown_header(&mut self, slot: u8) {
        let names = self.variables.headers.as_deref().unwrap_or_default();
        let name = headers::in_slot(names, slot).to_owned();
        if self.headers.first(&name).is_some() {
            self.headers.remove(&name);
            self.did(format!("header {name} is deleted"), Vec::new());
        }
    }

    /// Answers the request.
    fn give(&mut self, response: &'s crate::gateway::Response) -> Result<Flow, Failure> {
        let (answer, code) = self.answer_of(response)?;
        let status = answer.status;
        let reported = code
            .as_deref()
            .map(|code| format!(" {code}"))
            .unwrap_or_default();
        self.did(format!("answers {status}{reported}"), Vec::new());
        if status >= 400 && self.refusal.is_none() {
            self.refusal = Some(Refusal {
                rule: Rule::Policy(code.clone().unwrap_or_else(|| status.to_string())),
                place: Some(self.place()),
                inputs: Vec::new(),
            });
        }
        self.answer = Some(answer);
        self.code = code;
        Ok(Flow::Answered)
    }
}

fn shown(text: Option<&str>) -> String {
    match text {
        Some("") => "empty".to_owned(),
        Some(text) => format!("`{text}`"),
        None => "unset".to_owned(),
    }
}
