//! The section that calls upstreams: forwarding, retries, breakers and pools. Waits between retries do not move the clock.

use super::breakers::Choice;
use super::conditions::Words;
use super::exchange::{Answer, Exchange, Failure, Flow};
use super::outcome::{Call, Refusal, Rule};
use super::pairs::Pairs;
use super::request::{Reply, Upstream};
use super::service::BackendKind;
use crate::gateway::{Backend, Literal, NonEmpty, Retry, TextVar};

/// Headers that belong to one connection, not to the request.
const OF_THE_CONNECTION: [&str; 11] = [
    "Host",
    "Connection",
    "Keep-Alive",
    "Transfer-Encoding",
    "Content-Length",
    "Upgrade",
    "TE",
    "Trailer",
    "Proxy-Connection",
    "Proxy-Authorization",
    "Expect",
];

/// Where every simulated client is.
const CLIENT_ADDRESS: &str = "127.0.0.1";

impl<'s> Exchange<'s> {
    /// Runs the one element of `backend`.
    pub(super) fn call_backend(&mut self, backend: &'s Backend) -> Result<Flow, Failure> {
        self.path.push(0);
        let flow = match backend {
            Backend::Base => self.base()?,
            Backend::Forward(_) => self.forward().map(|()| Flow::Continue)?,
            Backend::RetrySome {
                whens,
                otherwise: _,
            } => {
                let mut chosen = None;
                for (index, (condition, retry)) in whens.iter().enumerate() {
                    if self.flag(condition)? {
                        chosen = Some((index, condition, retry));
                        break;
                    }
                }
                let index = chosen.map_or(whens.iter().len(), |(index, ..)| index);
                self.path.push(u16::try_from(index).unwrap_or(u16::MAX));
                let branch = match chosen {
                    Some((_, condition, _)) => {
                        format!("this branch is taken: {}", Words(condition))
                    }
                    None => "no other branch holds".to_owned(),
                };
                self.did(branch, Vec::new());
                self.path.push(0);
                match chosen {
                    Some((.., retry)) => self.retry(retry)?,
                    None => self.forward()?,
                }
                self.path.truncate(self.path.len().saturating_sub(2));
                Flow::Continue
            }
            Backend::Limited { levels, calls } => self.limited(levels, calls)?,
        };
        self.path.pop();
        Ok(flow)
    }

    /// The branch of the number of calls that may wait at the same time, and in it the calls.
    fn limited(
        &mut self,
        levels: &'s NonEmpty<Literal>,
        calls: &'s Backend,
    ) -> Result<Flow, Failure> {
        let wanted = self.variables.texts.get(&TextVar::Concurrency).cloned();
        let found = levels
            .iter()
            .enumerate()
            .find(|(_, level)| wanted.as_deref() == Some(level.text.as_str()));
        let index = found.map_or(levels.iter().len(), |(index, _)| index);
        self.path.push(u16::try_from(index).unwrap_or(u16::MAX));
        let flow = if let Some((_, level)) = found {
            let inputs = level.origins().collect();
            let what = format!("this branch is taken: concurrency is `{}`", level.text);
            self.did(what, inputs);
            self.path.push(0);
            self.limit_waiting(level)?;
            let flow = self.call_backend(calls)?;
            self.path.pop();
            flow
        } else {
            self.did("no other branch holds", Vec::new());
            self.call_backend(calls)?
        };
        self.path.pop();
        Ok(flow)
    }

    fn retry(&mut self, retry: &'s Retry) -> Result<(), Failure> {
        for attempt in 0..=retry.count {
            self.path.push(0);
            self.forward()?;
            self.path.pop();
            if attempt == retry.count || !self.flag(&retry.condition)? {
                break;
            }
            self.did(
                format!("call {} is repeated", attempt.saturating_add(1)),
                Vec::new(),
            );
        }
        Ok(())
    }

    /// `forward-request`
    pub(super) fn forward(&mut self) -> Result<(), Failure> {
        let Some((id, inputs)) = self.backend.clone() else {
            return Err(self.fault("no backend was chosen"));
        };
        let service = self.service;
        let member = match self.memory.breakers.choose(&service.backends, id, self.now) {
            Choice::Call(member) => member,
            Choice::Open(seconds) => {
                self.unavailable(id, seconds);
                return Ok(());
            }
        };
        let Some((backend, url)) = service
            .backends
            .get(&member)
            .and_then(|backend| match &backend.kind {
                BackendKind::Single { url, .. } => Some((backend, url)),
                BackendKind::Pool(_) => None,
            })
        else {
            return Err(self.fault("the backend does not exist"));
        };
        let path = self
            .rewritten
            .clone()
            .unwrap_or_else(|| format!("/{}", self.route.rest));
        let mut inputs = inputs;
        for origin in &backend.origins {
            if !inputs.contains(origin) {
                inputs.push(*origin);
            }
        }
        self.forwarded = true;
        self.refusal = None;
        let mut call = Call {
            backend: id.to_owned(),
            method: self.method.clone(),
            url: format!(
                "{}{path}{}",
                url.trim_end_matches('/'),
                self.query.query_text()
            ),
            headers: self.forwarded_headers(),
            body: self.body.bytes.clone(),
            status: None,
            place: self.place(),
            inputs: inputs.clone(),
            member: member.clone(),
        };
        self.did(format!("calls {}", call.url), inputs);
        let last = self.upstream.len().saturating_sub(1);
        let default = Upstream::default();
        let reply = self
            .upstream
            .get(self.calls.len().min(last))
            .unwrap_or(&default);
        let mut retry_after = None;
        let result = match reply {
            Upstream::Reply(reply) => {
                call.status = Some(reply.status);
                let answer = answered(reply);
                // A date is not followed: the service's documentation names seconds only.
                let written = answer.headers.first("Retry-After");
                retry_after = written.and_then(|text| text.trim().parse::<i32>().ok());
                self.answer = Some(answer);
                Ok(())
            }
            Upstream::TimesOut => Err(Rule::UpstreamTimeout(member.clone())),
            Upstream::Unreachable => Err(Rule::UpstreamUnreachable(member.clone())),
        };
        self.memory
            .breakers
            .record(&member, backend, (call.status, retry_after), self.now);
        self.calls.push(call);
        result.map_err(|rule| self.refused(500, rule, "Internal server error"))
    }

    fn forwarded_headers(&self) -> Vec<(String, String)> {
        let mut headers = Pairs::headers(&[]);
        for (name, value) in self.headers.lines() {
            if !OF_THE_CONNECTION
                .iter()
                .any(|own| own.eq_ignore_ascii_case(name))
            {
                headers.add(name, value.clone());
            }
        }
        let forwarded = match headers.first("X-Forwarded-For") {
            Some(before) => format!("{before},{CLIENT_ADDRESS}"),
            None => CLIENT_ADDRESS.to_owned(),
        };
        headers.set("X-Forwarded-For", forwarded);
        headers.into_lines()
    }

    /// An open breaker answers; that is no error.
    fn unavailable(&mut self, id: &str, seconds: u64) {
        let kind = self.service.backends.get(id).map(|backend| &backend.kind);
        let answer = if matches!(kind, Some(BackendKind::Pool(_))) {
            let mut answer = Answer::of_service(503, "No backend of the pool is available.");
            answer.headers.set("Retry-After", seconds.to_string());
            answer
        } else {
            Answer::of_service(503, "The backend is temporarily unavailable.")
        };
        self.answer = Some(answer);
        self.did(
            format!("the circuit breaker of {id} is open for {seconds} s"),
            Vec::new(),
        );
        let inputs = self.backend.as_ref().map(|(_, inputs)| inputs.clone());
        self.refusal = Some(Refusal {
            rule: Rule::BreakerOpen(id.to_owned()),
            place: Some(self.place()),
            inputs: inputs.unwrap_or_default(),
        });
    }
}

fn answered(reply: &Reply) -> Answer {
    let mut headers = Pairs::headers(&reply.headers);
    for name in ["Connection", "Keep-Alive", "Transfer-Encoding"] {
        headers.remove(name);
    }
    Answer {
        status: reply.status,
        headers,
        body: reply.body.clone(),
    }
}
