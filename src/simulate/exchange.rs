//! One request on its way: operation, key, the sections over the scopes, errors, and the answer.

use super::body::Body;
use super::limits::Charge;
use super::outcome::{
    Call, Decision, Outcome, Place, PolicyId, Refusal, Rule, Step as Done, Touched,
};
use super::pairs::Pairs;
use super::request::{Request, Upstream};
use super::route::{self, Route};
use super::service::{KeyScope, Service};
use super::values::Variables;
use super::{Memory, Policies, calendar::Moment};
use crate::core::origin::Origin;
use crate::gateway::Policy;

/// Whether the rest of a section runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// It does.
    Continue,
    /// The request is answered.
    Answered,
}

/// A section of a policy, by its place below the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Inbound,
    Backend,
    Outbound,
    OnError,
}

/// An error: `on-error` runs.
pub(super) type Failure = Box<Fault>;

/// What an error is.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) status: u16,
    /// What the client reads, unless `on-error` answers.
    pub(super) shown: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) refusal: Refusal,
}

/// An answer on its way to the client.
#[derive(Debug, Clone, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Pairs,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// An answer of the service itself.
    pub(super) fn of_service(status: u16, message: &str) -> Self {
        let body = serde_json::json!({"statusCode": status, "message": message});
        let mut headers = Pairs::headers(&[]);
        headers.set("Content-Type", "application/json");
        Self {
            status,
            headers,
            body: body.to_string().into_bytes(),
        }
    }

    /// Whether its body is a stream of events.
    pub(super) fn is_stream(&self) -> bool {
        let kind = self.headers.first("Content-Type").unwrap_or_default();
        let start = kind.get(.."text/event-stream".len());
        start.is_some_and(|start| start.eq_ignore_ascii_case("text/event-stream"))
    }

    /// Whether its body is JSON.
    pub(super) fn is_json(&self) -> bool {
        let kind = self.headers.first("Content-Type").unwrap_or_default();
        kind.to_ascii_lowercase().contains("json")
    }
}

/// A request and what has become of it so far.
pub(super) struct Exchange<'s> {
    pub(super) service: &'s Service,
    pub(super) memory: &'s mut Memory,
    pub(super) now: Moment,
    pub(super) method: String,
    pub(super) headers: Pairs,
    pub(super) query: Pairs,
    pub(super) route: Route,
    /// Without the query.
    pub(super) client_path: &'s str,
    pub(super) body: Body,
    pub(super) upstream: &'s [Upstream],
    /// How long the answer takes to begin, in milliseconds.
    pub(super) takes_ms: i64,
    /// The path that a policy has put in the place of the client's.
    pub(super) rewritten: Option<String>,
    /// The backend that a policy has chosen, and the inputs it came from.
    pub(super) backend: Option<(&'s str, Vec<Origin>)>,
    pub(super) variables: Variables<'s>,
    pub(super) answer: Option<Answer>,
    pub(super) charges: Vec<Charge<'s>>,
    /// What the answer says to browsers.
    pub(super) for_browsers: Vec<(&'static str, String)>,
    pub(super) forwarded: bool,
    pub(super) section: Section,
    pub(super) error: Option<(Section, Rule)>,
    pub(super) refusal: Option<Refusal>,
    pub(super) code: Option<String>,
    pub(super) calls: Vec<Call>,
    pub(super) touched: Vec<Touched>,
    pub(super) policies: &'s Policies,
    key: Option<KeyScope>,
    steps: Vec<Done>,
    pub(super) scopes: Vec<(PolicyId, &'s Policy)>,
    pub(super) scope: usize,
    pub(super) path: Vec<u16>,
}

impl<'s> Exchange<'s> {
    /// A request that has arrived.
    pub(super) fn new(
        service: &'s Service,
        policies: &'s Policies,
        memory: &'s mut Memory,
        request: &'s Request,
        now: Moment,
    ) -> Self {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let mut headers = Pairs::headers(&request.headers);
        if let Some(key) = request.key.text() {
            headers.remove("api-key");
            headers.add("api-key", key);
        }
        let method = request.method.to_ascii_uppercase();
        Self {
            service,
            memory,
            now,
            route: route::find(&method, path),
            client_path: path,
            method,
            headers,
            query: Pairs::query(query),
            body: Body::new(request.body.clone()),
            upstream: &request.upstream,
            takes_ms: i64::try_from(request.takes_ms).unwrap_or(i64::MAX),
            rewritten: None,
            backend: None,
            variables: Variables::default(),
            answer: None,
            charges: Vec::new(),
            for_browsers: Vec::new(),
            forwarded: false,
            section: Section::Inbound,
            error: None,
            refusal: None,
            code: None,
            calls: Vec::new(),
            touched: Vec::new(),
            policies,
            key: None,
            steps: Vec::new(),
            scopes: Vec::new(),
            scope: 0,
            path: Vec::new(),
        }
    }

    /// Runs the request to its end.
    pub(super) fn run(mut self) -> Outcome {
        if let Err(failure) = self.produce() {
            self.fail(*failure);
        }
        self.show_remaining();
        self.show_cors();
        self.settle_stream();
        self.settle(None);
        self.finish()
    }

    fn produce(&mut self) -> Result<(), Failure> {
        if self.preflight()? == Flow::Answered {
            return Ok(());
        }
        self.authorize()?;
        self.collect();
        if self.run_section(Section::Inbound, 0)? == Flow::Answered
            || self.run_section(Section::Backend, 0)? == Flow::Answered
        {
            return Ok(());
        }
        self.read_usage();
        self.run_section(Section::Outbound, 0)?;
        Ok(())
    }

    fn authorize(&mut self) -> Result<(), Failure> {
        if self.route.operation.is_none() {
            return Err(self.refused(404, Rule::NoOperation, "Resource not found"));
        }
        let sent = self
            .headers
            .first("api-key")
            .or_else(|| self.query.first("api-key"));
        let bearer = || {
            let value = self.headers.first("Authorization").unwrap_or_default();
            let (scheme, token) = value.split_at_checked("Bearer ".len())?;
            scheme.eq_ignore_ascii_case("Bearer ").then(|| token.trim())
        };
        let key = sent.or_else(|| self.service.bearer_keys.then(bearer)?);
        let Some(key) = key.filter(|key| !key.is_empty()) else {
            let message = "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.";
            return Err(self.without_key(Rule::KeyMissing, message, None));
        };
        let found = self.service.keys.get(key);
        if let Some(found) = found.filter(|found| found.active) {
            self.key = Some(found.scope.clone());
            return Ok(());
        }
        let (rule, origin) = match found {
            Some(suspended) => (Rule::KeySuspended, suspended.origin),
            None => (Rule::KeyUnknown, None),
        };
        let message = "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.";
        Err(self.without_key(rule, message, origin))
    }

    fn without_key(&self, rule: Rule, message: &str, origin: Option<Origin>) -> Failure {
        let mut failure = self.refused(401, rule, message);
        let realm = format!(
            "https://{}/{}",
            self.service.host,
            crate::domain::names::API_PATH
        );
        let challenge =
            format!("AzureApiManagementKey realm=\"{realm}\",name=\"api-key\",type=\"header\"");
        failure.headers.push(("WWW-Authenticate", challenge));
        failure.refusal.inputs.extend(origin);
        failure
    }

    /// An error here and now.
    pub(super) fn refused(&self, status: u16, rule: Rule, shown: &str) -> Failure {
        let place = self.scopes.get(self.scope).map(|_| self.place());
        Box::new(Fault {
            status,
            shown: shown.to_owned(),
            headers: Vec::new(),
            refusal: Refusal {
                rule,
                place,
                inputs: Vec::new(),
            },
        })
    }

    /// A policy fails: the client reads no more than that.
    pub(super) fn fault(&self, reason: &str) -> Failure {
        self.refused(
            500,
            Rule::PolicyFault(reason.to_owned()),
            "Internal server error",
        )
    }

    /// The policies of the request, from the inside out.
    pub(super) fn collect(&mut self) {
        let policies = self.policies;
        let operation = self.route.operation;
        let own = operation.and_then(|operation| {
            let file = policies.operations.get(&operation)?;
            Some((PolicyId::Operation(operation), &file.tree))
        });
        let api = self
            .route
            .api
            .then_some((PolicyId::Api, &policies.api.tree));
        let product = match &self.key {
            Some(KeyScope::Product(team)) => policies
                .products
                .get(team)
                .map(|file| (PolicyId::Product(team.clone()), &file.tree)),
            Some(KeyScope::Api | KeyScope::AllApis) | None => None,
        };
        self.scopes = own.into_iter().chain(api).chain(product).collect();
    }

    /// Runs one section of one scope; `<base/>` in it runs the next scope's.
    pub(super) fn run_section(&mut self, section: Section, scope: usize) -> Result<Flow, Failure> {
        self.section = section;
        let Some((_, policy)) = self.scopes.get(scope) else {
            return self.beyond(section);
        };
        let policy: &'s Policy = policy;
        let before = (self.scope, std::mem::take(&mut self.path));
        self.scope = scope;
        self.path.push(match section {
            Section::Inbound => 0,
            Section::Backend => 1,
            Section::Outbound => 2,
            Section::OnError => 3,
        });
        let flow = match section {
            Section::Inbound => self.steps(&policy.inbound, Self::inbound_only),
            Section::Backend => self.call_backend(&policy.backend),
            Section::Outbound => self.steps(&policy.outbound, Self::never),
            Section::OnError => self.steps(&policy.on_error, Self::never),
        }?;
        (self.scope, self.path) = before;
        Ok(flow)
    }

    /// The outer scope's section.
    pub(super) fn base(&mut self) -> Result<Flow, Failure> {
        self.run_section(self.section, self.scope.saturating_add(1))
    }

    /// Outside of the outermost policy the service has its own: it forwards the request.
    fn beyond(&mut self, section: Section) -> Result<Flow, Failure> {
        match section {
            Section::Backend => self.forward().map(|()| Flow::Continue),
            Section::Inbound | Section::Outbound | Section::OnError => Ok(Flow::Continue),
        }
    }

    fn fail(&mut self, fault: Fault) {
        let Fault {
            status,
            shown,
            headers,
            refusal,
        } = fault;
        self.error = Some((self.section, refusal.rule.clone()));
        let mut answer = Answer::of_service(status, &shown);
        for (name, value) in headers {
            answer.headers.set(name, value);
        }
        self.answer = Some(answer);
        self.refusal = Some(refusal);
        if self.scopes.is_empty() {
            self.collect();
        }
        if self.run_section(Section::OnError, 0).is_err() {
            self.answer = Some(Answer::of_service(500, "Internal server error"));
        }
    }

    /// Where execution is.
    pub(super) fn place(&self) -> Place {
        let policy = self.scopes.get(self.scope).map(|(id, _)| id.clone());
        Place {
            policy: policy.unwrap_or(PolicyId::Api),
            path: self.path.clone(),
        }
    }

    /// Notes what the element at hand did.
    pub(super) fn did(&mut self, what: impl Into<String>, inputs: Vec<Origin>) {
        self.steps.push(Done {
            place: self.place(),
            did: what.into(),
            inputs,
        });
    }

    /// Whether the key belongs to a product.
    pub(super) fn has_product(&self) -> bool {
        matches!(self.key, Some(KeyScope::Product(_)))
    }

    fn finish(self) -> Outcome {
        let answer = self.answer.unwrap_or(Answer {
            status: 200,
            ..Answer::default()
        });
        let decision = match self.refusal {
            None => Decision::Allowed,
            Some(refusal) => match refusal.rule {
                Rule::BreakerOpen(_) | Rule::UpstreamTimeout(_) | Rule::UpstreamUnreachable(_) => {
                    Decision::Failed(refusal)
                }
                Rule::NoOperation
                | Rule::Origin
                | Rule::KeyMissing
                | Rule::KeyUnknown
                | Rule::KeySuspended
                | Rule::Policy(_)
                | Rule::EntraToken
                | Rule::TokensPerMinute(_)
                | Rule::TokenQuota(_)
                | Rule::CallsPerMinute(_)
                | Rule::Concurrency(_)
                | Rule::PolicyFault(_) => Decision::Refused(refusal),
            },
        };
        Outcome {
            decision,
            status: answer.status,
            code: self.code,
            headers: answer.headers.into_lines(),
            body: answer.body,
            operation: self.route.operation,
            key: self.key,
            asked: self.variables.asked(),
            model: self.variables.model(),
            calls: self.calls,
            touched: self.touched,
            steps: self.steps,
        }
    }
}
