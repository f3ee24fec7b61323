//! Browsers: what is answered before a request that a script of another website wants to send, and stated with its answer.

use super::exchange::{Answer, Exchange, Failure, Flow, Section};
use super::outcome::{Refusal, Rule};
use super::route;
use crate::core::origin::Origin;
use crate::gateway::elements::cors::{Cors, Preflight};
use crate::gateway::{InboundOnly, Step};

impl<'s> Exchange<'s> {
    /// `OPTIONS` without an operation of its own: only `cors` is looked at, and no key is asked for.
    pub(super) fn preflight(&mut self) -> Result<Flow, Failure> {
        let header = |name| self.headers.first(name).map(str::to_owned);
        let asks = self.route.operation.is_none() && self.method == "OPTIONS";
        let (Some(origin), Some(method), true) = (
            header("Origin"),
            header("Access-Control-Request-Method"),
            asks,
        ) else {
            return Ok(Flow::Continue);
        };
        let headers = header("Access-Control-Request-Headers").unwrap_or_default();
        self.route = route::find(&method.to_ascii_uppercase(), self.client_path);
        // Nothing in a policy refuses this, whichever policies there are.
        let unknown = self.refused(404, Rule::NoOperation, "Resource not found");
        if self.route.operation.is_none() {
            return Err(unknown);
        }
        self.collect();
        let Some((scope, at, cors)) = self.first_cors() else {
            return Err(unknown);
        };
        self.section = Section::Inbound;
        self.scope = scope;
        self.path = vec![0, at];
        let asked = Preflight {
            origin: &origin,
            method: &method,
            headers: &headers,
        };
        let mut answer = Answer {
            status: 200,
            ..Answer::default()
        };
        if let Some(lines) = cors.preflight(&asked) {
            self.did("the browser may send the request", inputs(cors, &origin));
            for (name, value) in lines {
                answer.headers.set(name, value);
            }
        } else {
            self.did("the answer has no headers for browsers", Vec::new());
            self.refusal = Some(Refusal {
                rule: Rule::Origin,
                place: Some(self.place()),
                inputs: Vec::new(),
            });
        }
        self.answer = Some(answer);
        Ok(Flow::Answered)
    }

    /// The first `cors` of the scopes, with its place among its siblings.
    fn first_cors(&self) -> Option<(usize, u16, &'s Cors)> {
        let mut scopes = self.scopes.iter().enumerate();
        scopes.find_map(|(scope, (_, policy))| {
            let mut steps = policy.inbound.iter().enumerate();
            steps.find_map(|(at, step)| {
                let Step::Only(InboundOnly::Cors(cors)) = step else {
                    return None;
                };
                Some((scope, u16::try_from(at).unwrap_or(u16::MAX), cors))
            })
        })
    }

    /// `cors` before a request is served.
    pub(super) fn cors(&mut self, cors: &'s Cors) {
        let Some(origin) = self.headers.first("Origin").map(str::to_owned) else {
            return;
        };
        let Some(lines) = cors.answer(&origin) else {
            self.did("the answer has no headers for browsers", Vec::new());
            return;
        };
        self.for_browsers = lines;
        let what = format!("scripts of {origin} may read the answer");
        self.did(what, inputs(cors, &origin));
    }

    /// The headers that let scripts read the answer, whatever it is.
    pub(super) fn show_cors(&mut self) {
        let lines = std::mem::take(&mut self.for_browsers);
        if let Some(answer) = &mut self.answer {
            for (name, value) in lines {
                answer.headers.set(name, value);
            }
        }
    }
}

fn inputs(cors: &Cors, origin: &str) -> Vec<Origin> {
    let listed = cors.allows(origin);
    listed.and_then(|one| one.origin).into_iter().collect()
}
