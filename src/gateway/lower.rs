//! The typed tree to a document of elements: one element or remark for one step, in the same order, so that a place in the
//! tree and a place in the printed policy can be distinguished from each other.

use super::csharp;
use super::expr::{FACTS, Flag, HEADERS, LISTING, Literal, REQUEST, RETRY_AFTER, Text, TextVar};
use super::nonempty::NonEmpty;
use super::policy::{
    Backend, CallLimit, Choose, EntraToken, Forward, Header, HeaderChange, InboundOnly, Never,
    Policy, Response, Retry, Step, TokenLimit, TokenMetric, Value, When,
};
use crate::core::document::xml::{Child, Element, File};
use crate::core::origin::Origin;

/// What a client reads whose Entra token is missing or not good enough.
pub const ENTRA_MESSAGE: &str =
    "A valid Entra token of a registered client is needed besides the key.";

/// The document of a policy.
pub fn document(policy: &Policy, header: crate::core::document::Header) -> File {
    let root = Element::new("policies")
        .child(section("inbound", &policy.inbound, inbound_only))
        .child(Element::new("backend").child(backend(&policy.backend)))
        .child(section("outbound", &policy.outbound, never))
        .child(section("on-error", &policy.on_error, never));
    File { header, root }
}

type Only<X> = fn(&X) -> Element;

fn section<X>(name: &'static str, steps: &[Step<X>], only: Only<X>) -> Element {
    let mut element = Element::new(name);
    element
        .children
        .extend(steps.iter().map(|one| step(one, only)));
    element
}

fn branch<X>(mut element: Element, steps: &NonEmpty<Step<X>>, only: Only<X>) -> Element {
    element
        .children
        .extend(steps.iter().map(|one| step(one, only)));
    element
}

fn step<X>(step: &Step<X>, only: Only<X>) -> Child {
    Child::Element(match step {
        Step::Comment(text) => return Child::Comment(text.clone()),
        Step::Base => Element::new("base"),
        Step::Choose(of) => choose(of, only),
        Step::SetVariable(value) => set_variable(value),
        Step::SetHeader(header) => set_header(header),
        Step::Answer(response) => return_response(response),
        Step::Only(own) => only(own),
    })
}

fn choose<X>(choose: &Choose<X>, only: Only<X>) -> Element {
    let mut element = Element::new("choose");
    for When {
        condition,
        then,
        origin,
    } in &choose.whens
    {
        let when = branch(when(condition), then, only);
        element = element.child(when.at(*origin));
    }
    match (&choose.otherwise, choose.whens.only()) {
        (Some(steps), _) => element.child(branch(Element::new("otherwise"), steps, only)),
        // It is there for its one branch.
        (None, Some(branch)) => {
            let because = branch.condition.origins().into_iter();
            element.at(because.map(Origin::entry))
        }
        (None, None) => element,
    }
}

fn when(condition: &Flag) -> Element {
    Element::new("when").with_all(
        "condition",
        csharp::condition(condition),
        condition.origins(),
    )
}

fn with_text(element: Element, name: &'static str, text: &Text) -> Element {
    element.with_all(name, csharp::value(text), text.origins())
}

fn with_literal(element: Element, name: &'static str, literal: &Literal) -> Element {
    let origins = literal.origins().collect();
    element.with_all(name, csharp::plain_or_expression(&literal.text), origins)
}

fn text_element(name: &'static str, text: &Text) -> Element {
    let element = Element::new(name).text(csharp::value(text));
    element.at(text.origins())
}

fn set_variable(value: &Value) -> Element {
    let element = Element::new("set-variable");
    match value {
        Value::Text(name, text) => with_text(element.with("name", name.name()), "value", text),
        Value::Read(name, read) => element
            .with("name", name.name())
            .with("value", csharp::read(*read)),
        Value::Body(largest) => element
            .with("name", REQUEST)
            .with("value", csharp::body(*largest)),
        Value::Headers => element
            .with("name", HEADERS)
            .with("value", csharp::unknown_headers()),
        Value::Listing(names) => {
            let origins = names.iter().flat_map(Literal::origins).collect();
            element
                .with("name", LISTING)
                .with_all("value", csharp::listing(names), origins)
        }
        Value::Facts(models) => {
            let origins = models.iter().flat_map(|fact| fact.origins.iter().copied());
            element
                .with("name", FACTS)
                .with_all("value", csharp::facts(models), origins.collect())
        }
    }
}

fn set_header(header: &Header) -> Element {
    let element = Element::new("set-header").with("name", header.name);
    match &header.change {
        HeaderChange::Override(value) => element
            .with("exists-action", "override")
            .child(text_element("value", value)),
        HeaderChange::Delete => element.with("exists-action", "delete"),
    }
}

fn return_response(response: &Response) -> Element {
    let json = Header {
        name: "Content-Type",
        change: HeaderChange::Override(Text::fixed("application/json")),
    };
    let mut element = Element::new("return-response")
        .child(
            Element::new("set-status")
                .with("code", response.status.to_string())
                .with("reason", response.reason),
        )
        .child(set_header(&json));
    for (name, value) in &response.headers {
        element = element.child(set_header(&Header {
            name,
            change: HeaderChange::Override(value.clone()),
        }));
    }
    element.child(Element::new("set-body").text(csharp::response_body(&response.body)))
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "one signature for the elements of every section"
)]
fn never(nothing: &Never) -> Element {
    match *nothing {}
}

fn inbound_only(own: &InboundOnly) -> Element {
    match own {
        InboundOnly::Cors(cors) => cors.element(),
        InboundOnly::LimitTokens(limit) => limit_tokens(limit),
        InboundOnly::LimitCalls(limit) => limit_calls(limit),
        InboundOnly::EmitTokenMetric(metric) => emit_token_metric(metric),
        InboundOnly::ValidateEntraToken(token) => validate_entra_token(token),
        InboundOnly::ManagedIdentity(resource) => {
            Element::new("authentication-managed-identity").with("resource", *resource)
        }
        InboundOnly::RewriteUri(template) => {
            with_text(Element::new("rewrite-uri"), "template", template)
                .with("copy-unmatched-params", "false")
        }
        InboundOnly::SetBackend(id) => {
            with_literal(Element::new("set-backend-service"), "backend-id", id)
        }
        InboundOnly::NameModel => Element::new("set-body").text(csharp::name_model()),
        InboundOnly::DeleteUnknownHeader(slot) => Element::new("set-header")
            .with("name", csharp::header_in_slot(*slot))
            .with("exists-action", "delete"),
    }
}

fn limit_tokens(limit: &TokenLimit) -> Element {
    let mut element = with_literal(
        Element::new("llm-token-limit"),
        "counter-key",
        &limit.counter,
    );
    if let Some(rate) = &limit.tokens_per_minute {
        element = element.with_at("tokens-per-minute", rate.value.to_string(), rate.origin);
    }
    if let Some(quota) = &limit.quota {
        element = element
            .with_at("token-quota", quota.value.tokens.to_string(), quota.origin)
            .with_at(
                "token-quota-period",
                quota.value.period.name(),
                limit.period_at.unwrap_or(quota.origin),
            );
    }
    element = element
        .with_all(
            "estimate-prompt-tokens",
            limit.estimates().to_string(),
            limit.estimate.iter().map(|one| one.origin).collect(),
        )
        .with("retry-after-variable-name", RETRY_AFTER);
    match limit.remaining_header {
        Some(name) => element.with("remaining-tokens-header-name", name),
        None => element,
    }
}

fn limit_calls(limit: &CallLimit) -> Element {
    with_literal(
        Element::new("rate-limit-by-key"),
        "counter-key",
        &limit.counter,
    )
    .with_at("calls", limit.calls.value.to_string(), limit.calls.origin)
    .with("renewal-period", "60")
    .with("retry-after-variable-name", RETRY_AFTER)
}

fn emit_token_metric(metric: &TokenMetric) -> Element {
    let mut element = Element::new("llm-emit-token-metric").with("namespace", metric.namespace);
    for (name, value) in &metric.dimensions {
        element = element.child(with_text(
            Element::new("dimension").with("name", *name),
            "value",
            value,
        ));
    }
    for name in metric.own {
        element = element.child(Element::new("dimension").with("name", name));
    }
    element
}

fn validate_entra_token(token: &EntraToken) -> Element {
    let mut clients = Element::new("client-application-ids");
    for client in &token.clients {
        let id = Element::new("application-id").text(client.literal().text.clone());
        clients = clients.child(id.at(client.literal().origins()));
    }
    let mut audiences = Element::new("audiences");
    for audience in &token.audiences {
        let text = csharp::plain_or_expression(&audience.text);
        let element = Element::new("audience").text(text);
        audiences = audiences.child(element.at(audience.origins()));
    }
    with_literal(
        Element::new("validate-azure-ad-token"),
        "tenant-id",
        token.tenant.literal(),
    )
    .with("header-name", "Authorization")
    .with("failed-validation-httpcode", "401")
    .with("failed-validation-error-message", ENTRA_MESSAGE)
    .child(clients)
    .child(audiences)
}

fn backend(section: &Backend) -> Element {
    match section {
        Backend::Base => Element::new("base"),
        Backend::Forward(forward) => forward_request(*forward, false),
        Backend::RetrySome { whens, otherwise } => {
            let mut element = Element::new("choose");
            for (condition, retry) in whens {
                element = element.child(when(condition).child(retry_element(retry)));
            }
            element.child(Element::new("otherwise").child(forward_request(*otherwise, false)))
        }
        Backend::Limited { levels, calls } => {
            let because = levels.iter().flat_map(Literal::origins).map(Origin::entry);
            let mut element = Element::new("choose").at(because);
            for level in levels {
                let condition = Flag::equal(Text::Variable(TextVar::Concurrency), level.clone());
                let limited = with_literal(
                    with_text(
                        Element::new("limit-concurrency"),
                        "key",
                        &Text::Variable(TextVar::InFlight),
                    ),
                    "max-count",
                    level,
                );
                element = element.child(when(&condition).child(limited.child(backend(calls))));
            }
            element.child(Element::new("otherwise").child(backend(calls)))
        }
    }
}

fn retry_element(retry: &Retry) -> Element {
    Element::new("retry")
        .with("condition", csharp::condition(&retry.condition))
        .with_all("count", retry.count.to_string(), retry.count_at.clone())
        .with("interval", "1")
        .with("first-fast-retry", "true")
        .child(forward_request(retry.forward, true))
}

fn forward_request(forward: Forward, keep_request: bool) -> Element {
    let mut element =
        Element::new("forward-request").with("timeout", forward.timeout_seconds.to_string());
    if keep_request {
        element = element.with("buffer-request-body", "true");
    }
    element.with("buffer-response", "false")
}
